"""Information systems, digital platforms and databases that a sentence names."""

from __future__ import annotations

import re

from gangmu.core.commitments.clauses import Clause, Role
from gangmu.core.commitments.sentence import Reading
from gangmu.core.commitments.vocabulary import words

# What the work of a platform is when it is information, service, matching or trade …
_WORK = words("platform_work")
# … and when it is a body, a venue or a vehicle.
_VENUE = words("platform_venue")
_PLATFORM = re.compile(r"[□\w＋+“”·\-]{0,24}?平台")
_SYSTEM = re.compile(
    r"(?:信息|管理|监管|监测|监控|追溯|溯源|控制|预警|指挥|调度|应用|业务|交易|"
    r"清算|结算|支付|导览|导航|查询|操作|(?:信息|数字|智能|在线|网络|数据)服务|"
    r"审批|执法|办公|定位|感知|识别|智能|智慧|数字|数据|网络|诊断|预报|"
    r"交通诱导|物流|评价|信用|统计|报告|决策|支持|决策支持|停车|巡检|安防|调控|"
    r"数据处理|动监|广播|预约|挂号|收费|登记|认证|档案|报警|可视化|检索|观测|"
    r"运营|运行)(?:□*)系统(?![性化治推构整谋提地工思设集完研布打培开总掌梳部谋])"
)
_PLAIN = re.compile(
    r"[一-龥A-Za-z0-9□、]{0,16}(?:数据库|信息库|基因数据|数据中心|数据交换中心|"
    r"数字认证中心|信息中心|监控中心|一张图|小程序|门户网站|政务网站|网站群|应用程序|"
    r"客户端|电子票务|电子商城|网上商城|应用商店|"
    r"APP商店|App|APP(?!数量)|政务云|城市云|教育云|健康云|工业云|元宇宙|大脑|中枢)"
)
_QUOTED = re.compile(
    r"“[^”]{1,16}(?:大脑|一张图|平台|系统|数据库|小程序|APP)”(?:平台|系统)?|"
    r"“(?:一网统管|一网通办|一网协同|一张图|一张网|一键[^”]{1,4}|掌上[^”]{1,8}|"
    r"[^”]{0,6}一件事|互联网\+明厨亮灶|智慧[^”]{2,8}|云[^”]{1,6}|接诉即办)”"
)
_BARE = re.compile(r"一网统管|一网通办|一图统揽|数字底座|一张图")
_TAKEN = frozenset(words("bare_systems"))
_VERB_TAIL = re.compile(
    r"^.*?(?:搭建|建设|构建|打造|建立|完善|健全|推动|推进|开发|推广|上线|接入|"
    r"整合|升级|优化|对接|发展|培育|研发|形成|实施|统一的?|运用|利用|应用|支持|"
    r"鼓励|引导|设立|引入|实现|集成|加快|加强|提升|强化|"
    r"全区|开展|纳入|推行|探索|编制|及|与|和|、|的|为|到|向|在|用好|拓展|丰富|深化|改造|布局|部署|依托)"
)


def systems(reading: Reading, parts: list[Clause]) -> list[tuple[int, int, str]]:
    """Stretches of the reading that name a system, and the word that said so; one only cited (依托…) is left out."""
    found: list[tuple[int, int, str]] = []
    text, masked = reading.text, reading.masked
    for match in _QUOTED.finditer(text):
        name = match.group()
        if not _cited(parts, match.start(), reading) and not (
            ("云" in name[:2] or "智慧" in name) and not re.search(r"平台|系统|大脑|一张图|库|APP", name)
        ):
            found.append((match.start(), match.end(), "系统名"))
    for match in _PLATFORM.finditer(masked):
        if _platform(text[match.start() : match.end()]) and not re.match(
            r"经济|企业(?!建)|化|型|支撑、|公司|软件|相关", masked[match.end() :]
        ):
            _keep(found, reading, parts, match.start(), match.end(), "平台")
    for match in _SYSTEM.finditer(masked):
        if not re.match(r"(?:总体|架构|能力|设计|软件|与底|性|集成(?!平台)|互操)", masked[match.end() :]):
            _keep(found, reading, parts, match.start(), match.end(), "系统")
    for pattern in (_PLAIN, _BARE):
        for match in pattern.finditer(masked):
            _keep(found, reading, parts, match.start(), match.end(), "数字设施")
    return _apart(found)


def _platform(name: str) -> bool:
    stem = name.removesuffix("平台")
    if stem.endswith("操作系统"):
        return False
    near = re.sub(r"^.*(?:提供|搭建|建设|建立|打造|构建|完善|推动|推进)", "", stem)[-8:]
    work = max((near.rfind(word) + len(word) for word in _WORK if word in near), default=-1)
    venue = max((near.rfind(word) + len(word) for word in _VENUE if word in near), default=-1)
    return work >= 0 and (
        work >= venue
        or (
            venue - work <= 2
            and any(word in near for word in ("数字", "智慧", "信息", "大数据", "云", "互联网", "网络"))
        )
    )


def _keep(
    found: list[tuple[int, int, str]], reading: Reading, parts: list[Clause], start: int, end: int, word: str
) -> None:
    masked = reading.masked
    clause = next((part for part in parts if part.start <= start < part.end), None)
    if clause is None or _cited(parts, end - 1, reading):
        return
    first = max(clause.start, masked.rfind("，", 0, start) + 1)
    if clause.role in {Role.ACT, Role.EFFECT} and clause.object[0] < end:
        first = max(first, clause.object[0] if clause.object[0] <= end else first)
    stretch = masked[first:end]
    if word != "平台" and stretch in _TAKEN:
        return
    if re.search(r"(?:高性能|分布式|共享内存|处理|嵌入式|操作系统、|、)数据库$", stretch) and not re.search(
        r"(?:建立|建设|完善|构建|建成|搭建|资源)", masked[clause.start : end]
    ):
        return
    if stretch.endswith("操作系统"):
        return
    at = first
    while (more := _VERB_TAIL.match(masked[at : end - 2])) and more.end():
        cut = at + more.end()
        if end - cut < 4 or (masked[cut - 1] in "、与和及" and _one_name(masked[first:end])):
            break
        at = cut
    found.append((at, end, word))


def _one_name(stretch: str) -> bool:
    return (
        bool(re.search(r"(?:管理|监管|监测|追溯|服务)[^、和与]{0,4}(?:系统|平台)$", stretch))
        and "、" in stretch
        and "平台、" not in stretch
        and "系统、" not in stretch
    )


def _cited(parts: list[Clause], at: int, reading: Reading) -> bool:
    clause = next((part for part in parts if part.start <= at < part.end), None)
    if clause is None:
        return True
    text = reading.masked[clause.start : clause.end]
    if re.match(r"通过(?:建设|搭建|建立|构建|开发|打造|完善|运用)", text):
        return False
    if clause.role is Role.FRAME or re.match(r"(?:依托|基于|按照|通过|根据|利用|借助|围绕|结合|运用)", text):
        return clause.verb[0] >= clause.end or at < clause.verb[0]
    return False


def _apart(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    apart: list[tuple[int, int, str]] = []
    for start, end, word in sorted(found, key=lambda one: (one[0], -one[1])):
        if apart and start < apart[-1][1]:
            if end > apart[-1][1] and start == apart[-1][0]:
                apart[-1] = (start, end, word)
            continue
        apart.append((start, end, word))
    return apart
