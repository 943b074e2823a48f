"""What the ledger costs: one entry, many entries, sealing, verification; each against the bare statement.

    python benchmarks/ledger.py

Yardsticks: a bare INSERT and COMMIT of the same entry, a bare COPY of the same rows into the same tables, a bare
UPDATE of the seal's column, a bare reading of the entries through the same kind of cursor.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from measure import house, interleaved, nothing, report

ONE_BY_ONE = 200
MANY = 10_000
AT = datetime(2027, 3, 5, tzinfo=UTC)
COLUMNS = "register, uid, number, verb, at, body, algorithm, previous, digest"
INSERT = f"""INSERT INTO records_ledgerentry ({COLUMNS})
    VALUES ('bare', gen_random_uuid(), 1, 'amend', now(), %s, 'sha256', %s, %s)"""


def single() -> None:
    from django.db import connection

    from example.models import Tree
    from gangmu.kernel.records.services import amend, create

    tree = create(Tree, {"name": "老榆树"}, by=None, at=AT)
    ages = count(1)

    def amending() -> None:
        for _ in range(ONE_BY_ONE):
            amend(tree, {"age": next(ages) % 5000, "name": f"老榆树{next(ages)}"}, by=None, at=AT)

    def creating() -> None:
        for _ in range(ONE_BY_ONE):
            create(Tree, {"name": "老榆树", "age": 300}, by=None, at=AT)

    def bare() -> None:
        body = json.dumps({"age": [1, 2], "name": ["老榆树1", "老榆树2"]})
        with connection.cursor() as cursor:
            for _ in range(ONE_BY_ONE):
                cursor.execute(INSERT, [body, "0" * 64, "0" * 64])  # autocommit: one transaction each

    amended, created, inserted = interleaved((amending, nothing), (creating, nothing), (bare, nothing))
    against = "bare INSERT and COMMIT of an entry"
    report("amend one record (row, entry, event; one transaction)", ONE_BY_ONE, "acts/s", amended, inserted, against)
    report("create one record (row, entry, event; one transaction)", ONE_BY_ONE, "acts/s", created, inserted, against)


def many() -> None:
    from django.db import transaction

    from example.models import Tree
    from gangmu.kernel.records.ledger.chain import Act, append
    from gangmu.kernel.records.services import amend_many, create_many

    body = {"name": [None, "老榆树"], "age": [None, 300], "fenced": [None, False]}
    acts = [Act(Tree(name="老榆树"), "create", body) for _ in range(MANY)]
    rows = [{"name": f"老榆树{number}", "age": 300} for number in range(MANY)]
    made: list[Any] = []

    def appending() -> None:
        with transaction.atomic():
            append(acts, by=None, at=AT, fresh=True)

    def creating() -> None:
        made[:] = create_many(Tree, rows, by=None, at=AT)

    def amending() -> None:
        amend_many(
            [(tree, {"age": 301, "name": f"老槐树{number}"}) for number, tree in enumerate(made)], by=None, at=AT
        )

    def start_over() -> None:
        empty()
        creating()

    appending()
    told = [taken("records_ledgerentry")]
    empty()
    appended, copied = interleaved((appending, empty), (lambda: put_back(told), empty))
    against = "bare COPY of the entries into the same table"
    report(f"append {MANY:,} entries and events, set form", MANY, "entries/s", appended, copied, against)
    creating()
    written = [taken(table) for table in ("example_tree", "records_ledgerentry", "records_outboxevent")]
    empty()
    created, copied = interleaved((creating, empty), (lambda: put_back(written), empty))
    against = "bare COPY of the same records, entries and events into the same tables"
    report(f"create {MANY:,} records, set form", MANY, "records/s", created, copied, against)
    creating()
    amended, copied = interleaved((amending, empty), (lambda: put_back(written), start_over))
    report(f"amend {MANY:,} records, set form", MANY, "records/s", amended, copied, against)


def sealing_and_verifying() -> None:
    from django.db import connection

    from example.models import Tree
    from gangmu.kernel.records.ledger import seal, verify
    from gangmu.kernel.records.models import LedgerEntry, Seal
    from gangmu.kernel.records.services import amend_many, create_many

    def filling() -> None:
        empty()
        trees = create_many(Tree, [{"name": f"老榆树{number}"} for number in range(MANY // 2)], by=None, at=AT)
        amend_many([(tree, {"age": 300}) for tree in trees], by=None, at=AT)

    def sealing() -> None:
        made = seal(AT)
        assert made is not None
        assert made.count == MANY

    def marking() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE records_ledgerentry SET seal_id = %s WHERE seal_id IS NULL", [other.pk])

    def reading() -> None:
        for _ in LedgerEntry.objects.order_by("register", "uid", "number").values_list().iterator(2000):
            pass

    def verifying() -> None:
        found = verify()
        assert found.intact, found.sentence()
        assert found.entries == MANY

    def again() -> None:
        nonlocal other
        filling()
        other = Seal.objects.create(number=10**9, sealed_at=AT, day=AT, count=0, total=0, algorithm="sha256")

    def drop_other() -> None:
        filling()

    other = Seal(pk=0)
    filling()
    sealed, marked = interleaved((sealing, again), (marking, drop_other))
    report(f"seal {MANY:,} entries", MANY, "entries/s", sealed, marked, "bare UPDATE of the same column")
    seal(AT)
    verified, read = interleaved((verifying, nothing), (reading, nothing))
    report(
        f"verify {MANY:,} sealed entries of {MANY // 2:,} records (digests, links, rows, Merkle roots)",
        MANY,
        "entries/s",
        verified,
        read,
        "bare reading of the entries in the same order",
    )


def taken(table: str) -> tuple[str, bytes]:
    """A table's rows as COPY writes them, without generated columns, and the statement that puts them back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''",
            [table],
        )
        columns = cursor.fetchone()[0]
        with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
            rows = b"".join(bytes(block) for block in copy)
    return f"COPY {table} ({columns}) FROM STDIN", rows


def put_back(tables: list[tuple[str, bytes]]) -> None:
    """Bare COPY of rows that are ready, in one transaction."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in tables:
            with cursor.copy(statement) as copy:
                copy.write(rows)


def empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE records_ledgerentry, records_seal, records_outboxevent, example_tree RESTART IDENTITY")


if __name__ == "__main__":
    with house():
        single()
        empty()
        many()
        empty()
        sealing_and_verifying()
