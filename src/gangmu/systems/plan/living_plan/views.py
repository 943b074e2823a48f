"""The living plan: the whole text to read, a clause's address, and search over the text."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gangmu.core.declare import System
from gangmu.kernel.indicators.models import Indicator
from gangmu.kernel.outline.models import Clause, Commitment, Contradiction, Passage, Plan, Version
from gangmu.kernel.projects.models import Project
from gangmu.kernel.records.models import Finding
from gangmu.kernel.records.search import matching
from gangmu.shell.registry import entry_of, systems
from gangmu.shell.wording import excerpt

from . import contents

HITS_A_PAGE = 30
PATH = tuple("__".join(["parent"] * depth + ["clause"]) for depth in range(1, 6))


def plan(request: HttpRequest, code: str | None = None, ordinal: int | None = None) -> HttpResponse:
    """The text of a plan: the first plan where none is named, its latest version where no version is."""
    version = _version(request, code, ordinal)
    if version is None:
        return render(request, "living_plan/empty.html")
    show = request.GET.get("show", "")
    text = contents.lines(version, show)
    kinds = Counter(line.kind for line in text)
    context = _frame(version) | {
        "lines": text,
        "contents": contents.table_of_contents(text),
        "groups": contents.indicator_table(version.plan, request.user),
        "lost": [line.code for line in text if line.kind == Clause.Kind.GAP],
        "kinds": kinds,
        "labels": contents.labels(text, show),
        "promised": sum(bool(piece.labels) for line in text for piece in line.stretches),
        "show": show,
    }
    if wanted := request.GET.get("clause"):
        context |= _beside(request, version, wanted)
    return render(request, "living_plan/plan.html", context)


def indicators(request: HttpRequest) -> HttpResponse:
    """The indicator table as the plan prints it."""
    version = _version(request)
    if version is None:
        return render(request, "living_plan/empty.html")
    context = _frame(version) | {"groups": contents.indicator_table(version.plan, request.user)}
    return render(request, "living_plan/indicators.html", context)


def boxes(request: HttpRequest) -> HttpResponse:
    """The boxes of the plan with their projects."""
    version = _version(request)
    if version is None:
        return render(request, "living_plan/empty.html")
    found = contents.boxes(version, request.user)
    context = _frame(version) | {"boxes": found, "count": sum(len(box.projects) for box in found)}
    return render(request, "living_plan/boxes.html", context)


def contradictions(request: HttpRequest) -> HttpResponse:
    """What the plan says twice and differently, both places side by side."""
    version = _version(request)
    if version is None:
        return render(request, "living_plan/empty.html")
    found = (
        Contradiction.objects.live()
        .visible_to(request.user)
        .filter(plan=version.plan, in_force=True)
        .order_by("-confidence", "id")
        .prefetch_related("sides__clause")
    )
    context = _frame(version) | {"found": found, "register": register_url(Contradiction)}
    return render(request, "living_plan/contradictions.html", context)


def _version(request: HttpRequest, code: str | None = None, ordinal: int | None = None) -> Version | None:
    plans = Plan.objects.live().visible_to(request.user)
    versions = Version.objects.filter(plan__in=plans).select_related("plan").order_by("plan", "-ordinal")
    if code is None:
        return versions.first()
    return get_object_or_404(versions, plan__code=code, ordinal=ordinal)


def _frame(version: Version) -> dict[str, object]:
    """What every page of the plan says of itself."""
    return {
        "plan": version.plan,
        "version": version,
        "versions": list(version.plan.versions.order_by("-ordinal")),
        "clause_url": reverse("plan-clause", args=("-",)).removesuffix("-/"),
        "indicator_url": register_url(Indicator),
        "project_url": register_url(Project),
        "clause_register": register_url(Clause),
    }


def register_url(model: type[Model]) -> str:
    entry = entry_of(model)
    if entry is None:
        raise LookupError(f"no register shows {model.__name__}")
    return entry.url


def clause(request: HttpRequest, code: str) -> HttpResponse:
    """The address of a clause: what stands beside it for the page's own script, else the text opened at the clause."""
    found = get_object_or_404(Clause.objects.visible_to(request.user).select_related("plan"), code=code)
    version = Version.objects.filter(passages__clause=found).order_by("-ordinal")[0]
    if request.headers.get("HX-Request"):
        return render(request, "living_plan/beside.html", _beside(request, version, code))
    whole = reverse("plan-version", args=(found.plan.code, version.ordinal))
    return redirect(f"{whole}?clause={code}#{code}")


def search(request: HttpRequest) -> HttpResponse:
    """Clauses in force whose text holds what was asked for."""
    asked = request.GET.get("q", "").strip()
    found: QuerySet[Clause] = Clause.objects.none()
    if asked:
        live = Clause.objects.live().visible_to(request.user).filter(in_force=True)
        found = matching(live, "search", asked).select_related("plan").order_by("plan", "pk")
    hits = Paginator(found, HITS_A_PAGE).get_page(request.GET.get("page"))
    newest = _in_force([hit.pk for hit in hits])
    context = {
        "asked": asked,
        "hits": hits,
        "results": [(contents.above(newest[hit.pk]), hit, excerpt(hit.text, asked.split(), 90)) for hit in hits],
    }
    return render(request, "living_plan/search.html", context)


def _in_force(clauses: list[int]) -> dict[int, Passage]:
    passages = Passage.objects.in_force().filter(clause__in=clauses)
    return {p.clause_id: p for p in passages.select_related("parent__parent__parent__parent")}


def _beside(request: HttpRequest, version: Version, code: str) -> dict[str, object]:
    passage = get_object_or_404(version.passages.select_related("clause__plan", *PATH), clause__code=code)
    path = contents.above(passage)
    measured = Indicator.objects.live().visible_to(request.user).filter(plan=version.plan).order_by("position")
    projects = Project.objects.visible_to(request.user).select_related("department")
    return _frame(version) | {
        "project": projects.filter(clause=passage.clause).first(),
        "passage": passage,
        "path": path,
        "address": request.build_absolute_uri(reverse("plan-clause", args=(code,))),
        "implemented_by": _implementing([*(step.text for step in path), passage.lead or passage.text]),
        "named_indicators": contents.named_in(passage.text, measured),
        "findings": Finding.objects.filter(uid=passage.clause.uid, cleared_at=None),
        "commitments": Commitment.objects.live()
        .visible_to(request.user)
        .filter(clause=passage.clause, in_force=True)
        .order_by("position")
        .prefetch_related("acts", "quantities"),
        "commitment_url": register_url(Commitment),
        "appearances": version.plan.versions.filter(passages__clause=passage.clause).order_by("ordinal"),
    }


def _implementing(path: list[str]) -> list[System]:
    """Systems that say they implement this clause: the declared headings and lead are the end of the path."""
    steps = [step.rstrip("。") for step in path]
    return [
        system
        for system in systems()
        if any(tuple(steps[-len(named) :]) == named for named in system.clauses if len(named) <= len(steps))
    ]
