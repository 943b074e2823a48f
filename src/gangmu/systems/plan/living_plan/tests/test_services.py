"""A document becomes a plan; read again it is refused; a new version keeps the clauses."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gangmu.core.commitments import find_commitments
from gangmu.core.reader import Document, read_file
from gangmu.kernel.indicators.models import Indicator
from gangmu.kernel.outline.models import Act, Clause, Commitment, Contradiction, Plan, Quantity, Version
from gangmu.kernel.outline.services import AlreadyRead
from gangmu.kernel.projects.models import Project
from gangmu.kernel.records.ledger import verify
from gangmu.kernel.records.models import Attachment, Finding, LedgerEntry
from gangmu.kernel.records.services import amend
from gangmu.systems.plan.living_plan.services import load_plan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def load(document: Document, path: Path, digest: str) -> Version:
    return load_plan(document, path, digest=digest, title="样例区规划", by=None, at=AT)


def test_everything_that_was_read_is_stored(sample: Version, sample_path: Path) -> None:
    document = read_file(sample_path)
    assert sample.passages.count() == len(document.blocks)
    assert Indicator.objects.count() == len(document.indicators)
    assert Project.objects.count() == sum(len(box.items) for box in document.boxes)
    binding = [found for found in find_commitments(document) if found.binding]
    assert list(Commitment.objects.order_by("position").values_list("text", flat=True)) == [one.text for one in binding]
    assert Act.objects.count() == sum(len(one.acts) for one in binding)
    assert Quantity.objects.count() == sum(len(one.quantities) for one in binding) > 0
    assert Finding.objects.filter(rule="lost_heading", cleared_at=None).count() == len(document.gaps)
    assert Attachment.objects.get(uid__isnull=False).name == sample_path.name
    assert LedgerEntry.objects.filter(register="outline.clause").count() == Clause.objects.count()
    assert verify().intact


def test_the_same_file_twice_is_refused_and_nothing_is_stored(sample_path: Path) -> None:
    document = read_file(sample_path)
    load(document, sample_path, "a" * 64)
    before = LedgerEntry.objects.count()
    with pytest.raises(AlreadyRead, match="已经读入过"):
        load(document, sample_path, "a" * 64)
    assert Version.objects.count() == 1
    assert LedgerEntry.objects.count() == before


def test_a_new_version_keeps_clauses_indicators_and_projects(sample_path: Path, tmp_path: Path) -> None:
    document = read_file(sample_path)
    newer = tmp_path / "outline-2.docx"
    newer.write_bytes(sample_path.read_bytes())
    first = load(document, sample_path, "a" * 64)
    codes = dict(first.passages.values_list("text", "clause__code"))
    promised = dict(Commitment.objects.values_list("text", "code"))
    blocks = document.blocks[:-3]
    sentences = [sentence for sentence in document.sentences if sentence.block < len(blocks)]
    second = load(replace(document, blocks=blocks, sentences=sentences), newer, "b" * 64)
    assert second.ordinal == 2
    assert Plan.objects.count() == 1
    lost = dict(first.passages.filter(kind="gap").values_list("clause__name", "clause__code"))
    assert lost.items() >= dict(second.passages.filter(kind="gap").values_list("clause__name", "clause__code")).items()
    kept = dict(second.passages.values_list("text", "clause__code"))
    assert all(codes[text] == code for text, code in kept.items())
    assert Clause.objects.filter(in_force=False).count() == 3
    said = Commitment.objects.filter(in_force=True)
    assert 0 < said.count() < Commitment.objects.count()
    assert {one.text: one.code for one in said}.items() <= promised.items()
    assert Indicator.objects.count() == len(document.indicators)
    assert verify().intact


def test_what_people_decided_on_a_contradiction_stays(sample_path: Path, tmp_path: Path) -> None:
    document = read_file(sample_path)
    load(document, sample_path, "a" * 64)
    clash = Contradiction.objects.order_by("-confidence").first()
    assert clash is not None
    assert clash.sides.count() >= 2
    amend(clash, {"decision": "属实", "note": "以统计局数为准"}, by=None, at=AT)
    newer = tmp_path / "outline-2.docx"
    newer.write_bytes(sample_path.read_bytes())
    load(document, newer, "b" * 64)
    again = Contradiction.objects.get(pk=clash.pk)
    assert (again.decision, again.in_force) == ("属实", True)
    assert again.sides.count() == clash.sides.count() >= 2
    assert verify().intact


def test_what_could_not_be_read_is_said_until_it_can(sample_path: Path, tmp_path: Path) -> None:
    document = read_file(sample_path)
    load(replace(document, unread=("第 3 页是图片，读不出文字。",)), sample_path, "a" * 64)
    finding = Finding.objects.get(rule="unread")
    assert (finding.cleared_at, finding.message) == (None, "第 3 页是图片，读不出文字。")
    newer = tmp_path / "outline-2.docx"
    newer.write_bytes(sample_path.read_bytes())
    load(document, newer, "b" * 64)
    assert Finding.objects.get(rule="unread").cleared_at is not None
