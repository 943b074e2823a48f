"""The rows of a workbook's first sheet as text, from a file that may have been made to do harm."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from gangmu.core.refusal import Refusal

from .cells import NO, YES, one_line_end

LARGEST_UNPACKED = 512 << 20  # bytes of all parts together
MOST_PARTS = 2000
LAST_ROW = 1_048_576  # of a sheet
PROLOGUE = 1 << 16  # bytes in which a document type would stand
CHUNK = 1 << 20
OVERLAP = 200
DOCTYPE = re.compile(
    rb"<\x00?!\x00?(D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)", re.IGNORECASE
)
NOT_COMPUTED = re.compile(rb"(</f>|<f[^<>]*/>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")


def rows_of(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers and cells of the first sheet's rows; raises Refusal when the file is damaged or not what it seems."""
    try:
        _check_parts(content, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: pictures, validations, styles
            yield from _rows(content, name)
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever the damage leads to
        raise Refusal(f"“{name}”不是完好的 .xlsx 文件，请用电子表格软件打开后另存一份再导入。") from error


def _rows(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise Refusal(f"“{name}”里没有工作表，请先导出一份表，填好后再导入。")
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > LAST_ROW:
                raise Refusal(f"“{name}”的行号超出了电子表格的范围，请用电子表格软件另存一份再导入。")
            if any(cell is not None for cell in cells):
                yield number, tuple(_text(cell) for cell in cells)
    finally:
        book.close()


def _check_parts(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Refusal(f"“{name}”解开后太大，请只留下要导入的工作表，另存一份再导入。")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    _check_part(opened, part.filename, name)


def _check_part(opened: Any, part: str, name: str) -> None:
    chunk = opened.read(PROLOGUE)
    if DOCTYPE.search(chunk):
        raise Refusal(f"“{name}”里有表格不该有的内容（DOCTYPE），请用电子表格软件另存一份再导入。")
    if not part.startswith("xl/worksheets/"):
        return
    kept = b""
    while chunk:
        if NOT_COMPUTED.search(kept + chunk):
            raise Refusal(f"“{name}”里有还没有算出结果的公式，请用电子表格软件打开并保存一次再导入。")
        kept = chunk[-OVERLAP:]
        chunk = opened.read(CHUNK)


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return YES if cell else NO
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
        case datetime():
            moment = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
            return moment.strftime("%Y-%m-%d") if moment.time() == time() else moment.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            return cell.isoformat()
        case _:
            return one_line_end(str(cell))
