"""Rows of cells that span others to rows of one cell a column, as a browser lays a table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..ontology.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_WIDE, MOST_CELLS = 200, 500_000
"""How many columns a table has at most, and how many cells; a list of twinnings is far below."""
MOST_COLUMNS, MOST_ROWS = 1000, 65534
"""How far a cell may span (https://html.spec.whatwg.org/multipage/tables.html#attributes-common-to-td-and-th-elements)."""


TOO_MUCH = "more than a list has; take what is not the list's out of a copy, and add that"
"""What to do with a document that is larger than a list can be."""


class Span(NamedTuple):
    """A cell with the columns and rows that it spans; 0 rows means down to the end of the table.

    ``struck`` is whether it is struck out whole, ``flags`` what the flags beside its words may be called.
    """

    text: str
    columns: int = 1
    rows: int = 1
    struck: bool = False
    flags: tuple[str, ...] = ()


def is_own(inner: Sequence[int], beside: int, *, headed: bool) -> bool:
    """Tell whether a table within a cell is a table of its own, or words of that cell, by its cells in each row.

    ``beside`` is how many cells the row has in which it stands: alone, or in one no wider than itself, it is laid out
    there; with a header above two rows it may be a list.
    """
    wide = sum(width > 1 for width in inner)
    return (
        beside < 2 < len(inner) + 1  # noqa: PLR2004 - alone in its row
        or (wide > 1 and max(inner) >= max(beside, 2))
        or (headed and wide > 2)  # noqa: PLR2004 - a header and two rows
    )


def laid_out(rows: Iterable[list[Span]], line: int) -> list[tuple[str | None, ...]]:
    """Give each row with a cell a column: one that spans columns stands in each, one from a row above is None.

    A row that is one cell alone, whatever it spans, stays one cell. Spans are cut at the last column a table may have.
    Raises DocumentError, with the line on which the table begins, for one of more columns or cells than a list has.
    """
    found: list[tuple[str | None, ...]] = []
    above: dict[int, int] = {}
    held = 0
    for row in rows:
        cells: list[str | None] = []
        begun: dict[int, int] = {}
        for span in row:
            _hang(cells, above)
            left = (min(span.rows, MOST_ROWS) if span.rows > 0 else MOST_ROWS) - 1
            if len(cells) == MOST_WIDE:
                raise DocumentError(f"line {line}: a table of more than {MOST_WIDE} columns: {TOO_MUCH}")
            width = min(max(span.columns, 1), MOST_WIDE - len(cells))
            begun.update(dict.fromkeys(range(len(cells), len(cells) + width), left))
            cells.extend([span.text] * width)
        _hang(cells, above)
        held += len(cells)
        if held > MOST_CELLS:
            raise DocumentError(f"line {line}: a table of more than {MOST_CELLS:,} cells, as they span: {TOO_MUCH}")
        found.append((row[0].text,) if len(row) == 1 and not above else tuple(cells))
        above = {column: left for column, left in ({c: n - 1 for c, n in above.items()} | begun).items() if left > 0}
    return found


def _hang(cells: list[str | None], above: dict[int, int]) -> None:
    """Add the cells that rows above have spanned at the place that is reached."""
    while len(cells) in above:
        cells.append(None)


def spanned(value: str | None, most: int) -> int:
    """Read a colspan or rowspan; what is no number is 1, as in HTML."""
    digits = (value or "").strip()
    return min(int(digits[:6]), most) if digits[:6].isdecimal() and digits.isascii() else 1
