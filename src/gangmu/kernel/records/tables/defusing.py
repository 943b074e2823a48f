"""Texts that a spreadsheet would take for formulas, made harmless in a way that reading takes back.

A text that begins with one of `DANGEROUS` gets an apostrophe before it, and so does one that begins with an apostrophe
before such a character; whoever opens the file sees the apostrophe, no formula runs, and the import takes it off.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

MARK = "'"
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


def defused(text: str) -> str:
    """The text as it is written."""
    return MARK + text if _begins_dangerously(text) else text


def restored(text: str) -> str:
    """The text as it was before `defused`; a text that needed no mark is left alone."""
    return text[1:] if text[:1] == MARK and _begins_dangerously(text[1:]) else text


def _begins_dangerously(text: str) -> bool:
    return text.lstrip(MARK)[:1] in DANGEROUS if text.lstrip(MARK) else False
