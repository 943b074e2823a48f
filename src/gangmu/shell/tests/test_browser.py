"""What the pages' own scripts do, in Chromium; each has a way without them, which the other tests go."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from .conftest import HOME

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Browser = Callable[[str], Client]


@contextmanager
def window(server: LiveServer, client: Client, width: int = 1440) -> Iterator[Page]:
    """A window of a person who signed in; a word on its console (a refused script, a fault) fails the test."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Chromium: see .ci/run")
        pytest.skip("no Chromium on this machine")
    said: list[str] = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = running.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", color_scheme="light")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        yield page
        running.close()
    assert not said


def test_a_row_opens_beside_the_list(live_server: LiveServer, browser: Browser, grove: list[Any]) -> None:
    code = grove[4].code
    with window(live_server, browser("clerk")) as page:
        page.goto(live_server.url + HOME)
        page.get_by_role("cell", name=grove[4].name).click()
        expect(page.locator("#panel h2")).to_have_text(grove[4].name)
        expect(page).to_have_url(f"{live_server.url}{HOME}?row={code}")
        expect(page.locator("tr[aria-current]")).to_contain_text(code)
        page.reload()
        expect(page.locator("#panel h2")).to_have_text(grove[4].name)
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        expect(page).to_have_url(live_server.url + HOME)


def test_on_a_narrow_window_a_row_is_a_page(live_server: LiveServer, browser: Browser, grove: list[Any]) -> None:
    with window(live_server, browser("clerk"), width=390) as page:
        page.goto(live_server.url + HOME)
        page.get_by_role("link", name=grove[0].code).click()
        expect(page).to_have_url(f"{live_server.url}{HOME}{grove[0].code}/")
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_chips_change_the_list_in_place_and_back_again(
    live_server: LiveServer, browser: Browser, grove: list[Any]
) -> None:
    with window(live_server, browser("clerk")) as page:
        page.goto(live_server.url + HOME)
        page.evaluate("window.same = true")
        page.get_by_role("button", name="保护级别").click()
        page.get_by_role("link", name="一级").click()
        expect(page.locator(".list-foot")).to_contain_text("共 20 条")
        expect(page).to_have_url(f"{live_server.url}{HOME}?grade=first")
        page.get_by_role("searchbox", name="在古树中搜索").fill("榆")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("grade=first"))
        expect(page.locator(".list-foot")).to_contain_text("共 4 条")
        assert page.evaluate("window.same") is True
        page.go_back()
        expect(page.locator(".list-foot")).to_contain_text("共 20 条")


def test_the_ground_is_remembered(live_server: LiveServer, browser: Browser, elm: Any) -> None:
    with window(live_server, browser("clerk")) as page:
        page.goto(live_server.url)
        ground = page.locator("html")
        expect(ground).to_have_attribute("data-bs-theme", "light")
        page.get_by_role("button", name="账号").click()
        page.get_by_role("button", name="改用深色").click()
        expect(ground).to_have_attribute("data-bs-theme", "dark")
        page.goto(live_server.url + HOME)
        expect(ground).to_have_attribute("data-bs-theme", "dark")
        page.keyboard.press("/")
        page.keyboard.type("榆")
        page.keyboard.press("Enter")
        expect(page.locator(".hits mark").first).to_have_text("榆")


def test_whoever_signed_out_meanwhile_is_sent_to_sign_in(
    live_server: LiveServer, browser: Browser, grove: list[Any]
) -> None:
    client = browser("clerk")
    with window(live_server, client) as page:
        page.goto(live_server.url + HOME)
        page.context.clear_cookies()
        page.get_by_role("link", name="下一页").click()
        expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_the_name_of_a_chosen_file_is_shown(live_server: LiveServer, browser: Browser, elm: Any) -> None:
    with window(live_server, browser("clerk")) as page:
        page.goto(f"{live_server.url}{HOME}-/import/")
        page.locator("input[type=file]").set_input_files({"name": "普查.csv", "mimeType": "text/csv", "buffer": b"x"})
        expect(page.locator("output")).to_have_text("普查.csv")
