"""An import that was planned, done: one transaction, one receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.records.plain import plain
from gangmu.kernel.records.record import Origin
from gangmu.kernel.records.registers import register_name
from gangmu.kernel.records.services import amend_many, create_many
from gangmu.kernel.records.writing import locked

from .models import ImportReceipt
from .planning import ImportPlan
from .rows import Judged


def apply_import(plan: ImportPlan, *, by: User, at: datetime) -> ImportReceipt:
    """Makes and changes what the plan says and returns the receipt; nothing is kept when anything is refused.

    Raises Refusal when the plan has problems or nothing to do, when rows were changed by others since it was made,
    when the person could not see what they would import, or when the same file has added rows before.
    """
    if not plan.ready:
        raise Refusal(plan.sentence())
    model = plan.register.model
    try:
        with transaction.atomic():
            receipt = ImportReceipt.objects.create(
                register=register_name(model),
                file_name=plan.file_name,
                sha256=plan.sha256,
                created=len(plan.new),
                amended=len(plan.changed),
                unchanged=plan.unchanged,
                at=at,
                by=by,
            )
            rows = locked(model, [each.pk for each in plan.changed])
            _refuse_stale(model, plan.changed, rows)
            made = create_many(model, [each.values for each in plan.new], by=by, at=at, origin=Origin.IMPORT)
            amend_many([(rows[each.pk], each.values) for each in plan.changed], by=by, at=at)
            _refuse_unseen(model, plan, made, by)
    except IntegrityError as error:
        if "records_import_adds_once" not in str(error):
            raise
        raise Refusal("这个文件刚刚已经导入过，没有再次导入；请导出最新的表再改。") from error
    return receipt


def _refuse_stale(model: Any, changed: Sequence[Judged], rows: dict[Any, Any]) -> None:
    for each in changed:
        for name, before in each.before.items():
            column = model._meta.get_field(name)
            if plain(column, getattr(rows[each.pk], column.attname)) != plain(column, before):
                place = f"第 {each.number} 行 {each.code} 的“{column.verbose_name}”"
                raise Refusal(f"{place}在核对之后被人改动过，请重新核对后再导入。")


def _refuse_unseen(model: Any, plan: ImportPlan, made: Sequence[Any], by: User) -> None:
    numbers = {row.pk: each.number for row, each in zip(made, plan.new, strict=True)}
    numbers |= {each.pk: each.number for each in plan.changed}
    seen = set(model._default_manager.visible_to(by).filter(pk__in=list(numbers)).values_list("pk", flat=True))
    hidden = sorted(number for pk, number in numbers.items() if pk not in seen)
    if hidden:
        raise Refusal(
            f"第 {hidden[0]} 行导入后您自己也看不到，请把部门填成本部门，或把区域代码填在您的辖区内，再重新导入。"
        )
