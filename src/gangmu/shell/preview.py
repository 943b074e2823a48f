"""What an import would do, row by row and cell by cell, as its page shows it before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from gangmu.kernel.records.tables.columns import columns_of, folded, known_as
from gangmu.kernel.records.tables.planning import ImportPlan
from gangmu.kernel.records.tables.problems import Problem
from gangmu.kernel.records.tables.reading import Row, Table
from gangmu.kernel.records.tables.rows import Judged

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """`note` says what is wrong with it, or what stood there before."""

    title: str
    text: str
    css: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    state: str
    tone: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The file's rows that matter, those with problems first; `more` counts what the page leaves out."""

    heads: tuple[str, ...]
    heads_wrong: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int
    fingerprint: str


def preview(plan: ImportPlan, table: Table) -> Preview:
    known = known_as(columns_of(plan.register))
    titles = tuple(known[folded(head)].title if folded(head) in known else head for head in table.header.cells)
    problems: dict[int, list[Problem]] = {}
    for problem in plan.problems:
        problems.setdefault(problem.row, []).append(problem)
    acts = {each.number: each for each in _acts(plan)}
    rows = {row.number: row for row in table.rows}
    order = [*(number for number in problems if number in rows), *(n for n in acts if n not in problems)]
    lines = tuple(
        _line(rows[number], titles, problems.get(number, []), acts.get(number)) for number in order[:MOST_LINES]
    )
    return Preview(
        titles,
        tuple(str(problem) for problem in problems.get(table.header.number, [])),
        lines,
        len(order) - len(lines),
        _fingerprint(plan),
    )


def _line(row: Row, titles: tuple[str, ...], wrong: list[Problem], act: Judged | None) -> Line:
    cells = tuple(
        _cells(row, titles, {problem.column: problem.sentence for problem in wrong}, act.shown if act else {})
    )
    if wrong:
        whole = " ".join(problem.sentence for problem in wrong if problem.column not in titles)
        return Line(row.number, "需修改", "behind", whole, cells)
    changed = act is not None and act.pk is not None
    return Line(row.number, "修改" if changed else "新增", "on" if changed else "ahead", "", cells)


def _cells(
    row: Row, titles: tuple[str, ...], wrong: dict[str, str], changes: dict[str, tuple[str, str]]
) -> Iterator[Cell]:
    for place, title in enumerate(titles):
        text = row.cells[place] if place < len(row.cells) else ""
        if title in wrong:
            yield Cell(title, text, "cell-wrong", wrong[title])
        elif title in changes and changes[title][0]:
            yield Cell(title, text, "cell-new", f"原为 {changes[title][0]}")
        else:
            yield Cell(title, text)


def _acts(plan: ImportPlan) -> list[Judged]:
    """The rows that would be made or changed, in the file's order."""
    return sorted((*plan.new, *plan.changed), key=lambda each: each.number)


def _fingerprint(plan: ImportPlan) -> str:
    """What the plan does, in few letters: a confirmation counts for this and nothing else."""
    acts = [(each.number, each.code, sorted(each.shown.items())) for each in _acts(plan)]
    return hashlib.sha256(repr((acts, plan.unchanged, len(plan.problems))).encode()).hexdigest()
