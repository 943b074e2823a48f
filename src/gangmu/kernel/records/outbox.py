"""What happened, for other apps and other systems to hear: CloudEvents written with the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from uuid_utils.compat import uuid7


class OutboxEvent(models.Model):
    """An event committed together with the act that it tells of; `uid` is the CloudEvents id."""

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    type = models.CharField("类型", max_length=120)
    source = models.CharField("来源", max_length=120)
    subject = models.UUIDField("记录")
    time = models.DateTimeField("时间")
    data = models.JSONField("数据", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"

    def as_cloudevent(self) -> dict[str, Any]:
        """The event in the JSON form of CloudEvents 1.0."""
        return {
            "specversion": "1.0",
            "id": str(self.uid),
            "type": self.type,
            "source": self.source,
            "subject": str(self.subject),
            "time": _rfc3339(self.time),
            "datacontenttype": "application/json",
            "data": self.data,
        }


def _rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
