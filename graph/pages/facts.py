"""What a store says, looked up by subject or object over all its graphs, in a fixed order."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from ...ontology import term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Store


_REMEMBERED = 2048  # subjects whose facts are kept at hand


class Label(NamedTuple):
    """Words and the tag of their language, empty where none is stated."""

    text: str
    language: str = ""


class Facts:
    """The facts of one open store; properties are given as prefixed names, IRIs as text."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._said = lru_cache(_REMEMBERED)(self._look_up)

    def about(self, subject: str) -> list[Quad]:
        """Give every quad with that subject."""
        return list(self._store.quads_for_pattern(NamedNode(subject), None, None, None))

    def exists(self, subject: str) -> bool:
        """Tell whether anything is said of an IRI."""
        return bool(self._said(subject))

    def is_graph(self, iri: str) -> bool:
        """Tell whether the store holds a named graph of that IRI."""
        return self._store.contains_named_graph(NamedNode(iri))

    def iris(self, subject: str, name: str) -> list[str]:
        """Give the IRIs that a property leads to."""
        return sorted({node.value for node in self._said(subject).get(_iri(name), ()) if isinstance(node, NamedNode)})

    def labels(self, subject: str, name: str) -> list[Label]:
        """Give the literals of a property with their languages."""
        said = self._said(subject).get(_iri(name), ())
        found = {(node.value, node.language or "") for node in said if isinstance(node, Literal)}
        return [Label(*one) for one in sorted(found)]

    def values(self, subject: str, name: str) -> list[str]:
        """Give the values of a property, literals and IRIs alike, as text."""
        return sorted({str(getattr(node, "value", node)) for node in self._said(subject).get(_iri(name), ())})

    def value(self, subject: str, name: str) -> str:
        """Give the first value of a property as text, nothing for none."""
        return next(iter(self.values(subject, name)), "")

    def number(self, subject: str, name: str) -> int:
        """Give the value of a property as a whole number, 0 for none."""
        value = self.value(subject, name)
        return int(value) if value else 0

    def subjects(self, name: str, node: str) -> list[str]:
        """Give the IRIs from which a property leads to an IRI."""
        found = self._store.quads_for_pattern(None, _node(name), NamedNode(node), None)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def members(self, kind: str) -> list[str]:
        """Give the IRIs that are of a class, given by its prefixed name."""
        return self.subjects("rdf:type", term(kind))

    def is_a(self, subject: str, kind: str) -> bool:
        """Tell whether an IRI is of a class."""
        return _iri(kind) in self.iris(subject, "rdf:type")

    def graphs(self, subjects: Iterable[str]) -> list[str]:
        """Give the named graphs that say anything of these IRIs."""
        return sorted({str(getattr(q.graph_name, "value", "")) for one in subjects for q in self.about(one)} - {""})

    def _look_up(self, subject: str) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for quad in self.about(subject):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found


_iri = cache(term)


@cache
def _node(name: str) -> NamedNode:
    return NamedNode(term(name))
