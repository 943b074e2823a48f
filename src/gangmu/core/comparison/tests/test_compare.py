"""Versions of the sample outline with known changes, and the sample framework against the outline."""

import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gangmu.core.comparison import Comparison, Row, align, compare
from gangmu.core.comparison.passages import outline_of
from gangmu.core.comparison.spans import differences
from gangmu.core.reader import Document, read_file, read_text

SAMPLE = Path(__file__).resolve().parents[5] / "districts" / "sample"


@cache
def outline() -> Document:
    return read_file(SAMPLE / "outline.docx")


@cache
def plain_outline() -> Document:
    return read_text(outline().text)


@cache
def framework_to_outline() -> Comparison:
    return compare(read_file(SAMPLE / "framework.docx"), outline())


def paragraphs(document: Document) -> list[int]:
    """Line indices of long paragraphs with a lead outside boxes."""
    return [
        block.line - 1
        for block in document.blocks
        if block.kind == "paragraph" and block.box is None and block.lead and len(block.text) > 60
    ]


def row_of(result: Comparison, text: str) -> Row:
    return next(row for row in result.rows if any(text == passage.text for passage in row.new))


def test_a_document_is_the_same_as_itself() -> None:
    result = compare(outline(), outline())
    assert set(result.count()) == {"same", "changed", "moved", "new", "gone"}
    assert result.count()["same"] == len(result.rows) > 300
    assert result.lost_headings == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_changes_are_told_apart(seed: int) -> None:
    chance = random.Random(seed)
    old = plain_outline()
    lines = old.text.split("\n")
    chosen = chance.sample(paragraphs(old), 16)
    figures = [at for at in chosen[:6] if re.search(r"[0-9]", lines[at])]
    changed = {at: re.sub(r"[0-9]+", lambda found: str(int(found.group()) + 7), lines[at], count=1) for at in figures}
    dropped, moved = chosen[6:11], chosen[11:14]
    added = [
        f"补充第{order}项任务。组织各村镇编写风物志，开办乡土讲堂，请老人口述旧事并存入档案。" for order in "一二三"
    ]
    new_lines: list[str] = []
    for at, line in enumerate(lines):
        if at not in dropped and at not in moved:
            new_lines.append(changed.get(at, line))
        if at == chosen[14]:
            new_lines += added
        if at == len(lines) - 12:
            new_lines += [lines[one] for one in moved]
    result = compare(old, read_text("\n".join(new_lines)))
    for at in figures:
        row = row_of(result, changed[at])
        assert (row.status, row.old and row.old.text) == ("changed", lines[at])
        assert [bool(re.search(r"[0-9]", span.old) and re.search(r"[0-9]", span.new)) for span in row.spans] == [True]
    assert {row.old.text for row in result.rows if row.status == "gone" and row.old} == {lines[at] for at in dropped}
    assert [row.status for row in (row_of(result, text) for text in added)] == ["new"] * 3
    assert {row_of(result, lines[at]).status for at in moved} == {"moved"}
    assert result.count()["changed"] == len(figures)


def test_a_renamed_heading_keeps_its_section() -> None:
    old = plain_outline()
    text = old.text.replace("建设“无废城区”", "打造“无废城区”").replace(
        "第三节  建设健康澄溪", "第三节  推进健康澄溪建设"
    )
    assert text != old.text
    result = compare(old, read_text(text))
    heading = next(row for row in result.rows if row.old and row.old.kind == "heading" and "健康澄溪" in row.old.text)
    assert heading.status == "changed"
    assert heading.new[0].text == "推进健康澄溪建设"
    assert result.count()["gone"] == result.count()["new"] == 0


@pytest.mark.parametrize("which", ["framework", "unrelated", "itself"])
def test_every_passage_stands_in_exactly_one_row(which: str) -> None:
    plans = Path(__file__).resolve().parents[2] / "contradictions" / "tests"
    old = {
        "framework": lambda: read_file(SAMPLE / "framework.docx"),
        "unrelated": lambda: read_file(plans / "liuchuan.md"),
        "itself": outline,
    }[which]()
    result = compare(old, outline())
    left, right = outline_of(old), outline_of(outline())
    assert Counter(row.old for row in result.rows if row.old) == Counter(left.passages)
    assert Counter(passage for row in result.rows for passage in row.new) == Counter(right.passages)
    for row in result.rows:
        assert 0 <= row.confidence <= 1
        assert row.evidence


def test_the_framework_names_the_lost_chapter() -> None:
    assert [(one.side, one.heading) for one in framework_to_outline().lost_headings] == [
        ("new", "推动城乡融合发展，绘就乡村振兴新图景")
    ]


def test_chapters_pair_though_one_paragraph_became_a_chapter() -> None:
    result = framework_to_outline()
    kept = {row.old.text for row in result.rows if row.old and row.old.kind == "heading" and row.new}
    assert {"优化国土空间布局，构建一溪两岸三片新格局", "增进民生福祉，提升两岸居民生活品质", "保障措施"} <= kept
    spread = [row for row in result.rows if len(row.new) > 3]
    assert len(spread) >= 6
    lead = next(row for row in result.rows if row.old and row.old.name == "健全规划实施机制")
    assert lead.new[0].kind == "heading"
    assert lead.new[0].text == "健全规划实施机制"


def test_strangers_share_no_chapters_and_name_no_gaps() -> None:
    plans = Path(__file__).resolve().parents[2] / "contradictions" / "tests"
    result = compare(read_file(plans / "baisha.txt"), outline())
    assert result.lost_headings == []
    assert result.count()["same"] + result.count()["moved"] <= 3


def test_alignment_of_passages_stands_alone() -> None:
    left, right = outline_of(plain_outline()), outline_of(plain_outline())
    matches = align(left.passages, right.passages)
    assert [match.old for match in matches] == [match.new for match in matches]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("绿道28公里。", "绿道30公里。", [("28", "30")]),
        ("建成12座驿站，设施完善。", "建成12座驿站，设施更加完善。", [("", "更加")]),
        ("一样。", "一样。", []),
        ("甲，乙。", "乙。", [("甲，", "")]),
    ],
)
def test_differences_are_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    spans = differences(old, new)
    assert [(span.old, span.new) for span in spans] == expected
    for span in spans:
        assert old[span.old_start : span.old_end] == span.old
        assert new[span.new_start : span.new_end] == span.new
