"""Each label on sentences made up for the test."""

import pytest

from gangmu.core.commitments import Commitment, find_commitments
from gangmu.core.reader import read_text

PLAN = """# 某某市青川区第十五个五年规划纲要

## 第一章 发展基础

{past}

## 第二章 指导思想

{thought}

## 第三章 主要目标

{goal}

## 第四章 主要任务

{task}
"""
FILLER = {
    "past": "过去五年，全区道路里程明显增加，居民收入稳步提高。",
    "thought": "坚持稳中求进，推动高质量发展，建设美丽家园。",
    "goal": "到2030年，城区面貌明显改善，居民生活更加便利。",
    "task": "加强道路养护，改善出行条件，方便居民生活。",
}


def read(sentence: str, section: str = "task") -> Commitment:
    text = PLAN.format(**(FILLER | {section: sentence}))
    bare = "".join(sentence.split())
    found = [one for one in find_commitments(read_text(text)) if "".join(one.text.split()) == bare]
    assert len(found) == 1, sentence
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "section", "binding"),
    [
        ("推动桥梁检修，完善桥下照明。", "task", True),
        ("推动桥梁检修，完善桥下照明。", "past", False),
        ("推动桥梁检修，完善桥下照明。", "thought", False),
        ("桥梁检修水平显著提升。", "goal", True),
        ("桥梁是指跨越河道的通行设施。", "task", False),
        ("北岸片区为居住功能区。", "task", False),
        ("规划范围东至青川路，西至柳河，用地规模约3平方公里。", "task", False),
        ("其中，中心村4个，包括甲村、乙村、丙村、丁村。", "task", False),
        ("零星商业用房可通过租赁方式使用。", "task", False),
        ("零星商业用房可通过租赁方式使用，但不得改变主体结构。", "task", True),
    ],
)
def test_binding_depends_on_the_place_and_on_what_is_said(sentence: str, section: str, binding: bool) -> None:
    entry = read(sentence, section)
    assert entry.binding is binding, entry.evidence
    assert entry.evidence
    assert 0.5 <= entry.confidence <= 1


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("加强桥梁检修，确保通行安全。", "must"),
        ("各街道要按月检修桥梁。", "must"),
        ("新建桥梁应配套建设照明设施。", "must"),
        ("推广应用桥梁检修设备，完善应急预案。", "will"),
        ("满足市民需要，建设滨河步道。", "will"),
        ("发展应季蔬菜，推进大棚建设。", "will"),
        ("加强检修，力争2028年全部桥梁达到一类标准。", "strive"),
        ("扩大步道里程，努力建设宜居城区。", "strive"),
        ("努力扩大步道里程，建设滨河绿地，完善夜间照明。", "will"),
        ("争取上级资金，建设滨河步道。", "will"),
        ("鼓励企业参与桥梁养护，开发检修设备，提升养护水平。", "explore"),
        ("鼓励企业参与桥梁养护，加大财政补助力度。", "will"),
        ("探索桥梁养护新模式。", "explore"),
        ("建设滨河步道，探索夜间开放。", "will"),
    ],
)
def test_strength(sentence: str, strength: str) -> None:
    assert read(sentence).strength == strength


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新建步道4.9万平方米，改造桥梁12座。", [("49000", "平方米", "="), ("12", "座", "=")]),
        ("检修覆盖率达到85%以上，投诉量下降20%左右。", [("85", "%", ">="), ("20", "%", "delta-")]),
        ("步道占比提高3个和4个百分点。", [("3", "百分点", "delta+"), ("4", "百分点", "delta+")]),
        ("步道占比提高到40%。", [("40", "%", "=")]),
        ("建设3-5个养护站，总投资约1.2亿元。", [("3-5", "个", "range"), ("120000000", "元", "~")]),
        ("重复检查率控制在2%以内。", [("2", "%", "<=")]),
        ("新增养护面积不超过总面积的10%。", [("10", "%", "<=")]),
        ("巡查系数提高到0.55。", [("0.55", "", "=")]),
        ("淘汰2吨以下锅炉，服务0—6岁儿童。", []),
        ("推进PM2.5治理，打造15分钟生活圈，建设千亿级产业。", []),
        ("培育养护企业十五家，打造三级绿道体系。", []),
        ("组建五个养护班组。", [("5", "个", "=")]),
        ("发展养护产业，收入超亿元企业过百家。", [("100", "家", ">=")]),
        ("装机容量达到500万千瓦。", [("5000000", "千瓦", "=")]),
    ],
)
def test_quantities(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    entry = read(sentence)
    found = [(one.number, one.unit, one.bound) for one in entry.quantities]
    if sentence.startswith("培育养护企业"):
        found = [one for one in found if one[0] == "3"]
    assert found == expected


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("健全桥梁养护责任追究制度。", ("mechanism",)),
        ("推进体制机制创新。", ()),
        ("构建现代产业体系和城镇绿道体系。", ()),
        ("按照河长制要求巡查河道。", ()),
        ("通过健全养护机制等措施，改善桥梁状况。", ()),
        ("完善养老服务体系。", ("mechanism",)),
        ("搭建桥梁健康监测平台。", ("system",)),
        ("打造青年创新创业平台。", ()),
        ("建立危桥数据库，上线报修小程序。", ("system",)),
        ("完善城市排水系统。", ()),
        ("到2028年，建成滨河步道。", ("date",)),
        ("改造2000年前建成的小区。", ()),
        ("严禁侵占河道。", ("prohibition",)),
        ("避免重复检查，防止桥梁超载。", ()),
        ("严守耕地保护红线。", ("cap",)),
        ("实行用水总量控制。", ("cap",)),
        ("推进柳河大桥改造工程。", ("project",)),
        ("建设一批口袋公园。", ()),
        ("开展“春风送岗”专项行动。", ()),
    ],
)
def test_kinds(sentence: str, kinds: tuple[str, ...]) -> None:
    entry = read(sentence)
    assert entry.kinds == kinds, entry.evidence


def test_an_indicator_needs_the_plans_own_table() -> None:
    table = """## 第三章 主要目标

表1 主要指标

| 序号 | 指标 | 单位 | 2025年 | 2030年 | 属性 |
| --- | --- | --- | --- | --- | --- |
| 1 | 河道水质优良比例 | % | 80 | 90 | 约束性 |
| 2 | 城镇新增就业 | 万人 | 3 | 4 | 预期性 |
| 3 | 森林覆盖率 | % | 20 | 22 | 约束性 |

"""
    body = "# 青川区第十五个五年规划纲要\n\n{table}## 第四章 主要任务\n\n森林覆盖率达到22%，步道覆盖率达到50%。\n"
    with_table = find_commitments(read_text(body.format(table=table)))[-1]
    without = find_commitments(read_text(body.format(table="")))[-1]
    assert with_table.kinds == ("indicator", "quantity")
    assert without.kinds == ("quantity",)


def test_acts_are_head_verbs_with_their_objects() -> None:
    entry = read("以旧桥为重点，加快新建、改造桥梁12座，完善桥下照明，提升通行能力。")
    assert [(one.verb, one.object) for one in entry.acts] == [("新建、改造", "桥梁12座"), ("完善", "桥下照明")]


def test_a_framed_clause_holds_its_act_after_the_frame() -> None:
    entry = read("在重点路口布设监测点位，将巡查结果纳入考核范围。")
    assert ("布设", "监测点位") in [(one.verb, one.object) for one in entry.acts]
