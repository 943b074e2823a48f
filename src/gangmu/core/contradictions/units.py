"""Units of figures made comparable: what they measure, and how many of the common unit they are."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

_MEASURES: dict[str, dict[str, str]] = {
    "长度": {"公里": "1000", "千米": "1000", "米": "1", "延米": "1"},
    "面积": {"平方公里": "1000000", "平方千米": "1000000", "公顷": "10000", "亩": "666.6667", "平方米": "1"},
    "质量": {"吨": "1000", "公斤": "1", "千克": "1", "斤": "0.5"},
    "功率": {"兆瓦": "1000", "千瓦": "1", "瓦": "0.001"},
    "人数": {"人": "1", "名": "1", "位": "1"},
    "比例": {"%": "1", "‰": "0.1", "百分点": "1", "个百分点": "1"},
    "浓度": {"微克/立方米": "1", "毫克/立方米": "1000"},
}
_COUNTS = "个 所 家 座 处 项 条 把 根 部 台 套 件 辆 张 枚 户 栋 幢 间 支 场 对 只 种 类 片 块 棵 株 桩 起 批 艘 架 门"
_SYMBOLS = (
    (re.compile(r"(?<=[0-9])[μµu]g/(?:m3|m³|㎥)"), "微克/立方米"),
    (re.compile(r"(?<=[0-9])mg/(?:m3|m³|㎥)"), "毫克/立方米"),
    (re.compile(r"(?<=[0-9万亿])(?:km2|km²|㎢)"), "平方公里"),
    (re.compile(r"(?<=[0-9万亿])(?:m2|m²|㎡)"), "平方米"),
    (re.compile(r"(?<=[0-9万亿])km(?![A-Za-z0-9/²])"), "公里"),
    (re.compile(r"(?<=[0-9万亿])MW(?![A-Za-z])"), "兆瓦"),
)
_POWERS = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("％"): "%", ord("．"): "."}
_OWN_POWER = re.compile(r"百分点|千[瓦伏米克卡]")


def narrow(text: str) -> str:
    """A text of the same length with full-width digits made plain."""
    return text.translate(_NARROW)


@cache
def measure(unit: str) -> tuple[str, Decimal]:
    """What a unit measures and its size in the common unit; 亿斤 counts its own power, unknown units stand alone."""
    factor = Decimal(1)
    while unit[:1] in _POWERS and len(unit) > 1 and not _OWN_POWER.match(unit):
        factor *= _POWERS[unit[0]]
        unit = unit[1:]
    for kind, sizes in _MEASURES.items():
        if unit in sizes:
            return kind, factor * Decimal(sizes[unit])
    if unit == "人次":
        return "人数", factor
    return ("个数" if unit in _COUNTS.split() else unit), factor


def spelled_out(text: str, offsets: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Unit symbols such as μg/m3 written in Chinese, with the offsets that go with every character."""
    for pattern, name in _SYMBOLS:
        while found := pattern.search(text):
            start, end = found.span()
            text = text[:start] + name + text[end:]
            offsets = offsets[:start] + offsets[start : start + 1] * (len(name) - 1) + offsets[end - 1 :]
    return text, offsets
