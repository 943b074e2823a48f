"""What an inner contradiction of a plan is made of: two or more places and why they cannot all hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["figure", "met", "count", "double", "bound", "name"]

LABELS: dict[Kind, str] = {
    "figure": "两个数值",
    "met": "目标低于现状",
    "count": "数目不合",
    "double": "项目重出",
    "bound": "口径不同",
    "name": "名称不一",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One side of a contradiction: offsets into Document.text, line from 1, the headings above it and its lead.

    `figure` is as printed with its unit, `year` the year it holds for, `state` that time in words (2025年实绩).
    """

    start: int
    end: int
    line: int
    heading: tuple[str, ...]
    lead: str | None
    figure: str | None = None
    year: int | None = None
    state: str | None = None

    @property
    def where(self) -> str:
        """The nearest heading and the lead, as a reader would look them up."""
        named = " / ".join([*self.heading[-1:], *([self.lead] if self.lead else [])]) or f"第{self.line}行"
        return named.replace("“", "‘").replace("”", "’")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one document that cannot both hold; `what` is the sentence to show to an official."""

    kind: Kind
    subject: str
    what: str
    places: tuple[Place, ...]
    confidence: float
    evidence: tuple[str, ...]
