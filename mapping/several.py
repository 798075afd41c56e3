"""Several ties in one row: the names that one cell holds, and the rows that they come to."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from ..ontology import term
from .chinese import names_both_sides
from .marks import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .columns import Layout
    from .readers import Line
    from .records import Cell, Row

EXPECTED = "the name of one place: list.yaml says by several: yes that each name is a tie of its own, or by no that not"

SIDES = ("party", "partner")
_BREAK = re.compile(r"[\n、;\uff1b]")
_KINDS = "市州省县縣県区區府郡道镇鎮町村邦"
_TOGETHER = re.compile(rf"[/\uff0f&\uff06,\uff0c](?!\s*+$)|(?<=[{_KINDS}])[和与與及](?=\S{{2}})")
"""What may set names apart, and may stand within one."""
_DATES = re.compile(r"[\n、;\uff1b,\uff0c]")
_EASTERN = re.compile("[\u2e80-\uffdc]")
_MOSTLY = 0.6
_OPENING, _CLOSING = set("(\uff08["), set(")\uff09]")


def names_in(text: str | None) -> list[str]:
    """Give the names that a cell holds, parted by line breaks, 、 or a semicolon, or by / & , 和 与 及 between names.

    What follows a name in Chinese characters in Latin ones, or in brackets, is the same name, not another; each keeps
    its marks of references.
    """
    names: list[str] = []
    for part in (name for cell in _parted(_BREAK, text or "") for name in _apart(cell)):
        mark = not (words := without_marks(part))
        other = names and _EASTERN.search(names[-1]) and not _EASTERN.search(part)
        if names and (mark or other or words[:1] in _OPENING):
            names[-1] += f" {part}"
        else:
            names.append(part)
    return names


def _apart(cell: str) -> list[str]:
    """Give the names in characters that a cell sets apart by / or &, and by a comma or 和 if their kinds are alike."""
    depth = [*accumulate((each in _OPENING) - (each in _CLOSING) for each in cell)]
    places = [found for found in _TOGETHER.finditer(cell) if depth[found.start()] <= 0]
    begins, ends = [0, *(found.end() for found in places)], [*(found.start() for found in places), len(cell)]
    parts = [cell[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]
    plain = [without_marks(part) for part in parts]
    if not all(len(part) > 1 and _EASTERN.search(part) for part in plain):
        return [cell]
    sure = all(found.group() in {"/", "\uff0f", "&", "\uff06"} for found in places)
    return parts if sure or (len({part[-1] for part in plain}) == 1 and plain[0][-1] in _KINDS) else [cell]


def paired(lines: Iterable[Line], layouts: Sequence[Layout]) -> list[Layout]:
    """Give the layouts whose partner's cells, most of those with several names, name both sides of a tie instead."""
    found, rows = [], [*lines]
    for layout in layouts:
        whole = [line.cells for line in rows if len(line.cells) == len(layout.columns)]
        sides = [n for n, column in enumerate(layout.columns) if column.field == "partner"]
        several = [cells[n] or "" for n in sides for cells in whole if len(names_in(cells[n])) > 1]
        if several and sum(names_both_sides(without_marks(each)) for each in several) >= _MOSTLY * len(several):
            found.append(layout)
    return found


def unpaired(line: Line, layout: Layout) -> Line:
    """Give a row that names both sides of its tie in the partner's cell with the reason why it cannot be read."""
    sides = (text for column, text in zip(layout.columns, line.cells, strict=False) if column.field == "partner")
    both = next((text for text in sides if text and names_both_sides(without_marks(text))), None)
    told = (
        f"a partner's cell that does not name the Chinese side too ({both}): part that column in a copy, and add that"
    )
    return line._replace(reason=told) if both else line


def ties(line: Line, layout: Layout) -> Iterator[Line]:
    """Give a row for each name of its partner, or of its Chinese side; a cell with as many parts gives each its own.

    A row of several names on both sides, or with dates neither one nor as many as the names, is given back with the
    reason why it cannot be read.
    """
    named = {side: _named(side, line, layout) for side in SIDES}
    count = max(named.values())
    if count < 2 or line.reason:  # noqa: PLR2004 - several
        yield line
        return
    if min(named.values()) > 1:
        both = (
            f"{named['party']} names and {named['partner']}: a row of its own for each tie, or several: no in list.yaml"
        )
        yield line._replace(reason=f"a row that names one place on one side at least; it has {both}")
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
    cells = _whole(rows, line) if rows else ()
    return [row._replace(cells=cells, first=rows[0].order) for row in rows]


def _whole(rows: list[Row], line: Line) -> tuple[Cell, ...]:
    found = []
    for text, (cell, *others) in zip(line.cells, zip(*(row.cells for row in rows), strict=True), strict=True):
        alike = all(other.reading == cell.reading for other in others)
        found.append(cell._replace(text=text, reading=cell.reading if alike else term("reading:stated")))
    return tuple(found)


def _named(side: str, line: Line, layout: Layout) -> int:
    """Count the names in the cell of a side."""
    cells = (text for column, text in zip(layout.columns, line.cells, strict=False) if column.field == side)
    return max((len(names_in(text)) for text in cells), default=1)


def _parted(marks: re.Pattern[str], text: str) -> list[str]:
    """Give what stands between the marks of a text."""
    return [part for each in marks.split(text) if (part := each.strip())]


def _parts(field: str, text: str | None, count: int) -> list[str | None]:
    """Give the parts of a cell where they are as many as the ties; a date is never left in several parts."""
    if text is None:
        return [None]
    if field in {"signed", "ended"}:
        dates: list[str | None] = [*_parted(_DATES, text)]
        return dates if len(dates) > 1 else [text]
    parts = names_in(text) if field not in {"notes", "other"} else []
    return [*parts] if len(parts) == count else [text]
