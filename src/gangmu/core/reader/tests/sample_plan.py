"""A small plan in our own words, of a county that does not exist, and the many ways its text may come to a reader."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

TITLE = "云溪县国民经济和社会发展第十五个五年规划纲要"
CHAPTERS = {
    "夯实产业根基，提升发展能级": {
        "壮大特色制造": ["做强竹木加工", "培育精密零件"],
        "繁荣现代服务": ["发展乡村旅游", "升级商贸物流"],
    },
    "守护山水底色，建设清洁县城": {
        "治理河流水质": ["修复云溪干流", "整治农村沟塘"],
        "推进节约降碳": ["推广屋顶光伏", "改造老旧锅炉"],
    },
    "改善民生保障，增进百姓福祉": {
        "办好乡镇学校": ["扩充学位供给", "建强教师队伍"],
        "健全医养服务": ["提升卫生院能力", "建设日间照料站"],
    },
    "强化规划实施，凝聚各方力量": {
        "健全落实机制": ["分解年度任务", "开展中期评估"],
    },
}
BOXES = {
    "产业提升重点项目": {
        "竹材精深加工园": "建设标准厂房六万平方米，引进龙头企业三家",
        "零件检测公共平台": "购置检测设备四十台套，服务中小企业两百户",
        "南门仓配中心": "改造冷库一座，开通乡镇配送线路十二条",
    },
    "民生保障重点项目": {
        "北岸小学新建项目": "设三十六个教学班，新增学位一千六百个",
        "县医院康复楼": "建筑面积一万二千平方米，设置床位二百张",
        "乡镇养老服务站": "每个乡镇建成一处，配备护理人员不少于五名",
        "云溪步道二期": "沿河贯通步道九公里，配建驿站四处",
    },
}
INDICATORS = [
    ("经济发展", "地区生产总值增长", "%", "5.2", None, "5.5左右", "预期性"),
    ("经济发展", "规模以上工业企业数", "户", "112", "150", None, "预期性"),
    ("创新驱动", "研发经费投入增长", "%", None, None, "[8]", "预期性"),
    ("绿色低碳", "地表水优良断面比例", "%", "85.7", "90.5", None, "约束性"),
    ("绿色低碳", "森林覆盖率", "%", "61.3", "62.0", None, "约束性"),
    ("民生福祉", "每千人口床位数", "张", "6.1", "6.8", None, "预期性"),
    ("民生福祉", "人均预期寿命", "岁", "78.9", ">80", None, "预期性"),
    ("安全保障", "粮食综合生产能力", "万吨", "12.4", "13.0", None, "约束性"),
]
PAST = [
    ("新增城镇就业", "人", "8000", "8600"),
    ("改造危旧房屋", "户", "1200", "1315"),
    ("新建公路", "公里", "90", "88"),
]
_LEADS = ["明确目标任务", "完善配套政策", "强化要素供给", "扩大开放合作", "抓好示范带动", "补齐设施短板"]
_WHO = ["县直各部门", "各乡镇", "重点企业", "社区和村", "行业协会"]
_DO = [
    "加快建设配套设施",
    "有序推进改造提升",
    "稳步扩大服务范围",
    "建立台账并按季通报",
    "引入社会力量参与",
    "完善考核与奖补办法",
]
_END = ["形成可推广的做法", "让群众得到实惠", "带动周边共同发展", "确保如期完成", "不断提高运行效率"]
CHINESE = "零一二三四五六七八九十"


def chinese(value: int) -> str:
    """The Chinese numeral of a number up to 99."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        return CHINESE[ones]
    return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[ones] if ones else "")


Form = Callable[[int], str]
GRAMMARS: dict[str, tuple[Form, Form, Form]] = {
    "篇章节": (lambda n: f"第{chinese(n)}篇　", lambda n: f"第{chinese(n)}章　", lambda n: f"第{chinese(n)}节　"),
    "章节一": (lambda n: f"第{chinese(n)}章 ", lambda n: f"第{chinese(n)}节 ", lambda n: f"{chinese(n)}、"),
    "一（一）1.": (lambda n: f"{chinese(n)}、", lambda n: f"（{chinese(n)}）", lambda n: f"{n}."),
    "数字": (lambda n: f"第{n}章 ", lambda n: f"第{n}节 ", lambda n: f"（{n}）"),
    "章无号": (lambda _: "", lambda n: f"{chinese(n)}、", lambda n: f"（{chinese(n)}）"),
    "井号": (lambda _: "# ", lambda _: "## ", lambda _: "### "),
    "星号": (lambda _: "**", lambda _: "**", lambda _: "**"),
    "无编号": (lambda _: "", lambda _: "", lambda _: ""),
}
ITEM_FORMS: dict[str, Callable[[int, str, str], list[str]]] = {
    "1.": lambda n, name, text: [f"{n}.{name}", f"{text}。"],
    "（一）": lambda n, name, text: [f"（{chinese(n)}）{name}", f"{text}。"],
    "箭头": lambda _, name, text: [f"{name}→{text}。"],
    "冒号": lambda _, name, text: [f"{name}：{text}。"],
    "句号": lambda _, name, text: [f"{name}。{text}。"],
}


@dataclass
class Rendering:
    """How the plan is written out."""

    grammar: str = "章节一"
    items: str = "1."
    table: str = "tabs"
    contents: str = ""  # "", "leaders", "bare"
    decoy: bool = False
    box_on_two_lines: bool = False
    box_number: str = "专栏{n} "
    seed: int = 1
    headings: list[tuple[int, str, str]] = field(default_factory=list)  # level, title, as printed


def paragraph(dice: random.Random, lead: str | None) -> str:
    """A paragraph of our own making, three to five sentences long."""
    sentences = [f"{dice.choice(_WHO)}要{dice.choice(_DO)}，{dice.choice(_END)}" for _ in range(dice.randint(3, 5))]
    return "。".join(([lead] if lead else []) + sentences) + "。"


class _Writer:
    """Writes the body of the plan, heading by heading."""

    def __init__(self, how: Rendering) -> None:
        self.how = how
        self.dice = random.Random(how.seed)
        self.lines: list[str] = []
        self.counters = [0, 0, 0]

    def heading(self, level: int, title: str) -> None:
        self.counters[level - 1] += 1
        self.counters[level:] = [0] * (3 - level)
        printed = GRAMMARS[self.how.grammar][level - 1](self.counters[level - 1]) + title
        if printed.startswith("**"):
            printed += "**"
        self.how.headings.append((level, title, printed))
        self.lines.append(printed)

    def chapter(self, title: str, sections: dict[str, list[str]]) -> None:
        self.heading(1, title)
        self.lines.append(paragraph(self.dice, None))
        for section, parts in sections.items():
            self.heading(2, section)
            for part in parts:
                self.heading(3, part)
                self.lines += [paragraph(self.dice, lead) for lead in self.dice.sample(_LEADS, 3)]

    def tables(self) -> None:
        if self.how.decoy:
            self.lines += ["表1 “十四五”规划主要指标完成情况", *past_table()]
        self.lines += ["表2 云溪县“十五五”时期经济社会发展主要指标", *indicator_table(self.how.table)]
        self.lines.append("注：[ ]内为五年累计数。")

    def box(self, number: int, title: str, entries: dict[str, str]) -> None:
        head = self.how.box_number.format(n=number)
        self.lines += [head.strip(), title] if self.how.box_on_two_lines else [f"{head}{title}"]
        for rank, (name, text) in enumerate(entries.items(), 1):
            self.lines += ITEM_FORMS[self.how.items](rank, name, text)


def render(how: Rendering) -> str:
    """The text of the plan; fills `how.headings` with what stands in it."""
    writer = _Writer(how)
    boxes = iter(BOXES.items())
    for number, (title, sections) in enumerate(CHAPTERS.items(), 1):
        writer.chapter(title, sections)
        if number == 1:
            writer.tables()
        if number in (1, 3):
            writer.box(number // 2 + 1, *next(boxes))
    front = [TITLE, "（2026—2030年）", "", "云溪县人民政府", "二〇二六年三月", ""]
    if how.contents:
        dots = "." * 40 if how.contents == "leaders" else ""
        front.append("目  录")
        front += [f"{printed}{dots}{n if dots else ''}" for n, (_, _, printed) in enumerate(how.headings, 1)]
        front.append("")
    return "\n".join(front + writer.lines) + "\n"


def past_table() -> list[str]:
    """A table that looks back, which is no table of targets."""
    rows = [["指标", "单位", "2020年目标", "2025年实际"], *([n, u, a, b] for n, u, a, b in PAST)]
    return ["\t".join(row) for row in rows]


def indicator_table(form: str) -> list[str]:
    """The table of main indicators with its grid in some state of repair."""
    head = ["类别", "序号", "指标", "2025年", "2030年", "年均/累计", "属性"]
    rows: list[list[str]] = []
    last = ""
    for number, (category, name, unit, baseline, target, change, nature) in enumerate(INDICATORS, 1):
        shown = "" if category == last else category
        last = category
        rows.append([shown, str(number), f"{name}（{unit}）", baseline or "—", target or "—", change or "—", nature])
    if form == "pipes":
        return [f"| {' | '.join(row)} |" for row in [head, ["---"] * 7, *rows]]
    if form == "tabs":
        return ["\t".join(row) for row in [head, *rows]]
    if form == "cells":
        return [f"\t{cell}" for row in [head, *rows] for cell in row]
    if form == "dense":
        return [cell for row in [head, *rows] for cell in row if cell]
    if form == "blanks":
        return [" ".join(cell for cell in row if cell) for row in [head, *rows]]
    if form == "glued":
        return ["".join(cell for row in [head, *rows] for cell in row)]
    raise ValueError(form)
