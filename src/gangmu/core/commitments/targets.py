"""The dates of a sentence and the rows of the indicator table that it sets a target for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gangmu.core.commitments.model import Quantity
from gangmu.core.commitments.sentence import MASK, Reading
from gangmu.core.reader.structure import Document

_FIRST_YEAR = 2000
_SHORT_NAME = 4
_SHORTEST_NAME = 3
_ALIKE = 0.8
_SAME = (("PM2.5", "细颗粒物"), ("GDP", "地区生产总值"))
_NOISE = re.compile(
    r"[（(][^）)]*[）)]|^(?:城市|全区|全市|全国|五年|年均|累计|区本级)|(?:增长|降低|减少|提高|数量|率)$|五年"
)
_CLAUSE = re.compile(r"[，；。]")
_NOT_A_TIME = re.compile(r"的|至少|留|国家|全国|规划|经济社会")
_YEAR = re.compile(
    r"(?P<year>20[0-9]{2})年(?P<tail>年?(?:底|末|初|前|起|以前|之前|开始|以后|"
    r"上半年|下半年|[0-9]{1,2}月(?:底|末|前)?)?)"
)
_PERIOD = re.compile(r"“十[一二三四五六七八九]{1,2}五?”(?:期间|末|期末)|规划期(?:内|末|间)|(?:未来|今后)[三五]年")
_RECEIVER = re.compile(r"(?:为|给|与|比|较|对|自(?=“))$")
_BEFORE_NOT = re.compile(r"(?:比|较|与|以|从|的|于|（|《|“)$")
_AFTER_NOT = re.compile(
    r"^(?:远景|版|度|以前|前(?:建成|建|注册)|的|—|-|及以前|建成(?!区)[^，。；]{0,4}的|"
    r"(?:中国|世界|全国|全省|全市)[^，。；]{0,8}(?:会|展|节))"
)


def dates(reading: Reading, period: tuple[int, int] | None) -> list[str]:
    """The years and periods that are the time of an act or goal, as printed; years before the period are past."""
    text = reading.text
    first = period[0] if period else _FIRST_YEAR
    years = [match.group() for match in _YEAR.finditer(text) if _is_time(reading, match, first)]
    periods = [
        match.group()
        for match in _PERIOD.finditer(text)
        if not _RECEIVER.search(text[: match.start()]) and not _NOT_A_TIME.match(text, match.end())
    ]
    return years + periods


def _is_time(reading: Reading, match: re.Match[str], first: int) -> bool:
    before, after = reading.text[: match.start()], reading.text[match.end() :]
    if int(match["year"]) < first or reading.masked[match.start()] == MASK or _BEFORE_NOT.search(before):
        return False
    tail = match["tail"]
    return tail not in {"以前", "之前"} and not _AFTER_NOT.match(("前" if tail == "前" else "") + after)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the indicator table as it is looked for: the bare name in one spelling, and its unit."""

    name: str
    unit: str | None


def rows(document: Document) -> list[Row]:
    """The rows of the document's own table of indicators."""
    found = []
    for row in document.indicators:
        whole = (row.parent or "") + row.name if len(row.name) <= _SHORT_NAME else row.name
        bare = _NOISE.sub("", _NOISE.sub("", _one_spelling(re.sub(r"\s+", "", whole))))
        if len(bare) >= _SHORTEST_NAME:
            found.append(Row(bare, row.unit))
    return found


def indicators(reading: Reading, table: list[Row], quantities: tuple[Quantity, ...]) -> list[str]:
    """The names of the rows that the sentence names in a clause with a figure for them."""
    found: list[str] = []
    for start, end in pairwise([0, *(mark.end() for mark in _CLAUSE.finditer(reading.masked)), len(reading.text)]):
        inside = [one for one in quantities if start < end and reading.start(start) <= one.start < reading.end(end)]
        stretch = _one_spelling(reading.text[start:end])
        found += [row.name for row in table if any(_fits(one, row) for one in inside) and _is_named(row.name, stretch)]
    return found


def _one_spelling(name: str) -> str:
    for one, other in _SAME:
        name = name.replace(one, other)
    return name


def _is_named(name: str, stretch: str) -> bool:
    """Whether the name stands in the stretch, by its pairs of characters where words have been put between."""
    if name in stretch:
        return True
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return len(pairs) >= _SHORTEST_NAME and sum(pair in stretch for pair in pairs) >= _ALIKE * len(pairs)


def _fits(quantity: Quantity, row: Row) -> bool:
    """Whether the figure can be the row's: a share or change, or a figure in the row's own unit."""
    if quantity.unit in {"%", "百分点", "‰"} or not row.unit or not quantity.unit:
        return True
    return quantity.unit[-1] == row.unit[-1]
