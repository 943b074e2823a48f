"""Timing that a shared machine cannot fool: what is measured and its yardstick take turns, five times each.

Absolute times swing threefold within minutes here, so a verdict is the ratio of two medians of the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """The seconds of the rounds of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def told(self, of: int, unit: str) -> str:
        """Median rate with the slowest and fastest round."""
        slow, fast = of / max(self.seconds), of / min(self.seconds)
        return f"{of / self.median:>12,.0f} {unit} ({slow:,.0f}–{fast:,.0f})"


def interleaved(*acts: tuple[Act, Act], rounds: int = ROUNDS) -> list[Timed]:
    """Times acts in turn, `rounds` times; each is a pair of what is timed and what is put right after it, untimed."""
    seconds: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for (act, restore), times in zip(acts, seconds, strict=True):
            begun = time.perf_counter()
            act()
            times.append(time.perf_counter() - begun)
            restore()
    return [Timed(tuple(times)) for times in seconds]


def report(title: str, of: int, unit: str, figure: Timed, yardstick: Timed, against: str) -> None:
    """Prints figure, yardstick and their ratio in time (1.0: as fast as the yardstick)."""
    print(f"{title}\n  {figure.told(of, unit)}")
    print(f"  {yardstick.told(of, unit)}  {against}")
    print(f"  {figure.median / yardstick.median:>12.2f} × its time\n", flush=True)


@contextmanager
def house() -> Iterator[None]:
    """A database of its own with the tests' register, as durable as one in use; gone afterwards."""
    os.environ.setdefault("GANGMU_DATA", str(ROOT / "var" / "benchmarks"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "house_settings"
    sys.path.insert(0, str(ROOT / "tests"))
    import django

    django.setup()
    from django.db import connection, connections

    from gangmu.site.database.connect import point_django_at
    from gangmu.site.database.server import address_for
    from gangmu.site.database.testing import cloned_database

    with cloned_database(address_for(os.environ)) as clone:
        point_django_at(clone)
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("SHOW server_version")
            print(f"PostgreSQL {cursor.fetchone()[0]}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
        yield
        connections.close_all()


def nothing() -> None:
    """Puts nothing right."""
