"""Imports: what is changed is seen, what is wrong is said, what is planned is done once."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gangmu.core.declare import Register
from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.ledger import verify
from gangmu.kernel.records.models import ImportReceipt, LedgerEntry, Origin
from gangmu.kernel.records.services import amend, create_many, void
from gangmu.kernel.records.tables import (
    apply_import,
)
from gangmu.kernel.records.tests.files import as_csv, exported, lines, planned, problems


@pytest.mark.django_db
class TestPlan:
    def test_new_changed_unchanged(
        self, register: Register, trees: list[Any], forestry: Department, clerk: User
    ) -> None:
        plan = planned(
            register,
            as_csv(
                ["编号", "树名", "胸围(米)", "养护单位", "department"],
                [trees[0].code, "老榆树王", "2.5", "test-forestry", "测试林业局"],
                [trees[2].code, "-5", "0", "", "测试林业"],
                ["", "新槐", "１，２３４．５", "测试住建", "test-forestry"],
            ),
            clerk,
        )
        assert problems(plan) == []
        assert plan.sentence() == "将新增 1 行、修改 1 行，另有 1 行不变。"
        (changed,), (new,) = plan.changed, plan.new
        assert (changed.number, changed.code) == (2, trees[0].code)
        assert changed.shown == {"树名": ("老榆树", "老榆树王"), "养护单位": ("测试住建", "test-forestry")}
        assert changed.values == {"name": "老榆树王", "keeper": forestry.pk}
        assert new.number == 4
        assert new.values["girth"] == Decimal("1234.50")
        assert new.values["department"] == forestry.pk
        assert [each.number for each in plan.rows] == [2, 4]

    def test_a_cell_made_empty_empties_the_field(self, register: Register, trees: list[Any], clerk: User) -> None:
        plan = planned(register, as_csv(["编号", "挂牌号", "来历", "胸围（米）"], [trees[0].code, "", "", ""]), clerk)
        assert plan.changed[0].values == {"tag": None, "story": "", "girth": None}

    @pytest.mark.parametrize(
        ("header", "row", "said"),
        [
            (
                ["树名", "备注"],
                ["树", "x"],
                "第 1 行“备注”：不是本表的列，请删去或改成：编号、树名",
            ),
            (["树名", "树名"], ["树", "x"], "第 1 行“树名”：这一列出现了两次，请删去一列。"),
            (["树名", "name"], ["树", "x"], "第 1 行“name”：这一列出现了两次，请删去一列。"),
            (["树名", "", "来历"], ["树", "x", ""], "第 1 行“第 2 列”：没有标题，请补上或删去这一列。"),
            (
                ["编号", "树名"],
                ["SM-99999", "x"],
                "第 2 行“编号”：没有“SM-99999”这条古树，或者您无权查看；要新增请把这一格留空。",
            ),
            (["树名"], ["x", "多", "余"], "第 2 行：比标题行多出 2 个单元格，请删去或补上标题。"),
            (["树名", "来历"], ["", "x"], "第 2 行“树名”：不能为空，请填写。"),
            (["来历"], ["x"], "第 2 行“树名”：新增的行必须填写，而文件里没有这一列，请补上。"),
            (
                ["树名", "保护级别"],
                ["x", "特级"],
                "第 2 行“保护级别”：“特级”不在可选范围内，应为 一级、二级",
            ),
            (["树名", "胸围（米）"], ["x", "三米"], "第 2 行“胸围（米）”：“三米”不是数，请只写数字，不带单位。"),
            (
                ["树名", "胸围（米）"],
                ["x", "1.234"],
                "第 2 行“胸围（米）”：“1.234”位数过多：整数最多 4 位，小数最多 2 位。",
            ),
            (["树名", "胸围（米）"], ["x", "-1"], "第 2 行“胸围（米）”：“-1”过小，不得小于 0。"),
            (
                ["树名", "胸围（米）"],
                ["x", "#DIV/0!"],
                "第 2 行“胸围（米）”：“#DIV/0!”是公式的错误，请改成数值或文字。",
            ),
            (["树名", "树龄（年）"], ["x", "1.5"], "第 2 行“树龄（年）”：“1.5”不是整数，请只写数字。"),
            (["树名", "栽植日期"], ["x", "2027-02-29"], "第 2 行“栽植日期”：“2027-02-29”不是日期，请写成 2027-03-05。"),
            (["树名", "最近巡查"], ["x", "上午"], "第 2 行“最近巡查”：“上午”不是时间，请写成 2027-03-05 14:30。"),
            (["树名", "有围栏"], ["x", "有"], "第 2 行“有围栏”：“有”应为 是 或 否。"),
            (
                ["树名", "养护单位"],
                ["x", "没有局"],
                "第 2 行“养护单位”：没有“没有局”这个部门，请填系统里已有的名称",
            ),
            (["树名"], ["长" * 61], "第 2 行“树名”：有 61 个字，超过 60 个字的上限，请缩短。"),
            (["树名", "来源"], ["x", "人工"], "第 2 行“来源”：由系统填写，新增的行请把这一格留空。"),
            (["树名", "部门·简称"], ["x", "测试林业"], "第 2 行“部门·简称”：由系统填写，新增的行请把这一格留空。"),
            (["树名", "树龄（年）"], ["x", "5001"], "第 2 行：树龄不得超过 5000 年。"),
            (
                ["树名", "保护级别", "树龄（年）"],
                ["x", "一级", "20"],
                "第 2 行“树龄（年）”：一级古树的树龄应",
            ),
            (["树名", "挂牌号"], ["x", "A-1"], "第 2 行“挂牌号”：与系统里已有的记录相同，请改用别的值。"),
        ],
    )
    def test_each_mistake_is_told_with_its_place_and_remedy(
        self, register: Register, trees: list[Any], clerk: User, header: list[str], row: list[str], said: str
    ) -> None:
        plan = planned(register, as_csv(header, row), clerk)
        (told,) = problems(plan)
        assert told.startswith(said)
        assert not plan.ready
        assert plan.sentence() == "有 1 处需要修改，改好后请重新选择文件；现在没有导入任何内容。"

    def test_mistakes_in_rows_that_exist(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        void(trees[1], reason="死", by=None, at=at)
        plan = planned(
            register,
            as_csv(
                ["编号", "树名", "来源", "部门·简称", "挂牌号"],
                [trees[0].code, "老榆树", "模拟", "别的", "A-1"],
                [trees[1].code, "改名", "", "测试林业", ""],
                [trees[2].code, "", "人工", "测试林业", "A-1"],
                [trees[3].code, "@某\x0b某", "人工", "测试林业", "B"],
                ["", "新", "", "", "B"],
                [trees[3].code, "某", "", "", ""],
            ),
            clerk,
        )
        assert problems(plan) == [
            "第 2 行“来源”：不能在导入中改动，请恢复为“人工”。",
            "第 2 行“部门·简称”：不能在导入中改动，请恢复为“测试林业”。",
            "第 3 行“来源”：不能在导入中改动，请恢复为“人工”。",
            f"第 3 行：{trees[1].code} 已作废，不能再改动，请从文件里删去这一行。",
            "第 4 行“树名”：不能为空，请填写。",
            f"第 5 行“编号”：“{trees[3].code}”在文件里出现了多次，请只留一行。",
            f"第 7 行“编号”：“{trees[3].code}”在文件里出现了多次，请只留一行。",
        ]

    def test_two_rows_may_not_claim_the_same(self, register: Register, clerk: User) -> None:
        plan = planned(register, as_csv(["树名", "挂牌号"], ["甲", "B"], ["乙", "B"], ["丙", ""], ["丁", ""]), clerk)
        assert problems(plan) == ["第 3 行“挂牌号”：与第 2 行相同，请改用别的值。"]

    def test_an_ambiguous_name_asks_for_the_code(self, register: Register, clerk: User) -> None:
        Department.objects.create(code="test-2", name="另一个", short_name="测试林业")
        plan = planned(register, as_csv(["树名", "养护单位"], ["甲", "测试林业"]), clerk)
        assert problems(plan) == ["第 2 行“养护单位”：“测试林业”有 2 个同名的，请改填代码。"]

    def test_rows_of_others_are_not_there(self, register: Register, trees: list[Any], neighbour: User) -> None:
        plan = planned(register, as_csv(["编号", "树名"], [trees[0].code, "抢来的"]), neighbour)
        assert "或者您无权查看" in problems(plan)[0]

    def test_many_mistakes_are_counted_not_listed(self, register: Register, clerk: User) -> None:
        plan = planned(register, as_csv(["树名", "树龄（年）"], *[["甲", "x"]] * 1100), clerk)
        assert (len(plan.problems), plan.more_problems) == (1000, 100)
        assert plan.sentence().startswith("有 1100 处需要修改")

    def test_large_registers_are_referred_to_by_code(
        self, register: Register, trees: list[Any], clerk: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("gangmu.kernel.records.tables.references.FEW", 1)
        file = exported(register, type(trees[0]).objects.all(), "csv")
        head, *rows = lines(file)
        assert rows[0][head.index("养护单位")] == "test-housing"
        file.seek(0)
        assert planned(register, file, clerk).unchanged == 4
        plan = planned(register, as_csv(["树名", "养护单位"], ["甲", "test-housing"], ["乙", "测试住建"]), clerk)
        assert problems(plan) == ["第 3 行“养护单位”：没有“测试住建”这个部门，请填代码。"]

    def test_asks_seldom(self, register: Register, tree_model: Any, auditor: User, at: datetime) -> None:
        assert auditor.sees_all  # read once, and not again below
        counts = []
        for number in (10, 1000):
            create_many(tree_model, [{"name": "树"}] * number, by=None, at=at)
            head, *rows = lines(exported(register, tree_model.objects.all(), "csv"))
            for row in rows:
                row[7] = "改"
            with CaptureQueriesContext(connection) as told:
                assert len(planned(register, as_csv(head, *rows), auditor).changed) == len(rows)
            counts.append(len(told))
        assert counts == [9, 9]

    def test_registers_with_codes_of_their_own(self, forestry: Department, clerk: User, at: datetime) -> None:
        departments = Register(Department, key="d", columns=("code", "name"), form=("code", "name", "short_name"))
        plan = planned(
            departments,
            as_csv(
                ["代码", "名称", "简称"],
                ["test-forestry", "测试林业局", "林业"],
                ["test-9", "九局", "九"],
                ["", "x", "y"],
            ),
            clerk,
        )
        assert problems(plan) == ["第 4 行“代码”：不能为空，请填写。"]
        good = planned(
            departments,
            as_csv(["代码", "名称", "简称"], ["test-forestry", "测试林业局", "林业"], ["test-9", "九局", "九"]),
            clerk,
        )
        apply_import(good, by=clerk, at=at)
        assert set(Department.objects.filter(code__startswith="test-").values_list("code", "short_name")) == {
            ("test-forestry", "林业"),
            ("test-9", "九"),
        }


@pytest.mark.django_db
class TestApply:
    def file(self, trees: list[Any]) -> io.BytesIO:
        return as_csv(
            ["编号", "树名", "部门"],
            [trees[0].code, "老榆树王", "测试林业"],
            ["", "新槐", "测试林业"],
            [trees[2].code, "-5", "测试林业"],
        )

    def test_makes_changes_and_a_receipt(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        later = at + timedelta(days=1)
        receipt = apply_import(planned(register, self.file(trees), clerk), by=clerk, at=later)
        assert (receipt.created, receipt.amended, receipt.unchanged) == (1, 1, 1)
        assert (receipt.register, receipt.file_name, receipt.at, receipt.by) == (
            "example.tree",
            "古树.csv",
            later,
            clerk,
        )
        made = tree_model.objects.get(name="新槐")
        assert made.origin == Origin.IMPORT
        told = LedgerEntry.objects.filter(at=later).order_by("verb").values_list("uid", "verb", "by")
        assert list(told) == [(trees[0].uid, "amend", clerk.pk), (made.uid, "create", clerk.pk)]
        assert verify().intact

    def test_the_same_file_does_not_add_twice(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        plan = planned(register, self.file(trees), clerk)
        apply_import(plan, by=clerk, at=at)
        with pytest.raises(Refusal, match="这个文件刚刚已经导入过"):
            apply_import(replace(plan, changed=[]), by=clerk, at=at)
        again = planned(register, self.file(trees), clerk)
        assert problems(again) == ["第 3 行：这个文件已于 2027-03-05 14:30 导入过，当时新增 1 行；请导出最新的表再改。"]
        assert tree_model.objects.filter(name="新槐").count() == 1

    def test_what_changed_meanwhile_is_not_overwritten(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        plan = planned(register, self.file(trees), clerk)
        amend(trees[0], {"name": "别人改的"}, by=None, at=at)
        with pytest.raises(Refusal, match=f"第 2 行 {trees[0].code} 的“树名”在核对之后被人改动过"):
            apply_import(plan, by=clerk, at=at)
        assert not tree_model.objects.filter(name="新槐").exists()
        assert not ImportReceipt.objects.exists()

    def test_problems_and_nothing_to_do_are_refused(
        self, register: Register, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        for row in (["SM-99999", "x"], [trees[0].code, "老榆树"]):
            with pytest.raises(Refusal):
                apply_import(planned(register, as_csv(["编号", "树名"], row), clerk), by=clerk, at=at)
        assert not ImportReceipt.objects.exists()

    def test_nobody_imports_what_they_cannot_see(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        for file in (
            as_csv(["树名", "部门"], ["甲", "测试林业"], ["乙", "测试住建"]),
            as_csv(["编号", "树名", "部门"], [trees[2].code, "-5", "测试林业"], [trees[0].code, "x", "测试住建"]),
        ):
            with pytest.raises(Refusal, match="第 3 行导入后您自己也看不到"):
                apply_import(planned(register, file, clerk), by=clerk, at=at)
        assert not tree_model.objects.filter(name="甲").exists()

    def test_a_changed_spreadsheet_is_imported(
        self, register: Register, tree_model: Any, trees: list[Any], clerk: User, at: datetime
    ) -> None:
        book = openpyxl.load_workbook(exported(register, tree_model.objects.all(), "xlsx"))
        page = book.worksheets[0]
        page["D2"], page["E2"], page["L2"] = 3.25, datetime(1800, 1, 2), False
        page.append([None, "新松", "二级", 1, datetime(2000, 1, 2), None, 8, None, 12.5, 26])
        page.cell(6, 14, "测试林业")
        held = io.BytesIO()
        book.save(held)
        plan = planned(register, held, clerk, "古树.xlsx")
        assert problems(plan) == []
        apply_import(plan, by=clerk, at=at)
        trees[0].refresh_from_db()
        assert (trees[0].girth, trees[0].fenced) == (Decimal("3.25"), False)
        pine = tree_model.objects.get(name="新松")
        assert (pine.grade, pine.girth, pine.planted_on, pine.tag) == ("second", Decimal(1), date(2000, 1, 2), "8")
        assert (pine.budget, pine.age) == (Decimal("12.50"), 26)
