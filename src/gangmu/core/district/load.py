"""Loading a district's folder, and finding the folder that a plan's text belongs to."""

import re
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from .checks import (
    check_sources,
    read_areas,
    read_clauses,
    read_indicators,
    read_named_projects,
    read_projects,
    read_schools,
    read_villages,
    read_zones,
    resolver,
)
from .facts import Area, Conflict, Department, District, Facility, Figure, Park, Profile, River
from .table import DistrictError, Table, build, read_csv, read_yaml

# A plan names its own district every 500 to 1,000 characters (measured on the outline and the framework); a plan of
# a neighbour or of the city names it only in passing.
CHARACTERS_PER_MENTION = 3_000


def find_district(folder: Path, text: str) -> District | None:
    """The district in `folder` that `text` is the plan of, or None; raises DistrictError on a tie or a bad folder."""
    hits = {
        path.parent: sum(text.count(name) for name in _profile(path.parent).mentions)
        for path in sorted(folder.glob("*/district.yaml"))
    }
    most = max(hits.values(), default=0)
    if most * CHARACTERS_PER_MENTION < max(len(text), 1):
        return None
    found = [path for path, count in hits.items() if count == most]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        raise DistrictError(f"规划文本同样多次提到 {names} 的地名，请在命令中写明是哪一个地区的规划。")
    return load_district(found[0])


def load_district(folder: Path) -> District:
    """Everything that a district's folder says, checked as a whole; raises DistrictError at the first fault."""
    profile = _profile(folder)
    areas = read_areas(folder, profile)
    clauses = read_clauses(folder)
    projects = read_projects(folder, clauses)
    indicators = read_indicators(folder)
    resolve = resolver(clauses, projects, indicators)
    zones = read_zones(folder)
    schools = read_schools(folder)
    villages = read_villages(folder, areas)
    named = read_named_projects(folder, projects)
    rivers = read_csv(folder / "rivers.csv", River).unique("name")
    parks = read_csv(folder / "parks.csv", Park).unique("name")
    facilities = read_csv(folder / "facilities.csv", Facility).unique("name")
    figures = read_csv(folder / "figures.csv", Figure).unique("subject", "period")
    conflicts = read_csv(folder / "conflicts.csv", Conflict).unique("number")
    sourced: tuple[Table[Any], ...] = (areas, zones, rivers, parks, schools, villages, facilities, figures)
    for table in sourced:
        for index, row in enumerate(table.rows):
            check_sources(table, index, row.source, resolve)
    for index, conflict in enumerate(conflicts.rows):
        check_sources(conflicts, index, (conflict.source_a, conflict.source_b), resolve)
    return District(
        **asdict(profile),
        areas=areas.rows,
        departments=_departments(folder, areas.rows),
        zones=zones.rows,
        rivers=rivers.rows,
        parks=parks.rows,
        schools=schools.rows,
        villages=villages.rows,
        facilities=facilities.rows,
        figures=figures.rows,
        indicators=indicators.rows,
        projects=projects.rows,
        named_projects=named.rows,
        conflicts=conflicts.rows,
        clauses=clauses.rows,
    )


def blank_district(folder: Path, name: str) -> District:
    """A district of which we know but its name: the common departments of `folder`, no areas, no facts.

    Its code begins with x, since it is not one of GB/T 2260, and is the same for the same name.
    """
    code = "x" + sha256(name.encode()).hexdigest()[:8]
    profile = Profile(code, name, name, None, None, "", None, None, None, (name,))
    return District(**asdict(profile), departments=_departments(folder, ()))


def _profile(folder: Path) -> Profile:
    file = f"{folder.name}/district.yaml"
    profile = build(Profile, read_yaml(folder / "district.yaml"), file)
    if not re.fullmatch(r"\d{6}", profile.code):
        raise DistrictError(f"{file}：代码“{profile.code}”不是六位数字，请按 GB/T 2260 填写。")
    first, last = profile.first_year, profile.last_year
    if first is not None and last is not None and first > last:
        raise DistrictError(f"{file}：规划期的首年晚于末年，请改正 first_year 或 last_year。")
    if not profile.mentions:
        raise DistrictError(f"{file}：mentions 没有一个名称，请写上规划文本中本区的称呼。")
    return profile


def _departments(folder: Path, areas: tuple[Area, ...]) -> tuple[Department, ...]:
    path = folder / "departments.yaml"
    if not path.exists():
        path = folder.parent / "departments.yaml"
    if not path.exists():
        return ()
    file = f"{path.parent.name}/{path.name}"
    content = read_yaml(path)
    listed, offices = content.get("departments"), content.get("area_offices", {})
    if not isinstance(listed, list) or not isinstance(offices, dict):
        raise DistrictError(f"{file}：缺少 departments 列表或 area_offices 对照，请按 districts/README.md 改正。")
    codes = {area.code for area in areas}
    found: list[Department] = []
    for number, cells in enumerate(listed, 1):
        place = f"{file} 第 {number} 个部门"
        if not isinstance(cells, dict):
            raise DistrictError(f"{place}：应为“键: 值”的列表，请改正。")
        department = build(Department, {"area": None, "check": content.get("check")} | cells, place)
        if department.area is not None and department.area not in codes:
            raise DistrictError(f"{place}：区划代码 {department.area} 不在 areas.csv 中，请改正代码。")
        found.append(department)
    for area in areas:
        if area.kind in offices:
            office = str(offices[area.kind]).replace("{name}", area.name)
            found.append(Department(f"area-{area.code}", office, area.name, "街镇", (area.name,), area.code, "待核"))
    table = Table(file, tuple(found), tuple(f"第 {number} 个部门" for number in range(1, len(found) + 1)))
    return table.unique("key").unique("name").rows
