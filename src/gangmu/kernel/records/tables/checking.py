"""What rows of a file must not do together or to others: clash, break a rule of the register, point to the unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models
from django.db.models import CheckConstraint, UniqueConstraint
from django.db.models.constraints import BaseConstraint
from django.utils import timezone

from gangmu.kernel.access.models import User
from gangmu.kernel.records.bulk import copy_in
from gangmu.kernel.records.plain import plain
from gangmu.kernel.records.values import fields_of

from .problems import Problem
from .references import is_reference, unseen
from .rows import Judged

TRIAL = "gangmu_trial"
Key = tuple[Any, ...]


class Checker:
    """Checks rows as they come, a chunk at a time; remembers what earlier chunks have taken."""

    def __init__(self, model: type[models.Model], user: User) -> None:
        self.model = model
        self.user = user
        self.columns = {column.name: column for column in fields_of(model)}
        self.once = _once(model, self.columns)
        self.rules = [rule for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
        self.needed = {self.columns[name].attname for names in self.once for name in names}
        self._first: dict[tuple[Key, Key], int] = {}

    def check(self, rows: Sequence[Judged]) -> Iterator[Problem]:
        """The problems of a chunk of rows that would make or change records."""
        yield from self._unseen(rows)
        for names in self.once:
            yield from self._clashing(names, rows)
        if rows and (self.rules or self.model.clean is not models.Model.clean):
            yield from self._breaking(rows)

    def _unseen(self, rows: Sequence[Judged]) -> Iterator[Problem]:
        for name, column in self.columns.items():
            if not is_reference(column):
                continue
            keys = {each.values[name] for each in rows if each.values.get(name) is not None}
            hidden = unseen(column.related_model, keys, self.user)
            for each in rows:
                if each.values.get(name) in hidden:
                    yield Problem(each.number, str(column.verbose_name), "所填的记录您无权查看，请改填别的。")

    def _clashing(self, names: Key, rows: Sequence[Judged]) -> Iterator[Problem]:
        keys = {}
        for each in rows:
            key = self._key(names, each)
            if key is not None:
                keys[each.number] = key
        taken = self._taken(names, set(keys.values()))
        titles = "、".join(str(self.columns[name].verbose_name) for name in names)
        for each in rows:
            key = keys.get(each.number)
            if key is None:
                continue
            first = self._first.setdefault((names, key), each.number)
            if first != each.number:
                yield Problem(each.number, titles, f"与第 {first} 行相同，请改用别的值。")
            elif taken.get(key, each.pk) != each.pk:
                yield Problem(each.number, titles, "与系统里已有的记录相同，请改用别的值。")

    def _key(self, names: Key, each: Judged) -> Key | None:
        if each.pk is not None and not any(name in each.values for name in names):
            return None
        key = []
        for name in names:
            column = self.columns[name]
            if name in each.values:
                value = each.values[name]
            else:
                value = each.stored[column.attname] if each.pk is not None else column.get_default()
            key.append(plain(column, value))
        return None if None in key else tuple(key)

    def _taken(self, names: Key, keys: set[Key]) -> dict[Key, Any]:
        if not keys:
            return {}
        columns = [self.columns[name] for name in names]
        wanted = {f"{name}__in": {key[place] for key in keys} for place, name in enumerate(names)}
        found = self.model._base_manager.filter(**wanted).values_list("pk", *(column.attname for column in columns))
        return {
            tuple(plain(column, value) for column, value in zip(columns, values, strict=True)): pk
            for pk, *values in found
        }

    def _breaking(self, rows: Sequence[Judged]) -> Iterator[Problem]:
        stored = self.model._base_manager.in_bulk([each.pk for each in rows if each.pk is not None])
        trial = []
        for each in rows:
            row = stored.get(each.pk) or self.model()
            for name, value in each.values.items():
                setattr(row, self.columns[name].attname, value)
            yield from self._own_check(each, row)
            trial.append((each, row))
        if self.rules:
            yield from self._against_rules(trial)

    def _own_check(self, each: Judged, row: models.Model) -> Iterator[Problem]:
        try:
            row.clean()
        except ValidationError as error:
            told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            for name, sentences in told.items():
                title = "" if name == NON_FIELD_ERRORS else str(self.columns[name].verbose_name)
                yield Problem(each.number, title, " ".join(sentences))

    def _against_rules(self, trial: Sequence[tuple[Judged, models.Model]]) -> Iterator[Problem]:
        """Asks the database itself, on a table without the rules, which rows would break which of them."""
        quote = connection.ops.quote_name
        columns = [column for column in self.model._meta.concrete_fields if not column.generated]
        for number, (_, row) in enumerate(trial):
            row.pk = number
            if hasattr(row, "created_at") and row.created_at is None:
                row.created_at = timezone.now()
        with connection.schema_editor(collect_sql=True) as editor, connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE {TRIAL} (LIKE {quote(self.model._meta.db_table)})")
            copy_in(self.model, columns, (row for _, row in trial), table=TRIAL)
            for rule in self.rules:
                condition = rule._get_check_sql(self.model, editor)  # type: ignore[attr-defined]
                key = quote(self.model._meta.pk.attname)
                cursor.execute(f"SELECT {key} FROM {TRIAL} WHERE NOT ({condition})")  # noqa: S608 - the model's own
                for (number,) in cursor.fetchall():
                    yield Problem(trial[number][0].number, "", _sentence(rule))
            cursor.execute(f"DROP TABLE {TRIAL}")


def _once(model: type[models.Model], columns: dict[str, Any]) -> list[Key]:
    """The sets of fields that no two rows may share, as far as they hold for every row."""
    alone = [(name,) for name, column in columns.items() if column.unique]
    together = [
        tuple(rule.fields)
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and rule.fields and rule.condition is None
    ]
    return [names for names in (*alone, *together) if all(name in columns for name in names)]


def _sentence(rule: CheckConstraint) -> str:
    said = str(rule.violation_error_message)
    own = rule.violation_error_message != BaseConstraint.default_violation_error_message
    return said if own else f"不符合登记表的规定（{rule.name}），请检查这一行。"
