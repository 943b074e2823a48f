"""Which passage of the new document continues which of the old one: by what it says, where it stands, and in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from gangmu.core.comparison.likeness import Index, grams, name_likeness, plain
from gangmu.core.comparison.model import Passage

CLOSE_ENOUGH = 0.4  # ours, tuned on framework against outline
_PART = 3  # runs of five characters that a further passage must share with an old paragraph
_RARE = 3
_RUN = 5


@dataclass(frozen=True, slots=True)
class Match:
    """An old and a new passage that are one, with likeness (1 for the same text) and what spoke for it."""

    old: int
    new: int
    likeness: float
    reason: str


def align(
    old: Sequence[Passage], new: Sequence[Passage], same_section: set[tuple[int, int]] | None = None
) -> list[Match]:
    """One-to-one matches in the order of the new passages; `same_section` holds pairs of sections known to be one.

    Same text first (nearest in its section where it stands twice), then by likeness of text, name and section.
    """
    together = same_section or set()
    found = _same_text(old, new, together)
    taken_old, taken_new = {one.old for one in found}, {one.new for one in found}
    free_old = [index for index in range(len(old)) if index not in taken_old]
    free_new = [index for index in range(len(new)) if index not in taken_new]
    found += _by_likeness(old, new, free_old, free_new, together)
    return sorted(found, key=lambda one: one.new)


def _same_text(old: Sequence[Passage], new: Sequence[Passage], together: set[tuple[int, int]]) -> list[Match]:
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, passage in enumerate(old):
        holders[passage.kind, plain(passage.text)].append(index)
    waiting: list[tuple[int, int, int]] = []
    for new_index, passage in enumerate(new):
        for order, old_index in enumerate(holders.get((passage.kind, plain(passage.text)), ())[:_RARE]):
            apart = 0 if (old[old_index].section, passage.section) in together else 1
            apart = 0 if old[old_index].under == passage.under else apart
            waiting.append((2 * apart + order, new_index, old_index))
    found: list[Match] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, new_index, old_index in sorted(waiting):
        if old_index not in taken_old and new_index not in taken_new:
            taken_old.add(old_index)
            taken_new.add(new_index)
            found.append(Match(old_index, new_index, 1.0, "文字相同"))
    return found


def _by_likeness(
    old: Sequence[Passage],
    new: Sequence[Passage],
    free_old: list[int],
    free_new: list[int],
    together: set[tuple[int, int]],
) -> list[Match]:
    index = Index([old[one].text for one in free_old])
    names = Index([old[one].name for one in free_old])
    proposed: list[tuple[float, int, Match]] = []
    for new_index in free_new:
        passage = new[new_index]
        bag = grams(passage.text)
        for at in set(index.candidates(bag)) | set(names.candidates(grams(passage.name))):
            other = old[free_old[at]]
            if other.kind != passage.kind or (other.kind == "heading"):
                continue
            text = index.alike(bag, at)
            name = name_likeness(other.name, passage.name) if other.name and passage.name else 0.0
            here = (other.section, passage.section) in together
            score = max(text, 0.55 * text + 0.45 * name) + (0.08 if here else 0.0)
            if other.kind == "indicator" and name < 0.6:
                continue
            if score >= CLOSE_ENOUGH:
                reason = "、".join(
                    word
                    for word, told in (("名称相近", name >= 0.6), ("文字相近", text >= 0.3), ("同一章节", here))
                    if told
                )
                match = Match(free_old[at], new_index, min(1.0, max(text, 0.0)), reason or "文字相近")
                proposed.append((-score, abs(free_old[at] - new_index), match))
    found: list[Match] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, match in sorted(proposed, key=lambda one: (one[0], one[1], one[2].new)):
        if match.old not in taken_old and match.new not in taken_new:
            taken_old.add(match.old)
            taken_new.add(match.new)
            found.append(match)
    return found


def parts(
    old: Sequence[Passage], new: Sequence[Passage], open_old: Sequence[int], free_new: Sequence[int]
) -> dict[int, list[int]]:
    """For old paragraphs the further new passages that carry on some of their words: one paragraph became many.

    A run of five characters counts where at most three new passages hold it; three such runs make a part.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index in range(len(new)):
        for run in grams(new[index].text, _RUN):
            holders[run].append(index)
    free = set(free_new)
    claims: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for old_index in open_old:
        for run in grams(old[old_index].text, _RUN):
            held = holders.get(run, [])
            if len(held) <= _RARE:
                for new_index in held:
                    if new_index in free:
                        claims[new_index][old_index] = claims[new_index].get(old_index, 0) + 1
    found: defaultdict[int, list[int]] = defaultdict(list)
    for new_index in sorted(claims):
        best, runs = max(claims[new_index].items(), key=lambda one: (one[1], -one[0]))
        if runs >= _PART:
            found[best].append(new_index)
    return dict(found)
