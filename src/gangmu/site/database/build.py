"""An empty database built from the models; history is replayed only where data is.

Replaying the migrations of every app from zero renders the whole project again after each step and is quadratic in the
number of apps. So an empty database is built in two parts. First the third-party apps that know nothing of ours, by
their own migrations; each is noted as it is done, so a build that was killed goes on where it stopped. Then, in one
transaction that is there or not: the SQL that own apps need beforehand (`ground.sql`), own tables as the models
state them, third-party apps that point to them, own foreign keys and indexes, the SQL that needs own tables
(`guards.sql`: triggers), and own migrations noted as applied. Own apps are those under `gangmu.`. Their migrations
must run the same SQL files (RunSQL reading the file); a test compares what both ways leave behind.
"""

from collections.abc import Callable
from typing import Literal

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from gangmu.site.database.address import DatabaseUnavailable, reason
from gangmu.site.database.own import (
    Key,
    ThirdPartyLoader,
    fingerprint,
    own_keys,
    own_migrations,
    own_models,
    sql_files,
    tables_of,
)

HISTORY = "django_migrations"
Outcome = Literal["built", "migrated", "current"]
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def prepare(alias: str = "default", progress: Progress = silent) -> Outcome:
    """Bring a database to what the program expects: build it where it is empty, replay what is new where it holds data.

    Raises DatabaseUnavailable where the database holds somebody else's tables, was written by a newer version of
    the program, or by one whose tables differ though its history is the same (a first migration that was made anew,
    which happens before 1.0).
    """
    connection = connections[alias]
    name = connection.settings_dict["NAME"]
    executor = MigrationExecutor(connection)
    if not own_keys(executor.loader.applied_migrations):
        build(alias, progress)
        return "built"
    newer = [key for key in own_keys(executor.loader.applied_migrations) if key not in executor.loader.graph.nodes]
    if newer:
        app, migration = newer[0]
        raise DatabaseUnavailable(f"数据库 {name} 由更新的版本写过（{app} 的 {migration}），本程序读不了；请升级程序。")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=alias, interactive=False, verbosity=0, skip_checks=True)
        _sign(connection)
        return "migrated"
    if _signature(connection) not in {"", fingerprint(connection)}:
        raise DatabaseUnavailable(
            f"数据库 {name} 的表与本程序的不一样，而迁移历史相同（1.0 之前首个迁移会重新生成）；"
            f"请用写它的版本备份，再换一个空的数据库。"
        )
    return "current"


def build(alias: str = "default", progress: Progress = silent) -> None:
    """Build an empty database, or go on with one whose build was killed.

    Raises DatabaseUnavailable where it holds other tables or the server cannot lock as many as one transaction makes.
    """
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    executor.loader = ThirdPartyLoader(connection)
    _refuse_foreign(connection, executor.loader)
    independent, dependent = executor.loader.targets()
    own = own_models(alias)
    steps = len(executor.migration_plan([*independent, *dependent])) + len(own) + 1
    done = 0

    def step(what: str) -> None:
        nonlocal done
        progress(what, done, steps)
        done += 1

    executor.progress_callback = lambda action, migration=None, _fake=False: (
        step(str(migration)) if action == "apply_start" else None
    )
    executor.migrate(independent)
    try:
        with transaction.atomic(using=alias):
            _build_own(connection, own, dependent, executor, step)
    except OperationalError as error:
        if "max_locks_per_transaction" not in str(error):
            raise
        raise DatabaseUnavailable(
            f"建库 {connection.settings_dict['NAME']} 要在一个事务里建完全部的表，服务器的锁表不够"
            f"（{reason(error)}）；请把 max_locks_per_transaction 调到 256 并重启 PostgreSQL。"
        ) from error
    progress("完成", steps, steps)


def _build_own(
    connection: BaseDatabaseWrapper,
    own: list[type[models.Model]],
    dependent: list[Key],
    executor: MigrationExecutor,
    step: Callable[[str], None],
) -> None:
    _run(connection, "ground.sql")
    with connection.schema_editor() as editor:
        for model in own:
            step(str(model._meta.verbose_name))
            editor.create_model(model)
        # Own foreign keys may point to third-party tables, and theirs to ours: theirs come next, then our keys.
        later, editor.deferred_sql = editor.deferred_sql, []
    executor.loader.build_graph()
    executor.migrate(dependent)
    step("外键和索引")
    with connection.schema_editor() as editor:
        editor.deferred_sql.extend(later)
    _run(connection, "guards.sql")
    recorder = MigrationRecorder(connection)
    for migration in own_migrations(connection):
        for app_label, name in (*migration.replaces, (migration.app_label, migration.name)):
            recorder.record_applied(app_label, name)
    _sign(connection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _refuse_foreign(connection: BaseDatabaseWrapper, loader: ThirdPartyLoader) -> None:
    """Raise DatabaseUnavailable where the database holds tables that are not of a build of ours that was killed."""
    name = connection.settings_dict["NAME"]
    tables = _tables(connection)
    ours = {table for model in own_models(connection.alias) for table in tables_of(model)} & set(tables)
    strangers = {app_label for app_label, _ in loader.applied_migrations or ()} - {
        c.label for c in apps.get_app_configs()
    }
    if ours or strangers or (tables and HISTORY not in tables):
        example = min(ours or strangers or tables)
        raise DatabaseUnavailable(
            f"数据库 {name} 里已有别的表或数据（如 {example}），纲目不会动它；请换一个空的数据库。"
        )


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor, include_views=True))


def _run(connection: BaseDatabaseWrapper, name: str) -> None:
    with connection.cursor() as cursor:
        for text in sql_files(name):
            cursor.execute(text)


def _sign(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {HISTORY} IS '{fingerprint(connection)}'")


def _signature(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT obj_description('{HISTORY}'::regclass)")
        return str(cursor.fetchone()[0] or "")
