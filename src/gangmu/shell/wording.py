"""How figures, states and gaps are written everywhere in the house."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

EMPTY = "—"

# Word -> tone. The cut-offs behind the verdicts are data elsewhere; here is only how the words look.
VERDICTS = MappingProxyType(
    {
        "提前实现": "ahead",
        "快于预期": "ahead",
        "提前": "ahead",
        "符合预期": "on",
        "符合": "on",
        "滞后": "behind",
        "无法评估": "unknown",
        "待核": "caution",
    }
)
_SHAPES = MappingProxyType(
    {
        "ahead": '<path d="M6 1.5 11 10H1z"/>',
        "on": '<circle cx="6" cy="6" r="4.25"/>',
        "behind": '<path d="M6 10.5 1 2h10z"/>',
        "unknown": '<circle cx="6" cy="6" r="4" fill="none" stroke-width="1.5" stroke-dasharray="2 1.6"/>',
        "caution": '<path d="M6 1 11 6 6 11 1 6z" fill="none" stroke-width="1.5"/>',
    }
)


def status(word: str, tone: str = "") -> SafeString:
    """A state as a shape and a word; `tone` (ahead, on, behind, unknown, caution) follows from a verdict's word."""
    tone = tone or VERDICTS[word]
    shape = mark_safe(_SHAPES[tone])  # noqa: S308  (a constant of this module)
    return format_html(
        '<span class="status-word status-{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        tone,
        shape,
        word,
    )


def grouped(value: Decimal | float, places: int | None = None) -> str:
    """1234.50 -> «1,234.5»; rounds half up to `places` if given, never shows trailing zeros or an exponent."""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_myriads(value: Decimal) -> str:
    """Yuan as a figure of 万元 with two places, as columns of money show it."""
    return f"{(value / 10_000).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,f}"


def excerpt(text: str, words: Sequence[str], around: int) -> str:
    """The part of a text around the first match of any of the words, `around` characters to either side."""
    places = [place for word in words if (place := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - around)
    end = start + 2 * around
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
