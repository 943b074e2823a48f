"""Files that cannot be read are refused with one Chinese sentence that says what is wrong and what to do."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from gangmu.core.reader import Unreadable, read_file, read_text, source, word
from gangmu.core.reader.tests.sample_plan import TITLE, Rendering, render


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(path)
    said = str(caught.value)
    assert said.count("。") == 1
    assert said.endswith("。")
    assert "请" in said
    return said


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "word_said"),
    [
        ("空.txt", b"", "空的"),
        ("空白.txt", "　 \n\n\t".encode(), "空白"),
        ("图.txt", bytes(range(256)) * 40, "编码"),
        ("码.txt", b"\x00\x01\x02\x03" * 500, "二进制"),
        ("繁.txt", "第一章 經濟發展與產業振興規劃綱要內容說明。".encode("big5") * 40, "编码"),
        ("压缩.txt", b"PK\x03\x04" + b"\x00" * 100, "不是文本"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".docx"),
        ("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "密码"),
        ("坏.docx", b"PK\x03\x04 this is no package", "完好"),
        ("版.pdf", b"%PDF-1.7 ...", "PDF"),
        ("表.xlsx", b"PK\x03\x04", "格式"),
        ("无后缀", b"abc", "格式"),
    ],
)
def test_refused(tmp_path: Path, name: str, data: bytes, word_said: str) -> None:
    said = refusal(written(tmp_path, name, data))
    assert word_said in said
    assert name in said


def test_a_missing_file(tmp_path: Path) -> None:
    assert "找不到文件" in refusal(tmp_path / "没有.txt")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMIT", 1000)
    assert "上限" in refusal(written(tmp_path, "大.txt", "规划".encode() * 500))


def test_no_headings_at_all(tmp_path: Path) -> None:
    prose = "各部门要认真落实年度任务，按季度通报进展情况，及时解决存在的困难和问题，确保各项工作如期完成。\n" * 30
    assert "标题" in refusal(written(tmp_path, "文.txt", prose.encode()))
    with pytest.raises(Unreadable, match="标题"):
        read_text(prose)


def test_a_docx_cut_short(tmp_path: Path) -> None:
    whole = packed({"word/document.xml": b"<w:document/>" * 400})
    assert "完好" in refusal(written(tmp_path, "断.docx", whole[: len(whole) // 2]))


def test_a_docx_whose_xml_is_broken(tmp_path: Path) -> None:
    assert "完好" in refusal(written(tmp_path, "乱.docx", packed({"word/document.xml": b"<w:document"})))


def test_a_zip_that_is_no_docx(tmp_path: Path) -> None:
    assert "完好" in refusal(written(tmp_path, "包.docx", packed({"a.txt": b"hello"})))


def test_a_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "UNPACKED_LIMIT", 1_000_000)
    bomb = packed({"word/document.xml": b"<a>" + b" " * 5_000_000 + b"</a>"})
    assert len(bomb) < 20_000
    assert "不正常" in refusal(written(tmp_path, "胀.docx", bomb))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'
    refusal(written(tmp_path, "笑.docx", packed({"word/document.xml": laughs})))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ends: str) -> None:
    how = Rendering()
    data = render(how).replace("\n", ends).encode(encoding)
    document = read_file(written(tmp_path, "规划.txt", data))
    assert document.title == TITLE
    assert [block.text for block in document.headings] == [title for _, title, _ in how.headings]


@pytest.mark.parametrize(
    "text",
    [
        "序号指标2025年2030年年均/累计属性1产值增长（%）" + "1234567890" * 3000,
        "指标\n2025年\n2030年\n" * 600,
        "专栏1 工程\n" + "名称：说明\n" * 5000,
        "[bookmark: " * 50_000,
        "一\n" * 20_000,
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    began = time.process_time()
    try:
        read_text(text)
    except Unreadable as refusal:
        assert str(refusal).endswith("。")
    assert time.process_time() - began < 20
