"""Test databases of the real project: cloned, dropped, their template kept; and the real project built both ways."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection as default
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from gangmu.site.database.address import Address
from gangmu.site.database.build import prepare
from gangmu.site.database.connect import point_django_at
from gangmu.site.database.schema import compare_schemas, schema_of
from gangmu.site.database.server import address_for
from gangmu.site.database.testing import CLONE, TEMPLATE, cloned_database, empty_database

pytestmark = pytest.mark.slow


@pytest.fixture
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Address]:
    """The server; Django's own database is put back afterwards, since making a clone points Django at its template."""
    before = dict(connections.databases["default"])
    with django_db_blocker.unblock():
        yield address_for(os.environ)
        default.close()
    connections.databases["default"].update(before)


def databases(address: Address, prefix: str) -> set[str]:
    with psycopg.connect(address.dsn()) as server:
        return {
            row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{prefix}%"])
        }


def test_clone_has_all_tables_and_is_gone_afterwards(address: Address) -> None:
    templates = databases(address, TEMPLATE)
    with cloned_database(address) as clone:
        assert clone.name in databases(address, CLONE)
        with psycopg.connect(clone.dsn()) as connection:
            built = schema_of(connection)
        point_django_at(clone)
        assert prepare() == "current"
        default.close()
    assert clone.name not in databases(address, CLONE)
    assert databases(address, TEMPLATE) == templates
    assert "table public.procrastinate_jobs" in built


def test_clone_of_a_killed_run_is_dropped_by_the_next(address: Address) -> None:
    script = (
        "import os, signal, psycopg; from gangmu.site.database.testing import _scratch\n"
        f"with psycopg.connect({address.dsn()!r}, autocommit=True) as server:\n"
        f"  with _scratch(server, '{CLONE}left', 'template0'):\n"
        "    print('made', flush=True); signal.pause()"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "made\n"
    with cloned_database(address):
        assert f"{CLONE}left" in databases(address, CLONE)  # in use
    run.send_signal(signal.SIGKILL)
    run.communicate()
    deadline = time.monotonic() + 10
    while f"{CLONE}left" in databases(address, CLONE) and time.monotonic() < deadline:
        with cloned_database(address):
            pass
    assert f"{CLONE}left" not in databases(address, CLONE)


def test_built_from_models_equals_replayed_from_migrations(address: Address) -> None:
    with empty_database(address, "built") as built, empty_database(address, "replayed") as replayed:
        assert prepare("built") == "built"
        call_command("migrate", database="replayed", interactive=False, verbosity=0)
        assert compare_schemas(schema_of(built), schema_of(replayed)) == ""


def test_models_and_migrations_agree(address: Address) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
