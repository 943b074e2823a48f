"""The verbs that every record knows. Each is one transaction with rows locked, a ledger entry and an event a record.

Whether `by` may do this is the caller's to ask; None is the system itself. `at` is an aware instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import Department, User

from .ledger.chain import Act, append
from .record import Origin, Participant, Record
from .registers import register_name
from .writing import Change, acting, change, insert, locked

Row = TypeVar("Row", bound=models.Model)
Kept = TypeVar("Kept", bound=Record)
REASON_LENGTH = 200


def create(
    model: type[Row],
    values: Mapping[str, Any],
    *,
    by: User | None,
    at: datetime,
    origin: Origin = Origin.MANUAL,
    verb: str = "create",
) -> Row:
    """Makes a record of `values` (field → value, references as rows or keys) and returns it; raises InvalidValues."""
    return create_many(model, [values], by=by, at=at, origin=origin, verb=verb)[0]


def create_many(
    model: type[Row],
    rows: Iterable[Mapping[str, Any]],
    *,
    by: User | None,
    at: datetime,
    origin: Origin = Origin.MANUAL,
    verb: str = "create",
) -> list[Row]:
    """Makes many records as `create` does one, in a number of statements that does not grow with them."""
    return insert(model, list(rows), by=by, at=at, origin=origin, verb=verb)


def amend(record: Row, changes: Mapping[str, Any], *, by: User | None, at: datetime, verb: str = "amend") -> Row:
    """Changes fields of a record and returns it as it now stands; what changes nothing leaves no entry.

    Raises InvalidValues, and Refusal when the record is void or gone.
    """
    return amend_many([(record, changes)], by=by, at=at, verb=verb)[0]


def amend_many(
    changes: Iterable[tuple[Row, Mapping[str, Any]]], *, by: User | None, at: datetime, verb: str = "amend"
) -> list[Row]:
    """Changes many records of one register as `amend` does one; a record named twice is changed twice, in order."""
    return change([Change(record, values) for record, values in changes], by=by, at=at, verb=verb)


def void(record: Kept, *, reason: str, by: User | None, at: datetime) -> Kept:
    """Ends a record without deleting it; raises Refusal when it is void already or no reason is given."""
    return void_many([record], reason=reason, by=by, at=at)[0]


def void_many(records: Iterable[Kept], *, reason: str, by: User | None, at: datetime) -> list[Kept]:
    """Ends many records as `void` does one, all for the same reason."""
    said = reason.strip()
    if not said:
        raise Refusal("请写明作废原因。")
    if len(said) > REASON_LENGTH:
        raise Refusal(f"作废原因有 {len(said)} 个字，超过 {REASON_LENGTH} 个字的上限，请缩短。")
    ended = {"voided_at": at, "void_reason": said}
    return change([Change(record, ended) for record in records], by=by, at=at, verb="void", by_verb=True)


def take_part(record: Kept, departments: Iterable[Department], *, by: User | None, at: datetime) -> None:
    """Makes exactly these departments take part in a record, which lets them see it."""
    register = register_name(record)
    with acting(type(record)):
        locked(type(record), [record.pk])
        parts = Participant.objects.filter(register=register, uid=record.uid).select_related("department")
        before = {part.department.code: part for part in parts}
        after = {department.code: department for department in departments}
        if before.keys() == after.keys():
            return
        Participant.objects.filter(pk__in=[part.pk for code, part in before.items() if code not in after]).delete()
        fresh = [
            Participant(register=register, uid=record.uid, department=department)
            for code, department in after.items()
            if code not in before
        ]
        Participant.objects.bulk_create(fresh)
        append([Act(record, "take_part", {"participants": [sorted(before), sorted(after)]})], by=by, at=at)
