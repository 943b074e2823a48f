"""What a plan document is made of, once read: blocks, indicators, boxes, gaps, sentences.

Every element knows its place (a line of the normalised text, counted from 1, and character offsets into it), how sure
the reader is of it (0 to 1) and what spoke for it, in short Chinese words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """The kinds of block of a plan, in the words of its reader."""

    FRONT = "front"  # title page: title, organ, date, number of the notice
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"  # where a table stands; its caption as text
    BOX = "box"  # 专栏
    ITEM = "item"  # an item of a box
    GAP = "gap"  # a heading was lost here


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the document; `text` is without numbering, `number` is the numbering as printed."""

    kind: BlockKind
    level: int | None
    text: str
    number: str | None
    lead: str | None
    line: int
    start: int
    end: int
    box: int | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the table of main indicators; the figures are the document's own strings, an empty cell is None."""

    number: str | None
    category: str | None
    parent: str | None
    name: str
    unit: str | None
    baseline: str | None
    target: str | None
    annual_or_cumulative: str | None
    nature: str | None
    marked: bool
    baseline_year: int | None
    target_year: int | None
    line: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a box: a project or a measure, with the paragraphs that describe it."""

    title: str
    number: str | None
    body: list[str]
    line: int
    start: int
    end: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box (专栏) with its items; `number` is as printed, such as 专栏 1."""

    number: str | None
    title: str
    items: list[Item]
    line: int
    start: int
    end: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A heading that the text has lost, before a line, and the level it is presumed to have had."""

    before_line: int
    level: int | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch that ends in 。；！ or with its line; `block` is an index into Document.blocks."""

    block: int
    start: int
    end: int


@dataclass(slots=True)
class Document:
    """A plan document as structure; `text` is the normalised text that all lines and offsets refer to."""

    name: str
    text: str
    title: str | None = None
    period: tuple[int, int] | None = None
    vision_year: int | None = None
    blocks: list[Block] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    unread: tuple[str, ...] = ()  # what of the file could not be read, each a sentence saying what to do

    @property
    def headings(self) -> list[Block]:
        """The headings in document order."""
        return [block for block in self.blocks if block.kind is BlockKind.HEADING]

    def to_json(self) -> dict[str, Any]:
        """The shape that the outside scorer reads, with place, confidence and evidence of every element."""
        return {
            "name": self.name,
            "title": self.title,
            "period": list(self.period) if self.period else None,
            "vision_year": self.vision_year,
            "headings": [
                {"level": block.level, "title": block.text, "number": block.number, **_place(block)}
                for block in self.headings
            ],
            "indicators": [
                {
                    "no": row.number,
                    "category": row.category,
                    "parent": row.parent,
                    "name": row.name,
                    "unit": row.unit,
                    "baseline": row.baseline,
                    "target": row.target,
                    "annual_or_cumulative": row.annual_or_cumulative,
                    "nature": row.nature,
                    "marked": row.marked,
                    "baseline_year": row.baseline_year,
                    "target_year": row.target_year,
                    "line": row.line,
                    "confidence": row.confidence,
                    "evidence": list(row.evidence),
                }
                for row in self.indicators
            ],
            "boxes": [
                {
                    "number": box.number,
                    "title": box.title,
                    "items": [
                        {"number": item.number, "title": item.title, "body": list(item.body), **_place(item)}
                        for item in box.items
                    ],
                    **_place(box),
                }
                for box in self.boxes
            ],
            "gaps": [
                {
                    "before_line": gap.before_line,
                    "level": gap.level,
                    "confidence": gap.confidence,
                    "evidence": list(gap.evidence),
                }
                for gap in self.gaps
            ],
            "paragraphs": [
                {"text": block.text, "lead": block.lead, "box": block.box, **_place(block)}
                for block in self.blocks
                if block.kind is BlockKind.PARAGRAPH
            ],
            "sentences": [
                {"block": sentence.block, "start": sentence.start, "end": sentence.end} for sentence in self.sentences
            ],
            "unread": list(self.unread),
        }


def _place(element: Block | Box | Item) -> dict[str, Any]:
    return {
        "line": element.line,
        "start": element.start,
        "end": element.end,
        "confidence": element.confidence,
        "evidence": list(element.evidence),
    }
