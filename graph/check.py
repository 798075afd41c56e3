"""Checks that what a saved question asks about is in the release, so that a slip of the pen is no empty answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ontology.errors import BadParameter
from .store import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import Store

    from ..queries import Parameter

_QUESTIONS = {
    "place": "SELECT DISTINCT ?name { ?place a schema:Place ; rdfs:label|skos:altLabel ?name }",
    "country": "SELECT DISTINCT ?name { ?place a schema:Country ; rdfs:label|skos:altLabel ?name }",
    "list": "SELECT DISTINCT ?name { ?list a yc:List ; dcterms:identifier ?name }",
    "language": "SELECT DISTINCT (LANG(?label) AS ?name) { ?place a schema:Place ; rdfs:label|skos:altLabel ?label }",
}
_FEW, _LIKE = 20, 5
_ALIKE = 50
_LONGEST = 100


def known(store: Store, kind: str) -> dict[str, str]:
    """Give the names that a store holds of a kind (one of queries.NAMED), by their small letters."""
    return {found["name"].value.lower(): found["name"].value for found in select(store, _QUESTIONS[kind])}


def check(held: Callable[[str], Mapping[str, str]], names: Iterable[tuple[Parameter, str]]) -> None:
    """Raise BadParameter, with the nearest names, where a parameter names nothing of what is ``held`` of its kind."""
    for parameter, value in names:
        kind, there = parameter.takes, held(parameter.takes)
        if value.lower() in there:
            continue
        shown = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        offered = _offered(value[:_LONGEST].lower(), there)
        hint = _hint(kind, offered, len(there))
        said = f"parameter {parameter.name}: no {kind} {shown!r} in the release: {hint}"
        raise BadParameter(said, parameter=parameter.name, value=shown, names=kind, **offered)


def _offered(value: str, there: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the names most ``like`` one that is not there; where none is, all those ``available`` if they are few."""
    from rapidfuzz import fuzz, process

    alike = process.extract(value, sorted(there), scorer=fuzz.ratio, limit=_LIKE, score_cutoff=_ALIKE)
    if alike:
        return {"like": [there[name] for name, _, _ in alike]}
    return {"available": sorted(there.values())} if len(there) <= _FEW else {}


def _hint(kind: str, offered: Mapping[str, list[str]], count: int) -> str:
    if "like" in offered:
        return f"did you mean {', '.join(offered['like'])}?"
    if "available" in offered:
        return f"those there are {', '.join(offered['available']) or 'none'}"
    return f"it holds {count:,} names of a {kind}, none like it"
