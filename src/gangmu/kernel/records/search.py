"""Search in a register's own texts: pairs of characters under an index kept by the database, checked exactly."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat, Lower

Row = TypeVar("Row", bound=models.Model)
ONE_GRAM = re.compile("[0-9A-Za-z\u4e00-\u9fff]{1,2}")  # words whose only gram says all there is to check
LONGEST_ASKED = 200  # characters of a search that are used; a longer one is a paste by mistake


def search_field(*names: str) -> models.GeneratedField:
    """The column that makes the text fields `names` searchable (the first 100,000 characters of them)."""
    return models.GeneratedField(
        verbose_name="检索",
        expression=Func(_joined(names), function="gangmu_bigrams"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def search_index(field: str = "search", *, name: str) -> GinIndex:
    """The index of a search field. `fastupdate` is off: a pending list would make every search slower."""
    return GinIndex(fields=(field,), name=name, fastupdate=False)


def matching(rows: models.QuerySet[Row], field: str, text: str) -> models.QuerySet[Row]:
    """Rows in whose searched fields every word of `text` (split at blanks) stands, width and case apart; exact.

    One character is found through the index by the grams it begins. A word of punctuation alone has no grams and
    is looked for in every row. No words match every row.
    """
    source: Any = rows.model._meta.get_field(field)
    if not isinstance(getattr(source, "output_field", None), SearchVectorField):
        raise TypeError(f"{field} is not a search field")
    searched = source.expression.get_source_expressions()[0]
    for word in text[:LONGEST_ASKED].replace("\x00", " ").split():
        rows = rows.filter(_has_grams(field, word))
        if ONE_GRAM.fullmatch(word) is None:
            as_written = _Contains(Lower(searched), Lower(Value(word)))  # most hits; seven times as fast as folding
            rows = rows.filter(Q(as_written) | Q(_Contains(_folded(searched), _folded(Value(word)))))
    return rows


def _joined(names: tuple[str, ...]) -> Any:
    if len(names) == 1:
        return Coalesce(F(names[0]), Value(""), output_field=models.TextField())
    parts: list[Any] = []
    for name in names:
        parts += [F(name), Value("\n")]
    return Concat(*parts[:-1], output_field=models.TextField())


def _folded(text: Any) -> Func:
    return Func(text, function="gangmu_fold", output_field=models.TextField())


def _has_grams(field: str, word: str) -> Q:
    grams = Func(Value(word), function="gangmu_bigram_query", output_field=models.TextField())
    return Q(_IsNull(grams)) | Q(_Matches(F(field), grams))


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _IsNull(Func):
    template = "%(expressions)s IS NULL"
    output_field = BooleanField()


class _Contains(Func):
    template = "strpos(%(expressions)s) > 0"
    output_field = BooleanField()
