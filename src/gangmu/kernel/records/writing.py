"""How verbs write: rows made and changed, one or many, with the entries that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ForeignKey
from django.db.models.fields import Field

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User

from .bulk import copy_in, next_keys, update_from
from .conflicts import refusal_of
from .ledger.chain import Act, append
from .plain import keyed_digest, plain, reference_uids
from .registers import register_name
from .values import ALL, WRITTEN_BY_VERBS, InvalidValues, check_names, clean_values, fields_of, resolve

Row = TypeVar("Row", bound=models.Model)
Column: TypeAlias = "Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Change(Generic[Row]):
    """What is to become of one record."""

    record: Row
    values: Mapping[str, Any]


@dataclass(slots=True)
class _Difference:
    """What one change changes in its record: field → [old, new], references still as keys."""

    row: models.Model
    pairs: dict[str, list[Any]] = field(default_factory=dict)


@contextmanager
def acting(model: type[models.Model]) -> Iterator[None]:
    """One transaction; what the database refuses becomes a Refusal."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal_of(error, model) from error


def insert(
    model: type[Row],
    many: Sequence[Mapping[str, Any]],
    *,
    by: User | None,
    at: datetime,
    origin: str,
    verb: str,
) -> list[Row]:
    """Makes one row for each mapping of values."""
    for values in many:
        check_names(model, values, new=True)
    cleaned = _cleaned_new(model, many)
    written_by_verb = {"origin": origin, "created_at": at, "created_by": by, "voided_at": None, "void_reason": ""}
    names = {column.name for column in model._meta.concrete_fields}
    common = {name: value for name, value in written_by_verb.items() if name in names}
    rows = [model(**values, **common) for values in cleaned]
    _check_whole(model, rows)
    with acting(model):
        if len(rows) == 1:
            rows[0].save(force_insert=True)
        elif rows:
            _copy_new(model, rows)
        acts = [Act(row, verb, body) for row, body in zip(rows, _bodies(model, _first(model, rows)), strict=True)]
        append(acts, by=by, at=at, fresh=True)
    return rows


def change(
    changes: Sequence[Change[Row]], *, by: User | None, at: datetime, verb: str, by_verb: bool = False
) -> list[Row]:
    """Changes rows of one register as told, in order, and brings the records that were passed up to date.

    `by_verb` says that a verb writes fields that no caller may give.
    """
    if not changes:
        return []
    model = type(changes[0].record)
    if any(type(each.record) is not model for each in changes):
        raise TypeError("a set form changes records of one register")
    if not by_verb:
        for each in changes:
            check_names(model, each.values, new=False)
    cleaned = _cleaned(model, [each.values for each in changes])
    with acting(model):
        rows = locked(model, [each.record.pk for each in changes])
        differences = [_apply(rows[each.record.pk], values) for each, values in zip(changes, cleaned, strict=True)]
        made = [difference for difference in differences if difference.pairs]
        _check_whole(model, [difference.row for difference in made])
        _write(model, made)
        acts = [Act(each.row, verb, body) for each, body in zip(made, _bodies(model, made), strict=True)]
        append(acts, by=by, at=at)
    for each in changes:
        _bring_up_to_date(each.record, rows[each.record.pk])
    return [each.record for each in changes]


def locked(model: type[Row], keys: Iterable[Any]) -> dict[Any, Row]:
    """The rows of these keys as they now stand, locked until the transaction ends; Refusal when one is gone or void."""
    wanted = set(keys)
    now = model._base_manager.select_for_update(no_key=True)
    found = now.filter(pk__in=wanted).order_by("pk") if len(wanted) > 1 else now.filter(pk=min(wanted, default=None))
    rows = {row.pk: row for row in found}
    if len(rows) < len(wanted):
        raise Refusal(f"要修改的{model._meta.verbose_name}已不存在，请刷新页面后重试。")
    for row in rows.values():
        if getattr(row, "voided_at", None) is not None:
            raise Refusal(f"{getattr(row, 'code', row)} 已作废，不能再改动。")
    return rows


def _cleaned_new(model: type[models.Model], many: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The values for new rows, what is not given by its default."""
    columns = [column for column in fields_of(model) if column.name not in WRITTEN_BY_VERBS]
    made_each_time = [column for column in columns if column.has_default() and callable(column.default)]
    same = {column.name: column.get_default() for column in columns if column not in made_each_time}
    missing: dict[str, str] = {}
    defaults = clean_values(model, same, missing)
    cleaned, errors = [], []
    for values in many:
        wrong = {name: sentence for name, sentence in missing.items() if name not in values}
        given = {column.name: column.get_default() for column in made_each_time} | dict(values)
        cleaned.append(defaults | clean_values(model, given, wrong))
        errors.append(wrong)
    return _resolved(model, cleaned, errors)


def _cleaned(model: type[models.Model], many: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    errors: list[dict[str, str]] = [{} for _ in many]
    cleaned = [clean_values(model, values, wrong) for values, wrong in zip(many, errors, strict=True)]
    return _resolved(model, cleaned, errors)


def _resolved(
    model: type[models.Model], cleaned: list[dict[str, Any]], errors: Sequence[dict[str, str]]
) -> list[dict[str, Any]]:
    resolve(model, cleaned, errors)
    _raise_first(model, errors)
    return cleaned


def _check_whole(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """The model's own `clean`, where it has one."""
    if model.clean is models.Model.clean:
        return
    errors: list[dict[str, str]] = []
    for row in rows:
        wrong: dict[str, str] = {}
        try:
            row.clean()
        except ValidationError as error:
            listed = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            wrong = {ALL if name == NON_FIELD_ERRORS else name: " ".join(texts) for name, texts in listed.items()}
        errors.append(wrong)
    _raise_first(model, errors)


def _raise_first(model: type[models.Model], errors: Sequence[dict[str, str]]) -> None:
    for number, wrong in enumerate(errors, start=1):
        if wrong:
            raise InvalidValues(model, wrong, place=f"第 {number} 条：" if len(errors) > 1 else "")


def _copy_new(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    for row, key in zip(rows, next_keys(model, len(rows)), strict=True):
        row.pk = key
    copy_in(model, [column for column in model._meta.concrete_fields if not column.generated], rows)
    made = [column for column in _generated(model) if not isinstance(column.output_field, SearchVectorField)]
    if made:
        names = [column.attname for column in made]
        found = model._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", *names)
        values = {key: rest for key, *rest in found}
        for row in rows:
            for name, value in zip(names, values[row.pk], strict=True):
                setattr(row, name, value)
    for row in rows:
        row._state.adding = False
        row._state.db = "default"


def _apply(row: models.Model, values: Mapping[str, Any]) -> _Difference:
    difference = _Difference(row)
    for name, value in values.items():
        column: Column = row._meta.get_field(name)  # type: ignore[assignment]
        old = getattr(row, column.attname)
        setattr(row, name, value)
        new = getattr(row, column.attname)
        if isinstance(column, ForeignKey):
            if old != new:
                difference.pairs[name] = [old, new]
        elif (before := plain(column, old)) != (after := plain(column, new)):
            difference.pairs[name] = [before, after]
    return difference


def _first(model: type[models.Model], rows: Sequence[models.Model]) -> list[_Difference]:
    """What making the rows changed: all that is not empty."""
    columns = fields_of(model)
    differences = []
    for row in rows:
        difference = _Difference(row)
        for column in columns:
            value = getattr(row, column.attname)
            if value is None or value == "":
                continue
            difference.pairs[column.name] = [None, value if isinstance(column, ForeignKey) else plain(column, value)]
        differences.append(difference)
    return differences


def _bodies(model: type[models.Model], differences: Sequence[_Difference]) -> list[dict[str, list[Any]]]:
    """The ledger's bodies: references by uid, personal data as digests."""
    for column in fields_of(model):
        if not isinstance(column, ForeignKey):
            continue
        pairs = [each.pairs[column.name] for each in differences if column.name in each.pairs]
        known = {each.row._state.fields_cache.get(column.name) for each in differences} if pairs else set()
        names = {row.pk: str(row.uid) for row in known if row is not None and hasattr(row, "uid")}
        names |= reference_uids(column, {key for pair in pairs for key in pair} - names.keys())
        for pair in pairs:
            pair[:] = [names[key] for key in pair]
    for name in getattr(model, "digest_only", ()):
        for each in differences:
            if name in each.pairs:
                uid = each.row.uid  # type: ignore[attr-defined]
                each.pairs[name] = [keyed_digest(register_name(model), uid, name, value) for value in each.pairs[name]]
    return [each.pairs for each in differences]


def _write(model: type[models.Model], differences: Sequence[_Difference]) -> None:
    names = {name for difference in differences for name in difference.pairs}
    columns = [column for column in fields_of(model) if column.name in names]
    rows = {difference.row.pk: difference.row for difference in differences}
    if len(rows) == 1:
        next(iter(rows.values())).save(force_update=True, update_fields=[column.name for column in columns])
    elif rows:
        update_from(model, columns, rows.values())


def _bring_up_to_date(record: models.Model, row: models.Model) -> None:
    for column in row._meta.concrete_fields:
        if column.generated and not getattr(column, "unique", False):
            record.__dict__.pop(column.attname, None)
        elif column.attname in row.__dict__:
            setattr(record, column.attname, row.__dict__[column.attname])
    record._state.fields_cache.update(row._state.fields_cache)


def _generated(model: type[models.Model]) -> list[Any]:
    return [column for column in model._meta.concrete_fields if column.generated]
