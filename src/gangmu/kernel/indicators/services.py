"""The indicator table of a version becomes the plan's indicators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gangmu.core.reader import BlockKind, IndicatorRow
from gangmu.kernel.access.models import User
from gangmu.kernel.outline.models import Version
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import amend_many, create_many

from .models import Indicator


@transaction.atomic
def read_table(version: Version, rows: list[IndicatorRow], *, by: User | None, at: datetime) -> list[Indicator]:
    """Makes or amends one indicator a row, found again by its name below its parent, and returns them in order."""
    table = version.passages.filter(kind=BlockKind.TABLE.value).order_by("order").first()
    known = {(found.parent, found.name): found for found in version.plan.indicators.select_for_update()}
    fresh: list[dict[str, Any]] = []
    changes: list[tuple[Indicator, dict[str, Any]]] = []
    for position, row in enumerate(rows, start=1):
        values = _values(row) | {"position": position, "clause": table.clause if table else None}
        found = known.get((values["parent"], values["name"]))
        if found is None:
            fresh.append(values | {"plan": version.plan})
        else:
            changes.append((found, values))
    create_many(Indicator, fresh, by=by, at=at, origin=Origin.IMPORT)
    amend_many(changes, by=by, at=at)
    return list(version.plan.indicators.order_by("position"))


def _values(row: IndicatorRow) -> dict[str, Any]:
    return {
        "number": row.number or "",
        "category": row.category or "",
        "parent": row.parent or "",
        "name": row.name,
        "unit": row.unit or "",
        "baseline_year": row.baseline_year,
        "baseline": row.baseline or "",
        "target_year": row.target_year,
        "target": row.target or "",
        "annual_or_cumulative": row.annual_or_cumulative or "",
        "nature": row.nature or "",
        "marked": row.marked,
    }
