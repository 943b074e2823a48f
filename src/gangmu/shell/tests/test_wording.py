"""Figures, units and gaps as officials write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models

from gangmu.kernel.access.models import Department
from gangmu.shell.columns import Column, WrongPath, column, columns, joins, money, plain, split_unit
from gangmu.shell.templatetags.shell import highlight
from gangmu.shell.wording import VERDICTS, grouped, in_myriads, status


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        ("0", "0 元"),
        ("9999.99", "9,999.99 元"),
        ("10000", "1 万元"),
        ("99999999", "10,000 万元"),
        ("100000000", "1 亿元"),
        ("123456789.5", "1.23 亿元"),
        ("-123456", "-12.35 万元"),
        ("1005000", "100.5 万元"),
        ("100050", "10.01 万元"),
    ],
)
def test_money(yuan: str, said: str) -> None:
    assert money(Decimal(yuan)) == said


def test_figures() -> None:
    assert [grouped(value) for value in (1234567, Decimal("1234.50"), Decimal("1E+3"), 0.1, Decimal("-0.50"))] == [
        "1,234,567",
        "1,234.5",
        "1,000",
        "0.1",
        "-0.5",
    ]
    assert grouped(Decimal("2.675"), 2) == "2.68"
    assert in_myriads(Decimal("123456789.5")) == "12,345.68"


def test_dates_and_gaps() -> None:
    assert plain(date(2027, 3, 5)) == "2027-03-05"
    assert plain(datetime(2027, 3, 4, 16, 30, tzinfo=UTC)) == "2027-03-05 00:30"
    assert [plain(value) for value in (None, "", True, False, 0, ["甲", 1200])] == [
        "—",
        "—",
        "是",
        "否",
        "0",
        "甲、1,200",
    ]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("总投资（元）", ("总投资", "元")),
        ("胸围(米)", ("胸围", "米")),
        ("树名", ("树名", "")),
        ("面积（含水面）（亩）", ("面积（含水面）", "亩")),
    ],
)
def test_units_stand_in_labels(label: str, parts: tuple[str, str]) -> None:
    assert split_unit(label) == parts


def test_every_verdict_is_a_shape_and_a_word() -> None:
    for word in VERDICTS:
        said = status(word)
        assert word in said
        assert "<svg" in said


def test_paths_resolve_with_what_they_join(tree_model: Any) -> None:
    found = columns(tree_model, ("code", "keeper.name", "department", "budget", "grade"))
    assert [one.title for one in found] == ["编号", "养护单位", "部门", "养护经费", "保护级别"]
    assert joins(found) == ("department", "keeper")
    assert (found[3].shown_unit, found[3].css) == ("万元", "num")
    assert [one.path for one in found if one.indexed] == ["code", "department"]


@pytest.mark.parametrize("path", ["nothing", "name.nothing", "keeper.nothing", "", "grants"])
def test_paths_that_lead_nowhere(tree_model: Any, path: str) -> None:
    with pytest.raises(WrongPath):
        column(tree_model, path)


def test_a_value_through_a_missing_reference_is_a_gap(tree_model: Any) -> None:
    tree = tree_model(name="独柳", keeper=None)
    assert column(tree_model, "keeper.name").brief(tree) == "—"
    assert column(tree_model, "keeper.name").brief(tree_model(keeper=Department(name="林业局"))) == "林业局"


def test_a_year_is_not_grouped() -> None:
    year = Column("founded", ("founded",), "建成年份", "", models.IntegerField("建成年份"), "")
    assert year.brief(SimpleNamespace(founded=2027)) == "2027"


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("甲乙甲", "甲", "<mark>甲</mark>乙<mark>甲</mark>"),
        ("PM2.5 与 pm2.5", "PM2.5", "<mark>PM2.5</mark> 与 <mark>pm2.5</mark>"),
        ("a<b", "<", "a<mark>&lt;</mark>b"),
        ("甲乙", "", "甲乙"),
        ("航空航天", "航 航空", "<mark>航空</mark><mark>航</mark>天"),
    ],
)
def test_words_are_marked_in_escaped_text(text: str, words: str, marked: str) -> None:
    assert highlight(text, words) == marked
