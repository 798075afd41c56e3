"""The twinning statements (P190) of a snapshot, by rank, with their dates at the precision they have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..store import select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import QuerySolution

    from .take_in import Snapshot

ENTITY = "http://www.wikidata.org/entity/"
_DEPRECATED = "http://wikiba.se/ontology#DeprecatedRank"
_KNOWN = {"9": 1, "10": 2, "11": 3}
"""How many parts of a date are known, by its precision: the year, the month, the day."""
_TIME = re.compile(r"\+?(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})T.*")
_STATEMENTS = """
PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/> PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/> PREFIX wikibase: <http://wikiba.se/ontology#>
SELECT ?statement ?one ?other ?rank ?start ?start_precision ?end ?end_precision ?started ?ended ?url ?title WHERE {
  GRAPH <%s> {
    ?one p:P190 ?statement . ?statement ps:P190 ?other ; wikibase:rank ?rank .
    OPTIONAL { ?statement pq:P580 ?started }
    OPTIONAL { ?statement pqv:P580 ?s . ?s wikibase:timeValue ?start ; wikibase:timePrecision ?start_precision }
    OPTIONAL { ?statement pq:P582 ?ended }
    OPTIONAL { ?statement pqv:P582 ?e . ?e wikibase:timeValue ?end ; wikibase:timePrecision ?end_precision }
    OPTIONAL { ?statement prov:wasDerivedFrom ?reference . ?reference pr:P854|pr:P4656 ?url }
    OPTIONAL { ?statement prov:wasDerivedFrom ?titled . ?titled pr:P1476 ?title }
  }
} ORDER BY ?statement ?start ?end ?url ?title"""
_NAMES = """SELECT ?item ?name WHERE {
  GRAPH <%s> { ?item rdfs:label ?name FILTER (LANG(?name) IN ("zh", "en", "mul") && STRSTARTS(STR(?item), STR(wd:Q))) }
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
    titles: tuple[str, ...] = ()
    started: bool = False
    ended: bool = False

    @property
    def vague(self) -> bool:
        """Tell whether a start is stated that is not known to the year."""
        return self.started and not self.starts


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
            titles=_more(before.titles, row["title"].value if row["title"] else None),
            started=before.started or row["started"] is not None,
            ended=before.ended or row["ended"] is not None,
        )
    return list(found.values())


def names(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Give the Chinese and English labels of all items of a snapshot, by QID and language.

    A label for all languages (``mul``) stands for an English one that is not there.
    """
    found: dict[str, dict[str, str]] = {}
    for row in select(snapshot.store, _NAMES % snapshot.graph.value):
        found.setdefault(qid(row["item"].value), {})[str(row["name"].language)] = row["name"].value
    for said in found.values():
        said.setdefault("en", said.get("mul", ""))
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
    return all(mine == theirs for mine, theirs in zip(_parts(one), _parts(other), strict=False))


def contradictory(dates: Collection[str]) -> bool:
    """Tell whether two of some dates do not agree."""
    return any(not alike(one, other) for one in dates for other in dates)


def date(value: str, known: int = 3) -> str:
    """Give a time as Wikidata writes it as a date of so many parts: the year (of four digits or more), month and day.

    A year before the first has a minus, as ISO 8601 has it; nothing for what is no time, such as a value not known.
    """
    found = _TIME.fullmatch(value)
    return "-".join(found.groups()[:known]) if found else ""


def when(value: str) -> str:
    """Give in words when something was, precision not stated: Wikidata writes a bare year as its first of January."""
    known = date(value).removesuffix("-01-01")
    return f" in {known}" if known else ", when is not known"


def _parts(date: str) -> list[str]:
    """Give year, month and day as far as known; a minus before the year is part of it."""
    return re.split("(?<=[0-9])-", date)


def _more(before: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return before if not value or value in before else (*before, value)


def _date(row: QuerySolution, name: str) -> str:
    value, precision = row[name], row[f"{name}_precision"]
    known = _KNOWN.get(precision.value) if precision is not None else None
    return date(str(value.value), known) if value is not None and known else ""
