"""A demo from one command: database, plan, people to sign in as."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from django.conf import settings
from rich.console import Console

from gangmu.core.district import District, blank_district, find_district
from gangmu.core.reader import Document, read_file
from gangmu.site.installing import digest_of, install, store
from gangmu.site.reading import title_of

console = Console(highlight=False, soft_wrap=True)
SAMPLE = "sample"
OUTLINE = "outline.docx"


def prepare(plan: Path | None) -> str:
    """Makes or finds the demo of the plan's district and returns the sentence that says how to sign in.

    The document is read before anything is stored. Raises Refusal.
    """
    path = plan or settings.DISTRICTS / SAMPLE / OUTLINE
    console.print(f"[dim]读规划 {path.name}[/]")
    document = read_file(path)
    district = district_of(document)
    console.print(
        f"[dim]{district.name}：部门 {len(district.departments)} 个（待核），区域 {len(district.areas)} 个[/]"
    )
    install(district, demo=True)
    load(document, path, title_of(document, district.plan_name))
    return _people()


def district_of(document: Document) -> District:
    """The district that the document speaks of; a new one without facts of its own where we know none."""
    known = find_district(settings.DISTRICTS, document.text)
    if known is not None:
        return known
    title = document.title or Path(document.name).stem
    name = re.split(r"国民经济|[“\"]?十[一二三四五六]五|第十", title)[0].strip("《“ ") or title
    console.print(f"没有“{name}”的区县资料：部门用通用名录（待核），区域为空。要补充请照 districts/README.md 建目录。")
    return blank_district(settings.DISTRICTS, name[:40])


def load(document: Document, path: Path, title: str) -> None:
    """Reads the plan into the database unless this very file is there already."""
    from gangmu.kernel.outline.models import Version

    if not Version.objects.filter(digest=digest_of(path)).exists():
        store(document, path, title)


def _people() -> str:
    """Accounts to try every role with, one password for all, kept in the data folder of this demo."""
    from gangmu.kernel.access.models import Area, Department, User
    from gangmu.kernel.access.roles import Role
    from gangmu.kernel.access.services import create_user

    kept = settings.DATA / "demo-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    password = kept.read_text(encoding="utf-8")
    if not User.objects.exists():
        reform = Department.objects.get(code="development-reform")
        schools = Department.objects.get(code="education")
        create_user("fagai", "规划员（模拟）", password, role=Role.PLANNER, department=reform)
        create_user("quzhang", "区领导（模拟）", password, role=Role.LEADER)
        create_user("jiaoyu", "教育局承办人（模拟）", password, role=Role.HANDLER, department=schools)
        create_user("admin", "管理员（模拟）", password, role=Role.ADMINISTRATOR)
        street = Area.objects.filter(level=Area.Level.STREET).first()
        if street is not None:
            create_user("wangge", "网格员（模拟）", password, role=Role.GRID_WORKER, area=street)
    return f"登录名 fagai（规划员），密码 {password}；还可用 quzhang、jiaoyu、wangge、admin，密码相同。"
