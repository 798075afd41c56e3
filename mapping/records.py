"""What a list says, with the line it says it on: tables, rows, claims, citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from ..ontology.errors import CellError
    from .corrections import Correction
    from .dates import StatedDate
    from .descriptor import Descriptor
    from .names import PlaceName


class Mark(NamedTuple):
    """A reference mark in a text: the number of a citation, with the page where one is named, or of a note."""

    number: int
    page: str | None = None
    note: bool = False

    def __str__(self) -> str:
        """Give the mark in words: ``4``, ``10:126`` for a page, ``note 2``."""
        return f"note {self.number}" if self.note else f"{self.number}:{self.page}" if self.page else str(self.number)


class Event(NamedTuple):
    """Something that happened to a tie after its signing: the IRI of its ``event:`` concept, the date if stated."""

    kind: str
    date: StatedDate | None = None


class Section(NamedTuple):
    """What the headings above a row state for it: concept IRIs, and names as written."""

    kind: str | None = None
    level: str | None = None
    continent: str | None = None
    country: str | None = None
    party: str | None = None
    event: str | None = None


NOTHING = Section()
"""What no heading states."""


class Cell(NamedTuple):
    """A cell of a row: the number of its column from 1, its words if it is there, and the ``reading:`` concept.

    ``correction`` is what list.yaml says it is to be read as, and why.
    """

    column: int
    text: str | None
    reading: str
    correction: Correction | None = None


class Table(NamedTuple):
    """A table of a list, or the part of one beneath a heading of its own.

    It has a number from 1, the line of its header, the header cells, the section it stands in, the place of its layout
    in list.yaml (from 0), and the sheet where the document is a workbook.
    """

    number: int
    line: int
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    heading: str | None = None
    heading_line: int | None = None
    layout: int = 0
    section: Section = NOTHING
    sheet: str | None = None


class Row(NamedTuple):
    """One row as read: population in persons, area in km²; continent, level and kind as concept IRIs.

    Where a row of the document holds several ties, each is a row here: all have the document's cells, and ``first`` is
    the order of the first of them.
    ``country`` is None where the row leaves it to be inferred from the place that its partner's name is linked to;
    ``home`` is the ISO 3166-1 code of where its party lies.
    """

    line: int
    order: int
    table: int
    cells: tuple[Cell, ...]
    party: PlaceName
    partner: PlaceName
    country: str | None
    number: int | None = None
    continent: str | None = None
    signed: StatedDate | None = None
    population: int | None = None
    area: Decimal | None = None
    level: str | None = None
    kind: str | None = None
    marks: tuple[Mark, ...] = ()
    ended: StatedDate | None = None
    events: tuple[Event, ...] = ()
    first: int = 0
    home: str = "cn"


class Claim(NamedTuple):
    """Something a list says outside its rows; ``rows`` are the orders of the rows it speaks of."""

    kind: Literal["Note", "Caption", "Count", "UnreadCount", "Remark"]
    number: int
    line: int
    text: str
    marks: tuple[Mark, ...] = ()
    rows: tuple[int, ...] = ()
    date: StatedDate | None = None
    successor: PlaceName | None = None
    merged: tuple[PlaceName, ...] = ()
    counts: str | None = None
    value: int | None = None
    continent: str | None = None
    level: str | None = None
    sheet: str | None = None


class Citation(NamedTuple):
    """One entry of a list's references; ``text`` is the whole entry, always kept."""

    number: int
    line: int
    text: str
    authors: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    issued: StatedDate | None = None
    retrieved: StatedDate | None = None
    archived: StatedDate | None = None
    via: str | None = None
    language: str | None = None
    identifier: str | None = None
    volume: str | None = None
    pages: str | None = None
    dead_link: bool = False


class Passed(NamedTuple):
    """A line that holds nothing for the model, with the reason."""

    line: int
    text: str
    reason: str


class Reading(NamedTuple):
    """All that one document says, and an account of what was not taken from it.

    ``lost`` rows are in the errors; ``warnings`` tell of what is kept as it is written and says nothing more.
    """

    descriptor: Descriptor
    tables: tuple[Table, ...]
    rows: tuple[Row, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    passed: tuple[Passed, ...]
    title_line: int | None = None
    errors: tuple[CellError, ...] = ()
    lost: int = 0
    warnings: tuple[str, ...] = ()

    def table_of(self, row: Row) -> Table:
        """Give the table in which a row stands."""
        (table,) = (table for table in self.tables if table.number == row.table)
        return table
