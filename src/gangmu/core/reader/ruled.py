"""The tables that a page draws: rules become a grid, and the grid's merged cells take the glyphs that stand in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gangmu.core.reader.sheet import Glyph, Page, Rule

NEAR = 2.5  # points within which two rules are one
LEAST = 6.0  # points of a row or column
MOST = 3000  # rules of one page that are followed up


@dataclass(slots=True)
class Cell:
    """A cell over rows row ≤ r < row_end and columns column ≤ c < column_end, with what stands in it."""

    row: int
    column: int
    row_end: int
    column_end: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A drawn table: borders of columns from the left, of rows from the top, and its cells by elementary place."""

    xs: list[float]
    ys: list[float]
    cells: dict[tuple[int, int], Cell]

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Where it ends on the page."""
        return self.ys[-1]

    def at(self, glyph: Glyph) -> Cell | None:
        """The cell that a glyph stands in; a sign may hang over the outer border."""
        x, row = (glyph.left + glyph.right) / 2, bisect_right(self.ys, glyph.middle) - 1
        if not self.xs[0] - glyph.size <= x <= self.xs[-1] + glyph.size:
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.cells.get((row, column))

    def row(self, row: int) -> list[Cell]:
        """The cells of a row from left to right; one that is merged downwards stands in all its rows."""
        found: list[Cell] = []
        for column in range(len(self.xs) - 1):
            cell = self.cells[row, column]
            if not found or found[-1] is not cell:
                found.append(cell)
        return found


def grids(page: Page) -> tuple[list[Grid], list[Glyph]]:
    """The drawn tables of a page from top to bottom, and the glyphs that stand in none."""
    made = [grid for group in _groups(page.rules[:MOST]) if (grid := _grid(group)) is not None]
    made = [grid for grid in made if not any(_inside(grid, other) for other in made if other is not grid)]
    free: list[Glyph] = []
    for glyph in page.glyphs:
        for grid in made:
            cell = grid.at(glyph)
            if cell is not None:
                cell.glyphs.append(glyph)
                break
        else:
            free.append(glyph)
    filled = [grid for grid in made if any(cell.glyphs for cell in grid.cells.values())]
    return sorted(filled, key=lambda grid: grid.top), free


def _inside(grid: Grid, other: Grid) -> bool:
    within = other.xs[0] - NEAR <= grid.xs[0] and grid.xs[-1] <= other.xs[-1] + NEAR
    return within and other.top - NEAR <= grid.top and grid.bottom <= other.bottom + NEAR and len(grid.cells) == 1


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, together."""
    owner = list(range(len(rules)))

    def find(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].x0)
    active: list[int] = []
    for at in order:
        rule = rules[at]
        active = [other for other in active if rules[other].x1 >= rule.x0 - NEAR]
        for other in active:
            if rules[other].y0 <= rule.y1 + NEAR and rule.y0 <= rules[other].y1 + NEAR:
                owner[find(at)] = find(other)
        active.append(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(find(at), []).append(rule)
    return list(groups.values())


def _positions(values: Sequence[float]) -> list[float]:
    """Places of rules, those closer than a row or column could be taken as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _grid(rules: Sequence[Rule]) -> Grid | None:
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    if len(level) < 2 or not upright:
        return None
    ys = _positions([(rule.y0 + rule.y1) / 2 for rule in level])
    xs = _positions([(rule.x0 + rule.x1) / 2 for rule in upright])
    ends = min(rule.x0 for rule in level), max(rule.x1 for rule in level)
    if xs[0] - ends[0] > LEAST:  # official tables leave the outer borders open
        xs.insert(0, ends[0])
    if ends[1] - xs[-1] > LEAST:
        xs.append(ends[1])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 4000:
        return None
    return Grid(xs, ys, _merged(xs, ys, level, upright))


def _merged(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> dict[tuple[int, int], Cell]:
    """Elementary places joined where no rule parts them."""
    across = _drawn(ys, xs, [((rule.y0 + rule.y1) / 2, rule.x0, rule.x1) for rule in level])
    down = _drawn(xs, ys, [((rule.x0 + rule.x1) / 2, rule.y0, rule.y1) for rule in upright])
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in cells:
                continue
            column_end = column + 1
            while column_end < len(xs) - 1 and not down[column_end][row] and (row, column_end) not in cells:
                column_end += 1
            row_end = row + 1
            while row_end < len(ys) - 1 and not any(across[row_end][column:column_end]):
                row_end += 1
            cell = Cell(row, column, row_end, column_end)
            for r in range(row, row_end):
                for c in range(column, column_end):
                    cells.setdefault((r, c), cell)
    return cells


def _drawn(
    borders: Sequence[float], along: Sequence[float], rules: Sequence[tuple[float, float, float]]
) -> list[list[bool]]:
    """For each border, along which rows or columns a rule is drawn; a rule is its place, begin and end."""
    drawn = [[False] * (len(along) - 1) for _ in borders]
    for place, begin, end in rules:
        at = _nearest(borders, place)
        for step in range(len(along) - 1):
            if begin - NEAR <= (along[step] + along[step + 1]) / 2 <= end + NEAR:
                drawn[at][step] = True
    return drawn


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda at: abs(places[at] - value))
