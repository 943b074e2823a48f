"""From a .docx to lines: paragraphs in body order with style, drawn numbering and look; tables row by row."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from gangmu.core.reader.lines import Line, Raw
from gangmu.core.reader.unreadable import Unreadable
from gangmu.core.reader.wordstyles import Numbering, Styles, W, first_value, flag

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes of all parts together
PART_LIMIT = 128 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
EMU = 360_000  # units of a drawing in a centimetre
LARGE = 60  # square centimetres from which on a picture may hold a table
_CAPTION = re.compile(
    r"附?表\s*[\d一二三四五六七八九十]|专栏\s*[\d一二三四五六七八九十]|.{0,30}(?:指标|一览表|情况表|项目表|清单)$"
)
_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml")


def lines_of_word(data: bytes, name: str) -> Raw:
    """The raw lines of a .docx; raises Unreadable when it is damaged, encrypted or swollen."""
    if data.startswith(_OLE):
        raise Unreadable(f"文件“{name}”设有密码或其实是旧式 .doc，请去掉密码并另存为 .docx 后再读。")
    document, styles, numbering = _parts(data, name)
    body = document.find(f"{W}body")
    if body is None:
        raise Unreadable(f"文件“{name}”里没有正文，可能已损坏，请用文字处理软件打开并另存为 .docx 后再读。")
    walk = _Walk(Styles(styles), Numbering(numbering))
    lines = list(walk.blocks(body))
    if not any(line.text.strip() for line in lines):
        raise Unreadable(f"文件“{name}”里没有文字（可能全是图片），请提供可以选中文字的文件。")
    return Raw(lines, walk.unread)


def _parts(data: bytes, name: str) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = _checked(package, name)
            document, styles, numbering = (
                etree.fromstring(package.read(info), parser) if info else None for info in infos
            )
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, OSError, ValueError) as error:
        raise _damaged(name) from error
    except NotImplementedError as error:  # a packing that zipfile does not know
        raise _damaged(name) from error
    if document is None:
        raise _damaged(name)
    return document, styles, numbering


def _checked(package: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo | None]:
    """The parts to read; refuses a package that is locked or swells beyond reason when unpacked."""
    infos = {info.filename: info for info in package.infolist()}
    if any(info.flag_bits & 1 for info in infos.values()):
        raise Unreadable(f"文件“{name}”设有密码，请去掉密码并另存为 .docx 后再读。")
    wanted = [infos.get(part) for part in _PARTS]
    swollen = sum(info.file_size for info in infos.values()) > UNPACKED_LIMIT
    if swollen or any(info and info.file_size > PART_LIMIT for info in wanted):
        raise Unreadable(f"文件“{name}”解开后大得不正常，已停止读取，请核对来源并重新导出。")
    return wanted


def _damaged(name: str) -> Unreadable:
    return Unreadable(f"文件“{name}”不是完好的 .docx，请用文字处理软件打开并另存为 .docx 后再读。")


class _Walk:
    """One pass over the body; counts drawn numbering and one-column tables as it goes."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.boxes = 0
        self.heard = ""  # the last text before a picture
        self.pictures: list[str] = []  # the text above each picture that may hold a table

    @property
    def unread(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        said = [
            f"“{above[:30]}”之下是一张图片，图中的内容没有读入，请改为可编辑的表格或文字。"
            for above in self.pictures
            if _CAPTION.match(above)
        ]
        others = [above[:12] for above in self.pictures if not _CAPTION.match(above)]
        if others:
            places = "、".join(f"“{above}”之后" if above else "文首" for above in others[:5])
            said.append(f"有{len(others)}张大幅图片（在{places}），图中若有表格或文字则没有读入，请对照原件补录。")
        return tuple(said)

    def look_at(self, element: etree._Element) -> None:
        """Notes the pictures of a paragraph that may hold a table: a large one, or one below a table's caption."""
        sizes = [(float(x.get("cx", "0")), float(x.get("cy", "0"))) for x in element.iter(f"{_DRAWING}extent")]
        large = any(wide * high >= LARGE * EMU * EMU for wide, high in sizes)
        drawn = next(element.iter(f"{_DRAWN}blip", f"{_VML}imagedata"), None) is not None
        if drawn and (large or not sizes or _CAPTION.match(self.heard)):
            self.pictures.append(self.heard)

    def blocks(self, parent: etree._Element, boxed: int | None = None) -> Iterator[Line]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child, boxed)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    yield from self.blocks(content, boxed)
            elif child.tag in (f"{W}ins", f"{W}customXml", f"{W}smartTag"):
                yield from self.blocks(child, boxed)

    def paragraph(self, element: etree._Element, boxed: int | None) -> Iterator[Line]:
        style = self.styles.of(element)
        if not style.contents:
            text = _text(element)
            first = True
            self.look_at(element)
            for piece in text.split("\n"):
                self.heard = piece.strip() or self.heard
                line = Line(piece, boxed=boxed)
                line.style = style.level
                line.centred = style.centred
                line.bold, line.size = self.styles.look(element, style)
                line.bookmarks = len(element.findall(f"{W}bookmarkStart"))
                if first and piece.strip():
                    line.label = self.numbering.label(style)
                    first = False
                yield line
        seen: set[str] = set()
        for box in element.iter(f"{W}txbxContent"):
            inside = list(self.blocks(box, boxed=self._next_box()))
            key = "\n".join(line.text for line in inside)
            if key not in seen:  # a text box stands twice: once drawn, once for older readers
                seen.add(key)
                yield from inside

    def table(self, element: etree._Element) -> Iterator[Line]:
        box = self._next_box()
        rows = [
            [_cell(cell) for cell in row.iter(f"{W}tc") if _owner(cell) is row]
            for row in element.iter(f"{W}tr")
            if _owner(row) is element
        ]
        columns = max((sum(span for _, span, _ in row) for row in rows), default=0)
        above: list[str] = []
        for rank, row in enumerate(rows):
            if (len(row) == 1 and not _names_group(row[0][0], rank, len(rows), columns)) or columns <= 1:
                for cell, _, merged in row:
                    if not merged:
                        yield from self.blocks(cell, boxed=box)
                continue
            shown: list[str] = []
            cells: list[str] = []
            for cell, span, merged in row:
                at = len(cells)
                text = "" if merged else "".join(_text(p).strip() for p in cell.iter(f"{W}p"))
                text = text.replace("\n", "").replace("\t", " ")
                held = above[at] if merged and at < len(above) else text  # a merged cell holds for all its rows
                shown.extend([text, *[""] * (span - 1)])
                cells.extend([held, *[""] * (span - 1)])
                for paragraph in cell.iter(f"{W}p"):
                    self.look_at(paragraph)
            above = cells
            yield Line("\t".join(shown), cells=tuple(cells))

    def _next_box(self) -> int:
        self.boxes += 1
        return self.boxes


def _names_group(cell: etree._Element, at: int, count: int, columns: int) -> bool:
    """Whether the one cell of a row names the group of the rows below it, so that the table runs on."""
    text = "".join(_text(p).strip() for p in cell.iter(f"{W}p"))
    inner = 0 < at < count - 1 and columns > 2
    return inner and 0 < len(text) <= 20 and "。" not in text and not text.startswith(("专栏", "注", "备注"))


def _owner(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
        parent = parent.getparent()
    return parent


def _cell(cell: etree._Element) -> tuple[etree._Element, int, bool]:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return cell, 1, False
    span = int(first_value(properties, "gridSpan") or 1)
    merge = properties.find(f"{W}vMerge")
    return cell, span, merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _text(element: etree._Element) -> str:
    """The visible text of a paragraph; deleted revisions, fields' code and text boxes left out."""
    parts: list[str] = []
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag == f"{W}t":
            parts.append(node.text or "")
        elif tag == f"{W}tab":
            parts.append("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("" if node.get(f"{W}type") == "page" else "\n")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}r":
            properties = node.find(f"{W}rPr")
            if properties is None or not flag(properties, "vanish"):
                stack.extend(reversed(node))
        elif tag not in (f"{W}txbxContent", f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText"):
            stack.extend(reversed(node))
    return "".join(parts)
