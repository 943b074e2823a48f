"""The SQL functions that generated columns of records call, before any table of ours has such a column.

It runs before `access`: every register refers to departments, and so comes after it.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

GROUND = Path(__file__).resolve().parent.parent / "ground.sql"


class Migration(migrations.Migration):
    run_before: ClassVar = [("access", "__first__")]
    operations: ClassVar = [migrations.RunSQL(GROUND.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
