"""What a database is made of, as text in a fixed order, so that two ways of making it can be compared."""

from difflib import unified_diff
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

# Its comment is the fingerprint of the build.
LEFT_OUT = "table public.django_migrations "


def schema_of(connection: BaseDatabaseWrapper | psycopg.Connection[Any]) -> str:
    """Tables, columns, constraints, indexes, sequences, triggers, policies, functions, types: sorted, one to a line."""
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))
        lines = [str(line) for (line,) in cursor.fetchall()]
    # A function brings several lines of its own; they stay behind its name when entries are sorted.
    entries = sorted(line.replace("\n", "\n    ") for line in lines if not line.startswith(LEFT_OUT))
    return "\n".join(entries) + "\n"


def compare_schemas(built: str, replayed: str) -> str:
    """Where the two differ, as a unified diff with nothing around it; empty where they agree."""
    lines = unified_diff(built.splitlines(), replayed.splitlines(), "从模型建成", "从迁移重放", n=0, lineterm="")
    return "\n".join(lines)
