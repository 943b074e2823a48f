"""Boxes (专栏): for every head the ways its content may be read, each a candidate for the decoder to weigh.

A box may number its items, set their names off by an arrow, a colon or a full stop, hold bare titles over their
descriptions, hold a table, or be plain text; where it ends nobody says. Every reading and every end is scored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import Number, Scheme, number_of, spoken_number, stuck_number
from gangmu.core.reader.table import Table

_HEAD = re.compile(
    r"(专栏\s*(?:[0-9０-９]{1,2}(?:\s*[-－—–.．·]\s*[0-9０-９]{1,2}(?=[\s\u3000\xa0:：、]|[\u4e00-\u9fff“《]))?|[一二三四五六七八九十]{1,3})?)(?=[\s\u3000\xa0:：、.．—\-“《（\u4e00-\u9fff]|$)[\s\u3000\xa0:：、.．—\-]*"
)
_MENTION = re.compile(r"所[列示述]|中[的所]|规定|要求")
_ARROW = re.compile(r"\s*([^→。]{2,40}?)\s*(?:→|➔|⇒|—>|->)\s*(?=\S)")
_COLON = re.compile(r"\s*([^：:。；，]{2,34})[：:]\s*(?=\S)")
_LEAD = re.compile(r"\s*([^。；：]{2,32})。\s*(?=\S)")
_BULLET = re.compile(r"[●■◆▲○□◇★☆•·\-—–]+\s*")
_NOTE = re.compile(r"备?注\s*[:：\d①]|[②-⑳]|资料来源")
FARTHEST = 400  # lines of one box
TITLE = 45  # characters of a title


Score = Callable[[int], float]
Strong = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item: its line, the span of its title in the line, and where its description begins in the same line."""

    line: int
    number: str | None
    begin: int
    finish: int
    body: int | None


@dataclass(frozen=True, slots=True)
class BoxDraft:
    """One reading of one box over the lines start ≤ i < end."""

    start: int
    end: int
    number: str | None
    title_line: int
    title_begin: int
    title_finish: int
    items: tuple[ItemDraft, ...]
    table: Table | None
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    number: str | None
    line: int
    begin: int
    finish: int
    content: int


def read_head(lines: Sequence[Line], at: int) -> _Head | None:
    """The head of a box at a line: 专栏 3 and its title, which may stand on the next line."""
    text = lines[at].text
    found = _HEAD.match(text)
    if not found or len(text) > 70 or "。" in text.rstrip("。") or lines[at].cells is not None:
        return None
    title = text[found.end() :].rstrip("。：: ")
    printed = found.group(1).strip()
    spoken = lines[at].terminal and "，" in title
    if len(title) > TITLE or _MENTION.match(title) or spoken:
        return None
    if title:
        return _Head(printed, at, found.end(), found.end() + len(title), at + 1)
    below = _next(lines, at + 1)
    if below is None or printed == "专栏" or len(lines[below].text) > TITLE or lines[below].terminal:
        return None
    return _Head(printed, below, 0, len(lines[below].text), below + 1)


def _next(lines: Sequence[Line], at: int) -> int | None:
    while at < len(lines) and not lines[at].text:
        at += 1
    return at if at < len(lines) else None


def propose(
    lines: Sequence[Line], at: int, tables: dict[int, Table], body: Score, worth: Score, strong: Strong
) -> list[BoxDraft]:
    """All readings of the box whose head stands at a line; none when no head stands there.

    `body` is what a line is worth as running text, `worth` what it must be worth as an item so as not to be taken for a
    heading, `strong` whether it is plainly a heading.
    """
    head = read_head(lines, at)
    if head is None:
        return []
    first = _next(lines, head.content)
    stop = _stop(lines, head.content, strong, chain=False)
    drafts: list[BoxDraft] = []

    def draft(end: int, items: Sequence[ItemDraft], bonus: float, word: str, table: Table | None = None) -> None:
        base = sum(max(0.0, body(i)) for i in range(head.content, end) if lines[i].text)
        drafts.append(
            BoxDraft(
                at,
                end,
                head.number,
                head.line,
                head.begin,
                head.finish,
                tuple(items),
                table,
                6.0 + base + bonus,
                ("专栏", word),
            )
        )

    draft(head.content, [], 0.0, "只有标题")
    if first is None:
        return drafts
    boxed = lines[first].boxed
    fence = first
    if boxed is not None:
        while fence < len(lines) and lines[fence].boxed == boxed:
            fence += 1
    table = tables.get(first)
    if table is not None:
        end = _after_notes(lines, table.end, stop)
        draft(end, [], 3.0 * (end - first), "表格", table)
        return drafts
    readings = (
        (_chain(lines, first, worth, strong), "编号连续"),
        (_bulleted(lines, first, stop), "项目符号"),
        (_marked(lines, first, stop), "名称与说明"),
        (_bare(lines, first, stop), "短行"),
        (_plain(lines, first, stop), "文字"),
    )
    for reading, word in readings:
        for end, items, bonus in reading:
            fenced = 0.0 if boxed is None else 2.0 - 4.0 * abs(end - fence)
            draft(end, items, bonus + fenced, word)
    return drafts


Readings = Iterator[tuple[int, list[ItemDraft], float]]


def _stop(lines: Sequence[Line], begin: int, strong: Strong, *, chain: bool) -> int:
    """The first line that cannot belong to the box: another head, or a line that is plainly a heading."""
    for at in range(begin, min(len(lines), begin + FARTHEST)):
        if not lines[at].text:
            continue
        if lines[at].text.startswith("专栏") and read_head(lines, at) is not None:
            return at
        if not chain and strong(at):
            return at
    return min(len(lines), begin + FARTHEST)


def _after_notes(lines: Sequence[Line], at: int, stop: int) -> int:
    end = at
    while at < stop and (not lines[at].text or _NOTE.match(lines[at].text)):
        at += 1
        if lines[at - 1].text:
            end = at
    return end


def _chain(lines: Sequence[Line], first: int, worth: Score, strong: Strong) -> Readings:
    """Items numbered from one on, whose numbers may be stuck to names that begin with digits."""
    start = first
    bonus = 0.0
    opening = _opening(lines[start].text)
    if opening is None:
        below = _next(lines, first + 1)
        opening = _opening(lines[below].text) if below is not None and not strong(below) else None
        if below is None or opening is None:
            return
        start, bonus = below, -4.0
    scheme = opening.scheme
    items: list[ItemDraft] = []
    bodies: list[int] = []
    last = start
    limit = _stop(lines, start, strong, chain=True)
    blanks = 0
    for at in range(start, limit):
        text = lines[at].text
        if not text:
            blanks += 1
            continue
        number = _expected(text, scheme, len(items) + 1)
        if number is not None and (blanks < 2 or at == start):
            if items:
                bodies.append(sum(1 for i in range(last + 1, at) if lines[i].text))
                if strong(at):  # the plan's own numbering may go on here with the number that is due
                    yield at, items, bonus
            items.append(_numbered(at, text, number))
            bonus += max(6.0, worth(at))
            last = at
        elif strong(at) or blanks >= 2:
            limit = at
            break
        blanks = 0
    usual = max(bodies, default=1)
    bonus -= sum(max(0, count - 6) for count in bodies)
    yield from _ends(lines, last, limit, usual, items, bonus)


def _ends(lines: Sequence[Line], last: int, limit: int, usual: int, items: list[ItemDraft], bonus: float) -> Readings:
    """Where a box may end after its last item, whose description is as long as that of the others."""
    yield last + 1, items, bonus
    count = 0
    for at in range(last + 1, min(limit, last + 12)):
        if not lines[at].text:
            continue
        count += 1
        bonus += 0.6 if count <= usual else -1.5
        yield at + 1, items, bonus


def _bulleted(lines: Sequence[Line], first: int, stop: int) -> Readings:
    """Items that all begin with the same bullet."""
    opening = _BULLET.match(lines[first].text)
    if opening is None:
        return
    items: list[ItemDraft] = []
    bodies: list[int] = []
    last = first
    for at in range(first, stop):
        text = lines[at].text
        bullet = _BULLET.match(text)
        if bullet is None or bullet.group().strip() != opening.group().strip():
            continue
        if at > first:
            bodies.append(sum(1 for i in range(last + 1, at) if lines[i].text))
        printed = bullet.group().strip()
        items.append(_numbered(at, text, Number(Scheme.CIRCLED, len(items) + 1, printed, bullet.end())))
        last = at
    bonus = 3.0 * len(items) - sum(max(0, count - 6) for count in bodies)
    yield from _ends(lines, last, stop, max(bodies, default=1), items, bonus)


def _opening(text: str) -> Number | None:
    number = number_of(text) or spoken_number(text)
    return number if number is not None and number.value == 1 else stuck_number(text, 1)


def _expected(text: str, scheme: Scheme, value: int) -> Number | None:
    if scheme in (Scheme.ARABIC, Scheme.DECIMAL):
        found = stuck_number(text, value)
        if found is not None:
            return found
    number = spoken_number(text) if scheme is Scheme.SPOKEN else number_of(text)
    return number if number is not None and number.scheme is scheme and number.value == value else None


def _numbered(at: int, text: str, number: Number) -> ItemDraft:
    """An item behind its number or bullet; a description may follow its title in the same line."""
    rest = text[number.end :]
    for form in (_ARROW, _COLON, _LEAD):
        found = form.match(rest)
        if found:
            return ItemDraft(at, number.printed, number.end, number.end + found.end(1), number.end + found.end())
    return ItemDraft(at, number.printed, number.end, number.end + len(rest.rstrip("。：: ")), None)


def _marked(lines: Sequence[Line], first: int, stop: int) -> Readings:
    """A run of lines that each set a name off from its description: by an arrow, a colon or a full stop."""
    for form, gain in ((_ARROW, 3.0), (_COLON, 2.0), (_LEAD, 1.2)):
        items: list[ItemDraft] = []
        bonus = 0.0
        measure = lines[first].measure
        blanks = 0
        for at in range(first, stop):
            line = lines[at]
            if not line.text:
                blanks += 1
                continue
            found = form.match(line.text)
            other = measure is not None and line.measure is not None and abs(line.measure - measure) > 3
            if not found or blanks >= 2 or other:
                break
            blanks = 0
            number = number_of(line.text)
            bullet = _BULLET.match(line.text)
            begin = bullet.end() if bullet else 0
            if number is not None and number.end < found.end(1):
                begin = number.end
            items.append(ItemDraft(at, number.printed if number else None, begin, found.end(1), found.end()))
            bonus += gain
            yield at + 1, list(items), bonus


def _bare(lines: Sequence[Line], first: int, stop: int) -> Readings:
    """Short titles, each over its description."""
    items: list[ItemDraft] = []
    bonus = 0.0
    at = first
    while at < stop:
        title = lines[at]
        below = _next(lines, at + 1)
        plain = title.text and len(title.text) <= 34 and not title.terminal and not title.text.endswith(("：", "，"))
        if not plain or below is None or below >= stop or not lines[below].terminal:
            return
        items.append(ItemDraft(at, None, 0, len(title.text), None))
        bonus += 0.5
        end = below + 1
        while end < stop and lines[end].terminal:
            end += 1
        yield end, list(items), bonus
        following = _next(lines, end)
        if following is None or following - end >= 2:
            return
        at = following


def _plain(lines: Sequence[Line], first: int, stop: int) -> Readings:
    """A text without items."""
    count = 0
    for at in range(first, stop):
        if lines[at].text:
            count += 1
            if count > 6:
                return
            yield at + 1, [], 0.1 * count
