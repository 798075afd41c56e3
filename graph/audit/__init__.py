"""What lists say of themselves and of each other, held against their own rows: each disagreement a finding, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from ...mapping.regions import regions
from ...ontology import term, triples
from ...queries import queries
from ..store import construct, select
from .suppose import suppositions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from ...mapping.iris import Iris

_COUNTRIES = "SELECT ?country ?code WHERE { ?country a schema:Country ; dcterms:identifier ?code } ORDER BY ?country"


def audit(store: Store, iris: Iris) -> int:
    """Add to a store what each rule of queries/findings gives, in order, and the readings under which a count holds.

    They stand in a graph of their own, the regions of UN M49 that they count by in another. Gives the findings' number.
    """
    store.extend(list(_regions(store, NamedNode(f"{iris.base}regions"))))
    graph = NamedNode(f"{iris.base}audit")
    for rule in queries("findings"):
        store.extend({Quad(*triple, graph) for triple in construct(store, rule.text)})
    store.extend([Quad(*triple, graph) for triple in suppositions(store)])
    found = store.quads_for_pattern(None, NamedNode(term("rdf:type")), NamedNode(term("yc:Finding")), graph)
    return sum(1 for _ in found)


def _regions(store: Store, graph: NamedNode) -> Iterator[Quad]:
    """Give the continents of each country that a store holds, by the codes that the concepts of continents bear."""
    notation = term("skos:notation")
    codes = {
        said.object.value: said.subject
        for said in triples("kinds")
        if said.predicate.value == notation and said.subject.value.startswith(term("continent:asia").removesuffix("asia"))
    }
    known = regions()
    for solution in select(store, _COUNTRIES):
        for code in known.get(solution["code"].value.lower(), ()):
            yield Quad(solution["country"], NamedNode(term("yc:region")), codes[code], graph)
