"""What a figure measures: the noun before or after it without verbs, time and scope, and what is done to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAME = (
    ("PM2.5", "细颗粒物"),
    ("GDP", "地区生产总值"),
    ("国内生产总值", "地区生产总值"),
    ("化学需氧量", "COD"),
    ("空气优良天数", "优良天数"),
    ("高企", "高新技术企业"),
    ("规上", "规模以上"),
    ("研究与试验发展经费支出", "研发投入"),
    ("研发经费投入", "研发投入"),
    ("研发经费支出", "研发投入"),
    ("空气质量优良率", "优良天数"),
    ("空气优良率", "优良天数"),
)
_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)|[“”\"《》▲*]")
_SCOPE = re.compile(
    r"^(?:全区|全市|全县|全省|全国|我[区市省县国]|本[区市省县]|城市(?=细颗粒物|空气|优良)|区域内?|空气质量)"
)
_NOISE = re.compile(
    r"空气质量|^全社会|年均(?=浓度|优良)|(?:浓度|数量|个数|比例|占比|比重|所占)$|(?<=[师士员口户位])数$|拥有|工作岗位"
)
_TIME = re.compile(
    r"^(?:(?:截至|截止|截止到|力争|预计|计划|到|至|在|自)?(?:20[0-9]{2}|19[0-9]{2})(?:[—–\-~～至](?:20|19)[0-9]{2})?年"
    r"(?:年?[底末初前]|以前|之前|[0-9]{1,2}月)?(?:[，、,])?|十[一二三四五六]五(?:期间|时期|末)?|[“]?十[一二三四五六]五[”]?(?:期间|时期|末)?|"
    r"规划期(?:内|末|间)?|五年(?:来|累计|内|间)?|过去五年|今后五年|未来五年|每年|每季度|年均|累计|目前|期间|其中)"
)
_LEADING = re.compile(
    r"^(?:[，、。；：和及与并]|以及|同时|力争|预计|计划|拟|将|已|已经|共|共计|合计|总计|实现|确保|推动|推进|努力|争取|积极|"
    r"加快|全面|进一步|持续|着力|重点|稳步|大力|不断|逐步|基本|继续|使|让|约(?!束)|各|均|分别|全部|保障|保证|保持|支持|提高|提升)"
)
_TRAILING = re.compile(
    r"(?:达到|达|提高到|提高至|提升到|提升至|提高|提升|增加到|增加至|增至|增长到|增长至|增长|上升到|扩大到|下降到|下降至|"
    r"下降|降到|降至|降低到|降低至|降低|减少到|减少至|减少|缩短到|控制在|控制到|稳定在|保持在|稳定|保持|维持在|突破|超过|超|高于|低于|"
    r"不低于|不少于|不超过|不高于|不突破|大于|小于|至少|达成|为|是|有|约|近|逾|过|了|各|均|分别|共|共计|合计|总计|累计|以上|以下|"
    r"至|到|从|由|比上年|年均|每年|五年|五年累计|预计|力争|实现|[：:“])$"
)
_ACTIONS: dict[str, str] = {
    **dict.fromkeys(("新建和改造提升", "新建和改造", "新建、改造", "新改建"), "新建改造"),
    **dict.fromkeys(
        ("新建", "新增", "建成运营", "建成", "建设完成", "建设", "增加", "扩建", "新设", "布设", "加装", "打造"), "新建"
    ),
    **dict.fromkeys(("改造提升", "改造", "整治", "治理", "修缮", "更新", "修复", "改建"), "改造"),
    **dict.fromkeys(("完成", "实施", "开展", "举办", "组织"), "完成"),
    **dict.fromkeys(("培训", "培养"), "培养"),
    **dict.fromkeys(("引进", "招引", "引育", "吸引"), "引进"),
    **dict.fromkeys(("淘汰", "拆除", "清理", "关停", "削减", "压减"), "淘汰"),
    **dict.fromkeys(("配套", "配建", "配备", "设置", "包含", "涵盖"), "配套"),
    **dict.fromkeys(
        ("筹集", "发放", "投入", "争取到位", "盘活", "组建", "创建", "扶持", "培育", "开发", "更换"), "其他"
    ),
}
_ACTION = re.compile("|".join(sorted(_ACTIONS, key=len, reverse=True)))
_NOT_ACTION = re.compile(
    r"(?<=研发)投入|(?<=经费)投入|投入(?:占|强度|产出)|开发(?:区|强度)|建成区|建设用地|建设项目|更新项目|治理率|改造率|培训率|完成率|建设面积|治理面积"
)
_AFTER = re.compile(r"^[一-龥A-Za-z0-9“”]{2,24}")
_AFTER_STOP = re.compile(
    r"[，。；：、（(]|以上|以下|左右|以内|和(?!美)|及|与|并|的|等|全部|集体|均|达到|实现|突破|(?:降|增|提|升|减)[至到低加长高升少]|下降|调整|建设|开展|纳入|按照|就近|进行|再生水"
)
_SINCE = re.compile(r"(?:由|从|自)?(?:(?:19|20)[0-9]{2}年)(?:的|末|底)*$|(?:由|从|自)$")
_ELLIPTIC = re.compile(r"^(?:占|增长率|增速|增幅|同比|比上年|(?:增长|提高|下降|调整)[到至])|(?:19|20)[0-9]{2}年")
_PER_HEAD = re.compile(r"^每[一二三四五六七八九十百千万亿0-9]*(?:常住)?(?:人口|人|户|名|平方公里|公里)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A measured thing in one spelling, what is done to it (新建, 改造, …), and whose it is where a clause says so."""

    noun: str
    action: str | None
    owner: str
    printed: str

    @property
    def key(self) -> str:
        """The subject under which figures meet: whose and what, without a closing 项目."""
        return re.sub(r"(?<=.{4})项目$", "", self.owner + self.noun)


def one_spelling(text: str) -> str:
    """A name without brackets, quotation marks, scope words and words that change nothing, synonyms made one."""
    text = _BRACKETS.sub("", text)
    for one, other in _SAME:
        text = text.replace(one, other)
    text = _strip(_SCOPE, text)
    before = None
    while before != text:
        before, text = text, _NOISE.sub("", text)
    return "优良天数" if text == "优良率" else text.replace("的", "")


def _strip(pattern: re.Pattern[str], text: str) -> str:
    while found := pattern.search(text):
        if not found.group():
            break
        text = text[: found.start()] + text[found.end() :]
    return text


def prefix_of(text: str) -> str:
    """The 每千人口 of an indicator, which further indicators of the sentence leave out."""
    found = _PER_HEAD.match(text)
    return found.group() if found else ""


def subject_of(before: str, after: str, inherited: str | None = None) -> Subject | None:
    """The subject of a figure from its clause: the words before it and after it; None where there is none to trust."""
    head = _lead_off(_tail_off(_BRACKETS.sub("", before)))
    noun, action, owner = _split(head)
    behind = _behind(after)
    if behind:
        if noun and not owner:
            owner = noun
        noun = behind
    elif not noun:
        return None
    action = action or inherited
    spelled = one_spelling(noun)
    if not 2 <= len(spelled) <= 26 or re.fullmatch(r"[0-9.]+.*", spelled):
        return None
    if _ELLIPTIC.search(spelled):
        return None
    return Subject(spelled, action, one_spelling(owner), noun if behind else head)


def subjects_of(before: str) -> list[str]:
    """The coordinated names before 均 or 分别, each with the 每千人口 of the first."""
    text = _lead_off(_tail_off(_BRACKETS.sub("", before)))
    names = [name for name in re.split(r"[、和与]", text) if name]
    prefix = prefix_of(names[0]) if names else ""
    return [name if prefix_of(name) else prefix + name for name in names]


def _tail_off(text: str) -> str:
    return _strip(_TRAILING, _SINCE.sub("", _strip(_TRAILING, text)))


def _lead_off(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = _LEADING.sub("", _TIME.sub("", _SCOPE.sub("", text)))
    return text


def _split(head: str) -> tuple[str, str | None, str]:
    """The noun, the class of the last verb that acts on it, and the words before that verb."""
    found = [one for one in _ACTION.finditer(head) if not _NOT_ACTION.match(head, one.start())]
    if not found:
        return head, None, ""
    last = found[-1]
    action = _ACTIONS[last.group()]
    if last.end() == len(head):
        earlier = found[-2] if len(found) > 1 else None
        if earlier is not None and earlier.end() < last.start():
            return head[earlier.end() : last.start()], action, _lead_off(head[: earlier.start()])
        return head[: last.start()], action, ""
    noun = head[last.end() :]
    if noun[:1] in "率量面用型":
        return head, None, ""
    owner = _lead_off(head[: last.start()])
    trimmed = _ACTION.sub("", owner)
    return noun, action, trimmed


def _behind(after: str) -> str:
    stop = _AFTER_STOP.search(after)
    chunk = after[: stop.start()] if stop else after
    if not chunk or after.startswith("的"):
        return ""
    found = _AFTER.match(chunk)
    return found.group() if found else ""
