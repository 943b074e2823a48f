"""Clauses are found again by what they say; where they stand does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from gangmu.core.comparison import Passage as Place
from gangmu.kernel.outline.align import align


def place(name: str, text: str = "", under: tuple[str, ...] = (), kind: str = "paragraph") -> Place:
    return Place(kind, name, under, text or name)


def test_the_same_text_elsewhere_is_the_same_clause() -> None:
    old = [place("甲。", "甲。修路。"), place("乙。", "乙。种树。")]
    new = [place("乙。", "乙。种树。", ("第二章",)), place("甲。", "甲。修路。", ("第一章",))]
    assert align(old, new) == [1, 0]


def test_a_rewritten_paragraph_keeps_its_clause_by_its_lead() -> None:
    old = [place("完善路网。", "完善路网。新建两条路。"), place("完善管网。", "完善管网。更换管道。")]
    new = [place("完善管网。", "完善管网。全部更换老旧管道并建监测。"), place("完善路网。", "完善路网。新建三条路。")]
    assert align(old, new) == [1, 0]


def test_a_renamed_paragraph_is_found_by_likeness() -> None:
    body = "对全区老旧小区供水管道逐年更换，优先更换漏损严重的管段。"
    old = [place("更换管道。", "更换管道。" + body), place("植树。", "植树。沿河种植柳树和杨树。")]
    new = [place("推进管网更新。", "推进管网更新。" + body)]
    assert align(old, new) == [0]


def test_a_new_paragraph_has_no_old_clause() -> None:
    assert align([place("甲。", "甲。修桥补路。")], [place("乙。", "乙。办学兴教育才。")]) == [None]


def test_leads_that_stand_twice_are_told_apart_by_their_heading() -> None:
    old = [place("加强监管。", "加强监管。旧一。", ("水",)), place("加强监管。", "加强监管。旧二。", ("气",))]
    new = [place("加强监管。", "加强监管。新二。", ("气",)), place("加强监管。", "加强监管。新一。", ("水",))]
    assert align(old, new) == [1, 0]


def test_a_heading_never_continues_a_paragraph() -> None:
    assert align([place("甲", kind="heading")], [place("甲")]) == [None]


places = st.builds(place, st.sampled_from("甲乙丙丁"), st.text("路桥水电学医", max_size=6), st.just(()))


@given(st.lists(places, max_size=8), st.lists(places, max_size=8))
def test_no_clause_is_given_twice(old: list[Place], new: list[Place]) -> None:
    given_out = [match for match in align(old, new) if match is not None]
    assert len(given_out) == len(set(given_out))


@given(st.lists(st.text("路桥水电学医甲乙丙丁", min_size=4, max_size=9), unique=True, max_size=8), st.randoms())
def test_reading_the_same_again_changes_nothing(texts: list[str], random) -> None:  # type: ignore[no-untyped-def]
    old = [place(text) for text in texts]
    order = list(range(len(old)))
    random.shuffle(order)
    assert align(old, [old[index] for index in order]) == order
