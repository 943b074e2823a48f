"""Search over all registers: results by kind, with what matched marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags

from gangmu.kernel.access.models import User
from gangmu.kernel.records.search import LONGEST_ASKED
from gangmu.shell.columns import columns, joins
from gangmu.shell.listing import found, unread
from gangmu.shell.registry import Entry, entries
from gangmu.shell.wording import EMPTY, excerpt

from .records import person

SHOWN = 5
_AROUND = 60  # characters before and after a match


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    code: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One register's share of the results; `more` is the address of the whole list where there are more."""

    entry: Entry
    hits: list[Hit]
    more: str


def search(request: HttpRequest) -> HttpResponse:
    user = person(request)
    text = request.GET.get("q", "").strip()
    if len(text) > LONGEST_ASKED:
        problem = f"搜索词最多 {LONGEST_ASKED} 个字，请缩短后再试。"
        return render(request, "shell/search.html", {"text": text, "problem": problem}, status=400)
    searched = [entry for entry in entries() if entry.register.search]
    context = {
        "text": text,
        "kinds": [kind for entry in searched if (kind := _kind(entry, user, text))] if text else [],
        "searched": [entry.title for entry in searched],
    }
    return render(request, "shell/search.html", context)


def _kind(entry: Entry, user: User, text: str) -> Kind | None:
    shown = columns(entry.model, dict.fromkeys((*entry.register.columns, *entry.register.detail)))
    manager: Any = entry.model._default_manager
    rows: models.QuerySet[Any] = found(manager.visible_to(user), entry, text)
    if any(field.name == "voided_at" for field in entry.model._meta.fields):
        rows = rows.filter(voided_at=None)
    first = list(rows.select_related(*joins(shown)).defer(*unread(entry.model)).order_by("-pk")[: SHOWN + 1])
    if not first:
        return None
    more = f"{entry.url}?{urlencode({'q': text})}" if len(first) > SHOWN else ""
    words = [word.casefold() for word in text.split()]
    hits = []
    for row in first[:SHOWN]:
        title = str(row)
        texts = [(item, strip_tags(str(item.full(row)))) for item in shown]
        useful = [(item, text) for item, text in texts if text not in (EMPTY, title, row.code)]
        told = next((text for _, text in useful if any(word in text.casefold() for word in words)), "")
        facts = "　".join(f"{item.title} {text}" for item, text in useful[:4] if len(text) < _AROUND)
        hits.append(Hit(title, row.code, entry.address(row), excerpt(told, words, _AROUND) if told else facts))
    return Kind(entry, hits, more)
