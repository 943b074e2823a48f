"""The most believable structure of the whole document: a dynamic programme over candidate readings of its lines.

Every line may be a heading of some level, running text or front matter; runs of lines may be a table, a box or a table
of contents. The decoder tiles the document with such segments so that the evidence for each and the grammar between
them (levels nest, numbers count up, a heading has text) add up best. It keeps a beam of partial tilings that differ in
what the future can see: level, whether a heading was just read, and the counters of numbering.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from gangmu.core.reader.boxes import BoxDraft
from gangmu.core.reader.numbering import Number
from gangmu.core.reader.table import Table

BEAM = 20
CLOSING = 0.3  # how surely a box closes its chapter before the document has shown it


class Role(Enum):
    """What a segment is."""

    FRONT = 1
    CONTENTS = 2
    HEADING = 3
    BODY = 4
    TABLE = 5
    BOX = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A candidate over the lines start ≤ i < end."""

    start: int
    end: int
    role: Role
    score: float
    level: int = 0
    number: Number | None = None
    table: Table | None = None
    box: BoxDraft | None = None
    finish: int | None = None  # where a heading ends whose text runs on in its line
    lead: bool | None = None  # of running text, where leads tell levels
    opens: bool = False  # a heading that by its name opens a chapter
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A heading presumed lost before a segment."""

    level: int
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A segment of the best tiling with the headings lost before it and its margin over the next best reading."""

    segment: Segment
    lost: tuple[Lost, ...]
    confidence: float


Counters = tuple[int, ...]  # by level: the last number, negative once a higher heading has come since


@dataclass(slots=True)
class _State:
    score: float
    level: int
    fresh: bool  # a heading was just read
    counters: Counters
    back: _State | None
    segment: Segment | None
    lost: tuple[Lost, ...]


def decode(
    candidates: Sequence[Sequence[Segment]], stray: Sequence[bool], blank: Sequence[bool], *, closing: float = CLOSING
) -> list[Chosen]:
    """The best tiling; `candidates[i]` start at line i, `stray` marks traces of something lost before a line.

    `closing` is how surely a box closes its chapter in this document.
    """
    count = len(candidates)
    agenda: list[dict[tuple[int, bool, Counters], _State]] = [{} for _ in range(count + 1)]
    agenda[0][0, False, (0,) * 5] = _State(0.0, 0, False, (0,) * 5, None, None, ())
    for at in range(count):
        states = sorted(agenda[at].values(), key=lambda state: -state.score)[:BEAM]
        agenda[at] = {}
        for state in states:
            if blank[at]:
                _offer(agenda[at + 1], state)
                continue
            for segment in candidates[at]:
                target = agenda[segment.end]
                for following in _follow(state, segment, closing, stray=stray[at]):
                    _offer(target, following)
    return _trace(max(agenda[count].values(), key=lambda last: last.score), candidates)


def closing(tiling: Sequence[Chosen]) -> float | None:
    """The share of boxes that a chapter's heading follows, or None when boxes are too few to tell."""
    after = [two for one, two in pairwise(tiling) if one.segment.role is Role.BOX]
    after = [chosen for chosen in after if chosen.segment.role is not Role.BOX]
    if len(after) < 2:
        return None
    chapters = sum(
        any(lost.level == 1 for lost in chosen.lost)
        or (chosen.segment.role is Role.HEADING and chosen.segment.level == 1)
        for chosen in after
    )
    return chapters / len(after)


def _trace(state: _State | None, candidates: Sequence[Sequence[Segment]]) -> list[Chosen]:
    chosen: list[Chosen] = []
    while state is not None and state.segment is not None:
        chosen.append(Chosen(state.segment, state.lost, _confidence(state.segment, candidates[state.segment.start])))
        state = state.back
    return chosen[::-1]


def _confidence(segment: Segment, rivals: Sequence[Segment]) -> float:
    """How far the segment's own evidence lies above that of another role, squeezed into 0…1."""
    others = [rival.score for rival in rivals if rival.role is not segment.role]
    margin = segment.score - max(others, default=segment.score - 6.0)
    return round(1.0 / (1.0 + math.exp(-0.6 * max(-8.0, min(8.0, margin)))), 3)


def _offer(target: dict[tuple[int, bool, Counters], _State], state: _State) -> None:
    key = (state.level, state.fresh, state.counters)
    known = target.get(key)
    if known is None or known.score < state.score:
        target[key] = state


def _follow(state: _State, segment: Segment, closing: float, *, stray: bool) -> list[_State]:
    plain = _step(state, segment, (), closing)
    opening = state.level == 0 and segment.role is not Role.HEADING  # nothing can be lost before the first line
    if not stray or opening:
        return [plain]
    if segment.role is Role.HEADING and segment.level == 1:
        plain.score += 0.8
    else:
        plain.score -= 1.5
    reached = [plain]
    if segment.role in (Role.HEADING, Role.BODY):
        for first in range(1, min(3, state.level + 1) + 1):
            for last in range(first, min(3, first + 1) + 1):
                levels = range(first, last + 1)
                if segment.role is Role.HEADING and segment.level <= last:
                    continue
                gone = _lose(state, levels, closing)
                if segment.opens and first == 1:
                    gone.score += 2.0
                reached.append(_step(gone, segment, tuple(Lost(level, "行首空白") for level in levels), closing))
    return reached


def _lose(state: _State, levels: range, closing: float) -> _State:
    """The state after headings that the text has lost."""
    score = state.score + 1.2
    if levels[0] == 1 and state.segment is not None and state.segment.role is Role.BOX:
        score += 0.8 + 1.2 * (closing - CLOSING)
    level, fresh, counters = state.level, state.fresh, state.counters
    for lost in levels:
        score -= 0.8 + (5.0 if fresh and lost <= level else 0.0) + {1: 0.8, 2: 0.4}.get(lost, 0.1)
        counters = _stale(counters, lost)
        if counters[lost]:  # the lost heading had the next number
            counters = (*counters[:lost], abs(counters[lost]) + 1, *counters[lost + 1 :])
        level, fresh = lost, True
    return _State(score, level, fresh, counters, state.back, state.segment, state.lost)


def _stale(counters: Counters, level: int) -> Counters:
    return tuple(-abs(value) if at > level else value for at, value in enumerate(counters))


def _after_box(before: Segment | None, segment: Segment, closing: float) -> float:
    """What it says for a segment to follow a box, if it does."""
    if before is None or before.role is not Role.BOX or segment.role is Role.BOX:
        return 0.0
    chapter = segment.role is Role.HEADING and segment.level == 1
    return (3.0 if chapter else -1.5) * max(0.0, closing - CLOSING)


def _step(state: _State, segment: Segment, lost: tuple[Lost, ...], closing: float) -> _State:
    score = state.score + segment.score + (0.0 if lost else _after_box(state.segment, segment, closing))
    if segment.role is Role.HEADING:
        level = segment.level
        if level > state.level + 1:
            score -= 2.5 * (level - state.level - 1) + (3.5 if not state.level else 0.0)
        if state.fresh:
            score += 0.3 if level == state.level + 1 else -5.0 if level <= state.level else 0.0
        counters = _stale(state.counters, level)
        if segment.number is not None:
            gain, jump = _count(state.counters[level], segment.number.value)
            score += gain
            lost = (*lost, *(Lost(level, "编号中断") for _ in range(jump)))
            counters = (*counters[:level], segment.number.value, *counters[level + 1 :])
        return _State(score, level, segment.finish is None, counters, state, segment, lost)
    if segment.role in (Role.FRONT, Role.CONTENTS):
        if state.level:
            score -= 12.0
        return _State(score, state.level, False, state.counters, state, segment, lost)
    if segment.lead is not None:
        if state.level == 1:
            score += -1.0 if segment.lead else 0.6
        elif state.level > 1:
            score += 0.3 if segment.lead else -0.3 if state.level > 2 else 0.0
    return _State(score, state.level, False, state.counters, state, segment, lost)


def _count(last: int, value: int) -> tuple[float, int]:
    """What a number says after the last one of its level: the score, and how many are missing between."""
    renewed = last <= 0
    if value == abs(last) + 1 or (value == 1 and renewed):
        return 1.5, 0
    skipped = value - 1 if renewed and value <= 3 else value - abs(last) - 1
    if 1 <= skipped <= 2:
        return -1.5, skipped
    return -3.0, 0
