"""A document as the passages that a comparison follows, and as sections with all that stands under them."""

from __future__ import annotations

from dataclasses import dataclass, field

from gangmu.core.comparison.model import Passage
from gangmu.core.reader.structure import Block, BlockKind, Document, IndicatorRow


@dataclass(slots=True)
class Section:
    """A heading, or a gap where one was lost, with the passages up to the next heading of its rank."""

    name: str
    level: int
    line: int
    gap: bool
    parent: int
    heading: int | None = None  # index of its own passage
    passages: list[int] = field(default_factory=list)  # of the section itself and all below it
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The passages of a document in order and its sections; section 0 is the document itself."""

    passages: list[Passage]
    sections: list[Section]

    def body(self, section: int) -> str:
        """All text under a section, without its own heading."""
        own = self.sections[section].heading
        return "\n".join(self.passages[index].text for index in self.sections[section].passages if index != own)

    def ancestors(self, section: int) -> list[int]:
        """The section and those around it, the nearest first, without the document itself."""
        found = []
        while section > 0:
            found.append(section)
            section = self.sections[section].parent
        return found


def outline_of(document: Document) -> Outline:
    """The passages and sections of a document."""
    outline = Outline([], [Section("", 0, 0, gap=False, parent=-1)])
    open_sections = [0]
    rows_given = False
    item: Block | None = None
    for block in document.blocks:
        if block.kind in {BlockKind.HEADING, BlockKind.GAP}:
            item = None
            _open(outline, open_sections, block)
        elif block.kind is BlockKind.TABLE and not rows_given:
            rows_given = True
            for row in document.indicators:
                _add(outline, open_sections, _row(row))
        elif block.kind is BlockKind.ITEM:
            item = block
            _add(outline, open_sections, _passage("item", block, block.text, document))
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.BOX}:
            inside = item if block.kind is BlockKind.PARAGRAPH and block.box is not None else None
            name = inside.text if inside else (block.lead or "")
            kind = "box" if block.kind is BlockKind.BOX else "paragraph"
            _add(outline, open_sections, _passage(kind, block, block.text if kind == "box" else name, document))
    return outline


def _open(outline: Outline, open_sections: list[int], block: Block) -> None:
    gap = block.kind is BlockKind.GAP
    level = block.level or 1
    while len(open_sections) > 1 and outline.sections[open_sections[-1]].level >= level:
        open_sections.pop()
    parent = open_sections[-1]
    outline.sections.append(Section("" if gap else block.text, level, block.line, gap=gap, parent=parent))
    here = len(outline.sections) - 1
    outline.sections[parent].children.append(here)
    open_sections.append(here)
    if not gap:
        outline.sections[here].heading = len(outline.passages)
        heading = Passage("heading", block.text, (), block.text, block.line, block.start, block.end)
        _add(outline, open_sections, heading)


def _passage(kind: str, block: Block, name: str, document: Document) -> Passage:
    return Passage(kind, name, (), document.text[block.start : block.end], block.line, block.start, block.end)


def _row(row: IndicatorRow) -> Passage:
    cells = (row.baseline, row.target, row.annual_or_cumulative, row.nature)
    unit = f"（{row.unit}）" if row.unit else ""
    text = f"{row.parent or ''}{row.name}{unit}：" + "、".join(cell or "—" for cell in cells)
    return Passage("indicator", (row.parent or "") + row.name, (), text, row.line)


def _add(outline: Outline, open_sections: list[int], passage: Passage) -> None:
    here = open_sections[-1]
    above = [outline.sections[index].name for index in open_sections[1:]]
    if passage.kind == "heading":
        above = above[:-1]
    outline.passages.append(
        Passage(
            passage.kind,
            passage.name,
            tuple(name for name in above if name),
            passage.text,
            passage.line,
            passage.start,
            passage.end,
            here,
        )
    )
    for index in open_sections:
        outline.sections[index].passages.append(len(outline.passages) - 1)
