"""What a list says outside its rows: captions, notes, the counts it states of itself, remarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from .counts import read_counts
from .dates import IN_TEXT, date_or_none
from .marks import read_marks, without_marks
from .moments import ANY_TIME
from .names import read_name, read_names
from .readers import Part
from .records import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .moments import Span
    from .readers import Line
    from .records import Row

_LONGEST = 2000
"""Characters of a caption or a note that is read; what is longer is kept as it is written."""
_NEAR = 3
"""How many lines from a table the words of a page still speak of it."""
_CAPTION = re.compile(
    rf"(?:^|.*[,\uff0c])(?P<partner>[^,\uff0c]+?)[於于](?P<date>{IN_TEXT})[與与](?P<party>.+?)(?:締|缔)"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,9})\.\s+\^\s+(?P<text>.*)")
_OTHER_DATE = re.compile(rf"一[说說](?P<date>{IN_TEXT})")
_MERGER = re.compile(
    r"(?>[與与](?P<merged>.+?)合[併并][為为](?P<into>[^,\uff0c。]+)[,\uff0c。])(?>.*?由(?=\S))(?P<heir>.+?)承[繼继]"
)


def read_caption(line: Line, number: int, rows: Sequence[Row]) -> Claim:
    """Read a caption; ``rows`` are those of the table beneath it, among which it names one, or none that is sure."""
    found = _CAPTION.match(line.text) if len(line.text) <= _LONGEST else None
    if not found:
        return Claim("Caption", number, line.number, line.text, read_marks(line.text))
    named = [row for row in rows if row.partner.main == found["partner"]]
    if len(named) > 1:
        named = [row for row in named if row.party.main == found["party"]]
    orders = (named[0].order,) if len(named) == 1 else ()
    return Claim("Caption", number, line.number, line.text, (), orders, date_or_none(found["date"]))


def read_note(line: Line) -> Claim:
    """Read a numbered note: another date for the rows that refer to it, or what became of their partner."""
    entry = _NUMBERED.match(line.text)
    number, text = (int(entry["number"]), entry["text"]) if entry else (0, line.text)
    date, merger = _OTHER_DATE.search(text), _MERGER.search(without_marks(text[:_LONGEST]))
    return Claim(
        "Note",
        number,
        line.number,
        text,
        read_marks(text),
        date=date_or_none(date["date"]) if date else None,
        successor=read_name(merger["heir"]) if merger else None,
        merged=read_names(merger["merged"]) if merger else (),
    )


def read_prose(line: Line, about: str = "", span: Span = ANY_TIME) -> list[Claim]:
    """Read a paragraph of a list about a Chinese place: its counts, its sentences with others, the whole as a remark.

    Counts of a day outside of ``span`` are among the others. Each is numbered from 1 among those of its kind.
    """
    counts = read_counts(line.text, about, span)
    found = [
        Claim(
            "Count",
            number,
            line.number,
            said.text,
            counts=said.what,
            value=said.value,
            continent=said.continent,
            level=said.level,
        )
        for number, said in enumerate(counts.stated, 1)
    ]
    unread = [Claim("UnreadCount", number, line.number, text) for number, text in enumerate(counts.unread, 1)]
    return [*found, *unread, Claim("Remark", 1, line.number, line.text, read_marks(line.text))]


def near(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a page with its paragraphs away from the tables passed over; one that counts ties stays.

    A document whose reader knows no tables is all the list's own.
    """
    if not any(line.table for line in lines):
        return [*lines]
    about = {place for direction in (1, -1) for place in _beside(lines, direction)}
    return [
        line._replace(part=Part.PASSED, reason="a paragraph of the page away from its tables")
        if line.part is Part.PROSE and not line.table and place not in about and not any(read_counts(line.text))
        else line
        for place, line in enumerate(lines)
    ]


def _beside(lines: Sequence[Line], direction: Literal[1, -1]) -> Iterator[int]:
    """Give the places of lines that follow a row closely, or precede one, with no heading between."""
    left = 0
    for place in range(len(lines))[::direction]:
        part = lines[place].part
        left = _NEAR if part in {Part.HEADER, Part.ROW} else 0 if part is Part.HEADING else left - 1
        if left >= 0:
            yield place
