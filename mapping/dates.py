"""A stated date, kept in the precision in which it is stated."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .numbers import without_spaces

_SEPARATED = r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?"
_CHINESE = r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?"
_FORMS = tuple(re.compile(form) for form in (_CHINESE, _SEPARATED))

IN_TEXT = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
"""The pattern of a date inside a Chinese sentence."""

EXPECTED = "a date such as 1974年2月1日, 1974-02 or 1974"


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


def read_date(text: str) -> StatedDate:
    """Read a date in any of the forms that lists use, stray spaces and full-width digits included.

    Raises ValueError for other text and for days that the calendar does not have.
    """
    compact = without_spaces(text)
    for form in _FORMS:
        if found := form.fullmatch(compact):
            year, month, day = (None if part is None else int(part) for part in found.group("year", "month", "day"))
            if year:
                date(year, 1 if month is None else month, 1 if day is None else day)
                return StatedDate(year, month, day)
    raise ValueError(text)


def date_or_none(text: str | None) -> StatedDate | None:
    """Read a date found inside a sentence, whose words are kept whatever they say; None where it is no date."""
    try:
        return None if text is None else read_date(text)
    except ValueError:
        return None
