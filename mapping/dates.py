"""A stated date, kept in the precision in which it is stated."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from .numbers import NARROW, without_spaces
from .numerals import DIGITS, NUMERAL, read_numeral

_SEPARATED = r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2})\.?)?)?"
_CHINESE = r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号號])?)?"
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}(?: |-|\. )(?:of )?{_MONTH}(?:,? |-)(?P<year>\d{{4}})",
        rf"{_MONTH} {_DAY}(?:, ?| )(?P<year>\d{{4}})",
        rf"{_MONTH}(?P<day>)(?:,? |-)(?P<year>\d{{4}})",
    )
)
_ERAS = {
    "明治": (date(1868, 1, 25), 1912), "大正": (date(1912, 7, 30), 1926), "昭和": (date(1926, 12, 25), 1989),
    "平成": (date(1989, 1, 8), 2019), "令和": (date(2019, 5, 1), 9999),
    "民国": (date(1912, 1, 1), 9999), "民國": (date(1912, 1, 1), 9999),
}  # fmt: skip
"""The Japanese eras since 1868, and the Republic of China: the first day, the last year."""
_ERA = re.compile(
    rf"(?:中华|中華)?(?P<era>{'|'.join(_ERAS)})(?P<year>元|\d{{1,3}})年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?"
)
_SHORT_YEAR = re.compile(r"['\u2019]?(?P<year>\d{2})(?:年|[-./]\d{1,2}[-./]).*")
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?")
"""Days since the end of 1899, as spreadsheets keep dates: 10000 is in 1927, 69999 in 2091."""
_EPOCH = date(1899, 12, 30)
_MEND_ONLY = "mend the cell under corrections in list.yaml, with the reason"
_MEND = f"or {_MEND_ONLY}"
_BARE = re.compile(
    r"(?P<year>\d{1,3})(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号號])?)?|[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?)"
)
"""A date whose year is of an era that is not named."""
_LAST = re.compile(r"(?P<one>\d{1,2})[-./](?P<other>\d{1,2})[-./](?P<year>\d{4})")
"""Day and month before the year, in an order that only list.yaml can tell."""
_PARTED = re.compile(r"\d\s+\d")
"""White space within a number: two numbers, of which one is too many."""
_FORMS = tuple(re.compile(form) for form in (_CHINESE, _SEPARATED))

IN_TEXT = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号號])?)?"
"""The pattern of a date inside a Chinese sentence."""
IN_CHARACTERS = rf"[〇○{DIGITS}]{{4}}年(?:{NUMERAL}{{1,2}}月(?:{NUMERAL}{{1,3}}[日号號])?)?"
"""The same where its numbers are in characters: 一九九四年十一月."""
_IN_AN_ERA = rf"(?:{'|'.join(_ERAS)})(?:元|\d{{1,3}})年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
_NUMERIC = r"(?<![\d./-])\d{4}(?:[-./]\d{1,2}){0,2}(?![-./]?\d)"
ANY_IN_TEXT = rf"(?:{IN_TEXT}|{_IN_AN_ERA}|{IN_CHARACTERS}|{_NUMERIC})"
"""The pattern of a date inside a sentence without blanks, in any form but the English ones; a year alone is one."""
_NAMED = rf"(?:{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\.?"
IN_ENGLISH = (
    rf"(?i:\b(?:\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{_NAMED}(?:,? |-)|{_NAMED} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?| )"
    rf"|{_NAMED}(?:,? |-))\d{{4}})\b"
)
"""The pattern of an English date with the name of its month inside a sentence."""

EXPECTED = "a date such as 1974年2月1日, 1974-02 or 1974"
ERAS = ("roc",)
"""What list.yaml may say of dates whose year is of an era that they do not name: the Republic of China."""
MINGUO = re.compile("民[国國]")
"""What a header says of such dates."""
ORDERS = ("dmy", "mdy")
"""What list.yaml may say of dates that end in their year: the day first, or the month."""

_CHARACTERS = re.compile(
    rf"(?P<year>[〇○{DIGITS}]{{4}})年(?:(?P<month>{NUMERAL}{{1,2}})月(?:(?P<day>{NUMERAL}{{1,3}})[日号號])?)?"
)


class StatedDate(NamedTuple):
    """A date of the proleptic Gregorian calendar: a year, with month and day where they are stated."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Give the lexical form of XSD: ``1974-02-01``, ``1974-02`` or ``1974``."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}{month}{day}"

    @property
    def datatype(self) -> str:
        """Give the local name of the XSD type that says this precision."""
        return "gYear" if self.month is None else "gYearMonth" if self.day is None else "date"


def read_date(text: str, order: str = "", era: str = "") -> StatedDate:
    """Read a date in any of the forms that lists use, full-width digits and stray spaces between its parts included.

    Chinese (in characters too) and ISO forms, with points or slashes; English with the month's name; years of Japanese
    eras and of the Republic of China; 03/04/1979 only where ``order`` says dmy or mdy, 55.6.30 only where ``era`` is
    roc.

    Raises ValueError for other text and for days that the calendar does not have.
    """
    compact = "" if _PARTED.search(text) else without_spaces(text)
    for form in _FORMS:
        if found := form.fullmatch(compact):
            year, month, day = (None if part is None else int(part) for part in found.group("year", "month", "day"))
            if year:
                date(year, 1 if month is None else month, 1 if day is None else day)
                return StatedDate(year, month, day)
    if found := _ERA.fullmatch(compact):
        return _of_an_era(found)
    if found := _CHARACTERS.fullmatch(compact):
        return _in_characters(found)
    if era and (found := _BARE.fullmatch(compact)):
        return _of_an_era(found)
    if order and (found := _LAST.fullmatch(compact)):
        first, second = ("other", "one") if order == "dmy" else ("one", "other")
        stated = date(int(found["year"]), int(found[first]), int(found[second]))
        return StatedDate(stated.year, stated.month, stated.day)
    spaced = " ".join(text.translate(NARROW).split())
    for form in _ENGLISH:
        if found := form.fullmatch(spaced):
            return _in_english(found)
    raise ValueError(text)


def _in_characters(found: re.Match[str]) -> StatedDate:
    """Give the date of 一九九四年十一月十八日, whose year is written digit by digit."""
    year = int("".join(str(DIGITS.index(digit)) for digit in found["year"].replace("〇", "零").replace("○", "零")))
    month, day = (None if found[part] is None else read_numeral(found[part]) for part in ("month", "day"))
    date(year, 1 if month is None else month, 1 if day is None else day)
    return StatedDate(year, month, day)


def _of_an_era(found: re.Match[str]) -> StatedDate:
    """Give the date of a year of an era; raises ValueError for one before its first day or after its last year."""
    first, last = _ERAS[found.groupdict().get("era", "民国")]
    year = first.year - 1 + (1 if found["year"] == "元" else int(found["year"]))
    said = found.groupdict()
    month, day = (int(part) if (part := said[name] or said.get(name[0])) else None for name in ("month", "day"))
    latest = date(year, month or 12, day or (31 if month is None else 28))
    if not first.year <= year <= last or latest < first:
        raise ValueError(found.group())
    return StatedDate(year, month, day)


def _in_english(found: re.Match[str]) -> StatedDate:
    """Give the date whose month is named in English, whole, or its first three letters (Sept too)."""
    name, year = found["name"].casefold(), int(found["year"])
    known = [
        n for n, whole in enumerate(MONTHS, 1) if name in {whole, whole[:3]} or (name == "sept" and whole[:4] == name)
    ]
    if not known:
        raise ValueError(found.group())
    day = int(found["day"]) if found["day"] else None
    date(year, known[0], 1 if day is None else day)
    return StatedDate(year, known[0], day)


def later(one: StatedDate | None, other: StatedDate) -> bool:
    """Tell whether a date is later than another, as far as both are stated."""
    if one is None:
        return False
    shown, limit = str(one), str(other)
    return shown[: len(limit)] > limit[: len(shown)]


def year_last(text: str) -> tuple[int, int] | None:
    """Give the two numbers before the year of a date such as 03/04/1979; None for any other text."""
    found = _LAST.fullmatch(without_spaces(text))
    return (int(found["one"]), int(found["other"])) if found else None


def expected_date(text: str, *, roc: bool = False) -> str:
    """Give what is expected in place of a text that is no date, ``roc`` of a list whose years may be of that era."""
    if year_last(text):
        return (
            "a date whose day and month can be told apart: list.yaml says by date_order: dmy or mdy which comes first"
        )
    compact = without_spaces(text)
    if roc and _BARE.fullmatch(compact):
        return f"{EXPECTED}: list.yaml says by dates: roc that such years are of the Republic of China (民國)"
    if found := _SHORT_YEAR.fullmatch(compact):
        year = f"which century or era the year {found['year']} is of, only you can tell"
        return f"a date whose year has four figures ({year}): {_MEND_ONLY}"
    if _SERIAL.fullmatch(compact):
        day = _EPOCH + timedelta(days=int(float(compact)))
        return f"{EXPECTED} (a spreadsheet may mean {day} by that number: format the column as dates, {_MEND})"
    return f"{EXPECTED}, {_MEND}"


def date_or_none(text: str | None) -> StatedDate | None:
    """Read a date found inside a sentence, whose words are kept whatever they say; None where it is no date."""
    try:
        return None if text is None else read_date(text)
    except ValueError:
        return None
