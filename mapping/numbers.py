"""A stated number: whole persons, square kilometres."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PARTED = re.compile(r"[\d,.]\s+[\d,.]")
"""White space within a number: two numbers, unless it parts thousands."""
_LONGEST = 100
"""How many characters a number has at most; Python itself writes no whole number of over 4,300 digits."""
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width characters to ASCII, for ``str.translate``; a raised ² stays what it is, and no digit."""

EXPECTED_NUMBER = "a number such as 276.84"
EXPECTED_WHOLE = "a number that comes to whole persons, such as 35.45 in units of 10,000"


def without_spaces(text: str) -> str:
    """Give a text with ASCII for full-width characters and no spaces."""
    return "".join(text.translate(NARROW).split())


def read_number(text: str, unit: int = 1) -> Decimal:
    """Read a plain decimal number stated in units of ``unit``; raises ValueError for other text."""
    compact = without_spaces(text)
    parted = _PARTED.search(text) and not _THOUSANDS.fullmatch(" ".join(text.translate(NARROW).split()))
    if parted or len(compact) > _LONGEST or not _NUMBER.fullmatch(compact):
        raise ValueError(text)
    with localcontext(prec=len(compact) + len(str(unit))):
        return Decimal(compact.replace(",", "")) * unit


def read_whole(text: str, unit: int = 1) -> int:
    """Read a number that must come to a whole once multiplied by ``unit``; raises ValueError otherwise."""
    number = read_number(text, unit)
    if number != number.to_integral_value():
        raise ValueError(text)
    return int(number)
