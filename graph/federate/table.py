"""The solutions that an endpoint gives, read from its JSON so that anything cut short is an error."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from ...ontology.errors import AnswerBroken
from .exchange import marked, printable

Term = NamedNode | BlankNode | Literal | Triple
JSON = ("application/sparql-results+json", "application/json")
_TAIL = 200


class Table(NamedTuple):
    """Solutions as rows of terms, ``None`` for unbound; the answer to ASK is no column and one row, or none."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


def of_json(body: bytes) -> Table:
    """Read the SPARQL 1.1 JSON form, whole to its last bracket; raises AnswerBroken, to be asked again.

    https://www.w3.org/TR/sparql11-results-json/
    """
    try:
        return _parsed(body)
    except (SyntaxError, ValueError) as error:
        said = str(error)
    # Raised out here: an engine's iterator that a traceback kept alive may not be freed by another thread.
    shown = printable(body[-_TAIL:].decode("utf-8", "replace"))
    end = f"it ends with {shown!r}" if body else "it is empty"
    again = b"TimeoutException" not in body[-65_536:]
    raise marked(AnswerBroken(f"status 200, but no whole SPARQL JSON ({printable(said)}): {end}"), again=again)


def _parsed(body: bytes) -> Table:
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Table((), [()] if found else [])
    return of_solutions(found)


def of_solutions(found: QuerySolutions) -> Table:
    """Take over the solutions of an engine's answer."""
    names = tuple(variable.value for variable in found.variables)
    return Table(names, [tuple(solution[name] for name in names) for solution in found])
