"""The demo as a stranger starts it, and a real browser in front of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN = 180


@dataclass(frozen=True)
class Demo:
    """A running demo: its address and the password that it printed."""

    url: str
    password: str
    data: Path


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Chromium: see .ci/run")
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """`gangmu demo` with the bundled sample, on a data folder and a port of its own."""
    data = Path(tempfile.mkdtemp(prefix="gangmu-demo-"))
    data.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data / "demo.log"
    unwanted = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GANGMU_DATABASE")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gangmu.site.cli", "demo", "--port", str(port)],
            env=environment | {"GANGMU_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        password = re.search(r"密码 (\S+?)；", log.read_text(encoding="utf-8"))
        assert password, log.read_text(encoding="utf-8")
        yield Demo(url, password[1], data)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(data, ignore_errors=True)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the demo ended by itself:\n{log.read_text(encoding='utf-8')}")
        try:
            with urlopen(f"{url}/account/login/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demo did not answer within {READY_WITHIN} s:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh wide window; any error on its console fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield window
    context.close()
    assert not complaints
