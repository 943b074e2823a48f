"""The district's facts become departments and areas that people can confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gangmu.core.district import District
from gangmu.kernel.access.models import Area, Department, User
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import create_many


@transaction.atomic
def load_district(district: District, *, by: User | None, at: datetime) -> None:
    """Makes the departments and areas that are not there yet; what people have since changed stays as it is."""
    known = set(Department.objects.values_list("code", flat=True))
    departments = [
        {
            "code": found.key,
            "name": found.name,
            "short_name": found.short_name,
            "duties": "、".join(found.keywords),
            "check_state": found.check,
        }
        for found in district.departments
        if found.key not in known
    ]
    create_many(Department, departments, by=by, at=at, origin=Origin.IMPORT)
    _load_areas(district, by=by, at=at)


def _load_areas(district: District, *, by: User | None, at: datetime) -> None:
    there = {area.code: area for area in Area.objects.all()}
    waiting = [area for area in district.areas if area.code not in there]
    while waiting:
        ready = [area for area in waiting if area.parent is None or area.parent in there]
        rows: list[dict[str, Any]] = [
            {
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "parent": there[area.parent] if area.parent else None,
                "check_state": area.check,
                "source": " › ".join(area.source),
            }
            for area in ready
        ]
        there |= {area.code: area for area in create_many(Area, rows, by=by, at=at, origin=Origin.IMPORT)}
        waiting = [area for area in waiting if area.code not in there]
