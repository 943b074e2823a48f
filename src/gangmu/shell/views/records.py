"""Lists and records: pages at /s/<system>/<register>/ and /s/<system>/<register>/<code>/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import User
from gangmu.kernel.access.roles import Role
from gangmu.kernel.records.attachments.models import Attachment
from gangmu.kernel.records.findings import Finding
from gangmu.kernel.records.registers import register_name
from gangmu.shell.columns import Column, columns, joins
from gangmu.shell.history import Event, entries_of, told
from gangmu.shell.listing import Listing, unread
from gangmu.shell.registry import Entry, Undeclared, entry_of, find

from .errors import refused

Rest = ParamSpec("Rest")
WHOLE, PART = "shell/layout.html", "shell/fragment.html"
_TOLD = 50


def of_register(
    view: Callable[Concatenate[HttpRequest, Entry, Rest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Gives a view the register that its address names; 404 where none is declared, a sentence where it refuses."""

    @wraps(view)
    def found(
        request: HttpRequest, system: str, register: str, *rest: Rest.args, **named: Rest.kwargs
    ) -> HttpResponseBase:
        try:
            entry = find(system, register)
        except Undeclared as missing:
            raise Http404 from missing
        try:
            return view(request, entry, *rest, **named)
        except Refusal as refusal:
            return refused(request, refusal, way=entry.url, way_title=f"回到{entry.title}")

    return found


def person(request: HttpRequest) -> User:
    """Who asks; pages are only for people who signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def may_edit(entry: Entry, user: User) -> bool:
    return bool(entry.register.form) and bool(user.roles & set(entry.register.editors))


def row_or_404(entry: Entry, user: User, code: str) -> Any:
    """The row of that code if the person may see it; else there is none."""
    shown = columns(entry.model, (*entry.register.columns, *entry.register.detail))
    rows: Any = entry.model._default_manager
    fetched = rows.visible_to(user).select_related(*joins(shown)).defer(*unread(entry.model))
    row = fetched.filter(code=code).first()
    if row is None:
        raise Http404
    return row


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the piece of a page that changed, not for the page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


@dataclass(frozen=True, slots=True)
class Fact:
    title: str
    text: str
    url: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as its page and the side panel show it."""

    entry: Entry
    row: Any
    url: str
    title: str
    facts: tuple[Fact, ...]
    events: list[Event]
    findings: list[Finding]
    attachments: list[Attachment]
    editable: bool
    void: bool


def shown(entry: Entry, row: Any, user: User) -> Shown:
    """Everything that a person sees of a record, in five queries."""
    paths = dict.fromkeys((*entry.register.columns, *entry.register.detail))
    facts = tuple(_fact(item, row) for item in columns(entry.model, paths))
    void = getattr(row, "voided_at", None) is not None
    subject = {"register": register_name(entry.model)}
    return Shown(
        entry,
        row,
        entry.address(row),
        str(row),
        facts,
        told(entry.model, list(entries_of(row)[:_TOLD]), most=12),
        list(Finding.objects.filter(**subject, uid=row.uid, cleared_at=None)),
        list(Attachment.objects.filter(**subject, subject=row.uid).select_related("by")),
        may_edit(entry, user) and not void,
        void,
    )


def _fact(item: Column, row: Any) -> Fact:
    text = item.full(row)
    return Fact(item.title, text, _address(item, row), len(strip_tags(str(text))) > 40)


def _address(item: Column, row: Any) -> str:
    """Where the thing that a fact names is shown, if its register is declared."""
    if not item.joined:
        return ""
    first = getattr(row, item.steps[0])
    entry = entry_of(type(first)) if first is not None else None
    return entry.address(first) if entry else ""


def _without(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    return [(key, value) for key, values in request.GET.lists() if key not in names for value in values]


@of_register
def listing(request: HttpRequest, entry: Entry) -> HttpResponse:
    user = person(request)
    state = Listing(entry, user, request.GET)
    code = request.GET.get("row", "")
    panel = shown(entry, row_or_404(entry, user, code), user) if code and not is_part(request) else None
    context = {
        "frame": PART if is_part(request) else WHOLE,
        "entry": entry,
        "system_url": reverse("system", args=(entry.system.key,)),
        "listing": state,
        "heads": list(state.heads()),
        "lines": state.lines(),
        "may_edit": may_edit(entry, user),
        "may_create": may_edit(entry, user) and entry.creatable,
        "editors": [Role(role).label for role in entry.register.editors],
        "panel": panel,
        "panel_code": code,
        "kept_by_search": _without(request, "q", "page", "row"),
        "kept_by_columns": _without(request, "columns", "row"),
        "plain_columns_url": state.url(columns=None),
        "void_url": state.url(void="all", page=None),
        "no_void_url": state.url(void=None, page=None),
        "no_measure_url": state.url(measure=None, page=None),
        "previous_url": state.url(page=str(state.page - 1)),
        "next_url": state.url(page=str(state.page + 1)),
    }
    return render(request, "shell/list.html", context)


@of_register
def record(request: HttpRequest, entry: Entry, code: str) -> HttpResponse:
    user = person(request)
    found = shown(entry, row_or_404(entry, user, code), user)
    if is_part(request):
        return render(request, "shell/panel.html", {"record": found})
    context = {
        "record": found,
        "system_url": reverse("system", args=(entry.system.key,)),
        "attach": found.editable,
    }
    return render(request, "shell/record.html", context)
