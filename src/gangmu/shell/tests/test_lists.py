"""Lists: filters, search, order, columns, pages, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.services import create, create_many, void

from .conftest import AT, HOME

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def codes(answer: HttpResponse) -> list[str]:
    """The rows of a list, in order."""
    return re.findall(r'data-panel="(SM-\d+)"', answer.content.decode())


def test_fifty_rows_a_page_and_the_rest_on_the_next(browser: Browser, grove: list[Any]) -> None:
    first, second = browser("clerk").get(HOME), browser("clerk").get(HOME, {"page": "2"})
    assert codes(first) == [tree.code for tree in grove[:50]]
    assert codes(second) == [tree.code for tree in grove[50:]]
    assert "第 51–60 条，共 60 条" in second.content.decode()


def test_chips_narrow_and_keep_their_state_in_the_address(browser: Browser, grove: list[Any]) -> None:
    answer = browser("clerk").get(HOME, {"grade": ["first", "second"], "fenced": "true"})
    wanted = [tree.code for tree in grove if tree.grade in ("first", "second") and tree.fenced]
    assert codes(answer) == wanted
    page = answer.content.decode()
    assert "一级、二级" in page
    assert "有围栏<b>是</b>" in page
    assert 'href="/s/old-trees/trees/?grade=second&amp;fenced=true"' in page


def test_ranges_of_dates_and_of_money_in_myriads(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    later = client.get(HOME, {"planted_on.from": "1750-01-01", "planted_on.to": "1752-12-31"})
    assert codes(later) == [tree.code for tree in grove if 1750 <= tree.planted_on.year <= 1752]
    rich = client.get(HOME, {"budget.from": "57"})
    assert codes(rich) == [tree.code for tree in grove if tree.budget >= 570_000]


def test_a_relation_is_chosen_by_code(browser: Browser, grove: list[Any], tree_model: Any, housing: Department) -> None:
    other = create(tree_model, {"name": "住建院内柳", "department": housing}, by=None, at=AT)
    client = browser("auditor")
    assert codes(client.get(HOME, {"department": "9902"})) == [other.code]
    orphan = create(tree_model, {"name": "无主槐"}, by=None, at=AT)
    assert codes(client.get(HOME, {"department": "none"})) == [orphan.code]


def test_search_finds_every_word(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    assert codes(client.get(HOME, {"q": "榆树 县志"})) == [
        tree.code for tree in grove if "榆树" in tree.name and "县志" in tree.story
    ]
    assert "没有符合条件的古树" in client.get(HOME, {"q": "银杏"}).content.decode()


def test_a_code_finds_its_row_alone(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    assert codes(client.get(HOME, {"q": grove[9].code.lower()})) == [grove[9].code]
    assert "没有符合条件的古树" in client.get(HOME, {"q": "SM-99999"}).content.decode()
    assert "没有符合条件的古树" in browser("neighbour").get(HOME, {"q": grove[9].code}).content.decode()


def test_order_by_a_column_both_ways(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    up = client.get(HOME, {"sort": "girth"})
    down = client.get(HOME, {"sort": "-girth"})
    assert codes(up) == [tree.code for tree in grove[:50]]
    assert codes(down) == [tree.code for tree in reversed(grove)][:50]
    assert 'aria-sort="ascending"' in up.content.decode()
    assert 'aria-sort="descending"' in down.content.decode()
    assert 'href="/s/old-trees/trees/?sort=-girth"' in up.content.decode()


def test_columns_are_chosen_in_the_address(browser: Browser, elm: Any) -> None:
    page = browser("clerk").get(HOME, {"columns": ["name", "age"]}).content.decode()
    heads = re.findall(r'<th scope="col".*?>(?:<a.*?>|<span>)(.*?)<', page)
    assert heads == ["树名", "树龄"]
    assert '<td data-title="树龄（年）" class="num">320' in page or 'class="num" data-title="树龄（年）">320' in page


def test_figures_stand_in_myriads_with_the_unit_in_the_head(browser: Browser, elm: Any) -> None:
    page = browser("clerk").get(HOME).content.decode()
    assert "养护经费<small>万元</small>" in page
    assert "12,345.68" in page


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"grade": "tenth"}, "地址里的筛选「保护级别＝tenth」读不懂"),
        ({"fenced": "maybe"}, "「有围栏＝maybe」读不懂"),
        ({"planted_on.from": "2027-13-01"}, "「栽植日期＝2027-13-01」读不懂"),
        ({"budget.to": "NaN"}, "「养护经费＝NaN」读不懂"),
        ({"sort": "department.password"}, "不能按「department.password」排序"),
        ({"columns": "uid"}, "没有「uid」这一列"),
        ({"page": "0"}, "没有第 0 页"),
        ({"page": "²"}, "没有第 ² 页"),
        ({"page": "9"}, "没有第 9 页：当前条件下共 1 页"),
        ({"void": "yes"}, "void 只能是 all"),
        ({"measure": "old-trees.none"}, "没有「old-trees.none」这个数字"),
        ({"q": "树" * 201}, "搜索词最多 200 个字"),
    ],
)
def test_what_the_address_cannot_mean_is_said(
    browser: Browser, elm: Any, params: dict[str, str], sentence: str
) -> None:
    answer = browser("clerk").get(HOME, params)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_voided_rows_are_counted_and_shown_when_asked(
    browser: Browser, grove: list[Any], people: dict[str, User]
) -> None:
    void(grove[3], reason="重复", by=people["clerk"], at=AT)
    client = browser("clerk")
    plain = client.get(HOME, {"page": "2"}).content.decode()
    assert "共 59 条；另有 1 条已作废" in plain
    whole = client.get(HOME, {"void": "all"})
    assert grove[3].code in codes(whole)
    assert '<tr class="void">' in whole.content.decode()


def test_a_figure_opens_to_exactly_its_rows(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    system = client.get("/s/old-trees/").content.decode()
    first = [tree for tree in grove if tree.grade == "first"]
    assert f"<b>{len(first)}<small>株</small></b>" in system
    assert 'href="/s/old-trees/trees/?measure=old-trees.first-grade"' in system
    rows = client.get(HOME, {"measure": "old-trees.first-grade"})
    assert codes(rows) == [tree.code for tree in first]
    assert "只看<b>一级古树</b>" in rows.content.decode()


def test_another_department_has_neither_the_list_nor_the_row(browser: Browser, elm: Any) -> None:
    client = browser("neighbour")
    assert codes(client.get(HOME)) == []
    answer = client.get(f"{HOME}{elm.code}/")
    assert answer.status_code == 404
    assert elm.name not in answer.content.decode()
    assert client.get(f"{HOME}{elm.code}/edit/").status_code == 404
    assert client.get(HOME, {"row": elm.code}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client: Client, trees: object, elm: Any) -> None:
    for path in (HOME, f"{HOME}{elm.code}/", "/", "/search/?q=榆", "/s/old-trees/"):
        assert client.get(path)["Location"].startswith("/account/login/?next=")


def test_addresses_of_nothing(browser: Browser) -> None:
    for path in ("/s/nothing/", "/s/nothing/trees/", "/s/old-trees/nothing/", f"{HOME}SM-99999/"):
        answer = browser("auditor").get(path)
        assert answer.status_code == 404
        assert "没有这一页" in answer.content.decode()


def test_the_piece_that_htmx_asks_for_is_no_whole_page(browser: Browser, elm: Any) -> None:
    client = browser("clerk")
    piece = client.get(HOME, headers={"HX-Request": "true"}).content.decode()
    assert 'id="list"' in piece
    assert "<html" not in piece
    whole = client.get(HOME, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in whole
    panel = client.get(f"{HOME}{elm.code}/", headers={"HX-Request": "true"}).content.decode()
    assert panel.lstrip().startswith('<header class="panel-head">')
    assert "Cookie, HX-Request" in client.get(HOME)["Vary"] or "HX-Request" in client.get(HOME)["Vary"]


def test_the_panel_is_part_of_the_address(browser: Browser, elm: Any) -> None:
    page = browser("clerk").get(HOME, {"row": elm.code}).content.decode()
    assert "listing with-panel" in page
    assert '<tr aria-current="true">' in page


def test_queries_do_not_grow_with_rows(
    browser: Browser,
    tree_model: Any,
    forestry: Department,
    people: dict[str, User],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser("clerk")
    values = {"name": "杨", "department": forestry, "keeper": forestry, "age": 1}
    for many in (1, 49):
        create_many(tree_model, [values] * many, by=people["clerk"], at=AT)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(HOME)


# session, user, grants, installation, rows, count, voided count, departments of the chip
LIST_QUERIES = 8


def test_more_than_ten_thousand_are_not_counted_out(
    browser: Browser, tree_model: Any, forestry: Department, monkeypatch: pytest.MonkeyPatch, people: dict[str, User]
) -> None:
    monkeypatch.setattr("gangmu.shell.listing.COUNTED", 60)
    create_many(tree_model, [{"name": f"柳{n}", "department": forestry} for n in range(70)], by=None, at=AT)
    client = browser("clerk")
    page = client.get(HOME).content.decode()
    assert "共 60+ 条" in page
    assert client.get(HOME, {"page": "2"}).status_code == 200
    refused = client.get(HOME, {"sort": "girth"})
    assert refused.status_code == 400
    assert "超过一万行时不能按「胸围」排序" in refused.content.decode()
    assert client.get(HOME, {"sort": "-code"}).status_code == 200


def test_the_clock_of_a_time_filter_is_the_local_day(browser: Browser, tree_model: Any, forestry: Department) -> None:
    """A tree inspected at 23:30 local time belongs to that day, whatever the day in London."""
    from gangmu.shell.columns import column
    from gangmu.shell.filters import Filter

    late = create(
        tree_model, {"name": "夜巡柳", "department": forestry, "inspected_at": AT + timedelta(hours=9)}, by=None, at=AT
    )
    chip = Filter(column(tree_model, "inspected_at"), (), low="2027-03-05", high="2027-03-05")
    assert list(chip.narrow(tree_model.objects.all())) == [late]
