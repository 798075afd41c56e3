"""What a list says as N-Quads: which template takes which of its records, and the terms that fill the fields."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...ontology import term
from ..entries import Entries
from ..languages import language_of
from ..terms import iri, text, typed
from ..triples import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..dates import StatedDate
    from ..iris import Iris
    from ..places import Links, Parties, Place
    from ..records import Citation, Claim, Mark, Reading, Row, Table

    Record = dict[str, str | None]
    Filled = tuple[str, Record]


def list_quads(reading: Reading, links: Links, iris: Iris) -> Iterator[str]:
    """Give the N-Quads of one reading, in the graph of its list; rows whose places are not known are left out."""
    graph = iri(iris.list(reading.descriptor.id))
    for name, record in _list_records(reading, links, iris):
        yield template(name).fill(record, graph)


def _list_records(reading: Reading, links: Links, iris: Iris) -> Iterator[Filled]:
    mint = _ListMint(reading, iris)
    known = {row.order: parties for row in reading.rows if (parties := links.parties(row))}
    yield "list", mint.list_record(links, reading.lost)
    for table in reading.tables:
        yield from mint.table_records(table)
    for row in reading.rows:
        if row.order in known:
            yield from mint.row_records(row, known[row.order])
    for citation in reading.citations:
        yield from mint.citation_records(citation)
    for claim in reading.claims:
        yield from mint.claim_records(claim, {order: known[order] for order in claim.rows if order in known}, links)


class _ListMint:
    """Fills the records of one list."""

    def __init__(self, reading: Reading, iris: Iris) -> None:
        self.descriptor, self.iris = reading.descriptor, iris
        self.citations = Entries(reading.citations)
        self.notes = Entries(claim for claim in reading.claims if claim.kind == "Note")

    def at(self, fragment: str = "") -> str:
        return iri(self.iris.list(self.descriptor.id, fragment))

    def list_record(self, links: Links, lost: int) -> Record:
        said = self.descriptor
        content = said.path.read_bytes()
        about = links.find(said.home, said.about) or links.country(said.about)
        linked = said.licence.startswith("http")
        return {
            "list": self.at(),
            "id": text(said.id),
            "title_zh": text(said.title["zh"], "zh"),
            "title_en": text(said.title["en"], "en") if "en" in said.title else None,
            "publisher": self.at("publisher"),
            "publisher_zh": text(said.publisher["zh"], "zh"),
            "publisher_en": text(said.publisher["en"], "en") if "en" in said.publisher else None,
            "as_of": _date(said.as_of),
            "licence": iri(said.licence) if linked else None,
            "rights": None if linked else text(said.licence, "en"),
            "page": None if said.page is None else iri(said.page),
            "document": self.at("document"),
            "file": text(said.document),
            "format": text(said.reader),
            "size": typed(len(content), "integer"),
            "checksum": self.at("checksum"),
            "sha256": typed(sha256(content).hexdigest(), "hexBinary"),
            "authority": iri(said.authority),
            "about": None if about is None else iri(self.iris.place(about.id)),
            "retrieved": _date(said.retrieved),
            "left_out": _integer(lost or None),
        }

    def table_records(self, table: Table) -> Iterator[Filled]:
        node = self.at(f"table-{table.number}")
        yield (
            "table",
            {
                "table": node,
                "list": self.at(),
                "order": _integer(table.number),
                "line": _integer(table.line),
                "heading": _text(table.heading),
                "sheet": _text(table.sheet),
            },
        )
        for number, (header, field) in enumerate(zip(table.columns, table.fields, strict=True), 1):
            yield (
                "column",
                {
                    "column": self.at(f"table-{table.number}-column-{number}"),
                    "table": node,
                    "order": _integer(number),
                    "header": text(header),
                    "field": text(field),
                },
            )

    def row_records(self, row: Row, parties: Parties) -> Iterator[Filled]:
        node = self.at(f"row-{row.order}")
        common: Record = {
            "row": node, "signed": _date(row.signed), "ended": _date(row.ended),
            "level": _concept(row.level), "kind": _concept(row.kind),
        }  # fmt: skip
        yield (
            "row",
            common
            | {
                "list": self.at(),
                "table": self.at(f"table-{row.table}"),
                "order": _integer(row.order),
                "line": _integer(row.line),
                "number": _integer(row.number),
                "party_name": self.name(row.party.main),
                "partner_name": self.name(row.partner.main),
                "partner_other": None if row.partner.other is None else text(row.partner.other, row.partner.language),
                "qualifier": None if row.partner.qualifier is None else self.name(row.partner.qualifier),
                "country": self.place(parties.country),
                "continent": _concept(row.continent),
                "population": _integer(row.population),
                "area": None if row.area is None else typed(f"{row.area:f}", "decimal"),
            },
        )
        yield (
            "twinning",
            common
            | {
                "twinning": self.twinning(parties),
                "party": self.place(parties.party),
                "partner": self.place(parties.partner),
            },
        )
        for cell in row.cells:
            yield (
                "cell",
                {
                    "row": node,
                    "cell": self.at(f"row-{row.first or row.order}-cell-{cell.column}"),
                    "column": self.at(f"table-{row.table}-column-{cell.column}"),
                    "written": _text(cell.text),
                    "reading": iri(cell.reading),
                    "corrected": None if cell.correction is None else text(cell.correction.read),
                    "because": None if cell.correction is None else text(cell.correction.because),
                },
            )
        yield from self.event_records(row, self.twinning(parties))
        yield from self.mark_records(node, row.marks, row.line)

    def event_records(self, row: Row, twinning: str) -> Iterator[Filled]:
        for number, event in enumerate(row.events, 1):
            yield (
                "event",
                {
                    "event": self.at(f"row-{row.order}-event-{number}"),
                    "what": iri(event.kind),
                    "twinning": twinning,
                    "date": _date(event.date),
                    "row": self.at(f"row-{row.order}"),
                },
            )

    def claim_records(self, claim: Claim, rows: dict[int, Parties], links: Links) -> Iterator[Filled]:
        is_note = claim.kind == "Note"
        name = self.notes.name(claim) if is_note else str(claim.number)
        node = self.at(f"{claim.kind.lower()}-{name}")
        note = node if is_note else None
        yield (
            "claim",
            {
                "claim": node,
                "class": iri(term(f"yc:{claim.kind}")),
                "list": self.at(),
                "number": _integer(claim.number) if note else None,
                "line": _integer(claim.line),
                "written": text(claim.text),
                "date": _date(claim.date),
                "counts": _text(claim.counts),
                "value": _integer(claim.value),
                "continent": _concept(claim.continent),
                "level": _concept(claim.level),
                "sheet": _text(claim.sheet),
            },
        )
        for order, parties in rows.items():
            yield "claimed", {
                "twinning": self.twinning(parties), "claim": node, "row": self.at(f"row-{order}"), "note": note
            }  # fmt: skip
            if succession := links.succession(claim, parties.country):
                for former in (parties.partner, *succession.merged):
                    yield "succession", {
                        "event": self.at(f"note-{name}-succession"), "twinning": self.twinning(parties),
                        "successor": self.place(succession.heir), "claim": node, "former": self.place(former),
                    }  # fmt: skip
        yield from self.mark_records(node, claim.marks, claim.line)

    def mark_records(self, claim: str, marks: tuple[Mark, ...], line: int) -> Iterator[Filled]:
        for mark in marks:
            if not mark.note:
                name = self.citations.meant(mark.number, line)
                citation = self.at(f"cite-{name}")
                page = None if mark.page is None else self.at(f"cite-{name}-page-{quote(mark.page)}")
                yield "cites", {
                    "claim": claim, "cited": page or citation, "page": page,
                    "citation": citation, "pages": _text(mark.page),
                }  # fmt: skip

    def citation_records(self, said: Citation) -> Iterator[Filled]:
        node = self.at(f"cite-{self.citations.name(said)}")
        yield (
            "citation",
            {
                "citation": node,
                "list": self.at(),
                "number": _integer(said.number),
                "line": _integer(said.line),
                "written": text(said.text),
                "title": _text(said.title),
                "publisher": _text(said.publisher),
                "issued": _date(said.issued),
                "retrieved": _date(said.retrieved),
                "archived": _date(said.archived),
                "via": _text(said.via),
                "language": _text(said.language),
                "identifier": _text(said.identifier),
                "volume": _text(said.volume),
                "pages": _text(said.pages),
                "dead_link": typed("true", "boolean") if said.dead_link else None,
            },
        )
        for author in said.authors:
            yield "author", {"citation": node, "author": text(author)}

    def name(self, name: str) -> str:
        return text(name, language_of(name, self.descriptor.language))

    def twinning(self, parties: Parties) -> str:
        return iri(self.iris.twinning(parties.party.id, parties.partner.id))

    def place(self, place: Place) -> str:
        return iri(self.iris.place(place.id))


def _text(value: str | None) -> str | None:
    return None if value is None else text(value)


def _integer(value: int | None) -> str | None:
    return None if value is None else typed(value, "integer")


def _date(value: StatedDate | None) -> str | None:
    return None if value is None else typed(value, value.datatype)


def _concept(value: str | None) -> str | None:
    return None if value is None else iri(value)
