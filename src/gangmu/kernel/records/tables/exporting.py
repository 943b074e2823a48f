"""A register's rows as a file: .xlsx for people, .csv for programs, both to be imported again unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from django.db import models
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gangmu.core.declare import Register
from gangmu.core.refusal import Refusal

from .columns import Column, columns_of
from .defusing import defused

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
CHUNK = 2000  # rows at a time from the database
IN_MEMORY = 8 << 20  # bytes of a file before it goes to disk
EXACT_DIGITS = 15  # of a number in a spreadsheet; longer ones are written as text
LONGEST_CELL = 32767  # characters in a spreadsheet's cell
CUT = "…（单元格装不下，全文见系统）"
FIRST_DAY = date(1900, 3, 1)  # spreadsheets count a 29 February 1900
SIMULATED = "模拟"
CREATOR = "纲目"


def export_rows(register: Register, rows: models.QuerySet[Any], fmt: str, *, demo: bool = False) -> BinaryIO:
    """The file, ready to be read from its beginning; `demo` marks it 模拟. Memory does not grow with the rows.

    Raises Refusal on a format other than xlsx and csv.
    """
    if fmt not in FORMATS:
        raise Refusal(f"不能导出为“{fmt}”，请选 xlsx 或 csv。")
    columns = columns_of(register)
    if not rows.ordered:
        rows = rows.order_by("pk")
    values = rows.values_list(*(column.select for column in columns)).iterator(CHUNK)
    file: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asked for it closes it
    (_write_xlsx if fmt == "xlsx" else _write_csv)(file, sheet_title(register, demo=demo), columns, values)
    file.seek(0)
    held: BinaryIO = file
    return held


def file_name(register: Register, fmt: str, *, on: date, demo: bool = False) -> str:
    """The name under which the file is offered, `项目-2027-03-05.xlsx`."""
    return f"{sheet_title(register, demo=demo)}-{on.isoformat()}.{fmt}"


def sheet_title(register: Register, *, demo: bool = False) -> str:
    """The register's name as a sheet may be called."""
    name = "".join(character for character in str(register.model._meta.verbose_name) if character not in "[]:*?/\\")
    return f"{SIMULATED}-{name}"[:31] if demo else name[:31]


def _write_csv(file: BinaryIO, _title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    shows = [(column.show, _is_text(column)) for column in columns]
    for row in rows:
        writer.writerow(
            [
                defused(show(value)) if text_like else show(value)
                for (show, text_like), value in zip(shows, row, strict=True)
            ]
        )
    text.flush()
    text.detach()


def _write_xlsx(file: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    book.properties.title = title
    if title.startswith(SIMULATED):
        book.properties.keywords = SIMULATED
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.append([_head(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    book.save(file)


def _head(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, title)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, column: Column, value: Any) -> Any:
    if value is None:
        return None
    field = column.field
    if not field.choices and column.references is None:
        if isinstance(value, Decimal):
            return _number(sheet, value, field.decimal_places) if _fits(value) else column.show(value)
        if isinstance(field, models.IntegerField):
            return value if abs(value) < 10**EXACT_DIGITS else str(value)
        if isinstance(field, models.DateTimeField):
            local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
            return local if local.date() >= FIRST_DAY else column.show(value)
        if isinstance(field, models.DateField):
            return value if value >= FIRST_DAY else value.isoformat()
    return _text(sheet, column.show(value))


def _number(sheet: Any, value: Decimal, places: int) -> Any:
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # openpyxl writes a Decimal's own digits
    cell.number_format = f"0.{'0' * places}" if places else "0"
    return cell


def _fits(value: Decimal) -> bool:
    return len(value.as_tuple().digits) <= EXACT_DIGITS


def _text(sheet: Any, text: str) -> Any:
    text = spreadsheet_text(text)
    if not text or defused(text) == text:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def spreadsheet_text(text: str) -> str:
    """The text as a spreadsheet's cell can hold it: no control characters, no more than it takes."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _is_text(column: Column) -> bool:
    return column.references is not None or isinstance(
        column.field, (models.CharField, models.TextField, models.JSONField, models.GeneratedField)
    )


def _width(column: Column) -> int:
    needed = 2 * len(column.title) + 2
    if isinstance(column.field, models.TextField):
        return max(needed, 48)
    if isinstance(column.field, models.CharField):
        return max(needed, min(40, column.field.max_length or 40))
    return max(needed, 12)
