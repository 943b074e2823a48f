"""What runs by the clock."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .ledger.sealing import seal


@app.periodic(cron="* * * * *")
@app.task(name="records.seal_ledger", queueing_lock="records.seal_ledger")
def seal_ledger(timestamp: int) -> None:  # noqa: ARG001 - the minute it was due, which every periodic task is given
    """Seals what the last minute brought, at the time it actually is."""
    seal(timezone.now())
