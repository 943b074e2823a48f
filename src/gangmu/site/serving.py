"""The web server and the worker of background jobs, as one command that a person starts and stops."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from rich.console import Console

from gangmu.core.refusal import Refusal
from gangmu.site.start import django_ready

console = Console(highlight=False, soft_wrap=True)


def run(host: str, port: int, *, note: str = "") -> None:
    """Serves until interrupted; Granian restarts a web process that dies. Raises Refusal when the port is taken."""
    free(host, port)
    django_ready()
    collect_static()
    with (log_folder() / "worker.log").open("ab") as log:
        worker = subprocess.Popen([sys.executable, "-m", "gangmu.site.worker"], stdout=log, stderr=log)
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


def free(host: str, port: int) -> None:
    """Refuses a port that another server has: Granian would share it, and answers would come from both in turn."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Refusal(
            f"不能在 {host} 的端口 {port} 上服务（{error.strerror}）。请结束占用它的程序，或用 --port 换一个端口。"
        ) from error


def log_folder() -> Path:
    """Where what runs in the background says what went wrong."""
    folder: Path = settings.DATA / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def collect_static() -> None:
    """Gathers the assets under digests in their names, when any has changed."""
    from django.core.management import call_command

    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (settings.ROOT / "src").rglob("static/**/*") if path.is_file())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
