"""The grammars of numbering, and figures glued to one another."""

from __future__ import annotations

import pytest

from gangmu.core.reader.columns import Column, Kind, column_of, head_stream, name_of
from gangmu.core.reader.numbering import Scheme, chinese_value, number_of, stuck_number
from gangmu.core.reader.stream import deal, glued_proposals


@pytest.mark.parametrize(
    ("text", "scheme", "value", "title"),
    [
        ("第一篇　总则", Scheme.PART, 1, "总则"),
        ("第二部分 任务", Scheme.PART, 2, "任务"),
        ("第二十三章 任务", Scheme.CHAPTER, 23, "任务"),
        ("第 十 一 节 任务", Scheme.SECTION, 11, "任务"),
        ("第３章任务", Scheme.CHAPTER, 3, "任务"),
        ("十二、任务", Scheme.CHINESE, 12, "任务"),
        ("（十）任务", Scheme.CHINESE_ROUND, 10, "任务"),
        ("(三) 任务", Scheme.CHINESE_ROUND, 3, "任务"),
        ("７．任务", Scheme.ARABIC, 7, "任务"),
        ("1.2 任务", Scheme.DECIMAL, 2, "任务"),
        ("（4）任务", Scheme.ARABIC_ROUND, 4, "任务"),
        ("③任务", Scheme.CIRCLED, 3, "任务"),
    ],
)
def test_numbers(text: str, scheme: Scheme, value: int, title: str) -> None:
    number = number_of(text)
    assert number is not None
    assert (number.scheme, number.value, text[number.end :]) == (scheme, value, title)


@pytest.mark.parametrize("text", ["2030年目标", "一是抓落实", "第一节能目标", "3.5%以上", "任务", "", "二〇三五年"])
def test_no_numbers(text: str) -> None:
    assert number_of(text) is None


def test_numerals() -> None:
    assert [chinese_value(t) for t in ("十", "二十", "一百零三", "四十八", "7")] == [10, 20, 103, 48, 7]
    assert chinese_value("甲") is None


def test_the_due_number() -> None:
    due = stuck_number("18.87中学", 18)
    assert due is not None
    assert "18.87中学"[due.end :] == "87中学"
    assert stuck_number("3年内完成", 3) is None


@pytest.mark.parametrize(
    ("head", "kind", "year"),
    [
        ("指标名称", Kind.NAME, None),
        ("2025年（预计）", Kind.VALUE, 2025),
        ("“十五五”末", Kind.VALUE, 2030),
        ("年均增速〔累计〕", Kind.CHANGE, None),
        ("2030年比2025年增长", Kind.CHANGE, None),
        ("属 性", Kind.NATURE, None),
    ],
)
def test_heads(head: str, kind: Kind, year: int | None) -> None:
    column = column_of(head)
    assert column is not None
    assert (column.kind, column.year) == (kind, year)


def test_glued_figures_are_parted_by_what_adds_up() -> None:
    head = "序号指标2020年2025年年均增长（%）属性"
    columns, end = head_stream(head)
    assert end == len(head)
    assert columns[2:4] == [Column(Kind.VALUE, 2020), Column(Kind.VALUE, 2025)]
    body = "1粮油加工产值（亿元）12.516.05.1预期性23岁以下托位数（个）4806004.6预期性3清洁取暖率（%）6575[10]约束性"
    rows, used, _ = deal(glued_proposals(body), columns, len(body), glued=True)
    assert used == len(body)
    assert [[row.cells[i].text for i in range(6)] for row in rows] == [
        ["1", "粮油加工产值（亿元）", "12.5", "16.0", "5.1", "预期性"],
        ["2", "3岁以下托位数（个）", "480", "600", "4.6", "预期性"],
        ["3", "清洁取暖率（%）", "65", "75", "[10]", "约束性"],
    ]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("▲村道硬化率（%）", ("村道硬化率", "%", True)),
        ("（3）医师数（人）", ("医师数", "人", False)),
        ("1.退役人员（含转业）安置（人）", ("退役人员（含转业）安置", "人", False)),
        ("颗粒物（PM2.5）浓度（微克/立方米）", ("颗粒物（PM2.5）浓度", "微克/立方米", False)),
        ("灌溉水利用系数", ("灌溉水利用系数", None, False)),
    ],
)
def test_names(cell: str, wanted: tuple[str, str | None, bool]) -> None:
    assert name_of(cell) == wanted
