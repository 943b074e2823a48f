"""The command line refuses in one sentence with exit status 2, and stores nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gangmu.site.cli import main

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "districts" / "sample" / "outline.docx"
BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "latin.txt": "Résumé déjà vu, naïve café\n".encode("latin-1") * 30,
    "damaged.docx": SAMPLE.read_bytes()[:20_000],
    "nothing.docx": b"PK\x03\x04" + b"\0" * 200,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "no-headings.txt": "这份文件没有标题，只有一句接一句的话。\n".encode() * 80,
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
}


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    monkeypatch.setattr(sys, "argv", ["gangmu", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    assert run(monkeypatch, "read", str(path)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.rstrip().endswith("。")
    assert name in said.err


def test_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "read", "nowhere.docx") == 2
    assert "找不到" in capsys.readouterr().err


def test_a_bad_plan_stores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "damaged.docx"
    path.write_bytes(BAD["damaged.docx"])
    data = tmp_path / "data"
    ended = subprocess.run(
        [sys.executable, "-m", "gangmu.site.cli", "demo", "--no-serve", "--plan", str(path)],
        env=os.environ | {"GANGMU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gangmu.site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert "damaged.docx" in ended.stderr
    assert not (data / "postgres").exists()
    assert not (data / "files").exists()


def test_read_prints_json_for_programs() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gangmu.site.cli", "read", str(SAMPLE), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ended.stdout)
    assert {"title", "period", "headings", "indicators", "boxes", "gaps", "commitments"} <= set(found)
    assert found["period"] == [2026, 2030]


def test_reading_needs_no_django() -> None:
    code = "import sys, gangmu.site.reading; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_documents_are_compared() -> None:
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "gangmu.site.cli",
            "compare",
            str(SAMPLE.with_name("framework.docx")),
            str(SAMPLE),
            "--json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ended.stdout)
    assert {row["status"] for row in found["rows"]} >= {"changed", "new", "gone"}
    assert sum(found["count"].values()) == len(found["rows"])
