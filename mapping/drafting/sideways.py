"""Tables on their side, whose headers stand in the first column and whose ties stand in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..arrangement import dated_in
from ..countries import is_country
from .headers import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..readers import Line

_MOSTLY, _FEWEST = 0.6, 3
_TESTS: dict[str, Callable[[str], bool]] = {"signed": dated_in, "country": is_country}
"""What the cells beside such a header are, each of them."""


def refusal(rows: Sequence[Line]) -> str:
    """Say that a table is on its side, with its line and what to do; nothing of one that is not."""
    wide = [row for row in rows if len(row.cells) >= _FEWEST]
    heads = [row.cells[0] or "" for row in wide]
    named = [set(fields_of(head)) for head in heads]
    if len({frozenset(fields) for fields in named if fields}) < 2 or sum(map(bool, named)) < _MOSTLY * len(wide):  # noqa: PLR2004
        return ""
    if not any(_bears_out(fields, row) for fields, row in zip(named, wide, strict=True)):
        return ""
    told = f"line {rows[0].number}: a table on its side: its headers stand in its first column ({', '.join(heads[:5])})"
    return f"{told}: turn it, as a spreadsheet program does on pasting (transpose), and add that"


def _bears_out(fields: set[str], row: Line) -> bool:
    """Tell whether what stands beside a header in its row is what it heads."""
    said = [cell for cell in row.cells[1:] if cell]
    tests = [test for field, test in _TESTS.items() if field in fields]
    return len(said) > 1 and any(sum(map(test, said)) >= _MOSTLY * len(said) for test in tests)
