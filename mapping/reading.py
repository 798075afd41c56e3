"""A whole document as records: every non-blank line is in them, or passed over with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from ..ontology.errors import CellError, DocumentError
from .citations import read_citation
from .claims import read_caption, read_note, read_prose
from .readers import Part, document_text, reader
from .records import Passed, Reading, Row, Table
from .rows import Unreadable, read_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .descriptor import Descriptor
    from .readers import Line
    from .records import Claim


def read_list(descriptor: Descriptor) -> Reading:
    """Read one list; raises DocumentError where it is no text or has no table, and keeps the errors of cells in the Reading."""
    lines = reader(descriptor.reader).lines(document_text(descriptor.path))
    tables, errors, rejected = _tables(lines, descriptor)
    rows, unreadable = _rows(lines, tables, descriptor)
    claims = _claims(lines, tables, rows)
    titles = [line.number for line in lines if line.part is Part.TITLE]
    return Reading(
        descriptor=descriptor,
        tables=tuple(tables),
        rows=tuple(rows),
        claims=tuple(claims),
        citations=tuple(read_citation(line) for line in lines if line.part is Part.REFERENCE),
        passed=tuple(_passed(lines, tables, rejected, unreadable)),
        title_line=titles[0] if titles else None,
        errors=(*errors, *(error for row in unreadable for error in row.errors)),
    )


def _tables(lines: list[Line], descriptor: Descriptor) -> tuple[list[Table], list[CellError], list[Line]]:
    """Give the tables, the errors of headers that are not the descriptor's, and those headers' lines."""
    tables: list[Table] = []
    errors: list[CellError] = []
    rejected: list[Line] = []
    heading: Line | None = None
    name = f"{descriptor.id}/{descriptor.document}"
    rowless = _folded("".join(column.header for column in descriptor.columns))
    for line in lines:
        if line.part is Part.HEADING and _folded(line.text) == rowless:
            errors.append(
                CellError(name, line.number, "(header)", line.text, f"a header above rows of {descriptor.reader}")
            )
            rejected.append(line)
        elif line.part is Part.HEADING:
            heading = line
        elif line.part is Part.HEADER:
            wrong = list(_header_errors(line, descriptor))
            errors.extend(wrong)
            if wrong:
                rejected.append(line)
                continue
            columns = tuple(cell or "" for cell in line.cells)
            fields = tuple(column.field for column in descriptor.columns)
            where = (heading.text, heading.number) if heading else (None, None)
            tables.append(Table(len(tables) + 1, line.number, columns, fields, *where))
    if not tables and not errors:
        header = " | ".join(column.header for column in descriptor.columns)
        raise DocumentError(
            f"{descriptor.path}: no line is the header {header} that list.yaml names, so there are no rows"
        )
    return tables, errors, rejected


def _header_errors(line: Line, descriptor: Descriptor) -> Iterable[CellError]:
    expected = [column.header for column in descriptor.columns]
    name = f"{descriptor.id}/{descriptor.document}"
    if len(line.cells) != len(expected):
        yield CellError(name, line.number, "(header)", line.text, f"the header {' | '.join(expected)} of list.yaml")
        return
    for number, (cell, header) in enumerate(zip(line.cells, expected, strict=True), 1):
        if _folded(cell or "") != _folded(header):
            yield CellError(name, line.number, str(number), cell or "", f"the header {header!r} that list.yaml names")


def _headless(line: Line, descriptor: Descriptor) -> CellError:
    name = f"{descriptor.id}/{descriptor.document}"
    expected = f"a row beneath the header {' | '.join(column.header for column in descriptor.columns)} of list.yaml"
    return CellError(name, line.number, "(all)", line.text, expected)


def _folded(header: str) -> str:
    return "".join(normalize("NFKC", header).split())


def _rows(lines: list[Line], tables: list[Table], descriptor: Descriptor) -> tuple[list[Row], list[Unreadable]]:
    by_line = {table.line: table for table in tables}
    rows: list[Row] = []
    unreadable: list[Unreadable] = []
    table, headed, above, order = None, False, None, 0
    for line in lines:
        if line.part in {Part.HEADING, Part.HEADER}:
            table, headed, above = by_line.get(line.number), line.part is Part.HEADER, None
        elif line.part is Part.ROW:
            order += 1
            if table is None:
                unreadable.append(Unreadable(line, () if headed else (_headless(line, descriptor),)))
                headed = True
                continue
            read = read_row(line, order, table, descriptor, above)
            above = read.party
            if isinstance(read, Row):
                rows.append(read)
            else:
                unreadable.append(read)
    return rows, unreadable


def _claims(lines: list[Line], tables: list[Table], rows: list[Row]) -> Iterable[Claim]:
    captions = counts = remarks = 0
    for line in lines:
        if line.part is Part.CAPTION:
            captions += 1
            beneath = min(
                (table for table in tables if table.line > line.number),
                key=lambda table: table.line,
                default=None,
            )
            yield read_caption(line, captions, [row for row in rows if beneath and row.table == beneath.number])
        elif line.part is Part.NOTE:
            yield read_note(line, rows)
        elif line.part is Part.PROSE:
            claims = read_prose(line, counts, remarks)
            yield from claims
            counts += sum(claim.kind == "Count" for claim in claims)
            remarks += sum(claim.kind == "Remark" for claim in claims)


def _passed(
    lines: list[Line], tables: list[Table], rejected: list[Line], unreadable: list[Unreadable]
) -> Iterable[Passed]:
    used = {table.heading_line for table in tables}
    left_out = {row.line.number for row in unreadable} | {line.number for line in rejected}
    for line in lines:
        if line.number in left_out:
            yield Passed(line.number, line.text, "could not be read, see the errors")
        elif line.part is Part.PASSED:
            yield Passed(line.number, line.text, line.reason)
        elif line.part is Part.HEADING and line.number not in used:
            yield Passed(line.number, line.text, "heading of a section that holds no table")
