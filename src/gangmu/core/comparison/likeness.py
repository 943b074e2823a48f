"""How alike two texts are, by the pairs of characters they share, the rarer the heavier; and who may be alike."""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

_COMMON = 40  # a pair of characters in more texts than this proposes no candidate
_MOST = 8  # candidates looked at closely


def plain(text: str) -> str:
    """A text without white space and punctuation, full-width signs narrowed: what two versions are compared by."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def grams(text: str, size: int = 2) -> frozenset[str]:
    """The runs of `size` characters of a text."""
    bare = plain(text)
    return frozenset(bare[at : at + size] for at in range(len(bare) - size + 1))


def name_likeness(one: str, other: str) -> float:
    """Likeness of two headings or leads: shared pairs over the mean of both, 0 to 1."""
    mine, yours = grams(one), grams(other)
    if not mine or not yours:
        return float(bool(plain(one)) and plain(one) == plain(other))
    return 2 * len(mine & yours) / (len(mine) + len(yours))


class Index:
    """Texts by the pairs of characters in them; finds the few that may be like another text without trying all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.bags = [grams(text) for text in texts]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, bag in enumerate(self.bags):
            for gram in bag:
                self._holders[gram].append(index)
        size = max(1, len(texts))
        self._weights = {gram: math.log(1 + size / (1 + len(held))) for gram, held in self._holders.items()}
        self._unknown = math.log(1 + size)
        self._masses = [self.mass(bag) for bag in self.bags]

    def mass(self, bag: Iterable[str]) -> float:
        """The weight of all pairs of a bag; a pair weighs the more the fewer of the texts hold it."""
        weights, unknown = self._weights, self._unknown
        return sum([weights.get(gram, unknown) for gram in bag])

    def candidates(self, bag: frozenset[str]) -> list[int]:
        """The texts that share the most weight of rare pairs with the bag, the likeliest first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for gram in bag:
            holders = self._holders.get(gram, ())
            if len(holders) <= _COMMON:
                weight = self._weights.get(gram, 0.0)
                for holder in holders:
                    shared[holder] += weight
        return heapq.nsmallest(_MOST, shared, key=lambda index: (-round(shared[index], 6), index))

    def alike(self, bag: frozenset[str], index: int) -> float:
        """Weighted shared pairs over the mean of both texts, 0 to 1."""
        return self.shares(bag, self.mass(bag), index)[0]

    def contained(self, bag: frozenset[str], index: int) -> float:
        """How much of the bag's weight the text holds, 0 to 1."""
        return self.shares(bag, self.mass(bag), index)[1]

    def shares(self, bag: frozenset[str], mass: float, index: int) -> tuple[float, float]:
        """`alike` and `contained` of a bag whose mass is known."""
        shared = self.mass(bag & self.bags[index])
        whole = mass + self._masses[index]
        return (2 * shared / whole if whole else 0.0), (shared / mass if mass else 0.0)
