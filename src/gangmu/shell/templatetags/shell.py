"""What every template may use without loading: icons, states, money, crumbs, highlighted words, form fields."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from gangmu.shell import columns, registry, wording

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the vendored icons, drawn in the colour of the text around it; hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(_SPRITE), name)


_SPRITE = "vendor/tabler-icons/sprite.svg"


@register.simple_tag
def status(word: str, tone: str = "") -> SafeString:
    """{% status "滞后" %}: a shape and a word; words other than the verdicts need a tone."""
    return wording.status(word, tone)


@register.filter
def money(value: Decimal | int | None) -> str:
    """Yuan in 亿元, 万元 or 元, as officials say it."""
    return wording.EMPTY if value is None else columns.money(Decimal(value))


@register.filter
def plain(value: Any) -> str:
    """Any value in words; a gap is a dash."""
    return columns.plain(value)


@register.filter
def figure(value: Decimal | float | None, places: int | None = None) -> str:
    """A number grouped by thousands, rounded half up to `places` if given."""
    return wording.EMPTY if value is None else wording.grouped(value, places)


@register.filter
def day(value: date | datetime | None) -> str:
    """2027-03-05, of a time the local day."""
    return columns.plain(timezone.localdate(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """2027-03-05 14:30, local time."""
    return columns.plain(value)


@register.filter
def highlight(text: Any, words: str) -> SafeString:
    """The text with each of the words marked, whatever their case."""
    terms = "|".join(re.escape(term) for term in sorted(words.split(), key=len, reverse=True))
    if not terms:
        return conditional_escape(text)
    pieces = re.split(f"({terms})", str(text), flags=re.IGNORECASE)
    marked = (("<mark>{}</mark>" if place % 2 else "{}", piece) for place, piece in enumerate(pieces))
    return SafeString("".join(format_html(form, piece) for form, piece in marked))


@register.filter
def address(row: Any) -> str:
    """Where a row is shown, empty where its register is not declared."""
    entry = registry.entry_of(type(row))
    return entry.address(row) if entry else ""


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """{% crumbs "规划全文" plan_url "第三章" chapter_url %}: titles with their addresses, from the root down."""
    steps = zip(pairs[::2], pairs[1::2], strict=True)
    return format_html(
        '<nav aria-label="所在位置"><ol class="crumbs">{}</ol></nav>',
        format_html_join("", '<li><a href="{}">{}</a></li>', ((url, title) for title, url in steps)),
    )


@register.inclusion_tag("shell/field.html")
def field(bound: BoundField, label: str = "", told: str = "") -> dict[str, Any]:
    """A form field with its label, help and errors, dressed for the kind of its input."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    dress = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
    attrs: dict[str, Any] = {"class": dress.get(kind, "form-control")}
    widget.attrs.pop("placeholder", None)  # the label says it, and stays when something is typed
    told = told or str(bound.help_text)
    parts = ((f"{bound.auto_id}-help", told), (f"{bound.auto_id}-error", bound.errors))
    described = [part for part, there in parts if there]
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
        attrs["class"] += " is-invalid"
    return {
        "bound": bound,
        "label": label or bound.label,
        "told": told,
        "input": bound.as_widget(attrs=attrs),
        "check": kind == "checkbox",
        "wide": isinstance(widget, Textarea),
    }


@register.filter
def minutes(length: timedelta) -> str:
    """A span of time in whole minutes, rounded up."""
    return f"{-(-int(length.total_seconds()) // 60)} 分钟"


@register.filter
def until(length: timedelta) -> str:
    """The minute at which a span that begins now ends."""
    return (timezone.localtime() + length + timedelta(minutes=1)).strftime("%H:%M")
