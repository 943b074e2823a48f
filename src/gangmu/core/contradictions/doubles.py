"""The same project listed twice in the boxes (专栏), under one name or under two that differ a little."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from gangmu.core.commitments.words import ORDINARY
from gangmu.core.contradictions.model import Contradiction, Place
from gangmu.core.contradictions.standing import Standing
from gangmu.core.reader.structure import BlockKind, Document

_VERB = re.compile(
    r"^(?:重点|加快|启动|继续|谋划|大力|积极)*(?:推进|推动|实施|建设|新建、改造|新建|改造|打造|建成|开展|规划|启动|完成|绿园区)*(?:好)?"
)
_OPENING = re.compile(
    r"^(?:重点|加快|启动|继续|谋划|大力|积极)*(?:推进|推动|实施|建设|打造|新建、改造|新建|改造|谋划|启动|开展|整治)"
)
_KIND_WORDS = re.compile(
    r"[（(][^）)]*[）)]|[“”《》]|现代化|综合性|重点|项目|工程|建设|新建|续建|改扩建|扩建|改造|提升|升级|更新|类$|等$|开发|"
    r"^(?:[一-龥]{2,3}市)?[一-龥]{1,3}[区县](?=.{4})|^[区县市](?=.{4})|平台$|区$"
)
_NAME_END = re.compile(
    r"(?:项目|工程|园|城|基地|中心|馆|街区?|院|学校|中学|小学|大桥|公路|连接线|综合体|小镇|广场|平台|厂|站|社区|绿洲|港|湖|街|商街|地)(?:（[^）]*）)?$"
)
_ALIKE = 0.42  # weighted shared bigrams over all bigrams; ours, tuned on the odd boxes of the outline
_SURE = 0.72
_SHORTEST = 4
_MANY = 4  # what stands in more items than this is a kind of work, not a project
_PROPER = 2  # characters of a name that are no ordinary words
_COVERED = 0.6
_SUBSEQUENCE = 5
_CONTAINED = 0.7
_FLOOR = 0.3
_DIGITS = re.compile(r"[0-9一二三四五六七八九十]+")
_COMMON = 24  # a bigram in more names than this tells nothing


@dataclass(frozen=True, slots=True)
class Named:
    """A project as named in a box: printed name, its core, the item it stands in, whether it is the item's title."""

    printed: str
    core: str
    box: int
    item: int
    title: bool
    place: Place


def doubles(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """Groups of box items that name one project; one finding a group."""
    named = _named(document, standing)
    weights = _weights(named)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    leader = list(range(len(named)))
    alike: dict[int, float] = {}
    for index, one in enumerate(named):
        grams = _bigrams(one.core)
        near = {held for gram in grams if len(holders[gram]) <= _COMMON for held in holders[gram]}
        for held in sorted(near):
            if named[held].item == one.item:
                continue
            value = likeness(one.core, named[held].core, weights)
            if value >= _ALIKE:
                first, second = sorted((_root(leader, held), _root(leader, index)))
                leader[second] = first
                alike[first] = min(alike.get(first, 1.0), alike.get(second, 1.0), value)
        for gram in grams:
            holders[gram].append(index)
    groups: defaultdict[int, list[Named]] = defaultdict(list)
    for index, one in enumerate(named):
        groups[_root(leader, index)].append(one)
    for root, members in groups.items():
        apart = list({one.item: one for one in reversed(members)}.values())[::-1]
        if 2 <= len(apart) <= _MANY:
            yield _double(alike[root], apart)


def _root(leader: list[int], index: int) -> int:
    while leader[index] != index:
        index = leader[index]
    return index


def _named(document: Document, standing: Standing) -> list[Named]:
    found: list[Named] = []
    item = -1
    for index, block in enumerate(document.blocks):
        if block.box is None:
            continue
        if block.kind is BlockKind.ITEM:
            item = index
            _add(found, block.text, document.text.find(block.text, block.start), index, item, True, standing, document)
        elif block.kind is BlockKind.PARAGRAPH and item >= 0:
            for name, at in _listed(document.text[block.start : block.end]):
                _add(found, name, block.start + at, index, item, False, standing, document)
    return found


def _add(
    found: list[Named], name: str, at: int, block: int, item: int, title: bool, standing: Standing, document: Document
) -> None:
    core = core_of(name)
    if len(core) >= _SHORTEST and at >= 0:
        place = standing.place(block, at, at + len(name), figure=name)
        found.append(Named(name, core, document.blocks[block].box or 0, item, title, place))


def _listed(text: str) -> Iterator[tuple[str, int]]:
    """The names that a body lists after 重点推进 or puts before a colon."""
    lead = re.match(r"([^，。；：]{3,30})：", text)
    if lead:
        yield lead.group(1), 0
    for sentence in re.finditer(r"[^。；]+", text):
        opening = _OPENING.match(sentence.group())
        if opening is None:
            for quoted in re.finditer(r"(?:建设|打造)“([^”]{3,16})”项目", sentence.group()):
                yield quoted.group(1), sentence.start() + quoted.start(1)
            continue
        at = sentence.start() + opening.end()
        for part in re.finditer(r"[^、，]+", text[at : sentence.end()]):
            name = re.sub(r"等$", "", part.group())
            if 4 <= len(name) <= 32 and _NAME_END.search(name):
                yield name, at + part.start()


def core_of(name: str) -> str:
    """A project's name without the words that any project may bear."""
    text = _VERB.sub("", name)
    before = None
    while before != text:
        before, text = text, _KIND_WORDS.sub("", text)
    return text


def _bigrams(core: str) -> set[str]:
    return {core[at : at + 2] for at in range(len(core) - 1)}


def _weights(named: list[Named]) -> dict[str, float]:
    seen = Counter(gram for core in {one.core for one in named} for gram in _bigrams(core))
    return {gram: 1.0 / (1.0 + math.log(count)) for gram, count in seen.items()}


def likeness(one: str, other: str, weights: dict[str, float]) -> float:
    """How surely two cores name one project: weighted shared bigrams, or a long proper part in common; 0 to 1.

    Names whose numbers differ (87中分校, 78中分校) are different projects.
    """
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0
    if one == other:
        return 1.0
    mine, yours = _bigrams(one), _bigrams(other)
    whole = sum(weights[gram] for gram in mine | yours)
    shared = sum(weights[gram] for gram in mine & yours) / whole if whole else 0.0
    match = SequenceMatcher(None, one, other, autojunk=False)
    common = match.find_longest_match()
    stretch = one[common.a : common.a + common.size]
    short = min(len(one), len(other))
    if len(ORDINARY.sub("", stretch)) >= _PROPER and common.size / max(len(one), len(other)) >= _COVERED:
        shared = max(shared, common.size / max(len(one), len(other)))
    matched = sum(block.size for block in match.get_matching_blocks())
    if matched == short >= _SUBSEQUENCE and matched / max(len(one), len(other)) >= _CONTAINED and shared >= _FLOOR:
        shared = max(shared, 0.9 * matched / max(len(one), len(other)))
    return shared


def _double(alike: float, members: list[Named]) -> Contradiction:
    same = len({one.core for one in members}) == 1
    confidence = 0.85 if same else (0.7 if alike >= _SURE else 0.55)
    listed = "，".join(f"“{one.place.where}”列有“{one.printed}”" for one in members)
    what = f"{listed}，看来是同一项目，投资和进度会重复计算，请核对是否同一项目，是则并为一项，否则改名以示区别。"
    evidence = ("名称相同" if same else f"名称相近（{alike:.2f}）", f"{len(members)}处专栏条目")
    return Contradiction("double", members[0].printed, what, tuple(one.place for one in members), confidence, evidence)
