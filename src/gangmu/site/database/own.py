"""What is ours among the installed apps: the apps under `gangmu.`, their models, migrations and SQL."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

Key = tuple[str, str]  # app and name of a migration


def own_models(alias: str = "default") -> list[type[models.Model]]:
    """The models of own apps that have a table in this database, in the order of the apps."""
    ours = (model for config in own_apps() for model in config.get_models())
    return [model for model in ours if model._meta.can_migrate(connections[alias])]


def own_apps() -> list[AppConfig]:
    """The installed apps that are ours."""
    return [config for config in apps.get_app_configs() if _is_own(config.label)]


def fingerprint(connection: BaseDatabaseWrapper) -> str:
    """A digest of own tables as the models state them today, and of the SQL that goes with them."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in own_models(connection.alias):
            editor.create_model(model)
    statements = [*sql_files("ground.sql"), *editor.collected_sql, *sql_files("guards.sql")]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def own_migrations(connection: BaseDatabaseWrapper) -> list[Migration]:
    """The migrations of own apps on disk."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return [loader.disk_migrations[key] for key in own_keys(loader.disk_migrations)]


class ThirdPartyLoader(MigrationLoader):
    """History of everybody but us: own apps count as apps without migrations, whose models stand as they are today."""

    @classmethod
    def migrations_module(cls, app_label: str) -> tuple[str | None, bool]:
        return (None, True) if _is_own(app_label) else super().migrations_module(app_label)

    def targets(self) -> tuple[list[Key], list[Key]]:
        """The last migrations of the apps that need no table of ours, and of those that do, if only through others."""
        needs: dict[str, set[str]] = {}
        for (app_label, _), migration in (self.disk_migrations or {}).items():
            needs.setdefault(app_label, set()).update(needed for needed, _ in migration.dependencies)
        dependent = {config.label for config in own_apps()}
        while more := {app_label for app_label, needed in needs.items() if needed & dependent} - dependent:
            dependent |= more
        leaves = self.graph.leaf_nodes()
        return [key for key in leaves if key[0] not in dependent], [key for key in leaves if key[0] in dependent]


def tables_of(model: type[models.Model]) -> list[str]:
    """The tables that making this model makes."""
    return [model._meta.db_table, *(field.m2m_db_table() for field in model._meta.local_many_to_many)]


def own_keys(keys: Iterable[Key] | None) -> list[Key]:
    """Those of these migrations that are ours."""
    own = {config.label for config in own_apps()}
    return sorted(key for key in keys or () if key[0] in own)


def sql_files(name: str) -> Iterator[str]:
    """The text of the SQL file of that name in each own app that has one."""
    for config in own_apps():
        path = Path(config.path) / name
        if path.exists():
            yield path.read_text(encoding="utf-8")


def _is_own(label: str) -> bool:
    return apps.get_app_config(label).name.startswith("gangmu.")
