"""Tables out and in: the export is the list, and an import is tried, confirmed and receipted."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from gangmu.kernel.access.models import User
from gangmu.kernel.records.ledger.models import LedgerEntry
from gangmu.kernel.records.services import amend
from gangmu.kernel.records.tables.models import ImportReceipt

from .conftest import AT, HOME
from .reading import check_page

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
IMPORT = f"{HOME}-/import/"


def content(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def exported(client: Client, query: dict[str, Any] | None = None) -> list[dict[str, str]]:
    answer = client.get(f"{HOME}-/export.csv", query or {})
    return list(csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig"))))


def as_file(rows: list[dict[str, str]], name: str = "古树.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode("utf-8-sig"), content_type="text/csv")


def fingerprint(page: str) -> str:
    return page.split('name="fingerprint" value="')[1].split('"')[0]


def test_the_export_is_exactly_the_list(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    query = {"grade": "first", "sort": "-girth", "page": "1"}
    wanted = [tree.code for tree in reversed(grove) if tree.grade == "first"]
    assert [row["编号"] for row in exported(client, query)] == wanted
    answer = client.get(f"{HOME}-/export.xlsx", query)
    sheet = load_workbook(io.BytesIO(content(answer))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == wanted
    assert "%E6%A8%A1%E6%8B%9F-%E5%8F%A4%E6%A0%91" in answer["Content-Disposition"]
    assert exported(browser("neighbour")) == []


def test_an_export_that_cannot_be_is_refused(browser: Browser, elm: Any) -> None:
    client = browser("clerk")
    assert client.get(f"{HOME}-/export.pdf").status_code == 400
    assert client.get(f"{HOME}-/export.csv", {"grade": "tenth"}).status_code == 400
    assert exported(client, {"template": "1"}) == []


def test_export_and_back_unchanged(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    page = client.post(IMPORT, {"file": as_file(exported(client))}, follow=True).content.decode()
    assert "60 行都与系统里的一致，没有要导入的内容" in page
    assert "确认导入" not in page


def test_a_table_is_tried_confirmed_and_receipted(
    browser: Browser, grove: list[Any], tree_model: Any, people: dict[str, User]
) -> None:
    client = browser("clerk")
    rows = exported(client)[:3]
    rows[0]["树名"] = "改名古榆"
    new = dict.fromkeys(rows[0], "") | {
        "树名": "新栽元宝枫",
        "保护级别": "三级",
        "养护经费（元）": "300",
        "部门": "林业局",
    }
    tried = client.post(IMPORT, {"file": as_file([*rows, new])}, follow=True)
    check_page(tried)
    page = tried.content.decode()
    assert "将新增 1 行、修改 1 行，另有 2 行不变。" in page
    assert "改名古榆<small>原为 榆树00号</small>" in page
    assert tree_model.objects.count() == 60
    done = client.post(tried.redirect_chain[-1][0], {"fingerprint": fingerprint(page)}, follow=True)
    assert "导入完成" in done.content.decode()
    check_page(done)
    grove[0].refresh_from_db()
    assert grove[0].name == "改名古榆"
    made = tree_model.objects.get(name="新栽元宝枫")
    assert (made.origin, made.created_by) == ("导入", people["clerk"])
    receipt = ImportReceipt.objects.get()
    assert (receipt.created, receipt.amended, receipt.unchanged, receipt.by) == (1, 1, 2, people["clerk"])
    receipt_url = done.redirect_chain[-1][0]
    assert browser("neighbour").get(receipt_url).status_code == 404
    assert browser("auditor").get(receipt_url).status_code == 200
    assert "古树.csv" in client.get(IMPORT).content.decode()


def test_every_wrong_cell_is_named_and_nothing_is_written(browser: Browser, grove: list[Any], tree_model: Any) -> None:
    client = browser("clerk")
    rows = exported(client)[:2]
    rows[0]["胸围（米）"] = "很粗"
    rows[1]["保护级别"] = "十级"
    before = LedgerEntry.objects.count()
    tried = client.post(IMPORT, {"file": as_file(rows)}, follow=True)
    page = tried.content.decode()
    assert "有 2 处需要修改" in page
    assert 'class="cell-wrong"' in page
    assert "很粗<small>“很粗”不是数，请只写数字，不带单位。</small>" in page
    assert "“十级”不在可选范围内" in page
    assert "确认导入" not in page
    client.post(tried.redirect_chain[-1][0], {"fingerprint": "x"})
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("空.csv", b"", "是空文件"),
        ("照片.png", b"\x89PNG\r\n", "不是 .xlsx 或 .csv 文件"),
        ("坏.xlsx", b"PK\x03\x04broken", "坏.xlsx"),
        ("旧.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 64, "旧版 .xls"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_once(browser: Browser, name: str, body: bytes, sentence: str) -> None:
    answer = browser("clerk").post(IMPORT, {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "没有选择文件" in browser("clerk").post(IMPORT, {}).content.decode()


def test_a_wrong_header_is_named(browser: Browser, grove: list[Any]) -> None:
    client = browser("clerk")
    rows = [{"编号": grove[0].code, "高度": "12"}]
    page = client.post(IMPORT, {"file": as_file(rows)}, follow=True).content.decode()
    assert "“高度”：不是本表的列" in page


def test_what_changed_since_the_trial_is_shown_again(
    browser: Browser, grove: list[Any], people: dict[str, User]
) -> None:
    client = browser("clerk")
    rows = exported(client)[:1]
    rows[0]["树名"] = "改名古榆"
    tried = client.post(IMPORT, {"file": as_file(rows)}, follow=True)
    amend(grove[0], {"name": "别人改的"}, by=people["colleague"], at=AT)
    path = tried.redirect_chain[-1][0]
    again = client.post(path, {"fingerprint": fingerprint(tried.content.decode())}).content.decode()
    assert "您查看期间数据有了变化" in again
    assert "原为 别人改的" in again
    grove[0].refresh_from_db()
    assert grove[0].name == "别人改的"


def test_the_kept_file_is_its_givers_and_expires(browser: Browser, grove: list[Any], settings: Settings) -> None:
    client = browser("clerk")
    rows = exported(client)[:1]
    rows[0]["树名"] = "改名古榆"
    path = client.post(IMPORT, {"file": as_file(rows)})["Location"]
    other = browser("planner").get(path, follow=True)
    assert "已不在系统里" in other.content.decode()
    [kept] = (Path(settings.DATA) / "uploads").iterdir()
    assert kept.name == path.rstrip("/").rsplit("/", 1)[-1]
    long_ago = time.time() - 3 * 60 * 60
    os.utime(kept, (long_ago, long_ago))
    assert "已不在系统里" in client.get(path, follow=True).content.decode()
    client.post(IMPORT, {"file": SimpleUploadedFile("空.csv", b"")})
    assert not kept.exists()
    for digest in ("x", "0" * 64, "..%2f..%2fsecret"):
        assert client.get(f"{IMPORT}{digest}/").status_code in (302, 404)
