"""Whole numbers written in words: 一百零二, fifty-two."""

from __future__ import annotations

from functools import cache

DIGITS = "零一二三四五六七八九"
NUMERAL = "[〇零一二三四五六七八九十百千两]"
"""A character of a number in Chinese, in simplified characters."""

_UNITS = (("千", 1000), ("百", 100), ("十", 10), ("", 1))
_ONES = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
"""An English number below a hundred."""


def read_numeral(text: str) -> int:
    """Read a number below 10,000 in Chinese; raises ValueError for none, and for one said loosely (三四, 一百二)."""
    plain = text.replace("〇", "零").replace("两", "二")
    if "零" in plain[1:] and not set(plain) - set(DIGITS):
        return int("".join(str(DIGITS.index(digit)) for digit in plain))
    if plain not in _spelt():
        raise ValueError(text)
    return _spelt()[plain]


@cache
def _spelt() -> dict[str, int]:
    """Give the numbers by how they are written: 12 is 十二 or 一十二, 112 一百一十二 or 一百十二."""
    found = {}
    for number in range(1, 10_000):
        said, gap, left = "", False, number
        for unit, value in _UNITS:
            digit, left = divmod(left, value)
            said += ("零" if digit and gap and said else "") + (DIGITS[digit] + unit if digit else "")
            gap = not digit
        found[said] = found[said.replace("一十", "十")] = number
    return found


def read_english(text: str) -> int:
    """Read an English number below a hundred, or digits; raises ValueError for others."""
    plain = text.casefold().replace("-", " ").replace(",", "")
    if plain.isdecimal():
        return int(plain)
    tens, *ones = plain.split()
    if tens in _TENS:
        return 10 * (_TENS.index(tens) + 2) + (_ONES.index(ones[0]) + 1 if ones else 0)
    return _ONES.index(tens) + 1
