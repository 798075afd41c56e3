"""A whole document as records: every non-blank line is in them, or passed over with a reason."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..ontology.errors import CellError, DescriptorError, DocumentError
from .alignment import aligned
from .arrangement import arranged, folded, headless_layout, layout_of
from .citations import read_citation
from .claims import near, read_caption, read_note, read_prose
from .corrections import check_places
from .countries import is_country
from .counts import counted_on
from .entries import Entries
from .events import is_of_an_end, own_words, part_status, read_remark
from .layouts import chosen, never_used
from .marks import with_known_marks
from .moments import span
from .municipalities import level_at
from .names import read_name
from .readers import HIDES, Part
from .records import Passed, Reading, Row, Table
from .rows import PARTNER, read_row
from .sections import INNERMOST, combined, is_of_intent, plain, read_section
from .several import as_one, names_in, paired, ties, unpaired
from .sides import side_named
from .unread import warnings as unread
from .words import unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .descriptor import Descriptor, Layout
    from .readers import Line
    from .records import Claim
    from .rows import Words


def read_list(descriptor: Descriptor) -> Reading:
    """Read one list, and keep errors of cells as such.

    Raises DocumentError where it has no table or is no text, DescriptorError for a correction of no cell and for an
    entry under tables that says its table and is of none.
    """
    lines = near(arranged(descriptor.lines(), descriptor))
    rows = [line for line in lines if line.part is Part.ROW]
    check_places(descriptor.corrections, rows, descriptor.layouts, descriptor.folder / "list.yaml")
    walk = _Walk(descriptor, paired(rows, descriptor.layouts) if descriptor.several == "yes" else [])
    for line in lines:
        walk.take(line)
    if not walk.tables and not walk.errors:
        headers = " or ".join(layout.header for layout in descriptor.layouts)
        raise DocumentError(
            f"{descriptor.path}: no line is the header {headers} that list.yaml names, so there are no rows"
        )
    idle = [*never_used(descriptor.layouts, walk.used, walk.tables, descriptor.folder / "list.yaml")]
    if wrong := [told for told, refused in idle if refused]:
        raise DescriptorError("\n".join(wrong))
    claims = tuple(_claims(lines, walk, descriptor))
    titles = [line.number for line in lines if line.part is Part.TITLE]
    return with_known_marks(
        Reading(
            descriptor=descriptor,
            tables=tuple(walk.tables),
            rows=tuple(walk.rows),
            claims=claims,
            citations=tuple(read_citation(line) for line in lines if line.part is Part.REFERENCE),
            passed=tuple(_passed(lines, walk)),
            title_line=titles[0] if titles else None,
            errors=tuple(walk.errors),
            warnings=(
                *unread(descriptor, lines, walk.tables, walk.rows),
                *_hidden(lines, descriptor),
                *_unclear(walk, claims),
                *_unused(rows, descriptor),
                *(told for told, _ in idle),
            ),
            lost=sum(line.part is Part.ROW and id(line) in walk.left_out for line in lines),
        )
    )


_NOT_TAKEN = "nothing of it is taken for the end of the tie"
_SAY = (
    "if the tie ended or rests, say under words in list.yaml what its word means (such as 失效: event:ended), or mend"
    " the cell under corrections; if it is of something else, nothing is to be done"
)
_NO_NAME = re.compile(r"(?:sheet|table|工作表|表|シート|시트)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
"""What a program calls a sheet that nobody named."""


class _Walk:
    """One way through the lines of a document: the tables, the rows and the errors met so far, and where it stands."""

    def __init__(self, descriptor: Descriptor, paired: list[Layout]) -> None:
        self.descriptor = descriptor
        self.paired = paired
        self.tables: list[Table] = []
        self.rows: list[Row] = []
        self.errors: list[CellError] = []
        self.left_out: set[int] = set()
        self.used: set[int] = set()
        self.outer: set[int] = set()
        self.inner: dict[int, int] = {}
        self._headings: list[Line] = []
        self._table: Table | None = None
        self._headed, self._order, self._source = False, 0, 0
        self._barred = False
        self._above: Mapping[str, Any] = {}
        self._headers = {folded("".join(c.header for c in layout.columns)) for layout in descriptor.layouts} - {""}

    def take(self, line: Line) -> None:
        match line.part:
            case Part.TITLE | Part.HEADING:
                self.heading(line)
            case Part.HEADER:
                self.header(line)
            case Part.ROW:
                self.row(line)

    def heading(self, line: Line) -> None:
        if line.part is Part.TITLE:
            return
        lost = folded(line.text) in self._headers
        if lost:
            self.refuse(line, "(header)", f"a header above rows of {self.descriptor.reader}")
        else:
            while self._headings and self._headings[-1].depth >= line.depth:
                self._headings.pop()
            self._headings.append(line)
        self._above = {}
        if line.depth < INNERMOST or self._table is None or line.table != self._source or lost:
            self._table, self._headed = None, False
        else:
            self.drop_empty()
            self.open(line, self._table.line, self._table.columns, self._table.layout)

    def drop_empty(self) -> None:
        """Forget a part of a table, opened beneath a heading, that has no row."""
        if self._table in self.tables and (not self.rows or self.rows[-1].table != self._table.number):
            self.tables.remove(self._table)
            self.inner.pop(self._table.number, None)

    def header(self, line: Line) -> None:
        if self._table and line.table == self._source and self.inner.get(self._table.number):
            self.drop_empty()
        self._table, self._headed, self._above, self._source = None, True, {}, line.table
        layout = layout_of(line.cells, self.descriptor.layouts)
        if layout is None:
            for column, value, expected in _header_errors(line, self.descriptor):
                self.refuse(line, column, expected, value)
        else:
            said = zip(line.cells, self.descriptor.layouts[layout].columns, strict=True)
            columns = tuple(column.header if cell is None else " ".join(cell.split()) for cell, column in said)
            self._headings = [each for each in self._headings if each.depth < INNERMOST or each.table == line.table]
            self.open(line, line.number, columns, layout)

    def open(self, at: Line, number: int, columns: tuple[str, ...], alike: int) -> None:
        """Begin a table, or the part of one beneath a heading of its own; ``alike`` is a layout with its header."""
        heading, sheet, layouts = self._headings[-1] if self._headings else None, at.sheet, self.descriptor.layouts
        above = [sheet] if sheet else []
        above += [each.text for each in self._headings]
        layout = chosen(alike, layouts, (number, heading.number if heading else number), above)
        if layout is None:
            self.refuse(
                at, "(header)", f"a table that an entry of tables in list.yaml names: add one with line: {number}"
            )
            self._table, self._headed = None, True
            return
        fields = tuple(column.field for column in layouts[layout].columns)
        self._barred = self.of_intent() or self.of_another(fields)
        named = above[1:] if sheet and _NO_NAME.fullmatch(sheet) else above
        section = combined(read_section(each, self.descriptor.headings) for each in named)
        self._table = Table(
            len(self.tables) + 1,
            number,
            columns,
            fields,
            heading=heading.text if heading else None,
            heading_line=heading.number if heading else None,
            layout=layout,
            section=section,
            sheet=sheet,
        )
        if self._barred:
            return
        self.tables.append(self._table)
        self.used.add(layout)
        if heading:
            self.inner[self._table.number] = id(heading)
            self.outer.update(id(each) for each in self._headings[:-1])

    def of_intent(self) -> bool:
        """Tell whether a heading says that the ties beneath are not there yet; refuses it once."""
        for line in self._headings:
            if is_of_intent(line.text):
                if id(line) not in self.left_out:
                    told = "a heading of ties that exist: nothing beneath it is published"
                    self.refuse(line, "(heading)", f"{told}; put its line and theirs under pass_over in list.yaml")
                return True
        return False

    def of_another(self, fields: tuple[str, ...]) -> bool:
        """Tell whether rows may be the ties of a place that a heading names and nothing says of them; refuses that."""
        if {"party", "party_region"} & {*fields} or "party" in self.descriptor.headings:
            return False
        side = side_named((each.text for each in self._headings), self.descriptor.about)
        for line in [each for each in self._headings if side and plain(each.text) == side][-1:]:
            if id(line) not in self.left_out:
                named = ", ".join([*self.descriptor.headings, "party"])
                told = (
                    "a heading that says a kind, level, continent, country or end: it may name the rows' Chinese side"
                )
                self.refuse(
                    line,
                    "(heading)",
                    f"{told}; if it does, say headings: [{named}] in list.yaml, else pass_over: [{line.number}]",
                )
        return side is not None

    def row(self, line: Line) -> None:
        if line.table != self._source:
            self._table, self._headed, self._source = None, False, line.table
        headless = headless_layout(line.cells, self.descriptor.layouts) if self._table is None else None
        if headless is not None:
            self.open(line, line.number, ("",) * len(line.cells), headless)
        if self._table is None:
            self._order += 1
            self.left_out.add(id(line))
            if not self._headed:
                headers = " or ".join(layout.header for layout in self.descriptor.layouts)
                beneath = (
                    f"a row beneath the header {headers} of list.yaml (or of no table, and named under pass_over there)"
                )
                self.refuse(line, "(all)", line.reason or beneath)
            self._headed = True
            return
        if self._barred:
            self._order += 1
            self.left_out.add(id(line))
            return
        layout = self.descriptor.layouts[self._table.layout]
        whole = aligned(line, layout, self.descriptor.words, self._above)
        whole = unpaired(whole, layout) if layout in self.paired else whole
        rows = []
        for tie in ties(whole, layout) if self.descriptor.several == "yes" else (whole,):
            self._order += 1
            read, self._above = read_row(tie, self._order, self._table, self.descriptor, self._above)
            if isinstance(read, Row):
                rows.append(read)
            else:
                first = not rows and not any(each.table == self._table.number for each in self.rows[-1:])
                self.errors.extend(map(_hinted, read.errors) if _like_header(tie, layout, first=first) else read.errors)
                self.left_out.add(id(line))
        self.rows.extend(as_one(rows, whole))

    def refuse(self, line: Line, column: str, expected: str, value: str | None = None) -> None:
        name = self.descriptor.name(line)
        self.errors.append(CellError(name, line.number, column, line.text if value is None else value, expected))
        self.left_out.add(id(line))


def _like_header(line: Line, layout: Layout, *, first: bool) -> bool:
    """Tell whether a row may be a header: words in two columns at least, no digit anywhere, none of it a country.

    One beneath the first row of its table has words for a date too; the first may stand beneath cells that span both.
    """
    said = [cell for cell in line.cells if cell]
    dated = any(column.field == "signed" and cell for column, cell in zip(layout.columns, line.cells, strict=False))
    return len(said) > 1 and (dated or first) and not any(re.search(r"\d", cell) or is_country(cell) for cell in said)


def _hinted(error: CellError) -> CellError:
    told = f"{error.expected} (if that line is a header and no tie, say pass_over: [{error.line}] in list.yaml)"
    return CellError(error.document, error.line, error.column, error.value, told)


def _header_errors(line: Line, descriptor: Descriptor) -> Iterable[tuple[str, str, str]]:
    """Give column, value and expectation for each cell of a header that no layout has, by the most alike."""
    cells = [folded(cell or "") for cell in line.cells]
    said = max(descriptor.layouts, key=lambda layout: len({folded(c.header) for c in layout.columns} & set(cells)))
    if len(cells) != len(said.columns):
        yield "(header)", line.text, f"the header {said.header} of list.yaml"
        return
    for number, (cell, column) in enumerate(zip(line.cells, said.columns, strict=True), 1):
        if folded(cell or "") != folded(column.header):
            yield str(number), cell or "", f"the header {column.header!r} that list.yaml names"


def _hidden(lines: list[Line], descriptor: Descriptor) -> Iterable[str]:
    """Say what the document holds and does not show."""
    hidden = [line for line in lines if line.part is Part.PASSED and line.reason.endswith(HIDES)]
    for name, some in groupby(hidden, key=lambda line: (descriptor.name(line), line.reason)):
        own = [*some]
        told = f"not read, {len(own)} × {name[1]} (“{own[0].text}”{' …' if len(own) > 1 else ''})"
        step = "if it is of the list, show it there, save the document and add that"
        yield f"{name[0]}, line {own[0].number}: {told}: {step}"


def _unused(rows: list[Line], descriptor: Descriptor) -> Iterable[str]:
    """Say which words of list.yaml no cell holds."""
    for word in unused(descriptor.words, rows, [each.read for each in descriptor.corrections]):
        step = "write it as the document does, or take it away"
        yield f"{descriptor.folder / 'list.yaml'}: words: {word}: no cell says it, so nothing comes of it: {step}"


def _unclear(walk: _Walk, claims: Iterable[Claim]) -> Iterable[str]:
    """Say which remarks, names and notes of rows speak of an end in words that are not understood, and where."""
    found: dict[tuple[str, str], list[int]] = {}
    own, fields = own_words(walk.descriptor.words), {table.number: table.fields for table in walk.tables}
    for row in walk.rows:
        for cell in row.cells:
            text = (cell.correction.read if cell.correction else cell.text) or ""
            for said in _of_an_end(fields[row.table][cell.column - 1], text, own):
                found.setdefault(said, []).append(row.line)
    for claim in claims:
        if claim.kind == "Note" and claim.rows and is_of_an_end(claim.text, own):
            found.setdefault((f"the note “{claim.text}” speaks of an end", _NOT_TAKEN), []).append(claim.line)
    for (words, told), numbers in found.items():
        lines = ", ".join(map(str, dict.fromkeys(numbers)))
        yield f"{walk.descriptor.name()}, line {lines}: {words}: {told}: {_SAY}"


def _of_an_end(field: str, text: str, own: Words) -> Iterable[tuple[str, str]]:
    """Give what a remark or a partner's name says of an end that is not understood, and what is made of it."""
    if field == "notes":
        remark = read_remark(text, own)
        if remark.unclear:
            yield (
                f"the remark “{' '.join(text.split())}” is not understood",
                "the rest is read" if remark.events else _NOT_TAKEN,
            )
    for name in names_in(text) if field in PARTNER else ():
        if is_of_an_end(part_status(name, own)[0], own):
            yield f"the name “{name}” speaks of an end", _NOT_TAKEN


def _claims(lines: list[Line], walk: _Walk, descriptor: Descriptor) -> Iterable[Claim]:
    tables, rows, about = walk.tables, walk.rows, descriptor.about
    counted = [day for line in lines if line.part is Part.PROSE for day in counted_on(line.text)]
    days = span([*(row.signed for row in rows), *counted], descriptor.as_of)
    notes = Entries(read_note(line) for line in lines if line.part is Part.NOTE)
    captions, numbers = 0, Counter[str]()
    for line in lines:
        if line.part is Part.CAPTION:
            captions += 1
            yield read_caption(line, captions, _beside(line, tables, rows))._replace(sheet=line.sheet)
        elif line.part is Part.NOTE:
            note = read_note(line)
            yield note._replace(rows=tuple(row.order for row in rows if _refers(row, note, notes)))
        elif line.part is Part.PROSE:
            claims = read_prose(line, about, days)
            for claim in claims:
                level = level_at(claim.level, read_name(about))
                yield claim._replace(number=numbers[claim.kind] + claim.number, sheet=line.sheet, level=level)
            numbers.update(claim.kind for claim in claims)


def _refers(row: Row, note: Claim, notes: Entries) -> bool:
    return any(
        mark.note and mark.number == note.number and notes.meant(mark.number, row.line) == notes.name(note)
        for mark in row.marks
    )


def _beside(line: Line, tables: list[Table], rows: list[Row]) -> list[Row]:
    """Give the rows of the table beneath a caption; of the last where none is beneath it."""
    beneath = [table for table in tables if table.line > line.number]
    within = [table for table in tables if table.line <= line.number]
    table = min(beneath, key=lambda table: table.line, default=None)
    if within and any(row.line > line.number for row in rows if row.table == within[-1].number):
        table = within[-1]
    return [row for row in rows if table and row.table == table.number]


def _passed(lines: list[Line], walk: _Walk) -> Iterable[Passed]:
    inner = set(walk.inner.values())
    for line in lines:
        if id(line) in walk.left_out:
            yield Passed(line.number, line.text, "could not be read, see the errors")
        elif line.part is Part.PASSED:
            yield Passed(line.number, line.text, line.reason)
        elif line.part is Part.HEADING and id(line) not in inner:
            outer = "heading of an outer section; what it states is read into the rows beneath it"
            none = "heading of a section that holds no table"
            yield Passed(line.number, line.text, outer if id(line) in walk.outer else none)
