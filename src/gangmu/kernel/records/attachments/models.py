"""Files that belong to records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7


class Attachment(models.Model):
    """A file attached to a record; its bytes lie in the store under their SHA-256, once however often attached."""

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    register = models.CharField("登记表", max_length=100)
    subject = models.UUIDField("记录")
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="上传人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("register", "subject", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("register", "subject", "sha256", "name"),
                name="records_attachment_once",
                violation_error_message="这条记录已有同名且内容相同的附件。",
            ),
        )
        indexes = (models.Index(fields=("sha256",), name="records_attachment_sha256"),)

    def __str__(self) -> str:
        return self.name
