"""Which place of a new version is which clause of the old one: by what it says, never by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gangmu.core import comparison
from gangmu.core.comparison import Passage

CLOSE_ENOUGH = 0.5  # stricter than a comparison on a page: tasks hang on the identity that is given here


def align(old: Sequence[Passage], new: Sequence[Passage]) -> list[int | None]:
    """For each new place the index of the old one it continues, or None; no old place is used twice.

    Places below the same headings are one section; a likeness below CLOSE_ENOUGH counts only under the same name.
    """
    sections: dict[tuple[str, ...], int] = {}
    before, after = (
        [replace(place, section=sections.setdefault(place.under, len(sections))) for place in places]
        for places in (old, new)
    )
    found: list[int | None] = [None] * len(new)
    for match in comparison.align(before, after, {(number, number) for number in sections.values()}):
        name = new[match.new].name
        if match.likeness >= CLOSE_ENOUGH or (name and old[match.old].name == name):
            found[match.new] = match.old
    return found
