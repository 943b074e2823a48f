"""Figures of a system: each counts or sums the rows that a person may see, and opens to exactly those rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count

from gangmu.core.declare import Measure, System
from gangmu.kernel.access.models import User

from .columns import MONEY, money
from .registry import Entry, entry_of, find
from .wording import EMPTY, grouped


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure as a page shows it."""

    title: str
    number: str
    unit: str
    url: str


def rows_of(measure: Measure, user: User) -> models.QuerySet[Any]:
    """The measure's rows that a person may see."""
    rows: Any = measure.rows()
    found: models.QuerySet[Any] = rows.visible_to(user)
    return found


def entry_for(system: System, measure: Measure) -> Entry | None:
    """The register in whose list the measure's rows are shown."""
    return find(system.key, measure.register) if measure.register else entry_of(measure.rows().model)


def figure(system: System, measure: Measure, user: User) -> Figure:
    """One aggregate in the database."""
    value = rows_of(measure, user).order_by().aggregate(value=measure.value or Count("pk"))["value"]
    entry = entry_for(system, measure)
    url = f"{entry.url}?measure={system.key}.{measure.key}" if entry else ""
    number, unit = _written(value, measure.unit)
    return Figure(measure.title, number, unit, url)


def _written(value: Any, unit: str) -> tuple[str, str]:
    if value is None:
        return EMPTY, unit
    if unit == MONEY:
        number, _, scale = money(Decimal(value)).partition(" ")
        return number, scale
    return grouped(value, 2 if isinstance(value, float | Decimal) else None), unit
