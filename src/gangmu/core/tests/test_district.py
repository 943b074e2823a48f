"""The loader of a district's folder: what it reads, what it refuses and how it says so."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from gangmu.core.district import DistrictError, blank_district, find_district, load_district

PROFILE = """\
code: "999901"
name: 柳河市东塘区
short_name: 东塘区
city: 柳河市
province: 某省
plan_name: 东塘区规划纲要
first_year: 2026
last_year: 2030
vision_year:
mentions: [东塘区, 东塘]
"""
AREAS = """\
code,name,level,kind,parent,status,check,source
999901,东塘区,区,市辖区,,列名,待核,建设水乡
999901901,桥头街道,街镇,街道,999901,列名,待核,建设水乡 / 治理河道
999901901901,北岸社区,社区村,社区,999901901,列名,待核,治理河道；专栏1 第1项
"""
CLAUSES = """\
number,level,chapter_number,chapter,section,subsection,lead,inferred
1,1,1,建设水乡,,,,
2,4,1,建设水乡,,,治理河道,
"""
PROJECTS = """\
box,box_name,chapter_number,item,name,investment_yuan,site_m2,floor_m2,beds,place,note
1,水乡项目,1,1,北岸驳岸,1250000.50,,,,,
1,水乡项目,1,2,桥头医院,,,8000,120,,
"""
NAMED = "box,item,number,name,kind\n1,2,1,门诊楼,内容\n"
INDICATORS = """\
row,number,category,parent,name,unit,baseline,target,annual_or_cumulative,nature,local_feature
1,1,绿色,,优良水体比例,%,>79,—,[3.4],约束性,是
"""
ZONES = """\
key,name,kind,parent,east,west,south,north,within,km2,role,source
port,河港城,一城,,东路,西路,南路,北路,,3.5,港口,治理河道
port-a,河港城一期,分片,port,,,,,,1,港口,治理河道
"""
SCHOOLS = """\
name,kind,work,status,classes,primary_classes,primary_pupils,middle_classes,middle_pupils,pupils,source
桥头学校,九年一贯制,新建,规划,27,18,810,9,450,1260,专栏1 第1项
"""
VILLAGES = "name,area,level,town,callings,planning,source\n北岸社区,999901901901,一般村,,渔业；观光,,治理河道\n"
CONFLICTS = """\
number,kind,subject,period,unit,value_a,source_a,value_b,source_b,note
1,两个数值,优良水体比例,2025,%,80,治理河道,>79,表1 / 优良水体比例,
"""
DEPARTMENTS = """\
check: 待核
area_offices: {街道: "{name}办事处"}
departments:
  - {key: water, name: 水务局, short_name: 水务局, kind: 政府, keywords: [河道, 防洪]}
"""
FILES = {
    "district.yaml": PROFILE,
    "areas.csv": AREAS,
    "clauses.csv": CLAUSES,
    "projects.csv": PROJECTS,
    "projects_named.csv": NAMED,
    "indicators.csv": INDICATORS,
    "zones.csv": ZONES,
    "schools.csv": SCHOOLS,
    "villages.csv": VILLAGES,
    "conflicts.csv": CONFLICTS,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dongtang"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    (tmp_path / "departments.yaml").write_text(DEPARTMENTS, encoding="utf-8")
    return place


def test_reads_a_whole_folder(folder: Path) -> None:
    district = load_district(folder)
    assert (district.code, district.mentions, district.vision_year) == ("999901", ("东塘区", "东塘"), None)
    assert [area.parent for area in district.areas] == [None, "999901", "999901901"]
    assert district.areas[2].source == ("治理河道", "专栏1 第1项")
    assert district.projects[0].investment_yuan == Decimal("1250000.50")
    assert (district.projects[1].floor_m2, district.projects[1].beds) == (Decimal(8000), 120)
    (indicator,) = district.indicators
    assert (indicator.baseline, indicator.target, indicator.annual_or_cumulative) == (">79", None, "[3.4]")
    assert indicator.local_feature is True
    assert district.villages[0].callings == ("渔业", "观光")
    assert district.clauses[1].path == ("建设水乡", "治理河道")
    assert district.rivers == district.parks == district.figures == ()


def test_makes_an_office_for_each_street(folder: Path) -> None:
    water, office = load_district(folder).departments
    assert (water.keywords, water.area, water.check) == (("河道", "防洪"), None, "待核")
    assert (office.name, office.area, office.check) == ("桥头街道办事处", "999901901", "待核")


def test_own_departments_take_the_place_of_the_common_ones(folder: Path) -> None:
    own = DEPARTMENTS.replace("水务局", "水利局").replace("待核", "已核")
    (folder / "departments.yaml").write_text(own, encoding="utf-8")
    assert [(row.name, row.check) for row in load_district(folder).departments] == [
        ("水利局", "已核"),
        ("桥头街道办事处", "待核"),
    ]


def test_needs_no_more_than_profile_and_areas(folder: Path) -> None:
    for name in FILES:
        if name not in ("district.yaml", "areas.csv"):
            (folder / name).unlink()
    (folder.parent / "departments.yaml").unlink()
    (folder / "areas.csv").write_text(AREAS.replace("；专栏1 第1项", ""), encoding="utf-8")
    district = load_district(folder)
    assert len(district.areas) == 3
    assert district.departments == district.projects == district.clauses == ()


def test_a_column_may_stand_anywhere_and_a_byte_order_mark_is_no_harm(folder: Path) -> None:
    (folder / "projects_named.csv").write_text("\ufeffkind,name,number,item,box\n内容,门诊楼,1,2,1\n", encoding="utf-8")
    assert load_district(folder).named_projects[0].name == "门诊楼"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("areas.csv", "街道,999901,", "街道,999902,", "areas.csv 第 3 行：“桥头街道”的上级代码 999902 不在表中"),
        ("areas.csv", "999901901901,北岸", "999901901,北岸", "areas.csv 第 4 行：code “999901901”与第 3 行重复"),
        ("areas.csv", "北岸社区,社区村", "北岸社区,街镇", "第 4 行：“北岸社区”（街镇）不能在“桥头街道”（街镇）之下"),
        ("areas.csv", "999901901901,", "999902901901,", "不以上级代码 999901901 开头"),
        ("areas.csv", "北岸社区,社区村", "北岸社区,村组", "第 4 行：level 一格“村组”不在 区、街镇、社区村、网格 之中"),
        ("areas.csv", "999901,东塘区,", "999900,东塘区,", "第 2 行：“东塘区”没有上级"),
        ("areas.csv", ",check,", ",", "areas.csv 第 1 行：缺少 check"),
        ("areas.csv", "source\n", "source,extra\n", "第 1 行：多出 extra"),
        ("areas.csv", "code,name", "code,code,name", "第 1 行：有重复的列名"),
        ("areas.csv", "治理河道；专栏1", "治河；专栏1", "第 4 行：出处“治河”"),
        ("areas.csv", "专栏1 第1项", "专栏1 第9项", "第 4 行：出处“专栏1 第9项”"),
        ("areas.csv", "治理河道；", "；", "第 4 行：source 一格“；专栏1 第1项”有空项"),
        ("areas.csv", ",建设水乡\n", ",\n", "第 2 行：没有出处"),
        ("areas.csv", "东塘区,区", '"东塘区,区', "不是正确的 CSV"),
        ("areas.csv", "待核,建设水乡\n", "待核\n", "第 2 行：有 7 格，应为 8 格"),
        ("projects.csv", "1250000.50", "-5", "projects.csv 第 2 行：investment_yuan 一格“-5”不是不小于 0 的数"),
        ("projects.csv", ",120,", ",1.5,", "第 3 行：beds 一格“1.5”不是不小于 0 的整数"),
        ("projects.csv", ",120,", ",１２,", "第 3 行：beds 一格“１２”不是不小于 0 的整数"),
        ("projects.csv", "水乡项目,1,2", "水乡,1,2", "第 3 行：专栏1 前面写作“水乡项目”，这里写作“水乡”"),
        ("projects.csv", "水乡项目,1,2", "水乡项目,1,3", "第 3 行：专栏1 第 3 项不接第 1 项"),
        ("projects.csv", "水乡项目,1,2", "水乡项目,2,2", "第 3 行：chapter_number 2 不在 clauses.csv 中"),
        ("projects_named.csv", "1,2,1", "1,4,1", "第 2 行：“门诊楼”所属的专栏1 第4项不在 projects.csv 中"),
        ("indicators.csv", "1,1,绿色", "2,1,绿色", "第 2 行：row 应为 1"),
        ("indicators.csv", ",是", ",有", "第 2 行：local_feature 一格“有”只能写“是”或留空"),
        ("zones.csv", "分片,port", "分片,", "第 3 行：“河港城一期”是分片"),
        ("zones.csv", "分片,port", "分片,harbour", "第 3 行：“河港城一期”的上级 harbour 不是表中的一城或六区"),
        ("schools.csv", ",27,", ",28,", "第 2 行：“桥头学校”小学与中学班数之和 27 不等于合计 28"),
        ("schools.csv", ",450,", ",440,", "第 2 行：“桥头学校”小学与中学学生数之和 1250 不等于合计 1260"),
        (
            "villages.csv",
            "北岸社区",
            "南岸社区",
            "第 2 行：“南岸社区”的区划代码 999901901901 在 areas.csv 中不是这个村",
        ),
        ("conflicts.csv", "表1 / 优良", "表1 / 优", "conflicts.csv 第 2 行：出处“表1 / 优水体比例”"),
        ("clauses.csv", "2,4,1,", "2,3,1,", "clauses.csv 第 3 行：第 3 级条目"),
        ("clauses.csv", "2,4,1,", "2,4,2,", "clauses.csv 第 3 行：chapter_number 应为 1"),
        ("district.yaml", '"999901"', '"9999"', "dongtang/district.yaml：代码“9999”不是六位数字"),
        ("district.yaml", "2026", "2036", "规划期的首年晚于末年"),
        ("district.yaml", "city: 柳河市\n", "", "dongtang/district.yaml：缺少 city"),
        ("district.yaml", "[东塘区, 东塘]", "[]", "mentions 没有一个名称"),
        ("district.yaml", "city: 柳河市", "city: {a: 1}", "city 一格“{'a': 1}”应为文字、数或列表"),
        ("district.yaml", "city: 柳河市", "city: [", "不是正确的 YAML"),
        ("district.yaml", PROFILE, "东塘区", "应为“键: 值”的列表"),
        ("../departments.yaml", "departments:", "bureaus:", "departments.yaml：缺少 departments 列表"),
        ("../departments.yaml", "keywords: ", "words: ", "departments.yaml 第 1 个部门：缺少 keywords"),
        (
            "../departments.yaml",
            "{key: water, ",
            "{key: water, area: '1', ",
            "第 1 个部门：区划代码 1 不在 areas.csv 中",
        ),
    ],
)
def test_refuses_in_one_sentence_naming_file_and_row(folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DistrictError) as refusal:
        load_district(folder)
    said = str(refusal.value)
    assert message in said
    assert Path(file).name in said
    assert said.count("。") == 1
    assert said.endswith("。")


def test_refuses_other_encodings_and_missing_files(folder: Path) -> None:
    (folder / "zones.csv").write_bytes(ZONES.encode("gb18030"))
    with pytest.raises(DistrictError, match=r"^dongtang/zones\.csv：不是 UTF-8 编码"):
        load_district(folder)
    (folder / "areas.csv").unlink()
    with pytest.raises(DistrictError, match=r"^dongtang 文件夹中没有 areas\.csv"):
        load_district(folder)
    (folder / "district.yaml").unlink()
    with pytest.raises(DistrictError, match=r"^dongtang 文件夹中读不到 district\.yaml"):
        load_district(folder)


def test_finds_the_district_that_the_text_speaks_of(folder: Path) -> None:
    other = folder.parent / "xitang"
    shutil.copytree(folder, other)
    profile = PROFILE.replace("东塘", "西塘")
    (other / "district.yaml").write_text(profile, encoding="utf-8")
    filler = "水" * 2_000
    for text, name in (
        (f"东塘区{filler}东塘区{filler}西塘区", "柳河市东塘区"),
        (f"西塘区{filler}", "柳河市西塘区"),
    ):
        found = find_district(folder.parent, text)
        assert found is not None
        assert found.name == name
    assert find_district(folder.parent, f"东塘区{filler * 20}") is None
    assert find_district(folder.parent, "") is None
    with pytest.raises(DistrictError, match="dongtang、xitang"):
        find_district(folder.parent, "东塘区与西塘区")


def test_a_district_without_a_folder_has_the_common_departments(folder: Path) -> None:
    here, there = (blank_district(folder.parent, name) for name in ("甲区", "乙区"))
    assert [row.name for row in here.departments] == ["水务局"]
    assert here.areas == here.clauses == ()
    assert here.code.startswith("x")
    assert here.code != there.code
    assert here == blank_district(folder.parent, "甲区")
