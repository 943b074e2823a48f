"""Counts how much of the sample plan a reading has found; independent of the outside scorer."""

from __future__ import annotations

from gangmu.core.reader import Document
from gangmu.core.reader.tests.sample_plan import BOXES, INDICATORS, Rendering


def f1(found: list[str], wanted: list[str]) -> float:
    """Multiset F1."""
    left = list(wanted)
    hits = 0
    for item in found:
        if item in left:
            left.remove(item)
            hits += 1
    return 2 * hits / (len(found) + len(wanted)) if found or wanted else 1.0


def headings(document: Document, how: Rendering) -> float:
    """F1 of the heading titles."""
    return f1([block.text for block in document.headings], [title for _, title, _ in how.headings])


def levels(document: Document, how: Rendering) -> float:
    """Share of the headings found whose level is right."""
    wanted = {title: level for level, title, _ in how.headings}
    both = [(block.level, wanted[block.text]) for block in document.headings if block.text in wanted]
    return sum(level == right for level, right in both) / len(both) if both else 0.0


def cells(document: Document) -> float:
    """Share of the cells of the indicator table that are right, over the longer of both tables."""
    read = [
        (row.category, row.name, row.unit, row.baseline, row.target, row.annual_or_cumulative, row.nature)
        for row in document.indicators
    ]
    right = sum(mine == truth for a, b in zip(read, INDICATORS, strict=False) for mine, truth in zip(a, b, strict=True))
    return right / (7 * max(len(read), len(INDICATORS)))


def items(document: Document) -> float:
    """F1 of the box items, each with the title of its box."""
    read = [f"{box.title}/{item.title}" for box in document.boxes for item in box.items]
    return f1(read, [f"{title}/{name}" for title, entries in BOXES.items() for name in entries])
