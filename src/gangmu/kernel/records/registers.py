"""Names of registers: how rows of any table are referred to from the ledger, findings, files and events."""

from __future__ import annotations

from django.apps import apps
from django.db import models


def register_name(model: type[models.Model] | models.Model) -> str:
    """The register's name, `app_label.model_name`."""
    return model._meta.label_lower


def model_of(register: str) -> type[models.Model]:
    """The model of a register's name; raises LookupError when no such app or model is installed."""
    app_label, _, name = register.partition(".")
    return apps.get_model(app_label, name)
