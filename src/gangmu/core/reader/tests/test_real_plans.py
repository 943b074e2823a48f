"""The real plans beside the repository, judged by the outside scorer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gangmu.core.reader import Document, read_file

ROOT = Path(__file__).resolve().parents[5]
SHARED = Path(os.environ.get("GANGMU_SHARED", ROOT.parent / "shared"))


@pytest.fixture(autouse=True)
def outside_checks() -> None:
    if not (SHARED / "tools" / "score_reader.py").is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"在 {SHARED} 找不到规划原文与评分工具，请设置 GANGMU_SHARED")
        pytest.skip("真实规划不在本机：设置 GANGMU_SHARED 后再跑")


def read(name: str) -> Document:
    return read_file(SHARED / "plan" / f"{name}.txt")


def truth_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SHARED / "plan" / f"{name}.truth.json").read_text(encoding="utf-8"))
    return loaded


def judged(document: Document, truth: dict[str, Any], folder: Path) -> tuple[float, str]:
    mine, theirs = folder / "read.json", folder / "truth.json"
    mine.write_text(json.dumps(document.to_json(), ensure_ascii=False), encoding="utf-8")
    theirs.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    scorer = SHARED / "tools" / "score_reader.py"
    run = subprocess.run([sys.executable, scorer, mine, theirs], capture_output=True, text=True, check=True)
    found = re.search(r"^score ([\d.]+)", run.stdout, re.MULTILINE)
    assert found, run.stdout
    return float(found.group(1)), run.stdout


def test_the_outline(tmp_path: Path) -> None:
    document = read("lvyuan-outline")
    score, report = judged(document, truth_of("lvyuan-outline"), tmp_path)
    assert score >= 0.98, report
    assert "every row found and every cell right: yes" in report
    assert [len(box.items) for box in document.boxes] == [10, 6, 6, 7, 12, 4, 3, 24, 2]
    assert document.vision_year == 2035
    assert sum(row.marked for row in document.indicators) == 5


def test_lost_headings_of_the_outline_are_reported() -> None:
    document = read("lvyuan-outline")
    truth = truth_of("lvyuan-outline")
    missing = {entry["before_line"] for entry in truth["missing_headings"]}
    reported = {gap.before_line for gap in document.gaps}
    assert reported == missing
    chapters = {gap.before_line for gap in document.gaps if gap.level == 1}
    assert {397, 565} <= chapters
    assert len(chapters) <= 3


def test_the_eleventh_national_plan(tmp_path: Path) -> None:
    score, report = judged(read("sample-11th-national"), truth_of("sample-11th-national"), tmp_path)
    assert score >= 0.98, report
    assert "every row found and every cell right: yes" in report


def test_the_text_taken_from_pdf(tmp_path: Path) -> None:
    score, report = judged(read("sample-software-from-pdf"), truth_of("sample-software-from-pdf"), tmp_path)
    assert score >= 0.97, report


def test_the_glued_plan(tmp_path: Path) -> None:
    """The truth names the first box only, but 专栏2 stands in the text too: both count as right here."""
    document = read("sample-environment-glued")
    truth = truth_of("sample-environment-glued")
    score, report = judged(document, truth, tmp_path)
    assert score >= 0.88, report
    assert "every row found and every cell right: yes" in report
    assert [box.number for box in document.boxes] == ["专栏1", "专栏2"]
    assert len(document.boxes[1].items) == 8
    truth["box_titles"].append(document.boxes[1].title)
    assert judged(document, truth, tmp_path)[0] >= 0.98
    chapters = [block.number for block in document.headings if block.level == 1]
    assert chapters == [f"{numeral}、" for numeral in "一二三四五六七八九"]


def test_the_framework() -> None:
    document = read("lvyuan-framework")
    assert document.title is not None
    assert document.title.endswith("规划纲要框架")
    assert document.period == (2026, 2030)
    tops = [block.number for block in document.headings if block.level == 1]
    assert tops == [f"{numeral}、" for numeral in "一二三四五六七"]
    assert sum(block.level == 2 for block in document.headings) == 10
    assert document.gaps == []


@pytest.mark.parametrize("name", ["lvyuan-outline", "sample-11th-national", "sample-environment-glued"])
def test_every_place_points_at_its_text(name: str) -> None:
    document = read(name)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert document.text.count("\n", 0, block.start) + 1 == block.line
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
    assert "bookmark" not in document.text
    assert "_Toc" not in document.text


def test_two_seconds_with_imports() -> None:
    code = "import sys, pathlib; from gangmu.core.reader import read_file; read_file(pathlib.Path(sys.argv[1]))"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, SHARED / "plan" / "lvyuan-outline.txt"], check=True)
    assert time.perf_counter() - began < 2.0
