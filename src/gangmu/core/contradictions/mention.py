"""A figure that can be compared: what it measures, how much, for which year and in which manner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gangmu.core.commitments.model import Bound
from gangmu.core.contradictions.model import Place
from gangmu.core.reader.structure import Document

Mode = Literal["level", "flow", "annual", "change", "yearly change"]
LOWER_IS_BETTER = re.compile(
    r"细颗粒物|漏损率|死亡率|失业率|发病率|排放|能耗|水耗|浓度|事故|负债率|药占比|能源消耗|用水量|成本|时限|辍学率|隐患|劣|黑臭|违法|投诉|"
    r"黄标车|差距"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure: its subject in one spelling, value in the common unit, bound, and the year and manner it holds for.

    `past` says that it is an achieved figure, `dated` that its year is printed, `row` that it comes from the table of
    indicators, `keeps` that it is a floor or cap to be kept. `coarse` is half of the last printed digit.
    """

    noun: str
    action: str | None
    printed: str
    dimension: str
    low: Decimal
    high: Decimal
    bound: Bound
    coarse: Decimal
    year: int
    dated: bool
    past: bool
    mode: Mode
    keeps: bool
    falling: bool
    row: bool
    block: int
    anchor: str
    item: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Period:
    """The years that undated figures stand for: the last year before the plan and its last year."""

    base: int
    last: int


def period_of(document: Document) -> Period | None:
    """The plan's years, None where the document does not say them."""
    return Period(document.period[0] - 1, document.period[1]) if document.period else None


def ends(number: str, factor: Decimal) -> tuple[Decimal, Decimal]:
    """The lower and upper end of a figure such as "3-5" in the common unit."""
    parts = [Decimal(part) * factor for part in number.split("-")]
    return min(parts), max(parts)


def coarseness(printed: str, factor: Decimal) -> Decimal:
    """Half of the last printed digit in the common unit: how far a rounded figure may be off."""
    found = re.search(r"[0-9]+(?:\.([0-9]+))?([百千万亿]*)", printed)
    if found is None:
        return Decimal(0)
    size = Decimal(10) ** -len(found[1] or "") / 2
    for power in found[2]:
        size *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[power]
    return size * factor if found[1] or found[2] else Decimal(0)
