"""Codes, scope and search of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.kernel.access.models import Area, Department, Grant, User
from gangmu.kernel.access.roles import Role
from gangmu.kernel.records.search import ONE_GRAM, matching
from gangmu.kernel.records.services import create, create_many

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("number", "code"),
    [(1, "XM-00001"), (42, "XM-00042"), (99999, "XM-99999"), (100000, "XM-100000"), (2**63 - 1, f"XM-{2**63 - 1}")],
)
def test_codes_have_at_least_five_digits(number: int, code: str) -> None:
    assert sql("SELECT gangmu_code('XM', %s)", number) == code


class TestScope:
    @pytest.fixture
    def trees(self, tree_model: Any, forestry: Department, housing: Department, at: datetime) -> dict[str, Any]:
        rows: list[dict[str, Any]] = [
            {"name": "林业", "department": forestry},
            {"name": "住建", "department": housing},
            {"name": "镇上", "area_code": "99010203"},
            {"name": "邻镇", "area_code": "9902"},
        ]
        return {tree.name: tree for tree in create_many(tree_model, rows, by=None, at=at)}

    def seen(self, model: Any, user: Any) -> set[str]:
        return set(model.objects.visible_to(user).values_list("name", flat=True))

    def test_own_department(self, tree_model: Any, trees: Any, clerk: User) -> None:
        assert self.seen(tree_model, clerk) == {"林业"}

    def test_own_area_by_prefix(self, tree_model: Any, trees: Any, clerk: User) -> None:
        town = Area.objects.create(code="9901", name="测试镇", level="街镇")
        Grant.objects.create(user=clerk, role=Role.GRID_WORKER, area=town)
        assert self.seen(tree_model, User.objects.get(pk=clerk.pk)) == {"林业", "镇上"}

    def test_auditors_see_all_and_strangers_nothing(self, tree_model: Any, trees: Any, auditor: User) -> None:
        assert self.seen(tree_model, auditor) == {"林业", "住建", "镇上", "邻镇"}
        assert self.seen(tree_model, AnonymousUser()) == set()
        assert self.seen(tree_model, User.objects.create(username="nobody", name="无")) == set()


class TestSearch:
    @pytest.fixture
    def names(self, tree_model: Any, at: datetime) -> Any:
        rows = [
            {"name": "净月（潭）大榆树", "story": "编号ABC-15-38，立于1936年"},
            {"name": "合心镇Ｎｏ．７ 国槐", "story": ""},
            {"name": "二〇二六年新植银杏", "story": "品种：银杏\n来源：市苗圃"},
            {"name": "榆", "story": "——"},
        ]
        create_many(tree_model, rows, by=None, at=at)

        def find(text: str) -> set[str]:
            return {
                name[:2] for name in matching(tree_model.objects.all(), "search", text).values_list("name", flat=True)
            }

        return find

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("榆树", {"净月"}),
            ("榆", {"净月", "榆"}),
            ("月潭", set()),
            ("月（潭", {"净月"}),
            ("月(潭", {"净月"}),
            ("abc", {"净月"}),
            ("5-3", {"净月"}),
            ("-3", {"净月"}),
            ("5-", {"净月"}),
            ("1538", set()),
            ("NO.7", {"合心"}),
            ("〇", {"二〇"}),
            ("银杏 苗圃", {"二〇"}),
            ("苗圃 国槐", set()),
            ("——", {"榆"}),
            ("", {"净月", "合心", "二〇", "榆"}),
            (" \t", {"净月", "合心", "二〇", "榆"}),
            ("'", set()),
            ("\\", set()),
            ("a:*", set()),
            ("%", set()),
            ("\x00", {"净月", "合心", "二〇", "榆"}),
        ],
    )
    def test_finds_what_stands_there(self, names: Any, asked: str, found: set[str]) -> None:
        assert names(asked) == found

    def test_a_search_field_is_needed(self, tree_model: Any) -> None:
        with pytest.raises(TypeError, match="name"):
            matching(tree_model.objects.all(), "name", "榆")

    def test_amending_moves_what_is_found(self, names: Any, tree_model: Any) -> None:
        tree_model.objects.filter(name="榆").update(name="槐")
        assert names("槐") == {"合心", "槐"}

    def test_long_texts_are_searchable_from_the_beginning(self, tree_model: Any, at: datetime) -> None:
        story = "".join(chr(0x4E00 + number % 20000) + chr(0x4E00 + number // 20000) for number in range(120_000))
        tree = create(tree_model, {"name": "长", "story": story}, by=None, at=at)
        found = matching(tree_model.objects.all(), "search", story[40_000:40_100])
        assert list(found) == [tree]

    piece = st.text(st.sampled_from("榆树aAｂ1-（ 。'\\&|:*\n"), max_size=8)

    @given(text=piece, asked=piece)
    @settings(
        max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_grams_never_miss_a_substring(self, text: str, asked: str) -> None:
        word = asked.strip() or "榆"
        found, stands = sql(
            "SELECT ARRAY[gangmu_bigram_query(%s) IS NULL OR gangmu_bigrams(%s) @@ gangmu_bigram_query(%s),"
            " strpos(gangmu_fold(%s), gangmu_fold(%s)) > 0]",
            word,
            text,
            word,
            text,
            word,
        )
        assert found or not stands
        if ONE_GRAM.fullmatch(word):
            assert found == stands
