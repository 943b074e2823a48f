"""Whether rows still say what the ledger says of them: finds what was changed past the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ForeignKey, OuterRef

from gangmu.kernel.records.plain import keyed_digest, plain, reference_uids
from gangmu.kernel.records.record import Record
from gangmu.kernel.records.registers import register_name
from gangmu.kernel.records.values import fields_of

from .models import LedgerEntry


@dataclass(slots=True)
class Told:
    """What the ledger tells of one subject: the last value of each field, and how it began."""

    uid: UUID
    born: bool
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)

    def hear(self, body: Mapping[str, Any]) -> None:
        """Takes in an entry's body."""
        for name, pair in body.items():
            if isinstance(pair, list) and len(pair) == 2:
                self.values[name] = pair[1]


def first_difference(model: type[models.Model], subjects: list[Told]) -> str | None:
    """One sentence on the first of these subjects whose row is gone or differs; None when all agree."""
    register, columns = register_name(model), fields_of(model)
    names = [column.attname for column in columns]
    dated = issubclass(model, Record)
    wanted = ["uid", *names, *(["created_at"] if dated else [])]
    rows = {
        row["uid"]: row for row in model._base_manager.filter(uid__in=[each.uid for each in subjects]).values(*wanted)
    }
    known = {
        column.name: reference_uids(column, {row[column.attname] for row in rows.values()})
        for column in columns
        if isinstance(column, ForeignKey)
    }
    kind = str(model._meta.verbose_name)
    for told in subjects:
        row = rows.get(told.uid)
        if row is None:
            return f"{kind} {told.uid} 有台账而记录已不在表中，被人绕过系统删除了；请从备份找回。"
        if dated and told.born and row["created_at"] != told.at:
            return _differs(model, told.uid, "登记时间")
        for column in columns:
            value = row[column.attname]
            now = known[column.name].get(value) if column.name in known else plain(column, value)
            if not _agrees(register, column, told, now):
                return _differs(model, told.uid, str(column.verbose_name))
    return None


def first_untold(model: type[Record]) -> str | None:
    """One sentence on the first record of a register that the ledger does not know; None when it knows all."""
    told = LedgerEntry.objects.filter(register=register_name(model), uid=OuterRef("uid"))
    row = model._base_manager.filter(~Exists(told)).order_by("pk").first()
    if row is None:
        return None
    return f"{model._meta.verbose_name} {_name(row)} 没有台账，是绕过系统写进表里的；请核实它从何而来。"


def named(model: type[models.Model], uid: UUID) -> str:
    """How people find the subject: its kind and code, or its uid when the row is gone."""
    row = model._base_manager.filter(uid=uid).first()
    return f"{model._meta.verbose_name} {_name(row) if row is not None else uid}"


def _agrees(register: str, column: Any, told: Told, now: Any) -> bool:
    if column.name not in told.values:
        if not told.born or now in (None, ""):
            return True
        # A column made later than the record holds its default, which no entry tells of.
        return bool(column.has_default() and (callable(column.default) or now == plain(column, column.default)))
    said = told.values[column.name]
    if said == now or (said in (None, "") and now in (None, "")):
        return True
    if isinstance(said, dict) and "hmac" in said:
        return bool(keyed_digest(register, told.uid, column.name, now) == said)
    if isinstance(column, ForeignKey):
        return False
    try:  # the column may have been given more places or another type since
        return bool(plain(column, column.to_python(said)) == now)
    except (ValidationError, TypeError, ValueError):
        return False


def _differs(model: type[models.Model], uid: UUID, label: str) -> str:
    return f"{named(model, uid)} 的“{label}”与台账不符，被人绕过系统改动了；请对照台账核实并更正。"


def _name(row: models.Model) -> str:
    return str(getattr(row, "code", None) or row.pk)
