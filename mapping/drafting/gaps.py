"""Which columns the rows of an unknown table leave out that have fewer cells than its header."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..alignment import gaps, misfits
from ..chinese import is_chinese_place
from ..columns import NEEDED
from ..marks import without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..alignment import Gap
    from ..columns import Column

_OWN = {"partner", "signed", "ended", "notes"}
"""Fields that each row has for itself, so that none is taken from the row above."""


def gaps_of(
    short: Sequence[tuple[str | None, ...]], columns: Sequence[Column], whole: Sequence[tuple[str | None, ...]]
) -> dict[tuple[str | None, ...], Gap | None]:
    """Give for each short row what it leaves out: of the ways in which its cells fit the one that most rows have."""
    empty = {place for place in range(len(columns)) if any(cells[place] == "" for cells in whole)}
    ways = {cells: [gap for gap in gaps(len(columns), len(columns) - len(cells)) if _may(gap, columns, empty)
                    and _sound(gap.filled(cells), columns)] for cells in short}  # fmt: skip
    votes = Counter(gap for fitting in ways.values() for gap in fitting)
    return {cells: max(fitting, key=lambda gap: votes[gap], default=None) for cells, fitting in ways.items()}


def _may(gap: Gap, columns: Sequence[Column], empty: set[int]) -> bool:
    """Tell whether such columns may be spanned from the row above, and such may be left empty at the end."""
    spanned = range(gap.place, gap.place + gap.spanned)
    ended = columns[len(columns) - gap.last :]
    carried = all(columns[n].field not in _OWN and (n not in empty or columns[n].field == "party") for n in spanned)
    return carried and not any(column.field in NEEDED for column in ended)


def _sound(cells: Sequence[str | None], columns: Sequence[Column]) -> bool:
    """Tell whether each cell is what its column holds, and stands on its own side of the tie."""
    own = {"party": True, "partner": False}
    sides = [
        (cell, own[column.field]) for column, cell in zip(columns, cells, strict=True) if cell and column.field in own
    ]
    return misfits(cells, columns, {}) == 0 and all(
        is_chinese_place(without_marks(cell)) is ours for cell, ours in sides
    )
