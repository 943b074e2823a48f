"""The figures that a sentence promises: number, unit and bound, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gangmu.core.commitments.model import Bound, Quantity
from gangmu.core.commitments.numerals import chinese, expanded
from gangmu.core.commitments.sentence import MASK, Reading
from gangmu.core.commitments.vocabulary import words

_UNIT = "(?:" + "|".join(map(re.escape, words("units"))) + ")"
_PER = (
    r"(?:/(?:万人|十万|10万|百万|万|千人|人|户|平方公里|公里|天|日|年|小时|万元|亩|公顷|"
    r"平方米|立方米|升|千米|[0-9]+万?))"
)
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# 百 of 百分点 and 千 of 千瓦 belong to the unit.
_POWERS = r"(?:(?!百分点|千[瓦伏米克卡])[百千万亿])*"
_LEAST = r"(?P<least>至少|不低于|不少于|不小于|高于|大于|超过|超额|超|多于|逾|≥|>|过(?=[百千万]))"
_MOST = r"(?P<most>不超过|不高于|不大于|不多于|低于|少于|小于|不突破|≤|<)"
_ABOUT = r"(?P<about>大约|约|接近|近)"
_FIGURE = re.compile(
    rf"(?:{_LEAST}|{_MOST}|{_ABOUT})?(?:为|达|到|达到)?"
    rf"(?P<low>{_NUMBER})(?P<lowpower>{_POWERS})(?P<lowunit>%|个)?(?:[-—–－~～至](?P<high>{_NUMBER}))?"
    rf"(?P<power>{_POWERS})(?P<over>多|余)?(?P<overpower>[万亿]*)(?P<unit>{_UNIT})?(?P<per>{_PER})?"
    r"(?:（含）|\(含\))?(?P<tail>及?以上|及?以下|及?以内|之内|左右|上下|余|内)?"
)
_SPELLED = re.compile(
    rf"(?:{_LEAST}|{_MOST}|{_ABOUT})?(?:为|达|到|达到)?(?P<han>[两二三四五六七八九十][一二三四五六七八九十百千万两零]*)(?P<over>多|余)?"
    r"(?P<unit>个|条|所|家|座|处|项|支|场|张|台|套|户|人|名|栋|公里|亩|倍|次|部|件|批次|对|只|辆|间)"
    r"(?P<tail>以上|以下|以内|左右)?"
)
_PASSING = re.compile(r"(?P<least>过|超过?|近)(?P<han>[百千万])(?P<unit>[家个户人])")
_BUILT = re.compile(
    r"(?:建设|建成|新建|打造|培育|形成|新增|创建|举办|引进|改造|设立|组建|完成|实施|建立|布局|扩建|开展|举行|推出|"
    r"开发|培养|招引|达到|突破|超过|过|规划|搭建|成立|拥有|入选|达|认定|增至|争创)[一-龥]{0,4}$"
)
_NOT_COUNTED = re.compile(
    r"(?:方面|领域|维度|层面|层次|重点|环节|关键|特色|一批|文明|统筹|坚持|专项|结合|原则|体系|阶段|方向)"
)
_GROWTH = re.compile(r"(?:增长|增加|提高|提升|上升|增幅|增速|上浮|增长率|高)[了约近为超过达不低于]{0,5}$")
_FALL = re.compile(r"(?:下降|降低|减少|削减|压减|压缩|缩减|降幅|减轻|缩短|下调|降)[了约近为超过达不低于]{0,5}$")
_REACHES = re.compile(r"[至到]$")
_SHARES_BOUND = re.compile(r"[0-9.]+(?:个|%)?[和、与]$")
_DISTANT_BOUND = re.compile(r"(不低于|不少于|至少|不超过|不高于|不得超过)[^，。；0-9]{0,24}$")
_LABEL_AFTER = re.compile(
    r"^(?:级|类水|分钟[^，。、]{0,6}圈|小时(?:经济|生活|通勤|交通)?圈|号|期(?!间)|版|G|D(?![A-Z])|"
    r"年制|年一贯|年级|代|版本|次方|维|星级|A级|强|大(?!型|量)|环|线|路|院|中|型|班制|制|网(?!络)|"
    r"室|楼|区(?!域)|分校)"
)
_LABEL_BEFORE = re.compile(r"(?:第|PM|pm|专栏|表|图|地铁|国道|省道|No\.?|前|Top|top|±|[A-Za-z]|[0-9])$")
_SELECTS = re.compile(r"^(?:（含）)?(?:及?以上|及?以下|以内)(?:（含）)?的?(?![，。；、）]|$)")
_SELECTING = frozenset(words("selecting_units"))
_DEVICE = re.compile(r"[一-龥和、]{0,8}(?:船|机组|装置|锅炉|机床|设备)")
_DEVICE_UNITS = frozenset({"吨", "千瓦", "蒸吨"})
_REACHED = re.compile(r"(?:提高到|达到|增加到|降至|降到|降低到|提高至|增至|控制在|为|保持在|超过|不低于|突破)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its place in the reading."""

    number: str
    unit: str
    bound: Bound
    start: int
    end: int


def quantities(reading: Reading) -> tuple[Quantity, ...]:
    """The figures of a binding sentence, in order."""
    found = sorted([*_printed(reading), *_spelled(reading)], key=lambda one: one.start)
    return tuple(
        Quantity(one.number, one.unit, one.bound, reading.start(one.start), reading.end(one.end)) for one in found
    )


def _printed(reading: Reading) -> Iterator[Figure]:
    at = 0
    while match := _FIGURE.search(reading.text, at):
        at = max(match.end(), match.start() + 1)
        start = match.start("low")
        if reading.masked[start] == MASK and not _in_working_brackets(reading.text, start):
            continue
        figure = _figure(reading.text, match)
        if figure is not None:
            yield figure


def _in_working_brackets(text: str, at: int) -> bool:
    """（首批建设500张）counts; other brackets and quotations hold names and remarks."""
    opened = max(text.rfind("（", 0, at), text.rfind("(", 0, at))
    return opened > text.rfind("“", 0, at) and bool(
        re.match(r"[（(][^）)]*(?:建设|新增|改造|首批|其中|完成)", text[opened:])
    )


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    before, after = text[: match.start("low")], text[match.end() :]
    unit = _unit(text, match)
    if _is_label(text, match, before) or _is_time(match, unit, before, after):
        return None
    if (not unit and not _is_bare_value(before, after, match)) or _selects(text, match, unit, before):
        return None
    powers = match["lowpower"] + match["power"] + match["overpower"]
    number = expanded(match["low"], powers)
    if match["high"] is not None:
        high = expanded(match["high"], match["power"] + match["overpower"])
        number = f"{expanded(match['low'], match['lowpower'] or powers)}-{high}"
    return Figure(number, unit, _bound(text, match, unit), match.start("low"), match.end())


def _unit(text: str, match: re.Match[str]) -> str:
    unit = (match["unit"] or "") + (match["per"] or "")
    shared = re.match(r"个?[和、与][0-9.]+个?百分点", text[match.end("low") :])
    if shared or unit.endswith("百分点"):
        return "百分点"
    if match["high"] is None and match["lowunit"]:
        return match["lowunit"]
    return unit


def _is_label(text: str, match: re.Match[str], before: str) -> bool:
    """A number in a name (PM2.5, 6号线, 三级), or a year."""
    rest = text[match.end("low") :]
    year = re.fullmatch(r"(?:19|20)\d\d", match["low"]) and rest[:1] in {"年", "—", "-", "–", "~", "～"}
    return bool(year or _LABEL_BEFORE.search(before) or _LABEL_AFTER.match(rest))


def _is_time(match: re.Match[str], unit: str, before: str, after: str) -> bool:
    """A date, a label such as 24小时, an age that selects (超过20年的管网); 增加到9年 is a figure."""
    if unit == "小时" and match["low"] == "24":
        return True
    if unit == "年" and after.startswith("的"):
        return True
    return unit in {"年", "月", "日", "天"} and not re.search(r"(?:到|至|达|达到|不少于|不低于|超过|缩短)$", before)


def _is_bare_value(before: str, after: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit still tells how much: 提高到0.5, 降至40/10万."""
    if match["per"]:
        return True
    if re.match(r"[A-Za-zαβ+／/:：]", after):
        return False
    ends = not after or bool(re.match(r"[，。；、和以左）]", after)) or bool(match["tail"])
    return ends and bool(_REACHED.search(before))


def _selects(text: str, match: re.Match[str], unit: str, before: str) -> bool:
    """Whether the figure only selects objects: 2吨以下锅炉, 0—6岁, 在13个主产区, 日产5000吨的…."""
    rest = text[match.end("unit") if match["unit"] else match.end("low") :]
    if unit in {"岁", "周岁"}:
        return not re.search(r"(?:达到|提高到|寿命)[^，]{0,6}$", before)
    if unit == "千伏" or (unit in _DEVICE_UNITS and _DEVICE.match(rest)):
        return True
    if re.search(r"(?:^|[，、])在$", before) or (unit == "个" and re.search(r"[区县市]的$", before)):
        return True
    if unit in _SELECTING and _SELECTS.match(rest):
        return True
    return rest.startswith("级") or bool(re.search(r"(?:单机|时速|日产|年产|单机容量)$", before))


def _bound(text: str, match: re.Match[str], unit: str) -> Bound:
    lead = _SHARES_BOUND.sub("", text[: match.start("low")])
    change = _change(lead) if unit in {"%", "百分点", "‰"} else None
    if change is not None:
        return change
    if match["high"] is not None:
        return "range"
    return _worded(match) or _distant(text[: match.start("low")]) or "="


def _change(lead: str) -> Bound | None:
    if _REACHES.search(lead):
        return None
    if _FALL.search(lead):
        return "delta-"
    return "delta+" if _GROWTH.search(lead) else None


def _worded(match: re.Match[str]) -> Bound | None:
    tail = match["tail"] or ""
    if match["least"] or match["over"] or tail.endswith(("以上", "余")):
        return ">="
    if match["most"] or tail.endswith(("以下", "内")):
        return "<="
    return "~" if match["about"] or tail in {"左右", "上下"} else None


def _distant(before: str) -> Bound | None:
    """不超过规划新增总规模的10%: the word of the bound stands further off in the clause."""
    far = _DISTANT_BOUND.search(before)
    if far is None:
        return None
    return ">=" if far.group(1) in {"不低于", "不少于", "至少"} else "<="


def _spelled(reading: Reading) -> Iterator[Figure]:
    masked = reading.masked
    for match in _SPELLED.finditer(masked):
        value = chinese(match["han"])
        counted = _BUILT.search(masked, 0, match.start()) and not _NOT_COUNTED.match(masked, match.end())
        if value is None or not counted or masked[: match.start("han")].endswith(("第", "十", "百", "“")):
            continue
        yield Figure(str(value), match["unit"], _worded(match) or "=", match.start("han"), match.end())
    for match in _PASSING.finditer(masked):
        value = chinese("一" + match["han"])
        if value and match.start() > 0:
            bound: Bound = "~" if match["least"] == "近" else ">="
            yield Figure(str(value), match["unit"], bound, match.start("han"), match.end())
