"""What we carry of others is what we say we carry."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static" / "vendor"
LISTED = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
HASHES = {name: file["sha256"] for package in LISTED for name, file in package["files"].items()}


def test_every_file_has_the_listed_hash() -> None:
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in HASHES} == HASHES


def test_no_file_is_unlisted() -> None:
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {*HASHES, "vendor.json"}


def test_every_package_says_version_and_licence() -> None:
    assert all(package["version"] and package["licence"] for package in LISTED)
    assert all("sourceMappingURL" not in (VENDOR / name).read_text(encoding="utf-8") for name in HASHES)
