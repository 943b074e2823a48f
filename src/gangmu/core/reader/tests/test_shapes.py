"""Single shapes that plans come in, each small enough to see."""

from __future__ import annotations

import pytest

from gangmu.core.reader import BlockKind, Document, read_text
from gangmu.core.reader.tests import measure
from gangmu.core.reader.tests.sample_plan import BOXES, Rendering, render

BODY = "县直各部门要按照任务分工抓好落实，建立台账并按季通报，确保各项工作如期完成。" * 2
SHORT = "各乡镇按年度计划有序组织实施，县里每季度通报一次进展情况。"


def plan(*lines: str) -> Document:
    """A short numbered plan that holds the given lines in its first chapter."""
    frame = ["一、总体要求", BODY, "二、主要任务", BODY, *lines, "三、保障措施", BODY, "四、组织实施", BODY]
    return read_text("\n".join(frame))


def titles(document: Document, box: int = 0) -> list[str]:
    return [item.title for item in document.boxes[box].items]


@pytest.mark.parametrize("glue", ["　　", "\u3000\xa0 "])
def test_paragraphs_glued_into_one_line(glue: str) -> None:
    how = Rendering(table="pipes")
    text = render(how)
    out: list[str] = []
    for line in text.split("\n"):
        if line.startswith("|") or not out or out[-1].startswith("|"):
            out.append(line)
        elif line:
            out[-1] += glue + line
    document = read_text("\n".join(out))
    assert measure.headings(document, how) == 1.0
    assert measure.cells(document) == 1.0
    assert measure.items(document) == 1.0


def test_running_heads_and_page_numbers_vanish() -> None:
    how = Rendering(grammar="一（一）1.")
    out: list[str] = []
    for count, line in enumerate(render(how).split("\n"), 1):
        out.append(line)
        if count % 14 == 0:
            out += [f"— {count // 14} —", "云溪县规划纲要"]
    document = read_text("\n".join(out))
    assert measure.headings(document, how) == 1.0
    assert "云溪县规划纲要" not in document.text.split("\n")


def test_a_box_that_begins_in_the_middle_of_a_line() -> None:
    document = plan(
        BODY + "专栏2：工程安排　　1.南门桥改造。拓宽桥面并加装护栏。　　2.北街排水。新建管网三公里。", SHORT
    )
    assert document.boxes[0].number == "专栏2"
    assert document.boxes[0].title == "工程安排"
    assert titles(document) == ["南门桥改造", "北街排水"]


def test_a_box_only_spoken_of_is_no_box() -> None:
    assert plan("专栏1所列项目由县发展改革局统筹调度。" + BODY).boxes == []


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["●南门桥改造", SHORT, "●北街排水", SHORT], ["南门桥改造", "北街排水"]),
        (["◆南门桥改造：拓宽桥面。", "◆北街排水：新建管网。"], ["南门桥改造", "北街排水"]),
        (["01 南门桥改造", SHORT, "02 北街排水", SHORT], ["南门桥改造", "北街排水"]),
        (["1、南门桥改造：拓宽桥面。", "2、北街排水：新建管网。"], ["南门桥改造", "北街排水"]),
        (["一、南门桥改造", SHORT, "二、北街排水", SHORT], ["南门桥改造", "北街排水"]),
        (["（1）南门桥改造", SHORT, SHORT, "（2）北街排水", SHORT], ["南门桥改造", "北街排水"]),
        (["①南门桥改造", SHORT, "②北街排水", SHORT], ["南门桥改造", "北街排水"]),
        (["南门桥改造——>拓宽桥面", "北街排水→新建管网"], []),
    ],
)
def test_items_of_a_box(lines: list[str], wanted: list[str]) -> None:
    document = plan("专栏1 工程安排", *lines)
    assert document.boxes[0].title == "工程安排"
    if wanted:
        assert titles(document) == wanted
    assert [block.text for block in document.headings] == ["总体要求", "主要任务", "保障措施", "组织实施"]


def test_numbers_stuck_to_names_that_begin_with_digits() -> None:
    names = ["南门桥改造", "5中新校区", "12路公交站", "3号泵房", "北街排水"]
    lines = [line for n, name in enumerate(names, 1) for line in (f"{n}.{name}", SHORT)]
    document = plan("专栏1 工程安排", *lines)
    assert titles(document) == names
    assert [item.number for item in document.boxes[0].items] == ["1.", "2.", "3.", "4.", "5."]


def test_titles_whose_text_runs_on_in_the_line() -> None:
    names = ["修路架桥", "治水护岸", "兴学助医"]
    document = plan(*[f"（{numeral}）{name}。{BODY}" for numeral, name in zip("一二三", names, strict=True)])
    assert [block.text for block in document.headings if block.level == 2] == names
    after = document.blocks[document.blocks.index(next(b for b in document.blocks if b.text == "修路架桥")) + 1]
    assert after.kind is BlockKind.PARAGRAPH
    assert after.text == BODY


def test_a_number_left_out_is_a_gap() -> None:
    frame = ["一、总体要求", BODY, "二、主要任务", BODY, "四、保障措施", BODY, "五、组织实施", BODY]
    document = read_text("\n".join(frame))
    assert [(gap.before_line, gap.level) for gap in document.gaps] == [(5, 1)]
    assert [block.kind for block in document.blocks if block.line == 5] == [BlockKind.GAP, BlockKind.HEADING]


def test_footnote_digits_are_not_part_of_names() -> None:
    rows = ["指标\t2025年\t2030年\t属性", "村道硬化率1（%）\t88\t95\t预期性", "水质达标率②（%）\t90\t96\t约束性"]
    document = plan("表1 主要指标", *rows, "注：1.按里程计。")
    assert [(row.name, row.unit) for row in document.indicators] == [("村道硬化率", "%"), ("水质达标率", "%")]


def test_names_in_two_columns_and_years_by_plan() -> None:
    rows = [
        "| 指标 |  | 单位 | “十四五”末 | “十五五”末 | 属性 |",
        "| 每千人口医护人员 | 医师 | 人 | 3.1 | 3.4 | 预期性 |",
        "|  | 护士 | 人 | 3.3 | 3.8 | 预期性 |",
        "| 村道硬化率 |  | % | 88 | 95 | 预期性 |",
    ]
    document = plan("“十五五”时期主要指标", *rows)
    assert [(row.parent, row.name, row.unit) for row in document.indicators] == [
        ("每千人口医护人员", "医师", "人"),
        ("每千人口医护人员", "护士", "人"),
        (None, "村道硬化率", "%"),
    ]
    assert {(row.baseline_year, row.target_year) for row in document.indicators} == {(2025, 2030)}


def test_rows_of_another_table_stay_readable() -> None:
    document = plan("项目\t地点\t投资", "南门桥\t城关\t三千万", "北街排水\t城关\t两千万")
    assert any("南门桥" in block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH)
    assert all("南门桥" not in document.text[s.start : s.end] for s in document.sentences)


def test_leads_and_sentences() -> None:
    document = plan("抓好落实。" + SHORT + "建立台账；按季通报！")
    [block] = [b for b in document.blocks if b.lead == "抓好落实"]
    spoken = [document.text[s.start : s.end] for s in document.sentences if document.blocks[s.block] is block]
    assert spoken == ["抓好落实。", SHORT, "建立台账；", "按季通报！"]


def test_every_item_names_its_box() -> None:
    document = read_text(render(Rendering()))
    assert [box.title for box in document.boxes] == list(BOXES)
    for block in document.blocks:
        if block.kind is BlockKind.ITEM:
            assert block.box is not None
            assert block.text in [item.title for item in document.boxes[block.box].items]
