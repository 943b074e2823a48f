"""Files on their way in: kept by their digest between the trial reading of an import and its confirmation."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings

KEPT = 2 * 60 * 60  # seconds
DIGEST = re.compile(r"[0-9a-f]{64}")


class Gone(LookupError):
    """The file was never given, or has been kept for longer than KEPT."""


def keep(chunks: Iterable[bytes]) -> str:
    """Keeps a file and returns its SHA-256; the same file twice is kept once, for longer."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=folder, prefix=".incoming-", delete=False) as incoming:
        try:
            for chunk in chunks:
                digest.update(chunk)
                incoming.write(chunk)
        except BaseException:
            os.unlink(incoming.name)  # noqa: PTH108  (the name is all that there is)
            raise
    name = digest.hexdigest()
    Path(incoming.name).replace(folder / name)
    return name


def opened(digest: str) -> BinaryIO:
    """The kept file, to be read; raises Gone."""
    if not DIGEST.fullmatch(digest):
        raise Gone(digest)
    path = _folder() / digest
    try:
        if _age(path) > KEPT:
            raise Gone(digest)
        return path.open("rb")
    except FileNotFoundError:
        raise Gone(digest) from None


def discard(digest: str) -> None:
    """Ends the keeping of a file that has been imported."""
    if DIGEST.fullmatch(digest):
        (_folder() / digest).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process sweeps too
            if _age(path) > KEPT:
                path.unlink()


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"
