"""Reference marks in a text, such as ``[4]``, ``[10]:126`` and ``[註 2]``, and figures raised: ``[^1]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .numbers import NARROW
from .records import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from .records import Claim, Reading, Row

BREAK = "\v"
"""What stands for a break that one sees, in words in which line breaks of the source are spaces."""
RAISING = frozenset({"sup", "sub"})
"""The elements of HTML whose words are raised or lowered."""
_SHOWN = 5

_MARK = re.compile(r"\[(?:[註注]\s*(?P<note>\d{1,9})|(?P<number>\d{1,9}))\](?::(?P<page>[\dA-Za-z–-]+))?")

_RAISED = r"\[\^[^\[\]^]{1,8}\]"
"""A figure or sign that a document raises or lowers, as the readers write it: the mark of a note in no list."""
_ANY = re.compile(rf"{_MARK.pattern}|{_RAISED}")
_NO_MARK = re.compile(r"st|nd|rd|th|er|ème|TM|®|™|\s*", re.IGNORECASE)
_UNIT = re.compile(r"(?<=m)\[\^(?P<power>[23])\]", re.IGNORECASE)
_LONGEST = 8


def spaced(text: str) -> str:
    """Give words with one space between each, without what takes no room."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def seen(text: str, plain: Callable[[str], str] = spaced) -> str:
    """Give the words of a cell, one line for each that one sees."""
    return "\n".join(filter(None, map(plain, text.split(BREAK))))


def raised(text: str) -> str:
    """Give words that a document raises or lowers, a figure or sign as a mark apart from the words before it."""
    plain = text.strip()
    if len(plain) > _LONGEST or _NO_MARK.fullmatch(plain) or set(plain) & set("[]^\v\n"):
        return text
    return f"[^{plain}]"


def with_powers(text: str) -> str:
    """Give a text with the figures that are raised after a unit of length, as in km\u00b2, as part of it."""
    return _UNIT.sub(r"\g<power>", text)


def read_marks(text: str) -> tuple[Mark, ...]:
    """Give the marks of a text in order."""
    return tuple(
        Mark(int(found["note"]), note=True) if found["note"] else Mark(int(found["number"]), found["page"])
        for found in _MARK.finditer(text.translate(NARROW))
    )


def with_known_marks(reading: Reading) -> Reading:
    """Give a reading whose rows and claims cite only entries that the document has, and a warning of all other marks.

    A table is often copied without the references beneath it; what the cells say stays as it is written.
    """
    known = {Mark(each.number) for each in reading.citations}
    known |= {Mark(each.number, note=True) for each in reading.claims if each.kind == "Note"}
    said: list[Row | Claim] = [*reading.rows, *reading.claims]
    unknown = sorted((each.line, mark) for each in said for mark in each.marks if mark._replace(page=None) not in known)
    if not unknown:
        return reading
    marks = [*dict.fromkeys(str(mark) for _, mark in unknown)]
    shown = ", ".join(marks[:_SHOWN]) + (f" and {len(marks) - _SHOWN} more" if len(marks) > _SHOWN else "")
    name = f"{reading.descriptor.name()}, line {unknown[0][0]}"
    told = f"{len(unknown)} mark(s) of references that the document does not list"
    return reading._replace(
        rows=tuple(each._replace(marks=_of(each.marks, known)) for each in reading.rows),
        claims=tuple(each._replace(marks=_of(each.marks, known)) for each in reading.claims),
        warnings=(*reading.warnings, f"{name}: {told} ({shown}): kept as written, they cite nothing"),
    )


def _of(marks: tuple[Mark, ...], known: set[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark._replace(page=None) in known)


def without_marks(text: str) -> str:
    """Give a text without its marks, nor the figures raised in it."""
    kept, at = [], 0
    for found in _ANY.finditer(text.translate(NARROW)):
        kept.append(text[at : found.start()])
        at = found.end()
    return "".join([*kept, text[at:]]).strip()


def blanked(text: str) -> str:
    """Give a text with spaces in place of its marks, all else where it stood."""
    return _ANY.sub(lambda mark: " " * len(mark.group()), text.translate(NARROW))
