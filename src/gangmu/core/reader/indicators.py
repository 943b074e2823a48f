"""The plan's own table of main indicators among all tables; one that looks back is not it."""

from __future__ import annotations

from collections.abc import Sequence

from gangmu.core.reader.columns import Kind, name_of
from gangmu.core.reader.lines import Line
from gangmu.core.reader.structure import IndicatorRow
from gangmu.core.reader.table import Table

_FULL_MARKS = 18.0  # score of a table about which there is no doubt


def main_table(tables: Sequence[Table], lines: Sequence[Line], period: tuple[int, int] | None) -> Table | None:
    """The table of the plan's targets, or None when no table is believable as such."""
    best: tuple[float, Table] | None = None
    for table in tables:
        score = weigh(table, lines, period)
        if score > 3.0 and (best is None or score > best[0]):
            best = (score, table)
    return best[1] if best else None


def weigh(table: Table, lines: Sequence[Line], period: tuple[int, int] | None) -> float:
    """How much speaks for a table holding the plan's targets."""
    if len(table.rows) < 2:
        return 0.0
    kinds = [column.kind for column in table.columns]
    years = [column.year for column in table.columns if column.kind is Kind.VALUE and column.year]
    score = min(4.0, 0.4 * len(table.rows))
    score += 4.0 if Kind.NATURE in kinds else 0.0
    score += 1.0 if Kind.NUMBER in kinds else 0.0
    if period is not None and years:
        score += 6.0 if max(years) == period[1] else 2.0 if period[0] <= max(years) <= period[1] else -6.0
    elif any(column.goal for column in table.columns):
        score += 1.0
    above = " ".join(line.text for line in lines[max(0, table.start - 2) : table.start + 1])[:200]
    score += 3.0 if "主要指标" in above or "指标体系" in above else 0.0
    score -= 4.0 if any(word in above for word in ("实现情况", "完成情况", "执行情况", "完成表")) else 0.0
    return score


def indicator_rows(table: Table, lines: Sequence[Line], period: tuple[int, int] | None) -> list[IndicatorRow]:
    """The rows of the main table as indicators."""
    values = [column for column in table.columns if column.kind is Kind.VALUE]
    first = next((i for i, column in enumerate(values) if not column.goal), None)
    last = len(values) - 1
    if first == last and len(values) == 1:
        goal = period is not None and values[0].year is not None and values[0].year >= period[1]
        first, last = (None, 0) if goal else (0, -1)
    confidence = round(min(0.99, max(0.3, weigh(table, lines, period) / _FULL_MARKS)), 3)
    rows = []
    for row in table.rows:
        name, unit, marked = name_of(row.name)
        parent = name_of(row.parent) if row.parent else None
        figures = [*row.values, *[None] * (len(values) - len(row.values))]
        rows.append(
            IndicatorRow(
                number=row.number,
                category=row.category,
                parent=parent[0] if parent else None,
                name=name,
                unit=row.unit or unit or (parent[1] if parent else None),
                baseline=figures[first] if first is not None else None,
                target=figures[last] if last >= 0 and last != first else None,
                annual_or_cumulative=row.change,
                nature=row.nature,
                marked=marked or bool(parent and parent[2]),
                baseline_year=values[first].year if first is not None else None,
                target_year=values[last].year if last >= 0 else None,
                line=lines[row.line].number,
                confidence=confidence,
                evidence=(table.how, "表头"),
            )
        )
    return rows
