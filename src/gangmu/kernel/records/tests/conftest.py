"""What tests of records share: the tests' own register, some departments, people."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pytest_django import Settings

from gangmu.core.declare import Register
from gangmu.kernel.access.models import Department, Grant, User
from gangmu.kernel.access.roles import Role
from gangmu.kernel.records.services import create_many

AT = datetime(2027, 3, 5, 6, 30, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def tree_model() -> Any:
    return apps.get_model("example", "Tree")


@pytest.fixture
def forestry(db: None) -> Department:
    return Department.objects.create(code="test-forestry", name="测试林业局", short_name="测试林业")


@pytest.fixture
def housing(db: None) -> Department:
    return Department.objects.create(code="test-housing", name="测试住建局", short_name="测试住建")


@pytest.fixture
def clerk(forestry: Department) -> User:
    """A handler of the forestry department."""
    user = User.objects.create(username="test-clerk", name="林小树")
    Grant.objects.create(user=user, role=Role.HANDLER, department=forestry)
    return user


@pytest.fixture
def neighbour(housing: Department) -> User:
    """A handler of another department."""
    user = User.objects.create(username="test-neighbour", name="房小建")
    Grant.objects.create(user=user, role=Role.HANDLER, department=housing)
    return user


@pytest.fixture
def auditor(db: None) -> User:
    user = User.objects.create(username="test-auditor", name="审小计")
    Grant.objects.create(user=user, role=Role.AUDITOR)
    return user


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """Attachments of a test lie in a folder of its own."""
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def register() -> Register:
    from example.system import SYSTEM

    return SYSTEM.register("trees")


@pytest.fixture
def trees(tree_model: Any, forestry: Department, housing: Department, clerk: User, at: datetime) -> list[Any]:
    rows = [
        {
            "name": "老榆树",
            "tag": "A-1",
            "grade": "first",
            "girth": "2.50",
            "budget": "-12345678901234567.89",
            "age": 320,
            "planted_on": "1707-04-05",
            "inspected_at": datetime(2027, 2, 28, 15, 59, 59, 123456, tzinfo=UTC),
            "fenced": True,
            "keeper": housing,
            "story": "第一行\r\n第二行，“引号”\n=1+1",
            "area_code": "0990102",
            "department": forestry,
        },
        {"name": '=HYPERLINK("http://x")', "story": "'=已有撇号", "department": forestry, "planted_on": "2020-02-29"},
        {"name": "-5", "tag": "007", "budget": "629.00", "department": forestry, "girth": 0},
        {"name": "@某\x0b某", "story": "长" * 40000, "department": forestry},
    ]
    return create_many(tree_model, rows, by=clerk, at=at)
