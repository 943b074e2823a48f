"""Bytes out and in: exports of a list, and the files of a record."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gangmu.core.refusal import Refusal
from gangmu.kernel.records.attachments.models import Attachment
from gangmu.kernel.records.attachments.services import attach as attach_file
from gangmu.kernel.records.attachments.services import open_attachment
from gangmu.kernel.records.tables.exporting import FORMATS, export_rows, file_name
from gangmu.shell.context import installation
from gangmu.shell.listing import Listing
from gangmu.shell.registry import Entry

from .editing import editor
from .records import of_register, person, row_or_404

INLINE = frozenset({"image/png", "image/jpeg", "image/webp"})


def attachment(request: HttpRequest, uid: UUID) -> FileResponse:
    """A file, for those who may see its record; kinds that a browser shows safely open in it, others are saved."""
    try:
        found, file = open_attachment(person(request), uid)
    except Attachment.DoesNotExist:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=found.media_type not in INLINE, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@of_register
def attach(request: HttpRequest, entry: Entry, code: str) -> HttpResponse:
    user = editor(request, entry)
    row = row_or_404(entry, user, code)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        messages.error(request, "没有选择文件。请先选一个文件再上传。")
        return redirect(entry.address(row))
    try:
        kept = attach_file(row, cast("BinaryIO", uploaded), uploaded.name or "", by=user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已上传“{kept.name}”。")
    return redirect(entry.address(row))


@of_register
def export(request: HttpRequest, entry: Entry, kind: str) -> FileResponse:
    """Exactly the rows of the list at the same parameters, in the import's columns; `template` asks for none."""
    house = installation()
    demo = house is not None and house.is_demo
    rows = Listing(entry, person(request), request.GET).rows
    if request.GET.get("template"):
        rows = rows.none()
    file = export_rows(entry.register, rows, kind, demo=demo)
    name = file_name(entry.register, kind, on=timezone.localdate(), demo=demo)
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[kind])
