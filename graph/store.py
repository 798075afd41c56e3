"""The Oxigraph store: opened read-only from a release, asked over the union of its graphs, read in a fixed order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import Quad, RdfFormat, Store

from ..ontology import prefixes
from ..ontology.errors import EvaluationError, ReleaseError, ServiceRefused, UsageError
from .keywords import error, holds
from .syntax import silenced, unparsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

    Functions = Mapping[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]]

FOLDER = "store"

_FUNCTION = re.compile(r"(?<=custom function )<[^>]*>")
_NUMBERS = re.compile(r"([0-9]{1,4000})")  # int() takes 4,300 digits
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def open_release(release: Path) -> Store:
    """Open the store of a release for reading; raises ReleaseError where there is none."""
    if not (release / FOLDER).is_dir():
        raise ReleaseError(f"no release in {release}: run `youcheng build` first, or name another with --release")
    return Store.read_only(str(release / FOLDER))


def open_file(path: Path) -> Store:
    """Read an RDF file, its format told by its suffix; raises UsageError where that cannot be done."""
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None or not path.is_file():
        raise UsageError(f"{path} is no RDF file: give a file that ends in .ttl, .trig, .nq, .nt, .jsonld or .rdf")
    store = Store()
    try:
        store.load(path=str(path), format=form)
    except SyntaxError as error:
        raise UsageError(f"{path} does not parse: {error}") from error
    return store


def ask(store: Store, sparql: str, functions: Functions | None = None) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask a query over the union of all graphs, or those it names by FROM, with the project's prefixes declared.

    ``functions`` are those that a query rewritten for SERVICE calls. Raises QuerySyntaxError with line and column of
    the text as given, EvaluationError where the engine cannot carry it out, and ServiceRefused where it still holds a
    SERVICE: the engine would call out by itself.
    """
    if holds(sparql, "service"):
        if message := error(silenced(sparql)):
            raise unparsed(sparql, message)
        raise ServiceRefused("a SERVICE that is not asked by the federation: set it apart by spaces, or leave it out")
    own = dict(functions or {})
    try:
        union = not holds(sparql, "from")  # the engine passes over FROM when it takes the union
        return store.query(sparql, prefixes=prefixes(), use_default_graph_as_union=union, custom_functions=own)
    except SyntaxError as reason:
        raise unparsed(sparql, str(reason)) from reason
    except RuntimeError as reason:
        raise EvaluationError(_impossible(str(reason))) from reason


def select(store: Store, sparql: str) -> QuerySolutions:
    """Ask a SELECT query of our own."""
    return cast("QuerySolutions", ask(store, sparql))


def construct(store: Store, sparql: str) -> QueryTriples:
    """Ask a CONSTRUCT query of our own."""
    return cast("QueryTriples", ask(store, sparql))


def ordered(quads: Iterable[Quad]) -> list[Quad]:
    """Give quads by graph, subject, predicate (its type first) and object; numbers inside an IRI count as numbers."""
    given = list(quads)
    terms = {term for quad in given for term in (quad.graph_name, quad.subject, quad.object)}
    rank = {term: place for place, term in enumerate(sorted(terms, key=_natural))}
    verbs = {predicate: (str(predicate) != _TYPE, str(predicate)) for predicate in {quad.predicate for quad in given}}
    return sorted(given, key=lambda q: (rank[q.graph_name], rank[q.subject], verbs[q.predicate], rank[q.object]))


def _impossible(message: str) -> str:
    """Say why a query cannot be carried out, and what can, from what the engine says."""
    if function := _FUNCTION.search(message):
        return f"there is no function {function[0]}: call those of SPARQL 1.1, or casts such as xsd:integer"
    return f"the engine cannot carry the query out: {message}"


def _natural(term: object) -> tuple[list[Any], str]:
    """Give letters and numbers in turn, then the whole."""
    written = str(term)
    parts: list[Any] = _NUMBERS.split(written)
    parts[1::2] = map(int, parts[1::2])
    return parts, written
