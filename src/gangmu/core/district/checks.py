"""The tables whose rows depend on one another, and the sources that every fact must name."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from .facts import Area, BoxItem, Clause, Indicator, Level, NamedProject, Profile, School, Village, Zone
from .table import DistrictError, Row, Table, read_csv

PATH_MARK = " / "
BOX_SOURCE = re.compile(r"专栏(\d+) 第(\d+)项")
TABLE_SOURCE = "表1"

Resolve = Callable[[str], bool]


def read_areas(folder: Path, profile: Profile) -> Table[Area]:
    """The tree of areas under the district; raises DistrictError where there is none or it does not hold together."""
    if not (folder / "areas.csv").exists():
        raise DistrictError(f"{folder.name} 文件夹中没有 areas.csv，请补上本区的区划表。")
    table = read_csv(folder / "areas.csv", Area).unique("code")
    by_code = {area.code: area for area in table.rows}
    rank = {level: index for index, level in enumerate(get_args(Level))}
    for index, area in enumerate(table.rows):
        if area.parent is None:
            if area.code != profile.code or area.level != "区":
                table.refuse(index, f"“{area.name}”没有上级，而只有代码为 {profile.code} 的区可以没有，请填上级代码")
            continue
        parent = by_code.get(area.parent)
        if parent is None:
            table.refuse(index, f"“{area.name}”的上级代码 {area.parent} 不在表中，请先登记上级或改正代码")
        if rank[parent.level] >= rank[area.level]:
            table.refuse(index, f"“{area.name}”（{area.level}）不能在“{parent.name}”（{parent.level}）之下，请改正层级")
        if not area.code.startswith(parent.code):
            table.refuse(index, f"“{area.name}”的代码 {area.code} 不以上级代码 {parent.code} 开头，请改正代码")
    if profile.code not in by_code:
        raise DistrictError(f"{table.file}：没有代码为 {profile.code} 的区，请加上“{profile.name}”一行。")
    return table


def read_zones(folder: Path) -> Table[Zone]:
    """The zones and their parts."""
    table = read_csv(folder / "zones.csv", Zone).unique("key")
    keys = {zone.key: zone for zone in table.rows}
    for index, zone in enumerate(table.rows):
        if (zone.kind == "分片") != (zone.parent is not None):
            table.refuse(index, f"“{zone.name}”是{zone.kind}，而分片才有、也必须有上级，请改正 kind 或 parent")
        if zone.parent is not None and (zone.parent not in keys or keys[zone.parent].kind == "分片"):
            table.refuse(index, f"“{zone.name}”的上级 {zone.parent} 不是表中的一城或六区，请改正")
    return table


def read_schools(folder: Path) -> Table[School]:
    """The schools, whose stages add up where all are stated."""
    table = read_csv(folder / "schools.csv", School).unique("name")
    for index, school in enumerate(table.rows):
        for word, total, parts in (
            ("班数", school.classes, (school.primary_classes, school.middle_classes)),
            ("学生数", school.pupils, (school.primary_pupils, school.middle_pupils)),
        ):
            known = [part for part in parts if part is not None]
            if len(known) == len(parts) and total is not None and sum(known) != total:
                table.refuse(index, f"“{school.name}”小学与中学{word}之和 {sum(known)} 不等于合计 {total}，请核对原文")
    return table


def read_villages(folder: Path, areas: Table[Area]) -> Table[Village]:
    """The villages, each of which is an area."""
    table = read_csv(folder / "villages.csv", Village).unique("name").unique("area")
    names = {area.code: area.name for area in areas.rows}
    for index, village in enumerate(table.rows):
        if names.get(village.area) != village.name:
            table.refuse(index, f"“{village.name}”的区划代码 {village.area} 在 areas.csv 中不是这个村，请改正代码")
    return table


def read_indicators(folder: Path) -> Table[Indicator]:
    """The rows of the table of indicators."""
    table = read_csv(folder / "indicators.csv", Indicator).unique("row").unique("name")
    _in_sequence(table, "row")
    return table


def read_projects(folder: Path, clauses: Table[Clause]) -> Table[BoxItem]:
    """The items of the boxes, in order without a gap."""
    table = read_csv(folder / "projects.csv", BoxItem).unique("box", "item")
    names: dict[int, str] = {}
    last: dict[int, int] = {}
    chapters = {clause.chapter_number for clause in clauses.rows}
    for index, row in enumerate(table.rows):
        if chapters and row.chapter_number not in chapters:
            table.refuse(index, f"chapter_number {row.chapter_number} 不在 clauses.csv 中，请改正")
        if names.setdefault(row.box, row.box_name) != row.box_name:
            table.refuse(index, f"专栏{row.box} 前面写作“{names[row.box]}”，这里写作“{row.box_name}”，请统一")
        if row.item != last.get(row.box, 0) + 1:
            table.refuse(index, f"专栏{row.box} 第 {row.item} 项不接第 {last.get(row.box, 0)} 项，请按序排列")
        last[row.box] = row.item
    return table


def read_named_projects(folder: Path, projects: Table[BoxItem]) -> Table[NamedProject]:
    """The single projects inside items."""
    table = read_csv(folder / "projects_named.csv", NamedProject).unique("box", "item", "number")
    items = {(row.box, row.item) for row in projects.rows}
    for index, row in enumerate(table.rows):
        if (row.box, row.item) not in items:
            table.refuse(index, f"“{row.name}”所属的专栏{row.box} 第{row.item}项不在 projects.csv 中，请改正编号")
    return table


def read_clauses(folder: Path) -> Table[Clause]:
    """The headings and leads in the order of the document."""
    table = read_csv(folder / "clauses.csv", Clause).unique("number")
    _in_sequence(table, "number")
    chapters = 0
    for index, clause in enumerate(table.rows):
        chapters += clause.level == 1
        if clause.chapter_number != chapters:
            table.refuse(index, f"chapter_number 应为 {chapters}，请按一级标题的次序编号")
        named = (clause.chapter, clause.section, clause.subsection, clause.lead)
        if not 1 <= clause.level <= len(named) or named[clause.level - 1] is None or any(named[clause.level :]):
            table.refuse(index, f"第 {clause.level} 级条目应写到第 {clause.level} 级标题为止，请改正 level 或标题")
    return table


def _in_sequence(table: Table[Row], field: str) -> None:
    for index, row in enumerate(table.rows):
        if getattr(row, field) != index + 1:
            table.refuse(index, f"{field} 应为 {index + 1}，请从 1 起按序编号")


def resolver(clauses: Table[Clause], projects: Table[BoxItem], indicators: Table[Indicator]) -> Resolve:
    """Whether a source names a clause, a box item or a row of the table of indicators that there is."""
    items = {(row.box, row.item) for row in projects.rows}
    rows = {row.name for row in indicators.rows}
    paths: dict[str, list[tuple[str, ...]]] = {}
    for clause in clauses.rows:
        paths.setdefault(clause.path[-1], []).append(clause.path)

    def resolve(source: str) -> bool:
        if match := BOX_SOURCE.fullmatch(source):
            return (int(match[1]), int(match[2])) in items
        first, *rest = source.split(PATH_MARK)
        if first == TABLE_SOURCE and rest:
            return rest[0] in rows
        if not clauses.rows:
            return True
        wanted = [first, *rest]
        return any([part for part in path if part in wanted] == wanted for path in paths.get(wanted[-1], []))

    return resolve


def check_sources(table: Table[Row], index: int, sources: tuple[str, ...], resolve: Resolve) -> None:
    """Raise DistrictError where a row names no source or one that there is not."""
    if not sources:
        table.refuse(index, "没有出处，请写上条目的标题和段首")
    for source in sources:
        if not resolve(source):
            table.refuse(index, f"出处“{source}”在 clauses.csv、projects.csv、indicators.csv 中都找不到，请改正")
