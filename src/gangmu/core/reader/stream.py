"""A table whose grid is lost, read again: the most believable way to deal a stream of cells out to the columns.

The stream is either a list of cells (one a line) or one glued text in which even the borders between figures must be
found. Both are searched in the same way: a beam of partial readings, scored by how well every cell fits its column.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gangmu.core.reader.columns import EMPTY, NATURES, Column, Kind, name_of, number_value, value_of
from gangmu.core.reader.lines import figures

BEAM = 24
PATIENCE = 160  # characters after the last complete row in which the next must end; of cells a quarter
DIGITS = 12  # of one figure
_FIGURES = (Kind.VALUE, Kind.CHANGE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNIT_END = re.compile(r"[）)]\s*[\d①-⑳]?$")
_FIGURE = re.compile(r"[<>＜＞≥≤约]?\s*[\[［【(（]?\s*[-－+<>]?\d[\d.,]*\s*[\]］】)）]?.{0,6}$")
_STATED = re.compile(
    r"达到|完成|高于|低于|同步|以上|以下|左右|目标|要求|保持|控制|提高|下降|优于|全面|基本|持续|不[低高少]"
)
_SKIP = {Kind.CATEGORY: 0.2, Kind.NUMBER: 1.0, Kind.NAME: 50.0, Kind.UNIT: 1.0, Kind.OTHER: 0.3}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with where it began (line or character) and what it can only be."""

    text: str
    at: int
    only: Kind | None = None
    loose: bool = False  # the rest of the cell before it, broken off by a line end


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One row as dealt out: column index to cell; `parent` is the name above a group of rows."""

    cells: dict[int, Cell]
    parent: str | None


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    column: int  # the column last filled, -1 before the first
    row: tuple[tuple[int, Cell], ...]
    parent: str | None  # of this row
    last_parent: str | None
    expected: int
    done: tuple[_Reading | None, StreamRow] | None  # linked list of finished rows
    count: int = 0


Proposals = Callable[[int, int], Sequence[tuple[Cell, int]]]


def deal(proposals: Proposals, columns: list[Column], end: int, *, glued: bool) -> tuple[list[StreamRow], int, float]:
    """The rows, the position after the last complete one, and the score of the best reading."""
    agenda: dict[int, list[_Reading]] = {0: [_Reading(0.0, -1, (), None, None, 1, None)]}
    best: tuple[float, int, _Reading] | None = None
    for at in range(end + 1):
        if at - (best[1] if best else 0) > (PATIENCE if glued else PATIENCE // 4):
            break
        readings = _distinct(agenda.pop(at, []), columns)
        readings = sorted(readings, key=lambda reading: -reading.score)[: BEAM * 2 if glued else BEAM]
        for reading in readings:
            closed = _close(reading, columns)
            if closed is not None and (best is None or closed.score > best[0]):
                best = (closed.score, at, closed)
            for cell, following in proposals(at, reading.expected):
                for grown in _grow(reading, cell, columns, glued=glued):
                    agenda.setdefault(following, []).append(grown)
    if best is None:
        return [], 0, 0.0
    rows: list[StreamRow] = []
    link = best[2].done
    while link is not None:
        rows.append(link[1])
        link = link[0].done if link[0] else None
    return rows[::-1], best[1], best[0]


def _distinct(readings: list[_Reading], columns: list[Column]) -> list[_Reading]:
    """The best reading of each kind that the rest of the stream can tell apart."""
    kept: dict[tuple[object, ...], _Reading] = {}
    for reading in readings:
        figures_read = tuple(cell.text for i, cell in reading.row if columns[i].kind in _FIGURES)
        key = (reading.column, reading.expected, reading.parent, reading.last_parent, bool(reading.row), figures_read)
        if key not in kept or kept[key].score < reading.score:
            kept[key] = reading
    return list(kept.values())


def _grow(reading: _Reading, cell: Cell, columns: list[Column], *, glued: bool) -> list[_Reading]:
    name_at = next(i for i, column in enumerate(columns) if column.kind is Kind.NAME)
    grown: list[_Reading] = []
    for target in range(reading.column + 1, len(columns)):
        step = _put(reading, cell, target, columns, glued=glued)
        if step is not None:
            grown.append(step)
    if not glued and reading.column >= 0:
        kind = columns[reading.column].kind
        if cell.text and (cell.loose or kind is Kind.CATEGORY):
            index, before = reading.row[-1]
            merged = replace(before, text=before.text + cell.text)
            bonus = 1.5 if cell.loose else -0.5
            grown.append(replace(reading, score=reading.score + bonus, row=(*reading.row[:-1], (index, merged))))
        if reading.column == name_at and _name_score(cell.text) > 0:
            above = reading.row[-1][1].text
            parent = above or reading.last_parent
            step = replace(reading, row=(*reading.row[:-1], (name_at, cell)), parent=parent)
            cost = 0.5 if not above and reading.last_parent else 2.5 if above else 30.0
            grown.append(replace(step, score=reading.score + _name_score(cell.text) - cost))
    closed = _close(reading, columns)
    if closed is not None and reading.row:
        for target in range(name_at + 1):
            step = _put(closed, cell, target, columns, glued=glued)
            if step is not None:
                grown.append(step)
    return grown


def _put(reading: _Reading, cell: Cell, target: int, columns: list[Column], *, glued: bool) -> _Reading | None:
    kind = columns[target].kind
    if cell.only is not None and cell.only is not kind:
        return None
    score = reading.score - sum(_SKIP.get(column.kind, 1.5) for column in columns[reading.column + 1 : target])
    expected = reading.expected
    if kind is Kind.NUMBER and cell.text.strip().isdigit():
        value = int(cell.text)
        score += 3.0 if value == reading.expected else -1.5
        expected = value + 1
    else:
        score += _fit(cell.text, kind)
    if score < reading.score - 12:
        return None
    row = (*reading.row, (target, cell))
    if glued and kind in (Kind.VALUE, Kind.CHANGE):
        score += _arithmetic(row, columns)
    return replace(reading, score=score, column=target, row=row, expected=expected)


def _close(reading: _Reading, columns: list[Column]) -> _Reading | None:
    """The reading with its open row finished, or None when the row has no name or no figure."""
    if not reading.row:
        return reading if reading.count else None
    cells = dict(reading.row)
    names = [index for index in cells if columns[index].kind is Kind.NAME]
    if not names or not cells[names[0]].text or reading.column <= names[0]:
        return None
    rest = sum(_SKIP.get(column.kind, 1.5) for column in columns[reading.column + 1 :])
    row = StreamRow(cells, reading.parent)
    return _Reading(
        reading.score - rest + 1.0, -1, (), None, reading.parent, reading.expected, (reading, row), reading.count + 1
    )


def _fit(text: str, kind: Kind) -> float:
    stripped = text.strip()
    if kind is Kind.NAME:
        return _name_score(stripped) if stripped else -0.3
    if stripped in NATURES:
        return 5.0 if kind is Kind.NATURE else -9.0
    if not stripped:
        return 0.3
    chinese = len(_CHINESE.findall(stripped))
    if kind in _FIGURES:
        return _figure_score(stripped, kind, chinese)
    if kind is Kind.UNIT:
        return 1.5 if len(stripped) <= 10 and not stripped.isdigit() else -4.0
    if kind is Kind.CATEGORY:
        return 1.0 if 2 <= chinese <= 10 and chinese == len(stripped) else -4.0
    return 0.0 if kind is Kind.OTHER else -9.0


def _figure_score(text: str, kind: Kind, chinese: int) -> float:
    if text in EMPTY:
        return 2.0
    if _FIGURE.match(figures(text)) and chinese <= 6:
        bracket = text[0] in "[［【"
        return 2.6 + (0.4 if bracket and kind is Kind.CHANGE else -0.4 if bracket else 0.0)
    if _UNIT_END.search(text) or len(text) > 30:
        return -5.0
    return 1.5 if _STATED.search(text) else -1.0


def _name_score(text: str) -> float:
    stripped = text.strip()
    chinese = len(_CHINESE.findall(stripped))
    if chinese < 3 or stripped in NATURES or stripped in EMPTY or len(stripped) > 60 or "。" in stripped:
        return -9.0
    return 2.5 if _UNIT_END.search(stripped) else 1.0 if chinese >= 4 else 0.2


def _arithmetic(row: tuple[tuple[int, Cell], ...], columns: list[Column]) -> float:
    """How believable neighbouring figures are: like precision, like size, and a change that adds up."""
    index, cell = row[-1]
    kind = columns[index].kind
    values = [c.text for i, c in row[:-1] if columns[i].kind is Kind.VALUE and value_of(c.text)]
    now = number_value(cell.text)
    if now is None or not values:
        return 0.0
    first = number_value(values[0])
    if first is None:
        return 0.0
    if kind is Kind.VALUE:
        places = abs(_places(values[-1]) - _places(cell.text))
        ratio = abs(math.log(max(abs(now), 1e-6) / max(abs(first), 1e-6)))
        return 0.8 - 0.5 * places - min(4.0, 1.2 * ratio)
    if len(values) < 2:
        return 0.0
    last = number_value(values[-1])
    if last is None:
        return 0.0
    points = last - first
    percent = points / first * 100 if first else math.inf
    years = [columns[i].year for i, _ in row if columns[i].year]
    span = max((years[-1] or 0) - (years[0] or 0), 1) if len(years) > 1 else 5
    yearly = ((last / first) ** (1 / span) - 1) * (1000 if "‰" in cell.text else 100) if first > 0 < last else math.inf
    adds_up = abs(points - now) < 0.06 or abs(percent - now) < 0.6 or abs(yearly - now) < 0.15
    return 2.0 if adds_up else -0.2


def _places(text: str) -> int:
    found = re.search(r"\.(\d+)", text)
    return len(found.group(1)) if found else 0


def cells_proposals(cells: list[Cell]) -> Proposals:
    """Each cell as it stands."""

    def proposals(at: int, expected: int) -> Sequence[tuple[Cell, int]]:  # noqa: ARG001 - cells are given
        return [(cells[at], at + 1)] if at < len(cells) else []

    return proposals


_NATURE = re.compile("|".join(NATURES))
_DASH = re.compile(r"—|–|－(?!\d)|-(?!\d)|/")
_LONG_DASH = re.compile(r"——")
_BRACKET = re.compile(r"[<>＜＞≥≤]?[\[［【〔][^\]］】〕]{1,24}[\]］】〕](?:以上|左右|以内)?")
_WORDS = re.compile(
    r"(?:达到|完成|高于|低于|不低于|不高于|与|持续|保持|控制|进一步|基本|逐步|实现|优于|按|以)[^约预—。\d]{2,24}?(?=约束|预期|—|\d|[\[［]|$)"
)
_NUMERIC = re.compile(r"([<>＜＞≥≤≧≦]?\s*[-－]?)(\d{1,24})(\.\d{1,6})?")
_SUFFIX = re.compile(r"\s*(?:[%％‰]|个?百分点)?(?:以上|以下|左右|以内)?")
_NAME_END = re.compile(r"(?=\d|[<>＜＞≥≤\[［—–－-]|约束性|预期性|达到|完成|高于|不低于|与|保持|持续)")


def glued_proposals(text: str) -> Proposals:
    """Every believable next cell of a text in which all cells run together."""

    def proposals(at: int, expected: int) -> Sequence[tuple[Cell, int]]:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or _NOTE.match(text, at):
            return []
        found: list[tuple[Cell, int]] = []
        for form, kinds in _FORMS:
            match = form.match(text, at)
            if match:
                found.extend((Cell(match.group(), at, kind), match.end()) for kind in kinds)
        for value in _numbers(text, at):
            found.extend((Cell(text[at:value].strip(), at, kind), value) for kind in _FIGURES)
        if text.startswith(str(expected), at):
            end = at + len(str(expected))
            found.append((Cell(str(expected), at, Kind.NUMBER), end))
        found.extend((Cell(text[at:end].strip(), at, Kind.NAME), end) for end in _names(text, at))
        group = re.compile(rf"[\u4e00-\u9fff]{{2,8}}(?=\s*{expected}\D)").match(text, at)
        if group:
            found.append((Cell(group.group(), at, Kind.CATEGORY), group.end()))
        elif named := _CATEGORY.match(text, at):
            found.append((Cell(named.group(), at, Kind.CATEGORY), named.end()))
        return found

    return proposals


_NOT_NAME = re.compile(r"约束性|预期性|—|。|；|：|\s{2}")
_NOTE = re.compile(r"备?注\s*[:：]|。")
_CATEGORY = re.compile(
    r"人口资源环境|公共服务人民生活|"
    r"(?:经济|创新|科技|绿色|生态|民生|安全|社会|文化|城乡|开放|改革|资源|公共|人民|质量|数字|产业|治理)"
    r"(?:经济|发展|增长|结构|驱动|创新|绿色|低碳|生态|文明|环境|资源|福祉|保障|服务|生活|安全|融合|开放|改革|效益|转型)"
)  # the names that plans give to the groups of their indicators
_UNIT_WORD = (
    r"(?:[十百千万亿]{0,2}(?:元|美元|人|人次|户|亩|吨|吨标准煤|立方米|平方米|平方公里|千瓦|千瓦时|公里|公顷|件|个|家|张|台|套|辆|座|处|所|项|岁|年|"
    r"艘|头|只|册|床|斤|公斤|米|小时|分钟|次|倍|天)|[%％‰]|个?百分点|微克/立方米|毫克/升|[十百千万亿]?[元吨人件个张户]/[\u4e00-\u9fff]{1,5})"
)
_UNIT = re.compile(rf"{_UNIT_WORD}(?=\d|[<>＜＞≥≤\[［〔—–－-]|$)")
_UNIT_TAIL = re.compile(rf"{_UNIT_WORD}$")
_FORMS = (
    (_NATURE, (Kind.NATURE,)),
    (_DASH, _FIGURES),
    (_LONG_DASH, _FIGURES),
    (_BRACKET, _FIGURES),
    (_WORDS, _FIGURES),
    (_UNIT, (Kind.UNIT,)),
)


def _numbers(text: str, at: int) -> list[int]:
    match = _NUMERIC.match(text, at)
    if not match:
        return []
    start, whole, part = match.end(1), match.group(2), match.group(3) or ""
    ends: list[int] = []
    for length in range(1, min(len(whole), DIGITS) + 1):
        if whole[0] == "0" and length > 1:
            break
        end = start + length
        if length == len(whole):
            ends.extend(_with_suffix(text, end + places) for places in range(2, len(part) + 1))
            if part:
                continue
        ends.append(_with_suffix(text, end))
    return ends


def _with_suffix(text: str, at: int) -> int:
    match = _SUFFIX.match(text, at)
    return match.end() if match else at


def _names(text: str, at: int) -> list[int]:
    ends: list[int] = []
    window = text[at : at + 48]
    for match in _NAME_END.finditer(window, 2):
        end = match.start()
        piece = window[:end]
        if _NOT_NAME.search(piece):
            break
        opened = piece.count("（") + piece.count("(") > piece.count("）") + piece.count(")")
        if piece[-1].isdigit() or len(_CHINESE.findall(piece)) < 3 or opened:
            continue
        measured = _UNIT_TAIL.search(piece)  # the unit stands in a column of its own
        if measured and len(_CHINESE.findall(piece[: measured.start()])) >= 2:
            ends.append(at + measured.start())
        ends.append(at + end)
        if len(ends) >= 4 or name_of(piece)[1] is not None:
            break
    return ends
