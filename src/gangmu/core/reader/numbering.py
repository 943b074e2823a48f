"""The numbering grammars of Chinese documents: 第一篇, 第一章, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Scheme(IntEnum):
    """A way of numbering; a smaller value is used above a greater one."""

    PART = 1  # 第一篇, 第一编, 第一部分
    CHAPTER = 2
    SECTION = 3
    CHINESE = 4  # 一、
    CHINESE_ROUND = 5  # （一）
    ARABIC = 6  # 1.
    DECIMAL = 7  # 1.1
    DECIMAL_DEEP = 8  # 1.1.1
    ARABIC_ROUND = 9  # （1）
    CIRCLED = 10  # ①
    SPOKEN = 11  # 一是, 项目一：


@dataclass(frozen=True, slots=True)
class Number:
    """A numbering at the start of a line: its value, as printed, and where the title begins."""

    scheme: Scheme
    value: int
    printed: str
    end: int


_CN = "〇零一二三四五六七八九十百两"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WIDE = {ord("０") + n: ord("0") + n for n in range(10)}
_ORGAN = {"篇": Scheme.PART, "编": Scheme.PART, "部分": Scheme.PART, "章": Scheme.CHAPTER, "节": Scheme.SECTION}
_FORMS = (
    (None, re.compile(rf"第\s*((?:[{_CN}]\s*)+|\d{{1,3}})\s*(篇|编|部分|章|节)(?![能目约余])[\s、:：.．]*")),
    (Scheme.CHINESE, re.compile(rf"([{_CN}]{{1,3}})\s*[、．.]\s*")),
    (Scheme.CHINESE_ROUND, re.compile(rf"[（(〔]\s*([{_CN}]{{1,3}})\s*[）)〕]\s*[、．.]?\s*")),
    (Scheme.DECIMAL_DEEP, re.compile(r"\d{1,2}[.．]\d{1,2}[.．](\d{1,2})[.．、]?(?=[\s\u4e00-\u9fff])\s*")),
    (Scheme.DECIMAL, re.compile(r"\d{1,2}[.．](\d{1,2})(?![\d%％‰])(?:[.．、\s]+|(?=[\u4e00-\u9fff]))")),
    (Scheme.ARABIC, re.compile(r"(\d{1,2})\s*(?:[、．]|\.(?!\d))\s*")),
    (Scheme.ARABIC_ROUND, re.compile(r"[（(]?\s*(\d{1,2})\s*[）)]\s*")),
    (Scheme.CIRCLED, re.compile(r"([①-⑳])\s*")),
)


_COUNTED = re.compile(  # what follows is a quantity, no name
    r"[年月日个项条家户人所座处万亿千百公平米吨亩%％倍岁名张床期级台套只头分天]"
)


def chinese_value(text: str) -> int | None:
    """The value of a Chinese or Arabic numeral up to 999: 二十三 is 23."""
    text = re.sub(r"\s", "", text)
    if text.isdigit() and text.isascii():
        return int(text)
    total = 0
    digit = 0
    for char in text:
        if char == "十":
            total += (digit or 1) * 10
            digit = 0
        elif char == "百":
            total += (digit or 1) * 100
            digit = 0
        elif char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        else:
            return None
    return total + digit


def number_of(text: str) -> Number | None:
    """The numbering at the start of a text, or None."""
    plain = text.translate(WIDE)
    if not plain or plain[0] not in f"第（(〔0123456789{_CN}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return None
    for scheme, form in _FORMS:
        found = form.match(plain)
        if not found:
            continue
        raw = found.group(1)
        value = ord(raw) - ord("①") + 1 if "①" <= raw <= "⑳" else chinese_value(raw)
        if not value:
            continue
        if scheme is Scheme.DECIMAL and _COUNTED.match(plain, found.end()):
            continue  # 1.5亿元
        kind = scheme or _ORGAN[found.group(2)]
        return Number(kind, value, text[: found.end()].strip(" \u3000\xa0\t"), found.end())
    return None


def spoken_number(text: str) -> Number | None:
    """The 一是 or 项目一： at the start of a text; it counts things off and never numbers a heading."""
    found = re.match(
        rf"([{_CN}]{{1,2}})是\s*|(?:项目|工程|任务|行动|专项)([{_CN}]{{1,2}}|\d{{1,2}})\s*[:：、.．]\s*", text
    )
    value = chinese_value(found.group(1) or found.group(2)) if found else None
    return Number(Scheme.SPOKEN, value, found.group().strip(), found.end()) if found and value else None


def bare_number(text: str) -> bool:
    """Whether a text is only the number of a chapter or section, whose title stands on the next line."""
    number = number_of(text + " ")
    return number is not None and number.scheme <= Scheme.SECTION and number.end >= len(text)


def stuck_number(text: str, value: int) -> Number | None:
    """The expected Arabic number at the start of a text: “18.87中” is 18 when 18 is due, “03 新能源” is 3."""
    plain = text.translate(WIDE)
    found = re.match(rf"(?:0\s?)?{value}(?:\s*[.．、]\s*|\s+(?=\S)|(?=[\u4e00-\u9fff“《]))", plain)
    if found and _COUNTED.match(plain, found.end()):
        return None
    return Number(Scheme.ARABIC, value, text[: found.end()].strip(), found.end()) if found else None
