"""The living plan's pages, on the bundled sample."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gangmu.kernel.indicators.models import Indicator
from gangmu.kernel.outline.models import Clause, Passage, Version
from gangmu.kernel.projects.models import Project

pytestmark = pytest.mark.django_db


def test_the_whole_text_is_on_one_page(planner: Client, sample: Version) -> None:
    page = planner.get("/plan/").content.decode()
    for passage in Passage.objects.filter(version=sample, kind="paragraph").select_related("clause"):
        assert f'id="{passage.clause.code}"' in page
    assert page.count("〔标题缺失〕") >= sample.passages.filter(kind="gap").count() > 0
    assert all(row.name in page for row in Indicator.objects.all())


def test_the_page_asks_the_same_of_a_short_and_a_long_plan(
    planner: Client, sample: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    planner.get("/plan/")
    with django_assert_num_queries(9):
        planner.get("/plan/")


def test_an_address_opens_the_text_at_the_clause(planner: Client, sample: Version) -> None:
    clause = Clause.objects.filter(kind="paragraph")[3]
    answer = planner.get(f"/plan/clause/{clause.code}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/plan/version/{sample.plan.code}/1/?clause={clause.code}#{clause.code}"
    opened = planner.get(answer["Location"].split("#")[0]).content.decode()
    assert f'data-beside="{clause.code}"' in opened


def test_beside_a_passage_stand_its_path_and_systems(planner: Client, sample: Version) -> None:
    passage = sample.passages.filter(kind="paragraph", parent__parent__isnull=False).select_related("clause")[5]
    beside = planner.get(f"/plan/clause/{passage.clause.code}/", headers={"HX-Request": "true"}).content.decode()
    assert passage.parent and passage.parent.text in beside
    assert "落实本条的系统" in beside
    assert "<html" not in beside


def test_an_unknown_clause_is_a_404_in_words(planner: Client, sample: Version) -> None:
    answer = planner.get("/plan/clause/TK-99999/")
    assert answer.status_code == 404
    assert "没有" in answer.content.decode()


@pytest.mark.parametrize("asked", ["平台", "，", "a" * 500, "%", "不会出现的字词组合", "<b>", "\x00"])
def test_search_answers_whatever_is_asked(planner: Client, sample: Version, asked: str) -> None:
    answer = planner.get("/plan/search/", {"q": asked})
    assert answer.status_code == 200
    found = Clause.objects.filter(text__contains=asked.replace("\x00", "")).count()
    if asked in ("平台", "，"):
        assert f"见于 {found} 处" in answer.content.decode()


def test_every_box_stands_with_its_projects(planner: Client, sample: Version) -> None:
    page = planner.get("/plan/boxes/").content.decode()
    assert Project.objects.count() == sample.passages.filter(kind="item").count() > 0
    assert all(project.code in page for project in Project.objects.all())


def test_without_a_plan_the_page_says_what_to_do(planner: Client) -> None:
    for path in ("/plan/", "/plan/indicators/", "/plan/boxes/"):
        assert "gangmu load" in planner.get(path).content.decode()


def test_a_stranger_sees_nothing(client: Client, sample: Version) -> None:
    assert client.get("/plan/")["Location"].startswith("/account/login/")


def test_contradictions_stand_with_both_places(planner: Client, sample: Version) -> None:
    page = planner.get("/plan/contradictions/").content.decode()
    found = sample.plan.contradictions.prefetch_related("sides__clause")
    assert found
    for one in found:
        assert one.subject in page
        assert all(f"/plan/clause/{side.clause.code}/" in page for side in one.sides.all())
