"""A database for one district: tables, departments, areas, and who may sign in."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from rich.console import Console
from rich.progress import Progress

from gangmu.core.district import District, find_district, load_district
from gangmu.core.reader import Document, read_file
from gangmu.core.refusal import Refusal
from gangmu.site.reading import title_of
from gangmu.site.start import POINTER, django_ready

if TYPE_CHECKING:
    from gangmu.kernel.outline.models import Version

console = Console(highlight=False, soft_wrap=True)


def find_district_folder(key: str) -> Path:
    """The folder of that district's facts; raises Refusal naming those there are."""
    folder: Path = settings.DISTRICTS / key
    if not (folder / "district.yaml").is_file():
        there = "、".join(sorted(path.parent.name for path in settings.DISTRICTS.glob("*/district.yaml")))
        raise Refusal(f"没有区县资料“{key}”。现有：{there}。新区县请照 districts/README.md 建一个目录。")
    return folder


def install(district: District, *, demo: bool) -> None:
    """Builds the district's database where there is none yet, and loads its facts."""
    name = os.environ.get("GANGMU_DATABASE") or f"gangmu_{district.code}{'_demo' if demo else ''}"
    django_ready(name)
    from gangmu.kernel.access.installation import found_installation
    from gangmu.site.database.build import prepare
    from gangmu.systems.assurance.district.services import load_district as load_facts

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("建库")
        prepare(
            progress=lambda what, done, of: progress.update(task, description=f"建库：{what}", completed=done, total=of)
        )
    found_installation(kind="demo" if demo else "live", district_key=district.code, district_name=district.name)
    load_facts(district, by=None, at=datetime.now(UTC))
    if "DATABASE_URL" not in os.environ:
        (settings.DATA / POINTER).write_text(f"{name}\n", encoding="utf-8")


def install_live(key: str, administrator: str, password: str) -> None:
    """A database for life, with one administrator."""
    install(load_district(find_district_folder(key)), demo=False)
    from gangmu.kernel.access.roles import Role
    from gangmu.kernel.access.services import create_user

    create_user(administrator, administrator, password, role=Role.ADMINISTRATOR)
    console.print("已建库。下一步：gangmu load 规划文件.docx 读入规划，gangmu serve 开始服务。")


def load_into(path: Path) -> None:
    """Reads a plan into the database in use, as a new version where the plan is there already."""
    document = read_file(path)
    known = find_district(settings.DISTRICTS, document.text)
    title = title_of(document, known.plan_name if known else "")
    django_ready()
    version = store(document, path, title)
    console.print(f"已读入《{version.plan.title}》第 {version.ordinal} 版。")


def digest_of(path: Path) -> str:
    """By which a file that was read before is known again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def store(document: Document, path: Path, title: str) -> Version:
    """The document as the newest version of the plan of that title; raises AlreadyRead."""
    from gangmu.systems.plan.living_plan.services import load_plan

    with console.status("写入规划…"):
        return load_plan(document, path, digest=digest_of(path), title=title, by=None, at=datetime.now(UTC))
