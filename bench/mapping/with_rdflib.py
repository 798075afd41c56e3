"""CSV to N-Quads by an rdflib Dataset that holds them all: rows.csv, out.nq."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import PROV, RDF, XSD, Dataset, Literal, Namespace, URIRef
from rdflib.namespace import CSVW, DCTERMS
from rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Pairs = Iterator[tuple[URIRef, Node]]

ROOT = "https://w3id.org/youcheng/"
LIST = URIRef(f"{ROOT}list/synthetic")
YC = Namespace(f"{ROOT}ontology#")
START_DATE = URIRef("https://schema.org/startDate")


def of_row(row: Row, table: str, node: str) -> Pairs:
    """Give predicates and objects of the row."""
    yield RDF.type, YC.Row
    yield DCTERMS.isPartOf, LIST
    yield DCTERMS.isPartOf, URIRef(table)
    for name in ("order", "line", "number", "population"):
        if value := getattr(row, name):
            yield YC[name], Literal(value, datatype=XSD.integer)
    yield YC.partyName, Literal(row.party_name, lang="zh")
    yield YC.partnerName, Literal(row.partner_name, lang="zh")
    if row.partner_other:
        yield YC.partnerName, Literal(row.partner_other)
    if row.qualifier:
        yield YC.qualifier, Literal(row.qualifier, lang="zh")
    yield YC.country, URIRef(f"{ROOT}place/{row.country}")
    yield YC.continent, URIRef(f"{ROOT}continent/{row.continent}")
    if row.area:
        yield YC.area, Literal(row.area, datatype=XSD.decimal)
    yield YC.cell, URIRef(f"{node}-cell-2")
    yield YC.cell, URIRef(f"{node}-cell-5")
    yield from of_both(row)


def of_twinning(row: Row, node: str) -> Pairs:
    """Give predicates and objects of the twinning that the row states."""
    yield RDF.type, YC.Twinning
    yield YC.partner, URIRef(f"{ROOT}place/{row.party}")
    yield YC.partner, URIRef(f"{ROOT}place/{row.partner}")
    yield PROV.wasDerivedFrom, URIRef(node)
    yield from of_both(row)


def of_both(row: Row) -> Pairs:
    """Give predicates and objects that row and twinning share."""
    yield YC.level, URIRef(f"{ROOT}level/{row.level}")
    yield DCTERMS.type, URIRef(f"{ROOT}kind/{row.kind}")
    for value, datatype in ((row.date, XSD.date), (row.month, XSD.gYearMonth), (row.year, XSD.gYear)):
        if value:
            yield START_DATE, Literal(value, datatype=datatype)


def of_cell(column: str, written: str) -> Pairs:
    """Give predicates and objects of a cell."""
    yield RDF.type, CSVW.Cell
    yield YC.column, URIRef(column)
    if written:
        yield YC.asWritten, Literal(written)


def main(source: Path, target: Path) -> None:
    """Add every triple, then serialize."""
    dataset = Dataset()
    triples = dataset.graph(LIST)
    with source.open(encoding="utf-8", newline="") as file:
        cells = csv.reader(file)
        next(cells)
        for row in map(Row._make, cells):
            node, table = f"{LIST}#row-{row.order}", f"{LIST}#table-{row.table}"
            about = {
                node: of_row(row, table, node),
                f"{ROOT}twinning/{row.party}--{row.partner}": of_twinning(row, node),
                f"{node}-cell-2": of_cell(f"{table}-column-2", row.name_written),
                f"{node}-cell-5": of_cell(f"{table}-column-5", row.signed_written),
            }
            for subject, pairs in about.items():
                for predicate, value in pairs:
                    triples.add((URIRef(subject), predicate, value))
    dataset.serialize(target, format="nquads", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
