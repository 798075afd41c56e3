"""What became of a tie, as a cell says it: ended, suspended or renewed, and when."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..ontology import concepts, term
from .dates import date_or_none, later
from .names import LONGEST
from .numbers import without_spaces
from .records import Event

if TYPE_CHECKING:
    from .dates import StatedDate

EXPECTED = "a status such as 有效, 2020年1月终止, 中止 or ended 2020"

_HAPPENS = ("event:ended", "event:suspended", "event:renewed", "event:resumed")
_IN_FORCE = {"有效", "存续", "存續", "正常", "现存", "現存", "active", "inforce", "current", "valid"}
_AFTERWARDS = re.compile(
    "恢复|恢復|重新|重启|重啟|重续|再次|再度|又|续|續|复|復|resum|restore|reinstate|again|renew", re.IGNORECASE
)
_DATE = r"\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}[日号號])?)?|(?:[-./]\d{1,2}){0,2})"
_CLAUSES = re.compile(r"[,\uff0c;\uff1b。、()\uff08\uff09\[\]\n]+")


def read_status(text: str) -> tuple[Event, ...]:
    """Read a cell that says nothing but how a tie stands; raises ValueError where a clause of it says anything else."""
    found = []
    for clause in _clauses(text):
        if clause.casefold() in _IN_FORCE:
            continue
        event = _read(clause)
        if event is None:
            raise ValueError(text)
        found.append(event)
    return tuple(found)


def read_events(text: str) -> tuple[Event, ...]:
    """Give what a remark says became of a tie: only clauses that say it with a date, and nothing else.

    A resumption needs none. Nothing ends by a remark that goes on in words not understood about what came after.
    """
    found = [event for clause in _clauses(text) if (event := _read(clause))]
    events = tuple(event for event in found if event.date or event.kind == term("event:resumed"))
    return tuple(event for event in events if event.kind not in _stops()) if is_unclear(text) else events


def is_unclear(text: str) -> bool:
    """Tell whether a remark says that a tie ended or rests, and in words not understood what became of it then."""
    read = {clause: _read(clause) for clause in _clauses(text)}
    stopped = any(event and event.date and event.kind in _stops() for event in read.values())
    return stopped and any(event is None and _AFTERWARDS.search(clause) for clause, event in read.items())


def settled(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Give events without the ends and rests that a later one, a resumption or renewal, has undone."""
    again = [(n, event) for n, event in enumerate(events) if event.kind in _goes_on()]
    return tuple(
        event
        for n, event in enumerate(events)
        if event.kind not in _stops() or not any(_follows(other, event, behind=m > n) for m, other in again)
    )


def _follows(one: Event, other: Event, *, behind: bool) -> bool:
    return later(one.date, other.date) if one.date and other.date else behind


@cache
def _stops() -> frozenset[str]:
    return frozenset({term("event:ended"), term("event:suspended")})


@cache
def _goes_on() -> frozenset[str]:
    return frozenset({term("event:resumed"), term("event:renewed")})


def ended_on(events: tuple[Event, ...]) -> StatedDate | None:
    """Give the date on which a tie ended, where one is stated."""
    return next((event.date for event in events if event.kind == term("event:ended")), None)


def _clauses(text: str) -> list[str]:
    return [clause for part in _CLAUSES.split(text) if (clause := without_spaces(part))]


def _read(clause: str) -> Event | None:
    words = _words()
    found = _pattern().fullmatch(clause) if len(clause) <= LONGEST else None
    if not found:
        return None
    date = found["before"] or found["after"]
    stated = date_or_none(date)
    if date and stated is None:
        return None
    return Event(words[found["event"].casefold()], stated)


@cache
def _words() -> dict[str, str]:
    known = {term(name) for name in _HAPPENS}
    return {without_spaces(word).casefold(): iri for word, iri in concepts("event").items() if iri in known}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_words(), key=len, reverse=True)))
    tie = r"(?:友好|姊妹|姐妹|友城|城市|结好|結好|双边|雙邊|关系|關係|协议|協議|协定|協定|交流)*了?"
    return re.compile(
        rf"(?:[已自从於于在]|since|in)*(?P<before>{_DATE})?起?(?:已|正式|宣布|单方面|單方面|双方|雙方|被)*{tie}"
        rf"(?P<event>{words}){tie}(?:[于於在]|:|since|in|on)?(?P<after>{_DATE})?起?",
        re.IGNORECASE,
    )
