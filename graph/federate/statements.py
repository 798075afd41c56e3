"""The twinning statements (P190) of a snapshot, by rank, with their dates at the precision they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..store import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QuerySolution

    from .take_in import Snapshot

ENTITY = "http://www.wikidata.org/entity/"
_DEPRECATED = "http://wikiba.se/ontology#DeprecatedRank"
_LENGTHS = {"9": 4, "10": 7, "11": 10}
"""How much of a date is known, by its precision: a year, a month, a day."""
_STATEMENTS = """
PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/> PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/> PREFIX wikibase: <http://wikiba.se/ontology#>
SELECT ?statement ?one ?other ?rank ?start ?start_precision ?end ?end_precision ?started ?ended ?url WHERE {
  GRAPH <%s> {
    ?one p:P190 ?statement . ?statement ps:P190 ?other ; wikibase:rank ?rank .
    OPTIONAL { ?statement pq:P580 ?started }
    OPTIONAL { ?statement pqv:P580 ?s . ?s wikibase:timeValue ?start ; wikibase:timePrecision ?start_precision }
    OPTIONAL { ?statement pq:P582 ?ended }
    OPTIONAL { ?statement pqv:P582 ?e . ?e wikibase:timeValue ?end ; wikibase:timePrecision ?end_precision }
    OPTIONAL { ?statement prov:wasDerivedFrom ?reference . ?reference pr:P854 ?url }
  }
} ORDER BY ?statement ?start ?end ?url"""
_NAMES = """SELECT ?item ?name WHERE {
  GRAPH <%s> { ?item rdfs:label ?name FILTER (LANG(?name) IN ("zh", "en") && STRSTARTS(STR(?item), STR(wd:Q))) }
}"""
_COUNTRIES = """SELECT ?item ?country WHERE {
  GRAPH <%s> { ?item <http://www.wikidata.org/prop/direct/P17> ?country }
}"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its node, the item it is on, the item it names, and what qualifies it.

    Dates are written as far as they are known, such as 1974-02; ``started`` and ``ended`` say that something is stated,
    which may be that the date is not known.
    """

    node: str
    one: str
    other: str
    deprecated: bool
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    started: bool = False
    ended: bool = False


def statements(snapshot: Snapshot) -> list[Statement]:
    """Give every statement of a snapshot, deprecated ones marked as such; items are given by QID."""
    found: dict[str, Statement] = {}
    for row in select(snapshot.store, _STATEMENTS % snapshot.graph.value):
        node = str(row["statement"].value)
        one, other = (qid(row[end].value) for end in ("one", "other"))
        if not one or not other:  # a value that is only known to exist
            continue
        before = found.get(node) or Statement(node, one, other, deprecated=row["rank"].value == _DEPRECATED)
        found[node] = replace(
            before,
            starts=_more(before.starts, _date(row, "start")),
            ends=_more(before.ends, _date(row, "end")),
            urls=_more(before.urls, row["url"].value if row["url"] else None),
            started=before.started or row["started"] is not None,
            ended=before.ended or row["ended"] is not None,
        )
    return list(found.values())


def names(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Give the Chinese and English labels of all items of a snapshot, by QID and language."""
    found: dict[str, dict[str, str]] = {}
    for row in select(snapshot.store, _NAMES % snapshot.graph.value):
        found.setdefault(qid(row["item"].value), {})[str(row["name"].language)] = row["name"].value
    return found


def countries(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Give each item of a snapshot with each country it lies in, by QID."""
    for row in select(snapshot.store, _COUNTRIES % snapshot.graph.value):
        yield qid(row["item"].value), qid(row["country"].value)


def qid(iri: str) -> str:
    """Give the QID of an item's IRI; nothing for what is no item."""
    local = iri.removeprefix(ENTITY)
    return local if local != iri and local[:1] == "Q" and local[1:].isdigit() else ""


def alike(one: str, other: str) -> bool:
    """Tell whether two dates agree as far as both are known."""
    return one.startswith(other) or other.startswith(one)


def _more(before: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return before if value is None or value in before else (*before, value)


def _date(row: QuerySolution, name: str) -> str | None:
    value, precision = row[name], row[f"{name}_precision"]
    length = _LENGTHS.get(precision.value) if precision is not None else None
    return None if value is None or length is None else str(value.value).lstrip("+")[:length]
