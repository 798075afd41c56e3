"""The words by which lists head their columns, in simplified and traditional Chinese, Japanese and English."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import normalize

import yaml

UNITS = {
    "万平方公里": 10000, "萬平方公里": 10000, "万人": 10000, "萬人": 10000, "万": 10000, "萬": 10000, "千人": 1000,
    "百万": 1_000_000, "million": 1_000_000, "thousand": 1000,
}  # fmt: skip
"""Units that a header of numbers names in brackets, in persons or km²."""
FOREIGN_UNITS = ("公顷", "公頃", "亩", "畝", "ha", "hectare", "acre", "英里", "mile", "mi²")
"""Units that no whole number of persons or km² comes to, so that the column cannot be read as numbers."""

_WORDS = Path(__file__).parent / "headers.yaml"
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Give the words by field, as ``plain`` gives headers."""
    said = yaml.load(_WORDS.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts, lists, mappings
    return {field: tuple(known) for field, known in said.items()}


def plain(header: str) -> str:
    """Give a header without spaces, marks and brackets, in lower case and in ASCII where it can be."""
    whole = "".join(normalize("NFKC", header).split()).casefold()
    return _BRACKETS.sub("", whole) or whole


def fields_of(header: str) -> dict[str, str]:
    """Give the fields that a header may name, with the word that says so: exact ones, else the longest it holds."""
    whole, bare = "".join(normalize("NFKC", header).split()).casefold(), plain(header)
    exact = {field: word for field, known in words().items() for word in known if word in (whole, bare)}
    if exact or len(bare) < 2:  # noqa: PLR2004 - a single character holds no other word
        return exact
    held = {}
    for field, known in words().items():
        within = [word for word in known if len(word) > 1 and _holds(bare, word)]
        if within:
            held[field] = max(within, key=len)
    longest = max(map(len, held.values()), default=0)
    return {field: word for field, word in held.items() if len(word) == longest}


def unit_of(header: str) -> tuple[int, str] | None:
    """Give the unit that a header names, with the word; None for one in which numbers cannot be read."""
    whole = "".join(normalize("NFKC", header).split()).casefold()
    if any(_holds(found.group(), word) for found in _BRACKETS.finditer(whole) for word in FOREIGN_UNITS):
        return None
    return next(((unit, word) for word, unit in UNITS.items() if word in whole), (1, ""))


def _holds(header: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", header)) if word.isascii() else word in header
