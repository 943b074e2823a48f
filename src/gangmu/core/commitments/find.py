"""From a read document to its commitments, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gangmu.core.commitments import binding, limits, names, sections, targets
from gangmu.core.commitments.clauses import Clause, Role, clauses
from gangmu.core.commitments.mechanisms import mechanisms
from gangmu.core.commitments.model import KINDS, Act, Commitment, Kind, Mention
from gangmu.core.commitments.ownnames import OwnNames, context_project, own_names
from gangmu.core.commitments.projects import Stretch, names_works, projects
from gangmu.core.commitments.quantities import quantities
from gangmu.core.commitments.sentence import Reading
from gangmu.core.commitments.strength import strength_of
from gangmu.core.commitments.systems import systems
from gangmu.core.commitments.verbs import EXPLORE_VERBS
from gangmu.core.reader.structure import BlockKind, Document

_NOTE = re.compile(r"^(?:注[：:1]|[0-9]+[.、]?标▲|标▲|单位：|资料来源|数据来源)")
_TRIGGER = re.compile(
    r"[0-9]|必须|不得|严禁|禁止|确保|严守|严控|坚决|严格|机制|制度|体系|平台|系统|红线|边界|工程|项目|力争|探索|鼓励|支持"
)
_LEAD_LIMIT = 32
_SHORTEST = 5
_LEADS_USUAL = 0.5  # share of paragraphs with a lead above which a document prints leads as a habit
_KIND_WORDS: dict[Kind, str] = {
    "indicator": "指标",
    "quantity": "数量",
    "date": "时间",
    "project": "项目",
    "mechanism": "机制",
    "system": "系统",
    "prohibition": "禁止",
    "cap": "上限",
}


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the whole document tells about any of its sentences."""

    places: list[sections.Place]
    table: list[targets.Row]
    own: OwnNames


def find_commitments(document: Document) -> list[Commitment]:
    """One entry for every sentence in the frame, binding or not, in document order."""
    setting = _Setting(sections.places(document), targets.rows(document), own_names(document))
    skipped = _leads(document)
    found = []
    for index, sentence in enumerate(document.sentences):
        reading = Reading.of(document.text, sentence.start, sentence.end)
        if index not in skipped and len(reading.text) >= _SHORTEST and not _NOTE.match(reading.text):
            found.append(_commitment(document, index, reading, setting))
    return found


def _leads(document: Document) -> set[int]:
    """Sentences that are run-in leads without a trigger word, in a document whose paragraphs usually have leads."""
    paragraphs = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH and block.box is None]
    with_lead = sum(block.lead is not None for block in paragraphs)
    if with_lead <= _LEADS_USUAL * len(paragraphs):
        return set()
    skipped = set()
    for index, sentence in enumerate(document.sentences[:-1]):
        block = document.blocks[sentence.block]
        text = document.text[sentence.start : sentence.end]
        leads = _opens_block(document, index) and document.sentences[index + 1].block == sentence.block
        if leads and block.lead and block.box is None and len(text) <= _LEAD_LIMIT and not _TRIGGER.search(text):
            skipped.add(index)
    return skipped


def _opens_block(document: Document, index: int) -> bool:
    return index == 0 or document.sentences[index - 1].block != document.sentences[index].block


def _commitment(document: Document, index: int, reading: Reading, setting: _Setting) -> Commitment:
    sentence = document.sentences[index]
    place = setting.places[sentence.block]
    parts = clauses(reading)
    years = targets.dates(reading, document.period)
    context = context_project(place)
    verdict = binding.judge(reading, parts, place, dated=bool(years), in_project=context is not None)
    start = _printed_start(document, index, place)
    entry = Commitment(
        index,
        document.text[start : sentence.end],
        start,
        sentence.end,
        verdict.binding,
        confidence=verdict.confidence,
        evidence=verdict.evidence,
    )
    if not verdict.binding:
        return entry
    if start < sentence.start and place.item and names_works(place.item):
        entry.projects = (Mention(place.item, start, start + len(place.item)),)
    _label(entry, reading, parts, setting, years=years, context=context)
    return entry


def _printed_start(document: Document, index: int, place: sections.Place) -> int:
    """Where the stretch begins: with the title of its box item where both share a line (甲工程→…)."""
    start, title = document.sentences[index].start, place.item_start
    if title is None or title >= start or not _opens_block(document, index):
        return start
    between = document.text[title + len(place.item or "") : start]
    return start if len(between) > 1 or re.search(r"[\n。；！]", between) else title


def _label(
    entry: Commitment,
    reading: Reading,
    parts: list[Clause],
    setting: _Setting,
    *,
    years: list[str],
    context: str | None,
) -> None:
    own = setting.own
    entry.strength, force = strength_of(reading, parts)
    sites, bodies = names.places(reading, own.stems, own.short), names.organisations(reading)
    digital, orders = systems(reading, parts), mechanisms(reading, parts)
    entry.quantities = quantities(reading)
    entry.systems = _mentions(reading, digital)
    entry.mechanisms = _mentions(reading, orders)
    entry.projects += _mentions(reading, _projects(reading, parts, sites, bodies, own, context))
    entry.context_project = None if entry.projects else context
    entry.places = tuple(reading.mention(*one) for one in sites)
    entry.organisations = tuple(reading.mention(*one) for one in bodies)
    bound = names.subject(reading, parts)
    entry.subject = reading.mention(*bound) if bound else None
    entry.acts = _acts(reading, parts, only_openers=entry.strength == "explore")
    reasons: dict[Kind, str] = {
        "indicator": "、".join(targets.indicators(reading, setting.table, entry.quantities)),
        "quantity": "、".join(one.number + one.unit for one in entry.quantities),
        "date": "、".join(years),
        "project": "、".join(one.text for one in entry.projects) or entry.context_project or "",
        "mechanism": "、".join(one[2] for one in orders),
        "system": "、".join(one[2] for one in digital),
        "prohibition": limits.forbids(reading, parts),
        "cap": limits.caps(reading, parts, entry.quantities),
    }
    entry.kinds = tuple(kind for kind in KINDS if reasons[kind])
    spoken = [f"力度：{force}"] if force else []
    spoken += [f"{_KIND_WORDS[kind]}：{reasons[kind]}" for kind in entry.kinds]
    entry.evidence = (*entry.evidence, *spoken)


def _projects(
    reading: Reading,
    parts: list[Clause],
    sites: list[tuple[int, int]],
    bodies: list[tuple[int, int]],
    own: OwnNames,
    context: str | None,
) -> list[Stretch]:
    found = projects(reading, parts, sites, bodies, own)
    if not found and context and (at := reading.text.find(context)) >= 0:
        return [(at, at + len(context), "专栏项目")]
    return found


def _mentions(reading: Reading, stretches: list[Stretch]) -> tuple[Mention, ...]:
    return tuple(reading.mention(start, end) for start, end, _ in stretches)


def _acts(reading: Reading, parts: list[Clause], *, only_openers: bool) -> tuple[Act, ...]:
    """The acts; of a promise that only encourages, what the encouraged party then does is none."""
    acts = []
    for part in parts:
        if part.role is not Role.ACT or part.object[0] >= part.object[1]:
            continue
        verb, thing = reading.mention(*part.verb), reading.mention(*part.object)
        if not only_openers or verb.text.startswith((*EXPLORE_VERBS, "允许")):
            acts.append(Act(verb.text, thing.text, min(verb.start, thing.start), max(verb.end, thing.end)))
    return tuple(acts)
