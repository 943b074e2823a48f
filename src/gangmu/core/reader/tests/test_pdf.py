"""A .pdf with text: paragraphs joined over pages, page furniture gone, fonts as evidence, drawn tables as cells."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gangmu.core.reader import BlockKind, Document, Unreadable, pdf, read_file
from gangmu.core.reader.tests import measure
from gangmu.core.reader.tests.pdf_writer import Sheet, grid, locked, written
from gangmu.core.reader.tests.sample_plan import BOXES, CHAPTERS, INDICATORS, TITLE, Rendering, paragraph

LEFT, RIGHT, TOP, BOTTOM, SIZE = 90.0, 510.0, 80.0, 760.0, 14.0
COLUMNS = [90.0, 140.0, 170.0, 300.0, 350.0, 400.0, 455.0, 510.0]


class Press:
    """Sets the sample plan in pages: indented paragraphs, a running head, page numbers, ruled tables."""

    def __init__(self, *, numbered: bool, by_face: bool = False) -> None:
        self.numbered = numbered
        self.by_face = by_face
        self.sheets: list[Sheet] = []
        self.how = Rendering()
        self.dice = random.Random(5)
        self.turn()

    def turn(self) -> None:
        self.sheets.append(Sheet())
        self.y = TOP
        sheet = self.sheets[-1]
        sheet.text(LEFT, 50, "云溪县规划纲要（送审稿）", 9)
        sheet.text(280, 800, f"— {len(self.sheets)} —", 10)

    def row(self, x: float, text: str, size: float = SIZE, *, bold: bool = False, font: str = "") -> None:
        if self.y > BOTTOM:
            self.turn()
        self.sheets[-1].text(x, self.y, text, size, bold=bold, font=font)
        self.y += 1.7 * size

    def heading(self, level: int, title: str, number: str) -> None:
        self.how.headings.append((level, title, title))
        size = SIZE if self.by_face else {1: 22.0, 2: 17.0, 3: SIZE}[level]
        text = (number if self.numbered else "") + title
        x = (LEFT + RIGHT - size * len(text)) / 2 if level < 3 else LEFT + 2 * SIZE
        self.row(x, text, size, bold=True, font={1: "", 2: "F3", 3: "F1"}[level] if self.by_face else "")

    def body(self, text: str) -> None:
        x, line, at = LEFT + 2 * SIZE, "", 0.0
        for char in text:
            wide = SIZE * (0.5 if char < "\u2000" else 1.0)
            if x + at + wide > RIGHT + 1 and char not in "，。":
                self.row(x, line)
                x, line, at = LEFT, "", 0.0
            line += char
            at += wide
        self.row(x, line)

    def indicators(self) -> None:
        self.row(LEFT + 100, "表1 云溪县“十五五”时期主要指标", 12, bold=True)
        head = ["类别", "序号", "指标", "2025年", "2030年", "年均/累计", "属性"]
        rows = [head]
        for number, (category, name, unit, base, target, change, nature) in enumerate(INDICATORS, 1):
            rows.append([category, str(number), f"{name}（{unit}）", base or "—", target or "—", change or "—", nature])
        half = 5
        grid(self.sheets[-1], COLUMNS, self.y, 20, rows[:half])
        self.turn()
        self.y = grid(self.sheets[-1], COLUMNS, self.y, 20, [head, *rows[half:]]) + 30

    def box(self, number: int) -> None:
        title, entries = list(BOXES.items())[number - 1]
        if self.y > 500:
            self.turn()
        begun = self.y - 16
        self.row(LEFT + 120, f"专栏{number} {title}", 12, bold=True)
        for rank, (name, text) in enumerate(entries.items(), 1):
            self.row(LEFT + 8, f"{rank}.{name}", 12, bold=True)
            self.row(LEFT + 8, f"{text}。", 12)
        self.sheets[-1].frame(LEFT, begun, RIGHT, self.y - 10)
        self.y += 16

    def plan(self) -> Rendering:
        self.y = 300.0
        self.row(LEFT + 20, TITLE[:11], 30, bold=True)
        self.row(LEFT + 20, TITLE[11:], 30, bold=True)
        self.turn()
        for at, (chapter, sections) in enumerate(CHAPTERS.items(), 1):
            self.heading(1, chapter, f"第{'一二三四'[at - 1]}章　")
            self.body(paragraph(self.dice, None))
            for section_at, (section, parts) in enumerate(sections.items(), 1):
                self.heading(2, section, f"第{'一二三'[section_at - 1]}节　")
                for part_at, part in enumerate(parts, 1):
                    self.heading(3, part, f"{'一二三'[part_at - 1]}、")
                    for lead in self.dice.sample(["明确目标任务", "完善配套政策", "强化要素供给"], 2):
                        self.body(paragraph(self.dice, lead))
            if at == 1:
                self.indicators()
            if at in (1, 3):
                self.box(at // 2 + 1)
        return self.how


def saved(folder: Path, data: bytes) -> Document:
    path = folder / "纲要.pdf"
    path.write_bytes(data)
    return read_file(path)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        saved(folder, data)
    said = str(caught.value)
    assert said.count("。") == 1
    assert "请" in said
    assert "纲要.pdf" in said
    return said


@pytest.mark.parametrize("numbered", [True, False])
def test_the_sample_plan_in_pages(tmp_path: Path, numbered: bool) -> None:
    press = Press(numbered=numbered)
    how = press.plan()
    document = saved(tmp_path, written(press.sheets))
    assert measure.headings(document, how) == 1.0
    assert measure.levels(document, how) >= (1.0 if numbered else 0.9)
    assert measure.cells(document) == 1.0
    assert measure.items(document) == 1.0
    assert document.title == TITLE
    assert document.unread == ()
    assert "送审稿" not in document.text
    assert "— 2 —" not in document.text
    bodies = [block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert all(text.endswith("。") for text in bodies)
    assert any("字号" in block.evidence for block in document.headings)
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


def test_titles_told_by_their_face(tmp_path: Path) -> None:
    """Titles without numbers as large as the text: Heiti above Kaiti above the text's own Songti, which is no mark."""
    press = Press(numbered=False, by_face=True)
    how = press.plan()
    document = saved(tmp_path, written(press.sheets))
    top = [(block.level, block.text) for block in document.headings if block.level in (1, 2)]
    assert top == [(level, title) for level, title, _ in how.headings if level < 3]
    assert any("字体" in block.evidence for block in document.headings)


SAMPLE = Path(__file__).resolve().parents[5] / "districts" / "sample"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice，无法把样例转成 PDF")
def test_the_bundled_sample_through_libreoffice(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, SAMPLE / "outline.docx"]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    document, paper = read_file(tmp_path / "outline.pdf"), read_file(SAMPLE / "outline.docx")
    assert [(b.level, b.text) for b in document.headings] == [(b.level, b.text) for b in paper.headings]
    assert [replace(row, line=0) for row in document.indicators] == [replace(row, line=0) for row in paper.indicators]
    assert [[item.title for item in box.items] for box in document.boxes] == [
        [item.title for item in box.items] for box in paper.boxes
    ]
    assert [gap.level for gap in document.gaps] == [gap.level for gap in paper.gaps]


def plain_sheet(chapters: str = "一二三") -> Sheet:
    sheet = Sheet()
    y = 100.0
    for numeral in chapters:
        sheet.text(LEFT, y, f"{numeral}、第{numeral}项重点任务", 16, bold=True)
        sheet.text(LEFT, y + 30, "县直各部门要建立台账并按季通报进展情况。", SIZE)
        y += 80
    return sheet


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    scan = Sheet()
    scan.picture(0, 0, 595, 842)
    document = saved(tmp_path, written([plain_sheet(), scan, scan, plain_sheet("四五六"), scan]))
    assert len(document.headings) == 6
    [said] = document.unread
    assert said.startswith("第2—3、5页只有图片")
    assert said.endswith("。")
    assert document.to_json()["unread"] == [said]


def test_a_large_picture_on_a_page_of_text_is_named(tmp_path: Path) -> None:
    sheet = plain_sheet()
    sheet.picture(90, 400, 500, 700)
    assert "第1页有大幅图片" in saved(tmp_path, written([sheet])).unread[0]


def test_only_pictures(tmp_path: Path) -> None:
    scan = Sheet()
    scan.picture(0, 0, 595, 842)
    assert "全是图片" in refused(tmp_path, written([scan, scan]))


def test_a_font_that_names_no_characters(tmp_path: Path) -> None:
    assert "字体" in refused(tmp_path, written([plain_sheet()], named=False))


def test_locked_damaged_empty_and_swollen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "密码" in refused(tmp_path, locked())
    assert "完好" in refused(tmp_path, b"%PDF-1.7 ..." + bytes(500))
    assert "没有文字" in refused(tmp_path, written([Sheet()]))
    monkeypatch.setattr(pdf, "UNPACKED_LIMIT", 1_000_000)
    assert "不正常" in refused(tmp_path, written([plain_sheet()], bomb=5_000_000))


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PAGES", 2)
    assert "上限" in refused(tmp_path, written([plain_sheet()] * 3))


def test_a_page_cut_short_is_read_or_refused(tmp_path: Path) -> None:
    whole = written([plain_sheet(), plain_sheet("四五六")])
    for share in (0.3, 0.6, 0.9):
        path = tmp_path / "纲要.pdf"
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            assert read_file(path).headings
        except Unreadable as refusal:
            assert str(refusal).endswith("。")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_a_page_of_text(tmp_path: Path, turn: int) -> None:
    """Text that stands upright on the turned page is read; the rest would be askew."""
    sheet = plain_sheet()
    turned = Sheet(turn=turn)
    matrix = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[turn]
    turned.drawn = [f"q {matrix} cm", *sheet.drawn, "Q"]
    if turn != 180:
        turned.size = (595.0, 842.0)
        turned.drawn[0] = f"q {matrix} cm 0.7 0 0 0.7 0 0 cm"
    document = saved(tmp_path, written([turned]))
    assert [block.number for block in document.headings] == ["一、", "二、", "三、"]


def test_footnote_figures_and_double_printing(tmp_path: Path) -> None:
    sheet = plain_sheet()
    sheet.text(LEFT, 500, "四、夯实基础", 16, bold=False)
    sheet.text(LEFT + 0.4, 500, "四、夯实基础", 16, bold=False)
    sheet.text(LEFT, 530, "水质达标率", SIZE)
    sheet.text(LEFT + 5 * SIZE, 524, "2", 7)
    sheet.text(LEFT + 5 * SIZE + 4, 530, "稳步提高，让群众喝上放心水。", SIZE)
    document = saved(tmp_path, written([sheet]))
    assert document.headings[-1].text == "夯实基础"
    assert "水质达标率稳步提高" in document.text


def test_a_row_over_all_columns_names_the_group_below(tmp_path: Path) -> None:
    sheet = plain_sheet("一二")
    sheet.text(LEFT, 330, "“十五五”时期主要指标", 12)
    head = ["序号", "指标", "单位", "2025年", "2030年", "属性"]
    x = [90.0, 130.0, 270.0, 320.0, 380.0, 440.0, 510.0]
    rows = [head, ["经济发展"], ["1", "村道硬化率", "%", "88", "95", "预期性"], ["绿色生态"]]
    rows += [["2", "水质达标率", "%", "90", "96", "约束性"], ["3", "绿化覆盖率", "%", "38", "40", "约束性"]]
    grid(sheet, x, 345, 22, rows)
    sheet.text(LEFT, 560, "三、保障措施", 16, bold=True)
    sheet.text(LEFT, 590, "县直各部门要建立台账并按季通报进展情况。", SIZE)
    read = [(row.category, row.name, row.target) for row in saved(tmp_path, written([sheet])).indicators]
    assert read == [
        ("经济发展", "村道硬化率", "95"),
        ("绿色生态", "水质达标率", "96"),
        ("绿色生态", "绿化覆盖率", "40"),
    ]
