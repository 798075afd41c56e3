"""The rows of a list and the counts it states of itself, and how many its rows hold, counted in one way or another."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from .texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from .texts import Texts

_STATED = """
SELECT ?list ?as_of ?claim ?counts ?value ?continent ?level WHERE {
  ?list dcterms:date ?as_of . ?claim a yc:Count ; dcterms:isPartOf ?list ; yc:counts ?counts ; yc:value ?value .
  OPTIONAL { ?claim yc:continent ?continent } OPTIONAL { ?claim yc:level ?level }
} ORDER BY ?list ?claim"""
_ROWS = """
SELECT ?list ?row ?twinning ?partner ?country ?continent ?level ?date ?kind ?over WHERE {
  ?list a yc:List . ?row a yc:Row ; dcterms:isPartOf ?list ; yc:country ?country ; yc:order ?order .
  ?twinning a yc:Twinning ; prov:wasDerivedFrom ?row ; yc:partner ?partner .
  ?partner schema:containedInPlace ?country .
  OPTIONAL { ?row yc:continent ?continent } OPTIONAL { ?row yc:level ?level }
  OPTIONAL { ?row schema:startDate ?date } OPTIONAL { ?row dcterms:type ?kind }
  BIND (EXISTS { ?row schema:endDate ?end } || EXISTS {
    ?event prov:wasDerivedFrom ?row ; a yc:Event ; dcterms:type ?what FILTER (?what IN (event:ended, event:suspended))
  } AS ?over)
} ORDER BY ?list ?order ?twinning"""
_WIDER = "SELECT ?continent ?wider WHERE { ?continent skos:broader ?wider }"


class Stated(NamedTuple):
    """A number that a list states of itself; concepts and claims as IRIs."""

    iri: str
    counts: str
    value: int
    continent: str | None
    level: str | None

    @property
    def total(self) -> bool:
        """Tell whether it is of the whole list."""
        return self.continent is None and self.level is None


class Row(NamedTuple):
    """A row as far as counting goes: under which continents it stands, the wider ones among them."""

    iri: str
    twinning: str
    partner: str
    country: str
    continent: str | None
    continents: frozenset[str]
    level: str | None
    date: str | None
    kind: str | None
    over: bool


class Counted(NamedTuple):
    """One list: its own date, what it states, its rows, and the wider continents of each continent."""

    as_of: str

    stated: tuple[Stated, ...]
    rows: tuple[Row, ...]
    wider: dict[str, frozenset[str]]


def lists(store: Store) -> dict[str, Counted]:
    """Give every list that states a count of itself, by its IRI."""
    wider = {str(s["continent"]): frozenset({str(s["continent"]), str(s["wider"])}) for s in texts(store, _WIDER)}
    stated = [((str(s["list"]), str(s["as_of"])), _stated(s)) for s in texts(store, _STATED)]
    rows = [(str(s["list"]), _row(s, wider)) for s in texts(store, _ROWS)]
    by_list = {iri: tuple(row for _, row in group) for iri, group in groupby(rows, key=lambda pair: pair[0])}
    return {
        iri: Counted(as_of, tuple(said for _, said in group), by_list.get(iri, ()), wider)
        for (iri, as_of), group in groupby(stated, key=lambda pair: pair[0])
    }


def within(said: Stated, rows: Iterable[Row]) -> list[Row]:
    """Give the rows that a stated count is about."""
    return [
        row
        for row in rows
        if (said.continent is None or said.continent in row.continents) and said.level in {None, row.level}
    ]


def count(said: Stated, rows: Iterable[Row], *, each_continent: bool = False, each_row: bool = False) -> int:
    """Count what a stated count counts: a country once or once under each continent, a tie once or once a row."""
    chosen = within(said, rows)
    if said.counts == "countries":
        once_each = each_continent and said.continent is None
        return len({(row.country, row.continent if once_each else None) for row in chosen})
    if each_row:
        return len({row.iri for row in chosen})
    return len({row.partner if said.counts == "partners" else row.twinning for row in chosen})


def _stated(said: Texts) -> Stated:
    claim, counts, value = (str(said[name]) for name in ("claim", "counts", "value"))
    return Stated(claim, counts, int(value), said["continent"], said["level"])


def _row(said: Texts, wider: dict[str, frozenset[str]]) -> Row:
    row, twinning, partner, country = (str(said[name]) for name in ("row", "twinning", "partner", "country"))
    continent = said["continent"]
    continents = frozenset() if continent is None else wider.get(continent, frozenset({continent}))
    return Row(
        row, twinning, partner, country, continent, continents,
        said["level"], said["date"], said["kind"], said["over"] == "true",
    )  # fmt: skip
