"""The items of a version's boxes become projects of the pool."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gangmu.core.reader import BlockKind
from gangmu.kernel.access.models import User
from gangmu.kernel.outline.models import Passage, Version
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import amend_many, create_many

from .models import Project


@transaction.atomic
def read_boxes(version: Version, *, by: User | None, at: datetime) -> list[Project]:
    """Makes or amends one project an item of a box, found again by its clause, and returns them in order."""
    boxed = version.passages.filter(kind=BlockKind.ITEM.value).select_related("clause", "parent__clause")
    bodies: dict[int, list[str]] = {}
    for body in version.passages.filter(parent__kind=BlockKind.ITEM.value).order_by("order"):
        bodies.setdefault(body.parent_id or 0, []).append(body.text)
    known = {found.clause_id: found for found in version.plan.projects.select_for_update()}
    fresh: list[dict[str, Any]] = []
    changes: list[tuple[Project, dict[str, Any]]] = []
    for item in boxed.order_by("order"):
        values = _values(item, bodies.get(item.pk, []))
        found = known.get(item.clause_id)
        if found is None:
            fresh.append(values | {"plan": version.plan, "clause": item.clause})
        else:
            changes.append((found, values))
    create_many(Project, fresh, by=by, at=at, origin=Origin.IMPORT)
    amend_many(changes, by=by, at=at)
    return list(version.plan.projects.order_by("pk"))


def _values(item: Passage, body: list[str]) -> dict[str, Any]:
    return {
        "box": item.parent.clause if item.parent else None,
        "number": item.number.rstrip(".．、"),
        "name": item.text,
        "content": "\n".join(body),
    }
