"""The ledger: who did what to which record when, chained by digests, and the seals over it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Seal(models.Model):
    """A Merkle root over the entries that were committed and unsealed at an instant; each seal carries the last root.

    `root` is the digest of the seal's own canonical JSON, `merkle` and `previous` in it: the anchor to keep outside.
    """

    number = models.PositiveBigIntegerField("封存号", unique=True)
    sealed_at = models.DateTimeField("封存时间")
    day = models.DateField("日期", db_index=True)
    count = models.PositiveIntegerField("条数")
    total = models.PositiveBigIntegerField("累计条数")
    algorithm = models.CharField("算法", max_length=10)
    merkle = models.CharField("默克尔根", max_length=128)
    previous = models.CharField("上一封存", max_length=128, blank=True)
    root = models.CharField("封存根", max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = "封存"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"第 {self.number} 号封存"


class LedgerEntry(models.Model):
    """One act on one subject. `body` holds field → [old, new] in canonical plain values; nothing computes from it."""

    register = models.CharField("登记表", max_length=100)
    uid = models.UUIDField("记录")
    number = models.PositiveIntegerField("序号")
    verb = models.CharField("动作", max_length=40)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    body = models.JSONField("内容", default=dict)
    algorithm = models.CharField("算法", max_length=10, default="sha256")
    previous = models.CharField("上一条摘要", max_length=128, blank=True)
    digest = models.CharField("摘要", max_length=128)
    seal = models.ForeignKey(
        Seal, models.PROTECT, null=True, blank=True, related_name="entries", db_index=False, verbose_name="封存"
    )

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ("register", "uid", "number")
        constraints = (models.UniqueConstraint(fields=("register", "uid", "number"), name="records_entry_number_once"),)
        indexes = (
            models.Index(fields=("id",), condition=Q(seal=None), name="records_entry_unsealed"),
            models.Index(fields=("seal", "id"), condition=Q(seal__isnull=False), name="records_entry_sealed"),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.uid} 第 {self.number} 条"
