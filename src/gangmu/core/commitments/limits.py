"""What a sentence forbids (prohibition) and what it holds under a limit (cap)."""

from __future__ import annotations

import re

from gangmu.core.commitments.clauses import Clause
from gangmu.core.commitments.model import Quantity
from gangmu.core.commitments.sentence import Reading

_FORBID = re.compile(
    r"不得(?!不)|严禁|(?<![休捕未被])禁止(?!开发(?:区|四|等)|"
    r"类|进入|、)|停止(?!点)|禁限|一律不|不再(?:新|审|批|建|受|安|扩|核)|绝不|"
    r"决不|禁用|禁建|全面禁|叫停|不予(?:审批|批准|核准|受理|备案)"
)
_FRAMED = re.compile(r"^(?:按照|根据|依据|为了?|在.{0,20}(?:前提|基础)|随着|对(?=.{0,30}的$))")
_LINE = re.compile(
    r"红线|紫线|绿线|蓝线|黄线|(?:开发|城镇|增长|生态|保护|利用)边界|控制线|三区三线|"
    r"三线一单|(?:债务|隐性债务|债务清零|耕地|数量|总量|规模|面积|清零|资源|能耗|"
    r"水资源|环境质量|用水)底线|资源利用上线"
)
_HOLD = re.compile(
    r"落实|严守|守住|守牢|坚守|坚持|严格|严控|控制|遵守|保护|管控|划定|落地|保障|"
    r"维护|执行|不突破|突破|监督管理|调整|管理|强化|守好|划入|勘界|巩固|占用|"
    r"侵占|筑牢|明确|优化"
)
_TOTAL = re.compile(
    r"总量控制|总量和强度双控|总量与强度双控|双控|零增长|(?:严控|严格控制|从严控制|"
    r"严格管控)[^，；。]{0,24}(?:规模|总量|增量|数量|强度|上限)|总量管控|总量指标|"
    r"限额|上限"
)
_TIGHT = re.compile(
    r"(?:严控|严格控制|从严控制|管住)[^，；。]{0,24}(?:规模|总量|增量|排放量|用地|产能|数量|生产能力|项目)"
)


def forbids(reading: Reading, parts: list[Clause]) -> str:
    """The word by which a main clause forbids, empty where none does."""
    for part in parts:
        text = reading.masked[part.start : part.end]
        match = _FORBID.search(text)
        if (
            match
            and not _FRAMED.match(text)
            and not re.match(r"(?:等)?(?:制度|政策|机制|规定|令|标志)", text[match.end() :])
        ):
            return match.group()
    return ""


def caps(reading: Reading, parts: list[Clause], quantities: tuple[Quantity, ...]) -> str:
    """The word by which a sentence holds something under a limit, empty where it does not."""
    if any(one.bound == "<=" and one.unit not in {"小时", "分钟", "天", "个工作日", "日"} for one in quantities):
        return "上限"
    for part in parts:
        text = reading.masked[part.start : part.end]
        if re.match(r"(?:按照|依据|根据)", text):
            continue
        line = _LINE.search(reading.text, part.start, part.end)
        if line and _HOLD.search(text) and not re.match(r"(?:内|外|以外|之外|范围)", reading.text[line.end() :]):
            return line.group()
        if re.search(r"不超过|不突破|不得突破|不高于|控制[^，]{0,12}总量", text):
            return "上限"
        total = _TOTAL.search(text) or _TIGHT.search(text)
        if total:
            return total.group()
    return ""
