"""Figures of the pool; each is a queryset, so that it opens to its rows."""

from gangmu.kernel.projects.models import Project
from gangmu.kernel.records.record import RecordQuerySet


def in_plan() -> RecordQuerySet[Project]:
    return Project.objects.live().filter(clause__isnull=False)


def unowned() -> RecordQuerySet[Project]:
    return Project.objects.live().filter(department__isnull=True)
