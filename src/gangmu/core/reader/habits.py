"""How a document marks its headings: numberings, styles, sizes and faces, learned before any line is judged."""

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


Look = tuple[str | None, bool]


@dataclass(slots=True)
class Habits:
    """How this document marks its headings."""

    schemes: dict[Scheme, int] = field(default_factory=dict)  # numbering in use and its level
    styles: dict[int, int] = field(default_factory=dict)  # style level and its level here
    sizes: dict[float, int] = field(default_factory=dict)
    body_size: float | None = None
    looks: dict[Look, int] = field(default_factory=dict)  # face and weight of titles as large as the text
    body_face: str | None = None
    crowned: bool = False  # the highest numbering begins anew again and again: titles without numbers stand above it
    bookmarked: bool = False
    numbered: bool = False  # the headings are numbered: one without a number is an exception
    bold: bool = False  # bold lines are few enough to mean something
    spaced: bool = False  # blank lines are rare enough to part chapters
    commas: bool = False  # chapter titles come in two halves
    leads: bool = False  # many paragraphs open with a lead, so that one without says something
    indent: float | None = None  # of running text, where nearly all of it has the same
    depth: int = 0  # how many levels stand directly one below the other where nothing else tells them
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
    if number is None or number.scheme > Scheme.ARABIC or line.cells is not None:
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


def parallel(line: Line, other: Line) -> bool:
    """Whether two paragraphs open in step: short first phrases that begin with the same two characters."""
    return line.text[:2] == other.text[:2] and bool(_LEAD.match(line.text)) and bool(_LEAD.match(other.text))


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
    habits.numbered = sum(1 for at in likely if accepted(lines[at], habits)) >= 4
    bold = sum(len(lines[at].text) for at in free if lines[at].bold)
    habits.bold = 0 < bold <= 0.35 * sum(len(lines[at].text) for at in free)
    apart = sum(1 for before, at in pairwise(free) if at - before > 1 and not lines[at - 1].text)
    habits.spaced = 0 < apart <= 0.15 * len(free)
    habits.stray = _stray(lines, free, habits)
    habits.indent = _indent(lines, free)
    long = [at for at in free if len(lines[at].text) > 40]
    habits.leads = sum(1 for at in long if has_lead(lines[at])) >= 0.25 * len(long) > 0
    marked = [at for at in likely if not lines[at].terminal and len(lines[at].text) <= 40]
    habits.commas = sum(1 for at in marked if two_halves(lines[at].text)) >= 3
    _learn_sizes(habits, lines, free)
    _learn_faces(habits, lines, free)
    if not habits.schemes and not habits.styles and not habits.commas and not habits.bookmarked:
        habits.depth = _depth(lines, free, habits)
    return habits


def bare_title(line: Line, habits: Habits) -> bool:
    """A line that may be a heading without a number: bold where bold means something, else short and open."""
    short = heading_like(line) and not line.terminal and len(line.text) <= 40 and line.text[0] not in "●■◆▲○□◇★☆•·-—"
    return short and not line.text.endswith(("：", ":", "，")) and (line.bold or not habits.bold)


def _depth(lines: Sequence[Line], free: Sequence[int], habits: Habits) -> int:
    """The most titles that stand directly one below the other, after the cover."""
    begun = False
    run = most = 0
    for at in free:
        begun = begun or len(lines[at].text) > 40
        run = run + 1 if begun and bare_title(lines[at], habits) else 0
        most = max(most, run)
    return min(most, 3)


def _stray(lines: Sequence[Line], free: Sequence[int], habits: Habits) -> bool:
    """Whether single blanks before lines are so rare that each is the trace of a lost number or heading."""
    blank = [lines[at] for at in free if lines[at].blank_before]
    numbered = sum(1 for line in blank if accepted(line, habits) is not None)
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


def _learn_faces(habits: Habits, lines: Sequence[Line], free: Sequence[int]) -> None:
    """Faces and weights of titles as large as the text, ranked as they first appear: the highest comes first."""
    letters: Counter[Look] = Counter()
    for at in free:
        letters[lines[at].face, lines[at].bold] += len(lines[at].text) if lines[at].face else 0
    if not letters:
        return
    body = letters.most_common(1)[0][0]
    habits.body_face = body[0]
    seen: Counter[Look] = Counter()
    for at in free:
        line = lines[at]
        if heading_like(line) and not line.terminal and line.size not in habits.sizes and line.face:
            seen[line.face, line.bold] += 1
    ranked = [
        look for look, count in seen.items() if look != body and count >= 2 and letters[look] < 0.2 * letters[body]
    ]
    habits.looks = {look: rank for rank, look in enumerate(ranked, len(habits.sizes) + 1) if rank <= 3}


def accepted(line: Line, habits: Habits) -> Number | None:
    """The numbering of a line if the document numbers its headings so."""
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


def two_halves(text: str) -> bool:
    """Whether a title comes in two halves, as chapters of districts like it."""
    return text.count("，") + text.count(",") == 1 and 12 <= len(text) <= 40
