"""From pages to lines: glyphs become rows, running heads go, rows become paragraphs, drawn tables become cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gangmu.core.reader.lines import Line, Raw
from gangmu.core.reader.rows import Column, Row, paragraphs, rows_of, text_of
from gangmu.core.reader.ruled import Cell, Grid, grids
from gangmu.core.reader.sheet import Page
from gangmu.core.reader.unreadable import Unreadable

OUTER = 0.14  # share of a page's height at its top and bottom where running heads and page numbers stand
PICTURE = 0.15  # share of a page from which on a picture may hold what a reader misses
FEW = 30  # glyphs; a page with fewer and a picture is a picture
_DIGITS = re.compile(r"\d+|[ivxlc]{1,6}(?![a-z])|[IVXLC]{1,6}(?![A-Z])")
_PAGE_NUMBER = re.compile(r"[-—–―·\s]*(?:第\s*)?#(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?#\s*页?)?[-—–―·\s]*")


@dataclass(slots=True)
class _Sheet:
    """What stands on a page from top to bottom."""

    page: Page
    parts: list[Row | Grid]


def lines_of_pages(pages: Sequence[Page], name: str) -> Raw:
    """The raw lines of the pages; raises Unreadable when there is no text on any of them."""
    unread = _unread(pages)
    readable = [page for page in pages if not _nameless(page)]
    if not any(page.glyphs for page in readable):
        if any(page.nameless for page in pages):
            raise Unreadable(f"文件“{name}”的字体没有标明文字，读不出内容，请提供原 .docx 或重新导出后再读。")
        if any(page.pictures for page in pages):
            raise Unreadable(f"文件“{name}”的{len(pages)}页全是图片，没有可选中的文字，请先做文字识别（OCR）后再读。")
        raise Unreadable(f"文件“{name}”里没有文字，请确认原件有内容后重新导出。")
    sheets = []
    for page in readable:
        tables, free = grids(page)
        parts: list[Row | Grid] = [*tables, *rows_of(free)]
        sheets.append(_Sheet(page, sorted(parts, key=lambda part: part.top)))
    _drop_furniture(sheets)
    return Raw(list(_Writer(sheets).lines()), unread)


def _nameless(page: Page) -> bool:
    return page.nameless > 0.3 * (page.nameless + len(page.glyphs))


def _unread(pages: Sequence[Page]) -> tuple[str, ...]:
    """What could not be read, in sentences."""
    bare = [page for page in pages if len(page.glyphs) < FEW and sum(page.pictures) >= PICTURE]
    garbled = [page for page in pages if _nameless(page)]
    shown = [page for page in pages if page not in bare and any(share >= PICTURE for share in page.pictures)]
    said: list[str] = []
    if bare:
        said.append(f"第{_numbers(bare)}页只有图片，图中的文字没有读入，请提供文字版或先做文字识别（OCR）。")
    if garbled:
        said.append(f"第{_numbers(garbled)}页的字体没有标明文字，内容没有读入，请提供原 .docx 或重新导出。")
    if shown:
        said.append(f"第{_numbers(shown)}页有大幅图片，图中若有表格或文字则没有读入，请对照原件补录。")
    return tuple(said)


def _numbers(pages: Sequence[Page]) -> str:
    """Page numbers with runs drawn together: 3、5—7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page.number == runs[-1][-1] + 1:
            runs[-1].append(page.number)
        else:
            runs.append([page.number])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _drop_furniture(sheets: Sequence[_Sheet]) -> None:
    """Takes running heads and page numbers off: rows in the margin that stand there on page after page."""
    seen: Counter[tuple[str, bool]] = Counter()
    found: list[list[tuple[Row, tuple[str, bool]]]] = []
    for sheet in sheets:
        margin: list[tuple[Row, tuple[str, bool]]] = []
        for part in [*sheet.parts[:2], *sheet.parts[2:][-2:]]:
            place = part.middle / sheet.page.height if isinstance(part, Row) else 0.5
            if isinstance(part, Row) and not OUTER < place < 1 - OUTER:
                margin.append((part, (_DIGITS.sub("#", part.text).strip(), place < 0.5)))
        seen.update({key for _, key in margin})
        found.append(margin)
    least = max(2, min(3, len(sheets) - 1))
    for sheet, margin in zip(sheets, found, strict=True):
        gone = {
            id(row)
            for row, key in margin
            if (seen[key] >= least and (seen[key] >= 0.2 * len(sheets) or _PAGE_NUMBER.fullmatch(key[0])))
        }
        sheet.parts = [part for part in sheet.parts if id(part) not in gone]


class _Writer:
    """Writes the sheets out as lines, in order, with paragraphs and tables running on over the pages."""

    def __init__(self, sheets: Sequence[_Sheet]) -> None:
        self.sheets = sheets
        self.frames = 0
        rows = [part for sheet in sheets for part in sheet.parts if isinstance(part, Row)]
        self.column = Column.learn(rows)
        self.last_grid: Grid | None = None
        self.last_row: tuple[str, ...] = ()
        self.first_row: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        waiting: list[list[Row]] = []  # rows by page, until a table comes between
        for sheet in self.sheets:
            waiting.append([])
            for part in sheet.parts:
                if isinstance(part, Row):
                    waiting[-1].append(part)
                    continue
                yield from self._text(waiting)
                waiting = [[]]
                yield from self._grid(part)
        yield from self._text(waiting)

    def _text(self, pages: list[list[Row]]) -> Iterator[Line]:
        if any(pages):
            self.last_grid = None
            yield from paragraphs(pages, self.column)

    def _grid(self, grid: Grid) -> Iterator[Line]:
        before = self.last_grid
        on = before is not None and len(before.xs) == len(grid.xs) and abs(before.xs[-1] - grid.xs[-1]) < 12
        self.last_grid = grid
        if not on:
            self.frames += 1
            self.last_row = ()
        count = len(grid.ys) - 1
        columns = len(grid.xs) - 1
        for at in range(count):
            cells = grid.row(at)
            if len(cells) == 1 and not _heading_row(cells[0], at, count, columns):
                if cells[0].row == at:
                    rows = rows_of(cells[0].glyphs)
                    frame = self.column.within(grid.xs[0], grid.xs[-1], rows)
                    yield from (replace(line, boxed=self.frames) for line in paragraphs([rows], frame))
                continue
            line = self._row(cells, at, columns)
            if line is not None:
                yield line

    def _row(self, cells: Sequence[Cell], at: int, columns: int) -> Line | None:
        held = [""] * columns
        shown = [""] * columns
        for cell in cells:
            held[cell.column] = cell_text(cell)
            if cell.row == at:
                shown[cell.column] = held[cell.column]
        if not any(shown) or (at == 0 and self.last_row and tuple(held) == self.first_row):
            return None  # the head that is drawn anew on the next page
        if not self.last_row:
            self.first_row = tuple(held)
        elif at == 0 and not held[0]:
            held[0] = self.last_row[0]  # a merged cell that the page's end has cut
        self.last_row = tuple(held)
        return Line("\t".join(shown), cells=tuple(held))


def _heading_row(cell: Cell, at: int, count: int, columns: int) -> bool:
    """Whether a cell over the whole width names the group of the rows below it."""
    text = cell_text(cell)
    inner = 0 < at < count - 1 and columns > 2
    return inner and 0 < len(text) <= 20 and "。" not in text and not text.startswith(("专栏", "注", "备注"))


def cell_text(cell: Cell) -> str:
    """The text of a cell, its rows run together."""
    return "".join(text_of(row.glyphs) for row in rows_of(cell.glyphs)).strip()
