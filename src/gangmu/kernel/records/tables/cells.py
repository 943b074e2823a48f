"""Values as text in cells, and back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from gangmu.kernel.records.plain import plain
from gangmu.kernel.records.values import clean_value, sentence_for

from .problems import Unreadable

YES, NO = "是", "否"
TRUTH = {YES: True, NO: False, "true": True, "false": False, "1": True, "0": False, "√": True, "×": False}
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
TIME = re.compile(r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
Show = Callable[[Any], str]


def shower(field: Any) -> Show:
    """The function that writes a field's values as text; empty text for nothing."""
    if field.choices:
        labels = {key: str(label) for key, label in field.flatchoices}
        ambiguous = len(set(labels.values())) < len(labels)
        return lambda value: "" if value is None else str(value) if ambiguous else labels.get(value, str(value))
    if isinstance(field, models.GeneratedField):
        return shower(field.output_field)
    if isinstance(field, models.BooleanField):
        return lambda value: "" if value is None else YES if value else NO
    if isinstance(field, models.DateTimeField):
        return lambda value: "" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(field, (models.DecimalField, models.DateField, models.TimeField, models.UUIDField)):
        return lambda value: "" if value is None else str(plain(field, value))
    if isinstance(field, (models.CharField, models.TextField)):
        return lambda value: "" if value is None else one_line_end(value)
    return _show_any


def parse(field: Any, text: str) -> Any:
    """The value that a text stands for, as the field keeps it; raises Unreadable."""
    text = text if isinstance(field, models.TextField) else text.strip()
    try:
        return clean_value(field, _read(field, text))
    except ValidationError as error:
        raise Unreadable(sentence_for(field, text, error)) from None


def one_line_end(text: str) -> str:
    """The text with line ends as tables keep them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read(field: Any, text: str) -> Any:
    if text == "":
        return "" if isinstance(field, (models.CharField, models.TextField)) and not field.null else None
    if field.choices:
        by_label = {str(label): key for key, label in field.flatchoices}
        return by_label.get(text, text)
    folded = unicodedata.normalize("NFKC", text)
    match field:
        case models.BooleanField():
            return TRUTH.get(folded.lower(), text)
        case models.DateTimeField():
            return _instant(folded, text)
        case models.DateField():
            return _day(folded) or text
        case models.IntegerField():
            return _whole(folded) if _number(folded) is not None else text
        case models.DecimalField() | models.FloatField():
            number = _number(folded)
            return text if number is None else number
        case models.JSONField():
            try:
                return json.loads(text)
            except ValueError:
                raise Unreadable("不是 JSON，请照导出的格式填写。") from None
    return text


def _number(text: str) -> Decimal | None:
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < 100 else None


def _whole(text: str) -> Any:
    number = _number(text)
    if number is None or number != number.to_integral_value():
        return text
    return int(number)


def _day(text: str) -> date | None:
    if found := DATE.fullmatch(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
    return None


def _instant(text: str, as_written: str) -> Any:
    found = TIME.fullmatch(text)
    day = _day(found[1]) if found else None
    if found is None or day is None:
        return as_written
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()[1:])
        moment = datetime(day.year, day.month, day.day, hour, minute, second)
    except ValueError:
        return as_written
    return timezone.make_aware(moment)


def _show_any(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return str(value)
