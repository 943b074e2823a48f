"""Rows of glyphs and the paragraphs that they were broken from, told by margins, indents, spacing and fonts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from gangmu.core.reader.lines import TERMINAL, Line
from gangmu.core.reader.numbering import number_of
from gangmu.core.reader.sheet import Glyph
from gangmu.core.reader.unwrap import is_contents

_WORD = re.compile(r"[0-9A-Za-z.%—\-–/]+")
_HANGING = "，。、；：！？）》”’】%"
_FOOTNOTE = re.compile(r"[\d①-⑳*]")
_HAN = re.compile(r"[\u4e00-\u9fff）)]")


@dataclass(slots=True)
class Row:
    """One printed row: its glyphs from left to right."""

    glyphs: list[Glyph]
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    face: str
    bold: bool

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """The rows that glyphs stand in, from the top."""
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if rows and glyph.middle - middle < 0.5 * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                middle, size = glyph.middle, glyph.size
        else:
            rows.append([glyph])
            middle, size = glyph.middle, glyph.size
    return [row for found in rows if (row := _row(found)) is not None]


def _row(glyphs: list[Glyph]) -> Row | None:
    kept: list[Glyph] = []
    twice = 0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        if any(old.char == glyph.char and abs(old.left - glyph.left) < 0.3 * glyph.size for old in kept[-2:]):
            twice += 1  # bold made by printing twice
        else:
            kept.append(glyph)
    kept = _without_footnotes(kept)
    text = text_of(kept)
    if not text:
        return None
    sizes = Counter(round(glyph.size, 1) for glyph in kept)
    faces = Counter(glyph.face for glyph in kept if _HAN.match(glyph.char)) or Counter(glyph.face for glyph in kept)
    bold = twice > 0.6 * len(kept) or all(glyph.bold for glyph in kept if glyph.char not in "“”（）()")
    return Row(
        kept,
        text,
        kept[0].left,
        max(glyph.right for glyph in kept),
        min(glyph.top for glyph in kept),
        max(glyph.bottom for glyph in kept),
        sizes.most_common(1)[0][0],
        faces.most_common(1)[0][0],
        bold,
    )


def _without_footnotes(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the small raised figures behind words that point to footnotes."""
    if not glyphs:
        return glyphs
    size = max(glyph.size for glyph in glyphs)
    middle = median(glyph.middle for glyph in glyphs if glyph.size > 0.9 * size)
    kept: list[Glyph] = []
    for glyph in glyphs:
        small = glyph.size < 0.75 * size and glyph.middle < middle - 0.12 * size
        if not (small and kept and _FOOTNOTE.match(glyph.char) and _HAN.match(kept[-1].char)):
            kept.append(glyph)
    return kept


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs in a row, with a blank where the page shows one."""
    if not glyphs:
        return ""
    gaps = [two.left - one.right for one, two in pairwise(glyphs)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    wide = sum(gap > 2.2 * two.size + usual for gap, two in zip(gaps, glyphs[1:], strict=True))
    parts = [glyphs[0].char]
    for gap, (one, two) in zip(gaps, pairwise(glyphs), strict=True):
        rest = gap - usual
        plain = one.char.isascii() and two.char.isascii()
        if wide >= 2 and rest > 1.2 * two.size:
            parts.append("\t")
        elif rest > 0.9 * two.size or (two.blank and rest > 0.15 * two.size) or (plain and rest > 0.22 * two.size):
            parts.append(" ")
        parts.append(two.char)
    return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """The column that running text is set in: its margins, size, pitch of rows, and whether first rows are indented."""

    left: float
    right: float
    size: float
    pitch: float
    indented: bool
    bottom: float  # of the lowest row

    @classmethod
    def learn(cls, rows: Sequence[Row]) -> Column:
        """The column of rows, by what most of them do."""
        sizes: Counter[float] = Counter()
        for row in rows:
            sizes[row.size] += len(row.glyphs)
        size = sizes.most_common(1)[0][0] if sizes else 12.0
        body = [row for row in rows if abs(row.size - size) < 0.6]
        lefts = Counter(round(row.left / 3) for row in body)
        often = [place for place, count in lefts.items() if count >= max(1, 0.08 * len(body))]
        left = min((row.left for row in body if round(row.left / 3) in often), default=0.0)
        right = sorted(row.right for row in body)[int(0.97 * (len(body) - 1))] if body else 0.0
        steps = [two.middle - one.middle for one, two in pairwise(body) if 0 < two.middle - one.middle < 4 * size]
        begins = [two.left - left for one, two in pairwise(body) if one.right < right - 2 * size]
        indented = len(begins) >= 2 and sum(step > 0.8 * size for step in begins) >= 0.6 * len(begins)
        pitch = median(steps) if steps else 1.6 * size
        return cls(left, right, size, pitch, indented, max((row.bottom for row in body), default=0.0))

    def within(self, left: float, right: float, rows: Sequence[Row]) -> Column:
        """The setting of rows between the borders of a frame, whose own rows show it when they are many."""
        if len(rows) > 3:
            own = Column.learn(rows)
            return replace(own, right=max(own.right, right - 1.5 * own.size))
        return replace(self, left=left + 0.4 * self.size, right=right - 0.4 * self.size)

    def centred(self, row: Row) -> bool:
        """Whether a row stands in the middle, away from both margins."""
        before, after = row.left - self.left, self.right - row.right
        return before > 2.5 * row.size and abs(before - after) < 1.2 * row.size

    def full(self, row: Row, following: Row) -> bool:
        """Whether the next row's first word had no room on this row."""
        word = _WORD.match(following.text)
        signs = len(following.text) - len(following.text.lstrip(_HANGING))
        room = (0.55 * len(word.group()) if word else 1.0 + min(signs, 2)) + 1.1
        return self.right - row.right < room * row.size


def paragraphs(pages: Sequence[Sequence[Row]], column: Column) -> Iterator[Line]:
    """The paragraphs of rows; a wide space or a page begun anew gives a blank line before."""
    held: list[Row] = []
    for page in pages:
        for at, row in enumerate(page):
            if held and _runs_on(held, row, column, turned=at == 0):
                held.append(row)
                continue
            if held:
                yield _line(held, column)
                space = row.top - held[-1].bottom if at > 0 else column.bottom - held[-1].bottom
                if space > 1.3 * column.pitch:
                    yield Line("")
            held = [row]
    if held:
        yield _line(held, column)


def _runs_on(held: Sequence[Row], row: Row, column: Column, *, turned: bool) -> bool:
    """Whether a row continues the paragraph; `turned` when a page ends between."""
    last = held[-1]
    if is_contents(last.text) or is_contents(row.text) or "\t" in row.text or "\t" in last.text:
        return False
    if abs(last.size - row.size) > 0.6 or (last.bold != row.bold and (last.bold or column.centred(row))):
        return False
    step = row.middle - last.middle
    if not turned and step > max(1.35 * column.pitch, 1.9 * row.size):
        return False
    if column.centred(row):
        long = last.right - last.left > 0.6 * (column.right - column.left)
        return column.centred(last) and long and last.face == row.face and number_of(row.text) is None
    if not column.full(last, row):
        return False
    if row.left - column.left > 0.8 * row.size:  # an indent, unless all of the paragraph hangs there
        return len(held) > 1 and abs(row.left - last.left) < 0.3 * row.size and not column.indented
    if column.indented and held[0].left - column.left > 0.8 * row.size:
        return True
    if not turned and step > 1.15 * column.pitch:
        return False
    return last.text[-1] not in TERMINAL or number_of(row.text) is None


def _line(held: Sequence[Row], column: Column) -> Line:
    text = held[0].text
    for row in held[1:]:
        both = text[-1].isascii() and text[-1].isalpha() and row.text[0].isascii() and row.text[0].isalpha()
        text += f" {row.text}" if both else row.text
    line = Line(text, bold=all(row.bold for row in held), size=held[0].size, face=held[0].face)
    line.centred = all(column.centred(row) for row in held)
    line.indent = 0.0 if line.centred else max(0.0, round((held[0].left - column.left) / held[0].size))
    if len(held) > 1:
        line.measure = (column.right - column.left) / held[0].size
    return line
