"""The ledger finds what was changed past it, wherever and however."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import rfc8785
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django import app
from pytest_django import Settings

from gangmu.kernel.access.models import User
from gangmu.kernel.records.canonical import canonical
from gangmu.kernel.records.ledger import anchor, seal, verify
from gangmu.kernel.records.ledger.chain import algorithm_in_use, content, digest
from gangmu.kernel.records.ledger.merkle import MerkleTree
from gangmu.kernel.records.ledger.sealing import root_of
from gangmu.kernel.records.models import LedgerEntry, Seal
from gangmu.kernel.records.services import amend, create, create_many, void


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite(entry: LedgerEntry, **fields: Any) -> None:
    """What somebody with the keys to the database would do: change an entry and make its digest fit again."""
    for name, value in fields.items():
        setattr(entry, name, value)
    by = entry.by.uid if entry.by else None
    covered = content(
        entry.register, entry.uid, entry.number, entry.verb, entry.at, by, entry.body, entry.algorithm, entry.previous
    )
    LedgerEntry.objects.filter(pk=entry.pk).update(**fields, digest=digest(entry.algorithm, covered))


@pytest.fixture
def trees(tree_model: Any, clerk: User, at: datetime) -> list[Any]:
    """Three trees with three entries each; the first two of each are sealed."""
    made = create_many(tree_model, [{"name": f"树{n}", "age": n} for n in range(3)], by=clerk, at=at)
    for tree in made:
        amend(tree, {"age": 100}, by=clerk, at=at + timedelta(days=1))
    seal(at + timedelta(days=1, minutes=1))
    for tree in made:
        amend(tree, {"age": 200}, by=None, at=at + timedelta(days=2))
    return sorted(made, key=lambda tree: str(tree.uid))


def entry(tree: Any, number: int) -> LedgerEntry:
    return LedgerEntry.objects.select_related("by").get(uid=tree.uid, number=number)


@pytest.mark.django_db
class TestVerify:
    def test_an_untouched_ledger_is_intact(self, trees: list[Any]) -> None:
        said: list[int] = []
        report = verify(progress=said.append)
        assert report.sentence() == ("台账完好：9 条、3 个对象逐条相接且与现有记录一致，其中 6 条在 1 次封存之内。")
        assert (report.intact, report.entries, report.subjects, report.seals, report.sealed) == (True, 9, 3, 1, 6)
        assert said[-1] == 15

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("body", json.dumps({"age": [1, 101]})),
            ("body", "[]"),
            ("body", json.dumps({"age": [1, 2**60]})),
            ("at", "2027-03-06 06:30:00.000001+00"),
            ("verb", "create"),
            ("by_id", None),
            ("algorithm", "md5"),
            ("digest", "0" * 64),
            ("previous", "0" * 64),
        ],
    )
    def test_one_changed_column_is_found(self, trees: list[Any], column: str, value: Any) -> None:
        run(f"UPDATE records_ledgerentry SET {column} = %s WHERE id = %s", value, entry(trees[1], 2).pk)
        report = verify()
        assert not report.intact
        assert report.sentence().startswith(f"古树 {trees[1].code} 的第 2 条台账（")
        assert "内容与摘要不符" in report.sentence()

    def test_one_changed_byte_is_found_first_to_last(self, trees: list[Any]) -> None:
        for tree in (trees[2], trees[0]):
            run(
                "UPDATE records_ledgerentry SET body = replace(body::text, '200', '201')::jsonb WHERE id = %s",
                entry(tree, 3).pk,
            )
        assert verify().sentence().startswith(f"古树 {trees[0].code} 的第 3 条台账")

    def test_a_rewritten_entry_breaks_the_link(self, trees: list[Any]) -> None:
        rewrite(entry(trees[1], 2), body={"age": [1, 150]})
        assert (
            verify().sentence()
            == f"古树 {trees[1].code} 的第 3 条台账与第 2 条不相接，其中一条被改写过；请用备份核对。"
        )

    def test_a_rewritten_tail_is_found_by_its_seal(self, trees: list[Any]) -> None:
        second = entry(trees[1], 2)
        rewrite(second, body={"age": [1, 150]})
        rewrite(entry(trees[1], 3), previous=entry(trees[1], 2).digest)
        assert verify().sentence() == "第 1 号封存所封的 6 条台账与封存时不同，封存之后被改写过；请用备份核对。"

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_missing_entry_is_found(self, trees: list[Any], number: int) -> None:
        entry(trees[1], number).delete()
        assert verify().sentence() == f"古树 {trees[1].code} 缺第 {number} 条台账，被人删除了；请从备份找回。"

    def test_a_cut_tail_is_found_by_the_row(self, trees: list[Any]) -> None:
        entry(trees[1], 3).delete()
        assert f"古树 {trees[1].code} 的“树龄（年）”与台账不符" in verify().sentence()

    def test_a_subject_wiped_out_is_found_by_the_seal(self, trees: list[Any], tree_model: Any) -> None:
        LedgerEntry.objects.filter(uid=trees[1].uid).delete()
        tree_model.objects.filter(pk=trees[1].pk).delete()
        assert verify().sentence().startswith("第 1 号封存应有 6 条台账，现有 4 条")

    def test_a_deleted_row_is_found(self, trees: list[Any], tree_model: Any) -> None:
        tree_model.objects.filter(pk=trees[1].pk).delete()
        assert verify().sentence() == (
            f"古树 {trees[1].uid} 有台账而记录已不在表中，被人绕过系统删除了；请从备份找回。"
        )

    @pytest.mark.parametrize(
        ("change", "label"),
        [
            ({"age": 201}, "树龄（年）"),
            ({"story": "假的"}, "来历"),
            ({"name": ""}, "树名"),
            ({"origin": "模拟"}, "来源"),
            ({"void_reason": "假的"}, "作废原因"),
            ({"created_at": "2020-01-01T00:00:00Z"}, "登记时间"),
            ({"owner_id_number": "123"}, "产权人证件号"),
        ],
    )
    def test_a_row_changed_past_the_verbs_is_found(
        self, trees: list[Any], tree_model: Any, change: dict[str, Any], label: str
    ) -> None:
        tree_model.objects.filter(pk=trees[1].pk).update(**change)
        assert verify().sentence() == (
            f"古树 {trees[1].code} 的“{label}”与台账不符，被人绕过系统改动了；请对照台账核实并更正。"
        )

    def test_a_row_put_in_past_the_verbs_is_found(self, trees: list[Any], tree_model: Any, at: datetime) -> None:
        stray = tree_model.objects.create(name="外来", created_at=at)
        assert verify().sentence() == f"古树 {stray.code} 没有台账，是绕过系统写进表里的；请核实它从何而来。"

    def test_personal_data_changed_in_the_row_is_found(self, tree_model: Any, at: datetime) -> None:
        tree = create(tree_model, {"name": "树", "owner_id_number": "11"}, by=None, at=at)
        assert verify().intact
        tree_model.objects.filter(pk=tree.pk).update(owner_id_number="12")
        assert "“产权人证件号”与台账不符" in verify().sentence()

    def test_a_register_that_is_gone_is_named(self, tree_model: Any, at: datetime) -> None:
        tree = create(tree_model, {"name": "树"}, by=None, at=at)
        rewrite(entry(tree, 1), register="old.thing")
        tree_model.objects.filter(pk=tree.pk).delete()
        assert verify().sentence().endswith("（登记表 old.thing 已不在系统中，只核验了台账）。")

    def test_it_asks_no_more_for_more(self, tree_model: Any, at: datetime, django_assert_max_num_queries: Any) -> None:
        create_many(tree_model, [{"name": "树"}] * 1500, by=None, at=at)
        with django_assert_max_num_queries(20):
            assert verify().entries == 1500


@pytest.mark.django_db
class TestSeal:
    def test_seals_chain_and_count(self, trees: list[Any], at: datetime) -> None:
        second = seal(at + timedelta(days=3))
        first = Seal.objects.get(number=1)
        assert second is not None
        assert (second.number, second.count, second.total, second.previous) == (2, 3, 9, first.root)
        assert seal(at + timedelta(days=4)) is None
        assert Seal.objects.count() == 2
        assert verify().sealed == 9

    def test_the_clock_seals_each_minute(self, trees: list[Any]) -> None:
        (task,) = [
            periodic
            for periodic in app.periodic_registry.periodic_tasks.values()
            if periodic.task.name == "records.seal_ledger"
        ]
        assert task.cron == "* * * * *"
        task.task(timestamp=0)
        assert verify().sealed == 9

    def test_the_day_is_the_district_s(self, trees: list[Any]) -> None:
        made = seal(datetime.fromisoformat("2027-03-31T16:00:00+00:00"))
        assert made is not None
        assert made.day.isoformat() == "2027-04-01"

    def test_an_anchor_kept_outside_agrees(self, trees: list[Any], at: datetime) -> None:
        kept = json.loads(json.dumps(anchor()))
        seal(at + timedelta(days=3))
        report = verify(anchor=kept)
        assert report.anchored
        assert "与所给锚点一致" in report.sentence()

    def test_a_rewritten_history_is_found_by_the_anchor(self, trees: list[Any]) -> None:
        kept = anchor()
        told = Seal.objects.get()
        told.sealed_at += timedelta(seconds=1)
        told.root = root_of(told)
        told.save()
        assert verify().intact
        assert verify(anchor=kept).sentence() == "第 1 号封存的根与所给锚点不同，封存之后被改写过；请用备份核对。"

    def test_a_cut_history_is_found_by_the_anchor(self, trees: list[Any]) -> None:
        kept = anchor()
        LedgerEntry.objects.update(seal=None)
        Seal.objects.all().delete()
        assert verify().intact
        assert verify(anchor=kept).sentence().startswith("所给锚点的第 1 号封存已不存在")

    def test_there_is_no_anchor_before_the_first_seal(self, db: None) -> None:
        assert anchor() is None

    @pytest.mark.parametrize(
        ("column", "value", "said"),
        [
            ("count", 5, "第 1 号封存应有 5 条台账，现有 6 条"),
            ("merkle", "0" * 64, "第 1 号封存所封的 6 条台账与封存时不同"),
            ("previous", "0" * 64, "第 1 号封存与上一次封存不相接"),
            ("total", 7, "第 1 号封存与上一次封存不相接"),
            ("sealed_at", "2027-01-01T00:00:00Z", "第 1 号封存的根与其内容不符"),
            ("root", "0" * 64, "第 1 号封存的根与其内容不符"),
            ("number", 2, "缺第 1 号封存"),
            ("algorithm", "md5", "第 1 号封存的算法“md5”不是本系统所用"),
        ],
    )
    def test_a_changed_seal_is_found(self, trees: list[Any], column: str, value: Any, said: str) -> None:
        Seal.objects.update(**{column: value})
        assert verify().sentence().startswith(said)

    def test_an_entry_moved_out_of_its_seal_is_found(self, trees: list[Any]) -> None:
        LedgerEntry.objects.filter(pk=entry(trees[0], 1).pk).update(seal=None)
        assert verify().sentence().startswith("第 1 号封存应有 6 条台账，现有 5 条")


@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_lose_and_double_nothing(tree_model: Any, at: datetime) -> None:
    begin = threading.Barrier(5)

    def write(name: str) -> None:
        begin.wait()
        for number in range(20):
            tree = create(tree_model, {"name": f"{name}{number}"}, by=None, at=at)
            with transaction.atomic():
                amend(tree, {"age": 1}, by=None, at=at)
                void(tree, reason="完", by=None, at=at)
        connection.close()

    def close() -> None:
        begin.wait()
        for _ in range(20):
            seal(at)
        connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "甲乙丙"]
    threads += [threading.Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal(at)
    report = verify()
    assert report.intact, report.sentence()
    assert report.entries == report.sealed == 180
    assert [made.number for made in Seal.objects.order_by("number")] == list(range(1, report.seals + 1))


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_record_wait_for_each_other(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "树"}, by=None, at=at)

    def write(age: int) -> None:
        for step in range(10):
            amend(tree_model.objects.get(pk=tree.pk), {"age": age + step}, by=None, at=at)
        connection.close()

    threads = [threading.Thread(target=write, args=(age,)) for age in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = LedgerEntry.objects.filter(uid=tree.uid).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 32))
    assert verify().intact


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_merkle_tree_is_that_of_rfc_9162(leaves: list[bytes]) -> None:
    def head(items: list[bytes]) -> bytes:
        if len(items) < 2:
            return hashlib.sha256(b"\x00" + items[0] if items else b"").digest()
        split = 1 << (len(items) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + head(items[:split]) + head(items[split:])).digest()

    tree = MerkleTree("sha256")
    for leaf in leaves:
        tree.add(leaf.hex())
    assert tree.root == head(leaves).hex()
    assert tree.count == len(leaves)


def test_digest_is_over_canonical_json() -> None:
    shuffled = {"b": "2", "a": ["\u20ac", None, True, 1]}
    assert rfc8785.dumps(shuffled) == '{"a":["€",null,true,1],"b":"2"}'.encode()
    assert digest("sha256", shuffled) == hashlib.sha256('{"a":["€",null,true,1],"b":"2"}'.encode()).hexdigest()


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
@pytest.mark.django_db
def test_sm3_where_the_district_asks_for_it(tree_model: Any, at: datetime, settings: Settings) -> None:
    tree = create(tree_model, {"name": "树"}, by=None, at=at)
    settings.LEDGER_ALGORITHM = "sm3"
    amend(tree, {"age": 3}, by=None, at=at)
    made = seal(at)
    assert made is not None
    assert made.algorithm == "sm3"
    assert list(LedgerEntry.objects.order_by("number").values_list("algorithm", flat=True)) == ["sha256", "sm3"]
    report = verify()
    assert report.intact, report.sentence()


def test_other_algorithms_are_refused(settings: Settings) -> None:
    settings.LEDGER_ALGORITHM = "md5"
    with pytest.raises(ValueError, match="sha256"):
        algorithm_in_use()


json_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(json_value)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


def test_keys_are_ordered_as_utf_16() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2, "a": 3}  # RFC 8785 section 3.2.3
    assert canonical(value) == '{"a":3,"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("value", [float("nan"), {"a": object()}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)
