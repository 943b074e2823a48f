"""The word tables of `vocabulary.yaml`: verbs, adverbs, units and suffixes in the words of the field."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    text = files("gangmu.core.commitments").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return {
        name: tuple(sorted(set(line.split()), key=len, reverse=True)) for name, line in yaml.safe_load(text).items()
    }


def words(table: str) -> tuple[str, ...]:
    """The words of a table, the longer before the shorter; KeyError where there is no such table."""
    return _tables()[table]
