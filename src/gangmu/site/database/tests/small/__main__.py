"""`python -m gangmu.site.database.tests.small ACTION DSN`: one action on one database, its result as JSON."""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from gangmu.site.database.address import Address, DatabaseUnavailable
from gangmu.site.database.build import prepare
from gangmu.site.database.connect import point_django_at
from gangmu.site.database.schema import schema_of

Action = Callable[[], Any]


def die_at(share: float) -> Action:
    """prepare, killed when that share of its steps is done."""

    def progress(_what: str, done: int, of: int) -> None:
        if done >= share * (of - 1):
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: prepare(progress=progress)


def applied() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [list(row) for row in cursor.fetchall()]


def steps() -> list[list[object]]:
    seen: list[list[object]] = []
    prepare(progress=lambda what, done, of: seen.append([what, done, of]))
    return seen


def replay() -> str:
    call_command("migrate", verbosity=0, interactive=False)
    return "replayed"


def drift() -> str:
    from django.core.management.commands.makemigrations import Command

    try:
        call_command(Command(), check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return "models and migrations differ"
    return ""


ACTIONS: dict[str, Action] = {
    "prepare": prepare,
    "die-amid-third-parties": die_at(0.6),
    "die-amid-own-tables": die_at(0.92),
    "die-late": die_at(1),
    "steps": steps,
    "replay": replay,
    "schema": lambda: schema_of(connection),
    "applied": applied,
    "drift": drift,
}


def main(action: str, dsn: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gangmu.site.database.tests.small.settings"
    django.setup()
    parts = {key: str(value) for key, value in conninfo_to_dict(dsn).items()}
    address = Address(
        parts.get("host", ""), int(parts["port"]), parts["user"], parts.get("password", ""), parts["dbname"]
    )
    point_django_at(address)
    try:
        print(json.dumps(ACTIONS[action](), ensure_ascii=False))
    except DatabaseUnavailable as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
