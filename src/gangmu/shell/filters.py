"""Chips above a list: each narrows the rows by one declared path, and keeps its state in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from gangmu.core.refusal import Refusal

from .columns import Column, plain

NOTHING = "none"  # the value that asks for rows where the field is empty
_MOST_OPTIONS = 200


class WrongAddress(Refusal):
    """A parameter of a list's address that the list does not know; the sentence says which and what to do."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip. `kind`: words (choices, yes or no, relations, short texts) or range (dates and figures)."""

    column: Column
    values: tuple[str, ...]
    low: str = ""
    high: str = ""

    @property
    def param(self) -> str:
        return self.column.path

    @property
    def title(self) -> str:
        return self.column.title

    @property
    def is_range(self) -> bool:
        return isinstance(self.column.kind, models.DateField) or self.column.is_figure

    @property
    def input_type(self) -> str:
        return "date" if isinstance(self.column.kind, models.DateField) else "text"

    @property
    def active(self) -> bool:
        return bool(self.values or self.low or self.high)

    @property
    def params(self) -> tuple[str, ...]:
        return (self.param, f"{self.param}.from", f"{self.param}.to")

    def narrow(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows that this chip lets through; raises WrongAddress on a value it cannot read."""
        if self.is_range:
            return self._within(rows)
        if not self.values:
            return rows
        lookup, wanted = self.column.lookup, [value for value in self.values if value != NOTHING]
        chosen = Q(**{f"{self._key}__in": [self._read(value) for value in wanted]}) if wanted else Q(pk__in=())
        if NOTHING in self.values:
            chosen |= Q(**{f"{lookup}__isnull": True})
            if isinstance(self.column.kind, models.CharField | models.TextField):
                chosen |= Q(**{lookup: ""})
        return rows.filter(chosen)

    def options(self, rows: models.QuerySet[Any]) -> list[Option]:
        """What may be chosen among `rows`, in the order of the choices, of the related register, or of the text."""
        field = self.column.kind
        found: Sequence[tuple[Any, Any]]
        if field is None or self.is_range:
            return []
        if field.choices:
            found = [(value, label) for value, label in field.flatchoices if value != ""]
        elif isinstance(field, models.BooleanField):
            found = [("true", "是"), ("false", "否")]
        elif field.is_relation:
            found = self._related(rows)
        else:
            texts = rows.order_by(self.column.lookup).values_list(self.column.lookup, flat=True).distinct()
            found = [(text, plain(text)) for text in texts[:_MOST_OPTIONS] if text not in (None, "")]
        options = [Option(str(value), str(label), str(value) in self.values) for value, label in found]
        if field.null:
            options.append(Option(NOTHING, "（未填）", NOTHING in self.values))
        return options

    @property
    def _key(self) -> str:
        if not self.column.is_relation:
            return self.column.lookup
        return f"{self.column.lookup}__{'code' if self._coded else 'pk'}"

    @property
    def _coded(self) -> bool:
        related = self.column.related
        return any(field.name == "code" for field in related._meta.fields)

    def _related(self, rows: models.QuerySet[Any]) -> list[tuple[str, str]]:
        related = self.column.related
        used = rows.order_by().filter(**{self.column.lookup: OuterRef("pk")})
        own = related._default_manager.filter(Exists(used)).order_by(*(related._meta.ordering or ("pk",)))
        key = "code" if self._coded else "pk"
        return [(str(getattr(item, key)), str(item)) for item in own[:_MOST_OPTIONS]]

    def _read(self, value: str) -> Any:
        field = self.column.kind
        if field is not None and field.choices:
            for key, _ in field.flatchoices:
                if str(key) == value:
                    return key
            raise self._unreadable(value)
        if isinstance(field, models.BooleanField):
            if value not in ("true", "false"):
                raise self._unreadable(value)
            return value == "true"
        if self.column.is_relation and not self._coded and not value.isdecimal():
            raise self._unreadable(value)
        return value

    def _within(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        for text, compare in ((self.low, "gte"), (self.high, "lte")):
            if text:
                rows = rows.filter(**{f"{self.column.lookup}__{compare}": self._limit(text, compare)})
        return rows

    def _limit(self, text: str, compare: str) -> date | datetime | Decimal:
        try:
            if isinstance(self.column.kind, models.DateTimeField):
                edge = time.min if compare == "gte" else time.max
                return timezone.make_aware(datetime.combine(date.fromisoformat(text), edge))
            if isinstance(self.column.kind, models.DateField):
                return date.fromisoformat(text)
            number = Decimal(text)
        except (ValueError, InvalidOperation):
            raise self._unreadable(text) from None
        if not number.is_finite():
            raise self._unreadable(text)
        return number * 10_000 if self.column.is_money else number

    def _unreadable(self, value: str) -> WrongAddress:
        return WrongAddress(f"地址里的筛选「{self.title}＝{value[:40]}」读不懂，请从页面上的筛选重新选择。")


def read_filters(columns: Sequence[Column], params: QueryDict) -> tuple[Filter, ...]:
    """The chips of a list with what the address chooses on them."""
    return tuple(
        Filter(
            column,
            tuple(dict.fromkeys(value for value in params.getlist(column.path) if value)),
            params.get(f"{column.path}.from", "").strip(),
            params.get(f"{column.path}.to", "").strip(),
        )
        for column in columns
    )
