"""What imports leave behind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class ImportReceipt(models.Model):
    """One import of one file into one register: what it brought, when, by whom."""

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    register = models.CharField("登记表", max_length=100)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    created = models.PositiveIntegerField("新增")
    amended = models.PositiveIntegerField("修改")
    unchanged = models.PositiveIntegerField("未变")
    at = models.DateTimeField("导入时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入回执"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("register", "sha256"), condition=Q(created__gt=0), name="records_import_adds_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} 新增 {self.created} 修改 {self.amended} 未变 {self.unchanged}"
