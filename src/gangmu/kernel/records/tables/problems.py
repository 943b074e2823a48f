"""What is wrong with a table that was given, and where."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """A cell that cannot be read as its column's value; the message is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the row's number in the file, the column's title (empty: the whole row), one sentence."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"第 {self.row} 行{f'“{self.column}”' if self.column else ''}：{self.sentence}"
