"""A data folder of its own for each test, outside pytest's tmp_path, which the database's account cannot enter."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gangmu.site.database.server import ensure_running, leave, stop


@pytest.fixture(scope="session")
def removals() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Removing a cluster takes longer than making one, so it goes on beside the next test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for removal in started:
        assert removal.wait(60) == 0


def data_folder(removals: list[subprocess.Popen[bytes]]) -> Iterator[Path]:
    """A folder that is stopped and removed when the loop over it ends."""
    folder = Path(tempfile.mkdtemp(prefix="gangmu-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    leave(folder)
    stop(folder)
    removals.append(subprocess.Popen(["rm", "-rf", str(folder)]))


@pytest.fixture
def data(removals: list[subprocess.Popen[bytes]]) -> Iterator[Path]:
    yield from data_folder(removals)


@pytest.fixture(scope="module")
def running(removals: list[subprocess.Popen[bytes]]) -> Iterator[Path]:
    """One running server for the tests that only look at it or put back what they change."""
    for folder in data_folder(removals):
        ensure_running(folder)
        yield folder
