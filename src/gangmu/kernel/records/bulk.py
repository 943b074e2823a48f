"""Many rows at once: COPY in, and UPDATE from a COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.fields import Field

CHANGES = "gangmu_changes"
# Cleaned values of these fields are what psycopg writes.
AS_THEY_ARE = frozenset(
    {
        models.BigAutoField,
        models.BigIntegerField,
        models.BooleanField,
        models.CharField,
        models.DateField,
        models.DateTimeField,
        models.DecimalField,
        models.ForeignKey,
        models.IntegerField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.SlugField,
        models.TextField,
        models.UUIDField,
    }
)


def copy_in(
    model: type[models.Model], fields: Sequence[Field[Any, Any]], rows: Iterable[models.Model], *, table: str = ""
) -> None:
    """Writes rows by COPY into the model's table, or one like it; keys that `fields` leave out the database makes."""
    quote = connection.ops.quote_name
    columns = ", ".join(_name(field) for field in fields)
    _copy(f"COPY {quote(table or model._meta.db_table)} ({columns}) FROM STDIN", fields, rows, add=True)


def update_from(model: type[models.Model], fields: Sequence[Field[Any, Any]], rows: Iterable[models.Model]) -> None:
    """Writes `fields` of rows that exist, found by primary key; four statements however many rows."""
    quote = connection.ops.quote_name
    key = model._meta.pk
    table, temporary = quote(model._meta.db_table), quote(CHANGES)
    everything = ", ".join(_name(field) for field in (key, *fields))
    changes = ", ".join(f"{_name(field)} = {temporary}.{_name(field)}" for field in fields)
    same = f"{table}.{_name(key)} = {temporary}.{_name(key)}"
    with connection.cursor() as cursor:  # names of tables and columns are the model's own, and quoted
        cursor.execute(f"CREATE TEMPORARY TABLE {temporary} AS SELECT {everything} FROM {table} LIMIT 0")  # noqa: S608
        _copy(f"COPY {temporary} ({everything}) FROM STDIN", (key, *fields), rows, add=False)
        cursor.execute(f"UPDATE {table} SET {changes} FROM {temporary} WHERE {same}")  # noqa: S608
        cursor.execute(f"DROP TABLE {temporary}")


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys taken from the table's own sequence."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes values that are ready for PostgreSQL by COPY into one of our own tables."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _copy(statement: str, fields: Sequence[Field[Any, Any]], rows: Iterable[models.Model], *, add: bool) -> None:
    readers = [_reader(field, add) for field in fields]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([read(row) for read in readers])


def _reader(field: Field[Any, Any], add: bool) -> Callable[[models.Model], Any]:
    """How a field's value is taken from a row for PostgreSQL; as it is where Django would not change it."""
    if type(field) in AS_THEY_ARE and type(field).pre_save is models.Field.pre_save:
        return attrgetter(field.attname)
    own = connections[DEFAULT_DB_ALIAS]
    return lambda row: field.get_db_prep_save(field.pre_save(row, add), own)


def _name(field: Field[Any, Any]) -> str:
    return str(connection.ops.quote_name(field.column or field.attname))
