"""The days of which a sentence speaks, and whether what it counts then is still so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .dates import IN_CHARACTERS, IN_TEXT, StatedDate, date_or_none, later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DATED = re.compile(
    rf"(?:(?P<before>自从?|从|截[至止](?:到|于)?|到|至|[-\u2013\u2014~])\s*+)?(?P<date>{IN_TEXT}|{IN_CHARACTERS}"
    r"|(?<!\d)(?:18|19|20)\d\d(?:[-./]\d{1,2}){0,2}(?![\d个对])|\d{2}年代|[二三四五六七八九]十年代)"
    r"(?P<after>以来|至今|起|开始|底|末|年底|年末|止|为止)?"
)
_SINCE = {"以来", "至今", "起", "开始"}
_RANGE = re.compile(r"(?:年|月|日|代|\d)\s*(?:底|末|初)?$")
_NOW = re.compile("目前|现在|如今|迄今|现有|现已|现共")
_STANDS = re.compile("有|达|总数|累计|已|共计")
"""Words of what is so on a day, not of what came to be in a year."""


class Span(NamedTuple):
    """From when to when the counts of a list are those of its rows: its last signing or counting, and its own date."""

    last: StatedDate
    as_of: StatedDate

    def holds(self, date: StatedDate | None) -> bool:
        """Tell whether a number of that day is one of the rows as they stand; of no known day it is not."""
        return date is not None and not (later(self.last, date) or later(date, self.as_of))


ANY_TIME = Span(StatedDate(1), StatedDate(9999))
"""The span of a list of which nothing is known: every day is its own."""


class Moment(NamedTuple):
    """A day that a sentence names, and where; None for one that is not known. ``until``: that it counts up to it."""

    place: int
    date: StatedDate | None
    until: bool = False
    now: bool = False


def span(dates: Iterable[StatedDate | None], as_of: StatedDate) -> Span:
    """Give the span of a list from the dates of its rows and counts; those after its own date are slips."""
    known = [date for date in dates if date and not later(date, as_of)]
    return Span(max(known, key=str, default=StatedDate(1)), as_of)


def moments(sentence: str) -> list[Moment]:
    """Give the days that a sentence in simplified characters names, in their order, without those since when."""
    now = (Moment(found.start(), None, now=True) for found in _NOW.finditer(sentence))
    return sorted([*_dated(sentence), *now], key=lambda moment: moment.place)


def outdated(known: list[Moment], clause: tuple[int, int, str], span: Span) -> bool:
    """Tell whether what a clause counts is of another day than its list's; it is given with where it is, to the next.

    A number is of the day named last before it, and of one that 截至 names after it.
    """
    start, end, words = clause
    before = [moment for moment in known if moment.place < start + len(words)][-1:]
    after = [moment for moment in known if start <= moment.place < end and moment.until]
    return any(
        not moment.now and not (span.holds(moment.date) and (moment.until or _STANDS.search(words)))
        for moment in (*before, *after)
    )


def _dated(sentence: str) -> Iterator[Moment]:
    for found in _DATED.finditer(sentence):
        before, after = found["before"] or "", found["after"] or ""
        lead = sentence[: found.start()]
        if after in _SINCE or (before[:1] in {"自", "从"} and "以来" in sentence[found.end() :]):
            continue
        ranged = before in {"到", "至", "-", "\u2013", "\u2014", "~"} and _RANGE.search(lead)
        until = before[:1] in {"截", "到", "至"} or bool(after)
        yield Moment(found.start(), None if ranged else date_or_none(found["date"]), until=until)
