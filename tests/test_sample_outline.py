"""The bundled sample outline: the reader finds in it what was built into it, and the sample's facts agree with it."""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from gangmu.core.district import MISSING_HEADING, District, find_district, load_district
from gangmu.core.reader import read_file

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "districts" / "sample"
LARGEST = 100_000
CELLS = ("category", "parent", "name", "unit", "baseline", "target", "annual_or_cumulative", "nature")

Json = dict[str, Any]


def load_truth(name: str) -> Json:
    labelled: Json = json.loads((SAMPLE / f"{name}.truth.json").read_text(encoding="utf-8"))
    return labelled


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def truth() -> Json:
    return load_truth("outline")


@pytest.fixture(scope="module")
def outline() -> Json:
    document = read_file(SAMPLE / "outline.docx")
    return document.to_json() | {"lines": document.text.split("\n")}


@pytest.fixture(scope="module")
def framework() -> Json:
    document = read_file(SAMPLE / "framework.docx")
    return document.to_json() | {"lines": document.text.split("\n")}


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(SAMPLE)


def headings(document: Json) -> list[tuple[int, str]]:
    return [(heading["level"], squeeze(heading["title"])) for heading in document["headings"]]


@pytest.mark.parametrize("name", ["outline", "framework"])
def test_small_and_marked_as_simulated(name: str) -> None:
    path = SAMPLE / f"{name}.docx"
    assert path.stat().st_size < LARGEST
    with ZipFile(path) as package:
        for part in ("word/document.xml", "word/header1.xml", "docProps/core.xml"):
            assert "模拟" in package.read(part).decode("utf-8"), part
        assert "澄溪区" in package.read("word/footer1.xml").decode("utf-8")


def test_title_and_period(outline: Json, truth: Json) -> None:
    assert outline["title"].removesuffix(truth["mark"]) == truth["title"]
    assert outline["period"] == truth["period"]
    assert outline["vision_year"] == truth["vision_year"]


def test_every_heading_with_its_level(outline: Json, truth: Json) -> None:
    assert headings(outline) == headings(truth)


def test_numbering_is_as_printed(outline: Json, truth: Json) -> None:
    """Typed in the text, or drawn by Word, which starts 一、 again in every section."""
    assert sum(heading.get("numbered_by_word", False) for heading in truth["headings"]) == 15

    def numbers(document: Json) -> list[str]:
        return [squeeze(heading["number"] or "").strip("、") for heading in document["headings"]]

    assert numbers(outline) == numbers(truth)


def test_every_cell_of_the_indicator_table(outline: Json, truth: Json) -> None:
    def cells(row: Json) -> tuple[Any, ...]:
        return tuple(row[field] for field in CELLS)

    assert [cells(row) for row in outline["indicators"]] == [cells(row) for row in truth["indicators"]]
    assert [int(row["no"]) for row in outline["indicators"]] == [row["no"] for row in truth["indicators"]]
    assert [row["marked"] for row in outline["indicators"]] == [row["local_feature"] for row in truth["indicators"]]
    years = {(row["baseline_year"], row["target_year"]) for row in outline["indicators"]}
    assert years == {(truth["indicator_table"]["baseline_year"], truth["indicator_table"]["target_year"])}


def test_every_box_with_items_and_bodies(outline: Json, truth: Json) -> None:
    assert [box["title"] for box in outline["boxes"]] == [box["title"] for box in truth["boxes"]]
    for found, wanted in zip(outline["boxes"], truth["boxes"], strict=True):
        assert [item["title"] for item in found["items"]] == [item["title"] for item in wanted["items"]]
        for mine, labelled in zip(found["items"], wanted["items"], strict=True):
            assert mine["body"] == labelled["body"], labelled["title"]


def test_the_lost_chapter_is_a_gap(outline: Json, truth: Json) -> None:
    [lost] = truth["missing_headings"]
    [gap] = outline["gaps"]
    assert gap["level"] == lost["level"]
    assert outline["lines"][gap["before_line"] - 1].strip().startswith(lost["before_text"])


def test_headings_and_leads_are_the_clauses(outline: Json, district: District) -> None:
    found = [(h["start"], h["level"], h["title"]) for h in outline["headings"]]
    found += [(p["start"], 4, p["lead"]) for p in outline["paragraphs"] if p["lead"] and p["box"] is None]
    read = [(level, squeeze(text).rstrip("。")) for _, level, text in sorted(found)]
    wanted = [(clause.level, squeeze(clause.path[-1])) for clause in district.clauses]
    assert wanted.count((1, MISSING_HEADING)) == 1
    wanted.remove((1, MISSING_HEADING))
    assert read == wanted


def test_framework_headings_name_the_lost_chapter(framework: Json, truth: Json) -> None:
    labelled = load_truth("framework")
    assert headings(framework) == headings(labelled)
    assert framework["title"].removesuffix(labelled["mark"]) == labelled["title"]
    assert not framework["gaps"]
    assert not framework["boxes"]
    assert not framework["indicators"]
    [lost] = truth["missing_headings"]
    assert (2, lost["inferred_title"]) in headings(framework)


def test_framework_is_another_version(framework: Json, outline: Json) -> None:
    draft, final = "".join(framework["lines"]), "".join(outline["lines"])
    for passage in load_truth("framework")["only_here"]:
        assert passage in draft
        assert passage not in final


def test_facts_agree_with_the_truth(district: District, truth: Json) -> None:
    assert [
        (i.number, i.parent, i.name, i.baseline, i.target, i.annual_or_cumulative) for i in district.indicators
    ] == [
        (i["no"], i["parent"], i["name"], i["baseline"], i["target"], i["annual_or_cumulative"])
        for i in truth["indicators"]
    ]
    assert [(p.box, p.box_name, p.item, p.name) for p in district.projects] == [
        (box["no"], box["title"], item["no"], item["title"]) for box in truth["boxes"] for item in box["items"]
    ]
    assert [(c.kind, c.value_a, c.value_b) for c in district.conflicts] == [
        (planted["kind"], planted["value_a"], planted["value_b"]) for planted in truth["planted"]
    ]
    kinds = [area.kind for area in district.areas]
    assert (kinds.count("街道"), kinds.count("镇"), kinds.count("社区"), kinds.count("村")) == (3, 2, 15, 12)


def test_planted_contradictions_stand_in_the_text(outline: Json) -> None:
    def passage(lead: str) -> str:
        [found] = [p["text"] for p in outline["paragraphs"] if (p["lead"] or "").rstrip("。") == lead]
        return str(found)

    [box] = [b for b in outline["boxes"] if b["title"] == "民生改善重点项目"]
    assert "新建口袋公园24个" in passage("织密城市绿网")
    assert "新建口袋公园30个" in "".join(box["items"][7]["body"])
    assert "公共充电枪1260把" in passage("生态环境不断向好")
    assert "公共充电枪达到1200把以上" in passage("发展清洁能源")
    villages = passage("明确村庄类型")
    assert "全区12个村" in villages
    assert [int(n) for n in re.findall(r"(?:中心|特色|一般)村(\d+)个", villages)] == [3, 5, 3]


def test_both_texts_choose_the_sample(outline: Json, framework: Json, district: District) -> None:
    for document in (outline, framework):
        found = find_district(ROOT / "districts", "\n".join(document["lines"]))
        assert found is not None
        assert found.code == district.code
