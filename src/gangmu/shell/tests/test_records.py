"""One record: its page, its form, two people at once, its end, its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.findings import Finding
from gangmu.kernel.records.ledger.models import LedgerEntry
from gangmu.kernel.records.services import amend, create, void

from .conftest import AT, HOME

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def filled(forestry: Department, **changes: str) -> dict[str, str]:
    """What a person types for a tree."""
    typed = {"name": "合心古柳", "grade": "second", "budget": "1200.50", "department": str(forestry.pk), "age": "210"}
    return typed | changes


def test_facts_timeline_and_findings_on_one_page(browser: Browser, elm: Any, people: dict[str, User]) -> None:
    amend(elm, {"girth": Decimal("3.20"), "grade": "second"}, by=people["colleague"], at=AT)
    Finding.objects.create(
        system="old-trees",
        rule="inspection",
        register="example.tree",
        uid=elm.uid,
        severity="breach",
        message="已十四个月没有巡查。",
        basis="古树名木保护条例",
        first_seen=AT,
        last_seen=AT,
    )
    page = browser("clerk").get(f"{HOME}{elm.code}/").content.decode()
    assert "1.23 亿元" in page
    assert "123,456,789.5 元" in page
    assert "杨大伟" in page
    assert re.search(r"胸围</dt><dd>3.2 米", page)
    assert re.search(r'<span class="was">一级</span>.*?→</span>二级', page)
    assert "已十四个月没有巡查。" in page
    assert "2027-03-05 14:30" in page


def test_queries_of_a_record_do_not_grow_with_its_history(
    browser: Browser, elm: Any, people: dict[str, User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser("clerk")
    for length in range(2):
        for number in range(12):
            amend(elm, {"age": 330 + number + 20 * length}, by=people["colleague"], at=AT)
        # session, user, grants, installation, row, entries, names in them, findings, attachments
        with django_assert_num_queries(9):
            client.get(f"{HOME}{elm.code}/")


def test_personal_data_stay_out_of_the_timeline(browser: Browser, elm: Any, people: dict[str, User]) -> None:
    amend(elm, {"owner_id_number": "220106199001010011"}, by=people["clerk"], at=AT)
    page = browser("clerk").get(f"{HOME}{elm.code}/").content.decode()
    assert "产权人证件号" in page
    assert "（保密）" in page
    assert "220106199001010011" not in page


def test_a_new_record_from_the_form(browser: Browser, tree_model: Any, forestry: Department) -> None:
    client = browser("clerk")
    page = client.get(f"{HOME}-/new/").content.decode()
    uid = hidden(page, "uid")
    typed = filled(forestry, uid=uid, planted_on="1810-05-01", fenced="on")
    answer = client.post(f"{HOME}-/new/", typed, follow=True)
    tree = tree_model.objects.get()
    assert (tree.name, tree.budget, tree.planted_on, tree.fenced) == (
        "合心古柳",
        Decimal("1200.50"),
        date(1810, 5, 1),
        True,
    )
    assert answer.redirect_chain == [(f"{HOME}{tree.code}/", 302)]
    assert f"已登记古树 {tree.code}" in answer.content.decode()
    assert str(tree.uid) == uid
    assert LedgerEntry.objects.get(uid=tree.uid).by == tree.created_by


def test_a_form_sent_twice_makes_one_record(browser: Browser, tree_model: Any, forestry: Department) -> None:
    client = browser("clerk")
    typed = filled(forestry, uid=hidden(client.get(f"{HOME}-/new/").content.decode(), "uid"))
    first, second = client.post(f"{HOME}-/new/", typed), client.post(f"{HOME}-/new/", typed)
    assert first["Location"] == second["Location"]
    assert tree_model.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "不能为空，请填写。"),
        ({"budget": "很多"}, "“很多”不是数，请只写数字，不带单位。"),
        ({"budget": ""}, "不能为空，请填写。"),
        ({"girth": "-1"}, "“-1”过小，不得小于 0。"),
        ({"planted_on": "1810-13-01"}, "“1810-13-01”不是日期，请写成 2027-03-05。"),
        ({"inspected_at": "昨天"}, "“昨天”不是时间，请写成 2027-03-05 14:30。"),
        ({"grade": "tenth"}, "“tenth”不在可选范围内，应为 一级、二级、三级 之一。"),
        ({"keeper": "999999"}, "所指的记录不存在，请重新选择。"),
        ({"name": "树" * 61}, "有 61 个字，超过 60 个字的上限，请缩短。"),
        ({"age": "6000"}, "树龄不得超过 5000 年。"),
        ({"grade": "first", "age": "100"}, "一级古树的树龄应在 300 年以上。"),
    ],
)
def test_refusals_stand_in_sentences_beside_the_field(
    browser: Browser, tree_model: Any, forestry: Department, changes: dict[str, str], sentence: str
) -> None:
    client = browser("clerk")
    typed = filled(forestry, uid=hidden(client.get(f"{HOME}-/new/").content.decode(), "uid"), **changes)
    answer = client.post(f"{HOME}-/new/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "没有保存，请改正" in page
    assert all(value in page for name, value in changes.items() if name != "keeper")
    assert not tree_model.objects.exists()


def test_nobody_puts_a_record_out_of_their_own_sight(
    browser: Browser, tree_model: Any, forestry: Department, housing: Department
) -> None:
    client = browser("clerk")
    uid = hidden(client.get(f"{HOME}-/new/").content.decode(), "uid")
    nowhere = client.post(f"{HOME}-/new/", filled(forestry, uid=uid, department=""))
    assert "登记后您自己也看不到" in nowhere.content.decode()
    elsewhere = client.post(f"{HOME}-/new/", filled(forestry, uid=uid, department=str(housing.pk)))
    assert "所指的记录不存在" in elsewhere.content.decode()
    assert not tree_model.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("key", ["auditor", "nobody"])
def test_only_editors_may_write(browser: Browser, elm: Any, key: str) -> None:
    client = browser(key)
    answer = client.get(f"{HOME}-/new/")
    assert answer.status_code == 403
    assert "您没有登记“古树”的权限" in answer.content.decode()
    for path in ("-/new/", "-/import/", f"{elm.code}/edit/", f"{elm.code}/void/", f"{elm.code}/attach/"):
        assert client.post(f"{HOME}{path}", {}).status_code == 403
    assert "新建古树" not in client.get(HOME).content.decode()


def test_an_edit_is_saved_and_told(browser: Browser, elm: Any, forestry: Department) -> None:
    client = browser("clerk")
    path = f"{HOME}{elm.code}/edit/"
    seen = hidden(client.get(path).content.decode(), "seen")
    answer = client.post(path, filled(forestry, seen=seen), follow=True)
    assert f"已保存对 {elm.code} 的修改。" in answer.content.decode()
    elm.refresh_from_db()
    assert (elm.name, elm.grade) == ("合心古柳", "second")
    again = client.post(path, filled(forestry, seen=str(int(seen) + 1)), follow=True)
    assert "没有改动" in again.content.decode()


def test_two_people_at_once(browser: Browser, elm: Any, forestry: Department, people: dict[str, User]) -> None:
    """The second is told who changed what when, sees both, and may then save knowingly."""
    client = browser("clerk")
    path = f"{HOME}{elm.code}/edit/"
    seen = hidden(client.get(path).content.decode(), "seen")
    amend(elm, {"girth": Decimal("4.10"), "name": "春城双榆"}, by=people["colleague"], at=AT)
    answer = client.post(path, filled(forestry, seen=seen))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "杨大伟 于 2027-03-05 14:30 修改" in page
    assert "树名由“春城大榆”改为“春城双榆”" in page
    assert re.search(r'<th scope="row">树名</th><td>春城双榆</td><td>合心古柳</td>', page)
    elm.refresh_from_db()
    assert elm.name == "春城双榆"
    saved = client.post(path, filled(forestry, seen=hidden(page, "seen")))
    assert saved.status_code == 302
    elm.refresh_from_db()
    assert elm.name == "合心古柳"


@pytest.mark.parametrize("seen", ["", "x", "-1", "²"])
def test_a_form_without_its_state_is_refused(browser: Browser, elm: Any, forestry: Department, seen: str) -> None:
    answer = browser("clerk").post(f"{HOME}{elm.code}/edit/", filled(forestry, seen=seen))
    assert answer.status_code == 400
    assert "表单不完整" in answer.content.decode()


def test_void_with_a_reason(browser: Browser, elm: Any) -> None:
    client = browser("clerk")
    path = f"{HOME}{elm.code}/void/"
    empty = client.post(path, {"reason": "  "})
    assert empty.status_code == 200
    assert 'id="reason-error"' in empty.content.decode()
    page = client.post(path, {"reason": "与另一条重复"}, follow=True).content.decode()
    assert "作废：与另一条重复" in page
    assert "已作废" in page
    assert "/edit/" not in page
    assert "已作废，不能再改动" in client.get(f"{HOME}{elm.code}/edit/").content.decode()


def test_files_are_kept_and_opened_by_those_who_may(browser: Browser, elm: Any) -> None:
    client = browser("clerk")
    file = SimpleUploadedFile("现场照片.png", PNG, content_type="image/png")
    page = client.post(f"{HOME}{elm.code}/attach/", {"file": file}, follow=True).content.decode()
    assert "已上传“现场照片.png”。" in page
    link = re.search(r'href="(/files/[0-9a-f-]+/)"', page)
    assert link
    answer = client.get(link[1])
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    assert browser("neighbour").get(link[1]).status_code == 404
    assert "加附件" in page


def test_a_file_of_another_kind_is_refused_in_a_sentence(browser: Browser, elm: Any) -> None:
    file = SimpleUploadedFile("程序.exe", b"MZ" + b"\0" * 80)
    page = browser("clerk").post(f"{HOME}{elm.code}/attach/", {"file": file}, follow=True).content.decode()
    assert "不能上传" in page
    assert "没有选择文件" in browser("clerk").post(f"{HOME}{elm.code}/attach/", {}, follow=True).content.decode()


def test_a_voided_choice_is_not_offered(browser: Browser, tree_model: Any, elm: Any, people: dict[str, User]) -> None:
    """Departments of another bureau are not offered either: a clerk writes for the own one."""
    other = create(tree_model, {"name": "废", "department": elm.department}, by=people["clerk"], at=AT)
    void(other, reason="错", by=people["clerk"], at=AT)
    page = browser("clerk").get(f"{HOME}-/new/").content.decode()
    select = re.search(r'<select name="department".*?</select>', page, re.DOTALL)
    assert select
    assert "林业局" in select[0]
    assert "住建局" not in select[0]
