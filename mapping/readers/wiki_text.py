"""An encyclopedia's page copied as text: sections, captions, tables whose flag images left a gap, notes, references.

The structure read here is that of Chinese Wikipedia's province lists: in a row, the flag before the country leaves
two no-break spaces, which part the names from the rest; a copy may have turned them into other blanks. The Chinese side
is left out where the row above has it, and the country where only its flag stood: then white space follows the gap, or
the continent itself.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ...ontology import concepts
from ..languages import HAN
from ..sections import SENTENCE, plain
from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FLAG = "\u00a0\u00a0"
_BLANKS = re.compile(r"(?<=\S)[ \u00a0]{2,4}(?=\S)")
"""What a copy makes of the gap: blanks of any kind, before a continent or a date; one more where a flag is alone."""
_AFTER_BLANKS = re.compile(r"(?=\d{4}|洲)")
_BETWEEN_NAMES = re.compile(rf"(?<!\s)\s++(?=[{HAN}])")
_ENTRY = re.compile(r"(?P<number>\d+)\.\s+\^\s")
_FURNITURE = {"维基媒体列表条目", "維基媒體列表條目"}
_NOTES = {"注释", "註釋", "注釋", "备注", "備註"}
_CAPTION = re.compile(r"(?:位[于於]|攝[于於]|摄[于於]).*[締缔结結]")
_NAME_COLUMNS, _OTHER_COLUMNS, _FEWEST_OTHERS = 2, 4, 3


def lines(text: str) -> list[Line]:
    """Classify every non-blank line by the block of lines it stands in and the section heading above it."""
    found: list[Line] = []
    heading, others = "", _OTHER_COLUMNS
    for block in _blocks(text):
        if any(_FLAG in line for _, line in block):
            table = [*_table(block, others)]
            headers = [line for line in table if line.part is Part.HEADER]
            others = _others(headers[0].cells) if headers else others
            found.extend(table)
        else:
            for number, line in block:
                part, reason = _part(line, heading, first=not found)
                if part is Part.HEADING:
                    heading = plain(line)
                found.append(Line(number, part, line, reason=reason))
    return found


def row(cells: Sequence[str | None]) -> str:
    """Write a row with the flag's gap before the country."""
    names, others = cells[:_NAME_COLUMNS], cells[_NAME_COLUMNS:]
    left = " ".join(name for name in names if name is not None)
    return f"{left} {_FLAG}{' '.join(other for other in others if other)}".rstrip()


def header(cells: Sequence[str]) -> str:
    """Write a header, its labels parted by one space; it has no flag and no gap."""
    return " ".join(cells)


def gaps_in(text: str) -> int:
    """Count the lines that have the gap of a flag."""
    return sum(_FLAG in line for _, line in _entries(text))


def _entries(text: str) -> list[tuple[int, str]]:
    """Give the lines, a flag's gap in each as two no-break spaces, whatever blanks a copy has left of them."""
    entries = list(numbered(text))
    if any(_FLAG in line for _, line in entries):
        return entries
    found = [_gap(line) for _, line in entries]
    gap = min((len(blanks.group()) for blanks in found if blanks), default=0)
    return [
        (number, f"{line[: blanks.start()]}{_FLAG}{line[blanks.start() + gap :]}" if blanks else line)
        for (number, line), blanks in zip(entries, found, strict=True)
    ]


def _gap(line: str) -> re.Match[str] | None:
    """Give the first blanks of a line that may be a gap."""
    last = max((found.start() for found in _AFTER_BLANKS.finditer(line)), default=0)
    return _BLANKS.search(line, 0, last)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    entries = _entries(text)
    for _, block in groupby(enumerate(entries), key=lambda pair: pair[1][0] - pair[0]):
        yield [entry for _, entry in block]


def _part(line: str, heading: str, *, first: bool) -> tuple[Part, str]:
    if first:
        return Part.TITLE, ""
    if line in _FURNITURE:
        return Part.PASSED, "what Wikidata says the page is, shown under its title; no part of the list"
    if _ENTRY.match(line):
        return (Part.NOTE if heading in _NOTES else Part.REFERENCE), ""
    return (Part.PROSE if SENTENCE.search(line) else Part.HEADING), ""


def _others(header: Sequence[str | None]) -> int:
    """Give how many columns stand beside the two of names."""
    return max(len(header) - _NAME_COLUMNS, _FEWEST_OTHERS)


def _table(block: list[tuple[int, str]], others: int) -> Iterator[Line]:
    """Captions, then the header, then rows: the header is the line before the first row with a flag's gap."""
    first_row = next(place for place, (_, line) in enumerate(block) if _FLAG in line)
    for place, (number, line) in enumerate(block):
        if place < first_row - 1:
            yield Line(number, Part.CAPTION, line)
        elif place == first_row - 1:
            yield Line(number, Part.HEADER, line, tuple(line.split()))
            others = _others(line.split())
        elif _FLAG not in line and _CAPTION.match(line):
            yield Line(number, Part.CAPTION, line)
        else:
            yield Line(number, Part.ROW, line, _cells(line, others))


def _cells(line: str, columns: int) -> tuple[str | None, ...]:
    left, _, right = line.partition(_FLAG)
    names: list[str | None] = [*_BETWEEN_NAMES.split(left.strip())]
    if len(names) < _NAME_COLUMNS:
        names.insert(0, None)
    others: list[str | None] = [*right.strip().split(" ", columns - 1)]
    if _FLAG in line and (right[:1].isspace() or others[0] in concepts("continent")):
        others = ["", *right.strip().split(" ", columns - 2)]
    if len(others) == columns - 1:
        others.append("")
    return (*names, *others)
