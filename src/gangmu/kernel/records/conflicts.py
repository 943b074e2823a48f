"""What the database refuses, said in a sentence."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, models
from django.db.models.constraints import BaseConstraint

from gangmu.core.refusal import Refusal


def refusal_of(error: IntegrityError, model: type[models.Model]) -> Refusal:
    """The refusal for a broken constraint: its own `violation_error_message`, else the fields that clash.

    Ask it after the transaction or savepoint of the failed statement has been rolled back.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if (
            constraint.name == name
            and constraint.violation_error_message != BaseConstraint.default_violation_error_message
        ):
            return Refusal(str(constraint.violation_error_message))
    with connection.cursor() as cursor:
        constraints: Any = connection.introspection.get_constraints(cursor, model._meta.db_table)
    known = constraints.get(name, {})
    labels = "、".join(
        str(field.verbose_name) for field in model._meta.concrete_fields if field.column in known.get("columns", ())
    )
    kind = model._meta.verbose_name
    if known.get("unique"):
        return Refusal(f"“{labels}”与已有的{kind}相同，请改用别的值或修改已有的那一条。")
    if known.get("check"):
        return Refusal(f"“{labels}”不符合{kind}的规定（{name}），请检查后再试。")
    if known.get("foreign_key"):
        return Refusal(f"“{labels}”所指的记录不存在，请重新选择。")
    raise error
