"""A document that was read becomes a version of a plan, and its places keep their clauses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gangmu.core.comparison import Passage as Place
from gangmu.core.reader import Block, BlockKind, Document
from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.records.models import Origin
from gangmu.kernel.records.services import amend_many, create, create_many

from .align import align
from .models import NAME_LENGTH, Clause, Passage, Plan, Stage, Version

LOST = "〔标题缺失〕"
UNNAMED = {BlockKind.TABLE: "指标表", BlockKind.BOX: "专栏"}
HEADINGS = {1: "章", 2: "节", 3: "目"}


class AlreadyRead(Refusal):
    """The same file has been read before; the message names the version."""


@transaction.atomic
def read_version(
    document: Document, *, digest: str, stage: Stage, title: str, by: User | None, at: datetime
) -> Version:
    """Stores a document as the newest version of the plan of that title; makes the plan when it is new.

    `digest` is the file's SHA-256. Places that the last version had keep their clause. Raises AlreadyRead.
    """
    plan = Plan.objects.select_for_update().filter(title=title).first()
    if plan is None:
        start, end = document.period or (None, None)
        values = {"title": title, "period_start": start, "period_end": end, "vision_year": document.vision_year}
        plan = create(Plan, values, by=by, at=at, origin=Origin.IMPORT)
    last = plan.versions.order_by("-ordinal").first()
    if known := plan.versions.filter(digest=digest).first():
        raise AlreadyRead(f"这份文件已经读入过，是《{plan.title}》第 {known.ordinal} 版，无需再次读入。")
    version = Version.objects.create(
        plan=plan,
        ordinal=last.ordinal + 1 if last else 1,
        stage=stage,
        file_name=document.name,
        digest=digest,
        read_at=at,
    )
    parents = parents_of(document.blocks)
    names = names_of(document.blocks)
    places = [_place(document.blocks, names, parents, index) for index in range(len(document.blocks))]
    clauses = _clauses(plan, last, places, by=by, at=at)
    passages = [_passage(version, clause, order, document.blocks[order]) for order, clause in enumerate(clauses)]
    Passage.objects.bulk_create(passages, batch_size=1000)
    for passage, parent in zip(passages, parents, strict=True):
        passage.parent = passages[parent] if parent is not None else None
    Passage.objects.bulk_update(passages, ("parent",), batch_size=1000)
    return version


def parents_of(blocks: list[Block]) -> list[int | None]:
    """For each block the index of the one it stands under; a box stands under its chapter, an item under its box."""
    parents: list[int | None] = []
    above: list[tuple[int, int]] = []
    box = item = None
    for index, block in enumerate(blocks):
        if block.kind in (BlockKind.HEADING, BlockKind.GAP):
            level = block.level or 1
            above = [(depth, at) for depth, at in above if depth < level]
            parents.append(above[-1][1] if above else None)
            above.append((level, index))
            box = item = None
        elif block.kind is BlockKind.BOX:
            parents.append(above[0][1] if above else None)
            box, item = index, None
        elif block.kind is BlockKind.ITEM:
            parents.append(box)
            item = index
        elif block.box is not None:
            parents.append(item if item is not None else box)
        else:
            parents.append(above[-1][1] if above else None)
    return parents


def names_of(blocks: list[Block]) -> list[str]:
    """How people name each place: its heading or lead, else how it begins; a lost heading by what it stands before."""
    names: list[str] = []
    following = "文末"
    for block in reversed(blocks):
        if block.kind is BlockKind.GAP:
            names.append(f"{LOST}“{following}”之前的{HEADINGS.get(block.level or 0, '')}标题")
            continue
        text = block.lead or block.text or block.number or UNNAMED.get(block.kind, "（无字）")
        following = text if len(text) <= NAME_LENGTH or block.lead else f"{text[:NAME_LENGTH]}…"
        names.append(following)
    return names[::-1]


def _place(blocks: list[Block], names: list[str], parents: list[int | None], index: int) -> Place:
    under = []
    parent = parents[index]
    while parent is not None:
        under.append(names[parent])
        parent = parents[parent]
    block = blocks[index]
    return Place(block.kind.value, names[index], tuple(reversed(under)), block.text or names[index])


def _clauses(plan: Plan, last: Version | None, places: list[Place], *, by: User | None, at: datetime) -> list[Clause]:
    before = list(last.passages.select_related("clause").order_by("order")) if last else []
    by_pk = {passage.pk: passage for passage in before}
    old = [
        Place(passage.kind, passage.clause.name, _under(passage, by_pk), passage.text or passage.clause.name)
        for passage in before
    ]
    matches = align(old, places)
    today = [{"name": place.name, "text": place.text, "in_force": True} for place in places]
    kept = [(before[match].clause, now) for match, now in zip(matches, today, strict=True) if match is not None]
    used = set(matches)
    gone = [passage.clause for index, passage in enumerate(before) if index not in used]
    amend_many([*kept, *((clause, {"in_force": False}) for clause in gone)], by=by, at=at)
    fresh = [
        now | {"plan": plan, "kind": place.kind}
        for place, match, now in zip(places, matches, today, strict=True)
        if match is None
    ]
    made = iter(create_many(Clause, fresh, by=by, at=at, origin=Origin.IMPORT))
    return [next(made) if match is None else before[match].clause for match in matches]


def _under(passage: Passage, by_pk: dict[int, Passage]) -> tuple[str, ...]:
    names: list[str] = []
    parent = passage.parent_id
    while parent is not None:
        names.append(by_pk[parent].clause.name)
        parent = by_pk[parent].parent_id
    return tuple(reversed(names))


def _passage(version: Version, clause: Clause, order: int, block: Block) -> Passage:
    return Passage(
        version=version,
        clause=clause,
        order=order,
        kind=block.kind.value,
        level=block.level,
        number=block.number or "",
        lead=block.lead or "",
        text=block.text,
        line=block.line,
        start=block.start,
        end=block.end,
        confidence=round(block.confidence, 2),
        evidence=list(block.evidence),
    )
