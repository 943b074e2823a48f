"""The systems that run, read once from settings.SYSTEMS and frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from gangmu.core.declare import Page, Register, System


class Undeclared(LookupError):
    """No declared system, register or page has that key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One register within its system: what an address /s/<system>/<register>/ stands for."""

    system: System
    register: Register

    @property
    def model(self) -> type[models.Model]:
        return self.register.model

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def creatable(self) -> bool:
        """Whether the form holds every field that a new row must have."""
        needed = (
            field.name
            for field in self.model._meta.concrete_fields
            if field.editable and not (field.generated or field.blank or field.null or field.has_default())
        )
        return bool(self.register.form) and set(needed) <= set(self.register.form)

    @property
    def url(self) -> str:
        return reverse("register", args=(self.system.key, self.register.key))

    def address(self, row: Any) -> str:
        """Where a row of this register is shown."""
        return reverse("record", args=(self.system.key, self.register.key, row.code))


@cache
def _by_app(apps: tuple[str, ...]) -> MappingProxyType[str, System]:
    found: dict[str, System] = {}
    for app in apps:
        system = import_module(f"{app}.system").SYSTEM
        found.setdefault(app, system)
    return MappingProxyType(found)


def declared() -> MappingProxyType[str, System]:
    """App name → its system, in the order of settings.SYSTEMS."""
    return _by_app(tuple(settings.SYSTEMS))


def systems() -> tuple[System, ...]:
    return tuple(declared().values())


def find_system(key: str) -> System:
    """The system of that key; raises Undeclared."""
    for system in systems():
        if system.key == key:
            return system
    raise Undeclared(key)


def find(system_key: str, register_key: str) -> Entry:
    """The register of that address; raises Undeclared."""
    system = find_system(system_key)
    try:
        return Entry(system, system.register(register_key))
    except KeyError:
        raise Undeclared(f"{system_key}/{register_key}") from None


def entries() -> Iterator[Entry]:
    for system in systems():
        for register in system.registers:
            yield Entry(system, register)


def pages() -> Iterator[tuple[System, Page]]:
    for system in systems():
        for page in system.pages:
            yield system, page


def entry_of(model: type[models.Model]) -> Entry | None:
    """The register that shows rows of `model`; the first declared, where several do."""
    return next((entry for entry in entries() if entry.model is model), None)
