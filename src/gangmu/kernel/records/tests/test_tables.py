"""Tables: what is exported is of use and harmless, and comes back unchanged."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.core.declare import Register
from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.services import create, create_many, void
from gangmu.kernel.records.tables import (
    file_name,
)
from gangmu.kernel.records.tables.defusing import defused, restored
from gangmu.kernel.records.tests.files import as_csv, as_xlsx, exported, lines, planned, problems

OLDEST, LATEST = datetime(1700, 1, 1), datetime(2200, 1, 1)
TITLES = [
    "编号",
    "树名",
    "保护级别",
    "胸围（米）",
    "栽植日期",
    "部门·简称",
    "挂牌号",
    "来历",
    "养护经费（元）",
    "树龄（年）",
    "最近巡查",
    "有围栏",
    "养护单位",
    "部门",
    "区域代码",
    "来源",
    "作废原因",
]


@pytest.mark.django_db
class TestExport:
    def test_a_spreadsheet_holds_values_people_can_use(
        self, register: Register, trees: list[Any], tree_model: Any
    ) -> None:
        file = exported(register, tree_model.objects.all(), "xlsx")
        book = openpyxl.load_workbook(file)
        (page,) = book.worksheets
        assert page.title == "古树"
        assert page.freeze_panes == "B2"
        head, first, second, third, fourth = page.iter_rows()
        assert [cell.value for cell in head] == TITLES
        assert all(cell.font.bold for cell in head)
        shown = dict(zip(TITLES, (cell.value for cell in first), strict=True))
        assert shown == {
            "编号": trees[0].code,
            "树名": "老榆树",
            "保护级别": "一级",
            "胸围（米）": 2.5,
            "栽植日期": "1707-04-05",
            "部门·简称": "测试林业",
            "挂牌号": "A-1",
            "来历": "第一行\n第二行，“引号”\n=1+1",
            "养护经费（元）": "-12345678901234567.89",
            "树龄（年）": 320,
            "最近巡查": datetime(2027, 2, 28, 23, 59, 59),
            "有围栏": "是",
            "养护单位": "测试住建",
            "部门": "测试林业",
            "区域代码": "0990102",
            "来源": "人工",
            "作废原因": None,
        }
        assert (second[1].value, second[1].data_type, second[1].quotePrefix) == ('=HYPERLINK("http://x")', "s", True)
        assert second[4].value == datetime(2020, 2, 29)
        assert second[4].number_format == "yyyy-mm-dd"
        assert (third[8].value, third[8].number_format) == (629, "0.00")
        assert (third[6].value, third[6].data_type) == ("007", "s")
        assert fourth[1].value == "@某某"
        assert len(fourth[7].value) == 32767
        assert fourth[7].value.endswith("全文见系统）")

    def test_csv_is_exact_and_harmless(self, register: Register, trees: list[Any], tree_model: Any) -> None:
        file = exported(register, tree_model.objects.all(), "csv")
        assert file.read(3) == b"\xef\xbb\xbf"
        file.seek(0)
        head, *rows = lines(file)
        assert head == TITLES
        assert rows[0][8] == "-12345678901234567.89"
        assert rows[0][4] == "1707-04-05"
        assert rows[0][10] == "2027-02-28 23:59:59"
        assert [row[1] for row in rows] == ["老榆树", '\'=HYPERLINK("http://x")', "'-5", "'@某\x0b某"]
        assert rows[1][7] == "''=已有撇号"
        assert len(rows[3][7]) == 40000

    def test_a_demonstration_says_so_everywhere(self, register: Register, trees: list[Any], tree_model: Any) -> None:
        book = openpyxl.load_workbook(exported(register, tree_model.objects.all(), "xlsx", demo=True))
        assert (book.worksheets[0].title, book.properties.keywords) == ("模拟-古树", "模拟")
        assert file_name(register, "csv", on=date(2027, 3, 5), demo=True) == "模拟-古树-2027-03-05.csv"
        assert file_name(register, "xlsx", on=date(2027, 3, 5)) == "古树-2027-03-05.xlsx"

    def test_unknown_formats_are_refused(self, register: Register, tree_model: Any) -> None:
        with pytest.raises(Refusal, match="不能导出为“pdf”，请选 xlsx 或 csv。"):
            exported(register, tree_model.objects.all(), "pdf")

    def test_names_that_are_not_unique_give_way_to_codes(
        self, register: Register, tree_model: Any, forestry: Department, at: datetime
    ) -> None:
        Department.objects.create(code="test-2", name="另一个", short_name="测试林业")
        create(tree_model, {"name": "树", "department": forestry}, by=None, at=at)
        _, row = lines(exported(register, tree_model.objects.all(), "csv"))
        assert row[TITLES.index("部门")] == "test-forestry"

    def test_asks_as_often_for_many_as_for_few(self, register: Register, tree_model: Any, at: datetime) -> None:
        counts = []
        for number in (1, 500):
            create_many(tree_model, [{"name": "树"}] * number, by=None, at=at)
            with CaptureQueriesContext(connection) as told:
                exported(register, tree_model.objects.all(), "csv")
            counts.append(len(told))
        assert counts == [2, 2]


@pytest.mark.django_db
class TestRoundTrip:
    @pytest.mark.parametrize("fmt", ["xlsx", "csv"])
    def test_an_untouched_export_changes_nothing(
        self, register: Register, trees: list[Any], tree_model: Any, clerk: User, fmt: str
    ) -> None:
        for demo in (False, True):
            file = exported(register, tree_model.objects.all(), fmt, demo=demo)
            plan = planned(register, file, clerk, f"古树.{fmt}")
            assert problems(plan) == []
            assert (plan.new, plan.changed, plan.unchanged) == ([], [], 4)
            assert not plan.ready
            assert plan.sentence() == "4 行都与系统里的一致，没有要导入的内容。"

    @pytest.mark.parametrize("fmt", ["xlsx", "csv"])
    def test_void_rows_come_back_unchanged_too(
        self, register: Register, trees: list[Any], tree_model: Any, clerk: User, at: datetime, fmt: str
    ) -> None:
        void(trees[0], reason="=死", by=clerk, at=at)
        plan = planned(register, exported(register, tree_model.objects.all(), fmt), clerk, f"古树.{fmt}")
        assert (problems(plan), plan.unchanged) == ([], 4)

    @pytest.mark.parametrize("fmt", ["xlsx", "csv"])
    def test_what_a_spreadsheet_program_does_to_a_file_changes_nothing(
        self, register: Register, trees: list[Any], tree_model: Any, clerk: User, fmt: str
    ) -> None:
        """Excel writes a .csv in GB 18030, dates with slashes, numbers without trailing zeros, columns as they lie."""
        trees[3].story = "短"
        tree_model.objects.filter(pk=trees[3].pk).update(story="短", name="@某某")
        head, *rows = lines(exported(register, tree_model.objects.all(), "csv"))
        at = {title: number for number, title in enumerate(head)}
        for row in rows:
            row[at["栽植日期"]] = row[at["栽植日期"]].replace("-0", "/").replace("-", "/")
            row[at["胸围（米）"]] = row[at["胸围（米）"]].rstrip("0").rstrip(".")
            row[at["有围栏"]] = {"是": "TRUE", "否": "FALSE"}[row[at["有围栏"]]]
        order = list(reversed(range(len(head))))
        again = [[row[number] for number in order] for row in [head, *rows]]
        if fmt == "csv":
            file, name = io.BytesIO(as_csv(*again).getvalue().decode().encode("gb18030")), "古树.csv"
        else:
            file, name = as_xlsx(*[[restored(cell) for cell in row] for row in again]), "古树.xlsx"
        plan = planned(register, file, clerk, name)
        assert (problems(plan), plan.unchanged) == ([], 4)

    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
    row = st.fixed_dictionaries(
        {"name": text.filter(bool)},
        optional={
            "story": text,
            "tag": st.none() | text,
            "girth": st.none() | st.decimals(0, 9999, places=2),
            "budget": st.decimals(Decimal("-999999999999999999.99"), Decimal("999999999999999999.99"), places=2),
            "age": st.none() | st.integers(0, 5000),
            "planted_on": st.none() | st.dates(),
            "inspected_at": st.none() | st.datetimes(OLDEST, LATEST, timezones=st.just(UTC)),
            "fenced": st.booleans(),
        },
    )

    @given(rows=st.lists(row, min_size=1, max_size=5, unique_by=lambda row: row.get("tag") or object()))
    @settings(
        max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_whatever_stands_in_a_register_comes_back_unchanged(
        self, register: Register, tree_model: Any, auditor: User, at: datetime, rows: list[dict[str, Any]]
    ) -> None:
        made = create_many(tree_model, rows, by=None, at=at)
        asked = tree_model.objects.filter(pk__in=[tree.pk for tree in made])
        for fmt in ("xlsx", "csv"):
            plan = planned(register, exported(register, asked, fmt), auditor, f"古树.{fmt}")
            assert (problems(plan), plan.changed, plan.unchanged) == ([], [], len(rows))
        asked.update(tag=None)

    @given(text=text)
    def test_defusing_is_taken_back(self, text: str) -> None:
        assert restored(defused(text)) == text
        assert defused(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
