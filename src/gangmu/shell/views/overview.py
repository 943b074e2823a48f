"""Where am I in the plan, what needs me, what changed: the first page, and the page of each system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gangmu.core.declare import System
from gangmu.kernel.access.models import User
from gangmu.kernel.records.findings import Finding
from gangmu.kernel.records.ledger.models import LedgerEntry
from gangmu.kernel.records.registers import register_name
from gangmu.shell.history import Event, told
from gangmu.shell.listing import unread
from gangmu.shell.measures import Figure, figure
from gangmu.shell.registry import Entry, Undeclared, entries, find_system, systems

from .records import may_edit, person

SPINE = ("plan", "projects")
_CHANGES, _BATCH, _BATCHES = 12, 500, 4
_NEEDS = 7


@dataclass(frozen=True, slots=True)
class Changed:
    """A recent act on a record that the person may see."""

    entry: Entry
    title: str
    url: str
    event: Event
    times: int
    more: bool


@dataclass(frozen=True, slots=True)
class Need:
    """Something found wrong with a record of the person's."""

    entry: Entry
    title: str
    url: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class RegisterLine:
    entry: Entry
    editable: bool


def home(request: HttpRequest) -> HttpResponse:
    user = person(request)
    needs, more = needing(user)
    context = {
        "figures": figures(user, [system for system in systems() if system.part in SPINE]),
        "needs": needs,
        "more_needs": more,
        "changes": changes(user),
        "today": timezone.localdate(),
    }
    return render(request, "shell/home.html", context)


def system(request: HttpRequest, system: str) -> HttpResponse:
    user = person(request)
    try:
        found = find_system(system)
    except Undeclared as missing:
        raise Http404 from missing
    context = {
        "system": found,
        "figures": figures(user, [found]),
        "pages": [page for page in found.pages if page.menu],
        "lines": [RegisterLine(entry, may_edit(entry, user)) for entry in entries() if entry.system is found],
        "clauses": [(clause[:-1], clause[-1]) for clause in found.clauses],
        "changes": changes(user, only=[entry for entry in entries() if entry.system is found]),
    }
    return render(request, "shell/system.html", context)


def figures(user: User, of: Iterable[System]) -> list[Figure]:
    return [figure(one, measure, user) for one in of for measure in one.measures]


def needing(user: User) -> tuple[list[Need], int]:
    """The gravest open findings on records that the person may see, and how many more there are."""
    declared = _declared(entries())
    registers = Finding.objects.filter(cleared_at=None).order_by().values_list("register", flat=True).distinct()
    seen = Q(pk__in=())
    for name in registers:
        if name in declared:
            seen |= Q(register=name, uid__in=_visible(declared[name], user).order_by().values("uid"))
    gravity = Case(
        *(When(severity=severity, then=Value(place)) for place, severity in enumerate(("breach", "warning"))),
        default=Value(9),
        output_field=IntegerField(),
    )
    open_ones = Finding.objects.filter(seen, cleared_at=None).order_by(gravity, "first_seen", "id")
    found = list(open_ones[:_NEEDS])
    total = len(found) if len(found) < _NEEDS else open_ones.count()
    rows = _rows(declared, ((finding.register, finding.uid) for finding in found), user)
    return [
        Need(declared[finding.register], str(row), declared[finding.register].address(row), finding)
        for finding in found
        if (row := rows.get((finding.register, finding.uid))) is not None
    ], total - len(found)


def changes(user: User, only: Sequence[Entry] | None = None) -> list[Changed]:
    """The latest acts on records that the person may see, newest first; an act on many records is one line."""
    declared = _declared(entries() if only is None else only)
    if not declared:
        return []
    acts = _acts(declared, user)
    latest = LedgerEntry.objects.select_related("by").in_bulk([act.entry for act in acts])
    rows = _rows(declared, ((act.register, act.uid) for act in acts), user)
    events: dict[int, Event] = {}
    for name in dict.fromkeys(act.register for act in acts):
        mine = [latest[act.entry] for act in acts if act.register == name]
        told_ones = told(declared[name].model, mine, most=3)
        events |= {entry.pk: event for entry, event in zip(mine, told_ones, strict=True)}
    lines = []
    for act in acts:
        entry, row = declared[act.register], rows[act.register, act.uid]
        lines.append(Changed(entry, str(row), entry.address(row), events[act.entry], act.times, act.more))
    return lines


@dataclass(slots=True)
class _Act:
    """Neighbouring entries that one verb wrote at once; `entry` and `uid` are of the newest."""

    entry: int
    register: str
    uid: UUID
    verb: str
    at: datetime
    by: int | None
    times: int = 1
    more: bool = False  # it began before the page looked back

    def takes(self, other: _Act) -> bool:
        return (self.register, self.verb, self.at, self.by) == (other.register, other.verb, other.at, other.by)


def _acts(declared: dict[str, Entry], user: User) -> list[_Act]:
    """Looks back through the ledger until the page is full, or for _BATCH times _BATCHES entries."""
    acts: list[_Act] = []
    before: int | None = None
    for _ in range(_BATCHES):
        batch = _batch(declared, before)
        seen = _seen(declared, batch, user)
        for each in batch:
            if (each.register, each.uid) not in seen:
                continue
            if acts and acts[-1].takes(each):
                acts[-1].times += 1
            else:
                acts.append(each)
        if len(acts) > _CHANGES or len(batch) < _BATCH:
            break
        before = batch[-1].entry
    else:
        if acts:
            acts[-1].more = True
    return acts[:_CHANGES]


def _seen(declared: dict[str, Entry], batch: Sequence[_Act], user: User) -> set[tuple[str, UUID]]:
    """Which records of the batch the person may see, one query for each register in it."""
    uids: dict[str, set[UUID]] = {}
    for each in batch:
        uids.setdefault(each.register, set()).add(each.uid)
    return {
        (name, uid)
        for name, many in uids.items()
        for uid in _visible(declared[name], user).filter(uid__in=many).values_list("uid", flat=True)
    }


def _declared(found: Iterable[Entry]) -> dict[str, Entry]:
    names: dict[str, Entry] = {}
    for entry in found:
        names.setdefault(register_name(entry.model), entry)
    return names


def _batch(declared: dict[str, Entry], before: int | None) -> list[_Act]:
    latest = LedgerEntry.objects.filter(register__in=declared).order_by("-pk")
    older = latest if before is None else latest.filter(pk__lt=before)
    return [_Act(*values) for values in older.values_list("pk", "register", "uid", "verb", "at", "by_id")[:_BATCH]]


def _visible(entry: Entry, user: User) -> Any:
    manager: Any = entry.model._default_manager
    return manager.visible_to(user).defer(*unread(entry.model))


def _rows(declared: dict[str, Entry], wanted: Iterable[tuple[str, Any]], user: User) -> dict[tuple[str, Any], Any]:
    """The visible rows among those named, one query for each register."""
    uids: dict[str, set[Any]] = {}
    for name, uid in wanted:
        uids.setdefault(name, set()).add(uid)
    found: dict[tuple[str, Any], Any] = {}
    for name, many in uids.items():
        found |= {(name, row.uid): row for row in _visible(declared[name], user).filter(uid__in=many)}
    return found
