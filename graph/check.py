"""Checks that what a saved question asks about is in the release, so that a slip of the pen is no empty answer."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..ontology.errors import BadParameter, UnknownList, UnknownPlace
from .store import select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from ..ontology.errors import UsageError
    from ..queries import Parameter

_KNOWN: dict[str, tuple[str, type[UsageError]]] = {
    "place": ("SELECT DISTINCT ?name { ?place a schema:Place ; rdfs:label|skos:altLabel ?name }", UnknownPlace),
    "country": ("SELECT DISTINCT ?name { ?place a schema:Country ; rdfs:label|skos:altLabel ?name }", UnknownPlace),
    "list": ("SELECT DISTINCT ?name { ?list a yc:List ; dcterms:identifier ?name }", UnknownList),
    "language": (
        "SELECT DISTINCT (LANG(?label) AS ?name) { ?place a schema:Place ; rdfs:label|skos:altLabel ?label }",
        BadParameter,
    ),
}
_FEW, _LIKE = 20, 5


def check(store: Store, names: Iterable[tuple[Parameter, str]]) -> None:
    """Raise UnknownPlace, UnknownList or BadParameter, with the nearest names, where a parameter names nothing."""
    for parameter, value in names:
        question, error = _KNOWN[parameter.takes]
        known = {found["name"].value.lower(): found["name"].value for found in select(store, question)}
        if value.lower() not in known:
            kind = parameter.takes
            said = f"parameter {parameter.name}: no {kind} {value!r} in the release"
            raise error(f"{said}: {_hint(kind, value, known)}")


def _hint(kind: str, value: str, known: dict[str, str]) -> str:
    """Give the names most like one that is not there; all of them where they are few."""
    like = get_close_matches(value.lower(), sorted(known), n=_LIKE, cutoff=0.5)
    if like:
        return f"did you mean {', '.join(known[name] for name in like)}?"
    if len(known) <= _FEW:
        return f"those there are {', '.join(sorted(known.values())) or 'none'}"
    return f"it holds {len(known):,} names of a {kind}, none like it"
