"""Rows with fewer cells than their table has columns: which columns they leave out, told by what the cells are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..ontology import concepts
from .countries import is_country, is_in_column
from .dates import date_or_none, year_last
from .languages import closed
from .marks import without_marks
from .numbers import read_number, read_whole
from .signs import is_ditto, of_nothing
from .words import meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .columns import Column, Layout
    from .readers import Line


class Gap(NamedTuple):
    """Columns that a row leaves out: so many from one place on, which the row above spans, and so many of the last."""

    place: int
    spanned: int
    last: int

    def filled(self, cells: Sequence[str | None]) -> tuple[str | None, ...]:
        """Give the cells of a whole row: none where the row above spans it, empty ones at the end."""
        return (*cells[: self.place], *[None] * self.spanned, *cells[self.place :], *[""] * self.last)


def aligned(line: Line, layout: Layout, words: Mapping[str, str], above: Mapping[str, Any]) -> Line:
    """Give a row with a cell a column, where list.yaml lets it leave columns out and its cells fit in one way only.

    Columns that are carried down may be left out by a row beneath a merged cell, the last ones where they may be empty.
    A row that fits in no way, or in several, is given back with the reason why it cannot be read. ``above`` are the
    values by field of the row above: a country is not taken from one of another continent.
    """
    missing = len(layout.columns) - len(line.cells)
    if missing <= 0 or line.reason or not line.cells:
        return line
    allowed = [gap for gap in gaps(len(layout.columns), missing) if _declared(gap, layout.columns)]
    filled = dict.fromkeys(gap.filled(line.cells) for gap in allowed)
    fitting = [
        cells
        for cells in filled
        if not misfits(cells, layout.columns, words) and _of_one_continent(cells, layout.columns, above)
    ]
    if len(fitting) == 1:
        return line._replace(cells=fitting[0])
    if not filled:
        return line
    ways = "more than one place" if fitting else "no place where the others are what their columns hold"
    whole = f"a row of {len(layout.columns)} cells, as its header has"
    return line._replace(reason=f"{whole}; it has {len(line.cells)}, and those left out fit in {ways}")


def gaps(columns: int, missing: int) -> Iterator[Gap]:
    """Give the ways to leave out so many of the columns: at the end, or beneath a merged cell, or both."""
    yield Gap(0, 0, missing)
    for spanned in range(1, missing + 1):
        for place in range(columns - missing + 1):
            yield Gap(place, spanned, missing - spanned)


def misfits(cells: Sequence[str | None], columns: Sequence[Column], words: Mapping[str, str]) -> int:
    """Count the cells that cannot be what their columns hold: dates, numbers, countries, words of the schemes."""
    countries = {cell for column, cell in zip(columns, cells, strict=True) if column.field == "country" and cell}
    return sum(
        not _fits(column, cell, words) and not (column.field == "partner" and cell in countries)
        for column, cell in zip(columns, cells, strict=True)
    )


def _declared(gap: Gap, columns: Sequence[Column]) -> bool:
    """Tell whether list.yaml lets rows leave these columns out."""
    spanned = columns[gap.place : gap.place + gap.spanned]
    last = columns[len(columns) - gap.last :]
    return all(each.blank == "carried-down" for each in spanned) and all(each.blank == "empty" for each in last)


def _of_one_continent(cells: Sequence[str | None], columns: Sequence[Column], above: Mapping[str, Any]) -> bool:
    own = {column.field: cell for column, cell in zip(columns, cells, strict=True)}
    stated = concepts("continent").get(without_marks(own.get("continent") or ""))
    return (
        own.get("country", "") is not None or None in {stated, above.get("continent")} or stated == above["continent"]
    )


def _fits(column: Column, cell: str | None, words: Mapping[str, str]) -> bool:  # noqa: PLR0911 - one return a field
    said = closed(" ".join(without_marks(cell or "").split()))
    if not said or of_nothing(said) or is_ditto(said):
        return cell is None or column.field != "partner" or column.blank is not None
    match column.field:
        case "signed" | "ended":
            return _dated(said)
        case "continent" | "kind" | "level":
            return meant(column.field, said, words) is not None
        case "country":
            return is_in_column(said)
        case "population" | "area" | "number":
            return _counted(said, whole=column.field == "number")
        case "party" | "partner" | "party_region" | "partner_region":
            return not is_country(said) and said not in concepts("continent") and not _dated(said)
    return True


def _dated(text: str) -> bool:
    bare = text.partition("(")[0].partition("\uff08")[0]
    return date_or_none(bare) is not None or year_last(bare) is not None


def _counted(text: str, *, whole: bool) -> bool:
    try:
        _ = read_whole(text) if whole else read_number(text)
    except ValueError:
        return False
    return True
