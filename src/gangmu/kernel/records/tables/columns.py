"""The columns of a register's table: which fields, under which titles, and which of them a file may change."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import models

from gangmu.core.declare import Register
from gangmu.kernel.records.record import Record

from .cells import Show, shower
from .references import References, is_reference

CODE = "code"
TOLD_BY_RECORDS = ("origin", "void_reason")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `path` is the field's path in the register, `select` what a query selects for it."""

    path: str
    title: str
    field: Any
    select: str
    show: Show
    writable: bool
    references: References | None = None


def columns_of(register: Register) -> tuple[Column, ...]:
    """Code, the list's columns, the form's fields, and for records their origin and end; each field once."""
    model = register.model
    told = TOLD_BY_RECORDS if issubclass(model, Record) else ()
    paths = dict.fromkeys((CODE, *register.columns, *register.form, *told))
    shared: dict[type[models.Model], References] = {}
    columns: list[Column] = []
    for path in paths:
        field, title = _resolve(model, path)
        if any(column.title == title for column in columns):
            title = f"{title}（{path}）"
        columns.append(_column(path, title, field, path in register.form, shared))
    return tuple(columns)


def known_as(columns: tuple[Column, ...]) -> dict[str, Column]:
    """The columns by what a header may call them: title or path, width, case and blanks apart."""
    return {folded(name): column for column in columns for name in (column.path, column.title)}


def folded(name: str) -> str:
    """A header's text as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _column(path: str, title: str, field: Any, writable: bool, shared: dict[type[models.Model], References]) -> Column:
    name = path.replace(".", "__")
    if not is_reference(field):
        return Column(path, title, field, name, shower(field), writable)
    if field.related_model not in shared:
        shared[field.related_model] = References(field.related_model)
    references = shared[field.related_model]
    return Column(path, title, field, references.path(name), references.show, writable, references)


def _resolve(model: type[models.Model], path: str) -> tuple[Any, str]:
    titles = []
    field: Any = None
    at: Any = model
    for name in path.split("."):
        field = at._meta.get_field(name)
        if not getattr(field, "concrete", False):
            raise TypeError(f"{model._meta.label}: a table cannot show {path}, which is no column")
        titles.append(str(field.verbose_name))
        at = field.related_model
    return field, "·".join(titles)
