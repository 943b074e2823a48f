"""The facts of districts/lvyuan, counted by hand and held against the real plan."""

import json
import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gangmu.core.district import MISSING_HEADING, BoxItem, District, find_district, load_district

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GANGMU_SHARED", ROOT.parent / "shared"))
OUTLINE = SHARED / "plan" / "lvyuan-outline.txt"
MAX_LEAD = 32


@pytest.fixture(scope="module")
def lvyuan() -> District:
    return load_district(ROOT / "districts" / "lvyuan")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The outline's lines without bookmarks and white space, line n at index n."""
    if not OUTLINE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI 中必须有规划原文：{OUTLINE} 不存在")
        pytest.skip(f"没有规划原文 {OUTLINE}，请设置 GANGMU_SHARED")
    text = re.sub(r"\[bookmark: \w+\]", "", OUTLINE.read_text(encoding="utf-8"))
    return ["", *(re.sub(r"\s", "", line) for line in text.split("\n"))]


@pytest.fixture(scope="module")
def truth(lines: list[str]) -> dict[str, Any]:
    labelled: dict[str, Any] = json.loads(OUTLINE.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return labelled


@pytest.fixture(scope="module")
def places(lvyuan: District, lines: list[str], truth: dict[str, Any]) -> dict[str, str]:
    """The plan's text at every place that a source may name, keyed by the last part of the source."""
    found = {
        clause.lead: next(line for line in lines if line.startswith(re.sub(r"\s", "", clause.lead) + "。"))
        for clause in lvyuan.clauses
        if clause.lead
    }
    for box in truth["boxes"]:
        starts = [item["line"] for item in box["items"]] + [box["end_line"] + 1]
        for item, start, end in zip(box["items"], starts, starts[1:], strict=False):
            found[f"专栏{box['no']} 第{item['no']}项"] = "".join(lines[start:end])
    for row in truth["indicators"]:
        found[row["name"]] = "".join(lines[row["line"] : row["line"] + 5])
    return {key: value for key, value in found.items() if key}


def at(source: str, places: dict[str, str]) -> str:
    return places[source.split(" / ")[-1]]


def test_areas_counted_by_hand(lvyuan: District) -> None:
    assert Counter(area.kind for area in lvyuan.areas) == {"市辖区": 1, "街道": 7, "镇": 3, "村": 16, "社区": 1}
    assert [area.name.removesuffix("街道") for area in lvyuan.areas if area.kind == "街道"] == [
        "春城", "正阳", "青年路", "普阳", "铁西", "林园", "迎宾",
    ]  # fmt: skip
    assert [area.name for area in lvyuan.areas if area.kind == "镇"] == ["合心镇", "西新镇", "城西镇"]
    assert {area.check for area in lvyuan.areas} == {"待核"}


def test_villages_stated_against_listed(lvyuan: District) -> None:
    assert Counter(village.level for village in lvyuan.villages) == {"中心村": 6, "一般村": 9, None: 1}
    assert Counter(village.planning for village in lvyuan.villages) == {"村庄规划": 5, "通则式": 7, None: 4}
    (count,) = [row for row in lvyuan.conflicts if row.subject == "村庄数"]
    assert (count.value_a, count.value_b) == ("24", "15")
    assert count.source_a != count.source_b


def test_zones_one_city_and_six_areas(lvyuan: District) -> None:
    assert Counter(zone.kind for zone in lvyuan.zones) == {"一城": 1, "六区": 6, "分片": 2}
    sizes = {zone.key: zone.km2 for zone in lvyuan.zones if zone.km2 is not None}
    assert sizes["two-vehicles-north"] + sizes["two-vehicles-south"] == Decimal("19.6")
    assert sum(sizes.values()) == Decimal("217.6")


def test_schools_counted_by_hand(lvyuan: District) -> None:
    planned = [school for school in lvyuan.schools if school.classes is not None]
    assert len(lvyuan.schools) == 9
    assert Counter(school.classes for school in planned) == {54: 4, 27: 1, 18: 1}
    assert sum(school.classes or 0 for school in planned) == 261
    assert sum(school.pupils or 0 for school in planned) == 4 * 2520 + 1260 + 840


def test_waters_parks_and_departments(lvyuan: District) -> None:
    polluted = [river.name for river in lvyuan.rivers if "污染治理" in river.tasks]
    assert sorted(polluted) == sorted(["雷家沟", "民丰沟", "双龙沟", "三间沟", "四间沟", "大谷家沟", "串湖", "雁鸣湖"])
    assert len(lvyuan.rivers) == 15
    assert len(lvyuan.parks) == 10
    offices = [department for department in lvyuan.departments if department.area]
    assert len(offices) == 7 + 3
    assert "青年路街道办事处" in {office.name for office in offices}
    assert {department.check for department in lvyuan.departments} == {"待核"}


def test_indicator_table_counted_by_hand(lvyuan: District) -> None:
    rows = lvyuan.indicators
    assert (len(rows), rows[-1].number) == (20, 19)
    assert Counter(row.category for row in rows) == {
        "经济发展": 3, "创新驱动": 2, "绿色低碳": 6, "民生福祉": 7, "安全保障": 2,
    }  # fmt: skip
    assert Counter(row.nature for row in rows) == {"预期性": 12, "约束性": 8}
    assert [row.number for row in rows if row.local_feature] == [2, 3, 5, 11, 17]


def test_boxes_counted_by_hand(lvyuan: District) -> None:
    assert Counter(item.box for item in lvyuan.projects) == {1: 10, 2: 6, 3: 6, 4: 7, 5: 12, 6: 4, 7: 3, 8: 24, 9: 2}
    assert sum(item.beds or 0 for item in lvyuan.projects) == 1500 + 150 + 1000
    money = [item.investment_yuan for item in lvyuan.projects if item.investment_yuan is not None]
    assert money == [1_260_000_000, 200_000_000]


def test_conflicts_the_brief_knows(lvyuan: District) -> None:
    both = {row.subject: (row.value_a, row.value_b) for row in lvyuan.conflicts if row.kind == "两个数值"}
    assert both == {
        "细颗粒物（PM2.5）年均浓度": ("36", "37"),
        "每千人口执业（助理）医师数": ("3.7", "3.55"),
        "每千人口注册护士数": ("3.7", "5.6"),
    }


def test_found_by_its_plan_and_no_other(lvyuan: District, lines: list[str]) -> None:
    folder = OUTLINE.parent
    for name in ("lvyuan-outline.txt", "lvyuan-framework.txt"):
        assert find_district(ROOT / "districts", (folder / name).read_text(encoding="utf-8")) == lvyuan
    for name in ("sample-11th-national.txt", "sample-environment-glued.txt", "sample-software-from-pdf.txt"):
        assert find_district(ROOT / "districts", (folder / name).read_text(encoding="utf-8")) is None


def test_every_name_stands_in_the_plan(lvyuan: District, lines: list[str]) -> None:
    text = "".join(lines)
    names = [
        row.name
        for rows in (
            lvyuan.areas,
            lvyuan.zones,
            lvyuan.rivers,
            lvyuan.parks,
            lvyuan.schools,
            lvyuan.villages,
            lvyuan.projects,
            lvyuan.named_projects,
        )
        for row in rows
    ]
    names += [place.name.removesuffix("污水处理厂") for place in lvyuan.facilities]  # listed as A、B…5家污水处理厂
    names += [item.box_name for item in lvyuan.projects] + [row.category for row in lvyuan.indicators]
    assert [name for name in names if re.sub(r"\s", "", name) not in text] == []


def test_headings_and_their_gaps_equal_the_labelled_truth(lvyuan: District, truth: dict[str, Any]) -> None:
    gaps = [
        (gap["before_line"], 0, gap["level"], MISSING_HEADING, gap["inferred_title"])
        for gap in truth["missing_headings"]
    ]
    heads = [(head["line"], 1, head["level"], head["title"], None) for head in truth["headings"]]
    wanted = [entry[2:] for entry in sorted(gaps + heads, key=lambda entry: entry[:3])]
    have = [(clause.level, clause.path[-1], clause.inferred) for clause in lvyuan.clauses if clause.level < 4]
    assert have == wanted
    assert lvyuan.clauses[-1].chapter_number == truth["n_chapters_inferred"]


def test_leads_open_their_paragraphs_in_order(lvyuan: District, lines: list[str]) -> None:
    leads = [clause.lead for clause in lvyuan.clauses if clause.lead is not None]
    assert max(len(lead) for lead in leads) <= MAX_LEAD
    rest = iter(lines)
    for lead in leads:
        start = re.sub(r"\s", "", lead) + "。"
        assert any(line.startswith(start) for line in rest), lead


def test_boxes_equal_the_labelled_truth(lvyuan: District, truth: dict[str, Any]) -> None:
    wanted = [(box, item) for box in truth["boxes"] for item in box["items"]]
    have = [(item.box, item.box_name, item.item, item.name) for item in lvyuan.projects]
    assert have == [(box["no"], box["title"], item["no"], item["title"]) for box, item in wanted]
    parts = [(row.box, row.item, row.name) for row in lvyuan.named_projects if row.kind == "分项"]
    assert parts == [(box["no"], item["no"], part) for box, item in wanted for part in item.get("sub_items", ())]


def test_named_projects_and_figures_stand_in_their_items(lvyuan: District, places: dict[str, str]) -> None:
    for row in lvyuan.named_projects:
        assert row.name in places[f"专栏{row.box} 第{row.item}项"], row
    for item in lvyuan.projects:
        text = places[f"专栏{item.box} 第{item.item}项"]
        assert [shown for shown in written_forms(item) if not any(form in text for form in shown)] == [], item
        assert (item.place or "") in text


def written_forms(item: BoxItem) -> list[set[str]]:
    areas = [
        {f"{int(area)}平方米", f"{area / 10_000:.2f}".rstrip("0").rstrip(".") + "万平方米"} | {f"{int(area)}平方米左右"}
        for area in (item.site_m2, item.floor_m2)
        if area is not None
    ]
    money = [{f"{(item.investment_yuan / 10**8).normalize():f}亿元"}] if item.investment_yuan is not None else []
    return areas + money + ([{f"{item.beds}张"}] if item.beds is not None else [])


def test_indicator_cells_are_the_documents_own(lvyuan: District, truth: dict[str, Any], lines: list[str]) -> None:
    for row, labelled in zip(lvyuan.indicators, truth["indicators"], strict=True):
        shown = ("▲" if row.local_feature else "") + f"{row.name}（{row.unit}）"
        cells = [cell or "—" for cell in (row.baseline, row.target, row.annual_or_cumulative)]
        assert lines[labelled["line"] : labelled["line"] + 4] == [shown, *cells]
        assert (row.number, row.category, row.parent, row.nature) == tuple(
            labelled[key] for key in ("no", "category", "parent", "nature")
        )


def test_figures_and_conflicts_stand_at_their_sources(lvyuan: District, places: dict[str, str]) -> None:
    for figure in lvyuan.figures:
        assert all(figure.value + (figure.unit or "") in at(source, places) for source in figure.source), figure
    stated = [(row.value_a, row.source_a) for row in lvyuan.conflicts]
    stated += [(row.value_b, row.source_b) for row in lvyuan.conflicts]
    counted = {("15", "统筹村庄等级规模体系"), ("有职能", "统筹村庄职能体系"), ("不在两级之列", "统筹村庄等级规模体系")}
    assert {(value, source) for value, source in stated if value not in at(source, places)} == counted


def test_zone_bounds_and_sizes_stand_at_their_sources(lvyuan: District, places: dict[str, str]) -> None:
    for zone in lvyuan.zones:
        text = at(zone.source[0], places)
        bounds = [bound for bound in (zone.east, zone.west, zone.south, zone.north) if bound is not None]
        assert [bound for bound in bounds if bound not in text] == [], zone
        assert zone.km2 is None or f"{zone.km2}平方公里" in text


def test_school_classes_stand_at_their_sources(lvyuan: District, places: dict[str, str]) -> None:
    for school in lvyuan.schools:
        text = at(school.source[0], places)
        numbers = {int(number) for number in re.findall(r"\d+", text)}
        stated = (school.classes, school.primary_classes, school.middle_classes, school.primary_pupils, school.pupils)
        assert {number for number in stated if number is not None} <= numbers, school


def test_places_are_named_at_their_sources(lvyuan: District, places: dict[str, str]) -> None:
    for rows in (lvyuan.rivers, lvyuan.parks, lvyuan.villages, lvyuan.facilities, lvyuan.schools):
        for row in rows:
            name = row.name.removesuffix("污水处理厂").removeprefix("新城")
            silent = [source for source in row.source if name not in at(source, places)]
            assert silent == ([row.source[1]] if takes_the_rest(row) else []), row


def takes_the_rest(row: object) -> bool:
    """A village that the plan gives its calling only by saying that the rest are farming villages."""
    return getattr(row, "callings", ()) == ("农业发展村庄",)
