"""Values that people, files and programs give for a record's fields: made right or refused in a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ForeignKey
from django.db.models.fields import Field

from gangmu.core.refusal import Refusal

from .plain import ENOUGH

ALL = "__all__"
WRITTEN_BY_VERBS = frozenset({"origin", "created_at", "created_by", "voided_at", "void_reason"})
MOST_DIGITS = 100  # before the point; no register keeps numbers as long
EMPTY = "不能为空，请填写。"
ADVICE: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.DateTimeField, "不是时间，请写成 2027-03-05 14:30。"),
    (models.DateField, "不是日期，请写成 2027-03-05。"),
    (models.BooleanField, "应为 是 或 否。"),
    (models.IntegerField, "不是整数，请只写数字。"),
    (models.DecimalField, "不是数，请只写数字，不带单位。"),
    (models.FloatField, "不是数，请只写数字，不带单位。"),
)
MISSING = "所指的记录不存在，请重新选择。"


class InvalidValues(Refusal):
    """Values that a record cannot have: `fields` gives for each field (`__all__`: several together) its sentence."""

    def __init__(self, model: type[models.Model], fields: Mapping[str, str], *, place: str = "") -> None:
        self.fields = dict(fields)
        sentences = "；".join(
            sentence.rstrip("。") if name == ALL else f"“{label(model, name)}”{sentence.rstrip('。')}"
            for name, sentence in self.fields.items()
        )
        super().__init__(f"{place}{sentences}。")


def label(model: type[models.Model], name: str) -> str:
    """What people call the field."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


@cache
def fields_of(model: type[models.Model]) -> tuple[Field[Any, Any], ...]:
    """The fields that hold a record's facts: columns that are neither its key, its uid, nor generated."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated and field.name not in ("uid", "created_at", "created_by")
    )


def check_names(model: type[models.Model], names: Iterable[str], *, new: bool) -> None:
    """Raises TypeError, a mistake in the calling code, when a name is no field that may be given."""
    known = {field.name for field in fields_of(model)} - WRITTEN_BY_VERBS | ({"uid"} if new else set())
    if unknown := sorted(set(names) - known):
        raise TypeError(f"{model._meta.label} cannot be given {', '.join(unknown)}")


def clean_value(field: Field[Any, Any], value: Any) -> Any:
    """The value as the field keeps it; raises ValidationError. References are checked by `resolve`, not here."""
    if value is None or (value == "" and not isinstance(field, (models.CharField, models.TextField))):
        if not field.null:
            raise ValidationError(EMPTY, code="required")
        return None
    value = field.to_python(value)
    if value in field.empty_values:
        if not field.blank:
            raise ValidationError(EMPTY, code="required")
        return value
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        value = _to_places(value, field.decimal_places or 0)
    if isinstance(value, str):
        value = str(value)
        if "\x00" in value or not _encodes(value):
            raise ValidationError("含有不能保存的字符，请删去后再试。", code="characters")
    field.validate(value, None)
    field.run_validators(value)
    return value


def sentence_for(field: Field[Any, Any], value: Any, error: ValidationError) -> str:
    """One sentence for what is wrong with a value and what to do."""
    first = error.error_list[0]
    shown = str(value) if len(str(value)) <= 30 else f"{str(value)[:30]}…"
    match first.code:
        case "required" | "null" | "blank":
            return EMPTY
        case "invalid_choice":
            choices = "、".join(str(text) for _, text in field.flatchoices)
            return f"“{shown}”不在可选范围内，应为 {choices} 之一。"
        case "max_length":
            return f"有 {len(str(value))} 个字，超过 {field.max_length} 个字的上限，请缩短。"
        case "min_value" | "max_value":
            word = ("过小", "小于") if first.code == "min_value" else ("过大", "大于")
            return f"“{shown}”{word[0]}，不得{word[1]} {(first.params or {}).get('limit_value')}。"
        case "max_digits" | "max_decimal_places" | "max_whole_digits" if isinstance(field, models.DecimalField):
            places = field.decimal_places or 0
            return f"“{shown}”位数过多：整数最多 {(field.max_digits or 0) - places} 位，小数最多 {places} 位。"
    for kind, advice in ADVICE:
        if isinstance(field, kind) and (first.code or "").startswith("invalid"):
            return f"“{shown}”{advice}"
    return " ".join(str(message) for message in first.messages)


def clean_values(model: type[models.Model], given: Mapping[str, Any], errors: dict[str, str]) -> dict[str, Any]:
    """The given values made right, field by field; what cannot be is left out and its sentence put into `errors`."""
    values = {}
    for name, value in given.items():
        field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
        if isinstance(field, ForeignKey):
            if value is None and not field.null:
                errors[name] = EMPTY
            else:
                values[name] = value
            continue
        try:
            values[name] = clean_value(field, value)
        except ValidationError as error:
            errors[name] = sentence_for(field, value, error)
    return values


def resolve(model: type[models.Model], many: Sequence[dict[str, Any]], errors: Sequence[dict[str, str]]) -> None:
    """Puts rows in the place of primary keys given for references: one query for a field, however many rows."""
    for field in fields_of(model):
        if not isinstance(field, ForeignKey):
            continue
        name = field.name
        keys = {
            values[name]
            for values in many
            if values.get(name) is not None and not isinstance(values[name], models.Model)
        }
        rows: dict[Any, Any] = field.related_model._base_manager.in_bulk(keys) if keys else {}
        for values, wrong in zip(many, errors, strict=True):
            value = values.get(name)
            if value is None or isinstance(value, models.Model):
                continue
            if value in rows:
                values[name] = rows[value]
            else:
                wrong[name] = MISSING


def _to_places(value: Decimal, places: int) -> Decimal:
    """The same number with the field's places; a number that needs more stays as it is, to be refused."""
    if not value.is_finite() or value.adjusted() > MOST_DIGITS:
        return value
    same = value.quantize(Decimal(1).scaleb(-places), context=ENOUGH)
    return same if same == value else value


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
