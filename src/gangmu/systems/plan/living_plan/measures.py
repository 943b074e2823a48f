"""Figures of the plan's text; each is a queryset, so that it opens to its rows."""

from gangmu.kernel.outline.models import Clause, Commitment, Contradiction
from gangmu.kernel.records.record import RecordQuerySet


def in_force() -> RecordQuerySet[Clause]:
    return Clause.objects.live().filter(in_force=True)


def lost() -> RecordQuerySet[Clause]:
    return in_force().filter(kind=Clause.Kind.GAP)


def commitments() -> RecordQuerySet[Commitment]:
    return Commitment.objects.live().filter(in_force=True)


def undecided() -> RecordQuerySet[Contradiction]:
    return Contradiction.objects.live().filter(in_force=True, decision=Contradiction.Decision.PENDING)
