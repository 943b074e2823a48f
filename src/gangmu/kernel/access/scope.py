"""Row scope: one SQL predicate says which rows a person may see. Looking a row up is having permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from .roles import IN_DEPARTMENT, Reach

if TYPE_CHECKING:
    from .models import User

Row = TypeVar("Row", bound=models.Model)
NOTHING = Q(pk__in=())
EVERYTHING = Q()


def scope(model: type[models.Model], user: User | AnonymousUser) -> Q:
    """The condition under which a row of `model` is visible to `user`; anonymous is a role that sees what is public.

    `model.reach` says who reads the register at all. Rows of narrow reach are seen by their own department, by
    departments taking part (the model's `taking_part`), and in a person's areas by prefix of `area_code`.
    """
    reach: str = getattr(model, "reach", Reach.DEPARTMENT)
    if reach == Reach.PUBLIC:
        return EVERYTHING
    if isinstance(user, AnonymousUser) or not user.is_active:
        return NOTHING
    if user.sees_all or (reach == Reach.DISTRICT and user.is_district_staff):
        return EVERYTHING
    seen = NOTHING
    departments = [g.department_id for g in user.held if g.role in IN_DEPARTMENT]
    if departments:
        seen |= Q(department__in=departments)
        taking_part: Any = getattr(model, "taking_part", None)
        if taking_part is not None:
            seen |= taking_part(departments)
    for grant in user.held:
        if grant.area is not None:
            seen |= Q(area_code__startswith=grant.area.code)
    return seen


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that can narrow itself to what a person may see."""

    def visible_to(self, user: User | AnonymousUser) -> ScopedQuerySet[Row]:
        return self.filter(scope(self.model, user))
