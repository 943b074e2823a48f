"""Which five years a plan is for, how far it looks beyond them, and what it is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import WIDE, chinese_value

_NUMERAL = "一二三四五六七八九十"
_SHORT = re.compile(rf"“?([{_NUMERAL}])五”?(?:时期|规划|期间|”)|“([{_NUMERAL}]{{1,3}})五”")
_TEEN = re.compile(rf"(?<!二)(十[{_NUMERAL}]?)五(?=[”\"’']|时期|期间|规划|末)")
_LONG = re.compile(rf"第([{_NUMERAL}]{{1,3}})个五年(?:规划|计划)?")
_SPAN = re.compile(r"(20\d{2}|19\d{2})\s*年?\s*[—–\-~～－至到]{1,2}\s*(20\d{2}|19\d{2})\s*年?")
_BEYOND = re.compile(r"(?:到|至)\s*(20\d{2})\s*年|(20\d{2})\s*年\s*(?:远景|愿景)")
_NAMED = re.compile(r"规划|纲要|建议|(?<!”)计划(?!.*情况)")  # a line that may name the plan
_TITLE = re.compile(r"(?:规划|纲要|计划|方案|意见)(?:纲要|框架|文本)?$")
_AFTER_TITLE = re.compile(r"[（(][^）)]{2,14}[）)]$")  # the years, or that it is a draft
_ISSUE = re.compile(r"(?:通知|批复|决定|函)$|^国发|^(?:各|现将)|^目\s*录$|年.{1,4}月|(?:人民政府|委员会|院)$")


def years_of(ordinal: int) -> tuple[int, int]:
    """The years of a national five-year plan by its ordinal, third and later: the fifteenth is 2026 to 2030."""
    return 1951 + 5 * ordinal, 1955 + 5 * ordinal


def period_of(lines: Sequence[Line], title: str | None) -> tuple[int, int] | None:
    """The plan's first and last year, by what the title says, then by what the text speaks of most."""
    votes: Counter[tuple[int, int]] = Counter()
    head = [title or ""] + [line.text for line in lines[:40] if len(line.text) <= 80 and _NAMED.search(line.text)]
    for text, weight in [(title or "", 200.0), *((text, 6.0) for text in head[1:])]:
        _vote(votes, text, weight)
    for line in lines:
        _vote(votes, line.text, 1.0)
        if line.text.startswith("表") or "主要指标" in line.text[:60]:
            _vote(votes, line.text[:60], 8.0)
    return max(votes, key=lambda span: votes[span]) if votes else None


def _vote(votes: Counter[tuple[int, int]], text: str, weight: float) -> None:
    if "五" not in text and "20" not in text:
        return
    plain = re.sub(r"\s", "", text.translate(WIDE))
    for found in _LONG.finditer(plain):
        _count(votes, chinese_value(found.group(1)), 2 * weight)
    for found in _TEEN.finditer(plain):
        _count(votes, chinese_value(found.group(1)), weight)
    for found in _SPAN.finditer(plain):
        first, last = int(found.group(1)), int(found.group(2))
        if last - first == 4 and first % 5 == 1:
            votes[first, last] += round(2 * weight)


def _count(votes: Counter[tuple[int, int]], ordinal: int | None, weight: float) -> None:
    if ordinal is not None and 3 <= ordinal <= 30:
        votes[years_of(ordinal)] += round(weight)


def vision_year(text: str, period: tuple[int, int] | None) -> int | None:
    """The year beyond the period that the plan looks to most often, such as 2035."""
    years: Counter[int] = Counter()
    for found in _BEYOND.finditer(text):
        year = int(found.group(1) or found.group(2))
        if period is None or year > period[1]:
            years[year] += 1
    return years.most_common(1)[0][0] if years else None


def title_lines(lines: Sequence[Line], until: int) -> tuple[list[int], str | None]:
    """The lines of the title above line `until`, and the title; a title may run over two or three lines."""
    short = [at for at in range(until) if lines[at].text][:60]
    best: tuple[float, list[int], str] | None = None
    for rank in range(len(short)):
        run: list[int] = []
        text = ""
        for at in short[rank : rank + 3]:
            line = lines[at]
            apart = bool(run) and at - run[-1] > 1
            if apart or len(line.text) > 50 or line.terminal or line.cells is not None or _ISSUE.search(line.text):
                break
            run.append(at)
            text += line.text
            name = _AFTER_TITLE.sub("", text)
            if _TITLE.search(name) and len(name) <= 60:
                score = 3.0 * bool(re.search(r"五年|[一二三四五六七八九十]五", name)) - 0.1 * rank - 0.05 * len(run)
                score += 1.0 * (line.bold or line.centred or line.style == 1) + 0.5 * ("发展" in name)
                if best is None or score > best[0]:
                    best = (score, list(run), name)
    return (best[1], best[2]) if best else ([], None)
