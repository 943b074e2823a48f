"""What must hold of every register, asked when Django starts."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import GeneratedField

from .record import Record


@register("records")
def records_have_codes_of_their_own(**_: Any) -> list[CheckMessage]:
    """Every register of records has a code, and no two the same prefix: a code names one record of the district."""
    errors: list[CheckMessage] = []
    first: dict[str, type[Record]] = {}
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        prefix = prefix_of(model)
        if prefix is None:
            errors.append(Error('a record needs `code = code_field("…")`', obj=model, id="records.E001"))
        elif first.setdefault(prefix, model) is not model:
            other = first[prefix]._meta.label
            errors.append(Error(f"{other} has codes with the prefix {prefix} already", obj=model, id="records.E002"))
    return errors


def prefix_of(model: type[Record]) -> str | None:
    """The prefix of a register's codes; None when it has none."""
    field: Any = next((field for field in model._meta.concrete_fields if field.name == "code"), None)
    if not isinstance(field, GeneratedField):
        return None
    expression: Any = field
    return str(expression.expression.get_source_expressions()[0].value)
