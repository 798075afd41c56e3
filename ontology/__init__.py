"""The vocabulary, its prefixes, concepts and shapes, read from the Turtle files of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import UndeclaredTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

FOLDER = Path(__file__).parent
IRI = "https://w3id.org/youcheng/ontology"

_SH = "http://www.w3.org/ns/shacl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


def triples(*names: str) -> Iterator[Triple]:
    """Give the triples of the named Turtle files of this folder, without their suffix."""
    from pyoxigraph import RdfFormat, parse

    for name in names:
        for quad in parse(path=FOLDER / f"{name}.ttl", format=RdfFormat.TURTLE):
            yield quad.triple


def values(*names: str) -> Iterator[tuple[str, str, str]]:
    """Give the same triples as plain texts: the IRI or the literal's words of subject, predicate and object."""
    for name in names:
        yield from _values(name)


@cache
def _values(name: str) -> tuple[tuple[str, str, str], ...]:
    def plain(node: object) -> str:
        return str(getattr(node, "value", node))

    return tuple((plain(each.subject), plain(each.predicate), plain(each.object)) for each in triples(name))


@cache
def prefixes() -> dict[str, str]:
    """Give every declared prefix with its namespace, in the order of the prefixes."""
    declared: dict[str, dict[str, str]] = {}
    for subject, predicate, said in values("prefixes"):
        declared.setdefault(subject, {})[predicate.removeprefix(_SH)] = said
    return dict(sorted((entry["prefix"], entry["namespace"]) for entry in declared.values() if "prefix" in entry))


@cache
def terms() -> frozenset[str]:
    """Give the IRI of every own term and concept that the vocabulary declares."""
    root = IRI.removesuffix("ontology")
    return frozenset(subject for subject, _, _ in values("vocabulary", "kinds") if subject.startswith(root))


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
    namespace, labels = prefixes()[scheme], {_SKOS + "prefLabel", _SKOS + "altLabel"}
    return {
        said: subject
        for subject, predicate, said in values("kinds")
        if predicate in labels and subject.startswith(namespace)
    }


@cache
def words_of(scheme: str) -> dict[str, str]:
    """Give the words of one SKOS scheme as ``concepts`` does, in lower case, as cells are compared with them."""
    return {word.casefold(): iri for word, iri in concepts(scheme).items()}


def prologue() -> str:
    """Give the PREFIX lines that stand before every template and saved query."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes().items())
