"""How references stand in a cell: by what people call the row, or by its code where that is not enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models

from .problems import Unreadable

FEW = 5000  # rows of a register that are held in memory to be called by name; larger ones go by code
KEYS = ("code", "username")
NAMES = ("name", "short_name", "title")


class References:
    """The rows that a reference may point to; read once, or by code as needed when there are many."""

    def __init__(self, target: Any) -> None:
        self.target = target
        columns = {column.name for column in self.target._meta.concrete_fields}
        self.key = next((name for name in KEYS if name in columns), "pk")
        rows = list(self.target._base_manager.select_related().order_by("pk")[: FEW + 1])
        self.many = len(rows) > FEW
        self._shown: dict[Any, str] = {}
        self._meant: dict[str, set[Any]] = {}
        if self.many:
            return
        titles = Counter(str(row) for row in rows)
        keys = {str(getattr(row, self.key)) for row in rows}
        for row in rows:
            key, title = str(getattr(row, self.key)), str(row)
            self._shown[row.pk] = title if titles[title] == 1 and title not in keys else key
            for name in {title, *(str(getattr(row, name)) for name in NAMES if name in columns)} - keys:
                self._meant.setdefault(name, set()).add(row.pk)
            self._meant[key] = {row.pk}

    def path(self, name: str) -> str:
        """What to select of the row that refers in order to show it: its key, or the code of what it refers to."""
        return f"{name}__{self.key}" if self.many else name

    def show(self, value: Any) -> str:
        """What stands in the cell for what `path` gave."""
        if value is None:
            return ""
        return str(value) if self.many else self._shown[value]

    def learn(self, texts: Iterable[str]) -> None:
        """Looks up the codes among these texts, where there are too many rows to hold; one query."""
        wanted = {text for text in texts if text} - self._meant.keys()
        if self.many and wanted:
            found = self.target._base_manager.filter(**{f"{self.key}__in": wanted}).values_list(self.key, "pk")
            for key, pk in found:
                self._meant[str(key)] = {pk}

    def read(self, text: str) -> Any:
        """The primary key that a text means; raises Unreadable when it means none, or several."""
        kind = self.target._meta.verbose_name
        meant = self._meant.get(text, set())
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            raise Unreadable(f"“{text}”有 {len(meant)} 个同名的，请改填代码。")
        raise Unreadable(f"没有“{text}”这个{kind}，请填{'代码' if self.many else '系统里已有的名称或代码'}。")


def unseen(target: Any, keys: set[Any], user: Any) -> set[Any]:
    """Which of these rows the person may not see, and therefore not refer to."""
    if not keys or not hasattr(target.objects, "visible_to"):
        return set()
    return keys - set(target.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def is_reference(field: Any) -> bool:
    """Whether a field refers to a row of another table."""
    return isinstance(field, models.ForeignKey)
