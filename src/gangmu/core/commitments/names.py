"""Places, organisations and the party bound, found by the suffixes that Chinese names carry."""

from __future__ import annotations

import re

from gangmu.core.commitments.clauses import Clause
from gangmu.core.commitments.sentence import Reading
from gangmu.core.commitments.verbs import ACT_VERBS
from gangmu.core.commitments.vocabulary import words
from gangmu.core.commitments.words import ORDINARY

_PARTICLES = words("name_breaks")
_NAMES_INSIDE = frozenset(words("verbs_in_names"))
_CUT_AT = re.compile(
    "|".join(sorted((re.escape(word) for word in {*_PARTICLES, *(ACT_VERBS - _NAMES_INSIDE)}), key=len, reverse=True))
)
_TAILS = words("place_suffixes")
_SHORT = "省市县区镇乡村街路河湖江沟渠岛站港湾泡"
_NOT_NEXT = r"(?!(?:化|级|情|容|口|网|径|基|面|委|块|位|庄|民|干部|道|式|统|场|圈|景|[一-龥](?:制|体|群))|域内)"
_REGION = re.compile("|".join(words("regions")))
_PLACE = re.compile(
    r"[一-龥0-9]{1,12}?(?:" + "|".join(_TAILS) + r")(?!景|统|式|化)|[一-龥]{1,6}?[" + _SHORT + "]" + _NOT_NEXT
)
_ORGANISATION = re.compile(
    r"国务院|党中央|全国人大(?:常委会)?|发展改革委|发改委|农科院|中科院|[一-龥A-Za-z]{2,14}?(?:集团|"
    r"公司|大学|学院|研究院|研究所|科学院|委员会|管委会|人民政府|人民法院|检察院|"
    r"基金会|协会|联合会|银行|总工会|妇联|共青团)"
    r"|[一-龥]{2,8}(?:(?<![格布结])局|厅|部门)(?=[，、和与等牵负会组联要应制按]|$)"
)
_BODY = re.compile(
    r"^(?:各级|各|有关|相关|地方|国有|民营|中小|龙头|大型|专业|高等|职业|行业|"
    r"社会|合作|金融|商业|高水平|优质|公立|综合|专科|县级|区级|市级|示范|特色|"
    r"上市|投资|基金|管理|跨国|国际|知名|大|产业|新型|科研|重点|社区|基层|县|"
    r"软件|保险|"
    r"农业|工业|互联网|证券|财务|融资租赁|多部门|跨|政府|职能|主管|公安|环保|"
    r"教育|民政|等|部|院|内设|一流|所属|子|母|企业|慈善|村民|居民|业主|技术)*(?:集团|"
    r"公司|大学|学院|研究院|研究所|委员会|协会|联合会|银行|部门|局|厅|基金会|"
    r"人民政府)$"
)
_SUBJECT = re.compile(
    r"^(?:[—\-]*)(?P<name>[□一-龥、]{2,24}?)(?:必须|应当|(?<![响适供反相对效感顺])应(?![用急对季])|(?<![主重需首纲必])要(?![素求点])|"
    r"不得|负责|将(?=[系全着加积坚大持统]))"
)
_NOT_SUBJECT = re.compile(
    r"^(?:□|同时|并|也|还|既|到|至|在|对|把|按|以|为|坚持|通过|根据|期间|今后|"
    r"未来|必须|加强|推进|实施|建设|完善|发展|其中|因此|进一步|我们|新建|重点|"
    r"时期|是)|□.{0,4}(?:期间|时期)$"
)


def places(
    reading: Reading, stems: re.Pattern[str] | None = None, short: re.Pattern[str] | None = None
) -> list[tuple[int, int]]:
    """Stretches that name a place or a facility; the document's own `stems` look ordinary, `short` have no suffix."""
    found = [match.span() for match in _REGION.finditer(reading.masked)]
    found += [match.span() for match in short.finditer(reading.masked)] if short else []
    for start, end in _named(reading, _PLACE):
        name = reading.masked[start:end]
        taken = any(one[0] < end and start < one[1] for one in found)
        if not taken and (proper(name) or (stems is not None and stems.match(name))):
            found.append((start, end))
    return sorted(found)


def organisations(reading: Reading) -> list[tuple[int, int]]:
    """Stretches that name a body."""
    return [one for one in _named(reading, _ORGANISATION) if not _BODY.match(reading.masked[one[0] : one[1]])]


def proper(name: str) -> bool:
    """Whether something is left of a name without the ordinary words: 体育公园 is none, 锦江公园 and 红民村 are."""
    if _COUNTED.match(name):
        return False
    if len(ORDINARY.sub("", name)) >= _SHORTEST_REST:
        return True
    tail = next((one for one in (*_TAILS, *_SHORT) if name.endswith(one)), "")
    stem = name.removesuffix(tail)
    return bool(tail) and len(stem) == _SHORTEST_REST and stem not in _ORDINARY_WORDS and not _PARTICLE.search(stem)


_SHORTEST_REST = 2
_COUNTED = re.compile(r"[0-9]+[所个条座处家]|一[所批个条座]")
_PARTICLE = re.compile(r"[我该本各每全多几数入进出通沿到一二三四五六七八九十两]")
_ORDINARY_WORDS = frozenset(words("ordinary"))


def _named(reading: Reading, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    masked = reading.masked
    found: list[tuple[int, int]] = []
    at = 0
    for cut in [*_CUT_AT.finditer(masked), None]:
        stop = cut.start() if cut else len(masked)
        while at < stop and (match := pattern.match(masked, at, stop)):
            end = _longest(masked, match.end(), stop)
            found.append((at, end))
            at = end
        at = cut.end() if cut else stop
    return found


def _longest(masked: str, end: int, stop: int) -> int:
    """The end of the name: 长春大街 rather than 长, and the next suffix where it follows at once (合心镇卫生院)."""
    for tail in _TAILS:
        for room in (0, 1):
            if masked.startswith(tail, end - 1 + room, stop) and end - 1 + room + len(tail) > end:
                return end - 1 + room + len(tail)
    return end


def subject(reading: Reading, parts: list[Clause]) -> tuple[int, int] | None:
    """The party that the sentence itself names as bound to act."""
    for part in parts:
        match = _SUBJECT.match(reading.masked[part.start : part.end])
        if match and not _NOT_SUBJECT.search(match["name"]) and not _CUT_AT.match(match["name"]):
            return part.start + match.start("name"), part.start + match.end("name")
    return None
