"""The stress plans: small plans in our own words, written in a notation that holds their truth beside their text.

`=2 （一）|标题|。正文` is a heading of level 2 with what stands before and after its title, `!专栏1 |标题` a box,
`+1.|名称|：说明` an item of it, `%pipes` a table in some state of repair whose rows follow behind `%|`, `T` the truth
of a row, `P` the years of the plan, and `~引语` a paragraph of our own making.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gangmu.core.reader.tests.sample_plan import paragraph

FOLDER = Path(__file__).parent / "stress"
NAMES = sorted(path.stem for path in FOLDER.glob("*.plan"))
FIELDS = ("name", "unit", "baseline", "target", "annual_or_cumulative", "nature")


@dataclass
class Stressed:
    """A plan's text and what a person finds in it."""

    text: str = ""
    period: list[int] = field(default_factory=list)
    headings: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    boxes: list[dict[str, Any]] = field(default_factory=list)

    def truth(self) -> dict[str, Any]:
        """The shape that the outside scorer reads."""
        kept = {"period": self.period, "headings": self.headings, "indicators": self.indicators, "boxes": self.boxes}
        return {name: value for name, value in kept.items() if value}


def table(form: str, rows: list[list[str]]) -> list[str]:
    """The lines of a table whose grid is in some state of repair."""
    if form == "pipes":
        return [f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]]
    if form == "tabs":
        return ["\t".join(row) for row in rows]
    if form == "cells":
        return [cell for row in rows for cell in row if cell]
    if form == "tabbed":
        return [f"\t{cell}" for row in rows for cell in row]
    if form == "blanks":
        return ["  ".join(cell for cell in row if cell) for row in rows]
    if form == "glued":
        return ["".join(cell for row in rows for cell in row)]
    raise ValueError(form)


class _Loader:
    """Reads the notation line by line."""

    def __init__(self, name: str) -> None:
        self.plan = Stressed()
        self.dice = random.Random(name)
        self.form = ""

    def line(self, line: str) -> str | None:
        """The text of one line of the notation, None for a line that only says what is true."""
        mark, rest = line[:1], line[1:]
        if mark == "=":
            return self._title(rest[2:], self.plan.headings, {"level": int(rest[0])})
        if mark == "!":
            return self._title(rest, self.plan.boxes, {"items": []})
        if mark == "+":
            return self._title(rest, self.plan.boxes[-1]["items"], {})
        if mark == "~":
            return paragraph(self.dice, rest or None)
        if mark == "%":
            self.form = rest
        elif mark == "T":
            cells = [cell.strip() or None for cell in rest.split("|")]
            self.plan.indicators.append(dict(zip(FIELDS, cells, strict=True)))
        elif mark == "P":
            self.plan.period = [int(year) for year in rest.split()]
        else:
            return line
        return None

    def _title(self, text: str, into: list[dict[str, Any]], more: dict[str, Any]) -> str:
        before, title, *after = text.split("|")
        into.append({"title": title} | more)
        return before.replace("\\n", "\n") + title + "|".join(after)


def load(name: str) -> Stressed:
    """A stress plan by its name."""
    loader = _Loader(name)
    out: list[str] = []
    rows: list[list[str]] = []
    for line in [*(FOLDER / f"{name}.plan").read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("%|"):
            rows.append([cell.strip() for cell in line[2:].split("|")])
            continue
        out += table(loader.form, rows) if rows else []
        rows = []
        text = loader.line(line)
        if text is not None:
            out.append(text)
    loader.plan.text = "\n".join(out)
    return loader.plan
