"""Bytes kept once, for good, under their SHA-256: `ab/cd/<sha256>`."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

CHUNK = 1 << 20
READ_ONLY = 0o440


def keep(file: BinaryIO, root: Path) -> tuple[str, int]:
    """Writes what `file` holds below `root` and returns its SHA-256 and size; on disk when it returns.

    The file appears whole or not at all, and one that is there already is left as it is.
    """
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with NamedTemporaryFile(dir=root, prefix=".incoming-") as incoming:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            incoming.write(chunk)
        incoming.flush()
        os.fchmod(incoming.fileno(), READ_ONLY)
        os.fsync(incoming.fileno())
        kept = path_of(digest.hexdigest(), root)
        kept.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.link(incoming.name, kept)
    for folder in (kept.parent, kept.parent.parent, root):
        _sync(folder)
    return digest.hexdigest(), size


def path_of(sha256: str, root: Path) -> Path:
    """Where the bytes of that digest lie; raises ValueError on what is no SHA-256."""
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return root / sha256[:2] / sha256[2:4] / sha256


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
