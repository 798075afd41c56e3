"""The unit that the header of a column of numbers names, in persons or square kilometres."""

from __future__ import annotations

import re
from typing import NamedTuple

from .headers import LONGEST, fields_of, small

_TIMES = {
    "億": 100_000_000, "亿": 100_000_000, "억": 100_000_000, "百万": 1_000_000, "百萬": 1_000_000, "백만": 1_000_000,
    "millions": 1_000_000, "million": 1_000_000, "mil": 1_000_000, "mln": 1_000_000, "1,000,000": 1_000_000,
    "10万": 100_000, "10萬": 100_000, "万": 10_000, "萬": 10_000, "만": 10_000, "10,000": 10_000, "10000": 10_000,
    "thousands": 1000, "thousand": 1000, "千": 1000, "천": 1000, "1,000": 1000, "1000": 1000, "000s": 1000, "000": 1000,
    "k": 1000, "百": 100, "백": 100, "hundreds": 100, "": 1,
}  # fmt: skip
_OF = {
    "population": ("人", "人口", "口", "명", "名", "people", "persons", "inhabitants", "residents", ""),
    "area": (
        "平方公里", "平方千米", "平方粁", "km2", "km\u00b2", "k㎡", "km^2", "sqkm", "sq.km", "sq.km.", "squarekm",
        "squarekilometers", "squarekilometres", "squarekilometer", "squarekilometre", "방킬로미터", "제곱킬로미터",
        "평방킬로미터", "평방km", "平方キロメートル", "平方キロ", "",
    ),
}  # fmt: skip
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_TOLD = re.compile(r"^(?:单位|單位|単位|단위|units|unit|in(?!h)|约|約|약|about|approx\.?)[::]?")
_MARKS = re.compile(r"^[/:,\u3001.\-·'\u2019]+|[/:,\u3001\-·'\u2019]+$")
_NO_UNIT = re.compile(
    r"(?:[^()]*\d{4}年?.*|\d{4}|total|city|municipality|metro|urban|census|est\.?|estimate|estimated|"
    r"全市|市区|市區|市域|城区|城區|全域|常住|户籍|戶籍|常住人口|总|總|总计|總計|.*普查.*|.*현재.*|기준)"
)
"""What stands in brackets beside a number and is no unit: a year, or of what it is."""


class Unit(NamedTuple):
    """How many persons or km² one comes to, and the word that says so; ``times`` is None for a unit not known."""

    times: int | None
    word: str


def unit_of(header: str, field: str) -> Unit:
    """Give the unit that a header of population or area names; of 1, with no word, where it names none."""
    if len(header) > LONGEST:
        return Unit(1, "")
    whole = small(header)
    bare = _BRACKETS.sub("", whole)
    word = fields_of(bare or whole).get(field) or fields_of(header).get(field, "")
    said = [*_BRACKETS.findall(whole), bare.replace(word, "", 1) if bare != whole or word != bare else ""]
    told = [_MARKS.sub("", _TOLD.sub("", each)) for each in said]
    named = [each for each in told if each and not _NO_UNIT.fullmatch(each)]
    known = [Unit(times, each) for each in named if (times := _times(each, field))]
    if known:
        return known[0]
    strange = [each for each in named if _may_be(each, whole)]
    return Unit(None, strange[0]) if strange else Unit(1, "")


def _times(word: str, field: str) -> int | None:
    compact = word.removesuffix("s") if field == "area" else word
    for number, times in _TIMES.items():
        rest = compact.removeprefix(number).lstrip("of") if number.isascii() else compact.removeprefix(number)
        if compact.startswith(number) and rest in _OF[field]:
            return times
    return None


def _may_be(word: str, header: str) -> bool:
    """Tell whether words beside those for population or area may be a unit: in brackets, beside a stroke, or Latin."""
    beside = re.search(rf"[(\[【/:,]{re.escape(word)}|{re.escape(word)}[)\]】]", header)
    return beside is not None or bool(re.search(r"英里|公顷|公頃|亩|畝|坪|평|\bha\b|acre|mi2|sqmi|mile|ha$", word))
