"""Text with one cell a line, as tables are copied from some pages: rows that begin with numbers from 1 on."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from ..titles import titled
from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_HEADER = re.compile(r"\d|[。;\uff1b:\uff1a!?\uff01\uff1f]|\.\s")
_FEWEST, _ROWS, _SURE, _LONGEST = 3, 3, 0.6, 30


def lines(text: str) -> list[Line]:
    """Give the rows of each table, on the line of its number, and every other line as prose.

    As many lines before the first row as a row has are its header, if they are short and say no number. A row of more
    or fewer lines than most cannot be read.
    """
    entries = [*numbered(text)]
    found: list[Line] = []
    at = 0
    for table, begins in enumerate(_runs([line for _, line in entries]), 1):
        width = _width(begins)
        if not width:
            continue
        first = begins[0]
        before = entries[max(at, first - width) : first]
        headed = len(before) == width and all(_may_head(line) for _, line in before)
        found += _prose(entries[at : first - width if headed else first])
        if headed:
            found.append(_row(before, width, table))
        at = begins[-1] + width
        ends = [*begins[1:], min(at, len(entries))]
        found += [_row(entries[begin:end], width, table) for begin, end in zip(begins, ends, strict=True)]
    return titled([*found, *_prose(entries[at:])])


def row(cells: Sequence[str | None]) -> str:
    """Write a row, a cell a line."""
    return "\n".join(cell or "—" for cell in cells)


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)


def rows_in(text: str) -> int:
    """Count the rows that are as long as most, in tables of three at least."""
    runs = _runs([line for _, line in numbered(text)])
    return sum(
        1 + sum(after - before == width for before, after in pairwise(begins))
        for begins in runs
        if (width := _width(begins))
    )


def _runs(said: Sequence[str]) -> list[list[int]]:
    """Give the places of the numbers 1, 2, 3 … that stand alone on lines, a run a table."""
    runs: list[list[int]] = []
    for place, line in enumerate(said):
        if line == "1":
            runs.append([place])
        elif runs and line == str(len(runs[-1]) + 1):
            runs[-1].append(place)
    return [run for run in runs if len(run) >= _ROWS]


def _width(begins: Sequence[int]) -> int:
    """Give how many lines most rows have; 0 where too few have as many, or they are too few for a tie."""
    widths = Counter(after - before for before, after in pairwise(begins))
    width, count = widths.most_common(1)[0]
    return width if count >= _SURE * widths.total() and width >= _FEWEST else 0


def _may_head(line: str) -> bool:
    return len(line) <= _LONGEST and (not _NO_HEADER.search(line) or line.casefold() in {"no.", "no"})


def _row(own: Sequence[tuple[int, str]], width: int, table: int) -> Line:
    cells = tuple(line for _, line in own)
    reason = "" if len(cells) == width else f"a row of {width} lines, as most rows have; it has {len(cells)}"
    return Line(own[0][0], Part.ROW, " | ".join(cells), cells, reason, table=table)


def _prose(entries: Sequence[tuple[int, str]]) -> Iterator[Line]:
    return (Line(number, Part.PROSE, line) for number, line in entries)
