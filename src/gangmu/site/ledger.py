"""The ledger's commands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from gangmu.site.start import django_ready

console = Console(highlight=False, soft_wrap=True)


def verify(anchor_file: Path | None) -> int:
    """Verifies chains and seals, against an anchor kept outside when one is given; exit status 0 or 1."""
    django_ready()
    from gangmu.kernel.records.ledger import verify as verify_ledger

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("核验台账", total=None)
        report = verify_ledger(
            progress=lambda done: progress.update(task, completed=done),
            anchor=json.loads(anchor_file.read_text(encoding="utf-8")) if anchor_file else None,
        )
    console.print(report.sentence())
    return 0 if report.intact else 1


def seal() -> None:
    """Seals what is committed and not sealed yet."""
    django_ready()
    from gangmu.kernel.records.ledger import seal as seal_ledger

    made = seal_ledger(at=datetime.now(UTC))
    console.print(f"已封存 {made.count} 条。" if made else "没有待封存的台账。")


def anchor() -> None:
    """Prints the last root."""
    django_ready()
    from gangmu.kernel.records.ledger import anchor as last_anchor

    print(json.dumps(last_anchor(), ensure_ascii=False))  # noqa: T201 - the command's output
