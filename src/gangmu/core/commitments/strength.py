"""How strongly a binding sentence binds: must, will, strive or explore."""

from __future__ import annotations

import re

from gangmu.core.commitments.clauses import Clause, Role
from gangmu.core.commitments.model import Strength
from gangmu.core.commitments.sentence import Reading
from gangmu.core.commitments.verbs import (
    EFFECT_VERBS,
    EXPLORE_VERBS,
    GOVERNED_PARTIES,
    OWN_VERBS,
    OWN_VERBS_BESIDE_PARTY,
    PARTIES,
)

_MUST = re.compile(
    r"确保(?!底线)|必须|不得|严禁|(?<![未被])禁止(?!开发(?:区|"
    r"四)|类|进入区|区域)|不超过|(?<![最更加为])(?<!更加)严格(?!的|规范的|程度|"
    r"规范公正|管控区)|严守|严控|坚决"
    r"|(?<![主重需首纲必只概紧简扼摘提险次想])要(?![素求点道件害闻案塞领务义职员么])"
    r"|(?<![响适供反相对效感顺呼照报因])应当?(?![用急对变聘届收付税激力邀征链季]|"
    r".尽)|(?<=[，一-龥])(?<![必无])须(?!知)"
)
_SECURE = re.compile(r"^(?:有效|切实|坚决|全力)?保障.*[0-9]")
_STRIVE = re.compile(
    r"力争|努力|力求|争取(?=到?(?:20\d\d|用|在|实现|达|使|年|早|尽|更|全|建|完|进|成|完成|突破|形成|打造)|$)"
)
_FIGURE = re.compile(r"[0-9]|年底|年末|□{4,6}(?:期间|末)")
_TRAILING = re.compile(r"^(?:为|推动|实现|形成|使|让|以|从而|进而|不断|让)")


def strength_of(reading: Reading, parts: list[Clause]) -> tuple[Strength, str]:
    """The strength of a binding sentence and the word that set it."""
    word = _must_word(reading, parts)
    if word:
        return "must", word
    word = _strive_word(reading, parts)
    if word:
        return "strive", word
    word = _explore_word(reading, parts)
    if word:
        return "explore", word
    return "will", ""


def _must_word(reading: Reading, parts: list[Clause]) -> str:
    masked = reading.masked
    for part in parts:
        text = masked[part.start : part.end]
        if part.role is Role.FRAME and text.startswith(("以", "为")):
            continue
        if _SECURE.search(text):
            return "保障"
        for found in _MUST.finditer(text):
            before = text[: found.start()]
            if (
                text.startswith("除")
                or re.search(r"(?:^|并)(?:为了?|在)$", before)
                or (re.match(r"^(?:为了?|在)", text) and re.search(r"(?:前提|基础|同时|条件|情况)下?$|^为", text))
            ):
                continue
            if found.group() in {"确保", "坚决", "严格"} and before.endswith("的"):
                continue
            return found.group()
    return ""


def _strive_word(reading: Reading, parts: list[Clause]) -> str:
    masked = reading.masked
    striving = [(part, found) for part in parts if (found := _STRIVE.search(masked, part.start, part.end))]
    if not striving:
        return ""
    for at, part in enumerate(parts):
        for one, found in striving:
            near = one is part or (at > 0 and parts[at - 1] is one and one.end - one.start <= 14)
            if near and _FIGURE.search(reading.text, part.start, part.end):
                return found.group()
    main = [
        part
        for part in parts
        if part.role in {Role.ACT, Role.EFFECT, Role.OUTCOME} or part in [one for one, _ in striving]
    ]
    figures = any(_FIGURE.search(reading.text, part.start, part.end) for part in main)
    last, found = striving[-1]
    after = [part for part in main if part.start > last.start and not _trails(masked, part)]
    if not after and not figures:
        return found.group()
    return ""


def _trails(masked: str, part: Clause) -> bool:
    verb = masked[part.verb[0] : part.verb[1]]
    return (
        (part.role is Role.EFFECT and verb in {"实现", "形成", "满足", "促进", "让", "使"})
        or part.role is Role.OUTCOME
        or bool(_TRAILING.match(masked[part.start : part.end]))
    )


def _explore_word(reading: Reading, parts: list[Clause]) -> str:
    masked = reading.masked
    heads = [part for part in parts if part.role in {Role.ACT, Role.EFFECT}]
    word, party, governed = "", False, False
    for part in heads:
        verb = masked[part.verb[0] : part.verb[1]]
        opener = next((one for one in EXPLORE_VERBS if verb.startswith(one)), None)
        if opener:
            word = word or opener
            thing = masked[part.object[0] : part.object[1]]
            governed = any(thing.startswith(name) for name in GOVERNED_PARTIES)
            party = opener != "探索" and any(name in thing[:24] for name in PARTIES)
            continue
        if not word:
            return ""
        if verb == "允许" or part.role is Role.EFFECT or verb in EFFECT_VERBS or governed:
            continue
        own = OWN_VERBS_BESIDE_PARTY if party else OWN_VERBS
        if verb in own or not party or part.lead_in in {"积极", "大力", "稳步", "加快"}:
            return ""
    return word
