"""One row of a table: its cells as written, and what each says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..ontology import concepts, term
from ..ontology.errors import CellError
from .dates import EXPECTED as EXPECTED_DATE
from .dates import read_date
from .marks import read_marks
from .names import read_name
from .numbers import EXPECTED_NUMBER, EXPECTED_WHOLE, read_number, read_whole
from .records import Cell, Row

if TYPE_CHECKING:
    from .descriptor import Column, Descriptor
    from .names import PlaceName
    from .readers import Line
    from .records import Table

_NEEDED = {"partner", "country", "party"}
_EXPECTED = {
    "number": "a whole number",
    "party": "the name of a Chinese place, stated here or in a row above",
    "partner": "the name of a place",
    "country": "the name of a country",
    "continent": "a continent that ontology/kinds.ttl names",
    "signed": EXPECTED_DATE,
    "population": EXPECTED_WHOLE,
    "area": EXPECTED_NUMBER,
}


class Unreadable(NamedTuple):
    """A row that was not read: an error for each cell at fault, and the Chinese side that it leaves to the next row."""

    line: Line
    errors: tuple[CellError, ...]
    party: PlaceName | None = None


def read_row(line: Line, order: int, table: Table, descriptor: Descriptor, above: PlaceName | None) -> Row | Unreadable:
    """Read one row; ``above`` is the Chinese side of the row before it, carried down where this one leaves it out."""
    name = f"{descriptor.id}/{descriptor.document}"
    if len(line.cells) != len(table.columns):
        expected = f"a row of {len(table.columns)} cells, as its header has; it has {len(line.cells)}"
        stated = dict(zip((column.field for column in descriptor.columns), line.cells, strict=False)).get("party")
        error = CellError(name, line.number, "(all)", line.text, expected)
        return Unreadable(line, (error,), read_name(stated) if stated else above)
    cells, values, errors = [], {}, []
    for number, (column, text) in enumerate(zip(descriptor.columns, line.cells, strict=True), 1):
        try:
            value, reading = _value(column, text, above)
        except ValueError:
            errors.append(CellError(name, line.number, column.header, text or "", _EXPECTED[column.field]))
        else:
            cells.append(Cell(number, text, term(f"reading:{reading}")))
            values[column.field] = value
    if errors:
        return Unreadable(line, tuple(errors), values.get("party", above))
    notes = values.pop("notes", None)
    return Row(
        line=line.number,
        order=order,
        table=table.number,
        cells=tuple(cells),
        party=values.pop("party", None) or read_name(descriptor.about),
        level=descriptor.level or level_of(table.heading),
        kind=descriptor.kind,
        marks=read_marks(notes or ""),
        **values,
    )


def level_of(heading: str | None) -> str | None:
    """Give the level that a section heading opens with, as in 地级友好城市."""
    found = (iri for word, iri in concepts("level").items() if heading and heading.startswith(word))
    return next(found, None)


def _value(column: Column, text: str | None, above: PlaceName | None) -> tuple[Any, str]:
    """Give what a cell says and how it says it (the local name of a ``reading:`` concept)."""
    if text is None:
        if column.field != "party" or above is None:
            raise ValueError(text)
        return above, "carried-down"
    unknown = concepts("reading").get(text) == term("reading:stated-unknown")
    if (unknown or not text) and column.field in _NEEDED:
        raise ValueError(text)
    if unknown:
        return None, "stated-unknown"
    if not text:
        return None, "empty"
    return _read(column, text), "stated"


def _read(column: Column, text: str) -> Any:  # noqa: ANN401 - the type is the field's
    match column.field:
        case "signed":
            return read_date(text)
        case "population" | "number":
            return read_whole(text, column.unit)
        case "area":
            return read_number(text, column.unit)
        case "party" | "partner":
            return read_name(text)
        case "continent":
            return _continent(text)
        case _:
            return text


def _continent(text: str) -> str:
    if text not in concepts("continent"):
        raise ValueError(text)
    return concepts("continent")[text]
