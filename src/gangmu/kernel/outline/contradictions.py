"""The inner contradictions of a version, found again by kind and subject; what people decided on them stays."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import Any

from django.db import transaction

from gangmu.core import contradictions as core
from gangmu.core.reader import Document
from gangmu.kernel.access.models import User
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import amend_many, create_many

from .models import Contradiction, Side, Version


@transaction.atomic
def read_contradictions(version: Version, document: Document, *, by: User | None, at: datetime) -> list[Contradiction]:
    """Makes or amends one record a contradiction; one that the document no longer holds goes out of force."""
    found = {(one.kind, one.subject): one for one in core.find_contradictions(document)}
    known = {(one.kind, one.subject): one for one in version.plan.contradictions.select_for_update()}
    changes = [(row, _values(found[key]) if key in found else {"in_force": False}) for key, row in known.items()]
    amend_many(changes, by=by, at=at)
    fresh = [
        _values(one) | {"plan": version.plan, "kind": kind, "subject": subject}
        for (kind, subject), one in found.items()
        if (kind, subject) not in known
    ]
    create_many(Contradiction, fresh, by=by, at=at, origin=Origin.IMPORT)
    stored = {(one.kind, one.subject): one for one in version.plan.contradictions.filter(in_force=True)}
    Side.objects.filter(contradiction__plan=version.plan).delete()
    starts = [block.start for block in document.blocks]
    clauses = list(version.passages.order_by("order").values_list("clause_id", flat=True))
    Side.objects.bulk_create(
        Side(
            contradiction=stored[key],
            clause_id=clauses[max(0, bisect_right(starts, place.start) - 1)],
            where=place.where[:200],
            figure=(place.figure or "")[:80],
            state=(place.state or "")[:40],
        )
        for key, one in found.items()
        for place in one.places
    )
    return list(stored.values())


def _values(one: core.Contradiction) -> dict[str, Any]:
    return {"what": one.what, "confidence": round(one.confidence, 2), "in_force": True}
