"""Server time of the pages people open most, against the bare queries they make.

    python benchmarks/pages.py [--plan FILE] [--rows 20000] [--rounds 200]

Builds a scratch database with the plan (the bundled sample unless FILE is given) and ROWS projects more, signs a
planner in, and asks for each page in turn through Django's test client (middleware, templates and compression
included; the network is not). Prints median, 95th percentile, and the ratio to the same page's queries run bare.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
os.environ.setdefault("GANGMU_DATA", str(ROOT / "var" / "benchmarks"))

from gangmu.site.serving import collect_static  # noqa: E402
from gangmu.site.start import django_ready  # noqa: E402

DATABASE = "gangmu_bench_pages"
PAGES = (
    ("规划全文", "/plan/", 150),
    ("指标表", "/plan/indicators/", 60),
    ("专栏项目", "/plan/boxes/", 60),
    ("搜索全文", "/plan/search/?q=平台", 60),
    ("项目列表", "/s/project-pool/projects/", 60),
    ("项目列表，筛选和搜索", "/s/project-pool/projects/?q=项目&origin=模拟", 60),
    ("项目列表，第 200 页", "/s/project-pool/projects/?page=200", 60),
    ("条款列表", "/s/living-plan/clauses/", 60),
    ("工作台", "/", 150),
)


def prepare(plan: Path, rows: int) -> None:
    from gangmu.core.reader import read_file
    from gangmu.kernel.access.installation import found_installation
    from gangmu.kernel.access.roles import Role
    from gangmu.kernel.access.services import create_user
    from gangmu.kernel.projects.models import Project
    from gangmu.kernel.records.models import Origin
    from gangmu.kernel.records.services import create_many
    from gangmu.site.database.build import prepare as build
    from gangmu.systems.plan.living_plan.services import load_plan

    if build() != "built":
        return
    at = datetime.now(UTC)
    found_installation(kind="demo", district_key="000000", district_name="测试区")
    create_user("planner", "规划员", "a-long-pass-phrase", role=Role.PLANNER)
    load_plan(read_file(plan), plan, digest="0" * 64, title="规划", by=None, at=at)
    filler = ({"name": f"第{number}号道路改造项目", "content": "路面、管线、照明。" * 8} for number in range(rows))
    create_many(Project, filler, by=None, at=at, origin=Origin.SIMULATED)


def measure(rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gangmu.kernel.access.models import User

    client = Client(headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    client.force_login(User.objects.get(username="planner"))
    for name, path, limit in PAGES:
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(path)
        statements = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        page, bare, size = [], [], 0
        for _ in range(rounds):
            start = time.perf_counter()
            size = len(client.get(path).content)
            page.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                    cursor.fetchall()
            bare.append((time.perf_counter() - start) * 1000)
        p95 = statistics.quantiles(page, n=20)[-1]
        verdict = "ok" if p95 <= limit else "MISSED"
        print(
            f"{name:　<12} median {statistics.median(page):6.1f} ms  p95 {p95:6.1f} ms  limit {limit:3d} {verdict:6} "
            f"queries {len(statements):2d}  bare {statistics.median(bare):5.1f} ms  "
            f"ratio {statistics.median(page) / statistics.median(bare):5.1f}  {size / 1024:6.0f} KiB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plan", type=Path, default=ROOT / "districts" / "sample" / "outline.docx")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    django_ready(DATABASE)
    collect_static()
    prepare(given.plan, given.rows)
    measure(given.rounds)


if __name__ == "__main__":
    main()
