"""What in a query hangs on one engine: each place with line and column, and what to write instead.

A query may be asked of any endpoint with the same data, so only what SPARQL 1.1 and its functions say is portable. What
is named is then blanked out, and what is left has to parse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..ontology import prefixes
from ..ontology.errors import QuerySyntaxError
from .federate.tokens import Token, token, word_start
from .keywords import error
from .syntax import wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_TRIPLE_TERMS = frozenset({"<<", "<<(", "{|"})
_FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
_SUBQUERY = re.compile(r"%[A-Za-z_]\w*")
_REPEAT = re.compile(r"\{\s*(?:\d+\s*(?:,\s*\d*\s*)?|,\s*\d+\s*)\}")
_INK = re.compile(r"[^\r\n]")
_OPERATORS = frozenset({"(", ",", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "+", "-", "*", "/"})


class Finding(NamedTuple):
    """Something that is not portable, where it stands (line and column from 1), and why."""

    line: int
    column: int
    message: str


def lint(text: str) -> list[Finding]:
    """Give all that is not portable in a query, in the order of the text, and where it does not parse."""
    reader = _Reader(text)
    found = [_finding(text, at, message) for at, message in reader.found()]
    if reader.unread is not None:
        found.append(_finding(text, reader.unread, f"the query does not parse: {text[reader.unread]!r}"))
    else:
        found += [finding for part in reader.plain() if (finding := _unparsed(part, reader.undeclared))]
    return sorted(found, key=lambda finding: finding[:2])


def _unparsed(text: str, undeclared: set[str]) -> Finding | None:
    """Say where a query does not parse, the prefixes declared that it does not declare; it has no SERVICE left."""
    text = "".join(f"PREFIX {prefix}: <urn:undeclared:> " for prefix in sorted(undeclared)) + "\n" + text
    message = error(text)
    if message is None:
        return None
    found = wrong(text, message, text)
    token = repr(found.token) if found.token else "something is missing"
    return Finding(max(1, found.line - 1), found.column, f"the query does not parse: {token}")


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
        self.unread: int | None = None  # the first place where no word of SPARQL stands
        self.undeclared: set[str] = set()
        self.begins: int | None = None  # where the prologue ends
        self.asks: int | None = None  # the SERVICE whose name comes next
        self.blank: list[tuple[int, int]] = []  # what was named and would not parse
        self.subquery: tuple[int, int] | None = None  # the WITH that is open, and where its braces end
        self.subqueries: list[tuple[int, int]] = []

    def found(self) -> list[tuple[int, str]]:
        """Give what is not portable, with where it stands."""
        last, word = Token("start", "", 0, 0), self.word(None)
        while word.kind != "end":
            if word.text == "{" and self.step(last) and (times := _REPEAT.match(self.text, word.start)):
                word = Token("times", times[0], *times.span())
            self.kept += [(word.start, message) for message in self.judged(last, word, self.next(word))]
            self.take(last, word)
            last, word = word, self.next(word)
        return self.kept

    def plain(self) -> Iterator[str]:
        """Give each named subquery alone, then the query without them, every word in its old place."""
        for at, end in self.subqueries:
            alone = _blanked(self.text, (((self.begins or 0), at), (end, len(self.text)), *self.blank))
            yield f"{alone[:at]}ASK {alone[at + len('WITH') :]}"
        yield _blanked(self.text, (*self.subqueries, *self.blank))

    def next(self, last: Token) -> Token:
        self.at = last.end
        return self.word(last if self.open and self.open[-1].expression else None)

    def word(self, before: Token | None) -> Token:
        """Give the next word; what is none is a word of its own, and a string that does not end is the end."""
        try:
            return token(self.text, self.at, before)
        except QuerySyntaxError:
            at = word_start(self.text, self.at)
            if named := _SUBQUERY.match(self.text, at):
                return Token("subquery", named[0], at, named.end())
            self.unread = at if self.unread is None else min(at, self.unread)
            return Token("end" if self.text[at] in "\"'" else "unread", "", at, at + 1)

    def take(self, last: Token, word: Token) -> None:
        """Note what a word opens, closes or declares."""
        self.closed = self.closed if word.text in {"*", "+"} else None
        if last.text == "PREFIX" and word.kind == "name":
            after = self.next(word)
            self.declared[word.text.removesuffix(":")] = after.text[1:-1] if after.kind == "iri" else ""
        if word.kind == "word":
            self.service = word.text in {"SERVICE", "SILENT"} or self.service
            self.clause = _CLAUSES.get(word.text, self.clause)
            self.begins = word.start if word.text in _FORMS and self.begins is None else self.begins
        self.take_foreign(last, word)
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

    def take_foreign(self, last: Token, word: Token) -> None:
        """Note the span of what the engine here would not read: SERVICE and its name, named subqueries, {n,m}."""
        if word.kind == "word" and word.text == "SERVICE":
            self.asks = word.start
        elif self.asks is not None and last.text in {"SERVICE", "SILENT"} and word.kind in {"iri", "name", "variable"}:
            self.blank.append((self.asks, word.end))
            self.asks = None
        elif word.kind == "word" and word.text == "WITH":
            self.subquery = (word.start, word.start)
        elif word.text == "AS" and last.text == "}" and self.subquery:
            self.subquery = (self.subquery[0], last.end)
        elif word.kind == "subquery" and last.text == "AS" and self.subquery:
            self.subqueries.append(self.subquery)
            self.blank.append((last.start, word.end))
            self.subquery = None
        elif word.kind == "subquery" and last.text == "INCLUDE":
            self.blank.append((last.start, word.end))
        elif word.kind == "times":
            self.blank.append((word.start, word.end))

    def judged(self, last: Token, word: Token, following: Token) -> Iterator[str]:
        """Say what is wrong with a word, given those beside it."""
        inside = self.open[-1] if self.open else _Open("", expression=False, remote=False)
        if word.kind == "name" and last.text != "PREFIX":
            yield from self.name(word)
        elif word.kind == "iri":
            yield from _foreign(word.text[1:-1])
        elif word.text in _BLAZEGRAPH_WORDS and word.kind == "word":
            yield f"{word.text} is of Blazegraph's named subqueries: write the subquery where it is needed"
        elif word.text == "LATERAL" and word.kind == "word":
            yield "LATERAL is not of SPARQL 1.1: write the subquery with what it needs inside"
        elif word.text in _TRIPLE_TERMS:
            yield f"{word.text} is of SPARQL 1.2: not every engine takes a triple as a term"
        elif word.kind == "times":
            yield f"a path taken {word.text} times is not of SPARQL 1.1: write its steps out"
        elif word.text in {"*", "+"} and inside.remote and following.kind != "number" and self.repeats(last, inside):
            yield f"a path of any length ({word.text}) on the remote side: ask for a fixed number of steps"
        if word.kind in {"name", "iri"} and following.text == "(" and _calls(last, inside):
            yield from self.function(word)

    def repeats(self, last: Token, inside: _Open) -> bool:
        """Tell whether * or + after a word is a path's and not a sum's or a product's."""
        return not inside.expression and self.step(last)

    def step(self, last: Token) -> bool:
        """Tell whether a word ends a step of a path."""
        after_path = self.closed is not None and self.closed.sign == "(" and self.closed.path
        return last.kind in {"name", "iri"} or last.text == "A" or after_path

    def name(self, word: Token) -> Iterator[str]:
        prefix = word.text.partition(":")[0]
        if prefix in self.declared or (prefix in prefixes() and prefix not in _BUILT_IN):
            yield from _foreign(self.iri(word))
            return
        self.undeclared.add(prefix)
        if prefix in _BUILT_IN:
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


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Give a text with spaces in these spans, so that all else stands on its line and in its column."""
    for at, end in spans:
        text = text[:at] + _INK.sub(" ", text[at:end]) + text[end:]
    return text


def _finding(text: str, at: int, message: str) -> Finding:
    return Finding(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), message)
