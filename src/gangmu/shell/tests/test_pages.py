"""Every page: the policy, no inline script or style, Chinese words, one title, a way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from gangmu.kernel.access.models import Installation, User
from gangmu.kernel.records.services import amend, void

from .conftest import AT, HOME
from .reading import check_page, foreign, read

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]

PAGES = (
    ("clerk", "/"),
    ("nobody", "/"),
    ("clerk", "/s/old-trees/"),
    ("planner", "/s/district/"),
    ("planner", "/s/district/departments/"),
    ("clerk", HOME),
    ("clerk", f"{HOME}?q=没有&grade=first"),
    ("nobody", HOME),
    ("clerk", f"{HOME}?row=ELM"),
    ("clerk", f"{HOME}?sort=没有"),
    ("clerk", f"{HOME}ELM/"),
    ("clerk", f"{HOME}VOID/"),
    ("clerk", f"{HOME}ELM/edit/"),
    ("clerk", f"{HOME}ELM/void/"),
    ("clerk", f"{HOME}-/new/"),
    ("clerk", f"{HOME}-/import/"),
    ("auditor", f"{HOME}-/new/"),
    ("clerk", "/search/"),
    ("clerk", "/search/?q=树"),
    ("clerk", "/search/?q=查无此词"),
    ("clerk", f"/search/?q={'长' * 300}"),
    ("clerk", "/nothing/here/"),
    ("", "/account/login/"),
    ("clerk", "/account/logout/"),
    ("clerk", "/account/password/"),
    ("clerk", "/account/reauthenticate/"),
    ("clerk", "/account/2fa/"),
)


@pytest.fixture
def answers(
    browser: Browser, grove: list[Any], elm: Any, people: dict[str, User]
) -> dict[tuple[str, str], HttpResponse]:
    amend(elm, {"age": 330, "grade": "second"}, by=people["colleague"], at=AT)
    void(grove[0], reason="重复", by=people["clerk"], at=AT)
    found = {}
    for key, path in PAGES:
        client = browser(key) if key else Client()
        found[key, path] = client.get(path.replace("ELM", elm.code).replace("VOID", grove[0].code))
    return found


def test_every_page(answers: dict[tuple[str, str], HttpResponse]) -> None:
    """One test for all pages: making the district once is what takes time."""
    for page, answer in answers.items():
        assert answer.status_code in (200, 400, 403, 404), page
        check_page(answer, str(page))
        assert "模拟数据" in answer.content.decode(), page


def test_a_live_database_bears_no_strip(browser: Browser, elm: Any) -> None:
    client = browser("clerk")
    Installation.objects.update(kind="live")
    assert "模拟数据" not in client.get("/").content.decode()


def test_a_page_that_breaks_says_what_to_do(browser: Browser, elm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser("clerk")
    client.raise_request_exception = False
    monkeypatch.setattr("gangmu.shell.views.overview.needing", lambda user: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "已保存的数据不受影响" in answer.content.decode()
    assert answer["Content-Security-Policy"]
    assert not read(answer).inline


def test_an_expired_form_says_what_to_do(browser: Browser, people: dict[str, User], elm: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["clerk"])
    answer = client.post(f"{HOME}{elm.code}/void/", {"reason": "错"})
    assert answer.status_code == 403
    assert "页面已过期，没有提交" in answer.content.decode()
    assert not list(foreign(read(answer)))


def test_the_menu_marks_where_one_is(browser: Browser, elm: Any) -> None:
    page = browser("clerk").get(HOME).content.decode()
    assert '<a href="/s/old-trees/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1
    assert '<a href="/" aria-current="page">' in browser("clerk").get("/").content.decode()


def test_static_files_collect_with_hashes(tmp_path: Any, settings: Any) -> None:
    """Every reference inside the styles resolves, as the server's first start needs."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list((tmp_path / "static" / "vendor" / "tabler").glob("tabler.min.*.css"))
