"""Inner contradictions of a plan document: what it says twice and differently, with both places.

The tour: `mentions` finds every figure with its subject (`subjects`), unit (`units`) and time; `figures` compares those
that speak of one thing, `cleared` does the same for targets in words, `counts` adds up lists and parts, `doubles` finds
projects listed twice, `names` one thing under two names; `find` ranks them all.
"""

from __future__ import annotations

from gangmu.core.contradictions.find import DEFAULT_THRESHOLD, find_contradictions
from gangmu.core.contradictions.model import LABELS, Contradiction, Kind, Place

__all__ = ["DEFAULT_THRESHOLD", "LABELS", "Contradiction", "Kind", "Place", "find_contradictions"]
