"""What a comparison of two plans is made of: passages, rows, word-level differences, names for lost headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["same", "changed", "moved", "new", "gone"]

LABELS: dict[Status, str] = {"same": "相同", "changed": "改动", "moved": "移动", "new": "新增", "gone": "删去"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be followed from version to version: heading, paragraph, item or indicator.

    `name` is the heading, lead, item title or indicator; `under` the headings above it; `text` is what is compared.
    `start` and `end` are offsets into Document.text, `section` indexes the document's sections.
    """

    kind: str
    name: str
    under: tuple[str, ...]
    text: str
    line: int = 0
    start: int = 0
    end: int = 0
    section: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A difference: what stood in the old passage's text and what stands in the new one's, offsets within each text."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison; `new` holds several passages where one old paragraph became a whole section.

    `spans` are the differences to the first new passage; `moved` says that a changed passage also stands elsewhere.
    """

    status: Status
    old: Passage | None
    new: tuple[Passage, ...]
    likeness: float
    confidence: float
    evidence: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class LostHeading:
    """A heading that one document lost and the other names; `side` is the document with the gap."""

    side: Literal["old", "new"]
    before_line: int
    level: int | None
    heading: str
    sentence: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Comparison:
    """Two documents side by side, in the order of the new one, what is gone where it stood in the old one."""

    rows: list[Row] = field(default_factory=list)
    lost_headings: list[LostHeading] = field(default_factory=list)

    def count(self) -> dict[Status, int]:
        """How many rows of each status."""
        counts: dict[Status, int] = dict.fromkeys(LABELS, 0)
        for row in self.rows:
            counts[row.status] += 1
        return counts
