"""The solutions that an endpoint gives, read from its JSON so that anything cut short is an error."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple, cast

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

from ...ontology.errors import AnswerBroken, DeadlinePassed, FederationError
from .exchange import marked, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .deadline import Deadline
    from .syntax import Asked

Term = NamedNode | BlankNode | Literal | Triple
JSON = ("application/sparql-results+json", "application/json")
_TAIL = 200
_MOST = 1_000_000  # terms of one answer, unbound ones counted: what is read takes memory a hundred times its bytes


class Table(NamedTuple):
    """Solutions as rows of terms, ``None`` for unbound; the answer to ASK is no column and one row, or none."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


class _Slices:
    """Bytes read a little at a time, which ends when the deadline passes: a parser that is at it cannot be stopped."""

    def __init__(self, body: bytes, deadline: Deadline | None) -> None:
        self._body, self._at, self._deadline = body, 0, deadline

    def check(self) -> None:
        if self._deadline is not None and not self._deadline.left():
            raise DeadlinePassed(f"no whole answer in {self._deadline.seconds:.1f} s: it was being read")

    def read(self, size: int) -> bytes:
        self.check()
        piece = self._body[self._at : self._at + size]
        self._at += len(piece)
        return piece


def of_json(body: bytes, asked: Asked | None = None, deadline: Deadline | None = None) -> Table:
    """Read the SPARQL 1.1 JSON form, whole to its last bracket; raises AnswerBroken, DeadlinePassed.

    With ``asked`` it must be an answer to that query: true or false to ASK, the variables of its SELECT otherwise.
    https://www.w3.org/TR/sparql11-results-json/
    """
    wrong: FederationError
    try:
        return _parsed(_Slices(body, deadline), asked)
    except FederationError as error:
        wrong = error.with_traceback(None)
    except (SyntaxError, ValueError) as error:
        wrong = _cut(body, str(error))
    raise wrong  # out here: an engine's iterator that a traceback kept alive may not be freed by another thread


def _cut(body: bytes, said: str) -> FederationError:
    shown = printable(body[-_TAIL:].decode("utf-8", "replace"))
    end = f"it ends with {shown!r}" if body else "it is empty"
    again = b"TimeoutException" not in body[-65_536:]
    return marked(AnswerBroken(f"status 200, but no whole SPARQL JSON ({printable(said)}): {end}"), again=again)


def _parsed(body: _Slices, asked: Asked | None) -> Table:
    found = parse_query_results(cast("IO[bytes]", body), QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        if asked is not None and asked.form != "ASK":
            raise AnswerBroken("status 200, but true or false in place of solutions: an answer to another question")
        return Table((), [()] if found else [])
    names = tuple(variable.value for variable in found.variables)
    if asked is not None and (asked.form == "ASK" or sorted(names) != sorted(asked.columns)):
        wanted = "true or false" if asked.form == "ASK" else _shown(asked.columns)
        raise AnswerBroken(f"status 200, but {_shown(names)} in place of {wanted}: an answer to another question")
    rows = []
    for solution in found:
        body.check()
        rows.append(tuple(solution))
        if len(rows) * max(1, len(names)) > _MOST:
            raise AnswerBroken(f"an answer of more than {_MOST:,} terms: ask for less")
    return Table(names, rows)


def _shown(names: Iterable[str]) -> str:
    return printable(" ".join(f"?{name}" for name in sorted(names))) or "no variables"


def of_solutions(found: QuerySolutions) -> Table:
    """Take over the solutions of an engine's answer."""
    names = tuple(variable.value for variable in found.variables)
    return Table(names, [tuple(solution) for solution in found])
