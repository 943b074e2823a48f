"""The canonical plain form of a field's value: what the ledger keeps and what two values are compared by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey
from django.db.models.fields import Field
from django.utils.crypto import salted_hmac
from django.utils.duration import duration_iso_string

ENOUGH = Context(prec=1000)  # digits: PostgreSQL's own limit for a declared numeric
EXACT_IN_JSON = 2**53  # RFC 8785 section 3.2.2.3: integers beyond this are not exact in JSON

WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, str),
    (UUID, str),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, duration_iso_string),
)


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond, `2027-03-05T01:02:03.000000Z`; raises ValueError on a naive one."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(field: Field[Any, Any], value: Any) -> Any:
    """The value as JSON data that reads the same before it is stored and after; references go by `reference_uids`."""
    match value:
        case None | bool():
            return value
        case int():
            return int(value) if abs(value) < EXACT_IN_JSON else str(int(value))
        case Decimal():
            return _decimal(field, value)
        case datetime():
            return instant(value)
        case bytes() | memoryview():
            return {"sha256": hashlib.sha256(value).hexdigest()}
        case list() if isinstance(field, ArrayField):
            return [plain(field.base_field, item) for item in value]
        case float() | list() | dict():
            return json.loads(json.dumps(value, cls=DjangoJSONEncoder), parse_int=_whole, parse_float=_fraction)
    for kind, write in WRITTEN:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"{field} holds a {type(value).__name__}, which has no canonical form yet")


def reference_uids(field: ForeignKey[Any, Any], keys: Iterable[Any]) -> dict[Any, Any]:
    """For each key of a reference what the ledger calls the row: its uid, else the key; one query."""
    wanted = {key for key in keys if key is not None}
    target = field.related_model
    names: dict[Any, Any] = {None: None}
    if not wanted:
        return names
    if not any(other.name == "uid" for other in target._meta.concrete_fields):
        return names | {key: plain(target._meta.pk, key) for key in wanted}
    found = target._base_manager.filter(pk__in=wanted).values_list("pk", "uid")
    return names | {key: str(uid) for key, uid in found}


def keyed_digest(register: str, uid: UUID, name: str, value: Any) -> Any:
    """What stands in the ledger for a plain value that is personal; nothing stays nothing. The key is SECRET_KEY."""
    if value in (None, ""):
        return value
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return {"hmac": salted_hmac(f"{register}/{uid}/{name}", text, algorithm="sha256").hexdigest()}


def _decimal(field: Field[Any, Any], value: Decimal) -> str:
    places = getattr(field, "decimal_places", None)
    exact = value if places is None else value.quantize(Decimal(1).scaleb(-places), context=ENOUGH)
    return format(exact.copy_abs() if exact == 0 else exact, "f")


def _whole(text: str) -> int | str:
    return int(text) if abs(int(text)) < EXACT_IN_JSON else text


def _fraction(text: str) -> str:
    """A number with a fraction as text: its digits are then the same in every JSON reader and in PostgreSQL's jsonb."""
    number = Decimal(text)
    if number == 0:
        return "0.0"
    return text if abs(number) < EXACT_IN_JSON else format(number, "f")
