"""The vocabulary, its prefixes, concepts and shapes, read from the Turtle files of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from .errors import UndeclaredTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
IRI = "https://w3id.org/youcheng/ontology"
SHAPES = FOLDER / "shapes.ttl"

_SH = "http://www.w3.org/ns/shacl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


def triples(*names: str) -> Iterator[Triple]:
    """Give the triples of the named Turtle files of this folder, without their suffix."""
    for name in names:
        for quad in parse(path=FOLDER / f"{name}.ttl", format=RdfFormat.TURTLE):
            yield quad.triple


@cache
def prefixes() -> dict[str, str]:
    """Give every declared prefix with its namespace, in the order of the prefixes."""
    declared: dict[NamedNode, dict[str, str]] = {}
    for triple in triples("prefixes"):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            declared.setdefault(triple.subject, {})[triple.predicate.value.removeprefix(_SH)] = triple.object.value
    return dict(sorted((entry["prefix"], entry["namespace"]) for entry in declared.values()))


@cache
def terms() -> frozenset[str]:
    """Give the IRI of every own term and concept that the vocabulary declares."""
    root = IRI.removesuffix("ontology")
    subjects = (triple.subject for triple in triples("vocabulary", "kinds"))
    return frozenset(s.value for s in subjects if isinstance(s, NamedNode) and s.value.startswith(root))


def term(name: str) -> str:
    """Expand a prefixed name such as ``yc:Row``; raise UndeclaredTerm for an own term that is not declared."""
    prefix, _, local = name.partition(":")
    namespace = prefixes().get(prefix)
    if namespace is None:
        raise UndeclaredTerm(f"prefix {prefix!r} of {name!r} is not declared: add it to ontology/prefixes.ttl")
    iri = namespace + local
    if namespace.startswith(IRI.removesuffix("ontology")) and iri not in terms():
        raise UndeclaredTerm(f"{name} is not declared: add it to ontology/vocabulary.ttl or ontology/kinds.ttl")
    return iri


@cache
def concepts(scheme: str) -> dict[str, str]:
    """Give the words of one SKOS scheme (labels, preferred and alternative, any language) with their concept's IRI."""
    words: dict[str, str] = {}
    namespace = prefixes()[scheme]
    for triple in triples("kinds"):
        subject, label = triple.subject, triple.object
        labels = triple.predicate.value in {_SKOS + "prefLabel", _SKOS + "altLabel"}
        if labels and isinstance(subject, NamedNode) and subject.value.startswith(namespace):
            words[str(getattr(label, "value", label))] = subject.value
    return words


def prologue() -> str:
    """Give the PREFIX lines that stand before every template and saved query."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes().items())
