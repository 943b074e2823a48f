"""Two documents of a plan side by side on the terminal, or JSON for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from gangmu.core.comparison import LABELS, Comparison, Passage, Row, compare
from gangmu.core.reader import read_file

SHORT = 48  # characters of a passage on one line
COLOURS = {"same": "dim", "changed": "yellow", "moved": "cyan", "new": "green", "gone": "red"}


def compare_files(old: Path, new: Path) -> Comparison:
    """The comparison of two plan files; raises Unreadable."""
    return compare(read_file(old), read_file(new))


def print_json(found: Comparison) -> None:
    rows = {"count": found.count(), **asdict(found)}
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def print_rows(found: Comparison) -> None:
    """What changed, moved, came and went, then names that one document has for headings the other lost."""
    console = Console(soft_wrap=True, highlight=False)
    for row in found.rows:
        if row.status != "same":
            console.print(_line(row), markup=True)
    for lost in found.lost_headings:
        console.print(f"[bold]标题缺失[/] 第 {lost.before_line} 行之前：{lost.sentence}  [dim]{lost.confidence:.2f}[/]")
    console.print("  ".join(f"{LABELS[status]} {count}" for status, count in found.count().items()))


def _line(row: Row) -> str:
    sides = [*([row.old] if row.old else []), *row.new[:1]]
    more = f"（对应 {len(row.new)} 段）" if len(row.new) > 1 else ""
    named = " → ".join(dict.fromkeys(_named(side) for side in sides))
    return f"[{COLOURS[row.status]}]{LABELS[row.status]}[/] {named}{more}  [dim]{row.confidence:.2f}[/]"


def _named(passage: Passage) -> str:
    text = passage.name or passage.text
    return (text if len(text) <= SHORT else f"{text[:SHORT]}…").replace("[", "\\[")
