"""Targets in words that past results have already reached: 清零 achieved, 基本消除 still promised."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from gangmu.core.commitments.sections import Section
from gangmu.core.contradictions.model import Contradiction, Place
from gangmu.core.contradictions.standing import Standing
from gangmu.core.contradictions.subjects import one_spelling
from gangmu.core.reader.structure import Document

_THING = r"(?P<thing>[一-龥ⅤⅣⅢ]{2,12}?)"
_GONE = (
    re.compile(
        rf"(?:^|[，。；、])(?:实现|全区|全域|全市)*{_THING}(?:实现|已|全部|全面|动态)*(?P<done>清零|消除)(?=[，。；])"
    ),
    re.compile(rf"(?P<done>(?:全面|全部|已|基本)消除|消除)(?:了|全区|区域内?|全市|城市)*{_THING}(?=[，。；])"),
)


def cleared_twice(document: Document, standing: Standing) -> Iterator[Contradiction]:
    """What past results call cleared and the tasks still promise to clear."""
    done: dict[str, Place] = {}
    promised: defaultdict[str, list[Place]] = defaultdict(list)
    for sentence in document.sentences:
        section = standing.spots[sentence.block].section
        if section not in {Section.PAST, Section.GOALS, Section.TASKS}:
            continue
        text = standing.text[sentence.start : sentence.end]
        if "清零" not in text and "消除" not in text:
            continue
        for found in (one for pattern in _GONE for one in pattern.finditer(text)):
            thing = re.sub(r"^(?:城市|城乡|城区|建成区|区域|农村)", "", one_spelling(found["thing"]))
            past = section is Section.PAST
            place = standing.place(
                sentence.block,
                sentence.start + found.start("done"),
                sentence.start + found.end("done"),
                figure=found["done"],
                state="现状" if past else "目标",
            )
            if past:
                done.setdefault(thing, place)
            else:
                promised[thing].append(place)
    for thing, place in done.items():
        for target in [one for name, all_of in promised.items() if name.endswith(thing) for one in all_of][:1]:
            what = (
                f"“{place.where}”说{thing}已{place.figure}，“{target.where}”仍以“{target.figure}{thing}”为目标，"
                "已完成的事不能再作目标，请核对现状，或改为防止反弹。"
            )
            yield Contradiction("met", thing, what, (place, target), 0.75, ("现状已完成", "目标仍在"))
