"""The system check on registers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.test.utils import isolate_apps

from gangmu.kernel.records import checks
from gangmu.kernel.records.record import Record, code_field


def test_the_house_passes(tree_model: Any) -> None:
    assert checks.records_have_codes_of_their_own() == []
    assert checks.prefix_of(tree_model) == "SM"


@isolate_apps("gangmu.kernel.access", "gangmu.kernel.records")
def test_a_register_without_code_or_with_another_s_prefix_is_told(monkeypatch: Any) -> None:
    class Nameless(Record):
        class Meta:
            app_label = "records"

    class Plain(Record):
        code = models.CharField(max_length=5)

        class Meta:
            app_label = "records"

    class One(Record):
        code = code_field("ZZ")

        class Meta:
            app_label = "records"

    class Two(Record):
        code = code_field("ZZ")

        class Meta:
            app_label = "records"

    monkeypatch.setattr(checks.apps, "get_models", lambda: [Nameless, Plain, One, Two])
    told = [(error.id, error.obj) for error in checks.records_have_codes_of_their_own()]
    assert told == [("records.E001", Nameless), ("records.E001", Plain), ("records.E002", Two)]
