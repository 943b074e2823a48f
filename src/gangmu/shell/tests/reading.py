"""Reading a page as a person, a screen reader and a browser's policy do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpResponse

# Names and signs that officials use as they are: file kinds, units of length and storage, the standard of the codes.
FOREIGN = {"xlsx", "csv", "Excel", "TOTP", "KB", "MB", "SM", "Tab", "PM"}


class Words(HTMLParser):
    """What a person reads or hears on a page, and what would run or style from within it."""

    HEARD = ("title", "aria-label", "placeholder", "alt", "data-title")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self._skipping = ""
        self._unspoken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("script", "style"):
            self._skipping = tag
            if tag == "style" or "src" not in found:
                self.inline.append(tag)
        self._unspoken = found.get("translate") == "no"
        self.inline += [name for name in found if name == "style" or name.startswith(("on", "hx-on"))]
        self.words += [found[name] or "" for name in self.HEARD if name in found]
        if found.get("id"):
            self.ids.append(found["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._unspoken = False
        if tag == self._skipping:
            self._skipping = ""

    def handle_data(self, data: str) -> None:
        if not (self._skipping or self._unspoken):
            self.words.append(data)


def read(answer: HttpResponse) -> Words:
    words = Words()
    words.feed(answer.content.decode())
    return words


def foreign(words: Words) -> Iterator[str]:
    for text in words.words:
        yield from (word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in FOREIGN)


def check_page(answer: HttpResponse, page: str = "") -> None:
    """The policy, nothing inline, Chinese words, one title and one heading, no address of elsewhere."""
    text, words = answer.content.decode(), read(answer)
    assert "default-src 'self'" in answer["Content-Security-Policy"], page
    assert "unsafe" not in answer["Content-Security-Policy"], page
    assert not words.inline, (page, words.inline)
    assert not list(foreign(words)), (page, sorted(set(foreign(words))))
    assert len(words.ids) == len(set(words.ids)), (page, words.ids)
    assert len(re.findall(r"<title>[^<]+ · 纲目</title>", text)) == 1, page
    assert text.count("<h1") == 1, page
    assert not re.search(r"https?://(?!www\.w3\.org)", text), page
