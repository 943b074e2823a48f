"""The same thing for the same time with two figures, and targets that are already met or lie below today's level."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from gangmu.core.contradictions.mention import Mention
from gangmu.core.contradictions.model import Contradiction, Kind

_GENERIC = re.compile(
    r"^(?:(?:项目)?(?:预计)?(?:计划)?(?:总)?投资|.{0,3}用地规模|.{0,2}建筑面积|.{0,3}占地(?:面积)?|.{0,2}面积|规模|床位|总床位|教学班|.{0,4}学生|学生|"
    r"里程|总里程|桥长|居民|惠及居民|户|企业|项目|收入|资金|容纳学生|小学班?|初中|中学班|学位|道路|年产值|产值|街道|总量|覆盖率|比例|装机容量|任务|"
    r"工程|活动|重点|处|条|房屋总面积|增长|年均|人|名|.{0,3}新建项目|快速路|设施|农村公路|电梯|城市|地区|投入|面积为)$"
)
_TOLERANCE = Decimal("0.05")  # how far 左右 may be off; ours
_PARTIAL = re.compile(r"其中|首批|一期|二期|三期")
_SHRINKING = frozenset({"改造", "淘汰", "新建改造", "新建"})  # less is left to do: a smaller number is no step back


def figure_contradictions(found: list[Mention]) -> Iterator[Contradiction]:
    """Pairs of figures for one subject and time that cannot both hold; one finding a subject and time."""
    groups: defaultdict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for one in found:
        if len(one.noun) >= 2:
            action = one.action if one.mode == "flow" else None
            owner = one.anchor if _GENERIC.match(one.noun) else ""
            groups[one.noun, one.dimension, one.mode, action, one.year, owner].append(one)
    for members in groups.values():
        if best := _worst_pair(members):
            yield best


def _worst_pair(members: list[Mention]) -> Contradiction | None:
    judged = [
        made
        for one, other in combinations(_distinct(members), 2)
        if one.place.start != other.place.start and (made := _judge(one, other))
    ]
    return max(judged, key=lambda one: one.confidence, default=None)


def _distinct(members: list[Mention]) -> list[Mention]:
    """One mention a value and source, at most a dozen: a figure said often is one figure."""
    kept: dict[tuple[object, ...], Mention] = {}
    for one in members:
        kept.setdefault((one.low, one.high, one.bound, one.row), one)
    return list(kept.values())[:12]


def _judge(one: Mention, other: Mention) -> Contradiction | None:
    if one.block == other.block and (one.row or _GENERIC.match(one.noun)):
        return None
    kind, why = _clash(one, other)
    if kind is None or (one.item and other.item and one.anchor != other.anchor):
        return None
    confidence = 0.9 if one.row or other.row else 0.75
    evidence = ["同一指标", f"同为{one.place.state}", "指标表与正文" if one.row or other.row else "正文与正文"]
    if one.dated != other.dated and not (one.row or other.row):
        confidence -= 0.15
        evidence.append("一处未写年份")
        if one.block == other.block:
            confidence -= 0.25
            evidence.append("同段，或为分阶段目标")
    if kind == "bound":
        confidence = 0.55 if one.row or other.row else 0.4
    if one.mode == "flow" and one.item != other.item:
        inner, outer = (one, other) if one.item else (other, one)
        shared = _agreeing(inner, outer)
        if inner.high <= outer.low and not shared:
            return None
        evidence.append("专栏数字大于全区合计" if inner.low > outer.high else "专栏条目即该项工作")
    what = (
        f"“{one.printed}”（{one.place.state}）在“{one.place.where}”写作{one.place.figure}，"
        f"在“{other.place.where}”写作{other.place.figure}，{why}，请核对来源和统计口径后统一。"
    )
    return Contradiction(kind, one.printed, what, (one.place, other.place), round(confidence, 2), tuple(evidence))


def _agreeing(inner: Mention, outer: Mention) -> bool:
    """Whether the box item is the programme itself: its title shares the figure's own words."""
    named = any(inner.noun[at : at + 2] in inner.anchor for at in range(len(inner.noun) - 1))
    return named and outer.block != inner.block


def _clash(one: Mention, other: Mention) -> tuple[Kind | None, str]:
    if one.bound in {"delta+", "delta-"} or other.bound in {"delta+", "delta-"}:
        one_low, other_low = one.low, other.low
        if abs(one_low - other_low) > max(one.coarse, other.coarse) and {one.bound, other.bound} <= {
            "delta+",
            "delta-",
            "=",
        }:
            return "figure", "同一时期的变化幅度不应有两个数"
        return None, ""
    if "range" in {one.bound, other.bound}:
        apart = one.low > other.high or other.low > one.high
        return ("figure", "两个范围不重叠，不能同时成立") if apart else (None, "")
    gap = abs(one.low - other.low)
    if "~" in {one.bound, other.bound}:
        loose = max(one.low, other.low) * _TOLERANCE
        return ("figure", "相差超出“左右”所容许的范围") if gap > loose else (None, "")
    rounded = gap == 0 or gap < max(one.coarse, other.coarse)
    if rounded and one.bound == other.bound:
        return None, ""
    if rounded:
        improving = {"<=" if one.falling or other.falling else ">=", "="} == {one.bound, other.bound}
        return ("bound", "一处是达到值，一处是上下限") if improving and "<=" in {one.bound, other.bound} else (None, "")
    if one.bound == other.bound:
        return "figure", "同一时间的同一指标只能有一个数值"
    fixed, limit = (one, other) if one.bound == "=" else (other, one)
    if fixed.bound != "=":
        return "figure", "一处为下限，一处为上限，口径相左"
    broken = fixed.low < limit.low if limit.bound == ">=" else fixed.low > limit.low
    return ("figure", "前者不在后者所说的界限之内") if broken else ("bound", "一处为确数，一处只写界限")


def met_targets(found: list[Mention]) -> Iterator[Contradiction]:
    """Targets that an achieved figure of the same document already reaches or surpasses, direction aware."""
    past: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for one in found:
        if one.past and not _GENERIC.match(one.noun):
            past[one.noun, one.dimension].append(one)
    seen: set[tuple[object, ...]] = set()
    for target in found:
        if (
            target.past
            or target.keeps
            or _GENERIC.match(target.noun)
            or target.mode in {"annual", "yearly change", "change"}
        ):
            continue
        for achieved in sorted(past[target.noun, target.dimension], key=lambda one: (one.row, -one.low)):
            key = (target.noun, target.year, target.low)
            if key not in seen and (made := _met(achieved, target)):
                seen.add(key)
                yield made


def _met(achieved: Mention, target: Mention) -> Contradiction | None:
    level = target.mode == "level" and (achieved.mode == "level" or achieved.action == "新建")
    flow = target.mode == "flow" and achieved.mode == "flow" and (target.row or target.action == achieved.action)
    if not (level or flow) or "range" in {achieved.bound, target.bound} or achieved.mode == "annual":
        return None
    if achieved.row and target.row:
        return None
    falling = target.falling or target.bound == "<="
    if flow and ((target.action in _SHRINKING and "就业" not in target.noun) or _PARTIAL.search(target.anchor)):
        return None
    if flow and target.item:
        return None
    reached = achieved.low <= target.low if falling else achieved.low >= target.low
    if (falling and achieved.bound == ">=") or (not falling and achieved.bound == "<=") or not reached:
        return None
    equal = achieved.low == target.low
    if equal and (target.bound in {">=", "<=", "~"} or (achieved.dimension == "比例" and achieved.low == 100)):
        return None
    confidence = (0.7 if equal else 0.85) if level else (0.55 if equal else 0.65)
    words = "已经等于" if equal else ("已经低于" if falling else "已经高于")
    span = "前五年实绩" if flow else f"{achieved.year}年实绩"
    so = "新目标比上个五年已做到的还少，请核对两处口径，并确认是否有意调低。"
    what = (
        f"“{target.printed}”的目标（“{target.place.where}”）是{target.place.figure}，而“{achieved.place.where}”所述{span}"
        f"{achieved.place.figure}{words}目标，" + (so if flow else "目标起不到作用，请核对两处口径，确认后调整目标。")
    )
    evidence = ("目标不优于现状", "越低越好" if falling else "越高越好", "五年累计" if flow else "存量")
    return Contradiction("met", target.printed, what, (achieved.place, target.place), confidence, evidence)
