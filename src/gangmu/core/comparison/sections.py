"""Which section of the new document is which of the old one, by heading, by what stands under it, and by order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from gangmu.core.comparison.align import Match
from gangmu.core.comparison.likeness import Index, grams, name_likeness
from gangmu.core.comparison.passages import Outline

_ENOUGH = 0.36  # of heading and body together; ours, tuned on framework against outline
_NAME_ALONE = 0.75
_VOTES = 2
_KIN = 0.15  # share of paired sections below which two documents are no versions of one
_SAME_NAME = 0.8
_FIRM = 0.6
_GAP_ENOUGH = 0.22  # how much of a section's weight must stand under a lost heading
_NEARLY_ALL = 0.8
_AHEAD = 1.25  # and how far ahead of the next best place


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sections that are one, with the likeness of heading and body."""

    old: int
    new: int
    score: float
    name: float
    body: float


def pair_sections(old: Outline, new: Outline) -> list[Pair]:
    """One-to-one pairs, the surest first; a heading under which nothing stands is paired by its name alone."""
    bodies = [new.body(index) for index in range(len(new.sections))]
    index = Index(bodies)
    by_name = Index([section.name for section in new.sections])
    proposed: list[Pair] = []
    for old_index, section in enumerate(old.sections):
        if old_index == 0 or section.gap:
            continue
        bag = grams(old.body(old_index))
        mass = index.mass(bag)
        near = set(index.candidates(bag)) | set(by_name.candidates(grams(section.name)))
        for new_index in near - {0}:
            other = new.sections[new_index]
            if other.gap:
                continue
            name = name_likeness(section.name, other.name)
            alike, held = index.shares(bag, mass, new_index)
            body = max(alike, (0.9 if name >= 0.5 else 0.5) * held)
            depth = 0.02 * abs(section.level - other.level)
            score = 0.6 * name + 0.4 * body - depth
            if score >= _ENOUGH or name >= _NAME_ALONE:
                proposed.append(Pair(old_index, new_index, score, name, body))
    return _one_to_one(proposed)


def _one_to_one(proposed: list[Pair]) -> list[Pair]:
    """Greedy by score, then by being near in order, so that twice-used headings pair in sequence."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen: list[Pair] = []
    for pair in sorted(proposed, key=lambda one: (-round(one.score, 3), abs(one.old - one.new), one.new)):
        if pair.old not in taken_old and pair.new not in taken_new:
            taken_old.add(pair.old)
            taken_new.add(pair.new)
            chosen.append(pair)
    return sorted(chosen, key=lambda one: one.new)


def pairs_by_content(old: Outline, new: Outline, pairs: list[Pair], matches: list[tuple[int, int]]) -> list[Pair]:
    """Pairs of sections left over whose passages went to one another: at least two, and a third of all."""
    paired_old, paired_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    votes: dict[int, Counter[int]] = {}
    for old_passage, new_passage in matches:
        for section in old.ancestors(old.passages[old_passage].section):
            if section not in paired_old and not old.sections[section].gap:
                there = new.ancestors(new.passages[new_passage].section)
                free = [one for one in there if one not in paired_new and not new.sections[one].gap]
                votes.setdefault(section, Counter()).update(free)
    found: list[Pair] = []
    for section, counted in sorted(votes.items()):
        best = max(counted, key=lambda one: (counted[one], new.sections[one].level), default=None)
        if best is None or best in paired_new or counted[best] < _VOTES:
            continue
        if counted[best] >= len(old.sections[section].passages) / 3:
            paired_new.add(best)
            score = counted[best] / len(old.sections[section].passages)
            found.append(Pair(section, best, round(0.5 * score, 2), 0.0, score))
    return found


def paragraphs_as_sections(old: Outline, new: Outline, pairs: list[Pair], matches: list[Match]) -> dict[int, int]:
    """Old paragraphs whose lead became a heading of the new document: paragraph to section."""
    paired = {pair.new for pair in pairs}
    free = [i for i, one in enumerate(new.sections) if i and not one.gap and i not in paired]
    index = Index([new.sections[section].name for section in free])
    by_old = {match.old: match for match in matches}
    found: dict[int, int] = {}
    for at, passage in enumerate(old.passages):
        if passage.kind != "paragraph" or not passage.name:
            continue
        match = by_old.get(at)
        if match and (
            match.likeness >= _FIRM or name_likeness(passage.name, new.passages[match.new].name) >= _SAME_NAME
        ):
            continue
        for candidate in index.candidates(grams(passage.name))[:3]:
            section = free[candidate]
            if name_likeness(passage.name, new.sections[section].name) >= _SAME_NAME and section not in found.values():
                found[at] = section
                break
    return found


def in_order(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The longest run of pairs (old, new) that stand in the same order in both; the others have moved."""
    ordered = sorted(pairs, key=lambda pair: pair[1])
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (old, _) in enumerate(ordered):
        slot = bisect_left(tails, old)
        before.append(ends[slot - 1] if slot else -1)
        if slot == len(tails):
            tails.append(old)
            ends.append(at)
        else:
            tails[slot] = old
            ends[slot] = at
    kept: set[tuple[int, int]] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(ordered[at])
        at = before[at]
    return kept


@dataclass(frozen=True, slots=True)
class GapName:
    """A section of one outline whose lost heading another outline names."""

    gap: int
    named: int
    share: float
    runner_up: float


def names_for_gaps(gapped: Outline, named: Outline, paired: set[int]) -> list[GapName]:
    """For every lost heading the unpaired heading of the other outline whose text stands under it, if one does.

    `paired` are the sections of `named` that already have a heading of their own in `gapped`. The chapter that holds
    most of the text is found first, then the lost heading inside it that holds nearly all of that.
    """
    free = [i for i, one in enumerate(named.sections) if i and not one.gap and i not in paired and not one.children]
    tops = gapped.sections[0].children
    strangers = len(paired) < _KIN * min(len(named.sections), len(gapped.sections))
    if strangers or not tops or not free or not any(section.gap for section in gapped.sections):
        return []
    index = Index([gapped.body(section) for section in range(len(gapped.sections))])
    found: dict[int, GapName] = {}
    for candidate in free:
        bag = grams(named.sections[candidate].name + named.body(candidate))
        shares = sorted(((index.contained(bag, top), top) for top in tops), reverse=True)
        share, best = shares[0]
        second = shares[1][0] if len(shares) > 1 else 0.0
        if share < _GAP_ENOUGH or share < _AHEAD * second:
            continue
        gap = _innermost(gapped, best, index, bag, share)
        if gap is not None and (gap not in found or share > found[gap].share):
            found[gap] = GapName(gap, candidate, share, second)
    return sorted(found.values(), key=lambda one: one.gap)


def _innermost(outline: Outline, top: int, index: Index, bag: frozenset[str], share: float) -> int | None:
    """The lost heading that holds nearly all that the chapter holds: the chapter's own, or one inside it."""
    here, gap = top, top if outline.sections[top].gap else None
    while outline.sections[here].children:
        held, child = max((index.contained(bag, one), one) for one in outline.sections[here].children)
        if held < _NEARLY_ALL * share:
            break
        here = child
        gap = child if outline.sections[child].gap else gap
    return gap
