"""Pictures in a .docx that may hold a table are named, not passed over in silence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import docx
from docx.shared import Cm

from gangmu.core.reader import Document, read_file

BODY = "县直各部门要按照任务分工抓好落实，建立台账并按季通报，确保各项工作如期完成。"


def picture() -> io.BytesIO:
    """A grey .png of eight by eight points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(72))) + chunk(b"IEND", b""))


def read(folder: Path, caption: str, width: float, height: float) -> Document:
    paper = docx.Document()
    for numeral in "一二":
        paper.add_heading(f"{numeral}、第{numeral}项任务", 1)
        paper.add_paragraph(BODY)
    paper.add_paragraph(caption)
    paper.add_picture(picture(), Cm(width), Cm(height))
    paper.add_heading("三、保障措施", 1)
    paper.add_paragraph(BODY)
    path = folder / "纲要.docx"
    paper.save(str(path))
    return read_file(path)


def test_a_table_that_is_a_picture(tmp_path: Path) -> None:
    document = read(tmp_path, "表2 云溪县主要指标", 6, 3)
    [said] = document.unread
    assert "表2 云溪县主要指标" in said
    assert said.count("。") == 1
    assert "请" in said
    assert document.to_json()["unread"] == [said]


def test_a_large_picture_without_a_caption(tmp_path: Path) -> None:
    [said] = read(tmp_path, BODY, 14, 9).unread
    assert said.startswith("有1张大幅图片")
    assert BODY[:12] in said


def test_a_small_mark_is_not_worth_a_word(tmp_path: Path) -> None:
    assert read(tmp_path, BODY, 2, 2).unread == ()


def test_a_row_over_all_columns_does_not_cut_the_table(tmp_path: Path) -> None:
    paper = docx.Document()
    for numeral in "一二三":
        paper.add_heading(f"{numeral}、第{numeral}项任务", 1)
        paper.add_paragraph(BODY)
    paper.add_paragraph("“十五五”时期主要指标")
    rows = [["指标", "单位", "2025年", "2030年", "属性"], ["经济发展"], ["村道硬化率", "%", "88", "95", "预期性"]]
    rows += [["绿色生态"], ["水质达标率", "%", "90", "96", "约束性"]]
    table = paper.add_table(rows=len(rows), cols=5)
    for line, row in zip(table.rows, rows, strict=True):
        if len(row) == 1:
            line.cells[0].merge(line.cells[4]).text = row[0]
            continue
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    path = tmp_path / "纲要.docx"
    paper.save(str(path))
    read = [(row.category, row.name, row.baseline, row.target) for row in read_file(path).indicators]
    assert read == [("经济发展", "村道硬化率", "88", "95"), ("绿色生态", "水质达标率", "90", "96")]
