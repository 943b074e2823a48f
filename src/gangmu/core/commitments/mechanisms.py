"""Arrangements (机制, 制度, 体系, …制) that a sentence builds, keeps or reforms."""

from __future__ import annotations

import re

from gangmu.core.commitments.clauses import Clause, Role
from gangmu.core.commitments.sentence import Reading
from gangmu.core.commitments.vocabulary import words

_VERBS = words("arrangement_verbs")
# What a 体系 must be about to be institutional or a service; physical, industrial and spatial ones are left out.
_ORDER = words("institutional")
_MATTER = words("material")
_FORM = re.compile(
    r"体制机制|制度体系|政策体系|制度安排|机制体制|管理体制|机制|(?<![法编学研控抑限强遏管复定创])制度(?!化|"
    r"性|型|创新|优势|环境|壁垒|障碍|供给|保障|红利|政策|开放)|(?<![法])体制(?!外|"
    r"内|障碍|改革)|体制(?=改革)|体系(?!建设规划|化)"
    r"|(?:长|责任|否决|集中|承诺|负责|代表|聘任|聘用|备案|轮岗|代办|清单|积分|"
    r"专班|包保|首席[一-龥]{1,4}|会议|合伙|准入|终身|报告|挂牌|挂帅|赛马|首问|"
    r"委员|一体|股份|承包|听证|问责|公示|追究|目标|网格|台账)制(?![度定造约品冷药剂裁式作衡毒备片图服梁氢订高动])"
)
_BARE = frozenset(words("bare_arrangements"))
_FRAMED = re.compile(r"^(?:按照|依托|根据|通过|围绕|以|在|基于|依据|结合|聚焦|针对|立足|为了?|随着|借助|面向|发挥)")
_FREE = re.compile(
    r"(?:发挥|依托|按照|遵循|运用|利用|激活|发扬|坚持和完善的|符合|适应|融入|参与|围绕|对接)[^，]{0,12}$"
)
_END_TAIL = re.compile(
    r"^(?:建设|改革|创新|完善|落实|构建|要求|(?:的)?(?:建立|建设|落实|实施|构建|"
    r"完善|优化))?(?:[，；。、和与及并等：]|$)"
)


def mechanisms(reading: Reading, parts: list[Clause]) -> list[tuple[int, int, str]]:
    """Stretches of the reading that name an arrangement as object of a main verb."""
    found: list[tuple[int, int, str]] = []
    masked = reading.masked
    for part in parts:
        if part.role not in {Role.ACT, Role.EFFECT} and not _loose(masked, part):
            continue
        start = part.object[0] if part.role in {Role.ACT, Role.EFFECT} else part.start
        verb = masked[part.verb[0] : part.verb[1]] if part.role in {Role.ACT, Role.EFFECT} else ""
        if verb and not any(word in verb for word in _VERBS) and verb not in {"确保", "纳入", "使"}:
            continue
        if verb in {"发挥", "纳入", "运用", "利用"}:
            continue
        first = start
        for match in _FORM.finditer(masked, start, part.end):
            name_from = max(first, _after_inner_verb(masked, first, match.start()))
            name = masked[name_from : match.end()]
            tail = masked[match.end() : part.end]
            first_before = first
            if _ends(tail):
                first = match.end() + (1 if tail[:1] in "、和与及" else 0)
            if not _counts(masked, name, match.group(), tail, first_before, part):
                continue
            found.append((name_from, match.end(), match.group()))
    return _merge(found)


def _loose(masked: str, part: Clause) -> bool:
    text = masked[part.start : part.end]
    return (
        part.role is Role.OTHER
        and not _FRAMED.match(text)
        and bool(re.match(r"(?:[一-龥]{0,6})?(?:建立|健全|完善|落实|推行|构建|实行|健全和落实)", text))
    )


def _ends(tail: str) -> bool:
    return bool(_END_TAIL.match(tail))


_INNER = re.compile(
    r"(?:建立健全|建立完善|建立|健全|完善|落实|推行|构建|实行|加快|推动|推进|"
    r"研究|设立|编制|明确|优化|创新(?=[一-龥]{2,})|一批|一套|相应的?|更加[一-龥]{2,4}的|"
    r"统一的|并|，)"
)


def _after_inner_verb(masked: str, start: int, end: int) -> int:
    at = start
    for match in _INNER.finditer(masked, start, end):
        if end - match.end() >= 2 and (match.start() == at or masked[match.start() - 1] in "并、和动业励持导"):
            at = match.end()
    return at


def _counts(masked: str, name: str, form: str, tail: str, first: int, part: Clause) -> bool:
    plain = name.strip("、和与及等的□")
    if len(name) - len(form) < 2 and form != "制度体系" and not (form.endswith("制") and len(name) >= 3):
        return False
    if tail.startswith("创新"):
        return False
    if plain in _BARE or name in _BARE:
        return False
    if not _ends(tail):
        return False
    if _FREE.search(masked[part.start : first]) or re.search(
        r"(?:按照|依托|围绕|根据|符合|适应)[^，]{0,14}$", name[: -len(form)]
    ):
        return False
    if form == "体系":
        return _institutional(name)
    if form == "体制" and tail.startswith("改革"):
        return len(plain) >= 4
    if re.search(r"(?:障碍|壁垒|弊端)$", tail):
        return False
    stem = name[: -len(form)]
    return not re.fullmatch(
        r"(?:相关|有关|各项|各类|科学|长效|新的?|新型|良好|一系列|等|配套|创新|体制|的|一套|这一|上述)*", stem
    )


def _institutional(name: str) -> bool:
    stem = name.removesuffix("体系")
    order = max((stem.rfind(word) + len(word) for word in _ORDER if word in stem), default=-1)
    matter = max((stem.rfind(word) + len(word) for word in _MATTER if word in stem), default=-1)
    return order > 0 and order >= len(stem) - 2 and order >= matter


def _merge(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    apart: list[tuple[int, int, str]] = []
    for one in sorted(found):
        if apart and one[0] < apart[-1][1]:
            continue
        apart.append(one)
    return apart
