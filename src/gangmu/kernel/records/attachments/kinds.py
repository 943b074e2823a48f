"""Which files may be attached, told by their content and their name together."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import PurePath
from typing import BinaryIO

import filetype

from gangmu.core.refusal import Refusal

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BY_SIGNATURE = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
}
TEXT = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}
ALLOWED = "docx、xlsx、pdf、txt、csv、md、png、jpg、webp、heic"
CONTENTS = "[Content_Types].xml"
LONGEST_CONTENTS = 1 << 20  # bytes of an Office file's table of contents
CHUNK = 1 << 20


def media_type_of(file: BinaryIO, name: str) -> str:
    """The media type of an allowed file; raises Refusal when kind, content or their agreement is not as it must be."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in OFFICE:
        fits = _is_office(file, OFFICE[extension])
        media_type = OFFICE[extension]
    elif extension in BY_SIGNATURE:
        media_type = BY_SIGNATURE[extension]
        fits = _signature(file) == media_type
    elif extension in TEXT:
        media_type = TEXT[extension]
        fits = _is_text(file)
    else:
        shown = f".{extension}" if extension else "没有扩展名"
        raise Refusal(f"“{name}”的类型（{shown}）不能上传，请改为 {ALLOWED} 之一。")
    file.seek(0)
    if not fits:
        raise Refusal(f"“{name}”的内容不是 .{extension} 文件，可能已损坏或改过扩展名，请用原来的软件另存后再上传。")
    return media_type


def _is_office(file: BinaryIO, media_type: str) -> bool:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts, parts.open(CONTENTS) as contents:
            listed = contents.read(LONGEST_CONTENTS)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError):
        return False
    return f"{media_type}.main+xml".encode() in listed


def _signature(file: BinaryIO) -> str | None:
    file.seek(0)
    guessed = filetype.guess(file.read(8192))
    return str(guessed.mime) if guessed else None


def _is_text(file: BinaryIO) -> bool:
    return any(_decodes(file, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            if "\x00" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
