"""From a .pdf to pages: every glyph with its place and font, every drawn rule, every picture; PDFium reads the file."""

from __future__ import annotations

import ctypes
import math
import re
import threading
import zlib
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as native

from gangmu.core.reader.lines import Raw
from gangmu.core.reader.pages import lines_of_pages
from gangmu.core.reader.sheet import Glyph, Page, Rule
from gangmu.core.reader.unreadable import Unreadable

PAGES = 3000
GLYPHS = 20_000_000
UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes of all streams but pictures
_LAYERS = 4  # times that one stream may be packed
THIN = 3.0  # points; a filled shape so thin is a rule
_STREAM = re.compile(rb"stream\r?\n")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|heavy|black|demi|粗", re.IGNORECASE)
_STYLE = re.compile(r"[-,_ ]?(?:bold|regular|italic|oblique|medium|light|mt|roman)", re.IGNORECASE)
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not safe for threads


def lines_of_pdf(data: bytes, name: str) -> Raw:
    """The raw lines of a .pdf; raises Unreadable when it is damaged, encrypted, swollen or only pictures."""
    if _swollen(data):
        raise Unreadable(f"文件“{name}”解开后大得不正常，已停止读取，请核对来源并重新导出。")
    with _ONE_AT_A_TIME:
        pages = _pages(data, name)
    return lines_of_pages(pages, name)


def _pages(data: bytes, name: str) -> list[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (native.FPDF_ERR_PASSWORD, native.FPDF_ERR_SECURITY):
            raise Unreadable(f"文件“{name}”设有密码，请去掉密码并另存后再读。") from error
        raise Unreadable(f"文件“{name}”不是完好的 PDF，请重新导出或另存为 .docx 后再读。") from error
    try:
        count = len(document)
        if count > PAGES:
            raise Unreadable(f"文件“{name}”有{count}页，超过{PAGES}页的上限，请拆分后再读。")
        pages: list[Page] = []
        glyphs = 0
        for index in range(count):
            pages.append(_page(document, index))
            glyphs += len(pages[-1].glyphs)
            if glyphs > GLYPHS:
                raise Unreadable(f"文件“{name}”的文字超过{GLYPHS // 10_000}万字的上限，请拆分后再读。")
    except pdfium.PdfiumError as error:
        raise Unreadable(f"文件“{name}”的第{len(pages) + 1}页已损坏，请重新导出或另存为 .docx 后再读。") from error
    finally:
        document.close()
    return pages


def _swollen(data: bytes) -> bool:
    """Whether the packed streams but pictures are beyond reason; a stream may be packed several times over."""
    total = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"FlateDecode" not in head or b"/Image" in head:
            continue
        piece = data[found.end() : data.find(b"endstream", found.end())]
        for _ in range(_LAYERS):
            try:
                unpacked = zlib.decompressobj().decompress(piece, UNPACKED_LIMIT - total + 1)
            except zlib.error:
                break
            total += len(unpacked)
            if total > UNPACKED_LIMIT:
                return True
            piece = unpacked
    return False


class _Upright:
    """Turns the coordinates of a page so that y runs down from the top of the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.turn = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        wide, high = right - left, top - bottom
        self.size = (high, wide) if self.turn in (90, 270) else (wide, high)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a rectangle."""
        (ax, ay), (bx, by) = self(x0, y0), self(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    source = document[index]
    upright = _Upright(source)
    page = Page(index + 1, *upright.size)
    text = source.get_textpage()
    try:
        for glyph in _glyphs(text, upright):
            if glyph is None:
                page.nameless += 1
            else:
                page.glyphs.append(glyph)
        area = max(1.0, page.width * page.height)
        set_down = 0
        for item in source.get_objects(max_depth=4):
            if item.type == native.FPDF_PAGEOBJ_PATH:
                page.rules.extend(_rules(item, upright))
            elif item.type == native.FPDF_PAGEOBJ_IMAGE:
                left, top, right, bottom = upright.box(*_holder(item).on_rect(*item.get_bounds()))
                page.pictures.append(min(1.0, (right - left) * (bottom - top) / area))
            elif item.type == native.FPDF_PAGEOBJ_TEXT:
                set_down += 1
        if not page.glyphs:  # PDFium leaves glyphs out whose font does not name them
            page.nameless += set_down
    finally:
        text.close()
        source.close()
    return page


def _glyphs(text: pdfium.PdfTextPage, upright: _Upright) -> Iterator[Glyph | None]:
    """The glyphs of a page; None for one whose character is not known. Text set askew is a watermark."""
    rectangle = native.FS_RECTF()
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    fonts: dict[bytes, tuple[str, bool]] = {}
    blank = False
    for at in range(text.count_chars()):
        code = native.FPDFText_GetUnicode(text, at)
        if code <= 0x20 or code in (0xA0, 0x3000):
            if code == 0:
                yield None
            blank = blank or native.FPDFText_IsGenerated(text, at) == 0
            continue
        if code in (0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF:
            yield None
            continue
        angle = math.degrees(native.FPDFText_GetCharAngle(text, at)) + upright.turn
        if min(angle % 360, -angle % 360) > 5 or not native.FPDFText_GetLooseCharBox(text, at, rectangle):
            continue
        left, top, right, bottom = upright.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        native.FPDFText_GetFontInfo(text, at, name, 256, flags)
        font = fonts.get(name.value)
        if font is None:
            font = fonts[name.value] = _font(name.value)
        face, bold = font
        drawn = native.FPDFText_GetTextObject(text, at)
        stroked = bool(drawn) and native.FPDFTextObj_GetTextRenderMode(drawn) == native.FPDF_TEXTRENDERMODE_FILL_STROKE
        size = native.FPDFText_GetFontSize(text, at)
        if size < 2.0:  # the size stands in the matrix
            size = bottom - top
        yield Glyph(chr(code), left, right, top, bottom, size, face, bold or stroked, blank)
        blank = False


def _font(raw: bytes) -> tuple[str, bool]:
    """The family of a font and whether it is bold, by its name."""
    name = _SUBSET.sub("", raw.decode("utf-8", "replace"))
    return _STYLE.sub("", name), bool(_BOLD.search(name))


def _rules(path: pdfium.PdfObject, upright: _Upright) -> Iterator[Rule]:
    left, top, right, bottom = upright.box(*_holder(path).on_rect(*path.get_bounds()))
    if min(right - left, bottom - top) <= THIN:
        if max(right - left, bottom - top) > 2 * THIN:
            yield Rule(left, top, right, bottom)
        return
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    native.FPDFPath_GetDrawMode(path, mode, stroked)
    if stroked.value:
        yield from _strokes(path, upright)


def _holder(item: pdfium.PdfObject) -> pdfium.PdfMatrix:
    """Where the forms that hold an object put it on the page."""
    matrix = pdfium.PdfMatrix()
    holder = item.container
    while holder is not None:
        matrix = matrix.multiply(holder.get_matrix())
        holder = holder.container
    return matrix


def _strokes(path: pdfium.PdfObject, upright: _Upright) -> Iterator[Rule]:
    """The level and upright strokes of a path; curves and slanting lines are drawings."""
    matrix = path.get_matrix().multiply(_holder(path))
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(native.FPDFPath_CountSegments(path), 20_000)):
        segment = native.FPDFPath_GetPathSegment(path, at)
        native.FPDFPathSegment_GetPoint(segment, x, y)
        here = upright(*matrix.on_point(x.value, y.value))
        kind = native.FPDFPathSegment_GetType(segment)
        if kind == native.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == native.FPDF_SEGMENT_LINETO:
            yield from _straight(last, here)
        last = here
        if native.FPDFPathSegment_GetClose(segment):
            yield from _straight(last, start)
            last = start


def _straight(one: tuple[float, float], two: tuple[float, float]) -> Iterator[Rule]:
    wide, high = abs(one[0] - two[0]), abs(one[1] - two[1])
    if min(wide, high) <= 1.0 and max(wide, high) > 2 * THIN:
        yield Rule(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
