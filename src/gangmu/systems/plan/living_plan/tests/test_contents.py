"""A passage's text is cut where commitments begin and end, and nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from gangmu.systems.plan.living_plan.contents import Stretch, stretches


def test_commitments_are_cut_out_of_the_text() -> None:
    cut = stretches("修路。要通车。已完工。", 0, [("修路。", "will"), ("要通车。", "must 时限")], "时限")
    assert cut == (Stretch("修路。", "will"), Stretch("要通车。", "must 时限", True), Stretch("已完工。"))


def test_what_belongs_to_the_lead_is_not_said_twice() -> None:
    assert stretches("修路。要通车。", 2, [("修路。要通车。", "must")], "") == (Stretch("。要通车。", "must"),)


def test_a_commitment_of_another_wording_is_left_out() -> None:
    assert stretches("修路。", 0, [("架桥。", "will")], "") == (Stretch("修路。"),)


pieces = st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), max_size=6)


@given(pieces, st.data())
def test_nothing_is_lost_and_nothing_comes_twice(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    after = data.draw(st.integers(0, len(text)))
    promised = [(part, "will") for part in parts if data.draw(st.booleans())]
    assert "".join(piece.text for piece in stretches(text, after, promised, "")) == text[after:]
