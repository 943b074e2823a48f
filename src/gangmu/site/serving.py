"""The web server and the worker of background jobs, as one command that a person starts and stops."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from rich.console import Console

from gangmu.site.start import django_ready

console = Console(highlight=False, soft_wrap=True)


def run(host: str, port: int, *, note: str = "") -> None:
    """Serves until interrupted. Granian restarts a web process that dies; the worker of jobs ends with this command."""
    django_ready()
    collect_static()
    worker = subprocess.Popen(
        [sys.executable, "-m", "gangmu.site.cli", "manage", "procrastinate", "worker", "--concurrency", "1"],
        stdout=subprocess.DEVNULL,
    )
    console.print(f"\n[bold]纲目已就绪：http://{host}:{port}/[/]")
    if note:
        console.print(note)
    console.print("按 Ctrl+C 停止。")
    try:
        Server(
            "gangmu.site.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=min(os.cpu_count() or 1, 4),
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def collect_static() -> None:
    """Gathers the assets under digests in their names, when any has changed."""
    from django.core.management import call_command

    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (settings.ROOT / "src").rglob("static/**/*") if path.is_file())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
