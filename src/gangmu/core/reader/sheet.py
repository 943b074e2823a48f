"""What stands on a page of a .pdf: glyphs, drawn rules, pictures; points, with y downwards from the page's top."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Glyph:
    """A character on a page; points, with y downwards from the page's top."""

    char: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    face: str
    bold: bool
    blank: bool = False  # a blank stands before it

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level or upright: from (x0, y0) to (x1, y1) with x0 ≤ x1 and y0 ≤ y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(slots=True)
class Page:
    """One page, upright; `pictures` are the shares of the page that its pictures cover."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    nameless: int = 0  # glyphs whose font does not say which character they are
