"""Several ties in one row: the names that one cell holds, and the rows that they come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..ontology import term
from .marks import without_marks
from .records import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .columns import Layout
    from .readers import Line
    from .records import Row

EXPECTED = "the name of one place: list.yaml says by several: yes that each name is a tie of its own, or by no that not"

_BREAK = re.compile(r"\s*[\n、;\uff1b]\s*")
_DATES = re.compile(r"\s*[\n、;\uff1b,\uff0c]\s*")
_EASTERN = re.compile("[\u2e80-\uffdc]")
_BRACKET = ("(", "\uff08", "[")


def names_in(text: str | None) -> list[str]:
    """Give the names that a cell holds, parted by line breaks, 、 or a semicolon.

    What follows a name in Chinese characters in Latin ones, or in brackets, is the same name, not another; each keeps
    its marks of references.
    """
    names: list[str] = []
    for part in filter(None, _BREAK.split(text or "")):
        mark = not (words := without_marks(part))
        other = names and _EASTERN.search(names[-1]) and not _EASTERN.search(part)
        if names and (mark or other or words.startswith(_BRACKET)):
            names[-1] += f" {part}"
        else:
            names.append(part)
    return names


def ties(line: Line, layout: Layout) -> Iterator[Line]:
    """Give a row for each name of its partner; a cell with as many parts as names gives each row its own.

    A row whose dates are neither one nor as many as the names is given back with the reason why it cannot be read.
    """
    partners = [names_in(text) for column, text in zip(layout.columns, line.cells, strict=False) if _is_partner(column)]
    count = max(map(len, partners), default=1)
    if count < 2:  # noqa: PLR2004 - several
        yield line
        return
    parted = [_parts(column.field, text, count) for column, text in zip(layout.columns, line.cells, strict=False)]
    odd = next((parts for parts in parted if len(parts) not in {1, count}), None)
    if odd:
        yield line._replace(reason=f"a row of {count} ties with one date or {count}; it has {len(odd)}")
        return
    for number in range(count):
        yield line._replace(cells=tuple(parts[number % len(parts)] for parts in parted))


def as_one(rows: list[Row], line: Line) -> list[Row]:
    """Give the rows that one of the document came to, with its cells as the document has them.

    A cell that says one thing in one way and another otherwise (奈良, 待查) is stated.
    """
    return [row._replace(cells=_whole(rows, line), first=rows[0].order) for row in rows]


def _whole(rows: list[Row], line: Line) -> tuple[Cell, ...]:
    readings = [{cell.reading for cell in cells} for cells in zip(*(row.cells for row in rows), strict=True)]
    return tuple(
        Cell(number, text, said.pop() if len(said) == 1 else term("reading:stated"))
        for number, (text, said) in enumerate(zip(line.cells, readings, strict=True), 1)
    )


def _is_partner(column: object) -> bool:
    return getattr(column, "field", "") == "partner"


def _parts(field: str, text: str | None, count: int) -> list[str | None]:
    """Give the parts of a cell where they are as many as the ties; a date is never left in several parts."""
    if text is None:
        return [None]
    if field in {"signed", "ended"}:
        dates: list[str | None] = [*filter(None, _DATES.split(text))]
        return dates if len(dates) > 1 else [text]
    parts = names_in(text) if field not in {"notes", "other"} else []
    return [*parts] if len(parts) == count else [text]
