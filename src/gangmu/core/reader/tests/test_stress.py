"""Small plans of every style, and what extraction does to them: what a person finds in them is found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from gangmu.core.reader import Document, read_text
from gangmu.core.reader.tests import stressed
from gangmu.core.reader.tests.measure import f1
from gangmu.core.reader.tests.mutations import FULL_WIDTH, paginate, typeset, wrap
from gangmu.core.reader.tests.stressed import FIELDS, Stressed


def score(document: Document, plan: Stressed) -> float:
    """The mean over titles, their levels, rows of the table with every cell, boxes, their items, and the period."""
    read = document.to_json()
    levels = {entry["title"]: entry["level"] for entry in plan.headings}
    found = [(entry["level"], entry["title"]) for entry in read["headings"]]
    both = [level == levels[title] for level, title in found if title in levels]

    def rows(table: list[dict[str, str | None]]) -> list[str]:
        return ["|".join(str(row[name]) for name in FIELDS).translate(PLAIN) for row in table]

    def items(boxes: list[dict[str, list[dict[str, str]]]]) -> list[str]:
        return [f"{box['title']}/{item['title']}".translate(PLAIN) for box in boxes for item in box["items"]]

    parts = [
        f1([title.translate(PLAIN) for _, title in found], [title.translate(PLAIN) for title in levels]),
        sum(both) / max(1, len(both)),
        f1(rows(read["indicators"]), rows(plan.indicators)),
        f1(items(read["boxes"]), items(plan.boxes)),
        f1([box["title"] for box in read["boxes"]], [box["title"] for box in plan.boxes]),
        float(read["period"] == plan.period),
    ]
    return sum(parts) / len(parts)


PLAIN = {wide: thin for thin, wide in FULL_WIDTH.items()} | {ord(" "): None}


def doubled(plan: Stressed) -> str:
    """Bold headings written twice, one line below the other."""
    titles = [entry["title"] for entry in plan.headings]

    def twice(line: str) -> str:
        bold = any(title in line and len(line) < len(title) + 14 for title in titles)
        return f"{line}\n{line}" if bold else line

    return "\n".join(twice(line) for line in plan.text.split("\n"))


MUTATIONS: dict[str, Callable[[Stressed], str]] = {
    "as it is": lambda plan: plan.text,
    "cut after 31": lambda plan: wrap(plan.text, 31),
    "set in pages": lambda plan: paginate(typeset(plan.text, 30), 26),
    "bold lines twice": doubled,
    "full-width digits": lambda plan: plan.text.translate(FULL_WIDTH),
    "a blank line between all": lambda plan: plan.text.replace("\n", "\n\n"),
    "no blank lines": lambda plan: re.sub(r"\n+", "\n", plan.text),
    "blanks inside numbers": lambda plan: re.sub(r"(?<=\d)(?=\d)", " ", plan.text),
    "no full stops": lambda plan: plan.text.replace("。", ""),
}
LEAST = dict.fromkeys(MUTATIONS, 0.96) | {"set in pages": 0.94, "no full stops": 0.86, "blanks inside numbers": 0.93}


@pytest.mark.parametrize("name", stressed.NAMES)
def test_a_plan_of_every_style(name: str) -> None:
    plan = stressed.load(name)
    document = read_text(plan.text)
    assert score(document, plan) >= 0.98
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_what_extraction_does_to_them(mutation: str) -> None:
    """The mean over all plans; a single one may lose what even a person would have to guess at."""
    plans = [stressed.load(name) for name in stressed.NAMES]
    scores = [score(read_text(MUTATIONS[mutation](plan)), plan) for plan in plans]
    assert sum(scores) / len(scores) >= LEAST[mutation], dict(zip(stressed.NAMES, scores, strict=True))
