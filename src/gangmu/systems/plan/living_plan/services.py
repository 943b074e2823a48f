"""A plan document becomes the living plan: its text, its indicators, its projects, in one transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from gangmu.core.reader import Document
from gangmu.core.rules import Finding, Severity
from gangmu.kernel.access.models import User
from gangmu.kernel.indicators.services import read_table
from gangmu.kernel.outline.commitments import read_commitments
from gangmu.kernel.outline.contradictions import read_contradictions
from gangmu.kernel.outline.models import Clause, Plan, Stage, Version
from gangmu.kernel.outline.services import read_version
from gangmu.kernel.projects.services import read_boxes
from gangmu.kernel.records.attachments import attach
from gangmu.kernel.records.findings import observe


@transaction.atomic
def load_plan(document: Document, file: Path, *, digest: str, title: str, by: User | None, at: datetime) -> Version:
    """Stores the document as the newest version of its plan, with commitments, indicators and projects.

    Lost headings become findings; the file itself is kept as an attachment of the plan. Raises AlreadyRead.
    """
    version = read_version(document, digest=digest, stage=stage_of(document), title=title, by=by, at=at)
    attach(version.plan, file, by=by, at=at)
    read_commitments(version, document, by=by, at=at)
    read_contradictions(version, document, by=by, at=at)
    read_table(version, document.indicators, by=by, at=at)
    read_boxes(version, by=by, at=at)
    lost = [passage.clause for passage in version.passages.filter(kind=Clause.Kind.GAP).select_related("clause")]
    observe(
        system="living-plan",
        rule="lost_heading",
        candidates=version.plan.clauses.all(),
        found={clause.uid: LOST_HEADING for clause in lost},
        at=at,
    )
    observe(
        system="living-plan",
        rule="unread",
        candidates=Plan.objects.filter(pk=version.plan.pk),
        found={version.plan.uid: unread(document)} if document.unread else {},
        at=at,
    )
    return version


def unread(document: Document) -> Finding:
    """What the reader could not read of a document, so that nobody takes the plan for whole."""
    return Finding("unread", Severity.WARNING, " ".join(document.unread), "规划文件中的图片页和图片表")


LOST_HEADING = Finding(
    rule="lost_heading",
    severity=Severity.HINT,
    message="文件在此处少了一级标题。请对照印发文本，在文件中补上后重新读入。",
    basis="规划文件的标题层次",
)


def stage_of(document: Document) -> Stage:
    """A document that calls itself a framework or a draft for comment is one; any other is the outline."""
    heading = (document.title or "") + document.text[:200]
    return Stage.FRAMEWORK if "征求意见稿" in heading or "框架" in heading else Stage.OUTLINE
