"""Single sentences: what must be told apart, and what must not be shown to an official."""

import pytest

from gangmu.core.contradictions import find_contradictions
from gangmu.core.contradictions.units import measure
from gangmu.core.reader import read_text

FRAME = """# 青川县国民经济和社会发展第十五个五年规划纲要

## 第一章 发展基础

{past}

## 第二章 发展目标

{goal}

## 第三章 主要任务

{task}
"""


def kinds(past: str = "基础良好。", goal: str = "目标明确。", task: str = "任务清楚。") -> list[str]:
    document = read_text(FRAME.format(past=past, goal=goal, task=task))
    assert document.period == (2026, 2030)
    return [one.kind for one in find_contradictions(document)]


@pytest.mark.parametrize(
    ("past", "goal", "task", "expected"),
    [
        ("森林覆盖率达到38%。", "到2030年森林覆盖率达到41%。", "森林覆盖率提高到42%。", ["figure"]),
        ("森林覆盖率达到38%。", "森林覆盖率达到37%。", "", ["met"]),
        ("供水管网漏损率降至8%。", "供水管网漏损率降至9%。", "", ["met"]),
        ("污水处理能力达到5万吨/日。", "污水处理能力达到4.5万吨/日。", "", ["met"]),
        ("", "建成绿道1200米。", "建成绿道1.5公里。", ["figure"]),
        ("全区有村。", "", "设置6个班，其中小学4个班，初中3个班。", ["count"]),
    ],
)
def test_what_cannot_both_hold_is_told(past: str, goal: str, task: str, expected: list[str]) -> None:
    assert kinds(past or "基础良好。", goal or "目标明确。", task or "任务清楚。") == expected


@pytest.mark.parametrize(
    ("past", "goal", "task"),
    [
        ("森林覆盖率达到38%。", "到2028年森林覆盖率达到39%。", "到2030年森林覆盖率达到41%。"),
        ("供水管网漏损率降至9%。", "供水管网漏损率降至8%。", "供水管网漏损率降到8%。"),
        ("城镇登记失业率为3.1%。", "城镇登记失业率控制在5%以内。", "完善就业服务。"),
        ("义务教育巩固率达到99%。", "义务教育巩固率保持在98%以上。", "办好学校。"),
        ("新建口袋公园39座。", "新建口袋公园20座。", "建设公园。"),
        ("改造老旧小区105万平方米。", "改造老旧小区52万平方米。", "改造城市。"),
        ("建成绿道3公里。", "建成绿道1200米。", "新建绿道1.2公里。"),
        ("粮食产量3万吨。", "每年培训农民500人次。", "五年累计培训农民2500人次。"),
        ("基础良好。", "东片区用地规模12平方公里。", "西片区用地规模8平方公里。"),
        ("基础良好。", "到2030年森林覆盖率达到41%。", "到2035年森林覆盖率达到45%。"),
    ],
)
def test_stages_scopes_floors_and_caps_are_no_contradiction(past: str, goal: str, task: str) -> None:
    assert kinds(past, goal, task) == []


def test_a_document_without_a_period_gives_no_figures_but_still_counts() -> None:
    document = read_text("# 通知\n\n## 一、事项\n\n全县11个乡镇参加。\n\n## 二、要求\n\n全县12个乡镇落实。\n")
    assert document.period is None
    assert [one.kind for one in find_contradictions(document)] == ["count"]


def test_the_threshold_only_takes_away() -> None:
    document = read_text(FRAME.format(past="森林覆盖率达到38%。", goal="森林覆盖率达到37%。", task="林业工作。"))
    every = find_contradictions(document, threshold=0.0)
    assert [one for one in every if one.confidence >= 0.8] == find_contradictions(document, threshold=0.8)


@pytest.mark.parametrize(
    ("unit", "expected", "factor"),
    [
        ("亿斤", "质量", 50_000_000),
        ("万亩", "面积", 6_666_667),
        ("千瓦", "功率", 1),
        ("百分点", "比例", 1),
        ("万人", "人数", 10_000),
    ],
)
def test_units_count_their_powers(unit: str, expected: str, factor: int) -> None:
    kind, size = measure(unit)
    assert kind == expected
    assert round(size) == factor
