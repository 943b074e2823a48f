"""From a file to lines: the format by its content, the encoding by what its characters say, else a plain refusal."""

from __future__ import annotations

import codecs
from pathlib import Path

from gangmu.core.reader.lines import Line, Raw
from gangmu.core.reader.unreadable import Unreadable

LIMIT = 64 * 1024 * 1024  # bytes of a file
TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".text"}
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"


def lines_of_file(path: Path) -> Raw:
    """The raw lines of a .pdf, .docx, .md or .txt file; raises Unreadable."""
    name = path.name
    if not path.is_file():
        raise Unreadable(f"找不到文件“{name}”，请检查路径后再试。")
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(f"文件“{name}”是空的，请确认原件有内容后重新导出。")
    if size > LIMIT:
        raise Unreadable(f"文件“{name}”有{size // 2**20} MB，超过{LIMIT // 2**20} MB的上限，请拆分或去掉图片后再读。")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"文件“{name}”无法打开（{error.strerror}），请检查权限后再试。") from error
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from gangmu.core.reader.word import lines_of_word  # only a .docx pays for the XML parser

        return lines_of_word(data, name)
    if suffix == ".doc":
        raise Unreadable(f"文件“{name}”是旧式 .doc 格式，请用文字处理软件另存为 .docx 后再读。")
    if suffix == ".pdf" or data.startswith(_PDF):
        from gangmu.core.reader.pdf import lines_of_pdf  # only a .pdf pays for PDFium

        return lines_of_pdf(data, name)
    if suffix not in TEXT_SUFFIXES:
        raise Unreadable(f"不认识文件“{name}”的格式“{suffix or '无后缀'}”，请提供 .docx、.pdf、.txt 或 .md 文件。")
    return Raw(lines_of_text(decode(data, name)))


def lines_of_text(text: str) -> list[Line]:
    """The raw lines of a plain text."""
    return [Line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")]


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8, UTF-16 or GB18030 bytes; raises Unreadable for binaries and other encodings."""
    if data.startswith((_ZIP, _OLE)):
        raise Unreadable(f"文件“{name}”的内容不是文本（像是文字处理文件），请把后缀改为 .docx 或另存为文本后再读。")
    text = _decoded(data)
    if text is None:
        raise Unreadable(f"文件“{name}”的编码不是 UTF-8、UTF-16 或 GB18030，请另存为 UTF-8 后再读。")
    control = sum(1 for char in text if char < " " and char not in "\t\n\r\f\v")
    if control > max(2, len(text) // 1000):
        raise Unreadable(f"文件“{name}”是二进制文件而不是文本，请提供规划的 .docx 或 .txt 文件。")
    if not text.strip("\ufeff \t\r\n\u3000\xa0"):
        raise Unreadable(f"文件“{name}”里只有空白，请确认原件有内容后重新导出。")
    return text


def _decoded(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    text = _strict(data, "utf-8-sig")
    if text is not None and "\x00" not in text:
        return text
    for encoding in ("utf-16-le", "utf-16-be"):
        wide = _strict(data, encoding)
        if wide is not None and _plausible(wide):
            return wide
    simplified = _strict(data, "gb18030")
    if simplified is not None and _plausible(simplified):
        return simplified
    return text if text is not None else (simplified if b"\x00" in data else None)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """Chinese prose is made of level-1 characters of GB 2312; a wrong decoding is not."""
    sample = [char for char in text[:20000] if char > "\x7f"]
    chinese = [char for char in sample if "\u4e00" <= char <= "\u9fff"]
    if len(chinese) < max(2, len(sample) // 2):
        return False
    common = sum(1 for char in chinese if b"\xb0" <= char.encode("gb2312", "ignore")[:1] <= b"\xd7")
    return common >= 0.85 * len(chinese)
