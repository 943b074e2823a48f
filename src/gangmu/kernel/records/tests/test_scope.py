"""Who sees which rows: own department, departments taking part, own areas, wide roles; a stranger what is public."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from example.models import Tree
from gangmu.kernel.access.models import Area, Department, Grant, User
from gangmu.kernel.access.roles import Reach, Role
from gangmu.kernel.access.services import create_user
from gangmu.kernel.records.services import create, take_part

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 5, 1, tzinfo=UTC)
PASSWORD = "a-long-pass-phrase"


@pytest.fixture
def parks() -> Department:
    return create(Department, {"code": "p", "name": "园林处", "short_name": "园林"}, by=None, at=AT)


@pytest.fixture
def roads() -> Department:
    return create(Department, {"code": "r", "name": "道路处", "short_name": "道路"}, by=None, at=AT)


@pytest.fixture
def street() -> Area:
    district = create(Area, {"code": "100000", "name": "某区", "level": "区"}, by=None, at=AT)
    return create(Area, {"code": "100000001", "name": "某街", "level": "街镇", "parent": district}, by=None, at=AT)


@pytest.fixture
def trees(parks: Department, roads: Department, street: Area) -> dict[str, Tree]:
    rows = {
        "parks": {"department": parks},
        "roads": {"department": roads},
        "street": {"area_code": "100000001003"},
        "beside": {"area_code": "1000000020"},
        "nobody": {},
    }
    return {name: create(Tree, {"name": name} | row, by=None, at=AT) for name, row in rows.items()}


def sees(user: User | AnonymousUser) -> set[str]:
    return set(Tree.objects.visible_to(user).values_list("name", flat=True))


EVERY = {"parks", "roads", "street", "beside", "nobody"}


@pytest.mark.parametrize("role", [Role.LEADER, Role.PLANNER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_wide_roles_see_everything(role: Role, trees: dict[str, Tree]) -> None:
    assert sees(create_user("u", "某", PASSWORD, role=role)) == EVERY


@pytest.mark.parametrize("role", [Role.HANDLER, Role.DEPARTMENT_LEAD])
def test_a_department_sees_its_own(role: Role, trees: dict[str, Tree], parks: Department) -> None:
    assert sees(create_user("u", "某", PASSWORD, role=role, department=parks)) == {"parks"}


def test_a_department_that_takes_part_sees_too(trees: dict[str, Tree], parks: Department) -> None:
    user = create_user("u", "某", PASSWORD, role=Role.HANDLER, department=parks)
    take_part(trees["roads"], [parks], by=None, at=AT)
    assert sees(user) == {"parks", "roads"}


def test_an_area_is_a_prefix_of_the_code(trees: dict[str, Tree], street: Area) -> None:
    assert sees(create_user("u", "某", PASSWORD, role=Role.GRID_WORKER, area=street)) == {"street"}


def test_grants_add_up(trees: dict[str, Tree], parks: Department, street: Area) -> None:
    user = create_user("u", "某", PASSWORD, role=Role.HANDLER, department=parks)
    Grant.objects.create(user=user, role=Role.GRID_WORKER, area=street)
    assert sees(User.objects.get(pk=user.pk)) == {"parks", "street"}


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.FIRM, Role.ASSESSOR])
def test_other_roles_see_nothing_narrow(role: Role, trees: dict[str, Tree]) -> None:
    assert sees(create_user("u", "某", PASSWORD, role=role)) == set()


def test_anonymous_and_disabled_see_only_what_is_public(
    trees: dict[str, Tree], parks: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = create_user("u", "某", PASSWORD, role=Role.LEADER)
    leader.is_active = False
    assert sees(AnonymousUser()) == sees(leader) == set()
    monkeypatch.setattr(Tree, "reach", Reach.DISTRICT)
    assert sees(AnonymousUser()) == sees(leader) == set()
    monkeypatch.setattr(Tree, "reach", Reach.PUBLIC)
    assert sees(AnonymousUser()) == EVERY


def test_district_reach_is_for_staff(
    trees: dict[str, Tree], parks: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tree, "reach", Reach.DISTRICT)
    assert sees(create_user("h", "某", PASSWORD, role=Role.HANDLER, department=parks)) == EVERY
    assert sees(create_user("r", "某", PASSWORD, role=Role.RESIDENT)) == set()
