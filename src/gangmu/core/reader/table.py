"""Finds the tables of a document and gives each its columns and rows, whatever the extraction has left of the grid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gangmu.core.reader.columns import NATURES, Column, Kind, column_of, head_stream, usable, value_of
from gangmu.core.reader.lines import Line, plain
from gangmu.core.reader.numbering import Scheme, number_of
from gangmu.core.reader.stream import Cell, StreamRow, cells_proposals, deal, glued_proposals

_RULE = re.compile(r"[|\s:\-—]+$")
_CAPTION = re.compile(r"(?:附?表|图表)\s*[\d一二三四五六七八九十]*|.{0,40}指标(?:表|体系)?$")
_AFTER = re.compile(r"备?注\s*[:：\d]|专栏")
GLUED_LIMIT = 6000  # characters of a table glued into one line
LONGEST = 2000  # cells of one table


@dataclass(slots=True)
class TableRow:
    """One row, its cells by column; `values` are in the order of the heads."""

    name: str
    line: int  # index into the lines
    number: str | None = None
    category: str | None = None
    parent: str | None = None
    unit: str | None = None
    values: list[str | None] = field(default_factory=list)
    change: str | None = None
    nature: str | None = None


@dataclass(slots=True)
class Table:
    """A table over the lines start ≤ i < end; `how` says what its grid was."""

    start: int
    end: int
    how: str
    columns: list[Column]
    rows: list[TableRow]
    caption: int | None = None
    score: float = 0.0


@dataclass(slots=True)
class _Budget:
    """How many heads of tables are still followed up; a text that is all heads is no plan."""

    left: int = 100

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


def find_tables(lines: list[Line]) -> list[Table]:
    """Every table of the document, in order; a table without readable heads has no rows."""
    tables: list[Table] = []
    budget = _Budget()
    at = 0
    while at < len(lines):
        table = _grid(lines, at) or _lost_grid(lines, at, budget)
        if table is None:
            at += 1
            continue
        _caption(lines, table, tables[-1].end if tables else 0)
        tables.append(table)
        at = max(table.end, at + 1)
    return tables


def _caption(lines: list[Line], table: Table, floor: int) -> None:
    above = table.start - 1
    while above >= floor and not lines[above].text and table.start - above < 3:
        above -= 1
    if above < floor:
        return
    text = lines[above].text
    if 2 < len(text) <= 50 and not lines[above].terminal and _CAPTION.match(text) and "专栏" not in text:
        table.caption = above
        table.start = above


def _split_row(line: Line) -> list[str] | None:
    if line.cells is not None:
        return list(line.cells)
    text = line.text
    if text.startswith("|") or text.count("|") >= 2:
        return [cell.strip().replace("**", "") for cell in text.strip().strip("|").split("|")]
    if text.count("\t") >= 2:
        return [cell.strip() for cell in text.split("\t")]
    return None


def _grid(lines: list[Line], at: int) -> Table | None:
    first = _split_row(lines[at])
    if first is None:
        return None
    rows: list[tuple[int, list[str]]] = []
    end = at
    while end < len(lines):
        row = _split_row(lines[end])
        if row is None:
            if lines[end].text or end + 1 >= len(lines) or _split_row(lines[end + 1]) is None:
                break
        elif not _RULE.match(lines[end].text):
            rows.append((end, row))
        end += 1
    if len(rows) < 2:
        return None
    columns, skip = _heads([row for _, row in rows])
    table = Table(at, end, "表格", columns, [])
    if columns and usable(columns):
        table.rows = _grid_rows(rows[skip:], columns)
        table.score = 3.0 * len(table.rows)
    return table


def _heads(rows: list[list[str]]) -> tuple[list[Column], int]:
    for at, row in enumerate(rows[:4]):
        known = [column_of(cell) for cell in row]
        kinds = {column.kind for column in known if column}
        if Kind.NAME not in kinds:
            continue
        storeys = 1
        if Kind.VALUE not in kinds and at + 1 < len(rows):  # heads in two storeys: 目标 above, years below
            below = [column_of(cell) for cell in rows[at + 1]] + [None] * len(row)
            known = [two if two and two.kind is Kind.VALUE else one for one, two in zip(known, below, strict=False)]
            storeys = 2
        columns = [column or Column(Kind.OTHER) for column in known]
        for index, cell in enumerate(row):  # an empty head right of the name belongs to it: names in two columns
            if index and not cell and known[index] is None and columns[index - 1].kind is Kind.NAME:
                columns[index] = Column(Kind.NAME)
        return columns, at + storeys
    return [], 0


def _grid_rows(rows: list[tuple[int, list[str]]], columns: list[Column]) -> list[TableRow]:
    made: list[TableRow] = []
    category: str | None = None
    parent: str | None = None
    for line, row in rows:
        if made and sum(column_of(cell) is not None for cell in row if cell) >= 3:
            continue  # the head again, on the next page
        cells = _fitted(row, columns, line)
        filled = [cell for cell in cells or row if cell]
        if len(filled) == 1 and len(columns) > 2:
            category, parent = filled[0], None
            continue
        if cells is None:
            continue
        entry = _row(cells, columns, line)
        category = entry.category = entry.category or category
        parent = _under(entry, cells, columns, parent)
        if entry.name:
            made.append(entry)
    return [row for row in made if not _only_parent(row, made)]


def _under(entry: TableRow, cells: list[str], columns: list[Column], parent: str | None) -> str | None:
    """Puts a row under the name of its group, if it has one, and returns the group for the rows that follow."""
    names = [cells[i] for i, column in enumerate(columns) if column.kind is Kind.NAME]
    if len(names) > 1 and names[1] and names[1] != names[0]:
        entry.parent = names[0] or parent
        entry.name = names[1]
        return entry.parent
    if _blank(cells, columns):
        return entry.name
    if entry.number is None and parent and any(column.kind is Kind.NUMBER for column in columns):
        entry.parent = parent
        return parent
    return None


def _fitted(row: list[str], columns: list[Column], line: int) -> list[str] | None:
    """The cells of a row in the columns of the head, dealt out anew when their number differs."""
    if len(row) == len(columns):
        return row
    dealt, _, _ = deal(cells_proposals([Cell(text, line) for text in row]), columns, len(row), glued=False)
    if len(dealt) != 1:
        return None
    return [dealt[0].cells[i].text if i in dealt[0].cells else "" for i in range(len(columns))]


def _blank(cells: list[str], columns: list[Column]) -> bool:
    wanted = (Kind.VALUE, Kind.CHANGE, Kind.NATURE, Kind.UNIT)
    return all(not cells[i] for i, column in enumerate(columns) if column.kind in wanted)


def _only_parent(row: TableRow, rows: list[TableRow]) -> bool:
    return not any(row.values) and row.change is None and any(other.parent == row.name for other in rows)


def _row(cells: list[str], columns: list[Column], line: int) -> TableRow:
    entry = TableRow("", line)
    for cell, column in zip(cells, columns, strict=False):
        text = value_of(cell)
        if column.kind is Kind.VALUE:
            entry.values.append(text)
        elif column.kind is Kind.NAME:
            entry.name = entry.name or cell.strip()
        elif column.kind is Kind.NUMBER:
            entry.number = text
        elif column.kind is Kind.CATEGORY:
            entry.category = text
        elif column.kind is Kind.UNIT:
            entry.unit = text
        elif column.kind is Kind.CHANGE:
            entry.change = entry.change or text
        elif column.kind is Kind.NATURE:
            entry.nature = next((nature for nature in NATURES if text and nature[:2] in text), None)
    return entry


def _dealt_rows(dealt: list[StreamRow], columns: list[Column], line_of: list[int] | None, line: int) -> list[TableRow]:
    rows: list[TableRow] = []
    kinds = {column.kind for column in columns}
    for row in dealt:
        cells = [row.cells[i].text if i in row.cells else "" for i in range(len(columns))]
        name = next(row.cells[i] for i, column in enumerate(columns) if column.kind is Kind.NAME)
        entry = _row(cells, columns, line if line_of is None else line_of[name.at])
        entry.parent = row.parent
        before = rows[-1] if rows else None
        if before is not None:
            entry.category = entry.category or before.category
            same = row.parent is not None and row.parent == before.parent
            shared = entry.number is None and Kind.NUMBER in kinds
            if shared:
                entry.number = before.number
            if (same or shared) and entry.nature is None:
                entry.nature = before.nature
        rows.append(entry)
    return rows


def _lost_grid(lines: list[Line], at: int, budget: _Budget) -> Table | None:
    return _glued(lines, at, budget) or _spaced(lines, at, budget) or _one_cell_a_line(lines, at, budget)


def _glued(lines: list[Line], at: int, budget: _Budget) -> Table | None:
    text = plain(lines[at].text)
    if len(text) < 30 or lines[at].cells is not None:
        return None
    columns, begin = head_stream(text)
    if len(columns) < 3 or not usable(columns):
        return None
    body = re.split(r"注\s*[:：①1]|[。；]", text[begin:], maxsplit=1)[0]
    if len(body) > GLUED_LIMIT or not budget.take():
        return None
    dealt, _, score = deal(glued_proposals(body), columns, len(body), glued=True)
    if len(dealt) < 2:
        return None
    return Table(at, at + 1, "连写", columns, _dealt_rows(dealt, columns, None, at), None, score)


def _spaced(lines: list[Line], at: int, budget: _Budget) -> Table | None:
    """Rows whose cells are only parted by blanks, as a page's layout leaves them."""
    text = lines[at].text
    if len(text) > 80 or lines[at].cells is not None or len(text.split()) < 3:
        return None
    columns, end = head_stream(text)
    if end < len(text.rstrip()) or len(columns) < 3 or not usable(columns) or not budget.take():
        return None
    cells: list[Cell] = []
    line_of: list[int] = []
    for below in range(at + 1, min(len(lines), at + 1 + LONGEST // len(columns))):
        line = lines[below]
        if line.terminal or line.style or len(line.text) > 120 or _AFTER.match(line.text):
            break
        for piece in line.text.split():
            cells.append(Cell(piece, len(cells)))
            line_of.append(below)
    dealt, used, score = deal(cells_proposals(cells), columns, len(cells), glued=False)
    if len(dealt) < 2:
        return None
    return Table(at, line_of[used - 1] + 1, "空格分列", columns, _dealt_rows(dealt, columns, line_of, at), None, score)


def _one_cell_a_line(lines: list[Line], at: int, budget: _Budget) -> Table | None:
    first = column_of(lines[at].text) if len(lines[at].text) <= 14 else None
    if first is None or first.kind not in (Kind.CATEGORY, Kind.NUMBER, Kind.NAME):
        return None
    columns: list[Column] = []
    begin = at
    while begin < len(lines) and len(columns) < 12:
        if lines[begin].text:
            column = column_of(lines[begin].text)
            repeated = column is not None and column.kind is Kind.NAME and column in columns
            if column is None or repeated:
                break
            columns.append(column)
        begin += 1
    if len(columns) < 3 or not usable(columns) or not budget.take():
        return None
    cells, line_of = _cells(lines, begin)
    dealt, used, score = deal(cells_proposals(cells), columns, len(cells), glued=False)
    if len(dealt) < 2:
        return None
    end = line_of[used - 1] + 1
    while end < len(lines) and lines[end].tab_before and not lines[end].text:
        end += 1
    return Table(at, end, "逐格成行", columns, _dealt_rows(dealt, columns, line_of, at), None, score)


def _cells(lines: list[Line], begin: int) -> tuple[list[Cell], list[int]]:
    cells: list[Cell] = []
    line_of: list[int] = []
    tabbed = sum(line.tab_before for line in lines[begin : begin + 40]) >= 20
    for at in range(begin, min(len(lines), begin + LONGEST)):
        line = lines[at]
        if not line.text and not line.tab_before:
            continue
        if len(line.text) > 60 or line.style or _AFTER.match(line.text) or line.terminal:
            break
        if line.bookmarks and len(line.text) > 3:
            break
        number = number_of(line.text)
        highest = Scheme.CHINESE_ROUND if tabbed and not line.tab_before else Scheme.SECTION
        if number is not None and number.scheme <= highest and number.end < len(line.text):
            break
        cells.append(Cell(line.text, len(cells), loose=tabbed and not line.tab_before))
        line_of.append(at)
    return cells, line_of
