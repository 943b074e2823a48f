"""What an import would do, row by row, before it does anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from gangmu.core.declare import Register
from gangmu.kernel.access.models import User
from gangmu.kernel.records.registers import register_name

from .checking import Checker
from .columns import CODE, Column, columns_of, folded, known_as
from .models import ImportReceipt
from .problems import Problem
from .reading import Row, Table
from .rows import Judged, judge_changed, judge_new, missing_columns

CHUNK = 2000  # rows that are compared with the database at a time
MOST_PROBLEMS = 1000  # that are told one by one


@dataclass(slots=True)
class ImportPlan:
    """What the file would make, change and leave, and what must be mended before it can do anything."""

    register: Register
    file_name: str
    sha256: str
    new: list[Judged] = field(default_factory=list)
    changed: list[Judged] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0

    @property
    def ready(self) -> bool:
        """Whether it can be applied and would do something."""
        return not self.problems and bool(self.new or self.changed)

    def sentence(self) -> str:
        """The plan in one sentence."""
        if count := len(self.problems) + self.more_problems:
            return f"有 {count} 处需要修改，改好后请重新选择文件；现在没有导入任何内容。"
        if not self.ready:
            return f"{self.unchanged} 行都与系统里的一致，没有要导入的内容。"
        return f"将新增 {len(self.new)} 行、修改 {len(self.changed)} 行，另有 {self.unchanged} 行不变。"

    @property
    def rows(self) -> list[Judged]:
        """What would be made or changed, in the file's order."""
        return sorted([*self.new, *self.changed], key=lambda judged: judged.number)

    def tell(self, problem: Problem) -> None:
        """Adds a problem, or counts it when there are too many to tell."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more_problems += 1


def plan_import(register: Register, table: Table, user: User) -> ImportPlan:
    """Compares a table with the register's rows that the person sees; writes nothing.

    Rows are found by code. A row without one is new; columns that the file leaves out stay as they are. The number
    of queries grows with the rows by a few for every 2,000.
    """
    plan = ImportPlan(register, table.name, table.sha256)
    places = _places(plan, columns_of(register), table.header)
    if plan.problems:
        return plan
    checker = Checker(register.model, user)
    codes = _codes(table, places)
    again = {code for code, count in Counter(filter(None, codes)).items() if count > 1}
    for start in range(0, len(table.rows), CHUNK):
        chunk = list(zip(table.rows[start : start + CHUNK], codes[start : start + CHUNK], strict=True))
        stored = _stored(register.model, [code for _, code in chunk], places, checker, user)
        _learn(places, [row for row, _ in chunk])
        judged = [_judge(plan, row, code, places, stored, again, table.fmt) for row, code in chunk]
        _sort(plan, [each for each in judged if each is not None], checker)
    _refuse_again(plan)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def _places(plan: ImportPlan, columns: Sequence[Column], header: Row) -> list[Column]:
    """The file's columns; tells of titles that are none, and of those that stand there twice."""
    known = known_as(tuple(columns))
    places: list[Column] = []
    for number, title in enumerate(header.cells, start=1):
        column = known.get(folded(title))
        if column is None:
            titles = "、".join(column.title for column in columns if column.writable or column.path == CODE)
            sentence = "没有标题，请补上或删去这一列。" if not title else f"不是本表的列，请删去或改成：{titles}。"
            plan.tell(Problem(header.number, title or f"第 {number} 列", sentence))
        elif column in places:
            plan.tell(Problem(header.number, title, "这一列出现了两次，请删去一列。"))
        else:
            places.append(column)
    return places


def _codes(table: Table, places: Sequence[Column]) -> list[str]:
    at = next((number for number, column in enumerate(places) if column.path == CODE), None)
    if at is None:
        return [""] * len(table.rows)
    return [row.cells[at].strip() if at < len(row.cells) else "" for row in table.rows]


def _stored(
    model: type[models.Model], codes: Sequence[str], places: Sequence[Column], checker: Checker, user: User
) -> dict[str, dict[str, Any]]:
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    own = {column.field.attname for column in places if column.writable} | checker.needed
    ends = {"voided_at"} if any(column.name == "voided_at" for column in model._meta.concrete_fields) else set()
    names = {"pk", CODE, *own, *ends, *(column.select for column in places)}
    rows: Any = model._default_manager
    found = rows.visible_to(user).filter(code__in=wanted).values(*names)
    return {row[CODE]: row for row in found}


def _learn(places: Sequence[Column], rows: Sequence[Row]) -> None:
    for number, column in enumerate(places):
        if column.references is not None and column.writable:
            column.references.learn(row.cells[number].strip() for row in rows if number < len(row.cells))


def _judge(
    plan: ImportPlan,
    row: Row,
    code: str,
    places: Sequence[Column],
    stored: Mapping[str, Mapping[str, Any]],
    again: set[str],
    fmt: str,
) -> Judged | None:
    model = plan.register.model
    title = next((column.title for column in places if column.path == CODE), "")
    if len(row.cells) > len(places):
        plan.tell(Problem(row.number, "", f"比标题行多出 {len(row.cells) - len(places)} 个单元格，请删去或补上标题。"))
        return None
    if code in again:
        plan.tell(Problem(row.number, title, f"“{code}”在文件里出现了多次，请只留一行。"))
        return None
    made_by_system = model._meta.get_field(CODE).generated
    if code in stored:
        judged = judge_changed(row, code, places, stored[code], fmt)
    elif code and made_by_system:
        sentence = f"没有“{code}”这条{model._meta.verbose_name}，或者您无权查看；要新增请把这一格留空。"
        plan.tell(Problem(row.number, title, sentence))
        return None
    elif not code and not made_by_system:
        plan.tell(Problem(row.number, title, "不能为空，请填写。"))
        return None
    else:
        judged = judge_new(row, places)
        judged.problems += missing_columns(row, plan.register, places)
    for problem in judged.problems:
        plan.tell(problem)
    return None if judged.problems else judged


def _sort(plan: ImportPlan, judged: Sequence[Judged], checker: Checker) -> None:
    plan.unchanged += sum(1 for each in judged if each.pk is not None and not each.values)
    acting = [each for each in judged if each.pk is None or each.values]
    for problem in checker.check(acting):
        plan.tell(problem)
    for each in acting:
        (plan.new if each.pk is None else plan.changed).append(each)


def _refuse_again(plan: ImportPlan) -> None:
    """A file that has added rows once would add them a second time."""
    if not plan.new or plan.problems:
        return
    before = ImportReceipt.objects.filter(
        register=register_name(plan.register.model), sha256=plan.sha256, created__gt=0
    ).first()
    if before is not None:
        when = before.at.astimezone().strftime("%Y-%m-%d %H:%M")
        sentence = f"这个文件已于 {when} 导入过，当时新增 {before.created} 行；请导出最新的表再改。"
        plan.tell(Problem(plan.new[0].number, "", sentence))
