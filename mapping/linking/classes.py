"""What class of place a name says it is, by the word it ends in, and what class an item of the gazetteer is."""

from __future__ import annotations

import re
from enum import Flag, auto
from typing import NamedTuple

from ..spelling import latin_base, words


class PlaceClass(Flag):
    """Classes of place that a tie can be made by, and those it cannot; an item may be of several."""

    NONE = 0
    COUNTRY = auto()
    FIRST = auto()  # province, state, region: directly beneath the country
    SECOND = auto()  # prefecture, county, district: beneath those
    CITY = auto()
    TOWN = auto()  # town, village, commune: a settlement that is no city
    QUARTER = auto()  # part of a city
    OTHER = auto()  # campus, station, former state: makes no ties

    SETTLEMENT = CITY | TOWN
    AREA = FIRST | SECOND


class Ending(NamedTuple):
    """The word a name ends in: the name without it, the word, the classes it can say; no word says nothing."""

    base: str
    word: str
    classes: PlaceClass


_F, _S, _C, _T, _Q = PlaceClass.FIRST, PlaceClass.SECOND, PlaceClass.CITY, PlaceClass.TOWN, PlaceClass.QUARTER
_ENDINGS = {
    "特别行政区": _F, "直辖市": _F | _C, "广域市": _F | _C,
    "特别市": _F | _C, "大都会市": _F | _C, "自治市镇": _C | _T,
    "自治市": _F | _S | _C, "自治区": _F, "自治州": _F | _S,
    "自治省": _F, "自治县": _S, "自治共和国": _F, "共和国": _F,
    "联邦直辖区": _F, "联邦直辖市": _F | _C, "联邦区": _F, "首都大区": _F, "首都特区": _F, "首都区": _F, "边疆区": _F,
    "酋长国": _F, "大区": _F | _S, "地区": _F | _S, "专区": _S,
    "市辖区": _S | _Q, "省": _F, "州": _F, "邦": _F, "府": _F,
    "道": _F, "都": _F, "盟": _S, "旗": _S,
    "苏木": _S, "县": _F | _S, "郡": _F | _S, "区": _F | _S | _Q, "市镇": _C | _T,
    "城镇": _T, "市": _C, "城": _C, "镇": _T | _C, "町": _T, "村": _T, "乡": _T | _S,
}  # fmt: skip
_LATIN_ENDINGS = {
    "city": _C | _T, "town": _T | _C, "municipality": _F | _S | _C | _T, "commune": _T | _C,
    "borough": _S | _C | _T | _Q,
    "province": _F | _S, "state": _F, "region": _F | _S, "oblast": _F, "krai": _F, "republic": _F, "voivodeship": _F,
    "canton": _F, "governorate": _F | _S, "department": _F | _S, "territory": _F, "prefecture": _F | _S,
    "county": _F | _S, "district": _F | _S | _Q, "raion": _S, "rayon": _S, "parish": _F | _S | _T,
}  # fmt: skip
_LONGEST_FIRST = sorted(_ENDINGS, key=len, reverse=True)
_HAN_NAMED: dict[str, dict[str, PlaceClass | None]] = {
    # where names are Chinese characters themselves: what the ending says there, and endings that are part of names
    "cn": {"地区": _S, "自治州": _S, "县": _S, "区": _S | _Q, "州": None, "都": None, "道": None, "府": None,
           "城": None, "邦": None, "郡": None, "町": None},
    "jp": {"县": _F, "府": _F, "都": _F, "道": _F, "郡": _S, "区": _S | _Q, "州": None, "城": None, "邦": None},
    "kr": {"道": _F, "郡": _S, "区": _S | _Q, "州": None, "城": None, "邦": None, "府": None, "都": None},
    "vn": {"州": None, "道": None, "府": None, "都": None, "城": None, "邦": None},
}  # fmt: skip
_SAME_WORDS = ({"市", "城"}, {"县", "区", "郡"}, {"镇", "城镇", "市镇"}, {"省", "州", "大区", "地区"})
_NAMESAKES = {"kp": "kr", "tw": "cn", "hk": "cn", "mo": "cn"}
_SHORTEST = 2
_PARTS = {"neighbourhood", "macrohood", "microhood", "borough"}
_NO_PLACE = {"campus", "country/historical-country"}
_FORMER = re.compile(
    r"\b(?:former|historical|proposed|empire|of the kingdom of|holy roman|confederation|soviet union|pre \d{4}"
    r"|republic of china|japanese rule|dependency|scientific station|historic place)\b",
    re.IGNORECASE,
)
_TOWNLIKE = re.compile(r"municipality|commune|town|parish|city|şəhər|local community", re.IGNORECASE)


def ending(name: str, country: str | None = None) -> Ending:
    """Take the word that says what a place is off a simplified Chinese name; at least two characters stay.

    ``country`` is an ISO 3166-1 code in lower case: 县 is a first-level prefecture in Japan and a county in China.
    """
    own = _HAN_NAMED.get(_NAMESAKES.get(country or "", country or ""), {})
    for word in _LONGEST_FIRST:
        if name.endswith(word) and len(name) - len(word) >= _SHORTEST:
            classes = own.get(word, _ENDINGS[word])
            if classes is not None:
                return Ending(name[: -len(word)], word, classes)
    return Ending(name, "", PlaceClass.NONE)


def latin_ending(name: str) -> Ending:
    """Take the word that says what a place is off a name in Latin letters, where it ends or begins with one."""
    every = words(name)
    said = [word for word in (*every[-1:], *every[:1]) if word in _LATIN_ENDINGS] if len(every) > 1 else []
    if not said:
        return Ending(latin_base(name), "", PlaceClass.NONE)
    return Ending(latin_base(name), said[0], _LATIN_ENDINGS[said[0]])


def interchangeable(one: str, other: str, country: str | None) -> bool:
    """Tell whether translators use both words for one kind of place; where names are Chinese, each word is exact.

    A 广域市 or 特别市 is a 市 everywhere.
    """
    exact = _NAMESAKES.get(country or "", country or "") in _HAN_NAMED
    if one == other or (one.endswith("市") and other.endswith("市")):
        return True
    return not exact and any({one, other} <= words for words in _SAME_WORDS)


def classes_of(kind: str, *, present: bool = False) -> PlaceClass:
    """Give the classes of an item by the gazetteer's kind, such as ``city;region of Belgium``.

    ``present`` says that it has an ISO code: it is no place of the past, whatever else it was, and some area.
    """
    if (_FORMER.search(kind) and not present) or kind in _NO_PLACE:
        return PlaceClass.OTHER
    if kind.startswith("place"):
        return PlaceClass.SECOND if present else PlaceClass.NONE
    found = PlaceClass.NONE
    for part in kind.split(";"):
        found |= _part(part)
    return found


def _part(kind: str) -> PlaceClass:
    head = re.split(r"[:(]", kind)[0].strip()
    if head in {"country", "territory"}:
        return PlaceClass.COUNTRY
    if head in _PARTS:
        return PlaceClass.QUARTER
    if head == "first-level" or "first-level" in kind:
        return PlaceClass.FIRST | (PlaceClass.SETTLEMENT if _TOWNLIKE.search(kind) else PlaceClass.NONE)
    if head == "second-level":
        return PlaceClass.SECOND
    if head in {"city", "locality", "localadmin"}:
        return PlaceClass.SETTLEMENT
    return PlaceClass.SETTLEMENT if _TOWNLIKE.search(kind) else PlaceClass.FIRST
