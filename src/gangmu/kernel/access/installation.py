"""Founding a database: which district it is for, and whether it is a demo, for life."""

from __future__ import annotations

from django.db import transaction

from gangmu.core.refusal import Refusal

from .models import Installation


@transaction.atomic
def found_installation(*, kind: str, district_key: str, district_name: str) -> Installation:
    """Writes the one row. Repeating it with the same kind and district is harmless, and may correct the name.

    Raises Refusal when the database was founded as the other kind or for another district.
    """
    kind = Installation.Kind(kind)
    here, new = Installation.objects.select_for_update().get_or_create(
        id=1, defaults={"kind": kind, "district_key": district_key, "district_name": district_name}
    )
    if new:
        return here
    if here.kind != kind:
        raise Refusal(
            f"这个库建库时定为{here.get_kind_display()}库，不能改成{kind.label}库；"
            f"请另建一个数据目录，或为{kind.label}用途另设 GANGMU_DATA。"
        )
    if here.district_key != district_key:
        raise Refusal(
            f"这个库属于{here.district_name}（{here.district_key}），不能改作 {district_key}；"
            "一个库只管一个区县，请另建。"
        )
    if here.district_name != district_name:
        here.district_name = district_name
        here.save(update_fields=("district_name",))
    return here
