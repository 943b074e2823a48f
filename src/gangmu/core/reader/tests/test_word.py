"""What a .docx holds beyond its text: styles, drawn numbering, merged cells, boxes as tables, text boxes."""

from __future__ import annotations

import random
from pathlib import Path

import docx
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gangmu.core.reader import BlockKind, Document, read_file
from gangmu.core.reader.tests import measure
from gangmu.core.reader.tests.sample_plan import BOXES, CHAPTERS, INDICATORS, TITLE, Rendering, paragraph

NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="70"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%2节"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%3、"/></w:lvl>
</w:abstractNum>"""


def saved(paper: Paper, folder: Path) -> Document:
    path = folder / "纲要.docx"
    paper.save(str(path))
    return read_file(path)


def write(how: Rendering, *, styles: bool, numbered: bool = False, bold: bool = False) -> Paper:
    """The sample plan as a .docx: headings by style, by drawn numbering or only by bold."""
    paper = docx.Document()
    dice = random.Random(3)
    paper.add_paragraph(TITLE)
    if numbered:
        root = paper.part.numbering_part.element
        root.insert(0, parse_xml(NUMBERING))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))

    def heading(level: int, title: str) -> None:
        how.headings.append((level, title, title))
        line = paper.add_paragraph(style=f"Heading {level}" if styles else None)
        line.add_run(title).bold = True if bold else None
        if numbered:
            mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="70"/></w:numPr>'
            line._p.get_or_add_pPr().append(parse_xml(mark))

    for chapter, sections in CHAPTERS.items():
        heading(1, chapter)
        paper.add_paragraph(paragraph(dice, None))
        for section, parts in sections.items():
            heading(2, section)
            for part in parts:
                heading(3, part)
                for lead in ("明确目标任务", "完善配套政策"):
                    paper.add_paragraph(paragraph(dice, lead))
        if chapter.startswith("夯实"):
            add_indicators(paper)
            add_box(paper, 1)
        if chapter.startswith("改善"):
            add_box(paper, 2)
    return paper


def add_indicators(paper: Paper) -> None:
    """The table of indicators with the category cells merged over their rows."""
    paper.add_paragraph("表1 主要指标")
    table = paper.add_table(rows=1 + len(INDICATORS), cols=7)
    for cell, head in zip(
        table.rows[0].cells, ["类别", "序号", "指标", "2025年", "2030年", "年均/累计", "属性"], strict=True
    ):
        cell.text = head
    previous = None
    for number, (category, name, unit, baseline, target, change, nature) in enumerate(INDICATORS, 1):
        cells = table.rows[number].cells
        texts = [str(number), f"{name}（{unit}）", baseline or "—", target or "—", change or "—", nature]
        for cell, text in zip(cells[1:], texts, strict=True):
            cell.text = text
        if category == previous:
            table.rows[number - 1].cells[0].merge(cells[0])
        else:
            cells[0].text = category
        previous = category


def add_box(paper: Paper, number: int) -> None:
    """A box as a table of one column, its items numbered."""
    title, entries = list(BOXES.items())[number - 1]
    table = paper.add_table(rows=2, cols=1)
    table.rows[0].cells[0].text = f"专栏{number} {title}"
    inside = table.rows[1].cells[0]
    for rank, (name, text) in enumerate(entries.items(), 1):
        inside.add_paragraph(f"{rank}.{name}")
        inside.add_paragraph(f"{text}。")


def assert_read(document: Document, how: Rendering) -> None:
    assert measure.headings(document, how) == 1.0
    assert measure.levels(document, how) == 1.0
    assert measure.cells(document) == 1.0
    assert measure.items(document) == 1.0
    assert document.title == TITLE
    assert document.period == (2026, 2030)


def test_headings_by_style(tmp_path: Path) -> None:
    how = Rendering()
    document = saved(write(how, styles=True), tmp_path)
    assert_read(document, how)
    assert all("样式" in block.evidence for block in document.headings)


def test_numbering_drawn_by_the_word_processor(tmp_path: Path) -> None:
    how = Rendering()
    document = saved(write(how, styles=False, numbered=True), tmp_path)
    assert_read(document, how)
    assert [block.number for block in document.headings][:5] == ["第一章", "第一节", "一、", "二、", "第二节"]
    assert "第一章" not in document.text


def test_headings_only_bold(tmp_path: Path) -> None:
    how = Rendering()
    document = saved(write(how, styles=False, bold=True), tmp_path)
    assert measure.headings(document, how) == 1.0
    assert measure.levels(document, how) >= 0.9
    assert all("加粗" in block.evidence for block in document.headings)


def test_what_stands_after_a_box_is_not_in_it(tmp_path: Path) -> None:
    how = Rendering()
    paper = write(how, styles=True)
    paper.add_paragraph("专栏3不在此处展开，有关项目按年度计划安排。")
    add_box(paper, 2)
    paper.add_paragraph("抓好项目调度。县直各部门要按月通报进度，及时协调解决问题。")
    document = saved(paper, tmp_path)
    last = document.blocks[-1]
    assert last.kind is BlockKind.PARAGRAPH
    assert last.box is None
    assert last.lead == "抓好项目调度"
    assert len(document.boxes) == 3


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    how = Rendering()
    paper = write(how, styles=True)
    inside = (
        f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>文本框里的一句说明文字在这里。</w:t></w:r></w:p></w:txbxContent>"
    )
    run = paper.add_paragraph("框前的一句话。").add_run()
    for _ in range(2):
        run._r.append(parse_xml(f"<w:pict {nsdecls('w')}>{inside}</w:pict>"))
    document = saved(paper, tmp_path)
    assert document.text.count("文本框里的一句说明文字在这里。") == 1
    assert "框前的一句话。" in document.text


def test_deleted_revisions_and_field_codes_are_no_text(tmp_path: Path) -> None:
    how = Rendering()
    paper = write(how, styles=True)
    line = paper.add_paragraph("保留的句子")
    gone = f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>删去的句子</w:delText></w:r></w:del>'
    code = f"<w:r {nsdecls('w')}><w:instrText>TOC \\o</w:instrText></w:r>"
    line._p.append(parse_xml(gone))
    line._p.append(parse_xml(code))
    document = saved(paper, tmp_path)
    assert "保留的句子" in document.text
    assert "删去的句子" not in document.text
    assert "TOC" not in document.text
