"""What a list says outside its rows: captions, notes, the counts it states of itself, remarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ..ontology import concepts
from .dates import IN_TEXT, date_or_none
from .marks import read_marks, without_marks
from .names import read_name, read_names
from .readers import Part
from .records import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .readers import Line
    from .records import Row

_NEAR = 3
"""How many lines from a table the words of a page still speak of it."""
_CAPTION = re.compile(
    rf"(?:^|.*[,\uff0c])(?P<partner>[^,\uff0c]+?)[於于](?P<date>{IN_TEXT})[與与](?P<party>.+?)(?:締|缔)"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,9})\.\s+\^\s+(?P<text>.*)")
_OTHER_DATE = re.compile(rf"一[说說](?P<date>{IN_TEXT})")
_MERGER = re.compile(
    r"[與与](?P<merged>.+?)合[併并][為为](?P<into>[^,\uff0c。]+)[,\uff0c。].*?由(?P<heir>\S.*?)承[繼继]"
)
_TOTAL = re.compile(
    r"(?P<countries>\d{1,9})个国家(?:的(?P<partners>\d{1,9})个(?:城市|地区)|建立(?:了)?(?P<twinnings>\d{1,9})对)"
    r"[^,\uff0c。;\uff1b)\uff09]*"
)


def read_caption(line: Line, number: int, rows: Sequence[Row]) -> Claim:
    """Read a caption; ``rows`` are those of the table beneath it, among which it names one, or none that is sure."""
    found = _CAPTION.match(line.text)
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
    date, merger = _OTHER_DATE.search(text), _MERGER.search(without_marks(text))
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


def read_prose(line: Line, counts: int, remarks: int) -> list[Claim]:
    """Read a paragraph: the counts it states, numbered on from ``counts``, and the whole of it as a remark."""
    found = [
        Claim(
            "Count",
            counts + place,
            line.number,
            text,
            counts=what,
            value=value,
            continent=continent,
            level=level,
        )
        for place, (text, what, value, continent, level) in enumerate(_counts(line.text), 1)
    ]
    return [*found, Claim("Remark", remarks + 1, line.number, line.text, read_marks(line.text))]


def near(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a page with its paragraphs away from the tables passed over; one that states a count stays.

    A document whose reader knows no tables is all the list's own.
    """
    if not any(line.table for line in lines):
        return [*lines]
    about = {place for direction in (1, -1) for place in _beside(lines, direction)}
    return [
        line._replace(part=Part.PASSED, reason="a paragraph of the page away from its tables")
        if line.part is Part.PROSE and not line.table and place not in about and not any(_counts(line.text))
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


def _counts(text: str) -> Iterator[tuple[str, str, int, str | None, str | None]]:
    """Give each number a paragraph states of its list: its clause, what is counted, how many, and of which part."""
    continents, levels = concepts("continent"), concepts("level")
    by_continent = (
        rf"(?P<continent>{'|'.join(continents)})有"
        r"(?P<countries>\d{1,9})个国家、(?P<twinnings>\d{1,9})对[^,\uff0c。;\uff1b]*"
    )
    by_level = rf"(?P<level>{'|'.join(levels)})友好(?:城市|地区)有(?P<twinnings>\d{{1,9}})对"
    for pattern in (_TOTAL, re.compile(by_continent), re.compile(by_level)):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            continent, level = continents.get(parts.get("continent", "")), levels.get(parts.get("level", ""))
            for what in ("countries", "partners", "twinnings"):
                if parts.get(what):
                    yield found.group(), what, int(parts[what]), continent, level
