"""One row of a file against one record: what it would set, what it may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from gangmu.core.declare import Register
from gangmu.kernel.records.plain import plain
from gangmu.kernel.records.values import EMPTY, fields_of

from .cells import parse
from .columns import CODE, Column
from .exporting import spreadsheet_text
from .problems import Problem, Unreadable

FORMULA_ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})


@dataclass(slots=True)
class Judged:
    """A row of the file: the values it sets, and for a record that exists those it replaces."""

    number: int
    pk: Any = None
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stored: Mapping[str, Any] = field(default_factory=dict)

    def refuse(self, column: Column, sentence: str) -> None:
        """Notes what is wrong with the cell of a column."""
        self.problems.append(Problem(self.number, column.title, sentence))


def judge_new(row: Any, places: Sequence[Column]) -> Judged:
    """A row that would become a record."""
    judged = Judged(row.number)
    for number, column in enumerate(places):
        text = row.cells[number] if number < len(row.cells) else ""
        if not text.strip():
            if column.writable and _needed(column.field):
                judged.refuse(column, EMPTY)
        elif column.writable:
            _take(judged, column, text, "")
        elif column.path != CODE:
            judged.refuse(column, "由系统填写，新增的行请把这一格留空。")
    return judged


def judge_changed(row: Any, code: str, places: Sequence[Column], stored: Mapping[str, Any], fmt: str) -> Judged:
    """A row of a record that exists; what still reads as it was exported is left alone."""
    judged = Judged(row.number, stored["pk"], code, stored=stored)
    for number, column in enumerate(places):
        if column.path == CODE:
            continue
        text = row.cells[number] if number < len(row.cells) else ""
        now = stored[column.select]
        stands = column.show(now)
        if text == stands or (fmt == "xlsx" and text == spreadsheet_text(stands)) or _blank(text, now):
            continue
        if column.writable:
            _take(judged, column, text, stands)
        elif not _reads_the_same(column, text, now):
            judged.refuse(column, f"不能在导入中改动，请恢复为“{stands}”。")
    if judged.values and stored.get("voided_at") is not None:
        judged.problems.append(Problem(row.number, "", f"{code} 已作废，不能再改动，请从文件里删去这一行。"))
    return judged


def missing_columns(row: Any, register: Register, places: Sequence[Column]) -> list[Problem]:
    """What a new record needs and the file has no column for."""
    there = {column.path for column in places}
    problems = []
    model: type[models.Model] = register.model
    for column in fields_of(model):
        if _needed(column) and column.name not in there:
            fillable = column.name in register.form
            sentence = (
                "新增的行必须填写，而文件里没有这一列，请补上。" if fillable else "不能由导入填写，请在系统里逐条新增。"
            )
            problems.append(Problem(row.number, str(column.verbose_name), sentence))
    return problems


def _take(judged: Judged, column: Column, text: str, stands: str) -> None:
    try:
        value = _value(column, text)
    except Unreadable as unreadable:
        judged.refuse(column, str(unreadable))
        return
    name = column.path
    if judged.pk is not None:
        now = judged.stored[column.field.attname]
        if _equal(column, value, now):
            return
        judged.before[name] = now
    judged.values[name] = value
    judged.shown[column.title] = (stands, text.strip())


def _value(column: Column, text: str) -> Any:
    if text.strip() in FORMULA_ERRORS:
        raise Unreadable(f"“{text.strip()}”是公式的错误，请改成数值或文字。")
    if column.references is None:
        return parse(column.field, text)
    if not text.strip():
        if not column.field.null:
            raise Unreadable(EMPTY)
        return None
    return column.references.read(text.strip())


def _equal(column: Column, value: Any, now: Any) -> bool:
    if column.references is not None:
        return bool(value == now)
    if isinstance(now, datetime):
        now = now.replace(microsecond=0)
    return bool(plain(column.field, value) == plain(column.field, now))


def _reads_the_same(column: Column, text: str, now: Any) -> bool:
    """Whether a read-only cell says the same another way: a date or number as a spreadsheet keeps it."""
    if column.references is not None or column.field.generated:
        return False
    try:
        return _equal(column, parse(column.field, text), now)
    except Unreadable:
        return False


def _blank(text: str, now: Any) -> bool:
    return now in (None, "") and not text.strip()


def _needed(column: Any) -> bool:
    return not (column.null or column.blank or column.has_default() or column.generated)
