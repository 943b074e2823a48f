"""Verbs: what they write, what they refuse, what they leave in the ledger and the outbox."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import Area, Department, User
from gangmu.kernel.records.ledger import verify
from gangmu.kernel.records.models import LedgerEntry, Origin, OutboxEvent
from gangmu.kernel.records.services import (
    amend,
    amend_many,
    create,
    create_many,
    take_part,
    void,
)
from gangmu.kernel.records.values import InvalidValues

pytestmark = pytest.mark.django_db


def entries(record: Any) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(uid=record.uid).order_by("number"))


def test_create_writes_row_entry_and_event(tree_model: Any, forestry: Department, clerk: User, at: datetime) -> None:
    values = {"name": "老榆树", "girth": "2.5", "planted_on": "1926-04-05", "department": forestry.pk}
    tree = create(tree_model, values, by=clerk, at=at)
    stored = tree_model.objects.get(pk=tree.pk)
    assert stored.code == tree.code == f"SM-{tree.pk:05d}"
    assert (stored.girth, stored.planted_on) == (Decimal("2.50"), date(1926, 4, 5))
    assert (stored.created_at, stored.created_by, stored.origin) == (at, clerk, Origin.MANUAL)
    assert stored.department == forestry
    (entry,) = entries(tree)
    assert (entry.number, entry.verb, entry.at, entry.by, entry.previous) == (1, "create", at, clerk, "")
    assert entry.body["girth"] == [None, "2.50"]
    assert entry.body["department"] == [None, str(forestry.uid)]
    assert "story" not in entry.body
    event = OutboxEvent.objects.get(subject=tree.uid).as_cloudevent()
    assert event["type"] == "gangmu.tree.created"
    assert event["source"] == "/example.tree"
    assert event["data"]["code"] == tree.code
    assert event["time"] == "2027-03-05T06:30:00Z"
    assert verify().intact


def test_client_may_make_the_uid_and_it_counts_once(tree_model: Any, at: datetime) -> None:
    uid = uuid7()
    create(tree_model, {"name": "甲", "uid": uid}, by=None, at=at)
    with pytest.raises(Refusal, match="标识"):
        create(tree_model, {"name": "甲", "uid": uid}, by=None, at=at)
    assert tree_model.objects.filter(uid=uid).count() == 1
    assert LedgerEntry.objects.filter(uid=uid).count() == 1


def test_amend_tells_only_what_changed(tree_model: Any, forestry: Department, clerk: User, at: datetime) -> None:
    tree = create(tree_model, {"name": "老榆树", "girth": Decimal("2.5")}, by=clerk, at=at)
    changes = {"name": "老榆树", "girth": Decimal("2.500"), "department": forestry, "age": 101}
    amend(tree, changes, by=clerk, at=at + timedelta(days=1))
    second = entries(tree)[1]
    assert second.body == {"department": [None, str(forestry.uid)], "age": [None, 101]}
    assert second.previous == entries(tree)[0].digest
    assert tree_model.objects.get(pk=tree.pk).department == forestry == tree.department
    assert verify().intact


def test_amend_without_change_leaves_nothing(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "老榆树"}, by=None, at=at)
    amend(tree, {"name": "老榆树", "girth": ""}, by=None, at=at)
    assert len(entries(tree)) == 1
    assert OutboxEvent.objects.filter(subject=tree.uid).count() == 1


def test_amend_compares_with_the_row_as_it_now_stands(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "一"}, by=None, at=at)
    stale = tree_model.objects.get(pk=tree.pk)
    amend(tree, {"name": "二", "age": 3}, by=None, at=at)
    amend(stale, {"name": "三"}, by=None, at=at)
    assert entries(tree)[2].body == {"name": ["二", "三"]}
    assert stale.age == 3
    assert verify().intact


def test_search_follows_an_amendment(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "榆"}, by=None, at=at)
    amend(tree, {"name": "槐"}, by=None, at=at)
    assert "槐" in tree.search


def test_void_ends_a_record_once(tree_model: Any, clerk: User, at: datetime) -> None:
    tree = create(tree_model, {"name": "老榆树"}, by=clerk, at=at)
    void(tree, reason=" 雷击死亡 ", by=clerk, at=at)
    assert tree.is_void
    assert tree.void_reason == "雷击死亡"
    assert not tree_model.objects.live().filter(pk=tree.pk).exists()
    assert entries(tree)[1].body == {
        "voided_at": [None, "2027-03-05T06:30:00.000000Z"],
        "void_reason": ["", "雷击死亡"],
    }
    with pytest.raises(Refusal, match=f"^{tree.code} 已作废，不能再改动。$"):
        void(tree, reason="再来", by=clerk, at=at)
    with pytest.raises(Refusal, match="已作废"):
        amend(tree, {"name": "新"}, by=clerk, at=at)
    assert len(entries(tree)) == 2
    assert verify().intact


@pytest.mark.parametrize(("reason", "said"), [("  ", "请写明作废原因。"), ("长" * 201, "超过 200 个字的上限")])
def test_void_needs_a_reason(tree_model: Any, at: datetime, reason: str, said: str) -> None:
    tree = create(tree_model, {"name": "老榆树"}, by=None, at=at)
    with pytest.raises(Refusal, match=said):
        void(tree, reason=reason, by=None, at=at)


BAD = [
    ("name", "", "“树名”不能为空，请填写。"),
    ("name", None, "“树名”不能为空，请填写。"),
    ("name", "长" * 61, "“树名”有 61 个字，超过 60 个字的上限，请缩短。"),
    ("name", "a\x00b", "“树名”含有不能保存的字符，请删去后再试。"),
    ("name", "a\ud800b", "“树名”含有不能保存的字符，请删去后再试。"),
    ("grade", "fourth", "“保护级别”“fourth”不在可选范围内，应为 一级、二级、三级 之一。"),
    ("girth", "宽", "“胸围（米）”“宽”不是数，请只写数字，不带单位。"),
    ("girth", "1.234", "“胸围（米）”“1.234”位数过多：整数最多 4 位，小数最多 2 位。"),
    ("girth", "NaN", "“胸围（米）”“NaN”不是数，请只写数字，不带单位。"),
    ("girth", "-1", "“胸围（米）”“-1”过小，不得小于 0。"),
    ("age", "三百", "“树龄（年）”“三百”不是整数，请只写数字。"),
    ("age", 2**40, "“树龄（年）”“1099511627776”过大，不得大于 2147483647。"),
    ("age", 5001, "树龄不得超过 5000 年。"),
    ("planted_on", "2027-02-30", "“栽植日期”“2027-02-30”不是日期，请写成 2027-03-05。"),
    ("planted_on", "昨天", "“栽植日期”“昨天”不是日期，请写成 2027-03-05。"),
    ("inspected_at", "昨天", "“最近巡查”“昨天”不是时间，请写成 2027-03-05 14:30。"),
    ("fenced", "也许", "“有围栏”“也许”应为 是 或 否。"),
    ("keeper", 10**12, "“养护单位”所指的记录不存在，请重新选择。"),
    ("area_code", "9" * 21, "“区域代码”有 21 个字，超过 20 个字的上限，请缩短。"),
]


@pytest.mark.parametrize(("name", "value", "said"), BAD)
def test_bad_values_are_refused_in_one_sentence(
    tree_model: Any, at: datetime, name: str, value: Any, said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        create(tree_model, {"name": "树", name: value}, by=None, at=at)
    assert str(refusal.value) == said
    tree = create(tree_model, {"name": "树"}, by=None, at=at)
    with pytest.raises(Refusal) as refusal:
        amend(tree, {name: value}, by=None, at=at)
    assert str(refusal.value) == said
    assert len(entries(tree)) == 1
    assert not tree_model.objects.exclude(pk=tree.pk).exists()


def test_the_model_s_own_check_speaks_for_its_field(tree_model: Any, at: datetime) -> None:
    with pytest.raises(InvalidValues) as refusal:
        create(tree_model, {"name": "树", "grade": "first", "age": 20}, by=None, at=at)
    assert refusal.value.fields == {"age": "一级古树的树龄应在 300 年以上。"}


def test_set_form_names_the_row_that_is_wrong(tree_model: Any, at: datetime) -> None:
    with pytest.raises(InvalidValues, match=r"^第 2 条：“树名”不能为空，请填写。$"):
        create_many(tree_model, [{"name": "一"}, {"name": ""}], by=None, at=at)
    assert not tree_model.objects.exists()


def test_a_clash_names_the_field(tree_model: Any, at: datetime) -> None:
    create(tree_model, {"name": "一", "tag": "A1"}, by=None, at=at)
    with pytest.raises(Refusal, match=r"^“挂牌号”与已有的古树相同，请改用别的值或修改已有的那一条。$"):
        create(tree_model, {"name": "二", "tag": "A1"}, by=None, at=at)


@pytest.mark.parametrize("name", ["origin", "created_at", "voided_at", "code", "search", "id", "nonsense"])
def test_fields_that_verbs_own_cannot_be_given(tree_model: Any, at: datetime, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        create(tree_model, {"name": "树", name: "1"}, by=None, at=at)


def test_uid_is_for_life(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "树"}, by=None, at=at)
    with pytest.raises(TypeError, match="uid"):
        amend(tree, {"uid": uuid7()}, by=None, at=at)


def test_naive_instants_are_refused(tree_model: Any) -> None:
    with pytest.raises(ValueError, match="time zone"), pytest.warns(RuntimeWarning):
        create(tree_model, {"name": "树"}, by=None, at=datetime(2027, 3, 5))
    assert not tree_model.objects.exists()


def test_a_record_that_is_gone(tree_model: Any, at: datetime) -> None:
    tree = create(tree_model, {"name": "树"}, by=None, at=at)
    tree_model.objects.filter(pk=tree.pk).delete()
    with pytest.raises(Refusal, match="要修改的古树已不存在"):
        amend(tree, {"name": "木"}, by=None, at=at)


def test_departments_and_areas_take_the_same_verbs(at: datetime) -> None:
    town = create(Area, {"code": "99", "name": "测试镇", "level": "街镇"}, by=None, at=at)
    village = create(Area, {"code": "9901", "name": "测试村", "level": "社区村", "parent": town}, by=None, at=at)
    amend(village, {"name": "测试新村"}, by=None, at=at)
    bureaus = create_many(
        Department,
        [{"code": f"t{n}", "name": f"测试{n}局", "short_name": f"测{n}"} for n in range(3)],
        by=None,
        at=at,
    )
    assert entries(village)[0].body["parent"] == [None, str(town.uid)]
    assert entries(village)[1].body == {"name": ["测试村", "测试新村"]}
    assert all(isinstance(bureau.uid, UUID) and bureau.pk for bureau in bureaus)
    assert verify().intact


def test_personal_data_stands_in_ledger_and_outbox_as_a_digest_only(tree_model: Any, at: datetime) -> None:
    number = "220106199001011234"
    one = create(tree_model, {"name": "甲", "owner_id_number": number}, by=None, at=at)
    two = create(tree_model, {"name": "乙", "owner_id_number": number}, by=None, at=at)
    amend(two, {"owner_id_number": ""}, by=None, at=at)
    told = [entry.body for entry in LedgerEntry.objects.all()] + [event.data for event in OutboxEvent.objects.all()]
    assert number not in str(told)
    assert set(entries(one)[0].body["owner_id_number"][1]) == {"hmac"}
    assert entries(one)[0].body["owner_id_number"] != entries(two)[0].body["owner_id_number"]
    assert entries(two)[1].body["owner_id_number"][1] == ""
    assert verify().intact


def test_take_part_lets_a_department_see_a_record(
    tree_model: Any, forestry: Department, housing: Department, neighbour: User, at: datetime
) -> None:
    tree = create(tree_model, {"name": "树", "department": forestry}, by=None, at=at)
    assert not tree_model.objects.visible_to(neighbour).exists()
    take_part(tree, [housing], by=None, at=at)
    assert list(tree_model.objects.visible_to(neighbour)) == [tree]
    take_part(tree, [housing], by=None, at=at)
    take_part(tree, [], by=None, at=at)
    assert not tree_model.objects.visible_to(neighbour).exists()
    assert [entry.body for entry in entries(tree)[1:]] == [
        {"participants": [[], ["test-housing"]]},
        {"participants": [["test-housing"], []]},
    ]


def _queries(act: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as told:
        act()
    return len(told)


def test_set_forms_ask_as_often_for_many_as_for_few(
    tree_model: Any, forestry: Department, housing: Department, clerk: User, at: datetime
) -> None:
    def make(count: int) -> list[Any]:
        rows = [{"name": f"树{n}", "department": forestry.pk, "keeper": housing.pk} for n in range(count)]
        return create_many(tree_model, rows, by=clerk, at=at)

    def change(trees: list[Any]) -> None:
        changes = {"keeper": forestry.pk, "department": None}
        amend_many([(tree, {"age": n, **changes}) for n, tree in enumerate(trees)], by=clerk, at=at)

    few, many = make(3), make(300)
    assert _queries(lambda: make(3)) == _queries(lambda: make(300)) == 9
    assert _queries(lambda: change(few)) == _queries(lambda: change(many)) == 13


def test_single_verbs_ask_seldom(tree_model: Any, forestry: Department, clerk: User, at: datetime) -> None:
    tree = create(tree_model, {"name": "树"}, by=clerk, at=at)
    assert _queries(lambda: create(tree_model, {"name": "树", "department": forestry}, by=clerk, at=at)) == 4
    assert _queries(lambda: amend(tree, {"name": "木"}, by=clerk, at=at)) == 6
