"""One column of a register: a path through its model, what it is called, and how its values are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .wording import EMPTY, VERDICTS, grouped, in_myriads, status

MONEY = "元"
UNIT = re.compile(r"^(?P<name>.+?)[（(](?P<unit>[^（）()]{1,12})[）)]$")
_ALIGNED = 3  # up to so many places all figures of a column show them, so that their points align
YEAR = re.compile(r"(年|年份|年度)$")


class WrongPath(LookupError):
    """A declared path leads nowhere in the model; `str()` says at which step."""


@dataclass(frozen=True, slots=True)
class Column:
    """`steps` are attribute names from a row to the value, `lookup` the same for the database.

    `field` is the last step's model field, None where the path ends in a plain attribute, which can be shown but
    neither sorted nor filtered. `joined` is the part of the path that has to be fetched along with the row.
    """

    path: str
    steps: tuple[str, ...]
    title: str
    unit: str
    field: models.Field[Any, Any] | None
    joined: str

    @property
    def lookup(self) -> str:
        return "__".join(self.steps)

    @property
    def kind(self) -> models.Field[Any, Any] | None:
        """The field that says how values are read and written: what a generated column generates."""
        return self.field.output_field if isinstance(self.field, models.GeneratedField) else self.field

    @property
    def is_relation(self) -> bool:
        return self.field is not None and self.field.is_relation

    @property
    def related(self) -> type[models.Model]:
        """The model that a relation leads to; raises TypeError for other columns."""
        if self.field is None or not isinstance(self.field.related_model, type):
            raise TypeError(f"{self.path} is not a relation")
        return self.field.related_model

    @property
    def is_figure(self) -> bool:
        return isinstance(self.kind, models.IntegerField | models.DecimalField | models.FloatField) and (
            not self.kind.choices
        )

    @property
    def is_money(self) -> bool:
        return self.unit == MONEY and isinstance(self.kind, models.DecimalField)

    @property
    def shown_unit(self) -> str:
        """The unit in a column's head: money stands in 万元, so that a column's figures compare."""
        return "万元" if self.is_money else self.unit

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.shown_unit}）" if self.shown_unit else self.title

    @property
    def css(self) -> str:
        if self.is_figure:
            return "num"
        if isinstance(self.kind, models.DateField | models.BooleanField) or self.path == "code":
            return "nowrap"
        return ""

    @property
    def sortable(self) -> bool:
        return self.field is not None and not isinstance(self.kind, models.JSONField | models.BinaryField)

    @property
    def indexed(self) -> bool:
        """Whether the database can walk the rows in this order without sorting them all."""
        if self.field is None or len(self.steps) > 1:
            return False
        if getattr(self.field, "db_index", False) or self.field.unique or self.field.primary_key:
            return True
        heads = [index.fields[0].lstrip("-") for index in self.field.model._meta.indexes if index.fields]
        return self.field.name in heads

    def value(self, row: Any) -> Any:
        for step in self.steps:
            if row is None:
                return None
            row = getattr(row, step)
        return row() if callable(row) and not isinstance(row, models.Model) else row

    def brief(self, row: Any) -> str | SafeString:
        """The value as a cell of a list shows it."""
        value = self.value(row)
        if value is None or value == "":
            return EMPTY
        if self.is_money:
            return in_myriads(value)
        if isinstance(self.kind, models.DecimalField) and self.kind.decimal_places <= _ALIGNED:
            return f"{value:,.{self.kind.decimal_places}f}"
        return self.written(value)

    def full(self, row: Any) -> str | SafeString:
        """The value as the page of one record shows it, with its unit."""
        value = self.value(row)
        if value is None or value == "":
            return EMPTY
        if self.is_money:
            exact = f"{grouped(value)} 元"
            if abs(value) < 10_000:
                return exact
            return format_html('{} <span class="quiet">（{}）</span>', money(value), exact)
        text = self.written(value)
        return format_html("{} {}", text, self.unit) if self.unit and self.is_figure else text

    def written(self, value: Any) -> str | SafeString:
        if self.field is not None and self.field.choices:
            word = str(dict(self.field.flatchoices).get(value, value))
            return status(word) if word in VERDICTS else word
        if isinstance(value, str) and value in VERDICTS:
            return status(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int) and YEAR.search(self.title):
            return str(value)
        return plain(value)


def plain(value: Any) -> str:
    """A value in words: dates 2027-03-05, times to the minute, figures grouped by thousands."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(value) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return grouped(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(plain(item) for item in value)
    return str(value)


def money(value: Decimal) -> str:
    """An amount of yuan in 亿元 from a hundred million, in 万元 from ten thousand, else in 元."""
    size = abs(value)
    if size >= 100_000_000:
        return f"{grouped(value / 100_000_000, 2)} 亿元"
    if size >= 10_000:
        return f"{grouped(value / 10_000, 2)} 万元"
    return f"{grouped(value)} 元"


def split_unit(label: str) -> tuple[str, str]:
    """«总投资（元）» -> («总投资», «元»)."""
    found = UNIT.match(label)
    return (found["name"], found["unit"]) if found else (label, "")


@cache
def column(model: type[models.Model], path: str) -> Column:
    """Resolves `department.name` on a model; raises WrongPath with the step that fails."""
    steps = tuple(path.lstrip("-").split("."))
    here: type[models.Model] = model
    joined: list[str] = []
    labels: list[str] = []
    field: models.Field[Any, Any] | None = None
    for place, step in enumerate(steps):
        last = place == len(steps) - 1
        try:
            found = here._meta.get_field(step)
        except FieldDoesNotExist:
            if not (last and hasattr(here, step)):
                raise WrongPath(f"{here._meta.verbose_name}（{here.__name__}）没有字段「{step}」") from None
            field = None
            labels.append(str(getattr(getattr(here, step), "short_description", step)))
            continue
        if not isinstance(found, models.Field) or found.many_to_many:
            raise WrongPath(f"「{step}」通向多条记录，不能作一列")
        field = found
        labels.append(str(found.verbose_name))
        if found.is_relation:
            joined.append(step)
            here = found.related_model  # type: ignore[assignment]
        elif not last:
            raise WrongPath(f"「{step}」是普通字段，后面不能再接「{steps[place + 1]}」")
    title, unit = split_unit(_title(labels))
    return Column(path.lstrip("-"), steps, title, unit, field, "__".join(joined))


def _title(labels: list[str]) -> str:
    """The name of a column: «部门» for department.name, since the last step only says which of its words to show."""
    if len(labels) > 1 and labels[-1] in ("名称", "姓名", "简称"):
        return labels[-2]
    return labels[-1]


def columns(model: type[models.Model], paths: Iterable[str]) -> tuple[Column, ...]:
    return tuple(column(model, path) for path in paths)


def joins(shown: Iterable[Column]) -> tuple[str, ...]:
    """What to fetch along, so that the number of queries does not grow with the rows."""
    return tuple(sorted({item.joined for item in shown if item.joined}))
