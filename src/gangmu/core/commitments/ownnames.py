"""What only this document knows: its proper names, its short forms and the projects that its boxes name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gangmu.core.commitments.names import proper
from gangmu.core.commitments.sections import Place
from gangmu.core.commitments.verbs import ACT_VERBS
from gangmu.core.commitments.vocabulary import words
from gangmu.core.commitments.words import ORDINARY
from gangmu.core.reader.structure import BlockKind, Document

_SITE = re.compile(r"(?<![一-龥])([一-龥]{2,3})(?:大街|大路|大道|公园|机场|流域|水库|街道|小区|集团|[路街镇村河湖沟])")
_AREA = re.compile(r"(?<![一-龥])([一-龥]{2})[区县市](?=[一-龥])")
_SHORT_FORM = re.compile(r"(?:以下|下文)?简称(?:为)?[“]?([一-龥A-Za-z0-9]{2,8})[”）]")
_ORDINARY_AREAS = frozenset(words("ordinary_areas"))
_SEEN_TWICE = 2
_SEEN_OFTEN = 5
_ONE_PROJECT = re.compile(
    r"(?:项目|工程|产业园|创业园|博物馆|综合体|中心|学校|医院|卫生院|基地|系统|"
    r"街区|小镇|公园|园区|展厅|广场|大厦|平台|）)$"
)
_CLASS = re.compile(r"重点(?:工程|项目)|及产业项目|行动$|计划$")
_LONG_TITLE = 8


@dataclass(frozen=True, slots=True)
class OwnNames:
    """`stems` finds the proper names of a document, `short` its short forms, `items` are titles of single projects."""

    stems: re.Pattern[str] | None
    short: re.Pattern[str] | None
    items: tuple[str, ...]

    def known(self, text: str) -> bool:
        """Whether a stretch carries a proper name of the document."""
        return self.stems is not None and self.stems.search(text) is not None


def own_names(document: Document) -> OwnNames:
    """The names that the document itself makes known by repetition, by 以下简称 and by its boxes."""
    items = [block for block in document.blocks if block.kind is BlockKind.ITEM and block.number]
    short = {match.group(1) for match in _SHORT_FORM.finditer(document.text)}
    stems = _sites(document.text) | _areas(document.text) | {_first_name(item.text) for item in items} | short
    titles = tuple(item.text for item in items if len(item.text) >= _LONG_TITLE and _names_one(item.text))
    return OwnNames(_any_of(stems - {""}), _any_of(short), titles)


def _any_of(names: set[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))) if names else None


def _sites(text: str) -> set[str]:
    counts = Counter(match.group(1) for match in _SITE.finditer(text))
    return {stem for stem, times in counts.items() if times >= _SEEN_TWICE and proper(stem) and not _holds_verb(stem)}


def _areas(text: str) -> set[str]:
    """The stem of the area that the plan is for (绿园 of 绿园区), though it is made of ordinary characters."""
    counts = Counter(match.group(1) for match in _AREA.finditer(text))
    return {stem for stem, times in counts.items() if times >= _SEEN_OFTEN and stem not in _ORDINARY_AREAS}


def _first_name(title: str) -> str:
    """What a title begins with before its ordinary words: the owner or the place."""
    ordinary = ORDINARY.search(title)
    first = title[: ordinary.start()] if ordinary else ""
    return first if len(first) in {2, 3, 4} and "“" not in first and not _holds_verb(first) else ""


def _holds_verb(name: str) -> bool:
    return any(verb in name for verb in ACT_VERBS)


def _names_one(title: str) -> bool:
    return bool(_ONE_PROJECT.search(title)) and not _CLASS.search(title)


def context_project(place: Place) -> str | None:
    """The title of the box item that a sentence describes, where it names one project and not a class of them."""
    title = place.item
    if title is None or not _names_one(title) or place.item_lines > 1:
        return None
    if not place.numbered and not title.endswith("项目"):
        return None
    quoted = "“" in title
    if title.endswith("工程") and "项目" not in title and not quoted:
        return None
    numbered_name = re.sub(r"[0-9]+", "甲乙", title)
    return title if quoted or len(title) >= _LONG_TITLE or proper(numbered_name) else None
