"""A small writer of .pdf files for tests: text at places, rules, pictures, locks, three fonts."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


@dataclass
class Sheet:
    """What is drawn on one page, in the words of a content stream; y counts from the top."""

    size: tuple[float, float] = A4
    turn: int = 0
    drawn: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 12.0, *, bold: bool = False, font: str = "", mode: int = 0
    ) -> None:
        """Text whose foot stands at y; Chinese letters are as wide as the size, others half."""
        face = font or ("F2" if bold else "F1")
        for char in text:
            at = f"1 0 0 1 {x:.2f} {self.size[1] - y:.2f} Tm"
            self.drawn.append(f"BT /{face} {size} Tf {mode} Tr {at} <{ord(char):04X}> Tj ET")
            x += size * (0.5 if char < "\u2000" else 1.0)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line."""
        self.drawn.append(f"{x0} {self.size[1] - y0} m {x1} {self.size[1] - y1} l S")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn rectangle."""
        self.drawn.append(f"{x0} {self.size[1] - y1} {x1 - x0} {y1 - y0} re S")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A grey picture."""
        self.drawn.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.size[1] - y1} cm /Im Do Q")


def grid(sheet: Sheet, x: list[float], y: float, height: float, rows: list[list[str]], size: float = 9.0) -> float:
    """A ruled table, a row of one text spanning all columns; returns where it ends."""
    for row in rows:
        borders = x if len(row) > 1 else [x[0], x[-1]]
        for left, right, text in zip(borders, borders[1:], row, strict=False):
            sheet.frame(left, y, right, y + height)
            sheet.text(left + 3, y + height - 5, text, size)
        y += height
    return y


def written(sheets: list[Sheet], *, named: bool = True, bomb: int = 0) -> bytes:
    """The bytes of a .pdf; `named` is false for a font that does not say which character a glyph is."""
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, extra: str = "") -> int:
        packed = zlib.compress(data)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra} >>\nstream\n".encode()
        return add(head + packed + b"\nendstream")

    encoding, ordering = ("UniGB-UCS2-H", "GB1") if named else ("Identity-H", "Identity")
    made = []
    for name in ("Songti", "Heiti-Bold", "Kaiti"):
        described = add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
            "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>".encode()
        )
        widths = "/DW 1000 /W [1 95 500]"
        below = add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) "
            f"/Ordering ({ordering}) /Supplement 2 >> /FontDescriptor {described} 0 R {widths} >>".encode()
        )
        made.append(
            add(
                f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} "
                f"/DescendantFonts [{below} 0 R] >>".encode()
            )
        )
    look = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    image = stream(bytes(64), look)
    if bomb:
        stream(bytes(bomb))
    fonts = " ".join(f"/F{n} {number} 0 R" for n, number in enumerate(made, 1))
    kids = []
    for sheet in sheets:
        content = stream("\n".join(sheet.drawn).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.size[0]} {sheet.size[1]}] /Rotate {sheet.turn} "
                f"/Contents {content} 0 R /Resources << /Font << {fonts} >> "
                f"/XObject << /Im {image} 0 R >> >> >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    return _file(objects)


def _file(objects: list[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def locked() -> bytes:
    """A .pdf that opens only with a password that nobody knows."""
    secret = "41" * 32
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 0 /Kids [] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -4 >>".encode(),
    ]
    return _file(objects, f"/Encrypt 3 0 R /ID [<{'42' * 16}> <{'42' * 16}>]")
