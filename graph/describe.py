"""The release described for catalogues and crawlers: DCAT (datasets, dumps, licences) and VoID (sizes, links)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from ..ontology import prefixes, term
from .store import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from ..mapping.iris import Iris

    Description = Iterator[tuple[str, str, NamedNode | Literal]]

MEDIA_TYPES = {
    "trig": "application/trig",
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_COUNTS = {
    "void:triples": "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }",
    "void:distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "void:distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "void:properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "void:classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
}
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_LINKS = "SELECT (COUNT(*) AS ?n) WHERE { ?s owl:sameAs ?o FILTER (STRSTARTS(STR(?o), STR(wd:))) }"
_LISTS = """SELECT ?list ?about ?value WHERE {
  ?list a yc:List ; ?about ?value .
  VALUES ?about { dcterms:title dcterms:license dcterms:rights dcterms:publisher dcat:landingPage }
} ORDER BY ?list ?about ?value"""


def describe(store: Store, iris: Iris, dumps: Iterable[str]) -> list[Quad]:
    """Give the description of a release whose dump files are named; sizes are counted over the union of its graphs."""
    said = [*_whole(store, iris), *_parts(store, iris), *_links(store, iris), *_dumps(iris, dumps)]
    return [Quad(NamedNode(s), NamedNode(term(p) if ":" in p and "//" not in p else p), o) for s, p, o in said]


def _whole(store: Store, iris: Iris) -> Description:
    whole = f"{iris.base}dataset"
    yield whole, "rdf:type", _node("dcat:Dataset")
    yield whole, "rdf:type", _node("void:Dataset")
    yield whole, "dcterms:title", Literal("Youcheng, a knowledge graph of twinnings", language="en")
    yield whole, "dcterms:title", Literal("友城知识图谱", language="zh")
    yield (
        whole,
        "dcterms:description",
        Literal(
            "Twinnings of Chinese places with the world, each claim with the list and line that states it.",
            language="en",
        ),
    )
    yield (
        whole,
        "dcterms:rights",
        Literal("Each graph has a licence of its own: see the parts.", language="en"),
    )
    yield whole, "void:uriSpace", Literal(iris.base)
    for vocabulary in ("yc", "csvw", "dcterms", "prov", "schema", "skos"):
        yield whole, "void:vocabulary", NamedNode(prefixes()[vocabulary])
    for measure, question in _COUNTS.items():
        yield whole, measure, _count(store, question)
    for solution in select(store, _CLASSES):
        part = f"{whole}#class-{_local(solution['c'].value)}"
        yield whole, "void:classPartition", NamedNode(part)
        yield part, "void:class", solution["c"]
        yield part, "void:entities", solution["n"]


def _parts(store: Store, iris: Iris) -> Description:
    whole = f"{iris.base}dataset"
    licences = {s["list"].value for s in select(store, _LISTS) if s["about"].value == term("dcterms:license")}
    rights = {s["list"].value for s in select(store, _LISTS) if s["about"].value == term("dcterms:rights")}
    for solution in select(store, _GRAPHS):
        graph = solution["g"].value
        yield whole, "void:subset", NamedNode(graph)
        yield graph, "rdf:type", _node("void:Dataset")
        yield graph, "void:triples", solution["n"]
        if graph not in licences | rights:
            yield graph, "dcterms:license", NamedNode(_CC0)
    for solution in select(store, _LISTS):
        yield solution["list"].value, solution["about"].value, solution["value"]
    for credit in _CREDITS:
        yield iris.places, "dcterms:rights", Literal(credit, language="en")


def _links(store: Store, iris: Iris) -> Description:
    whole, links = f"{iris.base}dataset", f"{iris.base}dataset#wikidata"
    yield whole, "void:subset", NamedNode(links)
    yield links, "rdf:type", _node("void:Linkset")
    yield links, "void:linkPredicate", _node("owl:sameAs")
    yield links, "void:subjectsTarget", NamedNode(iris.places)
    yield links, "void:objectsTarget", NamedNode("http://www.wikidata.org/")
    yield links, "void:triples", _count(store, _LINKS)


def _dumps(iris: Iris, dumps: Iterable[str]) -> Description:
    whole = f"{iris.base}dataset"
    for name in dumps:
        dump = f"{iris.base}{name}"
        yield whole, "dcat:distribution", NamedNode(dump)
        yield whole, "void:dataDump", NamedNode(dump)
        yield dump, "rdf:type", _node("dcat:Distribution")
        yield dump, "dcat:mediaType", Literal(MEDIA_TYPES[name.rpartition(".")[2]])


_CREDITS = (
    "Wikidata items, labels and coordinates: Wikidata, CC0 1.0.",
    "Coordinates and names marked ne_: Natural Earth, public domain.",
    "Names and subdivisions marked covid19-open-data: Google COVID-19 Open Data, Apache-2.0.",
    "Names and coordinates marked wof-: Who's On First, https://whosonfirst.org/docs/licenses/, credit required.",
)


def _count(store: Store, question: str) -> Literal:
    (solution,) = select(store, question)
    count: Literal = solution["n"]
    return count


def _node(name: str) -> NamedNode:
    return NamedNode(term(name))


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
