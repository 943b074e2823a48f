"""A server that is killed leaves nothing on its port; a port in use is refused in a sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow
GANGMU = [sys.executable, "-m", "gangmu.site.cli"]


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gangmu-serving-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def environment(data: Path) -> dict[str, str]:
    unwanted = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GANGMU_DATABASE")
    return {key: value for key, value in os.environ.items() if key not in unwanted} | {"GANGMU_DATA": str(data)}


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=3) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def within(seconds: float, what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.2)
    return False


def test_killed_and_started_again(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = environment(data)
    serving = [*GANGMU, "demo", "--port", str(port)]
    with (data / "out.log").open("wb") as log:
        first = subprocess.Popen(serving, env=surroundings, stdout=log, stderr=log)
    try:
        assert within(120, lambda: answers(port)), (data / "out.log").read_text()
        second = subprocess.run(serving, env=surroundings, capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert str(port) in second.stderr
        assert second.stderr.count("\n") == 1
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    assert within(10, lambda: not answers(port)), "a web process outlived its server"
    again = subprocess.Popen(serving, env=surroundings, stdout=subprocess.DEVNULL)
    try:
        assert within(60, lambda: answers(port))
    finally:
        again.send_signal(signal.SIGTERM)
        assert again.wait(30) in (0, 143)
