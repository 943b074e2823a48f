"""From the chosen segments to the document: blocks, boxes, indicators, gaps, leads and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gangmu.core.reader.decode import Chosen, Role
from gangmu.core.reader.habits import numbering
from gangmu.core.reader.lines import Line
from gangmu.core.reader.structure import Block, BlockKind, Box, Document, Gap, Item, Sentence
from gangmu.core.reader.table import Table

_LEAD = re.compile(r"([^。；！？]{2,32})。(?=\S)")
_SENTENCE = re.compile(r"[^。；！\n]*[。；！]+[”’）》]*|[^。；！\n]+")
_LETTER = re.compile(r"[\w\u4e00-\u9fff]")
TABLE_WORDS = {"表格", "连写", "空格分列", "逐格成行"}  # evidence of a row of a table, which holds no sentence
_NOTE = re.compile(r"备?注\s*[:：]")
_TRAIL = "。：:；;，, \u3000"


class Assembler:
    """Turns one tiling into a document."""

    def __init__(self, document: Document, lines: Sequence[Line], main: Table | None) -> None:
        self.main = main
        self.document = document
        self.lines = lines

    def run(self, tiling: Sequence[Chosen]) -> Document:
        """The document, filled."""
        for chosen in tiling:
            self._gaps(chosen)
            match chosen.segment.role:
                case Role.HEADING:
                    self._heading(chosen)
                case Role.BODY:
                    self._paragraph(
                        self.lines[chosen.segment.start], 0, None, chosen.confidence, chosen.segment.evidence
                    )
                case Role.TABLE:
                    self._table(chosen, None)
                case Role.BOX:
                    self._box(chosen)
                case Role.FRONT | Role.CONTENTS:
                    for at in range(chosen.segment.start, chosen.segment.end):
                        if self.lines[at].text:
                            self._add(BlockKind.FRONT, self.lines[at], 0, None, chosen)
        self._sentences()
        return self.document

    def _add(
        self,
        kind: BlockKind,
        line: Line,
        begin: int,
        finish: int | None,
        chosen: Chosen,
        *,
        number: str | None = None,
        level: int | None = None,
        box: int | None = None,
    ) -> None:
        finish = len(line.text) if finish is None else finish
        self.document.blocks.append(
            Block(
                kind,
                level,
                line.text[begin:finish],
                number,
                None,
                line.number,
                line.start + begin,
                line.start + finish,
                box,
                chosen.confidence,
                chosen.segment.evidence,
            )
        )

    def _gaps(self, chosen: Chosen) -> None:
        line = self.lines[chosen.segment.start]
        for lost in chosen.lost:
            self.document.gaps.append(Gap(line.number, lost.level, 0.7, (lost.why,)))
            self.document.blocks.append(
                Block(
                    BlockKind.GAP,
                    lost.level,
                    "",
                    None,
                    None,
                    line.number,
                    line.start,
                    line.start,
                    None,
                    0.7,
                    (lost.why,),
                )
            )

    def _heading(self, chosen: Chosen) -> None:
        segment = chosen.segment
        line = self.lines[segment.start]
        begin = segment.number.end if segment.number else 0
        finish = segment.finish or len(line.text.rstrip(_TRAIL))
        number = segment.number.printed if segment.number else None
        self._add(BlockKind.HEADING, line, begin, finish, chosen, number=number, level=segment.level)
        if segment.finish is not None:
            self._paragraph(line, segment.finish + 1, None, chosen.confidence, segment.evidence)

    def _paragraph(self, line: Line, begin: int, box: int | None, confidence: float, evidence: tuple[str, ...]) -> None:
        text = line.text[begin:]
        number = numbering(line) if begin == 0 else None
        skip = number.end if number is not None and number.end < len(text) else 0
        lead = lead_of(text[skip:])
        self.document.blocks.append(
            Block(
                BlockKind.PARAGRAPH,
                None,
                text,
                number.printed if number is not None and skip else None,
                lead,
                line.number,
                line.start + begin,
                line.end,
                box,
                confidence,
                evidence,
            )
        )

    def _table(self, chosen: Chosen, box: int | None) -> None:
        table = chosen.segment.table
        if table is None:
            return
        if table.caption is not None:
            self._add(BlockKind.TABLE, self.lines[table.caption], 0, None, chosen, box=box)
        else:
            self._add(BlockKind.TABLE, self.lines[table.start], 0, 0, chosen, box=box)
        if table is not self.main:  # the rows of the main table are the indicators
            first = table.start if table.caption is None else table.caption + 1
            for at in range(first, table.end):
                if _LETTER.search(self.lines[at].text):
                    self._add(BlockKind.PARAGRAPH, self.lines[at], 0, None, chosen, box=box)

    def _box(self, chosen: Chosen) -> None:
        draft = chosen.segment.box
        if draft is None:
            return
        index = len(self.document.boxes)
        title = self.lines[draft.title_line]
        begin, finish = draft.title_begin, draft.title_finish
        self._add(BlockKind.BOX, title, begin, finish, chosen, number=draft.number, box=index)
        confidence, evidence = chosen.confidence, chosen.segment.evidence
        if chosen.segment.table is not None:
            self._table(chosen, index)
        items: list[Item] = []
        opening = draft.items[0].line if draft.items else draft.end
        after = chosen.segment.table.end if chosen.segment.table is not None else draft.title_line + 1
        for at in range(after, opening):
            if self.lines[at].text:
                self._paragraph(self.lines[at], 0, index, confidence, evidence)
        for rank, item in enumerate(draft.items):
            line = self.lines[item.line]
            until = draft.items[rank + 1].line if rank + 1 < len(draft.items) else draft.end
            finish_at = item.begin + len(line.text[item.begin : item.finish].rstrip(_TRAIL))
            self._add(BlockKind.ITEM, line, item.begin, finish_at, chosen, number=item.number, box=index)
            body: list[str] = []
            end = line.end
            if item.body is not None:
                body.append(line.text[item.body :])
                self._paragraph(line, item.body, index, confidence, evidence)
            for at in range(item.line + 1, until):
                if self.lines[at].text:
                    body.append(self.lines[at].text)
                    self._paragraph(self.lines[at], 0, index, confidence, evidence)
                    end = self.lines[at].end
            name = line.text[item.begin : finish_at]
            items.append(Item(name, item.number, body, line.number, line.start, end, confidence, evidence))
        head = self.lines[draft.start]
        last = self.lines[draft.end - 1]
        self.document.boxes.append(
            Box(draft.number, title.text[begin:finish], items, head.number, head.start, last.end, confidence, evidence)
        )

    def _sentences(self) -> None:
        for index, block in enumerate(self.document.blocks):
            row = TABLE_WORDS.intersection(block.evidence) or _NOTE.match(block.text)
            if block.kind is BlockKind.PARAGRAPH and not row:
                for found in _SENTENCE.finditer(block.text):
                    if found.group().strip():
                        begin = block.start + found.start() + len(found.group()) - len(found.group().lstrip())
                        end = block.start + found.start() + len(found.group().rstrip())
                        self.document.sentences.append(Sentence(index, begin, end))


def lead_of(text: str) -> str | None:
    """The short first phrase before 。 that the rest of the paragraph restates or carries out."""
    found = _LEAD.match(text)
    if not found or len(text) - found.end() < 8:
        return None
    lead = found.group(1)
    return lead if lead.count("，") <= 2 and not re.match(r"[（(]?\d|备?注[:：]", lead) else None
