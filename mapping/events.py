"""What became of a tie, as a cell says it: ended, suspended or renewed, and when."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..ontology import concepts, term
from .dates import ANY_IN_TEXT, IN_ENGLISH, date_or_none, later
from .marks import without_marks
from .names import LONGEST
from .numbers import NARROW, without_spaces
from .records import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .dates import StatedDate

EXPECTED = (
    "a status such as 有效, 2020年1月终止, 中止 or ended 2020 (list.yaml may say under words what a word of the list's"
    " own means: event:ended, event:suspended, or event:signed for a tie that stands)"
)

_HAPPENS = ("event:ended", "event:suspended", "event:renewed", "event:resumed")
_STANDS = "event:signed"
"""What list.yaml says of a word for a tie that is in force."""
_IN_FORCE = {"有效", "存续", "存續", "正常", "现存", "現存", "active", "inforce", "current", "valid"}
_AFTERWARDS = re.compile(
    "恢复|恢復|重新|重启|重啟|重续|再次|再度|又|续|續|复|復|resum|restore|reinstate|again|renew", re.IGNORECASE
)
_ENDING = re.compile(
    "终止|終止|中止|停止|终结|終結|结束|結束|解除|解约|解約|解消|取消|撤销|撤銷|废止|廢止|失效|中断|中斷|暂停|暫停|冻结|凍結"
    "|断绝|斷絕|断交|斷交|休止|停摆|停擺|注销|註銷|不再|[无無]往来|無往來|没有往来|脱离|脫離|종료|해지|중단|취소|폐지|해제|휴면"
    r"|\b(?:ended|terminat\w+|suspen[ds]\w*|cancel\w*|ceased|dissol\w+|discontinu\w+|expired|lapsed|inactive|dormant"
    r"|defunct|severed|revoked|withdr[ae]wn?|annulled|abolished|stopped|halted|paused|no longer|on hold|broken off"
    r"|frozen|emeritus|former (?:sister|twin|friend))\b",
    re.IGNORECASE,
)
"""Words of an end or a rest, whatever it is of."""
_OF_THE_TIE = re.compile(
    r"友好|友城|姊妹|姐妹|姉妹|结好|結好|提携|结对|結對|twinn|sister|friendship|\bties?\b", re.IGNORECASE
)
_DAY, _FIRST_DAY, _MOST_DAYS = "[\ue000-\uefff]", 0xE000, 0x1000
"""A character of the private use area stands for each date while the words around it are compared."""
_IN_ENGLISH, _ANY_DATE = re.compile(IN_ENGLISH), re.compile(ANY_IN_TEXT)
_CLAUSES = re.compile(r"[,;。、()\[\]\n]+|\.(?=\s|$)")
_DATED = re.compile(rf"\(\s*({_DAY}|{ANY_IN_TEXT})\s*\)")
"""A date alone in brackets, which is that of the words before it."""
_NO_WORDS = re.compile(r"[^\w\ue000-\uefff]*")
_BRACKET = re.compile(r"[(\uff08](?P<added>[^()\uff08\uff09]*)[)\uff09](?P<marks>(?:\s*\[[^\[\]]{1,12}\])*)\s*$")
_BESIDE = (
    "[已自从於于在由现現起了该該被中:]|正式|宣布|宣告|单方面|單方面|双方|雙方|对方|對方|我方|两市|兩市|目前|协商|協商|一致|友好合作|友好|姊妹|姐妹|姉妹"
    "|友城|城市|都市|结好|結好|结对|結對|双边|雙邊|关系|關係|関係|协议|協議|协定|協定|提携|交流|状态|狀態|より|から|に|は|が|を|した|された|the"
    "|this|our|sister|twin|city|cities|towns?|friendship|relationships?|relations|ties?|twinning|agreements?|partnerships?|was|were"
    "|has|have|been|is|are|officially|formally|temporarily|currently|now|since|in|on|asof|from"
)
"""What may stand beside the word for an event, and changes nothing of it."""


class Remark(NamedTuple):
    """What a remark says became of a tie, and those of its clauses that speak of an end and are not understood."""

    events: tuple[Event, ...]
    unclear: tuple[str, ...] = ()


class _Clause(NamedTuple):
    """A clause as it is written, its words without blanks and dates, its event."""

    text: str
    words: str
    event: Event | None

    @property
    def idle(self) -> bool:
        """Tell whether it has no words, or says that the tie stands."""
        return bool(_NO_WORDS.fullmatch(self.words)) or self.words.casefold() in _IN_FORCE

    @property
    def of_the_tie(self) -> bool:
        """Tell whether it names the tie."""
        return bool(_OF_THE_TIE.search(self.text))


def own_words(words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give those of a list's own words that say what became of a tie, as cells are compared with them."""
    known = {term(name) for name in (*_HAPPENS, _STANDS)}
    return tuple((without_spaces(word).casefold(), iri) for word, iri in words.items() if iri in known)


def read_status(text: str, own: tuple[tuple[str, str], ...] = ()) -> tuple[Event, ...]:
    """Read a cell that says nothing but how a tie stands; raises ValueError where a clause of it says anything else.

    ``own`` are the list's words for it, as ``own_words`` gives them.
    """
    if whole := _whole(text, own):
        return whole
    clauses = [*_clauses(text, own)]
    stands = {word for word, iri in own if iri == term(_STANDS)}
    if any(not each.event and each.words.casefold() not in {*_IN_FORCE, *stands} for each in clauses):
        raise ValueError(text)
    return tuple(each.event for each in clauses if each.event)


def read_remark(text: str, own: tuple[tuple[str, str], ...] = ()) -> Remark:
    """Read a remark: the events that surely are of the tie, and the clauses on an end that may be of something else.

    An end or rest is surely the tie's where its clause names the tie, where all of the remark is understood, or where
    it is dated and nothing that is not understood stands before it. Nothing ends by a remark that goes on in words not
    understood about what came after. A resumption needs no date.
    """
    if whole := _whole(text, own):
        return Remark(whole)
    clauses = [*_clauses(without_marks(text), own)]
    understood = all(each.event or each.idle for each in clauses)
    after = any(not each.event and _AFTERWARDS.search(each.text) for each in clauses)
    taken, left = [], []
    for number, each in enumerate(clauses):
        if each.event and (understood or not _in_doubt(number, clauses, after=after)):
            taken.append(each.event)
        elif (each.event and each.event.kind in _stops()) or (not each.event and is_of_an_end(each.text, own)):
            left.append(each.text)
    return Remark(tuple(taken), tuple(left))


def _whole(text: str, own: tuple[tuple[str, str], ...]) -> tuple[Event, ...]:
    """Give the event where the list's own words have the text as a whole, its commas and brackets included."""
    words = without_spaces(without_marks(text)).casefold()
    kind = next((iri for word, iri in own if word == words and iri != term(_STANDS)), None)
    dates = [date_or_none(found.group()) for found in _ANY_DATE.finditer(words)]
    return (Event(kind, dates[0] if len(dates) == 1 else None),) if kind else ()


def _in_doubt(number: int, clauses: list[_Clause], *, after: bool) -> bool:
    """Tell whether what a clause says became of something may be of another thing than the tie."""
    clause = clauses[number]
    if clause.event is None or clause.event.kind not in _stops():
        return clause.event is not None and not (clause.event.date or clause.event.kind == term("event:resumed"))
    strange = any(not (each.event or each.idle) for each in clauses[:number])
    return after or not (clause.of_the_tie or (clause.event.date and not strange))


def is_of_an_end(text: str, own: tuple[tuple[str, str], ...] = ()) -> bool:
    """Tell whether a text has a word of an end or a rest, of whatever that is."""
    stops = (word for word, iri in own if iri in _stops())
    return bool(_ENDING.search(text)) or any(word in without_spaces(text).casefold() for word in stops)


def part_status(text: str, own: tuple[tuple[str, str], ...] = ()) -> tuple[str, tuple[Event, ...]]:
    """Give a name without what stands in brackets after it of the tie, such as (已终止), and the events of that."""
    found = _BRACKET.search(text) if len(text) <= 2 * LONGEST else None
    if not found:
        return text, ()
    try:
        events = read_status(found["added"], own)
    except ValueError:
        return text, ()
    name = text[: found.start()].rstrip()
    return (name + found["marks"], events) if events and name else (text, ())


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


def _clauses(text: str, own: tuple[tuple[str, str], ...]) -> Iterator[_Clause]:
    """Give the clauses of a text, each with the one event that it says and nothing else."""
    days: list[StatedDate] = []

    def kept(found: re.Match[str]) -> str:
        day = date_or_none(found.group()) if len(days) < _MOST_DAYS else None
        days.extend([day] if day else [])
        return chr(_FIRST_DAY + len(days) - 1) if day else found.group()

    plain = _IN_ENGLISH.sub(kept, re.sub(_DAY, "?", text.translate(NARROW)))
    for part in _CLAUSES.split(_DATED.sub(r" \1", plain)):
        if words := _ANY_DATE.sub(kept, without_spaces(part)):
            shown = re.sub(_DAY, lambda day: str(days[ord(day.group()) - _FIRST_DAY]), " ".join(part.split()))
            yield _Clause(shown, words, _event(words, days, own))


def _event(words: str, days: list[StatedDate], own: tuple[tuple[str, str], ...]) -> Event | None:
    found = _pattern(own).fullmatch(words) if len(words) <= LONGEST else None
    if not found:
        return None
    stated = [days[ord(day) - _FIRST_DAY] for day in re.findall(_DAY, words)]
    return Event(_words(own)[found["event"].casefold()], stated[0] if stated else None) if len(stated) < 2 else None  # noqa: PLR2004 - one date


@cache
def _words(own: tuple[tuple[str, str], ...]) -> dict[str, str]:
    known = {term(name) for name in _HAPPENS}
    words = {without_spaces(word).casefold(): iri for word, iri in concepts("event").items() if iri in known}
    return words | {word: iri for word, iri in own if iri in known}


@cache
def _pattern(own: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    events = "|".join(map(re.escape, sorted(_words(own), key=len, reverse=True)))
    beside = rf"(?:{_BESIDE}|{_DAY})*"
    return re.compile(rf"{beside}(?P<event>{events}){beside}", re.IGNORECASE)
