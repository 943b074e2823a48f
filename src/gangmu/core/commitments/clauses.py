"""A sentence in clauses: which hold an act (head verb with object), which only frame one, which tell an outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from gangmu.core.commitments.sentence import MASK, Reading
from gangmu.core.commitments.verbs import (
    ACT_VERBS,
    ADVERBS,
    CARRYING_VERBS,
    EFFECT_VERBS,
    EXPLORE_VERBS,
    FIRM_VERBS,
    FRAME_WORDS,
    LIGHT_VERBS,
    NOUN_VERBS,
    SERVING_VERBS,
)
from gangmu.core.commitments.vocabulary import words

_BREAK = re.compile(r"[，；：:;。！!→]+|——+")
_LEADING_MARK = re.compile(r"^(?:[—\-·•①-⑳]+|[一二三四五六七八九十]+是|[0-9]+[.、)]|（[一二三四五六七八九十]+）)+")
_TIME = re.compile(
    r"^(?:力争|争取|计划|预计|确保)?(?:到|至|自|从|在|于)?(?:20\d\d年(?:年)?(?:底|"
    r"末|初|前|起|以后|前后)?|□{4,6}(?:期间|时期|末))(?:前|内)?"
)
_MODAL = re.compile(
    r"(?<![主重需首纲必只概紧简扼摘提险次])要(?![素求点道件害闻案塞领务义职员么])|"
    r"(?<![响适供反相对效感顺呼照报因])应当?(?![用急对变聘届收付税激力邀征链季]|"
    r".尽)"
    r"|必须|不得|(?<=[□一-龥])须"
)
_AS = re.compile(
    r"^(?:坚持)?以.{1,60}?为(?:重点|核心|基础|导向|目标|主线|引领|抓手|载体|依托|"
    r"主题|重心|中心|牵引|支撑|契机|突破口|切入点|单位|主体|"
    r"龙头|纽带|引擎|根本|关键|统领|指导|目的|动力|保障|媒介|路径|平台|代表|主|"
    r"特色|纵轴|横轴|主攻方向|着力点|出发点|[一-龥]{2,4}$)"
)
_TAIL = re.compile(r"(?:等(?:工作|项目|措施)?)$")


class Role(StrEnum):
    """What a clause does in its sentence."""

    ACT = "act"
    EFFECT = "effect"  # a result after the acts: 提升…, 形成…
    OUTCOME = "outcome"  # a subject that is to become or reach something
    FRAME = "frame"  # 以…, 围绕…, 通过…
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by offsets in the reading; `verb` and `object` are spans, empty where the clause holds no act."""

    start: int
    end: int
    role: Role
    lead_in: str  # the adverbs and modals before the head verb
    verb: tuple[int, int]
    object: tuple[int, int]


def clauses(reading: Reading) -> list[Clause]:
    """The clauses of a sentence in order."""
    found: list[Clause] = []
    for start, end in _stretches(reading.masked):
        clause = _read(reading.masked, start, end)
        if clause.role is Role.ACT and _is_effect(reading.masked, clause, found):
            clause = replace(clause, role=Role.EFFECT)
        found.append(clause)
    return _settled(reading.masked, found)


def _settled(masked: str, parts: list[Clause]) -> list[Clause]:
    """An effect that further acts follow is one of the acts (提高质量，增加品种)."""
    settled: list[Clause] = []
    followed = False
    for part in reversed(parts):
        acts = part.role is Role.EFFECT and followed and masked[slice(*part.verb)] not in {"实现", "形成"}
        settled.append(replace(part, role=Role.ACT) if acts else part)
        followed = followed or settled[-1].role is Role.ACT
    return settled[::-1]


def _stretches(masked: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _BREAK.finditer(masked):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < len(masked):
        yield start, len(masked)


def _read(masked: str, start: int, end: int) -> Clause:
    at = start
    mark = _LEADING_MARK.match(masked[at:end])
    if mark:
        at += mark.end()
    at = _past_frames(masked, at, end)
    head = _head_at(masked, at, end)
    if head:
        return _clause(masked, start, end, at, head)
    modal = _MODAL.search(masked, at, end)
    if modal:
        rest = _past_frames(masked, modal.end(), end)
        head = _head_at(masked, rest, end) or _head_inside(masked, rest, end)
        if head:
            return _clause(masked, start, end, modal.start(), head)
    if _starts_frame(masked, at, end):
        head = _carrier(masked, at, end) or _head_inside(masked, at + 1, end)
        if head and not _only_frame(masked, at, end, head):
            return _clause(masked, start, end, head[0], head)
        return Clause(start, end, Role.FRAME, "", (end, end), (end, end))
    head = _head_inside(masked, at, end)
    if head and head[1] < end - 1 and not _RESULT.search(masked, head[1], end):
        return _clause(masked, start, end, head[0], head)
    role = Role.OUTCOME if re.search(_OUTCOME, masked[at:end]) else Role.OTHER
    return Clause(start, end, role, "", (end, end), (end, end))


_OUTCOME = re.compile(
    r"(?:达到?|降至|降到|降低|提高|提升|增长|增加|增强|超过|突破|控制在|保持|"
    r"完善|形成|建成|健全|优化|改善|扩大|深化|显著|明显|凸显|协调|好转|"
    r"减少|下降|缩小|解决|遏制|普及|覆盖|贯通|释放|便捷|健康|平衡|稳定|进步|成效|"
    r"成势|跃升|加快|进展|实现|取得|迈上|不低于|不超过|不少于|至少|左右)"
)


_RESULT = re.compile(
    r"(?:达到|提高到|提升到|增加到|提高至|增至|降低|下降|减少|取得|明显|显著|不低于|突破|控制在|增强$|扩大$|提升$|提高$|更趋|更加|进一步|增长)"
)


def _carrier(masked: str, at: int, end: int) -> tuple[int, int] | None:
    """The light verb after 对…, and the serving verb after 为…."""
    verbs = LIGHT_VERBS if masked.startswith("对", at) else SERVING_VERBS if masked.startswith("为", at) else ()
    places = [(place, place + len(verb)) for verb in verbs if (place := masked.rfind(verb, at + 2, end - 2)) >= 0]
    return max(places, default=None)


def _clause(masked: str, start: int, end: int, lead_from: int, head: tuple[int, int]) -> Clause:
    first, last = head
    thing = last
    while thing < end and masked[thing] in "了好":
        thing += 1
    lead = masked[start:first] if lead_from == first else masked[lead_from:first]
    nothing = Clause(start, end, Role.OUTCOME, lead, (end, end), (end, end))
    forbidding = masked.rfind("不得", start, first)
    if forbidding >= 0 and first - forbidding <= _FORBIDDING_REACH:
        first = forbidding
    moved = _MOVED.search(masked, start, head[0])
    if moved is not None:
        if moved["thing"] in {"其", "它", "之"}:
            return nothing
        return Clause(start, end, Role.ACT, lead, (first, last), moved.span("thing"))
    inside = masked[thing:end]
    if not inside or inside in _VERBS or (first > start and _TO_FIGURE.match(inside)):
        return nothing
    role = Role.EFFECT if masked.startswith("为", start) and masked[slice(*head)] in SERVING_VERBS else Role.ACT
    return Clause(start, end, role, lead, (first, last), (thing, end))


_FORBIDDING_REACH = 6
_MOVED = re.compile(r"[将把](?P<thing>[^，]+?)(?:" + "|".join(sorted(ADVERBS, key=len, reverse=True)) + r")*$")
_TO_FIGURE = re.compile(r"(?:[到至在]?[0-9]|[到至]|约?[0-9])")


def _past_frames(masked: str, at: int, end: int) -> int:
    """Past time phrases, 以…为重点 and the adverbs that follow."""
    while at < end:
        found = _TIME.match(masked[at:end]) or _AS.match(masked[at:end])
        if found is None or not found.group():
            break
        at += found.end()
    return at


def _head_at(masked: str, at: int, end: int) -> tuple[int, int] | None:
    """The head verb right here, adverbs skipped; coordinated verbs (新建、改造) count as one head."""
    at = _past_adverbs(masked, at, end)
    first = at
    length = _verb_length(masked, at, end)
    if not length or not _heads(masked, at, length, end):
        return None
    at += length
    if masked[first:at] in CARRYING_VERBS and (carried := _head_at(masked, at, end)) and carried[1] < end - 1:
        return carried if carried[0] == at else (first, at)
    while at < end:
        joined = at + (masked[at] in "、和并与及或")
        skipped = _past_adverbs(masked, joined, end) if joined > at else joined
        more = _verb_length(masked, skipped, end)
        if (
            not more
            or (joined == at and masked[at : at + more] not in _SECOND)
            or not _heads(masked, skipped, more, end)
        ):
            break
        if joined > at and skipped + more >= end:
            break
        at = skipped + more
    return first, at


_SECOND = frozenset(words("second_verbs"))
_NOT_AFTER = frozenset("的率度力性化型者")


def _heads(masked: str, at: int, length: int, end: int) -> bool:
    verb = masked[at : at + length]
    after = masked[at + length : at + length + 1] if at + length < end else ""
    if verb in NOUN_VERBS and (
        not after or after in "的、和与及体机制平能中服管工设技部范期" or at + length + 1 >= end
    ):
        return False
    return after not in _NOT_AFTER or (after == "力" and masked[at + length : at + length + 2] == "力度")


def _head_inside(masked: str, at: int, end: int) -> tuple[int, int] | None:
    """A head verb further on in the clause: the first after an adverb, else the first with an object of its own."""
    first: tuple[int, int] | None = None
    for place in range(at + 1, end - 1):
        length = _verb_length(masked, place, end)
        after = place + length
        if not length or end - after < 2 or masked[place - 1] in _STOP_BEFORE or masked[after] in _STOP_AFTER:
            continue
        if not _heads(masked, place, length, end):
            continue
        manner = next((word for word in _MANNER if masked.endswith(word, at, place)), "")
        if manner:
            return first if first and first[1] == place - len(manner) else (place, after)
        first = first or (place, after)
    return first


_STOP_BEFORE = frozenset("的、之所被未可性线")
_STOP_AFTER = frozenset("的、")
_MANNER = tuple(word for word in ADVERBS if len(word) >= 2)


def _starts_frame(masked: str, at: int, end: int) -> bool:
    at = _past_adverbs(masked, at, end)
    return any(masked.startswith(word, at, end) for word in FRAME_WORDS)


def _only_frame(masked: str, at: int, end: int, head: tuple[int, int]) -> bool:
    """Whether 围绕…, 通过… and the like is all there is in the clause."""
    at = _past_adverbs(masked, at, end)
    for word in _PURE_FRAMES:
        if masked.startswith(word, at, end):
            if head[0] <= at + len(word):
                return True
            manner = any(masked.endswith(adverb, at, head[0]) for adverb in _MANNER)
            return not manner and bool(
                _TAIL.search(masked[at:end])
                or re.search(
                    r"(?:需求|要求|原则|方向|措施|方式|基础|目标|契机|机遇|战略|建设|改造|发展|问题)$", masked[at:end]
                )
            )
    return False


_PURE_FRAMES = words("pure_frames")


_PURPOSEFUL = ("着力", "持续", "大力", "针对性", "努力", "积极")


def _is_effect(masked: str, clause: Clause, before: list[Clause]) -> bool:
    verb = masked[clause.verb[0] : clause.verb[1]]
    if verb in FIRM_VERBS or clause.lead_in.endswith(_PURPOSEFUL):
        return False
    return verb in EFFECT_VERBS and any(one.role is Role.ACT for one in before)


def _past_adverbs(masked: str, at: int, end: int) -> int:
    moved = True
    while moved and at < end:
        moved = False
        length = _verb_length(masked, at, end)
        for word in ADVERBS:
            if masked.startswith(word, at, end):
                inside = at + len(word)
                # 统筹推进: adverb; 统筹城乡就业: verb. The longer wins, a tie goes to the adverb before a verb.
                if length > len(word) or (length == len(word) and not _verb_after(masked, inside, end)):
                    continue
                at, moved = inside, True
                break
    return at


def _verb_after(masked: str, at: int, end: int) -> bool:
    return bool(_verb_length(masked, at, end)) or any(masked.startswith(word, at, end) for word in _MANNER)


def _verb_length(masked: str, at: int, end: int) -> int:
    for length in (6, 5, 4, 3, 2):
        if at + length <= end and masked[at : at + length] in _VERBS:
            return length
    return 0


_VERBS = (
    ACT_VERBS | NOUN_VERBS | frozenset(EXPLORE_VERBS) | {"严禁", "禁止", "停止", "不得", "确保", "允许", "建", "建成"}
)
assert MASK not in "".join(_VERBS)
