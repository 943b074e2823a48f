"""From two read documents to their comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from gangmu.core.comparison.align import Match, align, parts
from gangmu.core.comparison.likeness import Index, grams, plain
from gangmu.core.comparison.model import Comparison, LostHeading, Passage, Row
from gangmu.core.comparison.passages import Outline, outline_of
from gangmu.core.comparison.sections import (
    GapName,
    Pair,
    in_order,
    names_for_gaps,
    pair_sections,
    pairs_by_content,
    paragraphs_as_sections,
)
from gangmu.core.comparison.spans import differences
from gangmu.core.reader.structure import Document

_EXPANDED = 3  # times as many passages: the section was written out
_ELSEWHERE = 0.35  # how much of an old paragraph a passage outside its section must hold to carry it on
_WEAK = 0.6  # below this likeness an old paragraph may have become several new ones


def compare(old: Document, new: Document) -> Comparison:
    """Two documents aligned passage by passage: same, changed, moved, new and gone, with evidence and confidence."""
    left, right = outline_of(old), outline_of(new)
    pairs = pair_sections(left, right)
    in_new = names_for_gaps(right, left, {pair.old for pair in pairs})
    in_old = names_for_gaps(left, right, {pair.new for pair in pairs})
    bridges = [Pair(one.named, one.gap, one.share, 0.0, one.share) for one in in_new]
    bridges += [Pair(one.gap, one.named, one.share, 0.0, one.share) for one in in_old]
    together = {(pair.old, pair.new) for pair in [*pairs, *bridges]}
    matches = [match for match in align(left.passages, right.passages, together) if not _heading(left, match)]
    sections = paragraphs_as_sections(left, right, pairs, matches)
    matches = [match for match in matches if match.old not in sections]
    went = [(match.old, match.new) for match in matches]
    went += [(paragraph, right.sections[section].passages[0]) for paragraph, section in sections.items()]
    pairs += pairs_by_content(left, right, pairs, went)
    matches += [_of_headings(left, right, pair) for pair in pairs]
    steady = _steady(left, right, [*pairs, *bridges], matches)
    spread = _spread(left, right, [*pairs, *bridges], matches)
    taken = {match.new for match in matches} | {one for held in spread.values() for one in held}
    for paragraph, section in sections.items():
        inside = [one for one in right.sections[section].passages if one not in taken]
        taken.update(inside)
        if inside:
            spread[paragraph] = sorted({*inside, *spread.get(paragraph, [])})
    rows = _rows(left, right, matches, steady, spread, set(sections))
    rows = [_only_lost(row, right, in_new) for row in rows]
    lost = [_lost(right, left, one, old.name or "旧稿", "new") for one in in_new]
    lost += [_lost(left, right, one, new.name or "新稿", "old") for one in in_old]
    return Comparison(rows, lost)


def _heading(outline: Outline, match: Match) -> bool:
    return outline.passages[match.old].kind == "heading"


def _of_headings(left: Outline, right: Outline, pair: Pair) -> Match:
    old, new = left.sections[pair.old].heading, right.sections[pair.new].heading
    assert old is not None
    assert new is not None
    reason = "、".join(word for word, told in (("标题相近", pair.name >= 0.5), ("内容相近", pair.body >= 0.3)) if told)
    same = plain(left.passages[old].text) == plain(right.passages[new].text)
    told = "标题相同" if same else reason or "内容所在"
    before, after = (len(side.sections[at].passages) - 1 for side, at in ((left, pair.old), (right, pair.new)))
    if 0 < before <= after / _EXPANDED:
        told += f"、原{before}段展开为{after}段"
    return Match(old, new, 1.0 if same else pair.score, told)


def _steady(left: Outline, right: Outline, pairs: list[Pair], matches: list[Match]) -> set[tuple[int, int]]:
    """Matches that stayed in place: below the same section and in the same order there."""
    partner = {pair.new: pair.old for pair in pairs} | {0: 0}
    paired_old = set(partner.values())
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for match in matches:
        home_old, home_new = _home(left, match.old, paired_old), _home(right, match.new, set(partner))
        if partner[home_new] == home_old:
            groups.setdefault((home_old, home_new), []).append((match.old, match.new))
    return set().union(*(in_order(group) for group in groups.values())) if groups else set()


def _home(outline: Outline, index: int, paired: set[int]) -> int:
    """The nearest section round a passage that both documents have; a heading stands in the section above its own."""
    passage = outline.passages[index]
    section = outline.sections[passage.section].parent if passage.kind == "heading" else passage.section
    while section > 0 and section not in paired:
        section = outline.sections[section].parent
    return max(section, 0)


def _spread(left: Outline, right: Outline, pairs: list[Pair], matches: list[Match]) -> dict[int, list[int]]:
    """Further passages that carry on an old paragraph, only inside the sections that carry on its own."""
    partner = {pair.new: pair.old for pair in pairs}
    taken = {match.new for match in matches}
    firm = {match.old for match in matches if match.likeness >= _WEAK}
    open_old = [i for i, one in enumerate(left.passages) if one.kind == "paragraph" and i not in firm]
    free_new = [i for i, one in enumerate(right.passages) if one.kind == "paragraph" and i not in taken]
    found = parts(left.passages, right.passages, open_old, free_new)
    kept: dict[int, list[int]] = {}
    for old, held in found.items():
        around = set(left.ancestors(left.passages[old].section))
        bag = grams(left.passages[old].text)
        index = Index([right.passages[one].text for one in held])
        inside = [
            one
            for at, one in enumerate(held)
            if around & {partner.get(section) for section in right.ancestors(right.passages[one].section)}
            or index.contained(bag, at) >= _ELSEWHERE
        ]
        if inside:
            kept[old] = inside
    return kept


def _rows(
    left: Outline,
    right: Outline,
    matches: list[Match],
    steady: set[tuple[int, int]],
    spread: dict[int, list[int]],
    whole: set[int],
) -> list[Row]:
    by_new = {match.new: match for match in matches}
    by_old = {match.old: match for match in matches}
    lead_of = {index: old for old, held in spread.items() for index in held}
    alone = [index for index in range(len(right.passages)) if index not in by_new and index not in lead_of]
    chance = _chances(left.passages, right.passages, alone)
    ordered: list[tuple[float, Row]] = []
    for index, passage in enumerate(right.passages):
        match = by_new.get(index)
        if match is not None:
            further = tuple(right.passages[one] for one in spread.get(match.old, []))
            ordered.append(
                (index, _matched(left.passages[match.old], passage, match, (match.old, index) in steady, further))
            )
        elif index not in lead_of:
            ordered.append((index, _alone("new", passage, chance[index])))
        elif lead_of[index] not in by_old and spread[lead_of[index]][0] == index:
            ordered.append(
                (index, _became_many(left, right, lead_of[index], spread[lead_of[index]], lead_of[index] in whole))
            )
    ordered += _gone(left, right, by_old, spread)
    return [row for _, row in sorted(ordered, key=lambda one: one[0])]


def _matched(old: Passage, new: Passage, match: Match, steady: bool, further: tuple[Passage, ...]) -> Row:
    same = plain(old.text) == plain(new.text)
    evidence = [match.reason, *(["展开为多段"] if further else []), *([] if steady else ["位置变动"])]
    confidence = 0.98 if same else round(0.5 + 0.48 * min(1.0, match.likeness), 2)
    if same and not further:
        return Row("same" if steady else "moved", old, (new,), 1.0, confidence, tuple(evidence), (), not steady)
    spans = differences(old.text, new.text)
    return Row(
        "changed", old, (new, *further), round(match.likeness, 2), confidence, tuple(evidence), spans, not steady
    )


def _became_many(left: Outline, right: Outline, old: int, held: list[int], whole: bool) -> Row:
    text = "\n".join(right.passages[index].text for index in held)
    index = Index([text])
    share = index.contained(grams(left.passages[old].text), 0)
    passages = tuple(right.passages[one] for one in held)
    spans = differences(left.passages[old].text, passages[0].text)
    told = f"一段展开为{len(held)}段" if len(held) > 1 else "部分文字沿用"
    evidence = (told, "段首与对方标题相同" if whole else "有多处相同词句")
    return Row("changed", left.passages[old], passages, round(share, 2), round(0.45 + 0.4 * share, 2), evidence, spans)


def _alone(status: str, passage: Passage, likeness: float) -> Row:
    confidence = round(max(0.5, 0.98 - likeness), 2)
    evidence = (f"最相近的一段只有{likeness:.2f}",)
    if status == "new":
        return Row("new", None, (passage,), round(likeness, 2), confidence, evidence)
    return Row("gone", passage, (), round(likeness, 2), confidence, evidence)


def _chances(others: list[Passage], passages: list[Passage], which: list[int]) -> dict[int, float]:
    """How like each of the passages is to the likeliest of the others."""
    index = Index([other.text for other in others])
    found = {}
    for one in which:
        bag = grams(passages[one].text)
        found[one] = max((index.alike(bag, near) for near in index.candidates(bag)[:2]), default=0.0)
    return found


def _gone(
    left: Outline, right: Outline, by_old: dict[int, Match], spread: dict[int, list[int]]
) -> list[tuple[float, Row]]:
    lonely = [index for index in range(len(left.passages)) if index not in by_old and index not in spread]
    chance = _chances(right.passages, left.passages, lonely)
    at = -0.5
    found: list[tuple[float, Row]] = []
    for index, passage in enumerate(left.passages):
        if index in by_old:
            at = by_old[index].new + 0.5
        elif index in chance:
            found.append((at, _alone("gone", passage, chance[index])))
    return found


def _only_lost(row: Row, right: Outline, names: list[GapName]) -> Row:
    """A heading that is gone only because the new document lost it says so."""
    if row.status != "gone" or row.old is None or row.old.kind != "heading":
        return row
    for one in names:
        if one.named == row.old.section:
            told = f"新稿第{right.sections[one.gap].line}行之前缺的标题当是此题"
            return replace(row, confidence=0.5, evidence=(told,))
    return row


def _lost(gapped: Outline, named: Outline, one: GapName, called: str, side: Literal["old", "new"]) -> LostHeading:
    gap, section = gapped.sections[one.gap], named.sections[one.named]
    sentence = f"第{gap.line}行之前缺一个标题，“{called}”把这部分称为“{section.name}”，请核对后补上。"
    confidence = round(min(0.95, 0.4 + one.share + 0.5 * (one.share - one.runner_up)), 2)
    evidence = (f"内容相近{one.share:.2f}", f"次近处{one.runner_up:.2f}", "对方此标题在本稿没有对应")
    return LostHeading(side, gap.line, gap.level, section.name, sentence, confidence, evidence)
