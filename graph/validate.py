"""What the shapes find in a store, each finding with the list, the line and the cells where it stands."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, Variable, serialize
from rdflib import RDF, SH

from ..ontology import prefixes, prologue, term, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolution
    from pyoxigraph import Term as StoreTerm
    from rdflib.term import Node

_FIELDS = {
    term(predicate): fields.split()
    for predicate, fields in {
        "yc:partyName": "party",
        "yc:partnerName": "partner",
        "yc:partner": "party partner",
        "schema:containedInPlace": "country",
        "yc:country": "country",
        "yc:continent": "continent",
        "schema:startDate": "signed",
        "yc:population": "population",
        "yc:area": "area",
        "yc:cites": "notes",
        "yc:note": "notes",
    }.items()
}
"""The fields (csvw:name of a column) whose cells are read into a property."""

_STEP = "rdf:first|rdf:rest|sh:inversePath|sh:alternativePath|sh:zeroOrOnePath|sh:oneOrMorePath"
_SHAPES = """
SELECT ?shape ?severity ?en ?zh ?select WHERE {
  ?shape sh:message ?en , ?zh ; sh:severity ?severity FILTER (LANG(?en) = "en" && LANG(?zh) = "zh")
  OPTIONAL { ?shape sh:sparql/sh:select ?select }
}"""
_CLASSES = "SELECT ?class WHERE { ?shape sh:targetClass ?target . ?class rdfs:subClassOf* ?target }"
_PREDICATES = f"SELECT ?predicate WHERE {{ ?shape sh:path/({_STEP})* ?predicate }}"
_TYPES = "SELECT DISTINCT ?graph ?class WHERE { GRAPH ?graph { ?node a ?class } }"
_LIST = "SELECT ?id WHERE { ?list a yc:List ; dcterms:identifier ?id } ORDER BY ?id"
_STANDING = """
SELECT ?node ?line ?written WHERE {
  ?this (^yc:cell|prov:wasDerivedFrom|dcterms:isPartOf)? ?node . ?node yc:line ?line
  OPTIONAL { ?node yc:asWritten ?written }
} ORDER BY DESC(?node = ?this) DESC(EXISTS { ?node a yc:Row }) ?line ?node"""
_CELLS = """
SELECT ?cell ?header ?field ?written WHERE {
  ?row yc:cell ?cell . ?cell yc:column ?column . ?column csvw:title ?header ; csvw:name ?field ; yc:order ?order
  OPTIONAL { ?cell yc:asWritten ?written }
} ORDER BY ?order ?cell"""


class Cell(NamedTuple):
    """A cell as written (None where the row leaves it out) under its header; no header for words outside a table."""

    header: str | None
    written: str | None

    def __str__(self) -> str:
        written = "(left out)" if self.written is None else f'"{self.written}"'
        return written if self.header is None else f"{self.header} {written}"


class Message(NamedTuple):
    """What a shape demands, in both languages."""

    en: str
    zh: str


class Shape(NamedTuple):
    """What is known of a shape beside its constraints: targets with their subclasses, predicates of its path, its query."""

    severity: str
    message: Message
    classes: frozenset[str]
    predicates: frozenset[str]
    select: str | None


class Result(NamedTuple):
    """One finding: what SHACL says of it, the graph it was found in, and the list, line and cells where it stands."""

    severity: str
    shape: str
    component: str
    message: Message
    focus: NamedNode | Literal
    path: NamedNode | None
    value: NamedNode | Literal | None
    graph: str
    list: str | None = None
    line: int | None = None
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        where = (self.list, self.line and f"line {self.line}", *self.cells)
        stands = ", ".join(str(part) for part in where if part) or self.graph
        value = "" if self.value in {None, self.focus} else f" → {self.value}"
        return f"{self.severity}: {stands}: {self.message.en} ({self.focus}{value})"


class Report(NamedTuple):
    """All findings, violations first, then in the order of the lists and their lines."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether the graph may be released: warnings do not keep it back."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """Give the findings that stop a release."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Give the findings that are published with a release."""
        return tuple(result for result in self.results if result.severity != "Violation")

    def turtle(self, base: str) -> str:
        """Give a sh:ValidationReport in Turtle without blank nodes; only a path of one predicate is a sh:resultPath."""
        report = NamedNode(f"{base}validation")
        named = [(NamedNode(f"{base}validation#result-{n}"), result) for n, result in enumerate(self.results, 1)]
        conforms = Literal(str(self.conforms).lower(), datatype=NamedNode(term("xsd:boolean")))
        said = [(report, "rdf:type", NamedNode(SH.ValidationReport)), (report, "sh:conforms", conforms)]
        said += [(report, "sh:result", node) for node, _ in named]
        said += [(node, predicate, thing) for node, result in named for predicate, thing in _statements(result)]
        lines = (Triple(subject, NamedNode(term(predicate)), thing) for subject, predicate, thing in said)
        return serialize(lines, format=RdfFormat.TURTLE, prefixes=prefixes()).decode()


def validate(store: Store) -> Report:
    """Validate every named graph that types a target of a shape, each together with the places and the vocabulary.

    Core constraints are pyshacl's, over rdflib: over a Store itself it counts all quads at every failing part of a
    shape. Constraints in SPARQL are asked of the store. Never raises for what the store holds.
    """
    defined = Store()
    defined.extend(triple_quad for triple_quad in _quads("prefixes", "vocabulary", "shapes"))
    shapes = _read(defined)
    found: set[Result] = set()
    return Report(tuple(sorted(found, key=_order)))
