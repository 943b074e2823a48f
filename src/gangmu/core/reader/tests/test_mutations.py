"""The sample plan in every dress, and what extraction does to it: the same structure must come out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangmu.core.reader import Document, Unreadable, read_text
from gangmu.core.reader.tests import measure
from gangmu.core.reader.tests.mutations import (
    FULL_WIDTH,
    add_bookmarks,
    double_headings,
    paginate,
    typeset,
    wrap,
)
from gangmu.core.reader.tests.sample_plan import GRAMMARS, ITEM_FORMS, TITLE, Rendering, render

NUMBERED = ["篇章节", "章节一", "一（一）1.", "数字", "章无号", "井号"]
TABLES = ["pipes", "tabs", "cells", "dense", "blanks", "glued"]


def assert_read(document: Document, how: Rendering, *, levels: float = 1.0, items: bool = True) -> None:
    """Everything found, nothing else; levels at least so good."""
    assert measure.headings(document, how) == 1.0
    assert measure.levels(document, how) >= levels
    assert measure.cells(document) == 1.0
    if items:
        assert measure.items(document) == 1.0
    assert document.title == TITLE
    assert document.period == (2026, 2030)


@pytest.mark.parametrize(("grammar", "items"), list(itertools.product(NUMBERED, ITEM_FORMS)))
def test_every_numbering_with_every_form_of_item(grammar: str, items: str) -> None:
    how = Rendering(grammar=grammar, items=items)
    assert_read(read_text(render(how)), how)


@pytest.mark.parametrize(("grammar", "table"), list(itertools.product(["章节一", "一（一）1.", "无编号"], TABLES)))
def test_every_state_of_the_table(grammar: str, table: str) -> None:
    how = Rendering(grammar=grammar, table=table)
    assert_read(read_text(render(how)), how, levels=0.9)


@pytest.mark.parametrize("grammar", ["无编号", "星号"])
@pytest.mark.parametrize("items", ITEM_FORMS)
def test_headings_without_numbers(grammar: str, items: str) -> None:
    how = Rendering(grammar=grammar, items=items)
    assert_read(read_text(render(how)), how, levels=0.9)


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_lines_cut_after_31_characters(grammar: str) -> None:
    how = Rendering(grammar=grammar)
    assert_read(read_text(wrap(render(how), 31)), how, levels=0.85)


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_set_in_pages_with_numbers(grammar: str) -> None:
    how = Rendering(grammar=grammar)
    assert_read(read_text(paginate(typeset(render(how), 28), 24)), how, levels=0.85)


@pytest.mark.parametrize("grammar", GRAMMARS)
@pytest.mark.parametrize("contents", ["leaders", "bare"])
def test_a_contents_page_is_not_read_as_headings(grammar: str, contents: str) -> None:
    how = Rendering(grammar=grammar, contents=contents)
    assert_read(read_text(render(how)), how, levels=0.85)


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_full_stops_stripped_everywhere(grammar: str) -> None:
    how = Rendering(grammar=grammar)
    assert_read(read_text(render(how).replace("。", "")), how, levels=0.6)


@pytest.mark.parametrize("grammar", ["数字", "一（一）1."])
def test_full_width_digits_in_the_numbering(grammar: str) -> None:
    how = Rendering(grammar=grammar)
    text = render(how)
    for _, _, printed in how.headings:
        text = text.replace(printed, printed.translate(FULL_WIDTH))
    assert_read(read_text(text), how)


@pytest.mark.parametrize("grammar", ["章节一", "无编号"])
def test_bold_headings_written_twice(grammar: str) -> None:
    how = Rendering(grammar=grammar)
    text = render(how)
    assert_read(read_text(double_headings(text, [printed for _, _, printed in how.headings])), how, levels=0.85)


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_a_table_that_looks_back_is_not_the_table_of_targets(grammar: str) -> None:
    how = Rendering(grammar=grammar, decoy=True)
    assert_read(read_text(render(how)), how, levels=0.85)


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_box_number_and_title_on_two_lines(grammar: str) -> None:
    how = Rendering(grammar=grammar, box_on_two_lines=True)
    assert_read(read_text(render(how)), how, levels=0.85)


def test_bookmarks_are_evidence_and_never_text() -> None:
    how = Rendering(grammar="无编号")
    text = render(how)
    document = read_text(add_bookmarks(text, [printed for _, _, printed in how.headings]))
    assert_read(document, how, levels=0.85)
    assert "bookmark" not in document.text
    assert all("书签" in block.evidence for block in document.headings)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    seed=st.integers(1, 10_000),
    grammar=st.sampled_from(NUMBERED),
    items=st.sampled_from(sorted(ITEM_FORMS)),
    table=st.sampled_from(TABLES),
    contents=st.sampled_from(["", "leaders", "bare"]),
    decoy=st.booleans(),
    two=st.booleans(),
    cut=st.sampled_from([None, 25, 38, 45]),
)
def test_any_dress(
    seed: int, grammar: str, items: str, table: str, contents: str, decoy: bool, two: bool, cut: int | None
) -> None:
    how = Rendering(grammar, items, table, contents, decoy, two, seed=seed)
    text = render(how)
    document = read_text(text if cut is None else wrap(text, cut))
    assert measure.headings(document, how) >= 0.95
    assert measure.levels(document, how) >= 0.95
    assert measure.cells(document) >= 0.98
    assert measure.items(document) >= 0.9
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert document.text.count("\n", 0, block.start) + 1 == block.line


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(alphabet="一二第章节（）()、。：；专栏表指标序号年2025%—|\t\n →约束性预期性工程", max_size=400))
def test_nothing_makes_it_fall_over(text: str) -> None:
    try:
        document = read_text(text)
    except Unreadable as refusal:
        assert str(refusal).endswith("。")
    else:
        assert document.headings
        assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
