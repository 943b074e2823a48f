"""Word-level differences of two texts: numbers and Latin words whole, Chinese by character, small islands swallowed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from gangmu.core.comparison.model import Span

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_CLAUSE = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]?")
_ISLAND = 2  # what is equal for fewer characters than this between two changes reads better as changed


def differences(old: str, new: str) -> tuple[Span, ...]:
    """What changed from old to new; clauses first, then the words of clauses that differ, so long texts stay quick."""
    found: list[Span] = []
    mine, yours = _clauses(old), _clauses(new)
    matcher = SequenceMatcher(None, [text for text, _ in mine], [text for text, _ in yours], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        old_at = mine[i1][1] if i1 < len(mine) else len(old)
        new_at = yours[j1][1] if j1 < len(yours) else len(new)
        old_text = "".join(text for text, _ in mine[i1:i2])
        new_text = "".join(text for text, _ in yours[j1:j2])
        found += _words(old_text, new_text, old_at, new_at)
    return tuple(found)


def _clauses(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in _CLAUSE.finditer(text) if found.group()]


def _words(old: str, new: str, old_at: int, new_at: int) -> list[Span]:
    mine, yours = _TOKEN.findall(old), _TOKEN.findall(new)
    starts_old, starts_new = _starts(mine), _starts(yours)
    merged: list[list[int]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        here = [starts_old[i1], starts_old[i2], starts_new[j1], starts_new[j2]]
        if merged and here[0] - merged[-1][1] < _ISLAND and here[2] - merged[-1][3] < _ISLAND:
            merged[-1][1], merged[-1][3] = here[1], here[3]
        else:
            merged.append(here)
    return [Span(old_at + a, old_at + b, new_at + c, new_at + d, old[a:b], new[c:d]) for a, b, c, d in merged]


def _starts(tokens: list[str]) -> list[int]:
    at, found = 0, [0]
    for token in tokens:
        at += len(token)
        found.append(at)
    return found
