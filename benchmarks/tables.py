"""Registers as files, and search in them.

    python benchmarks/tables.py [--rows 20000] [--searched 300000]

Export and import of ROWS records of the tests' register against a bare COPY of the same table to and from a file's
bytes; search by pairs of characters against ILIKE on the same columns, SEARCHED records, first fifty rows and count.
"""

from __future__ import annotations

import argparse
import io
import random
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ledger import empty, put_back, taken
from measure import house, interleaved, nothing, report

AT = datetime(2027, 3, 5, tzinfo=UTC)
PLACES = ["合心镇", "城西镇", "西新镇", "青年路街道", "春城街道", "正阳街道", "普阳街道", "铁西街道", "林园街道"]
WORDS = ["道路", "改造", "工程", "公园", "绿地", "学校", "扩建", "老旧", "小区", "更新", "河道", "治理"]
WORDS += ["智慧", "平台", "产业园", "厂房", "医院", "社区", "服务", "中心", "管网", "停车", "充电"]
ASKED = ("改造工程", "合心镇公园", "充电", "树", "二期 医院", "无此项目名")


def rows(count: int, departments: list[Any]) -> list[dict[str, Any]]:
    """Made-up records, the same on every run."""
    chance = random.Random(20270305)
    return [
        {
            "name": "".join(
                [chance.choice(PLACES), *chance.sample(WORDS, 3), f"（{chance.choice('一二三四五')}期）{number}号树"]
            ),
            "story": "".join(chance.choices(WORDS, k=12)),
            "tag": f"T{number}",
            "grade": chance.choice(("second", "third")),
            "girth": Decimal(chance.randrange(100_000)) / 100,
            "budget": Decimal(chance.randrange(10**10)) / 100,
            "age": chance.randrange(1000),
            "planted_on": date(1700, 1, 1) + timedelta(days=chance.randrange(100_000)),
            "fenced": chance.random() < 0.5,
            "keeper": chance.choice(departments),
            "department": chance.choice(departments),
            "area_code": f"2201{chance.randrange(1000):03}",
        }
        for number in range(count)
    ]


def files(count: int) -> None:
    from example.models import Tree
    from example.system import SYSTEM
    from gangmu.kernel.access.models import Department, Grant, User
    from gangmu.kernel.access.roles import Role
    from gangmu.kernel.records.services import create_many
    from gangmu.kernel.records.tables import apply_import, export_rows, plan_import, read_table

    register = SYSTEM.register("trees")
    departments = [Department.objects.create(code=f"b{n}", name=f"第{n}局", short_name=f"{n}局") for n in range(40)]
    user = User.objects.create(username="bench", name="测")
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR)
    made = rows(count, departments)
    create_many(Tree, made, by=None, at=AT)
    stored = [taken("example_tree")]
    whole = [taken(table) for table in ("example_tree", "records_ledgerentry", "records_outboxevent")]
    held: dict[str, bytes] = {}

    def copying() -> None:
        taken("example_tree")

    def exporting(fmt: str) -> None:
        with export_rows(register, Tree.objects.all(), fmt) as file:
            held[fmt] = file.read()

    def planning(fmt: str) -> None:
        plan = plan_import(register, read_table(io.BytesIO(held[fmt]), f"树.{fmt}"), user)
        assert (plan.unchanged, plan.problems) == (count, [])

    xlsx, csv, copied = interleaved(
        (lambda: exporting("xlsx"), nothing),
        (lambda: exporting("csv"), nothing),
        (copying, nothing),
    )
    against = "bare COPY of the table to bytes"
    report(
        f"export {count:,} records to .xlsx ({len(held['xlsx']) / 1e6:.1f} MB)", count, "rows/s", xlsx, copied, against
    )
    report(f"export {count:,} records to .csv ({len(held['csv']) / 1e6:.1f} MB)", count, "rows/s", csv, copied, against)
    xlsx, csv, copied = interleaved(
        (lambda: planning("xlsx"), nothing),
        (lambda: planning("csv"), nothing),
        (copying, nothing),
    )
    report(f"plan an import of {count:,} untouched rows from .xlsx", count, "rows/s", xlsx, copied, against)
    report(f"plan an import of {count:,} untouched rows from .csv", count, "rows/s", csv, copied, against)

    head, *lines = held["csv"].decode("utf-8-sig").splitlines(keepends=True)
    fresh = "".join([head, *("," + line.split(",", 1)[1].replace("人工", "") for line in lines)]).encode()

    def importing() -> None:
        plan = plan_import(register, read_table(io.BytesIO(fresh), "树.csv"), user)
        assert len(plan.new) == count, [str(problem) for problem in plan.problems[:3]]
        apply_import(plan, by=user, at=AT)

    fresh = without_read_only(fresh)

    def clear() -> None:
        from gangmu.kernel.records.models import ImportReceipt

        empty()
        ImportReceipt.objects.all().delete()

    clear()
    imported, copied = interleaved((importing, clear), (lambda: put_back(whole), clear))
    against = "bare COPY of the same records, entries and events into the same tables"
    report(f"import {count:,} new rows from .csv (read, plan, apply)", count, "rows/s", imported, copied, against)
    put_back(stored)
    tracemalloc.start()
    exporting("xlsx")
    print(
        f"memory while exporting {count:,} rows to .xlsx: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB at most\n"
    )
    tracemalloc.stop()
    clear()


def without_read_only(content: bytes) -> bytes:
    """The file as somebody adding rows would write it: no values in columns that the system fills."""
    import csv

    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    kept = [place for place, title in enumerate(head) if title not in ("部门·简称", "来源", "作废原因")]
    text = io.StringIO()
    csv.writer(text).writerows([[line[place] for place in kept] for line in [head, *lines]])
    return text.getvalue().encode()


def search(count: int) -> None:
    from django.db import connection
    from django.db.models import Q

    from example.models import Tree
    from gangmu.kernel.records.bulk import copy_in
    from gangmu.kernel.records.search import matching

    columns = [field for field in Tree._meta.concrete_fields if not field.generated and not field.primary_key]
    for start in range(0, count, 20_000):
        made = rows(min(20_000, count - start), [None])
        trees = [Tree(**values | {"tag": None, "name": f"{values['name']}{start}"}, created_at=AT) for values in made]
        copy_in(Tree, columns, trees)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE example_tree")
    for asked in ASKED:
        by_grams = matching(Tree.objects.all(), "search", asked)
        everywhere = Tree.objects.all()
        for word in asked.split():
            everywhere = everywhere.filter(Q(name__icontains=word) | Q(story__icontains=word))
        assert by_grams.count() == everywhere.count()

        def page(found: Any) -> None:
            list(found.order_by("pk").values_list("pk", "code", "name")[:50])
            found.order_by()[:10_001].count()  # a list counts to 10,000 and says "more"

        grams, scan = interleaved((lambda f=by_grams: page(f), nothing), (lambda f=everywhere: page(f), nothing))
        title = f"search “{asked}” in {count:,} records ({by_grams.count():,} found): {grams.median * 1000:.1f} ms"
        report(title, 1, "searches/s", grams, scan, f"ILIKE ({scan.median * 1000:.1f} ms)")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--searched", type=int, default=300_000)
    options = asked.parse_args()
    with house():
        files(options.rows)
        search(options.searched)
