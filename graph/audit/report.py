"""The findings of a release, read back from its graph: by list, each with its kind, its evidence and its readings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ...ontology.errors import UnknownList
from .names import names
from .sources import sources
from .texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from .sources import Source
    from .texts import Texts

    Words = tuple[str, str]

RULE_OF_TRADE = "rule-of-trade"
_KEPT = 0.8
"""The share from which a list is said to keep an order, as in queries/findings."""

_LISTS = """
SELECT ?list ?id ?title ?title_en ?publisher ?as_of ?left_out WHERE {
  ?list a yc:List ; dcterms:identifier ?id ; dcterms:date ?as_of .
  OPTIONAL { ?list dcterms:title ?title FILTER (LANG(?title) = "zh") }
  OPTIONAL { ?list dcterms:title ?title_en FILTER (LANG(?title_en) = "en") }
  OPTIONAL { ?list yc:rowsLeftOut ?left_out }
  OPTIONAL { ?list dcterms:publisher/foaf:name ?publisher FILTER (LANG(?publisher) = "zh") }
} ORDER BY ?id"""
_COUNTS = """
SELECT ?list ?claim ?counts ?part_en ?part_zh ?stated ?counted ?by_m49 WHERE {
  ?claim a yc:Count ; dcterms:isPartOf ?list ; yc:counts ?counts ; yc:value ?stated ; yc:line ?line .
  ?recount dqv:computedOn ?claim ; dqv:isMeasurementOf measure:recount ; dqv:value ?counted .
  OPTIONAL {
    ?recount_m49 dqv:computedOn ?claim ; dqv:isMeasurementOf measure:recount-by-un-m49 ; dqv:value ?by_m49
  }
  OPTIONAL {
    ?claim yc:continent|yc:level ?part . ?part skos:prefLabel ?part_en , ?part_zh
    FILTER (LANG(?part_en) = "en" && LANG(?part_zh) = "zh")
  }
} ORDER BY ?list ?line xsd:integer(REPLACE(STR(?claim), "^.*-", ""))"""
_UNREAD = """
SELECT ?list ?claim WHERE {
  ?claim a yc:UnreadCount ; dcterms:isPartOf ?list ; yc:line ?line
} ORDER BY ?list ?line ?claim"""
_ORDERS = """
SELECT ?list ?measure ?share ?en ?zh WHERE {
  ?measurement dqv:computedOn ?list ; dqv:isMeasurementOf ?measure ; dqv:value ?share . ?list a yc:List .
  ?measure skos:prefLabel ?en , ?zh FILTER (LANG(?en) = "en" && LANG(?zh) = "zh")
} ORDER BY ?list ?measure"""
_FINDINGS = """
SELECT ?finding ?kind ?en ?zh ?kind_en ?kind_zh ?what_en ?what_zh ?rank ?group ?group_en ?group_zh ?counted ?gap WHERE {
  ?finding a yc:Finding ; dcterms:type ?kind ; dcterms:description ?en , ?zh .
  ?kind skos:notation ?rank ; skos:broader ?group ; skos:prefLabel ?kind_en , ?kind_zh ;
        skos:definition ?what_en , ?what_zh .
  ?group skos:prefLabel ?group_en , ?group_zh
  FILTER (LANG(?en) = "en" && LANG(?zh) = "zh" && LANG(?kind_en) = "en" && LANG(?kind_zh) = "zh")
  FILTER (LANG(?what_en) = "en" && LANG(?what_zh) = "zh" && LANG(?group_en) = "en" && LANG(?group_zh) = "zh")
  OPTIONAL { ?finding yc:counted ?counted } OPTIONAL { ?finding yc:gap ?gap }
} ORDER BY ?rank ?finding"""
_LINKED = """
SELECT ?node ?other ?value WHERE {
  { ?node a yc:Finding } UNION { ?node a yc:Supposition }
  { ?node prov:wasDerivedFrom ?other BIND ("from" AS ?value) } UNION
  { ?node oa:hasTarget ?other BIND ("target" AS ?value) } UNION { ?node yc:holdsUnder ?other BIND ("if" AS ?value) }
} ORDER BY ?node ?value ?other"""
_STATED = "SELECT ?node ?value { ?node yc:stated ?value } ORDER BY ?node STR(?value)"
_SUPPOSED = """
SELECT ?node ?en ?zh ?held WHERE {
  ?node a yc:Supposition ; dcterms:description ?en , ?zh ; yc:held ?held
  FILTER (LANG(?en) = "en" && LANG(?zh) = "zh")
}"""


class Kind(NamedTuple):
    """A kind of finding, its name and definition in English and Chinese, and the group it belongs to."""

    id: str
    label: Words
    definition: Words
    group: str
    group_label: Words


class Reading(NamedTuple):
    """A supposition under which a stated count would hold, how many counts hold under it, and the rows it turns on."""

    iri: str
    words: Words
    held: int
    sources: tuple[Source, ...]


class Finding(NamedTuple):
    """One finding: what it says, of what, from which claims of which lists."""

    iri: str
    kind: Kind
    words: Words
    targets: tuple[Words, ...]
    claim: Source | None
    stated: tuple[str, ...]
    counted: int | None
    gap: int | None
    sources: tuple[Source, ...]
    readings: tuple[Reading, ...]
    lists: tuple[str, ...]


class Count(NamedTuple):
    """A count that a list states of itself: of what, what it states, what its rows hold, what they would by UN M49."""

    claim: Source
    counts: str
    part: Words | None
    stated: int
    counted: int
    by_m49: int | None

    @property
    def gap(self) -> int:
        """Give the number counted less the number stated."""
        return self.counted - self.stated


class Listed(NamedTuple):
    """One list: who published it as of when, its counts, the orders it keeps, its findings.

    ``unread`` are its sentences with a count that is not understood, ``left_out`` the rows that the release has not.
    """

    id: str
    title: Words
    publisher: str
    as_of: str
    counts: tuple[Count, ...]
    unread: tuple[Source, ...]
    left_out: int
    orders: tuple[tuple[Words, float], ...]
    findings: tuple[Finding, ...]


class Audit(NamedTuple):
    """The lists with their findings, and the findings that are between lists."""

    lists: tuple[Listed, ...]
    between: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give every finding."""
        return (*(finding for listed in self.lists for finding in listed.findings), *self.between)

    @property
    def wrong(self) -> bool:
        """Tell whether anything was found beside what the rules of the trade make worth a look."""
        return any(finding.kind.group != RULE_OF_TRADE for finding in self.findings)


def report(store: Store, list_id: str | None = None) -> Audit:
    """Give the findings of a release, or those that touch one list; raises UnknownList where the release has it not."""
    lists = texts(store, _LISTS)
    ids = [str(said["id"]) for said in lists]
    if list_id is not None and list_id not in ids:
        raise UnknownList(f"no list {list_id!r} in the release: the lists there are {', '.join(ids)}")
    claims = sources(store)
    by_iri = {str(said["list"]): str(said["id"]) for said in lists}
    found = [finding for finding in findings(store, claims, by_iri) if list_id is None or list_id in finding.lists]
    counts = _by_list(texts(store, _COUNTS))
    unread = _by_list(texts(store, _UNREAD))
    orders = _by_list(texts(store, _ORDERS))
    return Audit(
        tuple(
            Listed(
                str(said["id"]),
                (said["title_en"] or said["title"] or "", said["title"] or said["title_en"] or ""),
                said["publisher"] or "",
                str(said["as_of"]),
                tuple(_count(one, claims) for one in counts.get(str(said["list"]), ())),
                tuple(claims[str(one["claim"])] for one in unread.get(str(said["list"]), ())),
                int(said["left_out"] or 0),
                _orders(orders.get(str(said["list"]), ())),
                tuple(finding for finding in found if finding.lists == (said["id"],)),
            )
            for said in lists
            if list_id in {None, said["id"]}
        ),
        tuple(finding for finding in found if len(finding.lists) != 1),
    )


def findings(store: Store, claims: dict[str, Source], lists: dict[str, str]) -> list[Finding]:
    """Give every finding of a release: by kind, then where it stands; ``lists`` are the ids of lists by IRI."""
    linked: dict[tuple[str, str], list[str]] = {}
    for said in texts(store, _LINKED):
        linked.setdefault((str(said["node"]), str(said["value"])), []).append(str(said["other"]))
    supposed = {str(said["node"]): said for said in texts(store, _SUPPOSED)}
    stated = _grouped(texts(store, _STATED))
    named = names(store)

    def evidence(node: str) -> tuple[Source, ...]:
        kept = [claims[iri] for iri in linked.get((node, "from"), ()) if iri in claims]
        return tuple(sorted(kept, key=_standing))

    def finding(said: Texts) -> Finding:
        iri = str(said["finding"])
        targets, rows = linked.get((iri, "target"), []), evidence(iri)
        readings = [
            Reading(node, _words(supposed[node], "en", "zh"), int(str(supposed[node]["held"])), evidence(node))
            for node in linked.get((iri, "if"), ())
        ]
        touched = {row.list for row in rows} | {claims[node].list for node in targets if node in claims}
        touched |= {lists[node] for node in targets if node in lists}
        claim = next((claims[node] for node in targets if node in claims), None)
        return Finding(
            iri,
            _kind(said),
            _words(said, "en", "zh"),
            tuple(named[node] for node in targets if node in named),
            claim,
            tuple(stated.get(iri, ())),
            None if said["counted"] is None else int(said["counted"]),
            None if said["gap"] is None else int(said["gap"]),
            rows,
            tuple(readings),
            tuple(sorted(touched)),
        )

    found = [(str(said["rank"]), finding(said)) for said in texts(store, _FINDINGS)]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], _first(pair[1]), pair[1].iri))]


def _kind(said: Texts) -> Kind:
    kind, group = (str(said[name]).rpartition("/")[2] for name in ("kind", "group"))
    label, what = _words(said, "kind_en", "kind_zh"), _words(said, "what_en", "what_zh")
    return Kind(kind, label, what, group, _words(said, "group_en", "group_zh"))


def _count(said: Texts, claims: dict[str, Source]) -> Count:
    part = None if said["part_en"] is None else _words(said, "part_en", "part_zh")
    by_m49 = None if said["by_m49"] is None else int(said["by_m49"])
    stated, counted = int(str(said["stated"])), int(str(said["counted"]))
    return Count(claims[str(said["claim"])], str(said["counts"]), part, stated, counted, by_m49)


def _orders(said: Iterable[Texts]) -> tuple[tuple[Words, float], ...]:
    """Give the orders that a list keeps: of oldest and newest first the one that is kept more."""
    shares: dict[str, tuple[Words, float]] = {}
    for one in said:
        sort = str(one["measure"]).removesuffix("-oldest-first").removesuffix("-newest-first")
        share = float(str(one["share"]))
        if share >= _KEPT and share >= shares.get(sort, (("", ""), 0.0))[1]:
            shares[sort] = (_words(one, "en", "zh"), share)
    return tuple(shares.values())


def _words(said: Texts, en: str, zh: str) -> Words:
    return str(said[en]), str(said[zh])


def _standing(source: Source) -> tuple[str, str, int, str]:
    return source.list, source.sheet or "", source.line, source.iri


def _first(finding: Finding) -> tuple[str, str, int, str]:
    claim = finding.claim or next(iter(finding.sources), None)
    return ("", "", 0, "") if claim is None else _standing(claim)


def _by_list(said: Iterable[Texts]) -> dict[str, list[Texts]]:
    return {node: list(group) for node, group in groupby(said, key=lambda one: str(one["list"]))}


def _grouped(said: Iterable[Texts]) -> dict[str, list[str]]:
    grouped = groupby(said, key=lambda one: str(one["node"]))
    return {node: [str(one["value"]) for one in group] for node, group in grouped}
