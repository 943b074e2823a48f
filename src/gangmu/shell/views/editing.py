"""Making, changing, ending records and attaching files: the pages around the verbs of records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.records.services import REASON_LENGTH, amend, create, void
from gangmu.kernel.records.values import InvalidValues
from gangmu.shell.columns import column, plain, split_unit
from gangmu.shell.forms import RegisterForm, form_class
from gangmu.shell.history import Event, entries_of, latest_number, told
from gangmu.shell.registry import Entry

from .records import may_edit, of_register, person, row_or_404


@dataclass(frozen=True, slots=True)
class Clash:
    """What others did to a record while a form on it was open, and where that differs from what was typed."""

    events: list[Event]
    fields: list[tuple[str, str, str]]  # name of the field, as it now stands, as typed


def editor(request: HttpRequest, entry: Entry) -> User:
    """The person, if they may edit this register; else 403 with the sentence whom to ask."""
    user = person(request)
    if not may_edit(entry, user):
        raise PermissionDenied(f"您没有登记“{entry.title}”的权限；如果工作需要，请找系统管理员授予相应角色。")
    return user


@of_register
def new(request: HttpRequest, entry: Entry) -> HttpResponse:
    user = editor(request, entry)
    if not entry.creatable:
        raise Refusal(f"{entry.noun}不能在这里逐条新建，请从表格导入。")
    form = form_class(entry)(request.POST or None, user=user)
    if request.method == "POST":
        uid = _uid(request)
        if made := _visible(entry, user).filter(uid=uid).first():
            return redirect(entry.address(made))  # the same form sent twice: the first one counts
        if form.is_valid():
            try:
                with transaction.atomic():
                    row = create(entry.model, {**form.cleaned_data, "uid": uid}, by=user, at=timezone.now())
                    _still_visible(entry, user, row)
            except InvalidValues as refusal:
                form.refuse(refusal)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已登记{entry.noun} {row.code}。")  # type: ignore[attr-defined]
                return redirect(entry.address(row))
    return _form_page(request, entry, form, {"uid": request.POST.get("uid") or str(uuid7())})


@of_register
def edit(request: HttpRequest, entry: Entry, code: str) -> HttpResponse:
    user = editor(request, entry)
    row = row_or_404(entry, user, code)
    if getattr(row, "voided_at", None):
        raise Refusal(f"{row.code} 已作废，不能再改动。")
    if request.method != "POST":
        form = form_class(entry)(instance=row, user=user)
        return _form_page(request, entry, form, {"row": row, "seen": latest_number(row)})
    form = form_class(entry)(request.POST, instance=row, user=user)
    clash = None
    seen = _number(request)
    if form.is_valid():
        try:
            with transaction.atomic():
                now = entry.model._base_manager.select_for_update(no_key=True).get(pk=row.pk)
                if (number := latest_number(now)) > seen:
                    clash, seen = _clash(entry, now, form, seen, user), number
                else:
                    amend(now, form.cleaned_data, by=user, at=timezone.now())
                    _still_visible(entry, user, now)
        except InvalidValues as refusal:
            form.refuse(refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if clash is None:
                if latest_number(row) == seen:
                    messages.info(request, "没有改动，未保存。")
                else:
                    messages.success(request, f"已保存对 {row.code} 的修改。")
                return redirect(entry.address(row))
    row.refresh_from_db()
    return _form_page(request, entry, form, {"row": row, "seen": seen, "clash": clash}, status=409 if clash else 200)


@of_register
def end(request: HttpRequest, entry: Entry, code: str) -> HttpResponse:
    """Voids a record: it stays to be read, struck through, with the reason."""
    user = editor(request, entry)
    row = row_or_404(entry, user, code)
    problem = ""
    if request.method == "POST":
        try:
            void(row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{row.code} 已作废。")
            return redirect(entry.address(row))
    context = {
        "entry": entry,
        "row": row,
        "url": entry.address(row),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "longest": REASON_LENGTH,
        "system_url": reverse("system", args=(entry.system.key,)),
    }
    return render(request, "shell/void.html", context)


def _visible(entry: Entry, user: User) -> Any:
    manager: Any = entry.model._default_manager
    return manager.visible_to(user)


def _still_visible(entry: Entry, user: User, row: Any) -> None:
    """Nobody may put a record where they cannot see it; raises Refusal, which undoes the verb."""
    if not _visible(entry, user).filter(pk=row.pk).exists():
        raise Refusal(f"这样登记后您自己也看不到这条{entry.noun}：请把部门选为本部门，或把区域代码填在您的辖区内。")


def _uid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        raise Refusal("表单不完整。请刷新页面后重新填写。") from None


def _number(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    if not (text.isascii() and text.isdecimal()):
        raise Refusal("表单不完整。请刷新页面后重新填写。")
    return int(text)


def _clash(entry: Entry, now: Any, form: RegisterForm, seen: int, user: User) -> Clash:
    current = form_class(entry)(instance=now, user=user)
    differing = []
    for name, typed in form.cleaned_data.items():
        stands = getattr(now, name)
        if stands != typed and (stands or typed):
            title = split_unit(str(current.fields[name].label))[0]
            differing.append((title, _said(entry, name, stands), _said(entry, name, typed)))
    return Clash(told(entry.model, list(entries_of(now, after=seen))), differing)


def _said(entry: Entry, name: str, value: Any) -> str:
    field = column(entry.model, name).field
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, plain(value)))
    return plain(value)


def _form_page(
    request: HttpRequest, entry: Entry, form: RegisterForm, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    row = more.get("row")
    context = {
        "entry": entry,
        "form": form,
        "back": entry.address(row) if row is not None else entry.url,
        "system_url": reverse("system", args=(entry.system.key,)),
        **more,
    }
    return render(request, "shell/form.html", context, status=422 if form.errors else status)
