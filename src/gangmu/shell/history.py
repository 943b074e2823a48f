"""What happened to records, in words: ledger entries with names in place of identities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from gangmu.kernel.records.ledger.models import LedgerEntry
from gangmu.kernel.records.registers import register_name

from .columns import MONEY, money, plain, split_unit
from .wording import EMPTY, grouped

VERBS = MappingProxyType({"create": "登记", "amend": "修改", "void": "作废", "attach": "加附件"})
EXTRA = MappingProxyType({"attachment": "文件"})  # what entries tell of beside the record's own fields
WITHHELD = "（保密）"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as the timeline says it."""

    title: str
    old: str
    new: str

    @property
    def first(self) -> bool:
        """Whether there was nothing before."""
        return self.old == EMPTY


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a record: who, what, when, and what changed by it."""

    number: int
    verb: str
    tone: str
    by: str
    at: datetime
    changes: tuple[Change, ...]
    more: int = 0


def verb_words(model: type[models.Model], verb: str) -> str:
    """What people call a verb; a register names its own verbs in `verb_words`."""
    own: Mapping[str, str] = getattr(model, "verb_words", {})
    return own.get(verb) or VERBS.get(verb) or "办理"


def entries_of(row: Any, *, after: int = 0) -> models.QuerySet[LedgerEntry]:
    """The chain of one record, newest first."""
    chain = LedgerEntry.objects.filter(register=register_name(row), uid=row.uid, number__gt=after)
    return chain.select_related("by").order_by("-number")


def latest_number(row: Any) -> int:
    """The number of the record's last ledger entry: which state of it a form was opened on."""
    return entries_of(row).values_list("number", flat=True).first() or 0


def told(model: type[models.Model], entries: Sequence[LedgerEntry], *, most: int = 100) -> list[Event]:
    """Entries of one register in words; one query for each kind of reference in them, however many entries."""
    names = _names(model, entries)
    return [_event(model, entry, names, most) for entry in entries]


def _event(model: type[models.Model], entry: LedgerEntry, names: Mapping[str, str], most: int) -> Event:
    creating = entry.verb == "create"
    changes = []
    for name, pair in entry.body.items():
        change = _change(model, name, pair, names)
        if change and not (creating and change.new == EMPTY):
            changes.append(change)
    tone = {"create": "made", "void": "ended"}.get(entry.verb, "")
    return Event(
        entry.number,
        verb_words(model, entry.verb),
        tone,
        str(entry.by) if entry.by else "系统",
        entry.at,
        tuple(changes[:most]),
        max(0, len(changes) - most),
    )


def _change(model: type[models.Model], name: str, pair: Any, names: Mapping[str, str]) -> Change | None:
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Change(EXTRA.get(name, "其他"), _text(old), _text(new))
    if not isinstance(field, models.Field) or field.name in ("uid", "voided_at"):
        return None
    title, unit = split_unit(str(field.verbose_name))
    return Change(title, _said(field, unit, old, names), _said(field, unit, new, names))


def _said(field: models.Field[Any, Any], unit: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, dict):
        return WITHHELD if "hmac" in value else _text(value)
    if field.is_relation:
        return names.get(str(value), "（已不可见）")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return plain(parse_datetime(str(value)))
    if isinstance(field, models.DateField):
        return plain(parse_date(str(value)))
    if isinstance(field, models.DecimalField):
        number = field.to_python(value)
        return money(number) if unit == MONEY else f"{grouped(number)}{f' {unit}' if unit else ''}"
    return _text(value)


def _text(value: Any) -> str:
    said = str(value.get("name", EMPTY)) if isinstance(value, dict) else plain(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _names(model: type[models.Model], entries: Iterable[LedgerEntry]) -> dict[str, str]:
    """What the identities in the entries are called."""
    wanted: dict[type[models.Model], set[str]] = {}
    for entry in entries:
        for name, pair in entry.body.items():
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            if field.is_relation and isinstance(field.related_model, type) and isinstance(pair, list):
                wanted.setdefault(field.related_model, set()).update(str(part) for part in pair if part)
    names: dict[str, str] = {}
    for related, keys in wanted.items():
        rows: models.QuerySet[Any] = related._base_manager.all()
        if any(field.name == "uid" for field in related._meta.fields):
            found = rows.filter(uid__in=[key for key in keys if _is_uuid(key)])
            names |= {str(row.uid): str(row) for row in found}
        else:
            names |= {str(row.pk): str(row) for row in rows.filter(pk__in=[key for key in keys if key.isdecimal()])}
    return names


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
