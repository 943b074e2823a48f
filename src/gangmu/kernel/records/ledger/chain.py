"""Acts become entries of their subjects' chains, and events in the outbox, in the transaction of the act itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from uuid_utils.compat import uuid7

from gangmu.kernel.access.models import User
from gangmu.kernel.records.bulk import copy_rows
from gangmu.kernel.records.canonical import canonical
from gangmu.kernel.records.plain import instant
from gangmu.kernel.records.registers import register_name

ALGORITHMS = ("sha256", "sm3")
PAST = {"create": "created", "amend": "amended", "void": "voided", "attach": "attached"}

HEADS = """
    SELECT subject.uid, head.number, head.digest
    FROM unnest(%s::uuid[]) AS subject(uid) CROSS JOIN LATERAL (
        SELECT number, digest FROM records_ledgerentry
        WHERE register = %s AND uid = subject.uid ORDER BY number DESC LIMIT 1
    ) AS head
"""
ENTRY = ("register", "uid", "number", "verb", "at", "by_id", "body", "algorithm", "previous", "digest")
EVENT = ("uid", "type", "source", "subject", "time", "data")
BOTH = f"""
    WITH entry AS (
        INSERT INTO records_ledgerentry ({", ".join(ENTRY)}) VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)
    )
    INSERT INTO records_outboxevent ({", ".join(EVENT)}) VALUES (%s, %s, %s, %s, %s, %s::jsonb)
"""  # noqa: S608 - names of our own columns


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb did to one record: field → [old, new] in canonical plain values."""

    subject: models.Model
    verb: str
    body: dict[str, list[Any]]


def algorithm_in_use() -> str:
    """The digest algorithm for new entries and seals: `LEDGER_ALGORITHM` of the settings; raises ValueError."""
    name: str = getattr(settings, "LEDGER_ALGORITHM", ALGORITHMS[0])
    if name not in ALGORITHMS or name not in hashlib.algorithms_available:
        raise ValueError(f"LEDGER_ALGORITHM is {name}: the ledger needs sha256, or sm3 where OpenSSL has it")
    return name


def digest(algorithm: str, content: Any) -> str:
    """The digest, in hex, of the canonical JSON (RFC 8785) of `content`."""
    return hashlib.new(algorithm, canonical(content).encode()).hexdigest()


def content(
    register: str,
    uid: UUID,
    number: int,
    verb: str,
    at: datetime,
    by: UUID | None,
    body: Any,
    algorithm: str,
    previous: str,
) -> dict[str, Any]:
    """Everything that an entry's digest covers; `by` is the person's uid."""
    return {
        "register": register,
        "uid": str(uid),
        "number": number,
        "verb": verb,
        "at": instant(at),
        "by": None if by is None else str(by),
        "body": body,
        "algorithm": algorithm,
        "previous": previous,
    }


def append(acts: Sequence[Act], *, by: User | None, at: datetime, fresh: bool = False) -> None:
    """Writes one entry and one event an act, in order; all subjects are of one register and their rows are locked.

    `fresh` says that the subjects were made in this transaction and have no chain yet.
    """
    if not acts:
        return
    heads = {} if fresh else _heads(acts)
    algorithm = algorithm_in_use()
    by_key, by_uid = (by.pk, by.uid) if by else (None, None)
    register = register_name(acts[0].subject)
    kind = acts[0].subject._meta.model_name
    entries, events = [], []
    for act in acts:
        uid: UUID = act.subject.uid  # type: ignore[attr-defined]
        last, previous = heads.get(uid, (0, ""))
        number = last + 1
        covered = content(register, uid, number, act.verb, at, by_uid, act.body, algorithm, previous)
        made = digest(algorithm, covered)
        heads[uid] = (number, made)
        body = canonical(act.body)
        entries.append((register, uid, number, act.verb, at, by_key, body, algorithm, previous, made))
        told = canonical({"code": getattr(act.subject, "code", None), "number": number})
        data = f'{told[:-1]},"changes":{body}}}'
        events.append((uuid7(), f"gangmu.{kind}.{PAST.get(act.verb, act.verb)}", f"/{register}", uid, at, data))
    if len(acts) == 1:
        with connection.cursor() as cursor:
            cursor.execute(BOTH, [*entries[0], *events[0]])
    else:
        copy_rows("records_ledgerentry", ENTRY, entries)
        copy_rows("records_outboxevent", EVENT, events)


def _heads(acts: Sequence[Act]) -> dict[UUID, tuple[int, str]]:
    subjects = {act.subject.uid for act in acts}  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(HEADS, [list(subjects), register_name(acts[0].subject)])
        return {uid: (number, last) for uid, number, last in cursor.fetchall()}
