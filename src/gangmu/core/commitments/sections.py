"""Where a sentence stands: past results, situation, guiding thought, principles, goals, a box, or the tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gangmu.core.reader.structure import Block, BlockKind, Document


class Section(StrEnum):
    """What a part of a plan is for, with its Chinese word for the evidence."""

    FRONT = "前言"
    PAST = "回顾"
    SITUATION = "形势"
    THOUGHT = "指导思想"
    PRINCIPLES = "原则"
    GOALS = "目标"
    TASKS = "任务"


_ACTIVE = re.compile(
    r"^(?:积极|大力|加快|深入|着力|持续|进一步|切实|统筹)?(?:优化|改善|营造|加强|"
    r"推进|推动|提升|完善|建设(?!目标|基础|成[就效]|现状|形势)|健全|防范|应对|"
    r"构建|强化|打造|促进|深化|"
    r"改进|净化|提高|实施|增强|把握|抢抓|落实|坚持|破解|解决|转变|创造|维护|整治|拓展|培育|严守|引导)"
)
# In order of weight: the first that fits a heading names it; a heading that names two things is the earlier one.
_NAMES: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.PAST,
        re.compile(
            r"发展基础|回顾|成就|取得.{0,8}(?:成绩|成效|进展)|主要成效|发展成效|建设成效|"
            r"发展现状|现状|基础与环境|现实基础|工作基础|良好基础|实施情况|完成情况|决定性成就"
        ),
    ),
    (
        Section.SITUATION,
        re.compile(
            r"形势|发展环境|面临的?(?:环境|挑战|机遇|问题)|机遇(?:与|和|、)?挑战|^(?:主要)?(?:机遇|"
            r"挑战)$|背景|存在的?(?:主要|突出)?(?:问题|困难|短板|不足)|关键时期|战略机遇|"
            r"发展趋势|新特征|重大意义|重要意义|基本国情|使命担当|新使命|趋势(?:研判|分析)"
        ),
    ),
    (Section.THOUGHT, re.compile(r"指导思想|总体思路|基本思路|总体要求|指导方针|基本方针|基本遵循")),
    (Section.PRINCIPLES, re.compile(r"原则")),
    (
        Section.GOALS,
        re.compile(r"目标|愿景|发展定位|战略定位|功能定位|主要指标|展望|远景"),
    ),
)
_TASK_WORDS = re.compile(r"任务|举措|路径|战略布局|保障措施|实施机制|工程$|行动$|政策$|规划实施")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a block: its section, the heading that said so, and the box item it belongs to."""

    section: Section
    heading: str
    item: str | None
    item_start: int | None
    item_lines: int
    numbered: bool


def places(document: Document) -> list[Place]:
    """The place of every block of a document."""
    found: list[Place] = []
    path: list[tuple[int, Section | None, str]] = []
    item: Block | None = None
    lines = _lines_of_items(document)
    seen_heading = False
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            seen_heading = True
            level = block.level or 1
            path = [one for one in path if one[0] < level]
            path.append((level, named(block.text), block.text))
            item = None
        elif block.kind is BlockKind.BOX:
            item = None
        elif block.kind is BlockKind.ITEM:
            item = block
        section, heading = _section_of(path) if seen_heading else (Section.FRONT, "")
        inside = block.box is not None and item is not None
        found.append(
            Place(
                section,
                heading,
                item.text if inside and item else None,
                item.start if inside and item else None,
                lines.get(index, 0),
                bool(inside and item and item.number),
            )
        )
    return found


def named(heading: str) -> Section | None:
    """The section that a heading names, None for the tasks of the plan or where it says nothing."""
    text = re.sub(r"\s+", "", heading)
    best: tuple[int, Section] | None = None
    for section, words in _NAMES:
        match = words.search(text)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), section)
    if best is None:
        return Section.TASKS if _TASK_WORDS.search(text) else None
    if _ACTIVE.match(text) and best[1] is not Section.PRINCIPLES:
        return None
    return best[1]


def _section_of(path: list[tuple[int, Section | None, str]]) -> tuple[Section, str]:
    for _, section, text in reversed(path):
        if section is not None:
            return section, text
    return Section.TASKS, path[-1][2] if path else ""


def _lines_of_items(document: Document) -> dict[int, int]:
    """How many paragraphs with a name of their own (甲项目：…) the item of each block holds."""
    counts: dict[int, int] = {}
    members: list[int] = []
    named_lines = 0

    def close() -> None:
        for member in members:
            counts[member] = named_lines
        members.clear()

    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.box is not None:
            members.append(index)
            named_lines += bool(re.match(r"[^，。；：]{2,20}：", document.text[block.start : block.end]))
        else:
            close()
            named_lines = 0
    close()
    return counts
