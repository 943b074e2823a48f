"""One thing under two names: waters whose names differ only in 河 and 沟, streets shortened in a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from gangmu.core.contradictions.model import Contradiction
from gangmu.core.contradictions.standing import Standing
from gangmu.core.reader.structure import Document

_WATER = re.compile(
    r"(?:[、，。；“]|为|以|如|好|护|强|进|施|对)(?P<stem>[一-龥]{2})(?P<kind>[河沟溪])(?=[、，。；等]|综合|治理|整治|流域|生态|水体|河道)"
)
_STATION = re.compile(r"(?P<stem>[一-龥]{2}[东南西北])(?P<kind>客站|火车站|高铁站|站)(?![前点区房])")
_ORDINARY = re.compile(r"黑臭|流域|支流|入[河沟]|护城|主要|城区|运|山水|水系|内|沿|排水|暗|明$|边|大$")
_STREETS = re.compile(r"(?P<list>[一-龥]{2,4}(?:、[一-龥]{2,4}){2,})(?:等)?[0-9]{1,2}个街道")


def name_variants(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """Names that look like one thing called two ways; to be confirmed by somebody who knows the place."""
    yield from _waters(document, standing)
    yield from _streets(document, standing)


def _block_at(document: Document, at: int) -> int | None:
    return next((i for i, one in enumerate(document.blocks) if one.start <= at < one.end), None)


def _waters(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """三间河 here and 三间沟 there, 长春西站 and 长春西客站: the same stem, another word for the kind of thing."""
    first: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for pattern in (_WATER, _STATION):
        for found in pattern.finditer(standing.text):
            if not _ORDINARY.search(found["stem"]):
                first[found["stem"]].setdefault(found["kind"], found.start("stem"))
    for stem, kinds in first.items():
        if len(kinds) < 2:
            continue
        (one, here), (other, there) = sorted(kinds.items(), key=lambda pair: pair[1])[:2]
        blocks = _block_at(document, here), _block_at(document, there)
        if blocks[0] is None or blocks[1] is None or blocks[0] == blocks[1]:
            continue
        places = (
            standing.place(blocks[0], here, here + len(stem + one), figure=stem + one),
            standing.place(blocks[1], there, there + len(stem + other), figure=stem + other),
        )
        what = (
            f"“{places[0].where}”写{stem}{one}，“{places[1].where}”写{stem}{other}，"
            "只有通名不同，请核对是否同一处，是则统一名称。"
        )
        yield Contradiction("name", f"{stem}{one}与{stem}{other}", what, places, 0.55, ("词干相同", "通名不同"))


def _streets(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """春城、正阳、青年4个街道: every short name is looked up with 街道 put to it."""
    full = Counter(re.findall(r"[一-龥]{2,5}街道", standing.text))
    known = " ".join(full)
    for found in _STREETS.finditer(standing.text):
        names = found["list"].split("、")
        if sum(f"{name}街道" in known for name in names) < len(names) / 2:
            continue
        for name in names:
            other = re.search(rf"(?<![一-龥])({name}[一-龥]{{1,2}}街道)", standing.text)
            block = _block_at(document, found.start())
            if f"{name}街道" in known or other is None or block is None:
                continue
            at = found.start() + found.group().find(name)
            second = _block_at(document, other.start())
            if second is None:
                continue
            places = (
                standing.place(block, at, at + len(name), figure=name),
                standing.place(second, other.start(1), other.end(1), figure=other.group(1)),
            )
            what = (
                f"“{places[0].where}”把街道写作“{name}”，“{places[1].where}”写作“{other.group(1)}”，"
                "同一街道名称不一，请统一为批准的名称。"
            )
            yield Contradiction("name", other.group(1), what, places, 0.7, ("同列其他街道名称相符", "此名多字"))
