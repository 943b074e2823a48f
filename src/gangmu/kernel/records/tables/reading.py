"""A table out of a file that somebody gives: .xlsx or .csv, whatever wrote it, within limits."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import SEEK_END
from pathlib import PurePath
from typing import BinaryIO

from gangmu.core.refusal import Refusal

from .cells import one_line_end
from .defusing import restored

LARGEST = 32 << 20  # bytes of a file
MOST_ROWS = 100_000
MOST_COLUMNS = 200
DELIMITERS = "\t;"
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OLE = b"\xd0\xcf\x11\xe0"

csv.field_size_limit(LARGEST)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file, the header being counted, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: one header, rows that are not blank, all as text."""

    name: str
    fmt: str
    sha256: str
    header: Row
    rows: list[Row]


def read_table(file: BinaryIO, name: str) -> Table:
    """Reads the file's first sheet; raises Refusal with the sentence to show when it cannot be read as a table."""
    file.seek(0, SEEK_END)
    size = file.tell()
    file.seek(0)
    if size == 0:
        raise Refusal(f"“{name}”是空文件，请先导出一份表，填好后再导入。")
    if size > LARGEST:
        raise Refusal(f"“{name}”有 {size / (1 << 20):.1f} MB，超过 {LARGEST >> 20} MB 的上限，请拆成几个文件导入。")
    content = file.read()
    extension = PurePath(name).suffix.lower()
    if content[:4] == OLE:
        raise Refusal(f"“{name}”是旧版 .xls 或加了密码的文件，请用电子表格软件另存为不加密的 .xlsx 再导入。")
    if extension == ".xlsx":
        from .workbooks import rows_of

        fmt, lines = "xlsx", rows_of(content, name)
    elif extension == ".csv":
        fmt, lines = "csv", _csv_rows(content, name)
    else:
        raise Refusal(f"“{name}”不是 .xlsx 或 .csv 文件，请先导出一份表，照它的格式填好后再导入。")
    header, rows = _split(lines, name)
    return Table(name, fmt, hashlib.sha256(content).hexdigest(), header, rows)


def _split(lines: Iterable[tuple[int, tuple[str, ...]]], name: str) -> tuple[Row, list[Row]]:
    header: Row | None = None
    rows: list[Row] = []
    known: dict[str, str] = {}
    for number, line in lines:
        filled = max((place for place, cell in enumerate(line, start=1) if cell.strip()), default=0)
        cells = line[:filled]
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Refusal(f"“{name}”第 {number} 行有 {len(cells)} 列，超过 {MOST_COLUMNS} 列的上限，请删去多余的列。")
        if header is None:
            header = Row(number, tuple(cell.strip() for cell in cells))
            continue
        if len(rows) == MOST_ROWS:
            raise Refusal(f"“{name}”超过 {MOST_ROWS} 行，请拆成几个文件导入。")
        rows.append(Row(number, tuple(known.setdefault(cell, cell) if len(cell) < 40 else cell for cell in cells)))
    if header is None:
        raise Refusal(f"“{name}”里没有内容，请先导出一份表，填好后再导入。")
    return header, rows


def _csv_rows(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(content, name)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = "," if "," in first else next((mark for mark in DELIMITERS if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refusal(
                f"“{name}”第 {number} 行的引号不成对或有断行，请用电子表格软件打开检查后另存为 .xlsx 再导入。"
            ) from None
        yield number, tuple(restored(one_line_end(cell)) for cell in cells)


def _decoded(content: bytes, name: str) -> str:
    marked = next((encoding for mark, encoding in ENCODINGS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal(f"“{name}”不是文本表格，或文字编码认不出来，请用电子表格软件打开后另存为 .xlsx 再导入。")
