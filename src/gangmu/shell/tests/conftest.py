"""What tests of the shell share: a declared register of trees, people of several departments, browsers for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Sum
from django.test import Client
from pytest_django import Settings

from gangmu.core.declare import Measure, System
from gangmu.kernel.access.installation import found_installation
from gangmu.kernel.access.models import Department, Grant, User
from gangmu.kernel.access.roles import Role
from gangmu.kernel.records.services import create, create_many
from gangmu.shell import registry

AT = datetime(2027, 3, 5, 6, 30, tzinfo=UTC)
HOME = "/s/old-trees/trees/"


@pytest.fixture(autouse=True)
def quick_and_apart(settings: Settings, tmp_path: Path) -> None:
    """Passwords hashed quickly, and a data folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def tree_model() -> Any:
    return apps.get_model("example", "Tree")


@pytest.fixture
def trees(tree_model: Any, monkeypatch: pytest.MonkeyPatch) -> System:
    """The example's declaration with all that the shell can do, beside the district's registers and no other system."""
    from example.system import SYSTEM

    register = replace(
        SYSTEM.registers[0],
        columns=("code", "name", "grade", "girth", "budget", "planted_on", "fenced", "department.short_name"),
        filters=("grade", "department", "fenced", "planted_on", "budget"),
        detail=("story", "age", "inspected_at", "keeper.name", "tag"),
        editors=("handler", "planner", "administrator"),
        note="挂牌保护的古树。",
    )
    measures = (
        Measure(
            "first-grade",
            "一级古树",
            "株",
            rows=lambda: tree_model.objects.live().filter(grade="first"),
            register="trees",
        ),
        Measure("spending", "养护经费", "元", rows=tree_model.objects.live, value=Sum("budget"), register="trees"),
    )
    system = replace(
        SYSTEM, part="ecology", clauses=(("推进生态建设", "保护古树名木"),), registers=(register,), measures=measures
    )
    district = next(found for found in registry.systems() if found.key == "district")
    monkeypatch.setattr(registry, "declared", lambda: MappingProxyType({"district": district, "example": system}))
    return system


@pytest.fixture
def forestry(db: None) -> Department:
    return Department.objects.create(code="9901", name="测试林业局", short_name="林业局")


@pytest.fixture
def housing(db: None) -> Department:
    return Department.objects.create(code="9902", name="测试住建局", short_name="住建局")


@pytest.fixture
def people(forestry: Department, housing: Department) -> dict[str, User]:
    """A clerk of forestry, a colleague, a clerk of housing who has nothing to do with trees, an auditor, nobody."""
    found_installation(kind="demo", district_key="sample", district_name="样例区")
    posts: dict[str, tuple[str, Role | None, Department | None]] = {
        "clerk": ("林小树", Role.HANDLER, forestry),
        "colleague": ("杨大伟", Role.DEPARTMENT_LEAD, forestry),
        "neighbour": ("房小建", Role.HANDLER, housing),
        "auditor": ("审小计", Role.AUDITOR, None),
        "planner": ("规小划", Role.PLANNER, None),
        "nobody": ("无小权", None, None),
    }
    made = {}
    for key, (name, role, department) in posts.items():
        made[key] = User.objects.create_user(username=f"test-{key}", name=name, password="chang-mi-ma-8848")
        if role:
            Grant.objects.create(user=made[key], role=role, department=department)
    return made


@pytest.fixture
def browser(people: dict[str, User], trees: System) -> Callable[[str], Client]:
    """A browser in which that person has signed in."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.force_login(people[key])
        return client

    return signed_in


@pytest.fixture
def grove(tree_model: Any, people: dict[str, User], forestry: Department) -> list[Any]:
    """Sixty trees of the forestry department: enough for a second page."""
    return create_many(
        tree_model,
        [
            {
                "name": f"{'榆柳杨松槐'[number % 5]}树{number:02}号",
                "grade": ("first", "second", "third")[number % 3],
                "age": 320 + number,
                "girth": Decimal(number) / 4 + 1,
                "budget": Decimal(10_000 * number + 50),
                "planted_on": date(1700 + number, 1 + number % 12, 5),
                "fenced": number % 2 == 0,
                "department": forestry,
                "keeper": forestry,
                "story": f"第{number}株，见于县志。" if number % 7 == 0 else "",
            }
            for number in range(60)
        ],
        by=people["clerk"],
        at=AT,
    )


@pytest.fixture
def elm(tree_model: Any, people: dict[str, User], forestry: Department) -> Any:
    values = {
        "name": "春城大榆",
        "grade": "first",
        "age": 320,
        "department": forestry,
        "budget": Decimal("123456789.5"),
    }
    return create(tree_model, values, by=people["clerk"], at=AT)
