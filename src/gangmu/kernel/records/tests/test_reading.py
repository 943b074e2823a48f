"""Reading tables out of files, good and bad."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from gangmu.core.refusal import Refusal
from gangmu.kernel.records.tables import (
    read_table,
)
from gangmu.kernel.records.tests.files import as_xlsx


def workbook(**changes: str) -> bytes:
    """A workbook with some of its parts replaced."""
    held = io.BytesIO()
    with zipfile.ZipFile(as_xlsx(["树名"], ["甲"])) as source, zipfile.ZipFile(held, "w") as target:
        for part in source.namelist():
            target.writestr(part, changes.get(part, source.read(part)))
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = f'<worksheet {NS}><sheetData><row r="99999999999"><c/></row></sheetData></worksheet>'
BOMB = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100}"><!ENTITY b "{"&a;" * 100}">]><worksheet {NS}>&b;</worksheet>'


class TestReading:
    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("表.csv", b"", "“表.csv”是空文件，请先导出一份表，填好后再导入。"),
            ("表.csv", b"\r\n,,\r\n", "“表.csv”里没有内容，请先导出一份表，填好后再导入。"),
            ("表.txt", b"x", "“表.txt”不是 .xlsx 或 .csv 文件，请先导出一份表，照它的格式填好后再导入。"),
            (
                "表.xls",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "“表.xls”是旧版 .xls 或加了密码的文件，请用",
            ),
            ("表.csv", b"a\x00b", "“表.csv”不是文本表格，或文字编码认不出来"),
            ("表.csv", b"\xff\xff\xff", "“表.csv”不是文本表格，或文字编码认不出来"),
            ("表.csv", b'a,b\r\n"x', "“表.csv”第 2 行的引号不成对或有断行"),
            ("表.csv", b",".join([b"a"] * 201), "“表.csv”第 1 行有 201 列，超过 200 列的上限，请删去多余的列。"),
            ("表.csv", b"a\r\n" + b"1\r\n" * 100_001, "“表.csv”超过 100000 行，请拆成几个文件导入。"),
            ("表.xlsx", b"PK\x03\x04rest", "“表.xlsx”不是完好的 .xlsx 文件，请用电子表格软件打开后另存一份再导入。"),
            ("表.xlsx", workbook()[:-100], "“表.xlsx”不是完好的 .xlsx 文件"),
            ("表.xlsx", workbook(**{SHEET: "<worksheet"}), "“表.xlsx”不是完好的 .xlsx 文件"),
            ("表.xlsx", workbook(**{SHEET: BOMB}), "“表.xlsx”里有表格不该有的内容（DOCTYPE）"),
            ("表.xlsx", workbook(**{"xl/workbook.xml": BOMB}), "“表.xlsx”里有表格不该有的内容（DOCTYPE）"),
            (
                "表.xlsx",
                workbook(
                    **{SHEET: f'<worksheet {NS}><sheetData><row r="99999999999"><c/></row></sheetData></worksheet>'}
                ),
                "“表.xlsx”的行号超出了电子表格的范围",
            ),
            ("表.xlsx", as_xlsx(["树名"], ["=1+1"], formulas=True).getvalue(), "“表.xlsx”里有还没有算出结果的公式"),
        ],
    )
    def test_what_cannot_be_read_is_refused_in_a_sentence(self, name: str, content: bytes, said: str) -> None:
        with pytest.raises(Refusal) as refusal:
            read_table(io.BytesIO(content), name)
        assert str(refusal.value).startswith(said)

    def test_a_file_that_unpacks_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(SHEET, "w") as part:
            for _ in range(530):
                part.write(b" " * (1 << 20))
        with pytest.raises(Refusal, match=r"^“弹.xlsx”解开后太大"):
            read_table(held, "弹.xlsx")

    def test_a_file_that_is_too_large_is_refused(self) -> None:
        with pytest.raises(Refusal, match=r"有 32.0 MB，超过 32 MB 的上限"):
            read_table(io.BytesIO(b"\0" * ((32 << 20) + 1)), "大.csv")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_encodings_and_delimiters(self, encoding: str, delimiter: str) -> None:
        text = f"\r\n树名{delimiter}来历\r\n\r\n甲{delimiter}乙\r\n{delimiter}\r\n"
        if delimiter != ",":
            text = text.replace("\r\n", "", 1)
        table = read_table(io.BytesIO(text.encode(encoding)), "表.csv")
        assert table.header.cells == ("树名", "来历")
        assert [row.cells for row in table.rows] == [("甲", "乙")]

    def test_cells_of_a_spreadsheet_as_text(self) -> None:
        file = as_xlsx(
            ["a", None, " b "],
            [None],
            [1, 2.5, 1e15],
            [0.1, True, "x\r\ny"],
            [date(2027, 3, 5), datetime(2027, 3, 5, 14, 30, 0, 600_000), None],
        )
        table = read_table(file, "表.xlsx")
        assert (table.header.number, table.header.cells) == (1, ("a", "", "b"))
        assert [(row.number, row.cells) for row in table.rows] == [
            (3, ("1", "2.5", "1000000000000000")),
            (4, ("0.1", "是", "x\ny")),
            (5, ("2027-03-05", "2027-03-05 14:30:01")),
        ]

    def test_row_numbers_count_records_not_lines(self) -> None:
        table = read_table(io.BytesIO(b'a,b\r\n"x\r\ny",1\r\nz,2\r\n'), "表.csv")
        assert [(row.number, row.cells) for row in table.rows] == [(2, ("x\ny", "1")), (3, ("z", "2"))]
