"""Files: which are taken, where they lie, who may open them."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from uuid_utils.compat import uuid7

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.models import Department, User
from gangmu.kernel.records.attachments import attach, attachments_of, open_attachment, services
from gangmu.kernel.records.attachments.store import keep, path_of
from gangmu.kernel.records.ledger import verify
from gangmu.kernel.records.models import Attachment, LedgerEntry, OutboxEvent
from gangmu.kernel.records.services import create, void

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\0" * 16
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\0" * 16


def word() -> bytes:
    held = io.BytesIO()
    docx.Document().save(held)
    return held.getvalue()


def excel() -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return held.getvalue()


def zipped(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return held.getvalue()


@pytest.fixture
def tree(tree_model: Any, forestry: Department, at: datetime) -> Any:
    return create(tree_model, {"name": "树", "department": forestry}, by=None, at=at)


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("报告.docx", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("表.XLSX", excel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("文.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("图.png", PNG, "image/png"),
        ("图.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 16, "image/jpeg"),
        ("图.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 16, "image/jpeg"),
        ("图.webp", WEBP, "image/webp"),
        ("图.heic", HEIC, "image/heic"),
        ("字.txt", "净月".encode(), "text/plain"),
        ("字.txt", "净月".encode("gb18030"), "text/plain"),
        ("表.csv", b"a,b\n", "text/csv"),
        ("说明.md", "# 题\n".encode(), "text/markdown"),
    ],
)
@pytest.mark.django_db
def test_takes_and_gives_back(
    tree: Any, clerk: User, files: Path, at: datetime, name: str, body: bytes, media_type: str
) -> None:
    kept = attach(tree, SimpleUploadedFile(name, body), by=clerk, at=at)
    sha256 = hashlib.sha256(body).hexdigest()
    assert (kept.name, kept.media_type, kept.size, kept.sha256) == (name, media_type, len(body), sha256)
    path = files / sha256[:2] / sha256[2:4] / sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    found, opened = open_attachment(clerk, kept.uid)
    with opened:
        assert opened.read() == body
    assert found == kept == attachments_of(tree).get()
    told = LedgerEntry.objects.get(uid=tree.uid, number=2)
    assert (told.verb, told.by) == ("attach", clerk)
    assert told.body == {"attachment": [None, {"name": name, "sha256": sha256, "size": len(body)}]}
    assert OutboxEvent.objects.filter(type="gangmu.tree.attached").count() == 1
    assert verify().intact


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("空.txt", b"", "“空.txt”是空文件，请检查后重新上传。"),
        ("程序.exe", b"MZ", "“程序.exe”的类型（.exe）不能上传，请改为 docx、xlsx、pdf"),
        ("无名", b"x", "“无名”的类型（没有扩展名）不能上传"),
        ("页.html", b"<script>", "“页.html”的类型（.html）不能上传"),
        ("图.svg", b"<svg/>", "“图.svg”的类型（.svg）不能上传"),
        ("图.png", b"%PDF-1.7\n", "“图.png”的内容不是 .png 文件"),
        ("图.png", b"<svg onload=alert(1)>", "“图.png”的内容不是 .png 文件"),
        ("文.pdf", b"MZ\x90\x00", "“文.pdf”的内容不是 .pdf 文件"),
        ("字.txt", b"a\x00b", "“字.txt”的内容不是 .txt 文件"),
        ("字.txt", b"\xff\xfe\xff\xff\xff", "“字.txt”的内容不是 .txt 文件"),
        ("报告.docx", excel(), "“报告.docx”的内容不是 .docx 文件"),
        ("报告.docx", zipped(a="b"), "“报告.docx”的内容不是 .docx 文件"),
        ("报告.docx", word()[:200], "“报告.docx”的内容不是 .docx 文件"),
        ("", b"x", "文件没有名称，请为它起名后再上传。"),
        ("..", b"x", "文件没有名称，请为它起名后再上传。"),
        ("长" * 200 + ".txt", b"x", "文件名有 204 个字，超过 200 个字的上限"),
    ],
)
@pytest.mark.django_db
def test_refuses_in_a_sentence(tree: Any, files: Path, at: datetime, name: str, body: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        attach(tree, io.BytesIO(body), name, by=None, at=at)
    assert str(refusal.value).startswith(said)
    assert not files.exists()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_macros_do_not_pass_as_documents(tree: Any, at: datetime) -> None:
    macro = zipped(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"})
    with pytest.raises(Refusal, match="内容不是"):
        attach(tree, io.BytesIO(macro), "宏.docx", by=None, at=at)


@pytest.mark.django_db
def test_too_large_is_refused_before_it_is_read(
    tree: Any, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "大.txt"
    large.write_bytes(b"")
    os.truncate(large, services.LARGEST + 1)
    with pytest.raises(Refusal, match=r"^“大.txt”有 64.0 MB，超过 64 MB 的上限，请压缩或拆分后再上传。$"):
        attach(tree, large, by=None, at=at)


@pytest.mark.django_db
def test_names_carry_no_path(tree: Any, at: datetime) -> None:
    for number, name in enumerate(["../../etc/字.txt", "C:\\temp\\字.txt", "a/\u202e字.txt\n"]):
        assert attach(tree, io.BytesIO(b"%d" % number), name, by=None, at=at).name == "字.txt"


@pytest.mark.django_db
def test_same_bytes_lie_once_and_attach_once_to_a_record(tree_model: Any, tree: Any, files: Path, at: datetime) -> None:
    other = create(tree_model, {"name": "另"}, by=None, at=at)
    attach(tree, io.BytesIO(b"x"), "一.txt", by=None, at=at)
    attach(other, io.BytesIO(b"x"), "二.txt", by=None, at=at)
    assert [path.name for path in files.rglob("*") if path.is_file()] == [hashlib.sha256(b"x").hexdigest()]
    with pytest.raises(Refusal, match=r"^这条记录已有同名且内容相同的附件。$"):
        attach(tree, io.BytesIO(b"x"), "一.txt", by=None, at=at)
    assert attachments_of(tree).count() == 1


@pytest.mark.django_db
def test_a_void_record_takes_no_files(tree: Any, at: datetime) -> None:
    void(tree, reason="死", by=None, at=at)
    with pytest.raises(Refusal, match="已作废"):
        attach(tree, io.BytesIO(b"x"), "一.txt", by=None, at=at)


@pytest.mark.django_db
def test_only_those_who_see_the_record_open_its_files(tree: Any, neighbour: User, auditor: User, at: datetime) -> None:
    kept = attach(tree, io.BytesIO(b"x"), "一.txt", by=None, at=at)
    for stranger in (neighbour, AnonymousUser()):
        with pytest.raises(Attachment.DoesNotExist):
            open_attachment(stranger, kept.uid)
    with pytest.raises(Attachment.DoesNotExist):
        open_attachment(auditor, uuid7())
    open_attachment(auditor, kept.uid)[1].close()


@pytest.mark.django_db
def test_lost_bytes_are_told(tree: Any, auditor: User, files: Path, at: datetime) -> None:
    kept = attach(tree, io.BytesIO(b"x"), "一.txt", by=None, at=at)
    path_of(kept.sha256, files).unlink()
    with pytest.raises(Refusal, match=r"^“一.txt”的内容不在文件库里"):
        open_attachment(auditor, kept.uid)


class TestStore:
    def test_writes_once(self, tmp_path: Path) -> None:
        sha256, _ = keep(io.BytesIO(b"x"), tmp_path)
        path = path_of(sha256, tmp_path)
        before = path.stat()
        assert keep(io.BytesIO(b"x"), tmp_path) == (sha256, 1)
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert [found for found in tmp_path.iterdir() if found.is_file()] == []

    def test_leaves_nothing_behind_when_reading_fails(self, tmp_path: Path) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise OSError("gone")

        with pytest.raises(OSError, match="gone"):
            keep(Broken(b"x"), tmp_path)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["", "../../../../etc/passwd", "A" * 64, "0" * 63])
    def test_knows_no_other_paths(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="no SHA-256"):
            path_of(name, tmp_path)
