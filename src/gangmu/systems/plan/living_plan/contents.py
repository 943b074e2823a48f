"""The plan as a text to read: passages in order, with what stands beside each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from gangmu.kernel.access.models import User
from gangmu.kernel.indicators.models import Indicator
from gangmu.kernel.outline.models import Clause, Commitment, Passage, Plan, Version
from gangmu.kernel.projects.models import Project

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a passage's text; `labels` are strength and kinds of the commitment it is, empty for plain text."""

    text: str
    labels: str = ""
    shown: bool = False


@dataclass(slots=True)
class Line:
    """One passage on the page; `body` is its text after the lead, `stretches` the same cut into commitments."""

    kind: str
    level: int
    code: str
    number: str
    lead: str
    body: str
    boxed: bool = False
    project: str = ""
    stretches: tuple[Stretch, ...] = ()

    @property
    def binds(self) -> bool:
        return any(stretch.labels for stretch in self.stretches)


@dataclass(slots=True)
class Entry:
    """A heading in the table of contents with those below it."""

    code: str
    name: str
    below: list[Entry] = field(default_factory=list)


def lines(version: Version, show: str = "") -> list[Line]:
    """The whole text of a version with its commitments, in two queries; `show` is the label that is not faded."""
    rows = version.passages.order_by("order").values_list(
        "kind", "level", "clause_id", "clause__code", "number", "lead", "text", "parent__kind", "clause__project__code"
    )
    promised: dict[int, list[tuple[str, str]]] = {}
    said = version.plan.commitments.filter(in_force=True).order_by("position")
    for clause, text, strength, kinds in said.values_list("clause_id", "text", "strength", "kinds"):
        promised.setdefault(clause, []).append((text, " ".join((strength, *kinds))))
    boxed = {Clause.Kind.BOX.value, Clause.Kind.ITEM.value}
    return [
        Line(
            kind=kind,
            level=level or 0,
            code=code,
            number=number,
            lead=lead,
            body=text.removeprefix(lead),
            boxed=parent in boxed,
            project=project or "",
            stretches=stretches(text, len(lead) if text.startswith(lead) else 0, promised.get(clause, ()), show),
        )
        for kind, level, clause, code, number, lead, text, parent, project in rows
    ]


def stretches(text: str, after: int, promised: Iterable[tuple[str, str]], show: str) -> tuple[Stretch, ...]:
    """The text from `after` on, cut where commitments begin and end; one that is not in the text is left out."""
    cut: list[Stretch] = []
    at = after
    for sentence, labels in promised:
        start = text.find(sentence, max(0, at - len(sentence)))
        if start < 0 or start + len(sentence) <= at:
            continue
        if start > at:
            cut.append(Stretch(text[at:start]))
        at, begin = start + len(sentence), max(at, start)
        cut.append(Stretch(text[begin:at], labels, show in labels.split()))
    if at < len(text):
        cut.append(Stretch(text[at:]))
    return tuple(cut)


@dataclass(frozen=True, slots=True)
class Label:
    """A strength or kind of commitment and how many the plan has of it."""

    key: str
    word: str
    count: int
    chosen: bool


def labels(text: Iterable[Line], show: str) -> list[Label]:
    """Strengths, then kinds, of the commitments that the text holds."""
    counted = Counter(label for line in text for piece in line.stretches for label in piece.labels.split())
    return [
        Label(key, word, counted[key], key == show)
        for key, word in (*Commitment.Strength.choices, *Commitment.Kind.choices)
        if counted[key]
    ]


def table_of_contents(text: Iterable[Line]) -> list[Entry]:
    """Chapters with their sections; a lost heading keeps its place."""
    chapters: list[Entry] = []
    for line in text:
        if line.kind not in (Clause.Kind.HEADING, Clause.Kind.GAP) or line.level > 2:
            continue
        name = line.body or "〔标题缺失〕"
        if line.level == 1 or not chapters:
            chapters.append(Entry(line.code, name))
        else:
            chapters[-1].below.append(Entry(line.code, name))
    return chapters


def above(passage: Passage) -> list[Passage]:
    """The headings over a passage, outermost first."""
    path: list[Passage] = []
    parent = passage.parent
    while parent is not None:
        path.insert(0, parent)
        parent = parent.parent
    return path


@dataclass(slots=True)
class Group:
    """The rows of one category of the indicator table, as officials print it."""

    category: str
    rows: list[Indicator] = field(default_factory=list)


def indicator_table(plan: Plan, user: Person) -> list[Group]:
    """The plan's indicators in their order, by category."""
    groups: list[Group] = []
    for row in Indicator.objects.live().visible_to(user).filter(plan=plan).order_by("position"):
        if not groups or groups[-1].category != row.category:
            groups.append(Group(row.category))
        groups[-1].rows.append(row)
    return groups


@dataclass(slots=True)
class Boxful:
    """A box with its projects."""

    title: str
    code: str
    number: str
    projects: list[Project] = field(default_factory=list)


def boxes(version: Version, user: Person) -> list[Boxful]:
    """The boxes of a version in order, each with the projects that came from it."""
    found = {
        passage.clause_id: Boxful(passage.text, passage.clause.code, passage.number)
        for passage in version.passages.filter(kind=Clause.Kind.BOX).select_related("clause").order_by("order")
    }
    projects = (
        Project.objects.live().visible_to(user).filter(box__in=list(found)).select_related("department", "clause")
    )
    for project in projects.order_by("pk"):
        found[project.box_id or 0].projects.append(project)
    return list(found.values())


def named_in(text: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Indicators whose name, without its unit and brackets, a text mentions."""
    return [found for found in indicators if _plain(found.name) in text]


def _plain(name: str) -> str:
    return name.split("（")[0].removeprefix("城市").strip()
