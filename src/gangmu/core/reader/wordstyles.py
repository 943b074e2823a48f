"""What a .docx says about the look of a paragraph: style chain, outline level, drawn numbering, bold, size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CN = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's resolved style; `level` is its heading level, `contents` marks a line of the table of contents."""

    level: int | None = None
    bold: bool = False
    size: float | None = None
    centred: bool = False
    contents: bool = False
    number: tuple[str, int] | None = None


def first_value(properties: etree._Element, name: str) -> str | None:
    """The w:val of a child property."""
    child = properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def flag(properties: etree._Element, name: str) -> bool:
    """An on/off property: present and not switched off."""
    child = properties.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val", "1") not in ("0", "false", "off")


class Styles:
    """The style sheet of a .docx."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements = {} if root is None else {s.get(f"{W}styleId"): s for s in root.findall(f"{W}style")}
        self._resolved: dict[str | None, Style] = {}

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph with its own overrides."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.named(None)
        return _over(self.named(first_value(properties, "pStyle")), properties, None)

    def named(self, identity: str | None, depth: int = 0) -> Style:
        """A style with what it inherits."""
        if identity in self._resolved:
            return self._resolved[identity]
        element = self._elements.get(identity)
        style = Style()
        if element is not None and depth < 20:
            base = first_value(element, "basedOn")
            style = self.named(base, depth + 1) if base else Style()
            style = _over(style, element.find(f"{W}pPr"), element.find(f"{W}rPr"))
            name = (first_value(element, "name") or "").lower()
            heading = re.fullmatch(r"(?:heading|标题)\s*([1-9])", name)
            if heading:
                style = _with(style, level=int(heading.group(1)))
            if re.match(r"(toc|目录)\s*\d", name):
                style = _with(style, contents=True, level=None)
        self._resolved[identity] = style
        return style

    def look(self, paragraph: etree._Element, style: Style) -> tuple[bool, float | None]:
        """Whether every letter is bold, and the greatest font size in points."""
        bold = True
        size: float | None = None
        runs = [run for run in paragraph.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")).strip()]
        for run in runs:
            properties = run.find(f"{W}rPr")
            own = properties is not None and properties.find(f"{W}b") is not None
            bold = bold and (flag(properties, "b") if own and properties is not None else style.bold)
            raw = first_value(properties, "sz") if properties is not None else None
            points = float(raw) / 2 if raw and raw.isdigit() else style.size
            if points is not None:
                size = max(size or 0.0, points)
        return bold and bool(runs), size


def _over(style: Style, paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    if paragraph is not None:
        outline = first_value(paragraph, "outlineLvl")
        if outline is not None and outline.isdigit():
            style = _with(style, level=int(outline) + 1 if int(outline) < 9 else None)
        align = first_value(paragraph, "jc")
        if align is not None:
            style = _with(style, centred=align == "center")
        number = paragraph.find(f"{W}numPr")
        if number is not None:
            identity = first_value(number, "numId")
            level = int(first_value(number, "ilvl") or (style.level or 1) - 1)
            style = _with(style, number=None if identity in (None, "0") else (str(identity), level))
    if run is not None:
        raw = first_value(run, "sz")
        if raw and raw.isdigit():
            style = _with(style, size=float(raw) / 2)
        if run.find(f"{W}b") is not None:
            style = _with(style, bold=flag(run, "b"))
    return style


def _with(style: Style, **changes: object) -> Style:
    values = {name: getattr(style, name) for name in Style.__dataclass_fields__} | changes
    return Style(**values)


class Numbering:
    """Draws the numbering that the text of a .docx does not hold."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}  # a list that begins anew where it is first used
        if root is None:
            return
        drawn: dict[str, dict[int, tuple[str, str, int]]] = {}
        for abstract in root.findall(f"{W}abstractNum"):
            levels = {}
            for level in abstract.findall(f"{W}lvl"):
                start = first_value(level, "start") or "1"
                form = (first_value(level, "numFmt") or "decimal", first_value(level, "lvlText") or "", int(start))
                levels[int(level.get(f"{W}ilvl", "0"))] = form
            drawn[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.findall(f"{W}num"):
            identity = number.get(f"{W}numId", "")
            self._abstract[identity] = first_value(number, "abstractNumId") or ""
            self._levels[identity] = drawn.get(self._abstract[identity], {})
            self._restarts[identity] = {
                int(override.get(f"{W}ilvl", "0")): int(first_value(override, "startOverride") or 1)
                for override in number.findall(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }

    def label(self, style: Style) -> str | None:
        """The numbering of the next paragraph of this style, such as 第一章, or None (bullets too)."""
        if style.number is None:
            return None
        identity, level = style.number
        levels = self._levels.get(identity)
        if not levels or level not in levels:
            return None
        counters = self._counters.setdefault(self._abstract[identity], {})
        restart = self._restarts[identity].pop(level, None)
        counters[level] = restart if restart is not None else counters.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        form, pattern, _ = levels[level]
        if form in ("bullet", "none"):
            return None

        def drawn(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            shape, _, start = levels.get(at, ("decimal", "", 1))
            return _figure(counters.get(at, start), shape)

        return re.sub(r"%(\d)", drawn, pattern).strip() or None


def _figure(value: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional"):
        tens, ones = divmod(value, 10)
        if tens > 9:
            return str(value)
        head = "" if tens == 0 else ("十" if tens == 1 else _CN[tens] + "十")
        return head + (_CN[ones] if ones or not tens else "")
    if form == "decimalEnclosedCircle" and value <= 20:
        return chr(ord("①") + value - 1)
    if form in ("upperLetter", "lowerLetter") and value <= 26:
        return chr(ord("A" if form == "upperLetter" else "a") + value - 1)
    return str(value)
