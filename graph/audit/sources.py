"""Claims as their documents have them: list, line and words, for whatever a finding or a ledger rests on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from .texts import texts

if TYPE_CHECKING:
    from pyoxigraph import Store

    from .texts import Texts

_CLAIMS = """
SELECT ?claim ?list ?line ?sheet ?kind_en ?kind_zh ?written ?party WHERE {
  ?claim a ?class ; dcterms:isPartOf ?whole ; yc:line ?line . ?class rdfs:subClassOf yc:Claim .
  ?whole a yc:List ; dcterms:identifier ?list .
  ?class rdfs:label ?kind_en , ?kind_zh . FILTER (LANG(?kind_en) = "en" && LANG(?kind_zh) = "zh")
  OPTIONAL { ?claim yc:asWritten ?written } OPTIONAL { ?claim yc:partyName ?party }
  OPTIONAL { ?claim dcterms:isPartOf?/yc:sheet ?sheet }
} ORDER BY ?list ?sheet ?line ?claim"""
_CELLS = """
SELECT ?claim ?field ?header ?written ?reading ?corrected ?because WHERE {
  ?claim yc:cell ?cell . ?cell yc:column ?column ; yc:reading ?how .
  ?column yc:order ?order ; csvw:name ?field ; csvw:title ?header .
  ?how skos:prefLabel ?reading FILTER (LANG(?reading) = "en")
  OPTIONAL { ?cell yc:asWritten ?written } OPTIONAL { ?cell yc:correctedTo ?corrected ; skos:editorialNote ?because }
} ORDER BY ?claim ?order"""


class Cell(NamedTuple):
    """A cell under its header: the words as written, none where the row leaves it out, and how it gave its value."""

    header: str
    field: str
    written: str | None
    reading: str


class Source(NamedTuple):
    """A claim: the list and line it stands on, what it is, and its words or its cells."""

    iri: str
    list: str
    sheet: str | None
    line: int
    kind: tuple[str, str]
    written: str
    party: str | None
    cells: tuple[Cell, ...]

    @property
    def place(self) -> str:
        """Give where it stands in its document."""
        return f"sheet {self.sheet}, line {self.line}" if self.sheet else f"line {self.line}"

    @property
    def words(self) -> str:
        """Give what it says as written; a row cell by cell, in brackets the Chinese side that it leaves out."""
        if not self.cells:
            return self.written
        left_out = self.party is not None and any(cell.field == "party" and not cell.written for cell in self.cells)
        return " | ".join([f"({self.party})"] * left_out + [cell.written for cell in self.cells if cell.written])


def sources(store: Store) -> dict[str, Source]:
    """Give every claim of a store by its IRI, in the order of lists and lines."""
    by_claim = groupby(texts(store, _CELLS), key=lambda said: str(said["claim"]))
    cells = {claim: tuple(map(_cell, group)) for claim, group in by_claim}
    return {str(said["claim"]): _source(said, cells.get(str(said["claim"]), ())) for said in texts(store, _CLAIMS)}


def _cell(said: Texts) -> Cell:
    mended = f" to {said['corrected']}: {said['because']}" if said["corrected"] else ""
    return Cell(str(said["header"]), str(said["field"]), said["written"], f"{said['reading']}{mended}")


def _source(said: Texts, cells: tuple[Cell, ...]) -> Source:
    claim, listed, line, en, zh = (str(said[name]) for name in ("claim", "list", "line", "kind_en", "kind_zh"))
    return Source(claim, listed, said["sheet"], int(line), (en, zh), said["written"] or "", said["party"], cells)
