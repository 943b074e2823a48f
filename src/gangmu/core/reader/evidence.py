"""What speaks for a line being a heading, of which level, or running text, weighed against the document's habits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from gangmu.core.reader.habits import Habits, accepted, bare_title, heading_like, run_in, two_halves
from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import Number

_PRIOR = {1: -2.0, 2: -1.0, 3: -0.3, 4: -3.0}
_CHAPTERS = re.compile(  # what plans call their chapters
    r"(?:规划|编制)?背景(?:与.{2,6})?|(?:发展|现实|规划)?基础[与和].{2,8}|总体(?:要求|思路)(?:[与和].{2,8})?|(?:主要|重点)任务|"
    r"(?:重大|重点)工程(?:项目)?|(?:保障|实施)措施|(?:规划)?(?:组织)?实施(?:保障)?|(?:保障|加强|强化|推动)规划(?:实施|落实).{0,6}|附则"
)
_SECTIONS = re.compile(  # and the sections that stand in them
    r"指导思想|(?:基本|主要|发展)?原则|(?:发展|主要|总体|具体|规划)目标|(?:发展|战略|功能)定位|(?:发展|取得的?|主要)(?:成[就效绩]|现状)|"
    r"(?:存在|主要)(?:的)?问题|(?:发展|面临的?)?(?:形势|环境|机遇)(?:[与和]?挑战)?|加强组织领导|(?:强化|严格|健全|开展)监督(?:评估|考核)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A line read as a heading: how well each level fits, its numbering and the words for what spoke for it."""

    score: float
    levels: tuple[tuple[int, float], ...]
    number: Number | None
    evidence: tuple[str, ...]
    finish: int | None = None  # where the title ends when the text runs on in the same line


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
            or accepted(line, self.habits) is not None
        )
        return marked and len(line.text) <= 45

    def heading(self, at: int) -> Reading | None:
        """A line read as a heading, or None when it cannot be one."""
        line = self.lines[at]
        if not heading_like(line):
            return self._run_in(at)
        number = accepted(line, self.habits)
        title = len(line.text) - (number.end if number else 0)
        if title < 2:
            return None
        short = 1.5 if title <= 25 else 0.5 if title <= 40 else -3.0
        grounds = [*self._marks(line, number), (short, "短行"), (self._place(at), "居前")]
        if line.terminal:
            grounds.append((-0.5 if number is not None else -4.0, ""))
        if line.text.count("，") >= 2:
            grounds.append((-3.0, ""))
        if line.text.endswith(("：", ":", "，", ",", "、")):
            grounds.append((-4.0, ""))
        score = -1.0 + sum(amount for amount, _ in grounds)
        words = tuple(word for amount, word in grounds if amount > 0 and word)
        return Reading(score, self._levels(at, number), number, words)

    def _run_in(self, at: int) -> Reading | None:
        number = accepted(self.lines[at], self.habits)
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
            (1.5 if habits.body_face and line.face != habits.body_face else 0.0, "字体"),
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
            halves = two_halves(line.text)
            scores[1] += 2.0 if halves else -1.2
            for level in (2, 3):
                scores[level] -= 1.5 if halves else 0.0
        if line.size in habits.sizes and line.size is not None:
            scores[habits.sizes[line.size]] += 2.5
        elif (look := (line.face, line.bold)) in habits.looks:
            scores[habits.looks[look]] += 2.0
        self._by_marks(at, scores)
        self._by_words(line.text, scores)
        if habits.depth:
            self._by_depth(at, scores)
        rank = self._rank[at]
        if rank and habits.spaced and at - self._filled[rank - 1] > 1:
            scores[1] += 0.8
        if habits.numbered:
            scores = {level: score for level, score in scores.items() if level <= max(habits.schemes.values())}
        return tuple((level, score) for level, score in scores.items() if level < 4 or habits.numbered)

    def _by_words(self, text: str, scores: dict[int, float]) -> None:
        """Plans call their first and last chapters, and the sections in them, by a few names."""
        if _CHAPTERS.fullmatch(text):
            scores[1] += 2.0
        elif _SECTIONS.fullmatch(text):
            scores[2] += 1.5

    def _by_depth(self, at: int, scores: dict[int, float]) -> None:
        """A title right above another one is no title of the lowest level, and one above text rarely of the highest."""
        rank = self._rank[at]
        below = self.lines[self._filled[rank + 1]] if rank + 1 < len(self._filled) else None
        leads = below is not None and bare_title(below, self.habits)
        scores[1] += 1.6 if leads else -0.8
        scores[3] -= 2.0 if leads else 0.0
        if self.habits.depth == 2:
            scores[2] += 0.8
            scores[3] -= 1.2

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
