"""The ledger of a tie: what each claim states, as written and as read, what it cites, and the value that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..audit.names import names
from ..audit.report import findings
from ..audit.sources import sources
from ..audit.texts import texts

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..audit.names import Words
    from ..audit.report import Finding
    from ..audit.sources import Source
    from ..audit.texts import Texts
    from .find import Found

_LISTS = """
SELECT ?list ?id ?title ?publisher ?authority ?as_of ?left_out WHERE {
  ?list a yc:List ; dcterms:identifier ?id ; dcterms:date ?as_of ; yc:authority/skos:prefLabel ?authority .
  OPTIONAL { ?list dcterms:title ?title FILTER (LANG(?title) = "zh") }
  OPTIONAL { ?list dcterms:publisher/foaf:name ?publisher FILTER (LANG(?publisher) = "zh") }
  OPTIONAL { ?list yc:rowsLeftOut ?left_out }
  FILTER (LANG(?authority) = "en")
} ORDER BY ?id"""
_PLACES = """
SELECT ?place ?item ?evidence WHERE {
  ?place a schema:Place . OPTIONAL { ?place owl:sameAs ?item } OPTIONAL { ?place skos:editorialNote ?evidence }
} ORDER BY ?place ?evidence"""
_TAKEN = """
SELECT ?date ?rule ?rule_zh ?definition ?definition_zh WHERE {
  <%s> yc:resolvedDate ?date ; yc:resolvedBy ?by .
  ?by skos:prefLabel ?rule , ?rule_zh ; skos:definition ?definition , ?definition_zh
  FILTER (LANG(?rule) = "en" && LANG(?rule_zh) = "zh" && LANG(?definition) = "en" && LANG(?definition_zh) = "zh")
}"""
_CLAIMS = "SELECT DISTINCT ?claim { <%s> prov:wasDerivedFrom ?claim }"
_PARTNERS = "SELECT DISTINCT ?place { <%s> yc:partner ?place } ORDER BY ?place"
_EVENTS = """
SELECT ?kind ?date ?successor ?claim WHERE {
  ?event yc:twinning <%s> ; dcterms:type/skos:prefLabel ?kind ; prov:wasDerivedFrom ?claim FILTER (LANG(?kind) = "en")
  OPTIONAL { ?event dcterms:date ?date } OPTIONAL { ?event yc:successor ?successor }
} ORDER BY ?claim ?event"""
_VALUES = """
SELECT ?field ?value WHERE {
  VALUES (?about ?field) {
    (schema:startDate "signed") (schema:endDate "ended") (yc:population "population") (yc:area "area")
    (yc:partyName "party") (yc:partnerName "partner") (yc:qualifier "partner") (yc:country "country")
    (yc:continent "continent") (yc:level "level") (dcterms:type "kind") (yc:number "number")
  }
  <%s> ?about ?is .
  OPTIONAL { ?is skos:prefLabel ?concept FILTER (LANG(?concept) = "en") }
  OPTIONAL { ?is rdfs:label ?place FILTER (LANG(?place) = "en") }
  BIND (COALESCE(?concept, ?place, STR(?is)) AS ?value)
} ORDER BY ?field ?value"""
_CITES = """
SELECT ?number ?page ?title ?publisher ?issued ?retrieved ?archived ?via ?dead ?written WHERE {
  <%s> yc:cites ?cited .
  OPTIONAL { ?cited dcterms:isPartOf ?whole . ?whole a yc:Citation . ?cited schema:pagination ?page }
  BIND (COALESCE(?whole, ?cited) AS ?source)
  ?source yc:number ?number .
  OPTIONAL { ?source yc:asWritten ?written } OPTIONAL { ?source dc:title ?title }
  OPTIONAL { ?source dc:publisher ?publisher } OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source yc:retrieved ?retrieved } OPTIONAL { ?source yc:archived ?archived }
  OPTIONAL { ?source yc:via ?via } OPTIONAL { ?source yc:deadLink ?dead }
} ORDER BY ?number ?page"""


class Cited(NamedTuple):
    """A source that a claim cites: its number in the list, and what the list says of it."""

    number: int
    page: str | None
    title: str | None
    publisher: str | None
    issued: str | None
    retrieved: str | None
    archived: str | None
    via: str | None
    dead: bool
    written: str | None


class Value(NamedTuple):
    """One stated value: its column, its words as written (none where left out), how the cell gave it, what was read."""

    column: str
    written: str | None
    reading: str
    read: str


class Claim(NamedTuple):
    """A claim with its values and what it cites; ``date`` is the start date that it states."""

    source: Source
    values: tuple[Value, ...]
    date: str | None
    cites: tuple[Cited, ...]


class Partner(NamedTuple):
    """One side: its id, its names, its Wikidata item if one is linked, and on what evidence."""

    id: str
    names: Words
    item: str | None
    evidence: tuple[str, ...]


class Publication(NamedTuple):
    """A list: who published it, with what authority, as of when."""

    id: str
    title: str
    publisher: str
    authority: str
    as_of: str


class Taken(NamedTuple):
    """The date that was taken and the rule that chose it, its name and definition in English and Chinese."""

    date: str
    rule: Words
    definition: Words


class Event(NamedTuple):
    """What a claim says happened to the tie, when, and who took it over."""

    kind: str
    date: str | None
    successor: Words | None
    source: Source


class Tie(NamedTuple):
    """The ledger of one tie."""

    iri: str
    names: Words
    partners: tuple[Partner, ...]
    taken: Taken | None
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """Give the id, such as cn-xian--jp-nara."""
        return self.iri.rpartition("/")[2]

    @property
    def disputed(self) -> bool:
        """Tell whether claims give different dates."""
        return len(self.dates) > 1

    @property
    def dates(self) -> dict[str, list[Claim]]:
        """Give the dates that are stated, each with the claims that state it."""
        stated: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.date:
                stated.setdefault(claim.date, []).append(claim)
        return dict(sorted(stated.items()))


class Ledger(NamedTuple):
    """What was asked for, the ledgers of its ties, the lists, and how many rows of which the release has not."""

    place: Partner | None
    ties: tuple[Tie, ...]
    lists: dict[str, Publication]
    left_out: dict[str, int]


def ledger(store: Store, found: Found) -> Ledger:
    """Give the ledger of a tie, or of all ties of a place."""
    book = _Book(store)
    ties = tuple(book.tie(iri) for iri in found.ties)
    return Ledger(None if found.place is None else book.partner(found.place), ties, book.lists, book.left_out)


class _Book:
    """What the release says, read once for all ties asked for."""

    def __init__(self, store: Store) -> None:
        self.store, self.names, self.sources = store, names(store), sources(store)
        lists = texts(store, _LISTS)
        self.lists = {str(said["id"]): _publication(said) for said in lists}
        self.left_out = {str(said["id"]): int(said["left_out"]) for said in lists if said["left_out"]}
        self.places: dict[str, list[Texts]] = {}
        for said in texts(store, _PLACES):
            self.places.setdefault(str(said["place"]), []).append(said)
        self.findings = findings(store, self.sources, {str(said["list"]): str(said["id"]) for said in lists})

    def tie(self, iri: str) -> Tie:
        partners = [str(said["place"]) for said in texts(self.store, _PARTNERS % iri)]
        claims = [self.sources[str(said["claim"])] for said in texts(self.store, _CLAIMS % iri)]
        order = ("row", "note", "caption")
        claims.sort(key=lambda source: (source.list, order.index(source.kind[0]), source.sheet or "", source.line))
        return Tie(
            iri,
            self.names[iri],
            tuple(self.partner(place) for place in sorted(partners, key=lambda place: self._side(iri, place))),
            self.taken(iri),
            tuple(self.claim(source) for source in claims),
            tuple(self.event(said) for said in texts(self.store, _EVENTS % iri)),
            tuple(
                one for one in self.findings if self._speaks_of(one, {source.iri for source in claims}, self.names[iri])
            ),
        )

    def partner(self, place: str) -> Partner:
        said = self.places[place]
        evidence = tuple(str(one["evidence"]) for one in said if one["evidence"])
        return Partner(place.rpartition("/")[2], self.names[place], said[0]["item"], evidence)

    def taken(self, iri: str) -> Taken | None:
        for said in texts(self.store, _TAKEN % iri):
            rule, definition = (
                (str(said["rule"]), str(said["rule_zh"])),
                (str(said["definition"]), str(said["definition_zh"])),
            )
            return Taken(str(said["date"]), rule, definition)
        return None

    def claim(self, source: Source) -> Claim:
        read: dict[str, list[str]] = {}
        for said in texts(self.store, _VALUES % source.iri):
            read.setdefault(str(said["field"]), []).append(str(said["value"]))
        values = [
            Value(cell.header, cell.written, cell.reading, "; ".join(read.get(cell.field, ()))) for cell in source.cells
        ]
        stated = {cell.field.partition("_")[0] for cell in source.cells}
        rest = [Value(f"({field})", None, "of the list or section", "; ".join(said)) for field, said in read.items()
                if source.cells and field not in stated]  # fmt: skip
        cites = tuple(_cited(said) for said in texts(self.store, _CITES % source.iri))
        return Claim(source, (*values, *rest), next(iter(read.get("signed", ())), None), cites)

    def event(self, said: Texts) -> Event:
        heir = None if said["successor"] is None else self.names[said["successor"]]
        return Event(str(said["kind"]), said["date"], heir, self.sources[str(said["claim"])])

    @staticmethod
    def _side(tie: str, place: str) -> int:
        return tie.rpartition("/")[2].find(place.rpartition("/")[2])

    @staticmethod
    def _speaks_of(finding: Finding, claims: set[str], named: Words) -> bool:
        """Tell whether a finding is about the tie or one claim of it, and not one of many that a count is about."""
        if named in finding.targets:
            return True
        about = finding.claim is not None and finding.claim.iri in claims
        return about or (finding.kind.id != "count-gap" and bool(claims & {source.iri for source in finding.sources}))


def _publication(said: Texts) -> Publication:
    title, publisher = said["title"] or "", said["publisher"] or ""
    return Publication(str(said["id"]), title, publisher, str(said["authority"]), str(said["as_of"]))


def _cited(said: Texts) -> Cited:
    return Cited(
        int(str(said["number"])), said["page"], said["title"], said["publisher"], said["issued"], said["retrieved"],
        said["archived"], said["via"], said["dead"] == "true", said["written"],
    )  # fmt: skip
