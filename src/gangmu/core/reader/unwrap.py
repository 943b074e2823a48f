"""Text taken from pages: page numbers and running heads dropped, wrapped paragraphs joined again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from gangmu.core.reader.columns import Kind, column_of, head_stream, usable
from gangmu.core.reader.lines import CLOSING, Line, width
from gangmu.core.reader.numbering import Scheme, number_of

_PAGE = re.compile(r"[-—–―\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*/\s*\d{1,4})?[-—–―\s]*$")
_FIELD = r"[—\-\d.\[\]><≥≤%]+"
_CELLS = re.compile(  # cells in one line, parted by blanks
    r"\s(?:约束性|预期性)$|^\D*(?:指\s*标\S*|类\s*别|序\s*号)\s.*\d{4}\s*年|"
    rf"(?:^|\s){_FIELD}\s+{_FIELD}\s+{_FIELD}(?:\s|$)"
)
_CONTENTS = re.compile(r"(?:[.．·…•]\s*){4,}\s*[-—]?\s*\d{0,4}\s*[-—]?$")
_STARTS = re.compile(r"(专栏|[^→]{2,36}→|——|●|■|◆|▲|表\s*\d|图\s*\d|注[:：])")
_LEAD = re.compile(r"[^。；]{3,32}。.{4}")
PAGE_LINES, PAGE_CHARACTERS = 8, 90  # the least a page holds


def is_contents(text: str) -> bool:
    """A line of a table of contents: dot leaders and a page."""
    return bool(_CONTENTS.search(text)) and len(text) > 8


def drop_page_furniture(lines: list[Line]) -> list[Line]:
    """Without page numbers and running heads; the text runs on where they stood."""
    found = _page_numbers(lines)
    dressed = sum(1 for at in found if not lines[at].text.isdigit())  # — 12 —, 第12页
    if len(found) < (2 if dressed == len(found) else 3):
        return lines
    heads = _running_heads(lines, found)
    drop = found | heads
    kept: list[Line] = []
    page = False
    for at, line in enumerate(lines):
        if at in drop:
            page = True
            while kept and not kept[-1].text:
                kept.pop()
        elif page and not line.text:
            continue
        else:
            kept.append(replace(line, page=page) if page else line)
            page = False
    return kept


def _page_numbers(lines: list[Line]) -> set[int]:
    """Lines that hold only a number which grows by one from page to page."""
    candidates: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if line.cells is None and not line.tab_before and line.text and len(line.text) <= 12:
            match = _PAGE.match(line.text)
            if match:
                candidates.append((at, int(match.group(1))))
    best: list[tuple[int, int]] = []
    chains: list[list[tuple[int, int]]] = []
    for at, value in candidates:
        for chain in reversed(chains[-40:]):
            last, previous = chain[-1]
            between = lines[last + 1 : at]
            plain = lines[at].text.isdigit() or lines[last].text.isdigit()  # not so plain: — 12 —, 第12页
            held = (
                sum(1 for line in between if line.text) >= PAGE_LINES
                and sum(len(line.text) for line in between) >= PAGE_CHARACTERS
            )
            if 1 <= value - previous <= 2 and (held or not plain):
                chain.append((at, value))
                break
        else:
            chains.append([(at, value)])
    best = max(chains, key=len, default=[])
    return {at for at, _ in best}


def _running_heads(lines: list[Line], pages: set[int]) -> set[int]:
    near: Counter[str] = Counter()
    places: dict[str, set[int]] = {}
    for page in pages:
        for at in range(max(0, page - 3), min(len(lines), page + 4)):
            text = lines[at].text
            if at not in pages and text and len(text) <= 40:
                near[text] += 1
                places.setdefault(text, set()).add(at)
    return {at for text, count in near.items() if count >= max(3, len(pages) // 3) for at in places[text]}


def unwrap(lines: list[Line]) -> list[Line]:
    """Joins the lines of wrapped paragraphs; a text that is not wrapped stays as it is."""
    cut = _cut(lines)
    if cut is not None:
        return _close_all(_rejoin(lines, cut))
    full = _measure(lines)
    if full is None:
        return lines
    wide = [width(line.text) for line in lines]
    indent = _indented(lines, wide, full)
    joined: list[Line] = []
    last: Line | None = None  # the piece that the next line would run on from
    for at, line in enumerate(lines):
        whole = joined[-1] if joined else line
        if last is not None and _runs_on(
            last, line, (width(last.text), wide[at]), max(full, whole.measure or 0), indent, _glued_table(whole)
        ):
            measure = max(whole.measure or 0.0, width(last.text), wide[at])
            joined[-1] = replace(whole, text=_join(whole.text, line.text), measure=measure)
        else:
            joined.append(line)
        last = line if line.text and not is_contents(line.text) else None
    return _close_all(joined)


def _close_all(lines: list[Line]) -> list[Line]:
    return [line if _tabular(line) else replace(line, text=_close_blanks(line.text)) for line in lines]


def _tabular(line: Line) -> bool:
    return line.cells is not None or "|" in line.text or "\t" in line.text or _CELLS.search(line.text) is not None


def _cut(lines: list[Line]) -> int | None:
    """The exact number of characters after which every line was cut, or None."""
    lengths = Counter(line.printed for line in lines if line.printed >= 15 and line.cells is None)
    if not lengths:
        return None
    cut, count = lengths.most_common(1)[0]
    longer = sum(times for length, times in lengths.items() if length > cut and length % cut)
    if count < 12 or count < 0.25 * sum(lengths.values()) or longer > 0.1 * count:
        return None
    nearly = sum(1 for line in lines if cut - 4 <= line.printed < cut and not line.terminal and line.cells is None)
    return cut if nearly <= 0.15 * count else None  # else first lines are indented: the page was set, not cut


def _rejoin(lines: list[Line], cut: int) -> list[Line]:
    """Joins lines that were cut after a fixed number of characters."""
    joined: list[Line] = []
    last: Line | None = None
    for line in lines:
        if last is not None and last.printed and last.printed % cut == 0 and not _begins(last, line, cut):
            whole = joined[-1]
            joined[-1] = replace(whole, text=_join(whole.text, line.text), bookmarks=whole.bookmarks + line.bookmarks)
        else:
            joined.append(line)
        last = line
    return joined


def _begins(last: Line, line: Line, cut: int) -> bool:
    """Whether a line is new although the one before it is full."""
    if not line.printed or line.tab_before or _tabular(line) or _opens_table(line):
        return True
    if line.indent >= 1.5 and last.indent < line.indent:
        return True
    if not last.terminal or not line.text:
        return False
    number = number_of(line.text)
    counted = number is not None and number.value <= 40 and len(line.text) - number.end >= 2
    return counted or bool(_STARTS.match(line.text)) or (line.printed < cut and not line.terminal)


def set_apart(lines: list[Line]) -> bool:
    """Whether wrapped lines have a blank line between all of them, which then parts nothing."""
    filled = [at for at, line in enumerate(lines) if line.text]
    apart = sum(1 for one, two in pairwise(filled) if two - one == 2)
    bare = [lines[at] for at in filled]
    return len(filled) >= 40 and apart >= 0.9 * (len(filled) - 1) and (_measure(bare) or _cut(bare)) is not None


def _measure(lines: list[Line]) -> float | None:
    """The width at which paragraphs were wrapped, in full-width characters, or None."""
    widths = [
        round(width(line.text)) for line in lines if line.text and line.cells is None and not is_contents(line.text)
    ]
    body = [value for value in widths if value >= 12]
    if len(body) < 12 or max(body) > 90:
        return None
    counts = Counter(body)
    mode = max(counts, key=lambda value: sum(counts[value + step] for step in (-1, 0, 1)))
    near = sum(counts[mode + step] for step in (-2, -1, 0, 1, 2))
    open_ends = sum(1 for line in lines if width(line.text) >= mode - 2 and not line.terminal)
    if near < 0.35 * len(body) or open_ends < 0.4 * near:
        return None
    return float(mode)


def _indented(lines: list[Line], wide: list[float], full: float) -> bool:
    """Whether the first line of a paragraph is shorter, as by an indent that the extraction dropped."""
    first = [
        wide[at]
        for at in range(1, len(lines))
        if lines[at - 1].terminal and wide[at - 1] < full - 4 and wide[at] > full - 4 and not lines[at].terminal
    ]
    return len(first) >= 5 and sorted(first)[len(first) // 2] <= full - 1.0


def _glued_table(line: Line) -> bool:
    """Whether a line begins with the heads of a table glued together."""
    columns, _ = head_stream(line.text[:80])
    return len(columns) >= 3 and usable(columns)


def _runs_on(last: Line, line: Line, widths: tuple[float, float], full: float, indent: bool, table: bool) -> bool:
    """Whether a line continues the one before it: evidence for and against, weighed; `full` is the width here.

    `table` says that a table glued into running lines is under way.
    """
    if not line.text or _tabular(line) or _tabular(last):
        return False
    if is_contents(line.text) or line.style is not None or last.style is not None or line.tab_before:
        return False
    before, now = widths
    for_it = 6.0 if table and before > full - 4 and not _STARTS.match(line.text) else 0.0
    if last.terminal:
        fresh = _LEAD.match(line.text) is not None and now > full - 4
        if before < full - 3 or (now < full - 4 and not line.terminal):
            for_it -= 4.0
        elif indent and full - 5 < now < full - 1.2 and not line.terminal:
            for_it -= 2.0
        elif indent and now >= full - 0.6:
            for_it += 1.5
        else:
            for_it += 0.5 - 1.0 * fresh
    else:
        for_it += 3.0 if before >= full - 3.6 else -1.5 if before < full * 0.7 else 0.5
        if last.text[-1:] in "，、：（《“" or _open(last.text):
            for_it += 2.0 if before > full * 0.5 else 0.5
    if line.text[0] in "，。；、：）》”！？%":
        for_it += 4.0
    return for_it - _starts(last, line, before, now, full, indent) > 0


def _starts(last: Line, line: Line, before: float, now: float, full: float, indent: bool) -> float:
    """What speaks for a line beginning something new."""
    against = 0.0
    number = number_of(line.text)
    if number is not None and number.value <= 40:
        title = line.text[number.end :]
        against += 4.0 if len(title) >= 2 and not title[0].isdigit() and last.terminal else 1.5 * (len(title) > 2)
        if number.scheme <= Scheme.CHINESE_ROUND and now < full - 3 and not line.terminal:
            against += 3.0
    if _STARTS.match(line.text) or _opens_table(line):
        against += 4.0
    if line.indent >= 1.5 and last.indent < line.indent:
        against += 3.0
    own = number_of(last.text)
    if own is not None and own.scheme <= Scheme.CHINESE_ROUND and not last.terminal and before < full - 1.5:
        against += 2.5 if before < full - 3.6 or indent else 0.5
    if last.text.startswith("专栏"):
        against += 3.0
    return against


def _opens_table(line: Line) -> bool:
    column = column_of(line.text) if len(line.text) <= 6 else None
    return column is not None and column.kind in (Kind.CATEGORY, Kind.NUMBER, Kind.NAME)


def _open(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("（）", "“”", "《》"))


def _join(first: str, second: str) -> str:
    both = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    return f"{first} {second}" if both and first[-1:] not in CLOSING else first + second


def _close_blanks(text: str) -> str:
    """Blanks that the page's typesetting put between Chinese and figures, closed."""
    number = number_of(text)
    if number is None:
        return _closed(text)
    return text[: number.end] + _closed(text[number.end :])  # 1.1 总体思路: there the blank parts number and title


def _closed(text: str) -> str:
    text = re.sub(r"(?<=[\u4e00-\u9fff，。；：、）（“”])[ \xa0]+(?=[0-9A-Za-z\u4e00-\u9fff（“])", "", text)
    return re.sub(r"(?<=[0-9A-Za-z%）])[ \xa0]+(?=[\u4e00-\u9fff，。；：、（])", "", text)
