"""A Chinese five-year-plan document becomes structure: the reader's public face.

The tour: `source`, `word` and `pdf` with `pages` give raw lines, `normalise` and `unwrap` make the text, `table` and
`boxes` propose how runs of lines may be read, `habits` learns how headings are marked here, `evidence` weighs single
lines, `candidates` gathers all of it, `decode` chooses the most believable whole, `assemble` writes it down as
`structure`.
"""

from __future__ import annotations

from pathlib import Path

from gangmu.core.reader.assemble import Assembler
from gangmu.core.reader.candidates import Candidates
from gangmu.core.reader.decode import CLOSING, Chosen, closing, decode
from gangmu.core.reader.indicators import indicator_rows, main_table
from gangmu.core.reader.lines import Line, Raw, place
from gangmu.core.reader.normalise import normalise, strip_bookmarks
from gangmu.core.reader.period import period_of, title_lines, vision_year
from gangmu.core.reader.source import lines_of_file, lines_of_text
from gangmu.core.reader.structure import Block, BlockKind, Box, Document, Gap, IndicatorRow, Item, Sentence
from gangmu.core.reader.table import find_tables
from gangmu.core.reader.unreadable import Unreadable

__all__ = [
    "Block",
    "BlockKind",
    "Box",
    "Document",
    "Gap",
    "IndicatorRow",
    "Item",
    "Sentence",
    "Unreadable",
    "read_file",
    "read_text",
]


def read_file(path: Path) -> Document:
    """The structure of a .docx, .pdf, .md or .txt plan; raises Unreadable with one sentence on what to do."""
    return _read(lines_of_file(path), path.name)


def read_text(text: str, *, name: str = "") -> Document:
    """The structure of a plan given as text; raises Unreadable when no structure is in it."""
    return _read(Raw(lines_of_text(strip_bookmarks(text))), name)


def _tiling(candidates: Candidates, lines: list[Line]) -> list[Chosen]:
    """The best whole; where nothing fixes levels, read again once it is known whether boxes close chapters here."""
    segments, stray, blank = candidates.all(), candidates.stray(), [not line.text for line in lines]
    tiling = decode(segments, stray, blank)
    share = closing(tiling) if candidates.free_levels else None
    return tiling if share is None or share == CLOSING else decode(segments, stray, blank, closing=share)


def _read(raw: Raw, name: str) -> Document:
    lines = normalise(raw.lines)
    text = place(lines)
    called = f"文件“{name}”" if name else "这段文字"
    if not text.strip():
        raise Unreadable(f"{called}里没有文字，请确认原件有内容后重新导出。")
    tables = find_tables(lines)
    titles, title = title_lines(lines, min(len(lines), 200))
    candidates = Candidates(lines, tables, set(titles))
    tiling = _tiling(candidates, lines)
    period = period_of(lines, title)
    used = [chosen.segment.table for chosen in tiling if chosen.segment.table is not None]
    main = main_table(used, lines, period)
    document = Assembler(Document(name, text, title, period, vision_year(text, period)), lines, main).run(tiling)
    if not document.headings:
        raise Unreadable(f"{called}里找不到任何标题，请提供带章节标题（如“一、”“第一章”或标题样式）的规划全文。")
    if main is not None:
        document.indicators = indicator_rows(main, lines, period)
    document.unread = raw.unread
    return document
