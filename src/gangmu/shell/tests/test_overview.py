"""The first page, the page of a system, and search: what one sees is what one may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.findings import Finding
from gangmu.kernel.records.services import amend, create_many, void

from .conftest import AT

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def find_wrong(tree: Any, severity: str, message: str) -> None:
    Finding.objects.create(
        system="old-trees",
        rule=message,
        register="example.tree",
        uid=tree.uid,
        severity=severity,
        message=message,
        basis="条例",
        first_seen=AT,
        last_seen=AT,
    )


def test_what_needs_me_gravest_first(browser: Browser, grove: list[Any]) -> None:
    find_wrong(grove[0], "hint", "请核对树龄。")
    find_wrong(grove[1], "warning", "巡查将到期。")
    find_wrong(grove[2], "breach", "巡查已超期。")
    page = browser("clerk").get("/").content.decode()
    assert page.index("巡查已超期。") < page.index("巡查将到期。") < page.index("请核对树龄。")
    assert "没有需要您处理的事项" in browser("neighbour").get("/").content.decode()


def test_more_than_a_page_of_needs_is_counted(browser: Browser, grove: list[Any]) -> None:
    for number, tree in enumerate(grove[:9]):
        find_wrong(tree, "warning", f"第{number}件。")
    assert "另有 2 项" in browser("clerk").get("/").content.decode()


def test_what_changed_is_one_line_an_act(browser: Browser, grove: list[Any], people: dict[str, User]) -> None:
    amend(grove[5], {"grade": "first"}, by=people["colleague"], at=AT + timedelta(hours=1))
    void(grove[6], reason="枯死", by=people["clerk"], at=AT + timedelta(hours=2))
    page = browser("clerk").get("/").content.decode()
    assert "等 60 条" in page
    assert "杨大伟修改古树" in page
    assert "作废原因：枯死" in page
    assert page.index("枯死") < page.index("杨大伟修改古树") < page.index("等 60 条")
    elsewhere = browser("neighbour").get("/").content.decode()
    assert "还没有变动" in elsewhere
    assert grove[5].name not in elsewhere


def test_own_changes_are_found_behind_many_of_others(
    browser: Browser, tree_model: Any, people: dict[str, User], housing: Department, elm: Any
) -> None:
    rows = [{"name": f"别家{n}", "department": housing} for n in range(1200)]
    create_many(tree_model, rows, by=people["neighbour"], at=AT + timedelta(days=1))
    assert "林小树登记古树" in browser("clerk").get("/").content.decode()


def test_queries_of_the_first_page_do_not_grow(
    browser: Browser,
    tree_model: Any,
    people: dict[str, User],
    forestry: Department,
    django_assert_num_queries: DjangoAssertNumQueries,
    trees: Any,
) -> None:
    client = browser("clerk")
    for many in (2, 40):
        for tree in create_many(tree_model, [{"name": "槐", "department": forestry}] * many, by=people["clerk"], at=AT):
            find_wrong(tree, "warning", "巡查将到期。")
        client.get("/")
        with django_assert_num_queries(HOME_QUERIES if many == 2 else HOME_QUERIES + 1):
            client.get("/")


# session, user, grants, installation, registers with findings, findings, their rows, ledger, what of it is seen,
# entries and rows of the lines, references in them; one more counts further needs
HOME_QUERIES = 12


def test_a_system_says_its_clause_figures_and_registers(browser: Browser, grove: list[Any]) -> None:
    page = browser("clerk").get("/s/old-trees/").content.decode()
    assert "推进生态建设" in page
    assert "保护古树名木" in page
    assert 'href="/s/old-trees/trees/"' in page
    assert "<b>1,770.3<small>万元</small></b>" in page
    assert "/-/new/" in page
    assert "/-/new/" not in browser("auditor").get("/s/old-trees/").content.decode()


def test_search_marks_what_it_found_by_kind(browser: Browser, grove: list[Any], elm: Any) -> None:
    page = browser("clerk").get("/search/", {"q": "榆"}).content.decode()
    assert "春城大<mark>榆</mark>" in page
    assert '<a href="/s/old-trees/trees/?q=%E6%A6%86">在古树中看全部结果</a>' in page
    story = browser("clerk").get("/search/", {"q": "县志 榆树"}).content.decode()
    assert "见于<mark>县志</mark>" in story
    assert "没有找到" in browser("neighbour").get("/search/", {"q": "榆"}).content.decode()


def test_search_shows_markup_as_text(browser: Browser, tree_model: Any, forestry: Department) -> None:
    create_many(tree_model, [{"name": "<b>榆&amp;柳</b>", "department": forestry}], by=None, at=AT)
    page = browser("clerk").get("/search/", {"q": "amp <b>"}).content.decode()
    assert "<mark>&lt;b&gt;</mark>榆&amp;<mark>amp</mark>;柳" in page
    assert "<b>榆" not in page


def test_departments_are_found_by_name(browser: Browser, elm: Any) -> None:
    page = browser("clerk").get("/search/", {"q": "住建"}).content.decode()
    assert "测试<mark>住建</mark>局" in page or "<mark>住建</mark>局" in page
