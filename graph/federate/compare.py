"""The twinnings of the lists held against those of Wikidata: a case for each pair of places, with its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..store import select
from .statements import alike, contradictory, countries, names, qid, statements

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from pyoxigraph import Store

    from .statements import Statement
    from .take_in import Snapshot

_PLACES = """SELECT ?place ?item ?country ?zh ?en WHERE {
  ?place a schema:Place .
  OPTIONAL { ?place owl:sameAs ?item } OPTIONAL { ?place schema:containedInPlace ?country }
  OPTIONAL { ?place rdfs:label ?zh FILTER (LANG(?zh) = "zh") }
  OPTIONAL { ?place rdfs:label ?en FILTER (LANG(?en) = "en") }
} ORDER BY ?place"""
_TWINNINGS = """SELECT ?twinning ?one ?other ?kind ?resolved ?end ?over ?successor WHERE {
  ?twinning a yc:Twinning ; yc:partner ?one , ?other FILTER (STR(?one) < STR(?other))
  OPTIONAL { ?twinning dcterms:type ?kind }
  OPTIONAL { ?twinning yc:resolvedDate ?resolved } OPTIONAL { ?twinning schema:endDate ?end }
  OPTIONAL {
    ?over yc:twinning ?twinning ; dcterms:type ?what FILTER (?what IN (event:ended, event:suspended, event:succeeded))
    OPTIONAL { ?over yc:successor ?successor }
  }
} ORDER BY ?twinning ?end ?over"""
_CLAIMS = """SELECT ?twinning ?claim ?list ?line ?start WHERE {
  ?twinning a yc:Twinning ; prov:wasDerivedFrom/yc:note? ?claim .
  ?claim dcterms:isPartOf/dcterms:identifier ?list FILTER (isLiteral(?list))
  OPTIONAL { ?claim yc:line ?line } OPTIONAL { ?claim schema:startDate ?start }
} ORDER BY ?twinning ?list ?line ?claim"""
_COVERED = """SELECT DISTINCT ?place WHERE {
  { ?list a yc:List ; yc:about ?place } UNION {
    ?list a yc:List ; yc:about ?about . ?about schema:containedInPlace ?home . ?row dcterms:isPartOf ?list .
    ?twinning prov:wasDerivedFrom ?row ; yc:partner ?place . ?place schema:containedInPlace ?home
  }
}"""


class Where(StrEnum):
    """On which side a pair of places stands as twinned."""

    BOTH = "in-both"
    LISTS = "only-in-lists"
    WIKIDATA = "only-in-wikidata"
    UNLINKED = "not-linked"


class Dates(StrEnum):
    """How the start dates of a pair that stands on both sides compare."""

    AGREE = "dates-agree"
    DIFFER = "dates-differ"
    LISTS = "date-only-in-lists"
    WIKIDATA = "date-only-in-wikidata"
    NONE = "no-date"


class Side(NamedTuple):
    """One of the two places: its IRI here and its QID, where there are such, and its names."""

    place: str | None
    qid: str | None
    zh: str
    en: str

    def __str__(self) -> str:
        named = " ".join(dict.fromkeys(name for name in (self.zh, self.en) if name)) or "?"
        return f"{named} ({self.qid or 'not linked'})"


class Claim(NamedTuple):
    """Where a list states a twinning, and the start date it states there."""

    iri: str
    list: str
    line: str
    start: str | None

    def __str__(self) -> str:
        where = f"{self.list}, line {self.line}" if self.line else self.list
        return f"{self.start or 'no date'} ({where})"


@dataclass
class Case:
    """A pair of places: what the lists say of it and what Wikidata does.

    ``kinds`` are the concepts of the kinds of tie that lists state, ``over`` tells of an end that a list states.
    """

    one: Side
    other: Side
    twinning: str | None = None
    kinds: set[str] = field(default_factory=set)
    resolved: str | None = None
    end: str | None = None
    over: bool = False
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def standing(self) -> list[Statement]:
        """Give the statements that are not deprecated."""
        return [statement for statement in self.statements if not statement.deprecated]

    @property
    def where(self) -> Where:
        """Tell on which side the pair stands."""
        if not (self.one.qid and self.other.qid):
            return Where.UNLINKED
        if not self.standing:
            return Where.LISTS
        return Where.BOTH if self.twinning else Where.WIKIDATA

    @property
    def theirs(self) -> set[str]:
        """Give the start dates of Wikidata, of either direction."""
        return {start for statement in self.standing for start in statement.starts}

    @property
    def starts(self) -> set[str]:
        """Give the date the lists settle on, or all they state where none is settled."""
        return {self.resolved} if self.resolved else {claim.start for claim in self.claims if claim.start}

    @property
    def dates(self) -> Dates | None:
        """Tell how the start dates compare; None for a pair that does not stand on both sides."""
        if self.where is not Where.BOTH:
            return None
        if not self.theirs:
            return Dates.LISTS if self.starts else Dates.NONE
        if not self.starts:
            return Dates.WIKIDATA
        agree = all(any(alike(start, their) for start in self.starts) for their in self.theirs)
        return Dates.AGREE if agree else Dates.DIFFER

    @property
    def one_way(self) -> bool:
        """Tell whether Wikidata states the pair on one of its items only."""
        return len({statement.one for statement in self.standing}) == 1


class Comparison(NamedTuple):
    """All cases by their places, the places whose twinnings the lists mean to give, and Wikidata's date."""

    cases: tuple[Case, ...]
    covered: tuple[Side, ...]
    date: str

    def of(self, where: Where) -> list[Case]:
        """Give the cases that stand on a side."""
        return [case for case in self.cases if case.where is where]


def compare(store: Store, snapshot: Snapshot) -> Comparison:
    """Compare the lists of a release with a snapshot of Wikidata, statement by statement, in both directions.

    What stands in Wikidata only counts where a list means to give the twinnings of one of the two places.
    """
    places, home = _places(store)
    by_qid = {side.qid: side for side in places.values() if side.qid}
    covered = {row["place"].value: places[row["place"].value] for row in select(store, _COVERED)}
    cases = list(_listed(store, places, covered))
    pairs = {frozenset((case.one.qid, case.other.qid)): case for case in cases if case.one.qid and case.other.qid}
    labels = names(snapshot)
    meant = {side.qid for side in covered.values() if side.qid}
    for statement in statements(snapshot):
        pair = frozenset((statement.one, statement.other))
        if pair not in pairs and pair & meant and not statement.deprecated:
            ends = sorted((statement.one, statement.other), key=lambda item: (item not in meant, item))
            sides = [by_qid.get(item) or _foreign(item, labels) for item in ends]
            pairs[pair] = Case(sides[0], sides[1])
        if pair in pairs:
            pairs[pair].statements.append(statement)
    found = [*pairs.values(), *(case for case in cases if case.where is Where.UNLINKED)]
    _annotate(found, home, dict(countries(snapshot)))
    found.sort(key=lambda case: (case.one.place or "", case.other.place or "", str(case.other)))
    return Comparison(tuple(found), tuple(covered[iri] for iri in sorted(covered)), snapshot.date)


def _places(store: Store) -> tuple[dict[str, Side], dict[str, str]]:
    """Give the places of a release by IRI, and the QID of the country of each that lies in one."""
    sides: dict[str, Side] = {}
    inside: dict[str, str] = {}
    for row in select(store, _PLACES):
        iri = row["place"].value
        item = qid(row["item"].value) if row["item"] else None
        sides[iri] = Side(iri, item, *(row[name].value if row[name] else "" for name in ("zh", "en")))
        if row["country"]:
            inside[iri] = row["country"].value
    return sides, {iri: sides[country].qid or "" for iri, country in inside.items() if country in sides}


def _listed(store: Store, places: dict[str, Side], covered: Container[str]) -> Iterator[Case]:
    """Give the pairs that the lists state, a covered place first, without what Wikidata says."""
    cases: dict[str, Case] = {}
    for row in select(store, _TWINNINGS):
        iri = row["twinning"].value
        ends = sorted((row["one"].value, row["other"].value), key=lambda end: (end not in covered, end))
        case = cases.setdefault(iri, Case(places[ends[0]], places[ends[1]], iri))
        case.kinds |= {row["kind"].value} if row["kind"] else set()
        case.resolved = row["resolved"].value if row["resolved"] else None
        case.end = row["end"].value if row["end"] else case.end
        case.over = case.over or row["over"] is not None or row["end"] is not None
        if row["successor"]:
            note = f"a list says that {places[row['successor'].value]} took it over"
            case.notes += [note] if note not in case.notes else []
    for row in select(store, _CLAIMS):
        start, line = row["start"], row["line"]
        claim = Claim(row["claim"].value, row["list"].value, line.value if line else "", start.value if start else None)
        claims = cases[row["twinning"].value].claims
        claims += [claim] if claim not in claims else []
    yield from cases.values()


def _foreign(item: str, labels: dict[str, dict[str, str]]) -> Side:
    """Give an item that no place of the release is linked to."""
    said = labels.get(item, {})
    return Side(None, item, said.get("zh", ""), said.get("en", ""))


def _annotate(cases: Iterable[Case], home: dict[str, str], lies_in: dict[str, str]) -> None:
    """Note what keeps a case from being plain."""
    unlinked = [case for case in cases if case.where is Where.UNLINKED]
    for case in cases:
        if any(statement.deprecated for statement in case.statements):
            case.notes.append("Wikidata has a deprecated statement of it")
        if over := [statement for statement in case.standing if statement.ended]:
            ends = sorted({end for statement in over for end in statement.ends})
            sides = {statement.one for statement in over}
            only = f", on {sides.pop()} only" if len(sides) == 1 and not case.one_way else ""
            case.notes.append(f"Wikidata says that it ended ({', '.join(ends) or 'date not known'}){only}")
        if contradictory(case.theirs):
            case.notes.append(f"Wikidata states starts that contradict each other ({', '.join(sorted(case.theirs))})")
        if any(statement.vague for statement in case.standing):
            case.notes.append("Wikidata states a start, but not to the year")
        if case.over:
            case.notes.append(f"a list says that it ended{f' ({case.end})' if case.end else ''} or was taken over")
        if case.where is Where.WIKIDATA:
            case.notes += _possible(case, unlinked, home, lies_in)


def _possible(case: Case, unlinked: list[Case], home: dict[str, str], lies_in: dict[str, str]) -> Iterator[str]:
    """Name the partners without a link, in the same country, of the same place: one of them may be the one meant."""
    country = lies_in.get(case.other.qid or "")
    for other in unlinked:
        ends = {other.one.place: other.other, other.other.place: other.one}
        partner = ends.get(case.one.place) if case.one.place else None
        if partner and not partner.qid and country and home.get(partner.place or "") == country:
            lists = ", ".join(dict.fromkeys(claim.list for claim in other.claims))
            yield f"may be {partner.zh or partner.en}, which is not linked ({lists})"
