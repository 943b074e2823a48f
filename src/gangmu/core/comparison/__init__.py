"""Two plan documents side by side: what stayed, changed, moved, came and went, and names for headings that were lost.

The tour: `passages` cuts a document, `likeness` says how alike texts are, `sections` pairs headings and names gaps,
`align` pairs passages, `spans` shows the words that differ, `compare` writes it all down as `model`.
"""

from __future__ import annotations

from gangmu.core.comparison.align import Match, align
from gangmu.core.comparison.compare import compare
from gangmu.core.comparison.model import LABELS, Comparison, LostHeading, Passage, Row, Span, Status

__all__ = [
    "LABELS",
    "Comparison",
    "LostHeading",
    "Match",
    "Passage",
    "Row",
    "Span",
    "Status",
    "align",
    "compare",
]
