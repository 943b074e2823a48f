"""What a system says of itself: plain data that the shell, the API, the checks and the docs all read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of record with its list, detail, form, import and export.

    `columns`, `filters` and `order` are field paths of the model (`department.name`); a leading `-` sorts downwards.
    `search` names the text fields that the list's search box looks into; `form` the fields a person may fill in,
    `detail` further fields that the detail page shows. `key` is the register's part of the address.
    """

    model: type[Any]
    key: str
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    order: tuple[str, ...] = ("code",)
    form: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()
    editors: tuple[str, ...] = ("administrator", "planner")
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its unit that opens to the rows it is made of: `rows` gives one queryset for both."""

    key: str
    title: str
    unit: str
    rows: Callable[[], Any]
    value: Any = None
    register: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the shell cannot make: `view` is a Django view, `path` its address below the site's root.

    `key` is also the name of its address for `reverse`; `menu` puts it into the main menu with that `icon`.
    """

    key: str
    title: str
    path: str
    view: Callable[..., Any]
    menu: bool = True
    icon: str = "file-text"


@dataclass(frozen=True, slots=True)
class System:
    """An information system that the plan names. `clauses` are headings and lead of the clauses it implements."""

    key: str
    title: str
    part: str
    clauses: tuple[tuple[str, ...], ...]
    registers: tuple[Register, ...] = ()
    measures: tuple[Measure, ...] = ()
    pages: tuple[Page, ...] = ()

    def register(self, key: str) -> Register:
        """The register of that key; raises KeyError when the system has none."""
        for register in self.registers:
            if register.key == key:
                return register
        raise KeyError(f"{self.key}/{key}")
