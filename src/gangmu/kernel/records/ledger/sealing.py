"""Seals over the ledger: written every minute, each carrying the last, so that what is sealed cannot be rewritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gangmu.kernel.records.plain import instant

from .chain import algorithm_in_use, digest
from .merkle import MerkleTree
from .models import Seal

HELD_WHILE_SEALING = 0x676D7365616C  # advisory lock "gmseal"
MOST_IN_ONE = 200_000  # entries in one seal; more are left for the next, to bound memory

TAKE = """
    UPDATE records_ledgerentry SET seal_id = %s
    WHERE id IN (SELECT id FROM records_ledgerentry WHERE seal_id IS NULL ORDER BY id LIMIT %s)
    RETURNING id, digest
"""


@transaction.atomic
def seal(at: datetime) -> Seal | None:
    """Seals the entries that are committed and not sealed yet, and returns the seal; None when there are none.

    Workers that seal at the same time wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HELD_WHILE_SEALING])
        last = Seal.objects.order_by("-number").first()
        made = Seal(
            number=last.number + 1 if last else 1,
            sealed_at=at,
            day=timezone.localdate(at),
            count=0,
            total=0,
            algorithm=algorithm_in_use(),
            previous=last.root if last else "",
        )
        cursor.execute("SELECT nextval(pg_get_serial_sequence('records_seal', 'id'))")
        made.pk = cursor.fetchone()[0]
        cursor.execute(TAKE, [made.pk, MOST_IN_ONE])
        taken = sorted(cursor.fetchall())
    if not taken:
        return None
    tree = MerkleTree(made.algorithm)
    for _, entry_digest in taken:
        tree.add(entry_digest)
    made.count = tree.count
    made.total = tree.count + (last.total if last else 0)
    made.merkle = tree.root
    made.root = root_of(made)
    made.save(force_insert=True)
    return made


def root_of(made: Seal) -> str:
    """The digest of everything a seal says, the last seal's root included."""
    return digest(
        made.algorithm,
        {
            "number": made.number,
            "sealed_at": instant(made.sealed_at),
            "day": made.day.isoformat(),
            "count": made.count,
            "total": made.total,
            "algorithm": made.algorithm,
            "merkle": made.merkle,
            "previous": made.previous,
        },
    )


def anchor() -> dict[str, Any] | None:
    """The last seal in a few words, to be kept outside and given to `verify` later; None before the first."""
    last = Seal.objects.order_by("-number").first()
    if last is None:
        return None
    return {
        "number": last.number,
        "sealed_at": instant(last.sealed_at),
        "total": last.total,
        "algorithm": last.algorithm,
        "root": last.root,
    }
