"""What speaks for a line being a heading, of which level, or running text, weighed against the document's habits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import Number, Scheme, number_of

LONGEST = 60  # characters of a heading
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAD = re.compile(r"([^。；]{3,32})。.{8}")
_RUN_IN = re.compile(r"[^。；：！？]{2,32}(?=。.{10})")
_PRIOR = {1: -2.0, 2: -1.0, 3: -0.3, 4: -3.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """A line read as a heading: how well each level fits, its numbering and the words for what spoke for it."""

    score: float
    levels: tuple[tuple[int, float], ...]
    number: Number | None
    evidence: tuple[str, ...]
    finish: int | None = None  # where the title ends when the text runs on in the same line


@dataclass(slots=True)
class Habits:
    """How this document marks its headings."""

    schemes: dict[Scheme, int] = field(default_factory=dict)  # numbering in use and its level
    styles: dict[int, int] = field(default_factory=dict)  # style level and its level here
    sizes: dict[float, int] = field(default_factory=dict)
    body_size: float | None = None
    crowned: bool = False  # the highest numbering begins anew again and again: titles without numbers stand above it
    bookmarked: bool = False
    numbered: bool = False  # the headings are numbered: one without a number is an exception
    bold: bool = False  # bold lines are few enough to mean something
    spaced: bool = False  # blank lines are rare enough to part chapters
    commas: bool = False  # chapter titles come in two halves
    leads: bool = False  # many paragraphs open with a lead, so that one without says something
    indent: float | None = None  # of running text, where nearly all of it has the same
    stray: bool = False  # a blank before a line is rare, and so a trace of something lost


def numbering(line: Line) -> Number | None:
    """The numbering of a line, in its text or drawn by the word processor."""
    if line.label:
        drawn = number_of(line.label) or number_of(line.label + " ")
        if drawn is not None:
            return Number(drawn.scheme, drawn.value, line.label, 0)
    return number_of(line.text)


def heading_like(line: Line) -> bool:
    """Whether a line can be a heading at all."""
    text = line.text
    return (
        1 < len(text) <= LONGEST
        and line.cells is None
        and "→" not in text
        and "。" not in text[:-1]
        and bool(_CHINESE.search(text))
        and not text.startswith(("注：", "注:", "——", "|"))
    )


def run_in(line: Line) -> int | None:
    """Where the title of a numbered heading ends whose text runs on in the same line, or None."""
    number = numbering(line)
    if number is None or number.scheme > Scheme.CHINESE_ROUND or line.cells is not None:
        return None
    found = _RUN_IN.match(line.text, number.end)
    return found.end() if found else None


def has_lead(line: Line) -> bool:
    """Whether the line opens with a short phrase closed by a full stop: one clause, or two of like length."""
    found = _LEAD.match(line.text)
    if not found:
        return False
    clauses = found.group(1).replace(",", "，").split("，")
    return len(clauses) == 1 or (len(clauses) == 2 and abs(len(clauses[0]) - len(clauses[1])) <= 4)


def learn(lines: Sequence[Line], claimed: set[int]) -> Habits:
    """The habits of a document; `claimed` are lines that boxes and tables already explain."""
    habits = Habits()
    free = [at for at, line in enumerate(lines) if line.text and at not in claimed]
    likely = [at for at in free if heading_like(lines[at])]
    counted = [lines[at] for at in free if heading_like(lines[at]) or run_in(lines[at]) is not None]
    habits.schemes = _schemes(counted)
    habits.crowned = bool(habits.schemes) and _restarts(counted, min(habits.schemes)) >= 2
    if habits.crowned:
        habits.schemes = {scheme: min(rank + 1, 4) for scheme, rank in habits.schemes.items()}
    styled = Counter(lines[at].style for at in free if lines[at].style)
    first = min((s for s in styled if s), default=None)
    if first is not None and styled[first] == 1 and len(styled) > 1:
        del styled[first]  # the title of the document
    habits.styles = {style: rank for rank, style in enumerate(sorted(s for s in styled if s)[:4], 1)}
    habits.bookmarked = sum(1 for at in likely if lines[at].bookmarks and not lines[at].terminal) >= 3
    habits.numbered = sum(1 for at in likely if _accepted(lines[at], habits)) >= 4
    bold = sum(len(lines[at].text) for at in free if lines[at].bold)
    habits.bold = 0 < bold <= 0.35 * sum(len(lines[at].text) for at in free)
    apart = sum(1 for before, at in pairwise(free) if at - before > 1 and not lines[at - 1].text)
    habits.spaced = 0 < apart <= 0.15 * len(free)
    habits.stray = _stray(lines, free, habits)
    habits.indent = _indent(lines, free)
    long = [at for at in free if len(lines[at].text) > 40]
    habits.leads = sum(1 for at in long if has_lead(lines[at])) >= 0.25 * len(long) > 0
    marked = [at for at in likely if not lines[at].terminal and len(lines[at].text) <= 40]
    habits.commas = sum(1 for at in marked if _two_halves(lines[at].text)) >= 3
    _learn_sizes(habits, lines, free)
    return habits


def _stray(lines: Sequence[Line], free: Sequence[int], habits: Habits) -> bool:
    """Whether single blanks before lines are so rare that each is the trace of a lost number or heading."""
    blank = [lines[at] for at in free if lines[at].blank_before]
    numbered = sum(1 for line in blank if _accepted(line, habits) is not None)
    return len(free) >= 20 and 0 < len(blank) <= 0.2 * len(free) and numbered <= 0.3 * len(blank)


def _indent(lines: Sequence[Line], free: Sequence[int]) -> float | None:
    long = [lines[at].indent for at in free if len(lines[at].text) >= 60]
    if len(long) < 10:
        return None
    usual, count = Counter(long).most_common(1)[0]
    return usual if count >= 0.8 * len(long) and usual > 0 else None


def _learn_sizes(habits: Habits, lines: Sequence[Line], free: Sequence[int]) -> None:
    sizes = [lines[at].size for at in free]
    known = [size for size, at in zip(sizes, free, strict=True) if size is not None for _ in range(len(lines[at].text))]
    if len(known) < 200:
        return
    habits.body_size = median(known)
    bigger = sorted({s for s in sizes if s is not None and s > habits.body_size}, reverse=True)
    often = [s for s in bigger if sum(1 for size in sizes if size == s) >= 2][:3]
    habits.sizes = {size: rank for rank, size in enumerate(often, 1)}


def _accepted(line: Line, habits: Habits) -> Number | None:
    number = numbering(line)
    return number if number is not None and number.scheme in habits.schemes else None


def _schemes(lines: Iterable[Line]) -> dict[Scheme, int]:
    """The numberings whose values count up over heading-like lines, ranked from the highest."""
    counts: Counter[Scheme] = Counter()
    fits: Counter[Scheme] = Counter()
    last: dict[Scheme, int] = {}
    for line in lines:
        number = numbering(line)
        if number is None or len(line.text) - number.end < 2 or line.text.endswith(("；", ";", "：")):
            continue
        if line.terminal and len(line.text) - number.end > 26 and run_in(line) is None:
            continue
        counts[number.scheme] += 1
        before = last.get(number.scheme, 0)
        fits[number.scheme] += number.value in (1, before + 1, before + 2)
        last[number.scheme] = number.value
    good = [s for s in sorted(counts) if counts[s] >= 2 and fits[s] >= 0.6 * counts[s] and s < Scheme.CIRCLED]
    return {scheme: min(rank, 4) for rank, scheme in enumerate(good, 1)}


def _restarts(lines: Iterable[Line], scheme: Scheme) -> int:
    """How often a numbering begins anew at one."""
    values = [number.value for line in lines if (number := numbering(line)) is not None and number.scheme is scheme]
    return sum(1 for before, value in pairwise(values) if value == 1 and before > 1)


def _two_halves(text: str) -> bool:
    return text.count("，") + text.count(",") == 1 and 12 <= len(text) <= 40


class Evidence:
    """Scores of every line of one document, in natural log odds by judgement."""

    def __init__(self, lines: Sequence[Line], habits: Habits) -> None:
        self.lines = lines
        self.habits = habits
        self._bodies = [self._body(line) for line in lines]
        self._filled = [at for at, line in enumerate(lines) if line.text]
        self._rank = {at: rank for rank, at in enumerate(self._filled)}
        self._marked = [at for at in self._filled if heading_like(lines[at]) and lines[at].bookmarks]
        self._mark_rank = {at: rank for rank, at in enumerate(self._marked)}

    def body(self, at: int) -> float:
        """How well a line reads as running text."""
        return self._bodies[at]

    def _body(self, line: Line) -> float:
        length = len(line.text)
        score = 2.0 if length >= 60 else 1.0 if length >= 30 else 0.0
        score += 2.0 if line.terminal else 0.0
        if not line.terminal and length < 30:
            score -= 1.5
        if line.style in self.habits.styles:
            score -= 4.0
        return score

    def strong(self, at: int) -> bool:
        """Whether a line is a heading by a mark of its own, not only by being short."""
        line = self.lines[at]
        if not heading_like(line):
            return False
        marked = (
            (line.bookmarks > 0 and self.habits.bookmarked and not line.terminal)
            or line.style in self.habits.styles
            or _accepted(line, self.habits) is not None
        )
        return marked and len(line.text) <= 45

    def heading(self, at: int) -> Reading | None:
        """A line read as a heading, or None when it cannot be one."""
        line = self.lines[at]
        if not heading_like(line):
            return self._run_in(at)
        number = _accepted(line, self.habits)
        title = len(line.text) - (number.end if number else 0)
        if title < 2:
            return None
        short = 1.5 if title <= 25 else 0.5 if title <= 40 else -3.0
        grounds = [*self._marks(line, number), (short, "短行"), (self._place(at), "居前")]
        if line.terminal:
            grounds.append((-0.5 if number is not None else -4.0, ""))
        if line.text.endswith(("：", ":", "，", ",", "、")):
            grounds.append((-4.0, ""))
        score = -1.0 + sum(amount for amount, _ in grounds)
        words = tuple(word for amount, word in grounds if amount > 0 and word)
        return Reading(score, self._levels(at, number), number, words)

    def _run_in(self, at: int) -> Reading | None:
        number = _accepted(self.lines[at], self.habits)
        finish = run_in(self.lines[at]) if number is not None else None
        if number is None or finish is None:
            return None
        return Reading(5.5 + self._place(at), self._levels(at, number), number, ("编号", "句号断开"), finish)

    def _marks(self, line: Line, number: Number | None) -> list[tuple[float, str]]:
        """What a line wears as a heading: numbering, style, bookmark, weight, place on the page, size."""
        habits = self.habits
        unnumbered = 0.0 if not habits.numbered else -1.0 if habits.crowned else -3.0
        larger = habits.body_size is not None and line.size is not None and line.size > habits.body_size
        return [
            (5.0 if number is not None else unnumbered, "编号"),
            (7.0 if line.style in habits.styles else 0.0, "样式"),
            (4.0 if line.bookmarks and habits.bookmarked and not line.terminal else 0.0, "书签"),
            (2.5 if line.bold and habits.bold and len(line.text) <= 45 else 0.0, "加粗"),
            (0.8 if line.centred else 0.0, "居中"),
            (0.7 if habits.indent is not None and line.indent != habits.indent else 0.0, "缩进"),
            (2.0 if larger else 0.0, "字号"),
        ]

    def _place(self, at: int) -> float:
        rank = self._rank[at]
        score = 0.0
        if rank + 1 < len(self._filled):
            below = self.lines[self._filled[rank + 1]]
            score += 0.5 if len(below.text) > 40 or heading_like(below) else 0.0
        else:
            score -= 2.0
        if rank:
            above = self.lines[self._filled[rank - 1]]
            broken = not above.terminal and len(above.text) > 45 and above.cells is None
            score += -0.3 if broken else 0.3
        return score

    def _fixed_level(self, line: Line, number: Number | None) -> int | None:
        """The level that a style, a numbering or the lack of one settles, or None."""
        habits = self.habits
        if line.style in habits.styles and line.style is not None:
            return habits.styles[line.style]
        if number is not None:
            return habits.schemes[number.scheme]
        return 1 if habits.crowned else None

    def _levels(self, at: int, number: Number | None) -> tuple[tuple[int, float], ...]:
        line, habits = self.lines[at], self.habits
        fixed = self._fixed_level(line, number)
        if fixed is not None:
            return ((fixed, 0.0),)
        scores = dict(_PRIOR)
        if habits.commas:
            halves = _two_halves(line.text)
            scores[1] += 2.0 if halves else -1.2
            for level in (2, 3):
                scores[level] -= 1.5 if halves else 0.0
        if line.size in habits.sizes and line.size is not None:
            scores[habits.sizes[line.size]] += 2.5
        self._by_marks(at, scores)
        rank = self._rank[at]
        if rank and habits.spaced and at - self._filled[rank - 1] > 1:
            scores[1] += 0.8
        if habits.numbered:
            scores = {level: score for level, score in scores.items() if level <= max(habits.schemes.values())}
        return tuple((level, score) for level, score in scores.items() if level < 4 or habits.numbered)

    def _by_marks(self, at: int, scores: dict[int, float]) -> None:
        """A contents field marks every level as often as it was rebuilt: neighbours of one level carry like counts."""
        if at not in self._mark_rank:
            return
        rank = self._mark_rank[at]
        near = [self.lines[i].bookmarks for i in self._marked[max(0, rank - 4) : rank + 5] if i != at]
        if len(near) < 4:
            return
        mine = self.lines[at].bookmarks
        typical = median(near)
        if mine >= typical * 1.55 and mine - typical >= 2:
            scores[2] += 1.2
            scores[3] -= 0.6
        elif mine <= typical:
            scores[3] += 0.8
            scores[1] += 0.4
