"""Findings open, stay and clear with what a rule finds, and only then."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from gangmu.core.rules import Finding as Found
from gangmu.core.rules import Severity
from gangmu.kernel.records.findings import Finding, observe
from gangmu.kernel.records.services import create_many

HOUR = timedelta(hours=1)
LATE = Found("late", Severity.WARNING, "已超期 1 天。", "某办法第三条")
LATER = Found("late", Severity.BREACH, "已超期 9 天。", "某办法第三条")


@pytest.fixture
def trees(tree_model: Any, at: datetime, db: None) -> list[Any]:
    return create_many(tree_model, [{"name": f"树{n}"} for n in range(3)], by=None, at=at)


def look(model: Any, found: dict[UUID, Found], at: datetime, rows: Any = None, rule: str = "late") -> None:

    observe(system="trees", rule=rule, candidates=model.objects.all() if rows is None else rows, found=found, at=at)


def opened() -> dict[UUID, tuple[str, datetime, datetime]]:
    return {row.uid: (row.severity, row.first_seen, row.last_seen) for row in Finding.objects.filter(cleared_at=None)}


@pytest.mark.django_db
class TestObserve:
    def test_opens_refreshes_and_clears(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        one, two, _ = (tree.uid for tree in trees)
        look(tree_model, {one: LATE, two: LATE}, at)
        assert opened() == {one: ("warning", at, at), two: ("warning", at, at)}
        look(tree_model, {one: LATER}, at + HOUR)
        assert opened() == {one: ("breach", at, at + HOUR)}
        cleared = Finding.objects.get(uid=two)
        assert (cleared.cleared_at, cleared.last_seen) == (at + HOUR, at)

    def test_a_new_breach_after_clearing_is_a_new_finding(
        self, tree_model: Any, trees: list[Any], at: datetime
    ) -> None:
        one = trees[0].uid
        for hour, found in enumerate([{one: LATE}, {}, {one: LATE}]):
            look(tree_model, found, at + hour * HOUR)
        assert Finding.objects.filter(uid=one).count() == 2
        assert opened() == {one: ("warning", at + 2 * HOUR, at + 2 * HOUR)}

    def test_the_same_again_changes_nothing(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        found = {tree.uid: LATE for tree in trees}
        look(tree_model, found, at)
        before = list(Finding.objects.order_by("id").values())
        look(tree_model, found, at)
        assert list(Finding.objects.order_by("id").values()) == before

    def test_an_older_look_takes_nothing_back(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        look(tree_model, {trees[0].uid: LATER}, at)
        look(tree_model, {trees[0].uid: LATE}, at - HOUR)
        assert opened() == {trees[0].uid: ("breach", at, at)}

    def test_only_rows_that_were_judged_are_cleared(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        look(tree_model, {tree.uid: LATE for tree in trees}, at)
        look(tree_model, {}, at + HOUR, tree_model.objects.filter(pk=trees[0].pk))
        assert set(opened()) == {trees[1].uid, trees[2].uid}

    def test_rules_keep_apart(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        look(tree_model, {trees[0].uid: LATE}, at)
        look(tree_model, {}, at, rule="other")
        assert set(opened()) == {trees[0].uid}
        with pytest.raises(ValueError, match="late"):
            look(tree_model, {trees[0].uid: LATE}, at, rule="other")

    def test_asks_as_often_for_many_as_for_few(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        counts = []
        for number in (5, 500):
            for hour in range(2):
                with CaptureQueriesContext(connection) as told:
                    look(tree_model, {uuid7(): LATE for _ in range(number)}, at + hour * HOUR)
                counts.append(len(told))
        assert counts == [6] * 4

    def test_the_database_keeps_one_open(self, tree_model: Any, trees: list[Any], at: datetime) -> None:
        look(tree_model, {trees[0].uid: LATE}, at)
        row = Finding.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError, match="records_finding_open_once"):
            row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_open_once(tree_model: Any, trees: list[Any], at: datetime) -> None:
    begin = threading.Barrier(2)
    failed: list[Exception] = []

    def run() -> None:
        begin.wait()
        try:
            for hour in range(10):
                look(tree_model, {tree.uid: LATE for tree in trees} if hour % 2 == 0 else {}, at + hour * HOUR)
        except Exception as error:
            failed.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Finding.objects.filter(cleared_at=None).count() <= 3
