"""Which place of a new version is which clause of the old one: by what it says, never by where it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

CLOSE_ENOUGH = 0.5  # shared bigrams over all bigrams; ours, tuned on framework against outline


@dataclass(frozen=True, slots=True)
class Place:
    """What identifies a passage: its kind, its name (heading or lead), the headings above it, and its text."""

    kind: str
    name: str
    under: tuple[str, ...]
    text: str


def align(old: Sequence[Place], new: Sequence[Place]) -> list[int | None]:
    """For each new place the index of the old one it continues, or None; no old place is used twice.

    Surest evidence first: same text below the same headings, same text, same name below the same headings, same name;
    names and texts count only where they are the only one of their kind. What is left goes by shared bigrams.
    """
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    for key in (_text_in_place, _text, _name_in_place, _name):
        _pair(old, new, found, free, key)
    _pair_by_likeness(old, new, found, free)
    return found


def _text_in_place(place: Place) -> Hashable:
    return place.kind, place.under, place.name, place.text


def _text(place: Place) -> Hashable:
    return place.kind, place.name, place.text


def _name_in_place(place: Place) -> Hashable:
    return place.kind, place.under[-1:], place.name


def _name(place: Place) -> Hashable:
    return place.kind, place.name


def _pair(
    old: Sequence[Place],
    new: Sequence[Place],
    found: list[int | None],
    free: set[int],
    key: Callable[[Place], Hashable],
) -> None:
    here: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in sorted(free):
        here[key(old[index])].append(index)
    wanted = Counter(key(place) for place, match in zip(new, found, strict=True) if match is None)
    for index, place in enumerate(new):
        if found[index] is None and wanted[key(place)] == 1 and len(here[key(place)]) == 1:
            found[index] = here[key(place)][0]
            free.discard(here[key(place)][0])


def _pair_by_likeness(old: Sequence[Place], new: Sequence[Place], found: list[int | None], free: set[int]) -> None:
    grams = {index: _bigrams(old[index].text) for index in free}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, bag in grams.items():
        for gram in bag:
            holders[gram].append(index)
    candidates = []
    for index, place in enumerate(new):
        if found[index] is not None:
            continue
        bag = _bigrams(place.text)
        shared = Counter(holder for gram in bag for holder in holders.get(gram, ()))
        for holder, count in shared.most_common(5):
            likeness = count / len(bag | grams[holder])
            if likeness >= CLOSE_ENOUGH and old[holder].kind == place.kind:
                candidates.append((-likeness, index, holder))
    for _, index, holder in sorted(candidates):
        if found[index] is None and holder in free:
            found[index] = holder
            free.discard(holder)


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(_pairs(text))


def _pairs(text: str) -> Iterable[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))
