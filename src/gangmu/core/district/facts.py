"""What a district is made of, as plain data; these dataclasses are the schema of the tables in `districts/<key>/`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MISSING_HEADING = "〔标题缺失〕"

Level = Literal["区", "街镇", "社区村", "网格"]
Check = Literal["待核", "已核"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a district is called, and the plan and years that its data was taken from."""

    code: str
    name: str
    short_name: str
    city: str | None
    province: str | None
    plan_name: str
    first_year: int | None
    last_year: int | None
    vision_year: int | None
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A node of the tree 区–街镇–社区村–网格; its code begins with its parent's code."""

    code: str
    name: str
    level: Level
    kind: str
    parent: str | None
    status: str
    check: Check
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A bureau, a party or people's organ, or the office of a street or town (then `area` is set)."""

    key: str
    name: str
    short_name: str
    kind: str
    keywords: tuple[str, ...]
    area: str | None
    check: Check


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the spatial layout (一城、六区) or a part of one; `km2` is empty where only the parts have a size."""

    key: str
    name: str
    kind: Literal["一城", "六区", "分片"]
    parent: str | None
    east: str | None
    west: str | None
    south: str | None
    north: str | None
    within: str | None
    km2: Decimal | None
    role: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class River:
    """A river, ditch, lake or reservoir with the works that the plan sets it."""

    name: str
    kind: str
    tasks: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Park:
    """A park that the plan names; `level` only where the plan gives it."""

    name: str
    level: str | None
    status: str
    tasks: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class School:
    """A school with its classes and places by stage, as far as the plan states them."""

    name: str
    kind: str
    work: str
    status: str
    classes: int | None
    primary_classes: int | None
    primary_pupils: int | None
    middle_classes: int | None
    middle_pupils: int | None
    pupils: int | None
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Village:
    """A village with its level in the settlement system, its calling and how building in it is permitted."""

    name: str
    area: str
    level: Literal["中心村", "一般村"] | None
    town: str | None
    callings: tuple[str, ...]
    planning: str | None
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facility:
    """A named place, building or monument; its figures, if any, stand with the box item that is its source."""

    name: str
    kind: str
    status: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the plan's text, with its value as written."""

    subject: str
    value: str
    unit: str | None
    period: str
    nature: Literal["现状", "完成", "目标", "规则"]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the plan's table of indicators, every cell as written (— is None)."""

    row: int
    number: int
    category: str
    parent: str | None
    name: str
    unit: str
    baseline: str | None
    target: str | None
    annual_or_cumulative: str | None
    nature: Literal["约束性", "预期性"]
    local_feature: bool


@dataclass(frozen=True, slots=True)
class BoxItem:
    """An item of a project box (专栏); money in 元, areas in m², only where the plan states them."""

    box: int
    box_name: str
    chapter_number: int
    item: int
    name: str
    investment_yuan: Decimal | None
    site_m2: Decimal | None
    floor_m2: Decimal | None
    beds: int | None
    place: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class NamedProject:
    """A single project, a part or a piece of building that a box item lists."""

    box: int
    item: int
    number: int
    name: str
    kind: Literal["项目", "分项", "内容"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing to which the plan gives two figures, names or places; both are kept."""

    number: int
    kind: str
    subject: str
    period: str | None
    unit: str | None
    value_a: str
    source_a: str
    value_b: str
    source_b: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A heading (levels 1 to 3) or the lead of a paragraph (level 4), with the headings above it."""

    number: int
    level: int
    chapter_number: int
    chapter: str
    section: str | None
    subsection: str | None
    lead: str | None
    inferred: str | None

    @property
    def path(self) -> tuple[str, ...]:
        """The headings and the lead, from the chapter down."""
        return tuple(part for part in (self.chapter, self.section, self.subsection, self.lead) if part)


@dataclass(frozen=True, slots=True)
class District(Profile):
    """A district with everything that its folder says about it."""

    areas: tuple[Area, ...] = ()
    departments: tuple[Department, ...] = ()
    zones: tuple[Zone, ...] = ()
    rivers: tuple[River, ...] = ()
    parks: tuple[Park, ...] = ()
    schools: tuple[School, ...] = ()
    villages: tuple[Village, ...] = ()
    facilities: tuple[Facility, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[BoxItem, ...] = ()
    named_projects: tuple[NamedProject, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    clauses: tuple[Clause, ...] = ()
