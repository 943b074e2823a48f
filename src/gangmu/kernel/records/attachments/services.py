"""Attaching files to records, and opening them for those who may see the record."""

from __future__ import annotations

from datetime import datetime
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.records.ledger.chain import Act, append
from gangmu.kernel.records.registers import model_of, register_name
from gangmu.kernel.records.writing import acting, locked

from .kinds import media_type_of
from .models import Attachment
from .store import keep, path_of

LARGEST = 64 << 20  # bytes
LONGEST_NAME = 200


def attach(
    subject: Any, file: BinaryIO | Path, name: str | None = None, *, by: User | None, at: datetime
) -> Attachment:
    """Keeps a file with a record under the name it came with; the bytes are on disk before the row is committed.

    `file` is anything that reads and seeks (an upload too) or a path. Raises Refusal when the file is empty, too
    large, of a kind that is not taken, not what its name says, or attached to the record already.
    """
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return attach(subject, opened, name or file.name, by=by, at=at)
    name = _clean_name(name or str(getattr(file, "name", "") or ""))
    file.seek(0, SEEK_END)
    size = file.tell()
    if size == 0:
        raise Refusal(f"“{name}”是空文件，请检查后重新上传。")
    if size > LARGEST:
        raise Refusal(f"“{name}”有 {size / (1 << 20):.1f} MB，超过 {LARGEST >> 20} MB 的上限，请压缩或拆分后再上传。")
    media_type = media_type_of(file, name)
    sha256, size = keep(file, Path(settings.FILES))
    kept = Attachment(
        register=register_name(subject),
        subject=subject.uid,
        sha256=sha256,
        size=size,
        name=name,
        media_type=media_type,
        at=at,
        by=by,
    )
    with acting(Attachment):
        locked(type(subject), [subject.pk])
        kept.save(force_insert=True)
        body = {"attachment": [None, {"name": name, "sha256": sha256, "size": size}]}
        append([Act(subject, "attach", body)], by=by, at=at)
    return kept


def attachments_of(subject: Any) -> models.QuerySet[Attachment]:
    """The files of a record, in the order in which they came."""
    return Attachment.objects.filter(register=register_name(subject), subject=subject.uid).select_related("by")


def open_attachment(user: User | AnonymousUser, uid: UUID) -> tuple[Attachment, BinaryIO]:
    """The attachment and its bytes for one who may see the record; raises Attachment.DoesNotExist for all others.

    Raises Refusal when the bytes are lost.
    """
    found = Attachment.objects.get(uid=uid)
    rows: Any = model_of(found.register)._default_manager
    try:
        rows.visible_to(user).get(uid=found.subject)
    except ObjectDoesNotExist as unseen:
        raise Attachment.DoesNotExist from unseen
    try:
        return found, path_of(found.sha256, Path(settings.FILES)).open("rb")
    except FileNotFoundError:
        raise Refusal(f"“{found.name}”的内容不在文件库里，请系统管理员从备份找回后再打开。") from None


def _clean_name(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in base if character.isprintable()).strip()
    if not shown.strip("."):
        raise Refusal("文件没有名称，请为它起名后再上传。")
    if len(shown) > LONGEST_NAME:
        raise Refusal(f"文件名有 {len(shown)} 个字，超过 {LONGEST_NAME} 个字的上限，请改短后再上传。")
    return shown
