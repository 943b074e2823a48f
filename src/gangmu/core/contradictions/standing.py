"""Where everything of a document stands: headings above it, lead, box item and section, ready to be looked up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from gangmu.core.commitments.sections import Section
from gangmu.core.commitments.sections import places as sections
from gangmu.core.contradictions.model import Place
from gangmu.core.contradictions.units import narrow
from gangmu.core.reader.structure import BlockKind, Document


@dataclass(frozen=True, slots=True)
class Spot:
    """A block's surroundings: headings above it, its box and box item (title), its lead, its section."""

    headings: tuple[str, ...]
    box: str | None
    item: str | None
    lead: str | None
    section: Section

    @property
    def anchor(self) -> str:
        """The nearest thing that a figure without a name of its own may belong to."""
        return self.item or self.lead or (self.headings[-1] if self.headings else "")


class Standing:
    """The places of a document by block and by character."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = narrow(document.text)  # same length: all offsets hold
        self.spots = _spots(document)
        self._lines = [at for at, sign in enumerate(document.text) if sign == "\n"]

    def line(self, at: int) -> int:
        """The line of a character, counted from 1."""
        return bisect_right(self._lines, at - 1) + 1

    def place(
        self, block: int, start: int, end: int, *, figure: str | None = None, year: int | None = None, state: str = ""
    ) -> Place:
        """A place inside a block; a box stands for a heading and its item for a lead."""
        spot = self.spots[block]
        heading = (*spot.headings, spot.box) if spot.box else spot.headings
        lead = spot.item if spot.box else spot.lead
        return Place(start, end, self.line(start), heading, lead, figure, year, state or None)


def _spots(document: Document) -> list[Spot]:
    found: list[Spot] = []
    path: list[tuple[int, str]] = []
    item: str | None = None
    for block, where in zip(document.blocks, sections(document), strict=True):
        if block.kind is BlockKind.HEADING:
            path = [one for one in path if one[0] < (block.level or 1)]
            path.append((block.level or 1, block.text))
        if block.kind in {BlockKind.HEADING, BlockKind.BOX} or block.box is None:
            item = None
        if block.kind is BlockKind.ITEM:
            item = block.text
        box = None
        if block.box is not None and block.box < len(document.boxes):
            shown = document.boxes[block.box]
            box = " ".join(part for part in (shown.number, shown.title) if part)
        found.append(Spot(tuple(text for _, text in path), box, item if box else None, block.lead, where.section))
    return found
