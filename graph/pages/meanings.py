"""The pages of what words mean: the vocabulary, a concept, a scheme, and anything else by its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from ... import ontology
from ...ontology import prefixes
from .facts import Label

if TYPE_CHECKING:
    from .facts import Facts
    from .reader import Reader

_TERMS = (("classes", "owl:Class"), ("links", "owl:ObjectProperty"), ("values", "owl:DatatypeProperty"))


def vocabulary(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what the page of the vocabulary shows: its terms by kind, and the schemes of concepts."""
    return {
        "name": reader.name(facts, iri, "dcterms:title"),
        "description": reader.best(facts.labels(iri, "dcterms:description")),
        "version": facts.value(iri, "owl:versionInfo"),
        "licences": facts.iris(iri, "dcterms:license"),
        "terms": [(key, [term(facts, one, reader) for one in _own(facts, kind)]) for key, kind in _TERMS],
        "schemes": [(one, reader.name(facts, one)) for one in facts.members("skos:ConceptScheme")],
    }


def term(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give a term of the vocabulary: its names, its definition, and the terms it stands beside."""
    related = ("rdfs:subClassOf", "rdfs:domain", "rdfs:range", "skos:closeMatch")
    return {
        "iri": iri,
        "id": iri.partition("#")[2],
        "name": reader.name(facts, iri),
        "definition": reader.best(facts.labels(iri, "skos:definition")),
        "related": [(name, one, short(one)) for name in related for one in facts.iris(iri, name)],
    }


def concept(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what the page of a concept shows."""
    uses = ("dcterms:type", "yc:level", "yc:continent", "yc:reading", "yc:resolvedBy", "yc:authority")
    return {
        "name": reader.name(facts, iri),
        "definitions": facts.labels(iri, "skos:definition"),
        "names": facts.labels(iri, "skos:prefLabel"),
        "others": facts.labels(iri, "skos:altLabel"),
        "schemes": [(one, reader.name(facts, one)) for one in facts.iris(iri, "skos:inScheme")],
        "uses": [(name, count) for name in uses if (count := len(facts.subjects(name, iri)))],
    }


def scheme(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what the page of a scheme of concepts shows."""
    held = facts.subjects("skos:inScheme", iri)
    return {
        "name": reader.name(facts, iri),
        "concepts": [(one, reader.name(facts, one), reader.best(facts.labels(one, "skos:definition"))) for one in held],
    }


def thing(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what is said of anything: its properties, each with IRIs (their names) or literals."""
    found = []
    for quad in facts.about(iri):
        node = quad.object
        if isinstance(node, NamedNode):
            value: Any = (node.value, reader.name(facts, node.value))
        elif isinstance(node, Literal):
            value = ("", Label(node.value, node.language or ""))
        else:
            continue
        found.append((short(quad.predicate.value), quad.predicate.value, value))
    return {"name": reader.name(facts, iri), "iri": iri, "facts": sorted(set(found), key=str)}


def short(iri: str) -> str:
    """Give an IRI by its prefix where it has one."""
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and "/" not in iri.removeprefix(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _own(facts: Facts, kind: str) -> list[str]:
    return [one for one in facts.members(kind) if one.startswith(f"{ontology.IRI}#")]
