"""Declarations that do not hold are named: system, register, path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gangmu.core.declare import Measure, Page, System
from gangmu.shell.checks import faults
from gangmu.shell.registry import systems


def test_the_house_as_it_runs_holds() -> None:
    assert not [fault for fault in faults(systems()) if "old-trees" not in fault]


def test_a_whole_declaration_holds(trees: System) -> None:
    assert not list(faults([trees]))


@pytest.mark.parametrize(
    ("part", "paths", "sentence"),
    [
        (
            "columns",
            ("code", "department.budget"),
            "columns 里的路径「department.budget」不通：部门（Department）没有字段「budget」",
        ),
        ("columns", ("name.length",), "「name」是普通字段，后面不能再接「length」"),
        ("columns", (), "columns 是空的"),
        ("columns", ("search",), "columns 里的「search」是检索用的列，不能显示"),
        ("filters", ("is_void",), "filters 里的「is_void」不是数据库里的字段"),
        ("order", ("-hight",), "order 里的路径「-hight」不通"),
        ("search", ("titel",), "search 里的路径「titel」不通"),
        ("detail", ("keeper.users",), "没有字段「users」"),
        ("form", ("origin",), "form 里的「origin」不能由人填写"),
        ("form", ("code",), "form 里的「code」不能由人填写"),
        ("form", ("keeper.name",), "form 里的「keeper.name」不是 Tree 自己的字段"),
        ("editors", ("king",), "editors 里的「king」不是角色"),
    ],
)
def test_a_wrong_register_is_named(trees: System, part: str, paths: tuple[str, ...], sentence: str) -> None:
    wrong: dict[str, Any] = {part: paths}
    [fault] = faults([replace(trees, registers=(replace(trees.registers[0], **wrong),))])
    assert fault.startswith("系统「古树名木管理系统」（old-trees）登记表「trees」：")
    assert sentence in fault


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"clauses": ()}, "没有写明落实规划的哪一条"),
        ({"clauses": (("标题", ""),)}, "没有写明落实规划的哪一条"),
        ({"part": "sea"}, "part「sea」不是规划的一部分"),
        ({"pages": (Page("p", "页", "p/", print, icon="unicorn"),)}, "图标「unicorn」不在图标库里"),
        ({"measures": (Measure("m", "数", "株", rows=list, register="nets"),)}, "要打开登记表「nets」，但没有声明"),
    ],
)
def test_a_wrong_system_is_named(trees: System, changes: dict[str, Any], sentence: str) -> None:
    faults_found = list(faults([replace(trees, **changes)]))
    assert len(faults_found) == 1
    assert "old-trees" in faults_found[0]
    assert sentence in faults_found[0]


def test_one_address_for_one_thing(trees: System) -> None:
    twice = replace(trees, registers=trees.registers * 2, measures=())
    assert any("有 2 张登记表的标识都是「trees」" in fault for fault in faults([twice]))
    assert any("系统标识「old-trees」用了 2 次" in fault for fault in faults([trees, trees]))
