"""What rules found wrong with records, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q

from gangmu.core import rules

from .bulk import copy_in, update_from
from .registers import register_name

HELD_WHILE_OBSERVING = 0x6F627376  # advisory lock space "obsv"


class Finding(models.Model):
    """A finding of one rule on one record, open until the rule no longer finds it; then the next one is a new row."""

    class Severity(models.TextChoices):
        HINT = rules.Severity.HINT.value, rules.Severity.HINT.label
        WARNING = rules.Severity.WARNING.value, rules.Severity.WARNING.label
        BREACH = rules.Severity.BREACH.value, rules.Severity.BREACH.label

    system = models.CharField("系统", max_length=60)
    rule = models.CharField("规则", max_length=60)
    register = models.CharField("登记表", max_length=100)
    uid = models.UUIDField("记录")
    severity = models.CharField("程度", max_length=10, choices=Severity.choices)
    message = models.TextField("说明")
    basis = models.CharField("依据", max_length=200)
    first_seen = models.DateTimeField("首次发现")
    last_seen = models.DateTimeField("最近发现")
    cleared_at = models.DateTimeField("消除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发现"
        ordering = ("-first_seen", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("system", "rule", "register", "uid"),
                condition=Q(cleared_at=None),
                name="records_finding_open_once",
            ),
        )
        indexes = (models.Index(fields=("register", "uid"), name="records_finding_subject"),)

    def __str__(self) -> str:
        return self.message


def observe(
    *,
    system: str,
    rule: str,
    candidates: models.QuerySet[Any],
    found: Mapping[UUID, rules.Finding],
    at: datetime,
) -> None:
    """Makes the open findings of a rule be what it found: opens new ones, refreshes those that stay, clears the rest.

    `candidates` are the rows that were judged: a finding on one of them that `found` lacks is cleared, findings on
    other rows stay. Pass the whole register when the judged rows were selected by what is wrong with them. Seeing
    the same again at the same time changes nothing.
    """
    wrong = {finding.rule for finding in found.values()} - {rule}
    if wrong:
        raise ValueError(f"findings of {', '.join(sorted(wrong))} passed as findings of {rule}")
    register = register_name(candidates.model)
    with transaction.atomic():
        _alone(system, rule, register)
        open_now = Finding.objects.filter(system=system, rule=rule, register=register, cleared_at=None)
        seen: list[Finding] = []
        gone = open_now.exclude(uid__in=list(found)).filter(uid__in=candidates.order_by().values("uid"))
        gone.update(cleared_at=at)
        known = set()
        for row in open_now.filter(uid__in=list(found)):
            known.add(row.uid)
            if _refresh(row, found[row.uid], at):
                seen.append(row)
        if seen:
            update_from(Finding, [_field(name) for name in ("severity", "message", "basis", "last_seen")], seen)
        fresh = [_opened(system, register, uid, finding, at) for uid, finding in found.items() if uid not in known]
        if fresh:
            copy_in(Finding, [field for field in Finding._meta.concrete_fields if not field.primary_key], fresh)


def _opened(system: str, register: str, uid: UUID, finding: rules.Finding, at: datetime) -> Finding:
    return Finding(
        system=system,
        rule=finding.rule,
        register=register,
        uid=uid,
        severity=finding.severity.value,
        message=finding.message,
        basis=finding.basis,
        first_seen=at,
        last_seen=at,
    )


def _refresh(row: Finding, finding: rules.Finding, at: datetime) -> bool:
    before = (row.severity, row.message, row.basis, row.last_seen)
    if at >= row.last_seen:
        row.severity, row.message, row.basis, row.last_seen = finding.severity.value, finding.message, finding.basis, at
    return before != (row.severity, row.message, row.basis, row.last_seen)


def _alone(system: str, rule: str, register: str) -> None:
    """Two runs of one rule over one register wait for each other, so that neither opens what the other has opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [HELD_WHILE_OBSERVING, f"{system}/{rule}/{register}"]
        )


def _field(name: str) -> Any:
    return Finding._meta.get_field(name)
