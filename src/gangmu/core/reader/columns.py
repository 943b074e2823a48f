"""The columns of a table of indicators, told by their heads, and the cells that may stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from gangmu.core.reader.lines import figures, plain
from gangmu.core.reader.numbering import chinese_value


class Kind(Enum):
    """What a column holds."""

    CATEGORY = "类别"
    NUMBER = "序号"
    NAME = "指标"
    UNIT = "单位"
    VALUE = "数值"
    CHANGE = "年均或累计"
    NATURE = "属性"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `year` is the year in its head, if any; `goal` says that the head names a target."""

    kind: Kind
    year: int | None = None
    goal: bool = False


NATURES = ("约束性", "预期性")
EMPTY = {"", "—", "——", "－", "-", "–", "―", "/", "／", "--", "…", "无"}
_HEADS = (
    (Kind.CATEGORY, re.compile(r"(?:指标)?(?:类别|类型|领域|分类|维度)|一级指标")),
    (Kind.NUMBER, re.compile(r"序\s*号|编\s*号")),
    (Kind.NATURE, re.compile(r"(?:指标)?(?:属\s*性|性质)")),
    (Kind.CHANGE, re.compile(r".*(?:年均|累计|增长|增速|增幅|变化|提高|比\d{4}).*")),
    (Kind.NAME, re.compile(r"(?:主要|具体|核心|二级|三级)?指\s*标(?:名称|内容)?(?:\(单位\)|及单位)?|名\s*称|项\s*目")),
    (Kind.UNIT, re.compile(r"(?:计量)?单\s*位")),
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_PLAN_END = re.compile(r"[“\"]?(十?[一二三四五六七八九])五[”\"]?(?:时期|期)?末(?:目标|值)?")  # the last year of a plan
_HEAD_STREAM = re.compile(
    r"\s*(\d{4}年比\d{4}年(?:增长|变化|提高|下降|累计)*|(?:[“\"][^”\"]{2,6}[”\"])?(?:期间|时期)?(?:年均|累计|五年)"
    r"(?:[/／、或]?(?:年均|累计|增长|增速|变化|提高))*(?:\s*[（(\[［〔【][^）)\]］〕】]{0,6}[）)\]］〕】]){0,2}|"
    r"(?:19|20)\d{2}年?(?:目标|规划|实际|现状|基期|预计|完成)?(?:目标)?值?(?:（[^）]{1,4}）)?|"
    r"类\s*别|领\s*域|序\s*号|编\s*号|(?:主要|具体)?指\s*标(?:名称|属性)?|(?:计量)?单\s*位|属\s*性|性\s*质)"
)
_UNIT_WORD = re.compile(
    r"[%％‰°℃㎡]|百分点|元|[人件项年岁个户家所张台套辆座处吨亩斤]|公[里顷斤]|平方|立方|千瓦|万|亿|美元|微克|毫克|小时|天|次|倍|"
    r"标[准]?煤|册|分|兆|英里|公里|/"
)
_GROUP = re.compile(r"[（(]([^（()）]*)[）)]\s*[\d①-⑳*¹²³]?$")
_MARK = re.compile(r"[▲△★☆*＊#◆●]+")


def column_of(head: str) -> Column | None:
    """The column that a head names, or None when it is no head."""
    text = figures(head).strip()
    if not text or len(text) > 24 or text in NATURES:
        return None
    for kind, form in _HEADS:
        if form.fullmatch(text):
            return Column(kind)
    plan = _PLAN_END.fullmatch(text)
    if plan:
        return Column(Kind.VALUE, 1955 + 5 * (chinese_value(plan.group(1)) or 0))
    year = _YEAR.search(text)
    goal = "目标" in text or "规划" in text
    if year and len(text) <= 14:
        return Column(Kind.VALUE, int(year.group(1)), goal)
    if re.fullmatch(r".{0,10}(?:基期值?|现状值?|基准值?|目标值?|实际值?|完成值?|完成情况|目标任务)", text):
        return Column(Kind.VALUE, None, goal)
    return Column(Kind.OTHER) if re.fullmatch(r"备\s*注|责任单位|牵头单位|数据来源|指标来源", text) else None


def head_stream(text: str, at: int = 0) -> tuple[list[Column], int]:
    """The columns whose heads stand one after the other at the start of a glued text, and where they end."""
    columns: list[Column] = []
    text = plain(text)
    while found := _HEAD_STREAM.match(text, at):
        column = column_of(found.group(1))
        if column is None or (column.kind is Kind.NAME and any(known.kind is Kind.NAME for known in columns)):
            break
        columns.append(column)
        at = found.end()
    return columns, at


def usable(columns: list[Column]) -> bool:
    """Whether the columns can be a table of indicators: a name and a figure."""
    kinds = {column.kind for column in columns}
    return Kind.NAME in kinds and Kind.VALUE in kinds


def value_of(cell: str) -> str | None:
    """A cell's own string, or None where nothing is stated."""
    text = cell.strip()
    return None if text in EMPTY else text


def name_of(cell: str) -> tuple[str, str | None, bool]:
    """Name, unit and mark of an indicator: ▲产值增长（%） is a marked one in per cent."""
    text = cell.strip().replace("\n", "")
    marked = bool(_MARK.match(text)) or text.endswith(("▲", "★"))
    text = _MARK.sub("", text) if marked else text.rstrip("*＊")
    text = re.sub(r"^(?:\d{1,2}[.．、\s]\s*|[（(]\d{1,2}[）)]\s*|其中[:：])(?=[\u4e00-\u9fff])", "", text).strip()
    text = re.sub(r"[①-⑳]+(?=$|[（(])", "", text)
    unit = None
    found = _GROUP.search(text)
    if found and _UNIT_WORD.search(found.group(1)) and len(found.group(1)) <= 16:
        unit = found.group(1).strip()
        text = text[: found.start()].strip()
    text = re.sub(r"(?<=[\u4e00-\u9fff）])[1-9¹²³]$", "", text)  # the digit of a footnote
    return text, unit, marked


def number_value(text: str) -> float | None:
    """The figure in a cell, without bounds and signs of measure."""
    found = re.search(r"[-－]?\d+(?:\.\d+)?", figures(text).replace(",", ""))
    return float(found.group().replace("－", "-")) if found else None
