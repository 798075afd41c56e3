"""What a list states against itself: dates that cannot be, ends before starts, two dates of one tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ontology.errors import CellError
from .dates import later
from .places import column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import StatedDate
    from .places import Links
    from .records import Claim, Reading, Row

_FIRST = 1900
_MEND = "if a cell is a slip, mend it under corrections of list.yaml"


def contradictions(reading: Reading) -> Iterator[tuple[int, CellError]]:
    """Give what rows state against the list's own date or their own, with the order of the row."""
    as_of = reading.descriptor.as_of
    for row in reading.rows:
        if row.signed and row.signed.year < _FIRST:
            expected = f"a date since {_FIRST}, before which no twinning was signed: {_MEND}"
            yield row.order, _error(reading, row, "signed", row.signed, expected)
        if later(row.signed, as_of):
            yield row.order, _error(reading, row, "signed", row.signed, _up_to(reading))
        if row.signed and row.ended and later(row.signed, row.ended):
            expected = f"an end that is no earlier than the start, {row.signed}: {_MEND}"
            yield row.order, _error(reading, row, "ended", row.ended, expected)


def against(reading: Reading) -> list[CellError]:
    """Give what a list states against itself, of which nothing is published."""
    return [error for _, error in (*contradictions(reading), *late_claims(reading))]


def late_claims(reading: Reading) -> Iterator[tuple[Claim, CellError]]:
    """Give the notes and captions that state a date later than the list's own."""
    for claim in reading.claims:
        if later(claim.date, reading.descriptor.as_of):
            name = reading.descriptor.name()
            yield claim, CellError(name, claim.line, f"({claim.kind.lower()})", str(claim.date), _up_to(reading))


def two_dates(reading: Reading, links: Links) -> Iterator[tuple[int, CellError]]:
    """Give the rows that date a tie otherwise than a row above them does, with their order."""
    first: dict[tuple[str, str], Row] = {}
    for row in reading.rows:
        if (parties := links.parties(row)) and row.signed:
            before = first.setdefault((parties.party.id, parties.partner.id), row)
            if str(before.signed) != str(row.signed):
                named = f"{row.party.key} – {row.partner.key}"
                expected = f"{before.signed}, the date that line {before.line} gives for the same tie, {named}: {_MEND}"
                yield (
                    row.order,
                    _error(
                        reading, row, "signed", row.signed, f"{expected}, else name one of them under pass_over there"
                    ),
                )


def _up_to(reading: Reading) -> str:
    said = reading.descriptor
    return (
        f"a date up to {said.as_of}, the as_of of {said.id}/list.yaml: if the list was kept up to date after that,"
        f" write there until when it holds; {_MEND}"
    )


def _error(reading: Reading, row: Row, field: str, stated: StatedDate | None, expected: str) -> CellError:
    table = reading.table_of(row)
    number = table.fields.index(field) + 1 if field in table.fields else 0
    written = next((cell.text for cell in row.cells if cell.column == number), None)
    name = reading.descriptor.name(table)
    return CellError(name, row.line, column_of(reading, row, field), written or str(stated), expected)
