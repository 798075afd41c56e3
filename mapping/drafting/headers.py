"""The words by which lists head their columns, in simplified and traditional Chinese, Japanese and English."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from ..arrangement import folded

_SIDES = {
    "party": re.compile(
        r"^(?:中方|中国|中國|我方|我市|我省|我区|我區|我县|我縣|本省|本市|本县|本縣|国内|國內|省内|省內|중국|china|chinese)"
        r"(?!.*(?:友|结好|結好|国外|國外|外方|对方|對方))"
    ),
    "partner": re.compile(
        r"^(?:外方|日方|韩方|韓方|俄方|美方|法方|德方|英方|对方|對方|友|日本|外国|外國|国外|國外|境外|海外|한국|일본|"
        r"foreign|sister|partner)|友好城市|友城"
    ),
}
"""How a header begins that says of which side of a tie its column is."""

MANY_SENSES = {"区", "區", "县", "縣", "市", "地区", "地區", "单位", "單位", "辖区", "轄區", "街道", "乡镇"}
"""Units of the party whose header may as well speak of the partner, or of neither."""

_UNITS = "unit of the party"
_WORDS = Path(__file__).parent / "headers.yaml"
LONGEST = 200
"""Characters of a header in which words are looked for."""
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


_INTENT = re.compile(r"意向|意愿|意願|草签|草簽|\bintent\b|内示|의향", re.IGNORECASE)


_CITY_TOO = re.compile("(?:省|州|県|县|縣|道|府|区|區|state|province|prefecture).*?[(/、,・](?:城?市|都市|city)")
"""How a header says that its places are states or cities, whichever a tie is with: 外方省州(市)."""
_BARE = {
    "中方", "我方", "外方", "对方", "對方", "日方", "韩方", "韓方", "俄方", "美方", "法方", "德方", "英方", "友城",
    "china", "partner",
}  # fmt: skip
"""Words that say of which side of a tie a column is, and not that it holds its name."""


def names_city(header: str) -> bool:
    """Tell whether a header that says province or state says city too."""
    return bool(_CITY_TOO.search(small(header)))


def is_bare_side(header: str) -> bool:
    """Tell whether a header says by no more than a side's own word that it is one: 外方网址 as 外方城市 might."""
    fields = fields_of(header)
    return bool(fields) and plain(header) not in fields.values() and set(fields.values()) <= _BARE


def is_of_intent(header: str) -> bool:
    """Tell whether a header is of what was intended, not of the tie itself."""
    return bool(_INTENT.search(header))


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Give the words by field, as ``plain`` gives headers."""
    said = yaml.load(_WORDS.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts, lists, mappings
    return {field: tuple(known) for field, known in said.items() if field != _UNITS}


@cache
def units() -> tuple[str, ...]:
    """Give the words that are headers of the Chinese side only where they stand alone."""
    return tuple(yaml.load(_WORDS.read_text(encoding="utf-8"), yaml.BaseLoader)[_UNITS])  # noqa: S506 - as above


def small(header: str) -> str:
    """Give a header without spaces, in lower case and in ASCII where it can be."""
    return folded(header).casefold()


def plain(header: str) -> str:
    """Give a header without spaces, marks and brackets, in lower case and in ASCII where it can be."""
    whole = small(header)
    return _BRACKETS.sub("", whole) or whole


def fields_of(header: str) -> dict[str, str]:
    """Give the fields that a header may name, with the word that says so: exact ones, else the longest it holds."""
    whole, bare = small(header), plain(header)
    for said in (whole, bare):
        exact = {field: word for field, known in words().items() for word in known if word == said}
        if said in units():
            exact.setdefault("party", said)
        if exact:
            break
    if exact or not 1 < len(bare) <= LONGEST:  # a single character holds no other word
        return exact
    held = {}
    for field, known in words().items():
        within = [word for word in known if len(word) > 1 and _holds(bare, word)]
        if within:
            held[field] = max(within, key=len)
    longest = max(map(len, held.values()), default=0)
    return {field: word for field, word in held.items() if len(word) == longest}


def side_of(header: str) -> str | None:
    """Give the side of a tie, ``party`` or ``partner``, of which a header says that its column is."""
    return next((side for side, begins in _SIDES.items() if begins.search(plain(header))), None)


def _holds(header: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", header)) if word.isascii() else word in header
