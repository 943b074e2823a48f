"""From raw lines to the normalised text: marks taken off, glued paragraphs parted, wrapped paragraphs joined."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median_low

from gangmu.core.reader.columns import head_stream, usable
from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import bare_number, number_of
from gangmu.core.reader.unwrap import drop_page_furniture, set_apart, unwrap

_BOOKMARK = re.compile(r"\[bookmark:\s*[^\]\[]{0,80}\]")
_CUT_BOOKMARK = re.compile(r"\n?".join(map(re.escape, "[bookmark:")) + r"\s*[^\]\[]{0,80}\]")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_STRONG = re.compile(r"(\*\*|__)(.+?)\1")
_QUOTED = re.compile(r"(?:>\s?)+(?!\d)")  # a quotation of Markdown, which sets a box apart
_SPREAD = re.compile(r"[0-9０-９.．] [0-9０-９.．]")
_ONE_BLANK = re.compile(r"(?<=[0-9０-９])(?<! [.．]) (?=[0-9０-９])")
_SPREAD_POINT = re.compile(r"(?<=[0-9０-９]) ?[.．] (?=[0-9０-９])|(?<=[0-9０-９]) [.．](?=[0-9０-９])")
_SINGLES = re.compile(  # three digits and more one by one, or two before a unit or at the end of a leader
    r"(?<![0-9０-９.．])[0-9０-９](?: [0-9０-９.．]){2,}(?![0-9０-９.．])|"
    r"(?<![0-9０-９.．])[0-9０-９] [0-9０-９](?=\s*[%％年])|"
    r"^[0-9０-９](?: [0-9０-９])+(?=[.．][0-9０-９])|(?<=[.．…] )[0-9] [0-9]$|^[0-9] [0-9]$|^[0-9](?= ?[.．] [0-9]+$)"
)
_PROSE = re.compile(r"[，；][^，；]{4,}|。$|[，。]$")
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0xAD, *range(1, 9), 0x0B, *range(0x0E, 0x20)])
_BLANK_RUN = re.compile(r"(?:[\u3000\xa0]\s*){2,}")
_BOX_MIDLINE = re.compile(
    r"(?<=[。；！\s])\s*(?=专栏\s*[0-9０-９一二三四五六七八九十]{1,3}\s*(?:[:：\s]|[^所中的列明规、，。）和与及]))"
)
_BOX_HEAD = re.compile(
    r"专栏\s*[0-9０-９一二三四五六七八九十]{1,3}[\s:：]*[^\s。；：:]{3,40}?(?=[\s:：]|1[.．、](?!\d)|（一）|①)[\s:：]*"
)
GLUED_BOX = 70  # characters; a longer line that begins with a box's head holds its content too
_HEAD = re.compile(r"类\s*别|领\s*域|序\s*号|指\s*标")
_YEAR = re.compile(r"\d{4}年")
_TABLE_BODY = re.compile(r"(?:(?!注\s*[:：①])[^。])*")
GLUED = 400  # characters; a longer line with blank runs in it is several paragraphs glued together


def normalise(raw: list[Line]) -> list[Line]:
    """The lines of the normalised text; blank lines stay, so that a clean text keeps its line numbers."""
    lines = _titled(_once([_undoubled(line) for line in _once_spaced(_marks_off(raw))]))
    lines = unwrap(drop_page_furniture(lines))
    return [part for line in lines for part in _parted(line)]


def strip_bookmarks(text: str) -> str:
    """A text in which bookmarks that a line break cut in two are whole again."""
    return _CUT_BOOKMARK.sub(lambda found: found.group().replace("\n", ""), text)


def _marks_off(raw: list[Line]) -> list[Line]:
    lines: list[Line] = []
    quotes, quoted = 0, False
    for line in raw:
        text = line.text.translate(_INVISIBLE)
        text, marks = _BOOKMARK.subn("", text)
        changed = replace(line, bookmarks=line.bookmarks + marks, printed=len(line.text))
        changed.tab_before = text.startswith("\t")
        bare = text.lstrip(" \u3000\xa0")
        blanks = text[: len(text) - len(bare)]
        changed.blank_before = blanks in (" ", "\xa0", "\u3000") and bool(bare)
        changed.indent = line.indent + sum(1.0 if blank == "\u3000" else 0.5 for blank in blanks)
        if line.cells is None:
            text = text.strip()
            quote = _QUOTED.match(text)
            if quote:
                quotes += not quoted
                changed.boxed = -quotes  # apart from the frames of a page, which count upwards
                text = text[quote.end() :]
            quoted = quote is not None or (quoted and not text)
            text = _closed_figures(text)
            text = _markdown(changed, text)
        changed.text = text.rstrip()
        lines.append(changed)
    return lines


def _markdown(line: Line, text: str) -> str:
    heading = _MARKDOWN.match(text)
    if heading and not text.startswith("#!"):
        line.style = line.style or len(heading.group(1))
        text = heading.group(2)
    if "**" in text or "__" in text:
        whole = re.fullmatch(r"(\*\*|__)(.+)\1", text)
        if whole and whole.group(1) not in whole.group(2):
            line.bold = True
        text = _STRONG.sub(r"\2", text)
    return text


def _parted(line: Line) -> list[Line]:
    """A line into which an extraction has glued several paragraphs, parted at runs of ideographic blanks."""
    if line.cells is not None or len(line.text) < 20 or line.text.startswith("|"):
        return [line]
    pieces = [line.text]
    head = glued_head(line.text)
    table = ""
    if head is not None:
        body = _TABLE_BODY.match(line.text, head)
        table = body.group() if body else ""
        pieces = [line.text[:head], table, line.text[head + len(table) :]]
    if "专栏" in line.text:
        pieces = [part for piece in pieces for part in _BOX_MIDLINE.split(piece)]
        pieces = [part for piece in pieces for part in _part_box(piece)]
    if len(line.text) > GLUED or len(pieces) > 1:
        pieces = [part for piece in pieces for part in ([piece] if piece == table else _BLANK_RUN.split(piece))]
    pieces = _mended([piece.strip() for piece in pieces if piece.strip()])
    if len(pieces) <= 1:
        return [line]
    return [
        replace(line, text=piece, blank_before=False, bookmarks=line.bookmarks if not n else 0)
        for n, piece in enumerate(pieces)
    ]


def _part_box(text: str) -> list[str]:
    """A box glued into one line: its head, and its items where they are numbered."""
    head = _BOX_HEAD.match(text)
    if head is None or len(text) <= GLUED_BOX:
        return [text]
    pieces = [head.group().rstrip()]
    at, value = head.end(), 1
    while found := re.compile(rf"(?<![\d.]){value}[.．、](?!\d)").search(text, at + 1 if value > 1 else at):
        if value > 1 and not text[: found.start()].rstrip().endswith(("。", "；")):
            break
        pieces.append(text[at : found.start()])
        at, value = found.start(), value + 1
    return [*pieces, text[at:]]


def glued_head(text: str) -> int | None:
    """Where the head of a glued table begins in a line, or None."""
    if "标" not in text or not _YEAR.search(text):
        return None
    for start in _HEAD.finditer(text):
        columns, end = head_stream(text, start.start())
        if len(columns) >= 3 and usable(columns) and len(text) > end + 20:
            return start.start()
    return None


def _mended(pieces: list[str]) -> list[str]:
    """Joins again what a blank run inside a word has parted: 指　标 in a table's head."""
    mended: list[str] = []
    for piece in pieces:
        if mended and mended[-1].endswith("指") and piece.startswith("标"):
            mended[-1] += piece
        else:
            mended.append(piece)
    return mended


def _closed_figures(text: str) -> str:
    """Figures that an extraction has spread out, closed: 2 0 3 5 年, 6 . 8 %; blanks that part cells stay."""
    if " " not in text or not _SPREAD.search(text):
        return text
    if "\t" in text or "|" in text or "  " in text or _PROSE.search(text):
        text = _SPREAD_POINT.sub(".", text)
        return _ONE_BLANK.sub("", text)
    return _SINGLES.sub(lambda found: found.group().replace(" ", ""), text)


def _once_spaced(lines: list[Line]) -> list[Line]:
    """With at most one blank line where the text has several between most of its lines, none where all is apart."""
    if set_apart(lines):
        return [line for line in lines if line.text]
    runs: list[int] = []
    run = 0
    for line in lines:
        if line.text:
            runs.append(run)
        run = 0 if line.text else run + 1
    usual = median_low(runs) if runs else 0
    if usual < 2:
        return lines
    kept: list[Line] = []
    run = 0
    for line in lines:
        run = 0 if line.text else run + 1
        if line.text or not 1 < run <= usual:
            kept.append(line)
    return kept


def _titled(lines: list[Line]) -> list[Line]:
    """Chapters whose number and title stand on two lines, in one."""
    joined: list[Line] = []
    for line in lines:
        above = next((at for at in range(len(joined) - 1, max(-1, len(joined) - 3), -1) if joined[at].text), None)
        opens = above is not None and line.text and bare_number(joined[above].text) and joined[above].cells is None
        if opens and above is not None and len(line.text) <= 40 and not line.terminal and number_of(line.text) is None:
            number = joined[above]
            text = f"{number.text} {line.text}"
            joined[above:] = [replace(line, text=text, bookmarks=number.bookmarks + line.bookmarks)]
        else:
            joined.append(line)
    return joined


def _once(lines: list[Line]) -> list[Line]:
    """Without the second of two like lines, where an extraction has written bold lines twice one below the other."""
    twice = [
        at
        for at in range(1, len(lines))
        if lines[at].text == lines[at - 1].text
        and 4 <= len(lines[at].text) <= 60
        and lines[at].cells is None
        and not lines[at].tab_before
        and "|" not in lines[at].text
    ]
    if len({lines[at].text for at in twice}) < 3:
        return lines
    gone = set(twice)
    return [replace(line, bold=line.bold or at + 1 in gone) for at, line in enumerate(lines) if at not in gone]


def _undoubled(line: Line) -> Line:
    """Bold text that an extraction has written twice: each letter twice, or the whole line twice."""
    text = line.text
    if line.cells is not None or len(text) < 4 or len(text) > 120 or len(text) % 2:
        return line
    half = len(text) // 2
    once = text[::2] if text[::2] == text[1::2] else text[:half] if half >= 4 and text[:half] == text[half:] else None
    if once and any("\u4e00" <= char <= "\u9fff" for char in once):
        return replace(line, text=once, bold=True)
    return line
