"""What the shapes find in a store, each finding with the list, the line and the cells where it stands."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

import pyshacl
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple, Variable
from rdflib import RDF, SH

from ..mapping.iris import BASE
from ..ontology import prologue, term, triples
from .report import Cell, Message, Report, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolutions
    from rdflib.term import Node

    Name = NamedNode | BlankNode | DefaultGraph
    Term = NamedNode | BlankNode | Literal | Triple
    Statement = tuple[Node, Node, Node]

_SPARQL = str(SH.SPARQLConstraintComponent)
_FIELDS = {
    "yc:partyName": "party party_region",
    "yc:partnerName": "partner partner_region partner_other",
    "yc:partner": "party party_region partner partner_region",
    "schema:containedInPlace": "country",
    "yc:country": "country",
    "yc:continent": "continent",
    "schema:startDate": "signed",
    "schema:endDate": "ended",
    "dcterms:type": "kind status",
    "yc:level": "level",
    "yc:population": "population",
    "yc:area": "area",
    "yc:order": "number",
    "yc:cites": "notes",
    "yc:note": "notes",
}
"""The fields (csvw:name of a column) whose cells speak of a property."""

_SHAPES = """
SELECT ?shape ?severity ?en ?zh ?path ?select WHERE {
  ?shape sh:severity ?severity ; sh:message ?en , ?zh FILTER (LANG(?en) = "en" && LANG(?zh) = "zh")
  OPTIONAL { ?shape sh:path ?path }
  OPTIONAL { ?shape sh:sparql/sh:select ?select }
}"""
_CLASSES = "SELECT ?shape ?of WHERE { ?shape sh:targetClass ?target . ?of rdfs:subClassOf* ?target }"
_PREDICATES = """
SELECT ?shape ?of WHERE {
  ?shape sh:path/(rdf:first|rdf:rest|sh:inversePath|sh:alternativePath|sh:zeroOrOnePath)* ?of
}"""
_TYPES = """
SELECT DISTINCT ?graph ?class WHERE {
  { GRAPH ?graph { ?node a ?class } } UNION { ?node a ?class }
  FILTER (isIRI(?class))
}"""
_STANDING = """
SELECT ?this ?node ?line ?sheet ?list WHERE {
  ?this (^yc:cell|prov:wasDerivedFrom|dcterms:isPartOf)? ?node .
  ?node dcterms:isPartOf* ?whole . ?whole a yc:List ; dcterms:identifier ?list FILTER (isLiteral(?list))
  OPTIONAL { ?node yc:line ?stated BIND (xsd:integer(?stated) AS ?line) }
  OPTIONAL { ?node dcterms:isPartOf?/yc:sheet ?sheet FILTER (isLiteral(?sheet)) }
} ORDER BY DESC(?node = ?this && BOUND(?line)) DESC(EXISTS { ?node a yc:Row }) DESC(BOUND(?line)) ?list ?line ?sheet"""
_CELLS = """
SELECT ?this ?cell ?header ?field ?written WHERE {
  {
    ?this yc:cell ?cell . ?cell yc:column ?column . ?column csvw:title ?header ; csvw:name ?field ; yc:order ?order
    OPTIONAL { ?cell yc:asWritten ?written FILTER (isLiteral(?written)) }
    FILTER (isLiteral(?header) && isLiteral(?field))
  } UNION { ?this yc:asWritten ?written FILTER (isLiteral(?written)) }
} ORDER BY ?order ?cell ?field ?written"""


class _Shape(NamedTuple):
    """What is said of a shape beside its constraints; its classes are its targets with their subclasses."""

    severity: str
    message: Message
    path: NamedNode | None
    select: str | None
    classes: set[str]
    fields: set[str]


def validate(store: Store, base: str = BASE) -> Report:
    """Validate every graph of a store that types what a shape targets, with places and vocabulary beside it.

    Constraints in SPARQL are asked of the store; all others are pyshacl's, over rdflib: over a Store it counts all
    quads again for every part of a shape that fails.
    """
    validation = _Validation(store, base)
    with _quiet():
        found = {*validation.asked(), *validation.core()}
    return Report(tuple(sorted(found, key=Result.order)), base)


def needs_places(store: Store) -> bool:
    """Tell whether a store holds lists and none of the places that they speak of, as the Turtle of one list does."""
    return bool(_members(store, "yc:List")) and not _members(store, "schema:Place")


def add_places(store: Store, release: Store) -> int:
    """Add the graphs of a release that describe places to a store; gives the number of places."""
    places = _members(release, "schema:Place")
    for graph in {quad.graph_name for quad in places}:
        store.extend(release.quads_for_pattern(None, None, None, graph))
    return len(places)


def _members(store: Store, name: str) -> list[Quad]:
    return list(store.quads_for_pattern(None, NamedNode(term("rdf:type")), NamedNode(term(name)), None))


class _Validation:
    """One store under the shapes; its terms as rdflib's nodes, and back."""

    def __init__(self, store: Store, base: str) -> None:
        self.store, self.base, self.shapes = store, base, _shapes()
        self.nodes: dict[Term, Node] = {}
        self.terms: dict[Node | None, Term] = {}
        self.classes: dict[Name, set[str]] = {}
        for found in _select(store, _TYPES):
            self.classes.setdefault(found["graph"] or DefaultGraph(), set()).add(found["class"].value)
        self.places = [graph for graph, classes in self.classes.items() if term("schema:Place") in classes]

    def asked(self) -> Iterator[Result]:
        """Give what constraints in SPARQL find: each is asked once a graph, what is no target is passed over."""
        for graph in (*self.store.named_graphs(), DefaultGraph()):
            for name, shape in self.shapes.items():
                targets = set(self.targets(shape, graph))
                if shape.select and (targets or not shape.classes):
                    for found in _select(self.store, shape.select, [graph, *self.places] if shape.classes else [graph]):
                        if found["this"] in targets or not shape.classes:
                            yield self.located(graph, name, _SPARQL, found["this"], found["value"])

    def targets(self, shape: _Shape, graph: Name) -> Iterator[NamedNode | BlankNode | Triple]:
        """Give the nodes that a shape targets in a graph."""
        for kind in shape.classes & self.classes.get(graph, set()):
            for quad in self.store.quads_for_pattern(None, NamedNode(term("rdf:type")), NamedNode(kind), graph):
                yield quad.subject

    def core(self) -> Iterator[Result]:
        """Give what pyshacl finds in each graph; it takes a part of a shape that is not named for fulfilled."""
        shapes, beside = rdflib.Graph(), rdflib.Graph()
        self.fill(shapes, triples("prefixes", "shapes"))
        self.fill(beside, triples("vocabulary", "kinds"))
        for graph in self.places:
            self.fill(beside, self.triples(graph))
        kinds = (SH.NodeShape, SH.PropertyShape)
        parts = {str(node) for kind in kinds for node in shapes.subjects(RDF.type, kind)} - self.shapes.keys()
        for graph, classes in self.classes.items():
            names = [name for name, shape in self.shapes.items() if not shape.select and shape.classes & classes]
            if names:
                own = self.fill(beside, self.triples(graph))
                _, report, _ = pyshacl.validate(beside, shacl_graph=shapes, use_shapes=[*names, *parts])
                for statement in own:
                    beside.remove(statement)
                yield from self.reported(graph, report)

    def reported(self, graph: Name, report: rdflib.Graph) -> Iterator[Result]:
        """Give what a report of pyshacl says of a graph."""
        for node in report.objects(None, SH.result):
            name, component = (str(report.value(node, of)) for of in (SH.sourceShape, SH.sourceConstraintComponent))
            focus, value = (self.terms.get(report.value(node, of)) for of in (SH.focusNode, SH.value))
            yield self.located(graph, name, component, focus, value)

    def triples(self, graph: Name) -> Iterator[Triple]:
        """Give the triples of a graph."""
        return (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph))

    def fill(self, filled: rdflib.Graph, given: Iterable[Triple]) -> list[Statement]:
        """Add triples to an rdflib graph, but for triple terms, which it has not; gives those that are new to it."""
        new = []
        for subject, predicate, thing in given:
            if not isinstance(thing, Triple):
                statement = self.node(subject), self.node(predicate), self.node(thing)
                if statement not in filled:
                    filled.add(statement)
                    new.append(statement)
        return new

    def node(self, of: Term) -> Node:
        """Give a term to rdflib."""
        if of not in self.nodes:
            self.nodes[of] = _node(of)
            self.terms[self.nodes[of]] = of
        return self.nodes[of]

    def located(self, graph: Name, name: str, component: str, focus: Term | None, value: Term | None) -> Result:
        """Give a finding with where it stands: its focus, or else its value, itself or what it comes from."""
        severity, message, path, *_, fields = self.shapes[name]
        told = Result(
            severity, name, component, message, _plain(focus), path, None if value is None else _plain(value),
            base=self.base,
        )  # fmt: skip
        for this in (focus, value):
            found = next(_select(self.store, _STANDING, [graph], this), None) if isinstance(this, NamedNode) else None
            if found:
                told = told._replace(list=found["list"].value)
            if found and found["line"]:
                cells = tuple(self.cells(graph, found["node"], focus, fields))
                sheet = found["sheet"] and found["sheet"].value
                return told._replace(sheet=sheet, line=int(found["line"].value), cells=cells)
        return told

    def cells(self, graph: Name, node: NamedNode, focus: Term | None, fields: set[str]) -> Iterator[Cell]:
        """Give the cell that a finding is of, or the cells of a row in some fields, or the words of another claim."""
        for found in _select(self.store, _CELLS, [graph], node):
            header, field, written = (found[of] and found[of].value for of in ("header", "field", "written"))
            if header is None or field in fields or found["cell"] == focus:
                yield Cell(header, written)


def _shapes() -> dict[str, _Shape]:
    """Give every shape that has a message, by IRI."""
    said = Store()
    said.extend(Quad(*triple) for triple in triples("prefixes", "vocabulary", "shapes"))
    classes, predicates = _pairs(said, _CLASSES), _pairs(said, _PREDICATES)
    fields = {term(predicate): names.split() for predicate, names in _FIELDS.items()}
    shapes = {}
    for found in _select(said, _SHAPES):
        name, path, select = found["shape"].value, found["path"], found["select"]
        shapes[name] = _Shape(
            severity=found["severity"].value.removeprefix(str(SH)),
            message=Message(found["en"].value, found["zh"].value),
            path=path if isinstance(path, NamedNode) else None,
            select=select and select.value,
            classes=classes.get(name, set()),
            fields={field for predicate in predicates.get(name, ()) for field in fields.get(predicate, ())},
        )
    return shapes


def _pairs(store: Store, sparql: str) -> dict[str, set[str]]:
    pairs: dict[str, set[str]] = {}
    for found in _select(store, sparql):
        if isinstance(found["of"], NamedNode):
            pairs.setdefault(found["shape"].value, set()).add(found["of"].value)
    return pairs


def _select(store: Store, sparql: str, graphs: list[Name] | None = None, this: Term | None = None) -> QuerySolutions:
    """Ask a query of some graphs, of the default graph if none is given, with ?this bound if it is."""
    bound = None if this is None else {Variable("this"): this}
    return cast("QuerySolutions", store.query(prologue() + sparql, default_graph=graphs, substitutions=bound))


def _plain(of: Term | None) -> NamedNode | Literal:
    """Give a term that a report can name: a blank node has no name outside its graph."""
    return of if isinstance(of, NamedNode | Literal) else Literal("blank node")


def _node(of: Term) -> Node:
    """Give a term as rdflib has it, a literal with its lexical form untouched."""
    if isinstance(of, NamedNode):
        return rdflib.URIRef(of.value)
    if not isinstance(of, Literal):
        return rdflib.BNode(str(of))
    if of.language:
        return rdflib.Literal(of.value, lang=of.language)
    return rdflib.Literal(of.value, datatype=rdflib.URIRef(of.datatype.value), normalize=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that is not well-formed, which the shapes report."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
