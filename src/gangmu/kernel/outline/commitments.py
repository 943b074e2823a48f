"""The commitments of a version, found again among those of the last by what they say and where they are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gangmu.core import commitments as core
from gangmu.core.comparison import Passage as Place
from gangmu.core.reader import Document
from gangmu.kernel.access.models import User
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import amend_many, create_many

from .align import align
from .models import Act, Commitment, Quantity, Version


@transaction.atomic
def read_commitments(version: Version, document: Document, *, by: User | None, at: datetime) -> list[Commitment]:
    """Makes or amends a commitment for each binding sentence of the document; what is no longer said goes out of force.

    `version` holds the document's blocks as passages in their order.
    """
    found = [one for one in core.find_commitments(document) if one.binding]
    clauses = list(version.passages.order_by("order").values_list("clause_id", "clause__code"))
    where = [clauses[document.sentences[one.sentence].block] for one in found]
    known = list(version.plan.commitments.select_for_update().filter(in_force=True).order_by("position"))
    codes = dict(version.plan.clauses.values_list("pk", "code"))
    old = [Place("commitment", "", (codes[one.clause_id],), one.text) for one in known]
    new = [Place("commitment", "", (code,), one.text) for one, (_, code) in zip(found, where, strict=True)]
    matches = align(old, new)
    values = [
        _values(one, clause, position)
        for position, (one, (clause, _)) in enumerate(zip(found, where, strict=True), start=1)
    ]
    used = set(matches)
    gone = [(one, {"in_force": False}) for index, one in enumerate(known) if index not in used]
    kept = [(known[match], now) for match, now in zip(matches, values, strict=True) if match is not None]
    amend_many([*kept, *gone], by=by, at=at)
    fresh = [now | {"plan": version.plan} for now, match in zip(values, matches, strict=True) if match is None]
    made = iter(create_many(Commitment, fresh, by=by, at=at, origin=Origin.IMPORT))
    stored = [next(made) if match is None else known[match] for match in matches]
    _parts(stored, found)
    return stored


def _values(one: core.Commitment, clause: int, position: int) -> dict[str, Any]:
    return {
        "clause": clause,
        "position": position,
        "text": one.text,
        "strength": one.strength,
        "kinds": [Commitment.Kind[kind.upper()].value for kind in one.kinds],
    }


def _parts(stored: Sequence[Commitment], found: Sequence[core.Commitment]) -> None:
    """Acts and quantities are read anew with their sentence."""
    Act.objects.filter(commitment__in=stored).delete()
    Quantity.objects.filter(commitment__in=stored).delete()
    pairs = list(zip(stored, found, strict=True))
    Act.objects.bulk_create(
        [Act(commitment=to, verb=act.verb, object=act.object[:300]) for to, one in pairs for act in one.acts],
        batch_size=2000,
    )
    Quantity.objects.bulk_create(
        [
            Quantity(commitment=to, number=each.number, unit=each.unit, bound=each.bound)
            for to, one in pairs
            for each in one.quantities
        ],
        batch_size=2000,
    )
