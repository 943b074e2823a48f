"""Declarations hold: every path in them leads somewhere, and every address stands for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.apps import AppConfig
from django.core import checks
from django.db import models

from gangmu.core.declare import Register, System
from gangmu.kernel.access.roles import Role

from .columns import Column, WrongPath, column
from .listing import RESERVED, is_search, search_column
from .navigation import PARTS
from .registry import systems

SPRITE = Path(__file__).parent / "static" / "vendor" / "tabler-icons" / "sprite.svg"


@checks.register
def declarations(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.Error]:  # noqa: ARG001
    """The Django system check over all systems that run."""
    return [checks.Error(sentence, id="gangmu.declare") for sentence in faults(systems())]


def faults(found: Sequence[System]) -> Iterator[str]:
    """What is wrong with the declarations, one sentence each; nothing when they hold."""
    for key, times in Counter(system.key for system in found).items():
        if times > 1:
            yield f"系统标识「{key}」用了 {times} 次，请改成各不相同。"
    for key, times in Counter(page.key for system in found for page in system.pages).items():
        if times > 1:
            yield f"页面标识「{key}」用了 {times} 次，请改成各不相同。"
    for system in found:
        yield from _system(system)


def _system(system: System) -> Iterator[str]:
    where = f"系统「{system.title}」（{system.key}）"
    if system.part not in PARTS:
        yield f"{where}的 part「{system.part}」不是规划的一部分，应为 {'、'.join(PARTS)} 之一。"
    if not system.clauses or not all(clause and all(clause) for clause in system.clauses):
        yield f"{where}没有写明落实规划的哪一条，请在 clauses 里写出标题和句首。"
    for key, times in Counter(register.key for register in system.registers).items():
        if times > 1:
            yield f"{where}有 {times} 张登记表的标识都是「{key}」，请改成各不相同。"
    for page in system.pages:
        if page.icon not in icons():
            yield f"{where}页面「{page.title}」的图标「{page.icon}」不在图标库里，请换一个或补进图标库。"
    for register in system.registers:
        yield from (f"{where}登记表「{register.key}」：{fault}" for fault in _register(register))
    keys = {register.key for register in system.registers}
    for measure in system.measures:
        if measure.register and measure.register not in keys:
            yield f"{where}数字「{measure.title}」要打开登记表「{measure.register}」，但没有声明这张表。"


def _register(register: Register) -> Iterator[str]:
    model: type[models.Model] = register.model
    if not any(field.name == "code" and field.unique for field in model._meta.fields):
        yield f"模型 {model.__name__} 没有唯一的 code 字段，记录没有网址。"
    if not hasattr(model._default_manager.all(), "visible_to"):
        yield f"模型 {model.__name__} 的 objects 没有 visible_to，不能按权限取数。"
    if not register.columns:
        yield "columns 是空的，列表没有可显示的列。"
    for part in ("columns", "filters", "order", "detail", "search"):
        paths: tuple[str, ...] = getattr(register, part)
        yield from _paths(model, part, paths)
    for name in register.form:
        field = next((field for field in model._meta.fields if field.name == name), None)
        if field is None:
            yield f"form 里的「{name}」不是 {model.__name__} 自己的字段。"
        elif not field.editable or field.generated:
            yield f"form 里的「{name}」不能由人填写。"
    for role in register.editors:
        if role not in Role.values:
            yield f"editors 里的「{role}」不是角色，应为 {'、'.join(Role.values)} 之一。"


def _paths(model: type[models.Model], part: str, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        try:
            found = column(model, path)
        except WrongPath as wrong:
            yield f"{part} 里的路径「{path}」不通：{wrong}。"
            continue
        if sentence := _unfit(model, part, found):
            yield f"{part} 里的「{path}」{sentence}"


def _unfit(model: type[models.Model], part: str, found: Column) -> str:
    if part in ("filters", "order", "search") and found.field is None:
        return "不是数据库里的字段，不能用来筛选、排序或检索。"
    if part == "filters" and found.path in RESERVED:
        return "与列表自己的网址参数同名，请换一个字段。"
    by_text = part == "search" and not is_search(found.field) and not search_column(model)
    if by_text and not isinstance(found.kind, models.CharField | models.TextField):
        return "不是文字字段，不能检索。"
    if part in ("columns", "detail") and is_search(found.field):
        return "是检索用的列，不能显示。"
    return ""


@cache
def icons() -> frozenset[str]:
    """The names in the vendored sprite."""
    return frozenset(symbol.get("id", "") for symbol in ElementTree.parse(SPRITE).getroot())  # noqa: S314  (vendored)
