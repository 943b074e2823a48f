"""What every record has: identity, origin, place, department, and an end that is not deletion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from uuid_utils.compat import uuid7

from gangmu.kernel.access.models import Department
from gangmu.kernel.access.roles import Reach
from gangmu.kernel.access.scope import ScopedQuerySet

from .registers import register_name

Row = TypeVar("Row", bound=models.Model)


class Origin(models.TextChoices):
    """How a record came to be."""

    MANUAL = "人工", "人工"
    IMPORT = "导入", "导入"
    API = "接口", "接口"
    SIMULATED = "模拟", "模拟"


def code_field(prefix: str) -> models.GeneratedField:
    """The column of the code that people use, `XM-00042`, made by the database from the row's identity."""
    return models.GeneratedField(
        verbose_name="编号",
        expression=Func(Value(prefix), F("id"), function="gangmu_code"),
        output_field=models.CharField(max_length=40),
        db_persist=True,
        unique=True,
    )


class Participant(models.Model):
    """A department that takes part in a record of another one, and may therefore see it."""

    register = models.CharField("登记表", max_length=100)
    uid = models.UUIDField("记录")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="参与部门")

    class Meta:
        verbose_name = verbose_name_plural = "参与部门"
        constraints = (
            models.UniqueConstraint(fields=("register", "uid", "department"), name="records_participant_once"),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.register}"


class RecordQuerySet(ScopedQuerySet[Row]):
    """Records in the words that people use of them."""

    def live(self) -> RecordQuerySet[Row]:
        """Records that have not been voided."""
        return self.filter(voided_at=None)


class Record(models.Model):
    """The base of every record. A register adds its own fields and `code = code_field("XM")`.

    `digest_only` names fields whose values the ledger keeps as keyed digests only: personal data.
    """

    reach: ClassVar[Reach] = Reach.DEPARTMENT
    digest_only: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    origin = models.CharField("来源", max_length=2, choices=Origin.choices, default=Origin.MANUAL, editable=False)
    area_code = models.CharField("区域代码", max_length=20, blank=True, db_index=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部门"
    )
    created_at = models.DateTimeField("登记时间", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="登记人",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, editable=False)

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "code", self.uid))

    @property
    def is_void(self) -> bool:
        """Whether the record has been voided: it is shown struck through and can no longer be amended."""
        return self.voided_at is not None

    @classmethod
    def taking_part(cls, departments: Sequence[int]) -> Q:
        """The condition that one of these departments takes part in the row."""
        parts = Participant.objects.filter(
            register=register_name(cls), uid=OuterRef("uid"), department__in=list(departments)
        )
        return Q(Exists(parts))
