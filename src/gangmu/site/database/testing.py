"""Test databases, cloned in half a second from a template that is built once for each state of the models.

A pytest plugin: `-p gangmu.site.database.testing` gives tests a data folder of their own (`var/test`) before Django
reads its settings, and `conftest.py` imports the fixture `django_db_setup`. With DATABASE_URL the template and its
clones live on that server instead.

Templates stay on the server between runs; the three last used are kept. A run holds an advisory lock for its clone,
so the next run can tell a clone that a killed run left behind from one that is in use.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import django
import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from gangmu.site.database.address import Address, DatabaseUnavailable
from gangmu.site.database.build import build
from gangmu.site.database.connect import point_django_at
from gangmu.site.database.own import fingerprint, own_migrations, own_models
from gangmu.site.database.server import address_for

TEMPLATE, CLONE = "gangmu_template_", "gangmu_test_"
KEPT = 3
Server = psycopg.Connection[tuple[object, ...]]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before Django reads its settings: tests never touch the data folder that people work in."""
    os.environ["GANGMU_DATA"] = os.environ.get("GANGMU_TEST_DATA") or str(early_config.rootpath / "var" / "test")
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,  # noqa: ARG001  (must have run)
    django_db_blocker: DjangoDbBlocker,
    django_db_createdb: bool,
) -> Iterator[None]:
    """A clone of the template, where pytest-django would replay all migrations; --create-db builds it anew."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            try:
                address = address_for(os.environ)
                clone = stack.enter_context(cloned_database(address, anew=django_db_createdb))
            except DatabaseUnavailable as error:
                pytest.exit(str(error), returncode=2)
            point_django_at(clone)
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@contextmanager
def cloned_database(address: Address, *, anew: bool = False) -> Iterator[Address]:
    """A database with all tables and no rows of ours, gone afterwards."""
    with _server(address) as server:
        _drop_abandoned(server)
        template = _template(server, address, anew=anew)
        with _scratch(server, f"{CLONE}{os.getpid()}_{datetime.now(UTC):%H%M%S%f}", template) as name:
            # Rows of a test need not outlive the machine.
            server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
            yield address.named(name)


@contextmanager
def empty_database(address: Address, alias: str) -> Iterator[BaseDatabaseWrapper]:
    """An empty database under an alias of Django's, gone afterwards."""
    with _server(address) as server, _scratch(server, f"{CLONE}{os.getpid()}_{alias}", "template0") as name:
        connections.databases[alias] = {**connections.databases["default"], **address.named(name).django()}
        try:
            yield connections[alias]
        finally:
            connections[alias].close()
            del connections[alias], connections.databases[alias]


@contextmanager
def _server(address: Address) -> Iterator[Server]:
    with psycopg.connect(address.dsn(), autocommit=True) as server:
        yield server


@contextmanager
def _scratch(server: Server, name: str, template: str) -> Iterator[str]:
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
    _create(server, name, template)
    try:
        yield name
    finally:
        _drop(server, name)
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _template(server: Server, address: Address, *, anew: bool) -> str:
    point_django_at(address)
    connection = connections["default"]
    name = TEMPLATE + _model_state(connection)[:16]
    connection.close()
    server.execute(
        "SELECT pg_advisory_lock(hashtext(%s))", [name]
    )  # a second run waits here and then finds the template
    try:
        if anew:
            _drop(server, name)
        if name not in _databases(server, TEMPLATE):
            with _scratch(server, f"{CLONE}{os.getpid()}_template", "template0") as unfinished:
                point_django_at(address.named(unfinished))
                build()
                connection.close()
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
        used = sql.Literal(datetime.now(UTC).isoformat())
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), used))
        for old in _databases(server, TEMPLATE)[KEPT:]:
            _drop(server, old)
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    return name


def _model_state(connection: BaseDatabaseWrapper) -> str:
    """What a built database depends on: own tables, the names Django keeps of them, every migration's name."""
    names = [f"{model._meta.label} {model._meta.verbose_name} {model._meta.permissions}" for model in own_models()]
    history = [f"{migration.app_label}.{migration.name}" for migration in own_migrations(connection)]
    return hashlib.sha256(
        "\n".join([django.__version__, fingerprint(connection), *names, *history]).encode()
    ).hexdigest()


def _databases(server: Server, prefix: str) -> list[str]:
    """The databases of that prefix, the last used first."""
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) "
        "ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST, datname",
        [prefix],
    )
    return [str(row[0]) for row in rows]


def _drop_abandoned(server: Server) -> None:
    for name in _databases(server, CLONE):
        row = server.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone()
        if row and row[0]:
            _drop(server, name)
            server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _create(server: Server, name: str, template: str) -> None:
    try:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    except psycopg.errors.InsufficientPrivilege as error:
        user = server.info.user
        raise DatabaseUnavailable(f"账户 {user} 不能建测试库；请执行 ALTER ROLE {user} CREATEDB。") from error


def _drop(server: Server, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
