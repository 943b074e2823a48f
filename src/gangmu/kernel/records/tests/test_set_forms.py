"""The set forms of verbs do what the single ones do, whatever they are given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.ledger import verify
from gangmu.kernel.records.models import LedgerEntry, Origin, OutboxEvent
from gangmu.kernel.records.plain import plain
from gangmu.kernel.records.services import amend, amend_many, create, create_many, void, void_many

pytestmark = pytest.mark.django_db

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": text.filter(bool),
    "story": text,
    "grade": st.sampled_from(["second", "third"]),
    "girth": st.none() | st.decimals(0, 9999, places=2),
    "budget": st.decimals(Decimal("-999999999999999999.99"), Decimal("999999999999999999.99"), places=2),
    "age": st.none() | st.integers(0, 5000),
    "planted_on": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "inspected_at": st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    "fenced": st.booleans(),
    "keeper": st.sampled_from([None, "test-forestry", "test-housing"]),
    "owner_id_number": text,
    "measurements": st.dictionaries(text, json_value, max_size=3),
}
values = st.fixed_dictionaries({"name": FIELDS["name"]}, optional={k: v for k, v in FIELDS.items() if k != "name"})
partial = st.fixed_dictionaries({}, optional=FIELDS)


def snapshot(model: Any) -> tuple[Any, ...]:
    """All that verbs wrote, keys apart."""
    rows = list(model.objects.order_by("uid").values().iterator())
    keys = [row.pop("id") for row in rows]
    codes = [row.pop("code") for row in rows]
    assert codes == [f"SM-{key:05d}" for key in keys]
    entries = LedgerEntry.objects.filter(register="example.tree").order_by("uid", "number")
    events = OutboxEvent.objects.filter(source="/example.tree").order_by("id")
    told = [
        (event.type, event.subject, event.time, event.data["number"], event.data["changes"], event.data["code"][:3])
        for event in events
    ]
    return rows, list(entries.values_list("uid", "number", "verb", "at", "by", "body", "previous", "digest")), told


@given(
    rows=st.lists(values, max_size=4),
    changes=st.lists(st.tuples(st.integers(0, 3), partial), max_size=6),
    ended=st.sets(st.integers(0, 3)),
)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_set_forms_equal_single_forms(
    tree_model: Any,
    forestry: Department,
    housing: Department,
    clerk: User,
    at: datetime,
    rows: list[dict[str, Any]],
    changes: list[tuple[int, dict[str, Any]]],
    ended: set[int],
) -> None:
    bureaus = {None: None, forestry.code: forestry, housing.code: housing.pk}

    def ready(given: dict[str, Any]) -> dict[str, Any]:
        return given | ({"keeper": bureaus[given["keeper"]]} if "keeper" in given else {})

    fresh = [ready(row) | {"uid": UUID(int=index + 1)} for index, row in enumerate(rows)]
    told = [(index, ready(change)) for index, change in changes if index < len(rows)]
    ends = sorted(index for index in ended if index < len(rows))
    seen = []
    for many in (False, True):
        with transaction.atomic():
            if many:
                trees = create_many(tree_model, fresh, by=clerk, at=at, origin=Origin.API)
                amend_many([(trees[index], change) for index, change in told], by=None, at=at)
                void_many([trees[index] for index in ends], reason="移植失败", by=clerk, at=at)
            else:
                trees = [create(tree_model, row, by=clerk, at=at, origin=Origin.API) for row in fresh]
                for index, change in told:
                    amend(trees[index], change, by=None, at=at)
                for index in ends:
                    void(trees[index], reason="移植失败", by=clerk, at=at)
            report = verify()
            assert report.intact, report.sentence()
            for tree in trees:
                stored = tree_model.objects.get(pk=tree.pk)
                for field in tree_model._meta.concrete_fields:
                    if not field.is_relation and not field.generated:
                        now = plain(field, getattr(stored, field.attname))
                        assert plain(field, getattr(tree, field.attname)) == now, field
                assert (tree.code, tree.keeper_id, tree.search) == (stored.code, stored.keeper_id, stored.search)
            seen.append(snapshot(tree_model))
            transaction.set_rollback(True)  # the other way starts from the same
    assert seen[0] == seen[1]
