"""Counts that do not add up: a stated number against the names listed, and a stated whole against its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gangmu.core.commitments.numerals import chinese
from gangmu.core.commitments.sections import Section
from gangmu.core.contradictions.model import Contradiction, Place
from gangmu.core.contradictions.standing import Standing
from gangmu.core.reader.structure import Document

_HAN = "[两二三四五六七八九十]{1,3}"
_NUM = rf"(?P<number>[0-9]{{1,3}}|{_HAN})"
_UNIT = "(?P<unit>个|家|所|条|处|座|项|大类|大|类|支|名|镇|街道|村)"
_PLACES = "村|社区|街道|镇|乡|学校|公园|园区|医院|河|湖|水库"
_AHEAD = re.compile(
    rf"(?P<noun>[一-龥]{{0,8}}(?:{_PLACES}|项目|工程|中心|平台|基地))(?P<number>[0-9]{{1,3}})(?:个|项|条|处|所|家|座)[，：:]?"
    r"(?:包括|分别为|分别是|为|即|：)(?P<list>[^，。；]+)"
)
_AHEAD_OF = re.compile(
    rf"(?P<number>[0-9]{{1,3}})(?:个|项|条|处|所|家|座)(?P<noun>[一-龥]{{0,8}}(?:{_PLACES}|项目|工程|中心|平台|基地))[，：:]?"
    r"(?:包括|分别为|分别是|即|：)(?P<list>[^，。；]+)"
)
_BEHIND = re.compile(
    rf"(?:^|[，；：。“”]|辖|为|在|推进|推动|围绕|聚焦|针对|依托|构建|打造|更换|发展|包括|建设|改造|集成)(?P<list>[^，。；：]+?)(?P<etc>等)?{_NUM}{_UNIT}(?P<noun>[一-龥]{{1,10}})"
)
_KINDS = "行政村|村民委员会|村|社区|街道|乡镇|镇"
_SCOPES = "全区|全市|全县|全镇"
_WHOLE = re.compile(
    rf"(?P<scope>{_SCOPES}|全域|辖区|现有|下辖|共有|辖)?(?P<number>[0-9]{{1,4}})个(?P<noun>{_KINDS})(?![民级])"
)
_WHOLE_AFTER = re.compile(rf"(?:有|辖|、|{_SCOPES})(?P<noun>行政村|社区)(?P<number>[0-9]{{1,4}})个")
_NO_NAME = re.compile(r"一般|中心|其余|各|全|农|示范|特色|自然|行政|乡")
_RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?)[:：∶]([0-9]+(?:\.[0-9]+)?)[:：∶]([0-9]+(?:\.[0-9]+)?)")
_RATIO_SLACK = Decimal("0.25")  # three shares rounded to one decimal may miss 100 by this much


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of names with the number that the text says there are."""

    noun: str
    stated: int
    names: tuple[str, ...]
    block: int
    start: int
    end: int


def count_contradictions(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """All counts of a document that do not add up."""
    lists: list[Listed] = []
    wholes: list[tuple[str, int, str, Place]] = []
    for sentence in document.sentences:
        text = standing.text[sentence.start : sentence.end]
        if not re.search(r"[0-9两二三四五六七八九十]", text):
            continue
        ahead = list(_ahead(text, sentence.block, sentence.start))
        lists += ahead
        for one in [*ahead, *_behind(text, sentence.block, sentence.start)]:
            if len(one.names) != one.stated:
                yield _miscounted(one, standing)
        for found in _WHOLE.finditer(text):
            where = _place(standing, sentence.block, sentence.start + found.start("number"), found["number"] + "个")
            wholes.append((found["noun"], int(found["number"]), found["scope"] or "", where))
        for found in _WHOLE_AFTER.finditer(text):
            scope = re.search(_SCOPES, text[: found.start("noun")])
            where = _place(standing, sentence.block, sentence.start + found.start("number"), found["number"] + "个")
            wholes.append((found["noun"], int(found["number"]), scope.group() if scope else "", where))
        if "：" in text or ":" in text or "∶" in text:
            yield from _shares(text, sentence.block, sentence.start, standing)
        if "其中" in text or "共" in text:
            yield from _sums(text, sentence.block, sentence.start, standing)
    yield from _wholes_against_lists(document, lists, wholes, standing)
    yield from _wholes_apart(wholes)
    yield from _table_counts(document, standing)


def _place(standing: Standing, block: int, start: int, figure: str) -> Place:
    return standing.place(block, start, start + len(figure), figure=figure)


def _ahead(text: str, block: int, offset: int) -> Iterator[Listed]:
    for found in (one for pattern in (_AHEAD, _AHEAD_OF) for one in pattern.finditer(text)):
        if "等" in found["list"] or re.search(r"[0-9]", found["list"]):
            continue
        names = tuple(name for name in found["list"].split("、") if name)
        finer = tuple(name for name in re.split(r"[、和与及]", found["list"]) if name)
        names = finer if len(finer) == int(found["number"]) else names
        if len(names) > 1:
            yield Listed(
                found["noun"], int(found["number"]), names, block, offset + found.start(), offset + found.end()
            )


def _behind(text: str, block: int, offset: int) -> Iterator[Listed]:
    """春城、正阳、青年、普阳4个街道: believed only where every name is short and joined by 、 alone."""
    for found in _BEHIND.finditer(text):
        items = [item for item in found["list"].split("、") if item]
        stated = int(found["number"]) if found["number"].isdigit() else chinese(found["number"])
        plain = all(2 <= len(item) <= 8 and not re.search(r"[和与及的0-9“”（）以]", item) for item in items[:-1])
        if found["etc"]:
            items = [*items, *[""] * max(0, (stated or 0) - len(items))]
        last = re.search(r"[和与及](.+)$", items[-1])
        if last or re.search(r"[的0-9“”（）以在]", items[-1]) or not 2 <= len(items[-1]) <= 8:
            continue
        if stated is None or len(items) < 3 or not plain or len(items) <= stated - 3 or _AHEAD.search(text):
            continue
        if stated < 2 or re.search(r"(?:第|之)$", text[: found.start("number")]):
            continue
        yield Listed(
            found["noun"], stated, tuple(items), block, offset + found.start("list"), offset + found.end("number")
        )


def _miscounted(one: Listed, standing: Standing) -> Contradiction:
    stated = standing.place(one.block, one.start, one.end, figure=f"{one.stated}个")
    listed = standing.place(one.block, one.start, one.end, figure=f"列名{len(one.names)}个")
    what = (
        f"“{stated.where}”写{one.noun}{one.stated}个，随后列名{len(one.names)}个（{'、'.join(one.names[:12])}），"
        "数目与列名不符，请核对是否漏列、多列或数字有误。"
    )
    return Contradiction("count", one.noun, what, (stated, listed), 0.7, ("逐一点数", "没有“等”字"))


def _wholes_against_lists(
    document: Document, lists: list[Listed], wholes: list[tuple[str, int, str, Place]], standing: Standing
) -> Iterator[Contradiction]:
    """Classes listed side by side (中心村6个…，一般村9个…) against the number of all (全区24个村)."""
    groups: defaultdict[tuple[int, str], list[Listed]] = defaultdict(list)
    for one in lists:
        suffix = next((noun for noun in ("村", "社区", "街道", "镇", "乡") if one.noun.endswith(noun)), None)
        if suffix and all(name.endswith(suffix) for name in one.names):
            groups[one.block, suffix].append(one)
    seen: set[tuple[str, int, int]] = set()
    for (block, suffix), members in groups.items():
        if len(members) < 2:
            continue
        total = sum(one.stated for one in members)
        names = [name for one in members for name in one.names]
        start, end = min(one.start for one in members), max(one.end for one in members)
        said = "、".join(f"{one.noun}{one.stated}个" for one in members)
        parts = standing.place(block, start, end, figure=f"共{total}个")
        for noun, number, scope, place in wholes:
            if noun not in {suffix, "行政村"} or (suffix, number, block) in seen or start <= place.start < end:
                continue
            if number != total and (scope or number > total):
                seen.add((suffix, number, block))
                strays = _strays(document, block, suffix, names)
                also = f"；{'、'.join(strays)}在同节出现而不在列名之内" if strays else ""
                what = (
                    f"“{place.where}”说{scope or '共有'}{number}个{noun}，“{parts.where}”按类列出{said}，"
                    f"合计{total}个，相差{abs(number - total)}个{also}，请核对是否漏列或分类之外另有安排。"
                )
                sure = 0.9 if scope else 0.75
                yield Contradiction("count", f"{suffix}的数目", what, (place, parts), sure, ("总数与分类合计", said))
        for name in _strays(document, block, suffix, names):
            yield _unlisted(document, block, name, parts, said, standing)


def _wholes_apart(wholes: list[tuple[str, int, str, Place]]) -> Iterator[Contradiction]:
    """全县11个乡镇 here, 全县12个乡镇 there."""
    first: dict[str, tuple[int, Place]] = {}
    for noun, number, scope, place in wholes:
        if scope not in {"全区", "全市", "全县", "全镇"}:
            continue
        stated, before = first.setdefault(scope + noun, (number, place))
        if stated != number:
            what = (
                f"“{before.where}”说{scope}有{stated}个{noun}，“{place.where}”说{scope}有{number}个{noun}，"
                "同一范围只能有一个数目，请核对区划。"
            )
            yield Contradiction("count", f"{scope}{noun}数", what, (before, place), 0.8, ("同一范围两个总数",))


def _strays(document: Document, block: int, suffix: str, names: list[str]) -> list[str]:
    """Names of the same kind that open a clause in the next paragraphs of the section but stand on no list."""
    found: list[str] = []
    for index in range(block + 1, min(block + 3, len(document.blocks))):
        one = document.blocks[index]
        if one.kind.value != "paragraph":
            break
        text = document.text[one.start : one.end]
        for name in re.findall(rf"(?:^|[。；，、])([一-龥]{{2,4}}{suffix})(?=[为以打建大发重])", text):
            found += [name] * (name not in names and not _NO_NAME.search(name))
    return list(dict.fromkeys(found))


def _unlisted(document: Document, block: int, name: str, parts: Place, said: str, standing: Standing) -> Contradiction:
    at = standing.text.find(name, document.blocks[block].end)
    index = next(i for i, one in enumerate(document.blocks) if one.start <= at < one.end and i > block)
    place = standing.place(index, at, at + len(name), figure=name)
    what = (
        f"“{place.where}”给{name}安排了职能，而“{parts.where}”的列名（{said}）里没有{name}，"
        "请核对它属于哪一类，或补入列名。"
    )
    return Contradiction("count", f"{name}的类别", what, (place, parts), 0.7, ("有职能而不在列名之内",))


def _shares(text: str, block: int, offset: int, standing: Standing) -> Iterator[Contradiction]:
    for found in _RATIO.finditer(text):
        total = sum((Decimal(part) for part in found.groups()), Decimal(0))
        if 90 <= total <= 110 and abs(total - 100) > _RATIO_SLACK:
            place = standing.place(block, offset + found.start(), offset + found.end(), figure=found.group())
            what = f"“{place.where}”的比例{found.group()}合计为{total}，不等于100，请核对三个数字。"
            yield Contradiction("count", "比例合计", what, (place, place), 0.85, ("三项之和不为100",))


def _sums(text: str, block: int, offset: int, standing: Standing) -> Iterator[Contradiction]:
    """设置54个教学班，其中小学36个教学班，初中18个教学班, and 1620人，…900人，共计2520人."""
    for found in _OF_WHICH.finditer(text):
        parts = [Decimal(one) for one in re.findall(rf"([0-9]+(?:\.[0-9]+)?)(?=万?{found['unit']})", found["parts"])]
        whole = Decimal(found["whole"])
        kinds = [kind for kind in _PARTITION if all(word in found["parts"] for word in kind)]
        if (
            len(parts) < 2
            or (sum(parts) == whole)
            or (sum(parts) < whole and not (kinds and len(parts) == len(kinds[0])))
        ):
            continue
        yield _sum(block, offset + found.start("whole"), offset + found.end(), parts, whole, found["unit"], standing)
    for found in _TOGETHER.finditer(text):
        before = re.findall(rf"([0-9]+(?:\.[0-9]+)?){found['unit']}", text[: found.start()])
        parts = [Decimal(one) for one in before]
        whole = Decimal(found["whole"])
        if len(parts) >= 2 and sum(parts) != whole and parts[0] != whole and len(parts) <= 4:
            yield _sum(block, offset, offset + found.end(), parts, whole, found["unit"], standing)


_OF_WHICH = re.compile(
    r"(?P<whole>[0-9]+(?:\.[0-9]+)?)(?P<unit>个|人|名|所|座|张|套|项|公里|亩|平方米)[一-龥]{0,8}，其中(?P<parts>[^。；]+)"
)
_TOGETHER = re.compile(r"(?:共计|合计|总计)(?P<whole>[0-9]+(?:\.[0-9]+)?)(?P<unit>个|人|名|所|座|张|套|项|公里|亩)")
_PARTITION = (("小学", "初中"), ("小学", "中学"), ("约束性", "预期性"), ("城镇", "农村"), ("男", "女"))


def _sum(
    block: int, start: int, end: int, parts: list[Decimal], whole: Decimal, unit: str, standing: Standing
) -> Contradiction:
    place = standing.place(block, start, end, figure=f"{whole}{unit}")
    other = standing.place(block, start, end, figure=f"{sum(parts)}{unit}")
    added = "+".join(str(part) for part in parts)
    what = f"“{place.where}”总数写{whole}{unit}，分项{added}合计{sum(parts)}{unit}，总数与分项不符，请核对。"
    return Contradiction("count", f"{place.lead or place.where}的分项", what, (place, other), 0.8, ("分项相加",))


def _table_counts(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """设置17项主要指标 against the rows of the table of indicators."""
    rows = {row.number for row in document.indicators if row.number}
    if len(rows) < 3 or any(row.confidence < 0.6 for row in document.indicators):
        return
    for sentence in document.sentences:
        text = standing.text[sentence.start : sentence.end]
        found = re.search(r"(?P<number>[0-9]{1,2})(?:项|个)(?:经济社会发展)?主要指标", text)
        if found and standing.spots[sentence.block].section is not Section.PAST and int(found["number"]) != len(rows):
            place = _place(standing, sentence.block, sentence.start + found.start(), found.group())
            table = next((i for i, one in enumerate(document.blocks) if one.kind.value == "table"), sentence.block)
            block = document.blocks[table]
            other = standing.place(table, block.start, block.end, figure=f"{len(rows)}项")
            what = f"“{place.where}”说设置{found['number']}项主要指标，"
            what += f"指标表编号有{len(rows)}项，请核对指标表或正文的项数。"
            yield Contradiction("count", "主要指标项数", what, (place, other), 0.75, ("指标表逐行点数",))
