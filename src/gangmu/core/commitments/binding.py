"""Whether a sentence, read in its place, binds anybody: evidence for and against, weighed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gangmu.core.commitments.clauses import Clause, Role
from gangmu.core.commitments.sections import Place, Section
from gangmu.core.commitments.sentence import Reading

# How much a section speaks for (above 0) or against an act; log-odds, set on the tuning sentences.
PRIOR = {
    Section.FRONT: -0.5,
    Section.PAST: -4.5,
    Section.SITUATION: -4.0,
    Section.THOUGHT: -4.0,
    Section.PRINCIPLES: -4.0,
    Section.GOALS: 2.0,
    Section.TASKS: 2.5,
}
_OPEN = frozenset({Section.FRONT, Section.GOALS, Section.TASKS})
_COPULA = re.compile(
    r"^(?!(?:坚持)?(?:以|把|将|并|为|作为|从|由|按|变))[^，；以]{1,40}?(?:(?:是指|"
    r"系指)|(?<![作成称转变改造建化视以定列设划认因分行更人])为(?![了何此主])(?![^，]{1,30}(?:提供|"
    r"创造|打造|奠定|注入|贡献|服务)))"
    r"|^(?!(?:重点|关键|特别|核心|[一二三四五六])是)[^，；]{1,40}?(?<![重键别其就一二三四五六凡都或还但总域点务向])是(?!否|"
    r"指)|^是"
    r"|^□{3,40}指(?![导标挥引定明向数南])"
)
_WHOLE = re.compile(r"[，：]是[^，]*(?:依据|遵循|纲领|指南|蓝图)")
_EXTENT = re.compile(
    r"规划范围|用地规模|东至|四至|(?:占地|总|用地|规划|土地|国土|辖区|区域)面积(?:约|"
    r"为|达)?[0-9.]+|位于|地处|坐落|毗邻(?!.{0,12}优势)|下辖|辖区"
)
_COUNT = re.compile(
    r"^(?:其中|全国|全区|全市|全省)?(?:共|现有|拥有|共有|已有|总计|合计)[^，]{0,12}[0-9]+[个处座家条]|"
    r"[0-9]+个[，：]?(?:包括|分别为|即)"
)
_PAST = re.compile(
    r"已经?(?!有条件|明确|列入|建|关闭|形成城市群|富营养|安装|有)|目前|截至|近年来|"
    r"以来|[“\"]十[二三四][五]?[”\"](?:期间|时期)(?!.{0,4}规划)|累计(?:完成|"
    r"实现|投入|建成|改造|引进)|与此同时，.{0,12}仍|"
    r"同比|较20[0-9]{2}年|比20[0-9]{2}年(?:增长|提高|下降)[^到]*$"
)
_LACK = re.compile(r"尚未|依然|仍然|亟[需待]|差距较大|不平衡|不充分|薄弱|滞后|不足")
_PERMIT = re.compile(r"(?<![不许认])可(?:以|通过|在|适度|根据|按|由|采取|采用|利用|适当|依法|将)")
_FORCE = re.compile(r"必须|不得|严禁|禁止|不超过|严格|应当?(?![用急对])|确保")
_PURPOSE = re.compile(
    r"(?:制定|编制|印发|形成)(?:本|此|《)[^，]{0,20}(?:规划|纲要|方案|通知)?|"
    r"主要阐明|主要针对|根据.{0,40}编制|是.{0,30}(?:重要依据|行动纲领|宏伟蓝图)|"
    r"现将"
)
_IMAGE = re.compile(r"^(?:即|指|包括|分为|简称)|为(?:脉|骨|底|屏|翼|肌理)[，。；]|环抱|环绕|相拥|镶嵌|点缀|[入抱]城")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence binds, how sure (0 to 1), and why."""

    binding: bool
    confidence: float
    evidence: tuple[str, ...]


def judge(reading: Reading, parts: list[Clause], place: Place, *, dated: bool, in_project: bool) -> Verdict:
    """The verdict on one sentence: the section's own weight, and what the sentence adds to it or takes from it."""
    heading = f"（{place.heading[:16]}）" if place.heading else ""
    reasons = [(PRIOR[place.section], f"章节：{place.section.value}{heading}")]
    reasons += _for(parts, place, dated=dated, in_project=in_project)
    reasons += _against(reading, parts, place)
    weight = sum(amount for amount, _ in reasons)
    confidence = 1.0 / (1.0 + math.exp(-abs(weight)))
    return Verdict(weight > 0, round(confidence, 3), tuple(word for _, word in reasons))


def _for(parts: list[Clause], place: Place, *, dated: bool, in_project: bool) -> Iterator[tuple[float, str]]:
    if _acts(parts):
        yield 1.0, "动词带宾语"
    elif any(part.role is Role.OUTCOME for part in parts):
        yield 0.5, "结果"
    if dated and place.section in _OPEN:
        yield 2.0, "目标年份"
    if in_project:
        yield 4.0, "项目内容"


def _against(reading: Reading, parts: list[Clause], place: Place) -> Iterator[tuple[float, str]]:
    masked = reading.masked
    yield from _definition(masked, parts)
    if _PAST.search(reading.text):
        yield -2.0, "已有情况"
    if _only_permits(masked, parts):
        yield -3.5, "只是允许"
    if place.section is Section.FRONT and _PURPOSE.search(reading.text):
        yield -3.0, "编制说明"
    if _EXTENT.search(masked) and not any(part.role is Role.ACT for part in parts):
        yield -4.0, "范围或面积"
    if _acts(parts):
        return
    if _COUNT.search(masked):
        yield -4.0, "现有数目"
    if _LACK.search(masked):
        yield -2.0, "问题"
    if _IMAGE.search(masked) and place.item is None:
        yield -4.0, "解释或意象"


def _acts(parts: list[Clause]) -> bool:
    return any(part.role in {Role.ACT, Role.EFFECT} for part in parts)


def _definition(masked: str, parts: list[Clause]) -> Iterator[tuple[float, str]]:
    copula = _COPULA.search(masked)
    later = any(part.role is Role.ACT and part.start > 0 for part in parts)
    if _WHOLE.search(masked) or (copula and (copula.group().endswith("指") or not later)):
        yield -4.5, "定义"
    elif copula:
        yield -2.0, "定义"


def _only_permits(masked: str, parts: list[Clause]) -> bool:
    if not _PERMIT.search(masked) or _FORCE.search(masked):
        return False
    return not any(part.role is Role.ACT and not _PERMIT.search(masked, part.start, part.end) for part in parts)
