"""The state of one list: who asks, what the address chooses, and the rows that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.safestring import SafeString

from gangmu.core.declare import Measure, System
from gangmu.kernel.access.models import User
from gangmu.kernel.records.search import LONGEST_ASKED, matching

from .columns import Column, column, columns, joins
from .filters import Filter, WrongAddress, read_filters
from .measures import rows_of
from .registry import Entry, systems
from .wording import EMPTY

PAGE = 50
COUNTED = 10_000  # beyond this a count is «10,000+»; sorting then walks an index or is refused
CODE = re.compile(r"[A-Za-z]{1,8}-\d{1,12}")
RESERVED = frozenset({"q", "sort", "page", "columns", "void", "row", "measure"})


@dataclass(frozen=True, slots=True)
class Cell:
    title: str
    css: str
    text: str | SafeString


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the list draws it."""

    row: Any
    url: str
    code: str
    void: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: where a click leads, and how the rows are sorted now."""

    column: Column
    url: str
    order: str

    @property
    def icon(self) -> str:
        return {"ascending": "sort-ascending", "descending": "sort-descending"}.get(self.order, "")


class Listing:
    """Raises WrongAddress, with a sentence, as soon as the address asks for what the list cannot do."""

    def __init__(self, entry: Entry, user: User, params: QueryDict) -> None:
        self.entry = entry
        self.user = user
        self.params = params
        self.text = params.get("q", "").strip()
        if len(self.text) > LONGEST_ASKED:
            raise WrongAddress(f"搜索词最多 {LONGEST_ASKED} 个字，请缩短后再试。")
        model, register = entry.model, entry.register
        self.offered = columns(model, dict.fromkeys((*register.columns, *register.detail)))
        self.columns = self._chosen_columns()
        self.filters = read_filters(columns(model, register.filters), params)
        self.voids = hasattr(model, "voided_at")
        if params.get("void", "all") != "all":
            raise WrongAddress("地址里的 void 只能是 all，请从页面上的链接进入。")
        self.with_void = self.voids and "void" in params
        self.sort = params.get("sort", "")
        self.measure = self._measured()

    def _chosen_columns(self) -> tuple[Column, ...]:
        wanted = [path for text in self.params.getlist("columns") for path in text.split(",") if path]
        if not wanted:
            return columns(self.entry.model, self.entry.register.columns)
        known = {item.path: item for item in self.offered}
        for path in wanted:
            if path not in known:
                raise WrongAddress(f"这张表没有「{path[:40]}」这一列，请从「列」里重新选择。")
        return tuple(known[path] for path in dict.fromkeys(wanted))

    def _measured(self) -> tuple[System, Measure] | None:
        """The figure whose rows alone the address asks for, `<system>.<measure>`."""
        text = self.params.get("measure", "")
        if not text:
            return None
        system_key, _, key = text.partition(".")
        for system in systems():
            for measure in system.measures:
                if (system.key, measure.key) == (system_key, key) and measure.rows().model is self.entry.model:
                    return system, measure
        raise WrongAddress(f"没有「{text[:40]}」这个数字，请从数字所在的页面重新点开。")

    @cached_property
    def seen(self) -> models.QuerySet[Any]:
        """All rows of the register that this person may see, or those of one figure."""
        if self.measure:
            return rows_of(self.measure[1], self.user)
        rows: models.QuerySet[Any] = self.entry.model._default_manager.visible_to(self.user)  # type: ignore[attr-defined]
        return rows

    @cached_property
    def narrowed(self) -> models.QuerySet[Any]:
        """What the search and the chips leave, voided rows included."""
        rows = self.seen
        for chip in self.filters:
            rows = chip.narrow(rows)
        return found(rows, self.entry, self.text)

    @cached_property
    def rows(self) -> models.QuerySet[Any]:
        """The rows of the list in its order: what the page pages through and the export writes."""
        rows = self.narrowed
        if self.voids and not self.with_void:
            rows = rows.filter(voided_at=None)
        return rows.order_by(*self._order())

    def drawn(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows with what their cells need, and without the columns that only the database reads."""
        return rows.select_related(*joins(self.columns)).defer(*unread(self.entry.model))

    @cached_property
    def count(self) -> int:
        """Exact up to COUNTED; COUNTED + 1 means more."""
        return self.rows.order_by()[: COUNTED + 1].count()

    @property
    def count_words(self) -> str:
        return f"{self.count:,}" if self.count <= COUNTED else f"{COUNTED:,}+"

    @cached_property
    def hidden_void(self) -> int:
        """How many voided rows the list leaves out, capped like every count."""
        if not self.voids or self.with_void:
            return 0
        return self.narrowed.filter(voided_at__isnull=False).order_by()[: COUNTED + 1].count()

    @cached_property
    def pages(self) -> int:
        return max(1, -(-min(self.count, COUNTED) // PAGE))

    @cached_property
    def page(self) -> int:
        text = self.params.get("page", "1")
        if not (text.isdecimal() and text.isascii() and 1 <= int(text) <= self.pages):
            raise WrongAddress(f"没有第 {text[:10]} 页：当前条件下共 {self.pages} 页。")
        return int(text)

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * PAGE, self.count)

    def lines(self) -> Iterator[Line]:
        start = (self.page - 1) * PAGE
        root = self.entry.url
        for row in self.drawn(self.rows)[start : start + PAGE]:
            cells = tuple(Cell(item.heading, item.css, item.brief(row)) for item in self.columns)
            if cells[0].text == EMPTY:  # the first cell is the way to the record
                cells = (Cell(cells[0].title, cells[0].css, row.code), *cells[1:])
            yield Line(row, f"{root}{row.code}/", row.code, self.voids and row.voided_at is not None, cells)

    def heads(self) -> Iterator[Head]:
        now = self.sort or self._default_sort
        for item in self.columns:
            order = {item.path: "ascending", f"-{item.path}": "descending"}.get(now, "")
            turned = f"-{item.path}" if order == "ascending" else item.path
            yield Head(item, self.url(sort=turned, page=None) if self._may_sort(item) else "", order)

    @property
    def _default_sort(self) -> str:
        return self.entry.register.order[0] if self.entry.register.order else ""

    def _may_sort(self, item: Column) -> bool:
        return item.sortable and (item.indexed or self.count <= COUNTED)

    def _order(self) -> list[str]:
        paths = list(self.entry.register.order)
        if self.sort:
            known = {item.path: item for item in self.offered}
            chosen = known.get(self.sort.removeprefix("-"))
            if chosen is None or not chosen.sortable:
                raise WrongAddress(f"这张表不能按「{self.sort[:40]}」排序，请点列名排序。")
            if not chosen.indexed and self.narrowed.order_by()[: COUNTED + 1].count() > COUNTED:
                raise WrongAddress(f"超过一万行时不能按「{chosen.title}」排序，请先筛选，或按编号排序。")
            paths.insert(0, self.sort)
        order = [
            f"{'-' if path.startswith('-') else ''}{column(self.entry.model, path).lookup}"
            for path in dict.fromkeys(paths)
        ]
        return [*order, "pk"]

    def url(self, **changes: str | None) -> str:
        """This list's address with some parameters changed, or dropped where None."""
        query = self.params.copy()
        query.pop("row", None)
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        text = query.urlencode(safe=",")
        return f"{self.entry.url}?{text}" if text else self.entry.url

    @property
    def query(self) -> str:
        """The parameters that choose the rows and columns, for the links that export them."""
        query = self.params.copy()
        for key in ("page", "row"):
            query.pop(key, None)
        return query.urlencode(safe=",")

    def chips(self) -> Iterator[Chip]:
        for chip in self.filters:
            yield Chip(self, chip)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.measure) or any(chip.active for chip in self.filters)


class Chip:
    """A filter with the addresses that change it."""

    def __init__(self, listing: Listing, chip: Filter) -> None:
        self.listing = listing
        self.filter = chip

    @cached_property
    def options(self) -> list[tuple[str, str, bool]]:
        """Label, address after the click, and whether it is chosen now."""
        return [(o.label, self._toggled(o.value), o.chosen) for o in self.filter.options(self.listing.seen)]

    @property
    def words(self) -> str:
        """What is chosen, as the chip says it."""
        chip = self.filter
        if chip.is_range:
            unit = chip.column.shown_unit
            return f"{chip.low or '不限'} 至 {chip.high or '不限'}{f' {unit}' if unit else ''}"
        chosen = [label for label, _, on in self.options if on]
        return "、".join(chosen[:2]) + (f" 等 {len(chosen)} 项" if len(chosen) > 2 else "")

    @property
    def clear(self) -> str:
        query = self.listing.params.copy()
        for key in (*self.filter.params, "page", "row"):
            query.pop(key, None)
        text = query.urlencode(safe=",")
        return f"{self.listing.entry.url}?{text}" if text else self.listing.entry.url

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The other parameters, for the chip's own form."""
        mine = {*self.filter.params, "page", "row"}
        return [(key, value) for key, values in self.listing.params.lists() if key not in mine for value in values]

    def _toggled(self, value: str) -> str:
        query = self.listing.params.copy()
        chosen = list(self.filter.values)
        chosen = [other for other in chosen if other != value] if value in chosen else [*chosen, value]
        query.setlist(self.filter.param, chosen)
        query.pop("page", None)
        query.pop("row", None)
        text = query.urlencode(safe=",")
        return f"{self.listing.entry.url}?{text}" if text else self.listing.entry.url


def found(rows: models.QuerySet[Any], entry: Entry, text: str) -> models.QuerySet[Any]:
    """Rows in which every word of `text` stands: by the model's search column, else in the declared texts.

    A text that is the code of one of the rows finds that row alone.
    """
    if not text or not entry.register.search:
        return rows
    if CODE.fullmatch(text):
        coded = rows.filter(code__in=(text, text.upper()))
        if coded.exists():
            return coded
    if name := search_column(entry.model):
        return matching(rows, name, text)
    for word in text.split():
        anywhere = Q()
        for path in entry.register.search:
            anywhere |= Q(**{f"{column(entry.model, path).lookup}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def search_column(model: type[models.Model]) -> str:
    """The name of a model's generated tsvector, empty where it has none."""
    return next((field.name for field in model._meta.fields if is_search(field)), "")


def unread(model: type[models.Model]) -> list[str]:
    """Columns that only the database reads, and that no query need fetch."""
    return [field.name for field in model._meta.fields if is_search(field)]


def is_search(field: models.Field[Any, Any] | None) -> bool:
    """Whether a field is a register's search column (a generated tsvector)."""
    return isinstance(field, models.GeneratedField) and isinstance(field.output_field, SearchVectorField)
