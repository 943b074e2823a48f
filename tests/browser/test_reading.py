"""A planner's first ten minutes: sign in, read, find a clause, open an indicator, take the projects out and back in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from .conftest import Demo

pytestmark = pytest.mark.browser


def sign_in(page: Page, demo: Demo, who: str = "fagai") -> None:
    page.goto(f"{demo.url}/plan/")
    page.get_by_label("登录名").fill(who)
    page.get_by_label("密码").fill(demo.password)
    page.get_by_role("button", name="登录").click()


def test_first_ten_minutes(page: Page, demo: Demo, tmp_path: Path) -> None:
    sign_in(page, demo)
    expect(page).to_have_url(f"{demo.url}/plan/")
    expect(page.locator(".plan-text h2.t").first).to_be_visible()
    expect(page.get_by_text("模拟数据").first).to_be_visible()

    page.keyboard.press("j")
    page.keyboard.press("j")
    code = page.locator(".plan-text .here").get_attribute("id")
    beside = page.locator(f'#side [data-beside="{code}"]')
    address = beside.get_by_label("本条地址").input_value()
    assert address == f"{demo.url}/plan/clause/{code}/"
    page.goto(address)
    expect(page.locator(f"#{code}.here")).to_be_in_viewport()

    page.goto(f"{demo.url}/plan/search/")
    page.get_by_label("要找的字词").fill("平台")
    page.get_by_role("button", name="查找").click()
    hits = page.locator(".hits li")
    expect(hits.first).to_contain_text("平台")
    hits.first.get_by_role("link").click()
    expect(page.locator(".plan-text .here")).to_contain_text("平台")

    page.get_by_role("link", name="指标表").first.click()
    page.locator(".indicators tbody a").first.click()
    expect(page.get_by_text("台账").first).to_be_visible()

    page.goto(f"{demo.url}/s/project-pool/projects/")
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=".xlsx").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert load_workbook(file, read_only=True).active is not None

    page.goto(f"{demo.url}/s/project-pool/projects/-/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator("main")).to_contain_text("没有变化")


def test_without_signing_in_nothing_is_shown(page: Page, demo: Demo) -> None:
    for path in ("/", "/plan/", "/s/project-pool/projects/", "/search/?q=平台"):
        page.goto(demo.url + path)
        expect(page.get_by_role("button", name="登录")).to_be_visible()
