"""What lists say of themselves and of each other, held against their own rows: each disagreement a finding, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from ...mapping.regions import regions
from ...ontology import prefixes, term, values
from ...queries import queries
from ..store import construct
from .suppose import suppositions
from .texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store, Triple

    from ...mapping.iris import Iris

_COUNTRIES = "SELECT ?country ?code WHERE { ?country a schema:Country ; dcterms:identifier ?code } ORDER BY ?country"


def audit(store: Store, iris: Iris) -> int:
    """Add to a store what each rule of queries/findings gives, in order, and the readings under which a count holds.

    They stand in a graph of their own, the regions of UN M49 that they count by in another. Gives the findings' number.
    """
    store.extend(list(_regions(store, NamedNode(f"{iris.base}regions"))))
    graph = NamedNode(f"{iris.base}audit")
    for rule in queries("findings"):
        store.extend(_placed(construct(store, rule.text), graph))
    store.extend(_placed(suppositions(store), graph))
    found = store.quads_for_pattern(None, NamedNode(term("rdf:type")), NamedNode(term("yc:Finding")), graph)
    return sum(1 for _ in found)


def _placed(triples: Iterable[Triple], graph: NamedNode) -> list[Quad]:
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def _regions(store: Store, graph: NamedNode) -> Iterator[Quad]:
    """Give the continents of each country that a store holds, by the codes that the concepts of continents bear."""
    notation, continents = term("skos:notation"), prefixes()["continent"]
    codes = {
        code: NamedNode(concept)
        for concept, about, code in values("kinds")
        if about == notation and concept.startswith(continents)
    }
    known = regions()
    for said in texts(store, _COUNTRIES):
        for code in known.get(str(said["code"]).lower(), ()):
            yield Quad(NamedNode(str(said["country"])), NamedNode(term("yc:region")), codes[code], graph)
