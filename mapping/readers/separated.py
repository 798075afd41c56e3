"""Comma- or tab-separated values, as a spreadsheet saves them: titles may stand above the header, notes beneath."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from ...ontology.errors import DocumentError
from ..grids import MOST_WIDE, TOO_MUCH
from . import Line, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = "\t,;"


def lines(text: str) -> list[Line]:
    """Give every record as a row of the one table; its number is the line on which it starts.

    Raises DocumentError, with the line, where a quote is never closed or a row has more columns than a list.
    """
    delimiter, _ = shape(text)
    found = []
    for number, cells, raw in _records(text, delimiter):
        if len(cells) > MOST_WIDE:
            wide = f"a row of {len(cells):,} columns, where {MOST_WIDE} are read"
            raise DocumentError(f"line {number}: {wide}: {TOO_MUCH}")
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            swallowed = any("\n" in cell and cell.count(delimiter) >= max(len(cells) - 1, 1) for cell in cells)
            doubt = "a row whose quotes pair: the quote that opens here may have taken in the next row" * swallowed
            found.append(Line(number, Part.ROW, raw, stripped, doubt, table=1))
        elif raw:
            found.append(Line(number, Part.PASSED, raw, reason="a row of empty cells"))
    return found


def row(cells: Sequence[str | None]) -> str:
    """Write a row with commas."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cell or "" for cell in cells])
    return out.getvalue()[:-1]


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)


def shape(text: str) -> tuple[str, int]:
    """Give the delimiter of a text, with the number of lines that hold it equally often.

    Of several, it is the one that makes the largest table of such lines; sentences hold commas too, but few alike.
    """
    some = text.splitlines()
    counted = {mark: Counter(filter(None, (line.count(mark) for line in some))) for mark in _DELIMITERS}
    alike = {mark: max(counts.items(), key=lambda each: (each[0] + 1) * each[1], default=(0, 0))
             for mark, counts in counted.items()}  # fmt: skip
    mark = max(_DELIMITERS, key=lambda mark: ((alike[mark][0] + 1) * alike[mark][1], counted[mark].total()))
    return mark, alike[mark][1]


def _wrong(error: csv.Error) -> str:
    """Say why a record cannot be parted."""
    if "field limit" in str(error):
        long = f"a cell of more than {csv.field_size_limit():,} characters, as one that a quote opens and none closes"
        return f"{long}: {TOO_MUCH}"
    return f"quotes that do not pair ({error})"


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Give each record with its first line, its cells and its words."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    records = csv.reader((line + "\n" for line in source), delimiter=delimiter, strict=True)
    start = 0
    while True:
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise DocumentError(f"line {start + 1}: {_wrong(error)}") from error
        yield start + 1, cells, "\n".join(source[start : records.line_num]).strip()
        start = records.line_num
