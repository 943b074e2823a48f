"""The rows of the table of main indicators as figures, by the same grammar as the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gangmu.core.commitments.model import Quantity
from gangmu.core.commitments.quantities import quantities
from gangmu.core.commitments.sentence import Reading
from gangmu.core.contradictions.mention import LOWER_IS_BETTER, Mention, Mode, Period, coarseness, ends
from gangmu.core.contradictions.model import Place
from gangmu.core.contradictions.standing import Standing
from gangmu.core.contradictions.subjects import one_spelling, prefix_of, subject_of
from gangmu.core.contradictions.units import measure, narrow
from gangmu.core.reader.structure import BlockKind, Document, IndicatorRow

_CHANGE = re.compile(r"(?:增长|增速|降低|下降|提高)$")
_SHORT = 4  # a name of so few characters is read together with the name above it


def of_row(row: IndicatorRow, document: Document, standing: Standing, period: Period) -> Iterator[Mention]:
    """The baseline and target of a row; the column of yearly growth is left out where the row has a target."""
    table = next((at for at, one in enumerate(document.blocks) if one.kind is BlockKind.TABLE), None)
    if table is None:
        return
    name = one_spelling(narrow(row.name))
    if row.parent and (prefix_of(row.parent) or len(name) <= _SHORT):
        name = (prefix_of(row.parent) or one_spelling(row.parent)) + name
    change = _CHANGE.search(name)
    subject = subject_of(_CHANGE.sub("", name), "")
    if subject is None:
        return
    cumulative = any("[" in (cell or "") or "［" in (cell or "") for cell in (row.target, row.annual_or_cumulative))
    cells = (
        (row.baseline, row.baseline_year or period.base, True),
        (row.target, row.target_year or period.last, False),
        (row.annual_or_cumulative, row.target_year or period.last, False),
    )
    for cell, year, past in cells:
        quantity = _cell(cell, row.unit)
        changes = cell is row.annual_or_cumulative and bool(re.search(r"[0-9]", narrow(row.target or "")))
        if quantity is None or (past and cumulative) or changes:
            continue
        mode: Mode = "flow" if cumulative else "level"
        if change:
            mode = "change" if cumulative else "yearly change"
        dimension, factor = measure(quantity.unit)
        low, high = ends(quantity.number, factor)
        start, end = _cell_place(document, row, cell or "")
        state = f"{year}年实绩" if past else f"{year}年目标"
        printed = f"{cell}{row.unit or ''}"
        base = standing.place(table, start, end, figure=printed, year=year, state=state)
        place = Place(base.start, base.end, base.line, (*base.heading, "主要指标表"), row.name, printed, year, state)
        yield Mention(
            subject.key,
            subject.action,
            prefix_of(row.parent or "") + row.name,
            dimension,
            low,
            high,
            quantity.bound,
            coarseness(narrow(cell or ""), factor),
            year,
            True,
            past,
            mode,
            bool(re.search(r"不低于|以内|不超过|保持", cell or "")) or "保有量" in name,
            bool(LOWER_IS_BETTER.search(name)),
            True,
            table,
            "",
            False,
            place,
        )


def _cell(cell: str | None, unit: str | None) -> Quantity | None:
    """A cell such as ＞90, 8000左右 or [超50] read by the grammar of sentences, with the row's unit put to it."""
    if not cell or not re.search(r"[0-9]", narrow(cell)):
        return None
    bare = (
        re.sub(r"[\[\]［］\s]", "", narrow(cell))
        .replace("＞", ">")
        .replace("≥", ">")
        .replace("＜", "<")
        .replace("≤", "<")
    )
    named = unit or ""
    if not re.search(r"[0-9.]+(?:%|" + re.escape(named or "%") + ")", bare):
        bare = re.sub(r"([0-9.]+)", lambda found: found.group() + named, bare, count=1)
    text = f"水平达到{bare}。"
    got = quantities(Reading.of(text, 0, len(text)))
    return got[0] if got else None


def _cell_place(document: Document, row: IndicatorRow, cell: str) -> tuple[int, int]:
    """Where the cell stands: searched from the row's line on, else the line itself."""
    at = 0
    for _ in range(row.line - 1):
        at = document.text.find("\n", at) + 1
    found = document.text.find(cell, at, at + 400)
    return (found, found + len(cell)) if found >= 0 else (at, at + 1)
