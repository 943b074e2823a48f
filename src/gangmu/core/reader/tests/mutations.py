"""What extraction does to a text: wrapping, page numbers, lost or doubled signs."""

from __future__ import annotations

import random

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def wrap(text: str, columns: int) -> str:
    """Every line cut after a fixed number of characters; rows of tables stay whole."""
    out: list[str] = []
    for line in text.split("\n"):
        whole = "\t" in line or line.startswith("|") or "....." in line or len(line) <= columns
        out += [line] if whole else [line[i : i + columns] for i in range(0, len(line), columns)]
    return "\n".join(out)


def typeset(text: str, columns: int) -> str:
    """Paragraphs set with an indent of two characters that the extraction has dropped."""
    out: list[str] = []
    for line in text.split("\n"):
        if "\t" in line or line.startswith("|") or "....." in line or len(line) <= columns - 4:
            out.append(line)
            continue
        pieces = [line[: columns - 2]]
        rest = line[columns - 2 :]
        while rest:
            take = columns + (1 if rest[columns : columns + 1] in ("，", "。", "；") else 0)
            pieces.append(rest[:take])
            rest = rest[take:]
        out += pieces
    return "\n".join(out)


def paginate(text: str, rows: int) -> str:
    """A page number after every so many lines."""
    out: list[str] = []
    page = 0
    for count, line in enumerate(text.split("\n"), 1):
        out.append(line)
        if count % rows == 0:
            page += 1
            out += ["", str(page)]
    return "\n".join(out)


def double_headings(text: str, printed: list[str]) -> str:
    """Bold lines whose every letter an extraction has written twice."""
    wanted = set(printed)
    return "\n".join("".join(c * 2 for c in line) if line in wanted else line for line in text.split("\n"))


def add_bookmarks(text: str, printed: list[str], seed: int = 1) -> str:
    """Headings behind the marks that a word processor's contents field leaves."""
    dice = random.Random(seed)
    wanted = set(printed)

    def marked(line: str) -> str:
        marks = "".join(f"[bookmark: _Toc{dice.randint(10**6, 10**9)}]" for _ in range(dice.randint(2, 4)))
        return marks + line if line in wanted else line

    return "\n".join(marked(line) for line in text.split("\n"))
