"""What in a query hangs on one engine: each place with line and column, and what to write instead.

A query may be asked of any endpoint with the same data, so only what SPARQL 1.1 and its functions say is portable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..ontology import prefixes
from ..ontology.errors import QuerySyntaxError
from .federate.tokens import Token, token

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIKIBASE = "http://wikiba.se/ontology#"
_BLAZEGRAPH = "http://www.bigdata.com/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BUILT_IN = frozenset({"bd", "bds", "gas", "hint", "mwapi", "fts"})
"""Prefixes of Blazegraph's own services, known there without a declaration."""
_SERVICES = {
    "label": "the label service: take rdfs:label with FILTER (LANG(?label) = …), one OPTIONAL a language",
    "around": "the search around a point: compare coordinates",
    "box": "the search in a box: compare coordinates",
    "mwapi": "the search by MediaWiki's interface: match labels",
}
_BLAZEGRAPH_WORDS = frozenset({"INCLUDE", "WITH"})
_NO_EXPRESSION = frozenset({"VALUES", "A", "WHERE", "SERVICE", "GRAPH", "SILENT"})
_CLAUSES = {"SELECT": True, "BY": True, "HAVING": True, "WHERE": False, "LIMIT": False, "OFFSET": False}
_STANDS = re.compile(r"line (\d+), column (\d+)")
_OPERATORS = frozenset({"(", ",", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "+", "-", "*", "/"})


class Finding(NamedTuple):
    """Something that is not portable, where it stands (line and column from 1), and why."""

    line: int
    column: int
    message: str


def lint(text: str) -> list[Finding]:
    """Give all that is not portable in a query, in the order of the text."""
    reader = _Reader(text)
    try:
        return [_finding(text, at, message) for at, message in reader.found()]
    except QuerySyntaxError as error:
        stands = _STANDS.search(str(error))
        line, column = (int(stands[1]), int(stands[2])) if stands else (1, 1)
        return [*(_finding(text, at, message) for at, message in reader.kept), Finding(line, column, str(error))]


@dataclass
class _Open:
    """A bracket that is open: whether an expression stands in it, whether it is a service's, whether it is a path's."""

    sign: str
    expression: bool
    remote: bool
    path: bool = True


class _Reader:
    """Goes through the words of a query, and knows what each stands in."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.kept: list[tuple[int, str]] = []
        self.declared: dict[str, str] = {}
        self.open: list[_Open] = []
        self.clause = False  # whether a bracket that opens here holds an expression
        self.service = False  # whether the next brace is a service's
        self.closed: _Open | None = None

    def found(self) -> list[tuple[int, str]]:
        """Give what is not portable, with where it stands."""
        last, word = Token("start", "", 0, 0), self.word(None)
        while word.kind != "end":
            self.kept += [(word.start, message) for message in self.judged(last, word, self.peek(word))]
            self.take(last, word)
            last, word = word, self.next(word)
        return self.kept

    def peek(self, word: Token) -> Token:
        """Give the word after, or none where there is nothing readable."""
        try:
            return self.next(word)
        except QuerySyntaxError:
            return Token("end", "", word.end, word.end)

    def next(self, last: Token) -> Token:
        self.at = last.end
        return self.word(last if self.open and self.open[-1].expression else None)

    def word(self, before: Token | None) -> Token:
        return token(self.text, self.at, before)

    def take(self, last: Token, word: Token) -> None:
        """Note what a word opens, closes or declares."""
        self.closed = self.closed if word.text in {"*", "+"} else None
        if last.text == "PREFIX" and word.kind == "name":
            after = self.next(word)
            self.declared[word.text.removesuffix(":")] = after.text[1:-1] if after.kind == "iri" else ""
        if word.kind == "word":
            self.service = word.text in {"SERVICE", "SILENT"} or self.service
            self.clause = _CLAUSES.get(word.text, self.clause)
        inside = self.open[-1] if self.open else _Open("", expression=False, remote=False)
        if word.text == "{":
            self.open.append(_Open("{", expression=False, remote=inside.remote or self.service))
            self.service = self.clause = False
        elif word.text == "(":
            told = (last.kind == "word" and last.text not in _NO_EXPRESSION) or inside.expression or self.clause
            self.open.append(_Open("(", expression=told, remote=inside.remote))
        elif word.text in {"}", ")"} and self.open:
            self.closed = self.open.pop()
        elif word.kind in {"variable", "string", "number"}:
            inside.path = False

    def judged(self, last: Token, word: Token, following: Token) -> Iterator[str]:
        """Say what is wrong with a word, given those beside it."""
        inside = self.open[-1] if self.open else _Open("", expression=False, remote=False)
        if word.kind == "name" and last.text != "PREFIX":
            yield from self.name(word)
        elif word.kind == "iri":
            yield from _foreign(word.text[1:-1])
        elif word.text in _BLAZEGRAPH_WORDS and word.kind == "word":
            yield f"{word.text} is of Blazegraph's named subqueries: write the subquery where it is needed"
        elif word.text in {"*", "+"} and inside.remote and following.kind != "number" and self.repeats(last, inside):
            yield f"a path of any length ({word.text}) on the remote side: ask for a fixed number of steps"
        if word.kind in {"name", "iri"} and following.text == "(" and _calls(last, inside):
            yield from self.function(word)

    def repeats(self, last: Token, inside: _Open) -> bool:
        """Tell whether * or + after a word is a path's and not a sum's or a product's."""
        after_step = last.kind in {"name", "iri"} or last.text == "A"
        after_path = self.closed is not None and self.closed.sign == "(" and self.closed.path
        return not inside.expression and (after_step or after_path)

    def name(self, word: Token) -> Iterator[str]:
        prefix = word.text.partition(":")[0]
        if prefix in self.declared or (prefix in prefixes() and prefix not in _BUILT_IN):
            yield from _foreign(self.iri(word))
        elif prefix in _BUILT_IN:
            yield f"{word.text} is Blazegraph's own: no other engine knows it"
        else:
            yield f"prefix {prefix}: is not declared: one engine may know it, others do not"
            yield from (f"{word.text} is {said}" for name, said in _SERVICES.items() if word.text == f"wikibase:{name}")

    def function(self, word: Token) -> Iterator[str]:
        iri = word.text[1:-1] if word.kind == "iri" else self.iri(word)
        if not iri.startswith(_XSD) and not any(_foreign(iri)):
            yield f"the function {word.text} is not of SPARQL 1.1: not every engine has it"

    def iri(self, word: Token) -> str:
        prefix, _, local = word.text.partition(":")
        return self.declared.get(prefix, prefixes().get(prefix, "")) + local


def _foreign(iri: str) -> Iterator[str]:
    """Say of an IRI that it is one engine's own."""
    if iri.startswith(_BLAZEGRAPH):
        yield f"<{iri}> is Blazegraph's own: no other engine knows it"
    local = iri.removeprefix(_WIKIBASE)
    if local != iri and local in _SERVICES:
        yield f"<{iri}> is {_SERVICES[local]}"


def _calls(last: Token, inside: _Open) -> bool:
    """Tell whether a name before a bracket is a function's."""
    if inside.expression:
        return last.text in _OPERATORS or last.kind == "word"
    return last.kind == "word" and last.text in {"FILTER", "BY", "HAVING"}


def _finding(text: str, at: int, message: str) -> Finding:
    return Finding(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), message)
