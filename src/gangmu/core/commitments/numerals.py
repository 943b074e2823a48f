"""Numbers as Chinese plans print them, without 万 and 亿."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
POWERS = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral such as 一百二十 or 三万, None where it is none."""
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        elif sign in POWERS:
            total = (total + section + digit or 1) * POWERS[sign]
            section = digit = 0
        else:
            return None
    return total + section + digit


def expanded(number: str, powers: str) -> str:
    """A printed number times its powers, in plain digits: 4.9 and 万 give 49000."""
    value = Decimal(number.replace(",", "").replace("，", ""))
    for power in powers:
        value *= POWERS[power]
    return format(value.normalize(), "f")
