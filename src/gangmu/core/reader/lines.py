"""A line of the document with all that the file says about its look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

TERMINAL = "。；！？;!?…"
CLOSING = "”’》」』）)】"


@dataclass(frozen=True, slots=True)
class Raw:
    """What a file holds before it is read as a plan; `unread` says in sentences what of it could not be read."""

    lines: list[Line]
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Line:
    """One line of the normalised text; `number` counts from 1, `start` is its character offset."""

    text: str
    bookmarks: int = 0  # how many [bookmark: …] marks stood in it
    blank_before: bool = False  # the line began with a single stray blank
    indent: float = 0.0  # blanks at the start of the line, in full-width characters
    tab_before: bool = False
    style: int | None = None  # heading level that a paragraph style or Markdown gives
    bold: bool = False
    centred: bool = False
    size: float | None = None  # font size in points
    face: str | None = None  # family of the font
    label: str | None = None  # numbering that the word processor draws and the text does not hold
    cells: tuple[str, ...] | None = None  # a row of a table
    boxed: int | None = None  # which one-column table the line stands in
    measure: float | None = None  # width of the full lines that the paragraph was wrapped in
    printed: int = 0  # characters of the line as it came, marks included
    page: bool = False  # a page break was here and the text runs on
    number: int = field(default=0)
    start: int = field(default=0)

    @property
    def end(self) -> int:
        """Offset of the line's end."""
        return self.start + len(self.text)

    @property
    def terminal(self) -> bool:
        """Whether the line ends a sentence."""
        return self.text.rstrip(CLOSING)[-1:] in tuple(TERMINAL)


def place(lines: list[Line]) -> str:
    """Numbers the lines, sets their offsets and returns the text they make."""
    offset = 0
    for number, line in enumerate(lines, 1):
        line.number = number
        line.start = offset
        offset += len(line.text) + 1
    return "\n".join(line.text for line in lines)


def width(text: str) -> float:
    """Width of a text in full-width characters; blanks count nothing, ASCII counts half."""
    return sum(0.5 if char < "\u2e80" and char not in "“”‘’—…·" else 1.0 for char in text if not char.isspace())


_PLAIN = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN |= {ord(wide): ord(thin) for wide, thin in zip("．％＜＞－＋／［］＊", ".%<>-+/[]*", strict=True)}


def plain(text: str) -> str:
    """A text with full-width letters, digits and signs of measure made plain, character for character."""
    return text.translate(_PLAIN)


def figures(text: str) -> str:
    """A text with full-width letters, digits and signs made plain, for comparing; never for showing."""
    return unicodedata.normalize("NFKC", text)
