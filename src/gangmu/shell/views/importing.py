"""Importing a table: choose a file, see what it would do, confirm, get a receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.records.registers import register_name
from gangmu.kernel.records.tables.applying import apply_import
from gangmu.kernel.records.tables.models import ImportReceipt
from gangmu.kernel.records.tables.planning import ImportPlan, plan_import
from gangmu.kernel.records.tables.reading import LARGEST, MOST_ROWS, Table, read_table
from gangmu.shell.preview import preview
from gangmu.shell.registry import Entry
from gangmu.shell.uploads import Gone, discard, keep, opened

from .editing import editor
from .records import of_register, person

SESSION = "imports"  # digest -> name of the files that this session gave
_RECENT = 5
_REMEMBERED = 10
GONE = "这个文件已不在系统里（上传后只保留两小时），请重新选择文件。"


@of_register
def upload(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Choosing the file; a file that cannot be read is refused here, in a sentence."""
    user = editor(request, entry)
    problem = ""
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None:
            problem = "没有选择文件。请先选一个 .xlsx 或 .csv 文件。"
        elif (given.size or 0) > LARGEST:
            problem = f"“{given.name}”超过 {LARGEST >> 20} MB 的上限，请拆成几个文件导入。"
        else:
            digest = keep(given.chunks())
            try:
                with opened(digest) as file:
                    read_table(file, given.name or "")
            except Refusal as refusal:
                discard(digest)
                problem = str(refusal)
            else:
                kept = [*request.session.get(SESSION, {}).items(), (digest, given.name)]
                request.session[SESSION] = dict(kept[-_REMEMBERED:])
                return redirect("import-review", entry.system.key, entry.register.key, digest)
    return _page(
        request, entry, "shell/import.html", _about(entry, user) | {"problem": problem, "step": 1}, bool(problem)
    )


@of_register
def review(request: HttpRequest, entry: Entry, digest: str) -> HttpResponse:
    """The trial reading, and its confirmation; what is applied is exactly what was shown."""
    user = editor(request, entry)
    try:
        table = _table(request, digest)
    except Gone:
        messages.error(request, GONE)
        return redirect("import", entry.system.key, entry.register.key)
    plan = plan_import(entry.register, table, user)
    seen = preview(plan, table)
    if request.method == "POST" and plan.ready:
        if request.POST.get("fingerprint") != seen.fingerprint:
            messages.warning(request, "您查看期间数据有了变化，还没有导入。请再看一遍下面的结果，然后确认。")
        elif (done := _applied(request, plan, user)) is not None:
            discard(digest)
            return redirect("import-receipt", entry.system.key, entry.register.key, done.uid)
    return _page(request, entry, "shell/import_review.html", {"plan": plan, "preview": seen, "step": 2}, False)


@of_register
def receipt(request: HttpRequest, entry: Entry, uid: UUID) -> HttpResponse:
    """What an import brought, for whoever did it and those who see all."""
    found = get_object_or_404(ImportReceipt.objects.select_related("by"), uid=uid, register=register_name(entry.model))
    user = person(request)
    if found.by_id != user.pk and not user.sees_all:
        raise Http404
    return _page(request, entry, "shell/import_receipt.html", {"receipt": found, "step": 3}, False)


def _table(request: HttpRequest, digest: str) -> Table:
    name = request.session.get(SESSION, {}).get(digest)
    if name is None:
        raise Gone(digest)
    with opened(digest) as file:
        return read_table(file, name)


def _applied(request: HttpRequest, plan: ImportPlan, user: User) -> ImportReceipt | None:
    try:
        return apply_import(plan, by=user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"没有导入任何内容：{refusal}")
        return None


def _about(entry: Entry, user: User) -> dict[str, Any]:
    done = ImportReceipt.objects.filter(register=register_name(entry.model)).select_related("by")
    code = entry.model._meta.get_field("code")
    recent = done if user.sees_all else done.filter(by=user)
    return {"recent": list(recent[:_RECENT]), "largest": LARGEST >> 20, "most_rows": MOST_ROWS, "code": code}


def _page(request: HttpRequest, entry: Entry, template: str, more: dict[str, Any], refused: bool) -> HttpResponse:
    context = {
        "entry": entry,
        "system_url": reverse("system", args=(entry.system.key,)),
        "import_url": reverse("import", args=(entry.system.key, entry.register.key)),
        **more,
    }
    return render(request, template, context, status=422 if refused else 200)
