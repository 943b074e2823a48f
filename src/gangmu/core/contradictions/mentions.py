"""Every figure of a document with what it measures and when it holds, from the indicator table and from sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gangmu.core.commitments.model import Quantity
from gangmu.core.commitments.quantities import quantities
from gangmu.core.commitments.sections import Section
from gangmu.core.commitments.sentence import Reading
from gangmu.core.contradictions.mention import LOWER_IS_BETTER, Mention, Mode, Period, coarseness, ends, period_of
from gangmu.core.contradictions.rows import of_row
from gangmu.core.contradictions.standing import Spot, Standing
from gangmu.core.contradictions.subjects import Subject, one_spelling, prefix_of, subject_of, subjects_of
from gangmu.core.contradictions.units import measure, spelled_out
from gangmu.core.reader.structure import BlockKind, Document

_YEAR = re.compile(
    r"(?:(?P<span>(?:19|20)[0-9]{2})年?[—–\-~～至])?(?P<year>(?:19|20)[0-9]{2})年(?!间)(?P<tail>[底末初]?(?:以?前)?)"
)
_COMPARED = re.compile(r"(?:较|比|与|相比|以)$")
_FROM = re.compile(r"(?:由|从|自)(?:(?:19|20)[0-9]{2}年?的?)?(?:每天|日均)?$")
_BOUND_WORD = re.compile(r"(?:超过?|突破|至少|不低于|不少于|不超过|高于|低于|约|近|>|<|≥|≤)?$")
_OVER_ANOTHER = re.compile(r"(?:较|比)[^，]{2,}$")
_ALIKE = re.compile(r"(?:均|都)[^，]{0,6}$")
_CLAUSE = re.compile(r"[，。；：！]")
_NOW = re.compile(r"目前|现有|现已|已建成|已达|已经|截至")
_ANNUAL = re.compile(r"每年|年均|每季度|每月|常态|(?<=[，。；])年(?=[出采产])")
_KEEP = re.compile(r"稳定在|保持|维持|守住|不降低|巩固|底线")
_CAP = re.compile(r"控制在|控制到|不超过|不突破|不高于|以内$|之内$|不得超过")
_DOWN = re.compile(r"(?:下降|降低|降|减少|压减|缩短|缩减)[至到]")
_HYPOTHETICAL = re.compile(
    r"(?:以下|以上|低于[^，。；]{1,12}|超过[^，。；]{1,12})的?(?:企业|单位|项目|地块|管网|人群|家庭)"
)


def mentions(document: Document, standing: Standing) -> list[Mention]:
    """All figures that can be compared, in document order; none without a known period."""
    period = period_of(document)
    if period is None:
        return []
    found = [one for row in document.indicators for one in of_row(row, document, standing, period)]
    named = {one.noun for one in found}
    for sentence in document.sentences:
        kind = document.blocks[sentence.block].kind
        if kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            reading = _reading(document, sentence.start, sentence.end)
            found += [_as_in_table(one, named) for one in _of_sentence(reading, sentence.block, standing, period)]
    return found


def _as_in_table(one: Mention, named: set[str]) -> Mention:
    """A row under a lost 每千人口 is still the 每千人口注册护士 of the text."""
    short = one.noun.removeprefix(prefix_of(one.noun))
    return replace(one, noun=short) if one.noun not in named and short in named else one


def _reading(document: Document, start: int, end: int) -> Reading:
    plain = Reading.of(document.text, start, end)
    text, offsets = spelled_out(plain.text, plain.offsets)
    if text == plain.text:
        return plain
    again = Reading.of(text, 0, len(text))
    return Reading(again.text, again.masked, offsets, document.text)


def _of_sentence(reading: Reading, block: int, standing: Standing, period: Period) -> Iterator[Mention]:
    spot, prefix = standing.spots[block], ""
    for quantity, subjects, span in _with_subjects(reading):
        opened, start, _ = span
        if quantity.bound in {"delta+", "delta-"} and _OVER_ANOTHER.search(reading.text[opened:start]):
            continue
        for subject in subjects:
            own = prefix_of(subject.noun)
            prefix = own or prefix
            one = subject
            if prefix and not own and subject.noun.endswith(("师", "护士", "医生")):
                one = Subject(prefix + subject.noun, subject.action, subject.owner, prefix + subject.printed)
            made = _mention(reading, quantity, one, span, block, spot, standing, period)
            if made is not None:
                yield made


def _with_subjects(reading: Reading) -> Iterator[tuple[Quantity, list[Subject], tuple[int, int, int]]]:
    """Every figure of a sentence with its subjects and (start of clause, start, end) in the reading.

    A figure without words of its own keeps the subject of the figure before it in the clause, and its verb.
    """
    text = reading.text
    index = {offset: at for at, offset in reversed(list(enumerate(reading.offsets)))}
    previous_end, last, order = 0, None, 0
    for quantity in quantities(reading):
        start, end = index[quantity.start], _end(reading, quantity)
        opened = max((mark.end() for mark in _CLAUSE.finditer(text, 0, start)), default=0)
        if opened >= previous_end:
            last, order = None, 0
        between = text[max(opened, previous_end) : start].lstrip("、和及与")
        subject = subject_of(between, text[end:], last.action if last else None)
        if subject is None and previous_end > opened:
            subject = last
        order += 1
        last, previous_end = subject or last, end
        if subject is not None:
            yield quantity, _coordinated(text, subject, between, order, (opened, start)), (opened, start, end)


def _coordinated(text: str, subject: Subject, between: str, order: int, span: tuple[int, int]) -> list[Subject]:
    """A、B均达到5 gives both, A、B分别达到5、6 gives each its own, and nothing where they cannot be told apart."""
    clause = text[span[0] : span[1]]
    if "分别" in clause:
        names = subjects_of(clause.split("分别")[0])
        names = names[order - 1 : order] if len(names) == _figures_after(text, span[0]) else []
    elif _ALIKE.search(clause):
        names = subjects_of(between)
    else:
        return [subject]
    return [Subject(one_spelling(name), subject.action, subject.owner, name) for name in names]


def _figures_after(text: str, opened: int) -> int:
    """How many figures follow 分别 in the clause."""
    stop = _CLAUSE.search(text, opened)
    clause = text[opened : stop.start() if stop else len(text)]
    return len(re.findall(r"[0-9]+(?:\.[0-9]+)?(?![0-9.])", clause.split("分别", 1)[-1]))


def _end(reading: Reading, quantity: Quantity) -> int:
    return max(at for at, offset in enumerate(reading.offsets) if offset < quantity.end) + 1


def _mention(
    reading: Reading,
    quantity: Quantity,
    subject: Subject,
    span: tuple[int, int, int],
    block: int,
    spot: Spot,
    standing: Standing,
    period: Period,
) -> Mention | None:
    opened, start, end = span
    text = reading.text
    clause = text[opened:start]
    when = _when(text, start, spot, period)
    if when is None or _HYPOTHETICAL.match(text, start):
        return None
    year, dated, past = when
    dimension, factor = measure(quantity.unit)
    low, high = ends(quantity.number, factor)
    mode = _mode(quantity, subject, text[:start], clause, past=past, dated=dated)
    lead = _BOUND_WORD.search(clause)
    printed = (lead.group() if lead else "") + text[start:end]
    state = f"{year}年实绩" if past else (f"{year}年目标" if dated or year != period.last else "规划期末目标")
    return Mention(
        one_spelling(re.sub(r"(?:年均)?(?:增长|降低|下降|提高)$", "", subject.key)) or subject.key,
        subject.action,
        subject.printed,
        dimension,
        low,
        high,
        quantity.bound,
        coarseness(printed, factor),
        year,
        dated,
        past,
        mode,
        bool(_KEEP.search(clause) or _CAP.search(clause) or re.search(r"(?:以内|之内)$", printed)),
        bool(_DOWN.search(clause) or LOWER_IS_BETTER.search(subject.noun)),
        False,
        block,
        spot.anchor,
        spot.item is not None,
        standing.place(block, quantity.start, quantity.end, figure=printed, year=year, state=state),
    )


def _when(text: str, at: int, spot: Spot, period: Period) -> tuple[int, bool, bool] | None:
    """The year of a figure, whether it is printed, and whether it is past; None where no year can be told."""
    dated = [one for one in _YEAR.finditer(text, 0, at) if not _COMPARED.search(text[: one.start()])]
    year = int(dated[-1]["year"]) if dated else None
    before = text[:at]
    if _FROM.search(before[:-4] if dated and dated[-1].end() == at else before) and not (
        dated and at - dated[-1].end() <= 2
    ):
        return None
    if dated and text[dated[-1].start() - 1 : dated[-1].start()] in {"由", "从"} and at - dated[-1].end() > 2:
        year = None
    if year is not None:
        return year, True, year <= period.base
    if spot.section is Section.PAST:
        return period.base, False, True
    if spot.section in {Section.GOALS, Section.TASKS}:
        opened = max((mark.end() for mark in _CLAUSE.finditer(text, 0, at)), default=0)
        return (period.base, False, True) if _NOW.search(text[opened:at]) else (period.last, False, False)
    return None


def _mode(quantity: Quantity, subject: Subject, before: str, clause: str, *, past: bool, dated: bool) -> Mode:
    if quantity.bound in {"delta+", "delta-"} or re.search(r"(?:增长|增速|增幅)$", subject.noun):
        return "yearly change" if "年均" in clause or (past and dated) else "change"
    if _ANNUAL.search(clause) and not re.search(r"年均(?:浓度|优良)", clause):
        return "annual"
    reached = re.search(r"(?:达到?|提高到|增加到|突破|超过?|降至|降到|稳定在|保持在|为)[约近]?$", clause)
    ratio = quantity.unit in {"%", "‰"} or "/" in quantity.unit or prefix_of(subject.noun)
    if "累计" in clause or "五年" in clause:
        return "flow"
    if ratio or (reached and subject.action not in {"新建", "完成", "改造", "新建改造"}):
        return "level"
    return "flow" if subject.action or subject.noun.startswith("城镇新增") or "新增" in before[-12:] else "level"
