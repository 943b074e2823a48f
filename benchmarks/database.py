"""The ground under the data: how long a start, an attach, an empty database and a test database take.

`python benchmarks/database.py [--apps 90] [--replay]`. Each figure is the median of five with its spread, and a ratio
to a yardstick measured in between: the bare PostgreSQL programs, a bare connection, the same tables from a dump, an
empty database copied. `--replay` also replays every migration from zero, once, which building from models avoids.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from gangmu.site.database.account import account_for
from gangmu.site.database.address import Address
from gangmu.site.database.binaries import installed
from gangmu.site.database.server import ensure_running, leave, stop

ROUNDS = 5
MODEL = """
class {name}(models.Model):
    uid = models.UUIDField(unique=True)
    code = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=200)
    state = models.CharField("状态", max_length=20, db_index=True)
    area_code = models.CharField("区域", max_length=12, db_index=True)
    amount = models.DecimalField("金额", max_digits=20, decimal_places=2, null=True)
    on = models.DateField("日期", null=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办")
    of = models.ForeignKey("{target}", models.PROTECT, null=True, related_name="+", verbose_name="所属")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="{label}_{lower}_amount")]
        indexes = [models.Index(fields=["state", "at"])]
"""


def project(home: Path, apps: int) -> None:
    """A project of that many own apps with four tables each, under `gangmu.made`."""
    (home / "made").mkdir()
    (home / "made" / "__init__.py").touch()
    for number in range(apps):
        label, before = f"a{number:02}", f"a{max(0, number - 1):02}"
        app = home / "made" / label
        (app / "migrations").mkdir(parents=True)
        (app / "__init__.py").touch()
        (app / "migrations" / "__init__.py").touch()
        targets = (f"{before}.First", f"{label}.First", f"{label}.Second", "contenttypes.ContentType")
        names = ("First", "Second", "Third", "Fourth")
        models = "".join(
            MODEL.format(name=name, target=target, label=label, lower=name.lower())
            for name, target in zip(names, targets, strict=True)
        )
        (app / "models.py").write_text(f"from django.conf import settings\nfrom django.db import models\n{models}")


def in_project(home: Path, apps: int, action: str, *words: str) -> float:
    """Run an action of this file in a process of its own; its seconds."""
    command = [sys.executable, __file__, "--inside", str(home), "--apps", str(apps), action, *words]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout or 0)


def inside(home: Path, apps: int, action: str, words: list[str]) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    import gangmu

    gangmu.__path__.append(str(home))
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "axes",
            "procrastinate.contrib.django",
            *(f"gangmu.made.a{number:02}" for number in range(apps)),
        ],
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": Address(**json.loads(words[0])).django()} if words else {},
    )
    django.setup()
    from gangmu.site.database.build import prepare
    from gangmu.site.database.own import fingerprint

    began = time.perf_counter()
    match action:
        case "history":
            call_command("makemigrations", *(f"a{number:02}" for number in range(apps)), verbosity=0)
        case "build":
            prepare()
        case "current":
            prepare()
        case "fingerprint":
            fingerprint(connection)
        case "replay":
            call_command("migrate", verbosity=0)
    print(time.perf_counter() - began)


def timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def line(what: str, seconds: list[float], yardstick: str = "", bare: list[float] | None = None) -> None:
    middle = statistics.median(seconds)
    text = f"{what:34} {middle:8.3f} s  ({min(seconds):.3f}–{max(seconds):.3f})"
    if bare:
        measure = statistics.median(bare)
        text += f"   {middle / measure:6.2f} × {yardstick} ({measure:.3f} s)"
    print(text, flush=True)


def starts(base: Path) -> None:
    """First start and restart, against the bare programs; attach, against a bare connection."""
    cold, bare_cold, warm, bare_warm, again, gone = ([] for _ in range(6))
    for number in range(ROUNDS):
        data = base / f"cold{number}"
        cold.append(timed(lambda data=data: ensure_running(data)))
        address = ensure_running(data)
        warm.append(timed(lambda data=data: ensure_running(data)))
        bare_warm.append(timed(lambda address=address: psycopg.connect(address.dsn()).close()))
        gone.append(timed(lambda data=data: leave(data)))
        again.append(timed(lambda data=data: ensure_running(data)))
        stop(data)
        bare_cold.append(timed(lambda number=number: bare_start(base, number)))
    line("first start (initdb and start)", cold, "bare initdb and pg_ctl", bare_cold)
    line("start of an existing cluster", again)
    line("attach to a running server", warm, "bare connection", bare_warm)
    line("last one out (stop)", gone)


def bare_start(base: Path, number: int) -> None:
    account, programs, place = account_for(base / "none", os.environ), installed(), base / f"bare{number}"
    account.own(place)
    cluster = str(place / "pg")
    account.run(programs["initdb"], "-D", cluster, "-U", "postgres", "--auth=trust", "--locale=C", "--encoding=UTF8")
    options = f"-k {place} -c listen_addresses="
    account.run(programs["pg_ctl"], "-D", cluster, "-w", "-l", str(place / "log"), "-o", options, "start")
    account.run(programs["pg_ctl"], "-D", cluster, "-m", "immediate", "stop")


def databases(base: Path, apps: int, *, replay: bool) -> None:
    """An empty database of that many apps, against the same tables from a dump; a clone, against a copy of nothing."""
    address = ensure_running(base / "databases")
    home = base / "project"
    home.mkdir()
    project(home, apps)
    in_project(home, apps, "history")

    def fresh(name: str, template: str) -> float:
        with psycopg.connect(address.dsn(), autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}".encode())
            return timed(lambda: server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode()))

    def words(name: str) -> str:
        there = address.named(name)
        return json.dumps({key: getattr(there, key) for key in ("host", "port", "user", "password", "name")})

    built, dumped, clones, copies, current, prints = ([] for _ in range(6))
    for _ in range(ROUNDS):
        fresh("built", "template0")
        built.append(in_project(home, apps, "build", words("built")))
        dump = base / "dump.sql"
        programs = installed()
        subprocess.run([programs["pg_dump"], "-s", "-f", str(dump), address.named("built").dsn()], check=True)
        fresh("dumped", "template0")
        restore = [programs["psql"], "-q", "-f", str(dump), address.named("dumped").dsn()]
        dumped.append(timed(lambda restore=restore: subprocess.run(restore, check=True, stdout=subprocess.DEVNULL)))
        current.append(in_project(home, apps, "current", words("built")))
        prints.append(in_project(home, apps, "fingerprint", words("built")))
        clones.append(fresh("clone", "built"))
        copies.append(fresh("copy", "template0"))
    line(f"empty database of {apps} apps", built, "same from a dump", dumped)
    line("nothing to do on it", current)
    line("fingerprint of the models", prints)
    line("clone for tests", clones, "copy of an empty one", copies)
    if replay:
        fresh("replayed", "template0")
        line(
            "replay from zero, once", [in_project(home, apps, "replay", words("replayed"))], "built from models", built
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--apps", type=int, default=90)
    arguments.add_argument("--replay", action="store_true")
    arguments.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("action", nargs="*", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.inside:
        inside(given.inside, given.apps, given.action[0], given.action[1:])
        return
    base = Path(tempfile.mkdtemp(prefix="gangmu-", dir="/tmp"))
    base.chmod(0o711)
    try:
        starts(base)
        databases(base, given.apps, replay=given.replay)
    finally:
        leave(base / "databases")
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
