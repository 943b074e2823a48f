"""From a read document to its inner contradictions, the surest first."""

from __future__ import annotations

from gangmu.core.contradictions.cleared import cleared_twice
from gangmu.core.contradictions.counts import count_contradictions
from gangmu.core.contradictions.doubles import doubles
from gangmu.core.contradictions.figures import figure_contradictions, met_targets
from gangmu.core.contradictions.mentions import mentions
from gangmu.core.contradictions.model import Contradiction
from gangmu.core.contradictions.names import name_variants
from gangmu.core.contradictions.standing import Standing
from gangmu.core.reader.structure import Document

DEFAULT_THRESHOLD = 0.5  # ours: at and above it at least four of five findings were real on the five documents read


def find_contradictions(document: Document, *, threshold: float = DEFAULT_THRESHOLD) -> list[Contradiction]:
    """Statements of one document that cannot all hold, with confidence of at least `threshold`, the surest first."""
    standing = Standing(document)
    figures = mentions(document, standing)
    found = [
        *figure_contradictions(figures),
        *met_targets(figures),
        *cleared_twice(document, standing),
        *count_contradictions(document, standing),
        *doubles(document, standing),
        *name_variants(document, standing),
    ]
    kept: dict[tuple[str, str, frozenset[str | None]], Contradiction] = {}
    for one in sorted(found, key=lambda one: -one.confidence):
        key = (one.kind, one.subject, frozenset(place.figure for place in one.places))
        if one.confidence >= threshold:
            kept.setdefault(key, one)
    return sorted(kept.values(), key=lambda one: (-one.confidence, one.places[0].start))
