"""Reads a SPARQL query into its parts by recursive descent: group by group, not further than SERVICE needs.

What it does not look into (terms, paths, expressions) it only takes over; Oxigraph's own parser judges the whole.
"""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from ...ontology.errors import QuerySyntaxError
from .pattern import (
    NONE,
    Bind,
    Condition,
    Elsewhere,
    Group,
    Names,
    Nested,
    Part,
    Query,
    Select,
    Service,
    Triples,
    Union,
    Values,
)
from .reach import steps
from .tokens import Token, place, token

_DEEPEST = 100
_LONGEST_HEAD = 100_000  # characters in which a query has said what it gives
_PARTS = frozenset({"OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES"})
_CHANGING = frozenset({"RAND", "UUID", "STRUUID", "BNODE", "NOW"})
_SLICES = frozenset({"LIMIT", "OFFSET"})
_OPEN, _CLOSED = frozenset({"(", "[", "{|", "<<", "<<("}), frozenset({")", "]", "|}", ">>", ")>>"})


def read(text: str) -> Query:
    """Give the parts of a query; raises QuerySyntaxError, with line and column."""
    return _Reader(text).query()


class Asked(NamedTuple):
    """What a query wants in answer: its form, and the variables of a SELECT."""

    form: str
    columns: Names


def asked(text: str) -> Asked | None:
    """Give what a query wants in answer, None where that cannot be told: ``SELECT *``, or a dialect of some engine."""
    with suppress(QuerySyntaxError):
        return _Reader(text[:_LONGEST_HEAD]).asked()
    return None


class _Reader:
    """Stands at one word of the query and goes on from there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.now = token(text, 0)
        self.last = self.now
        self.depth = 0
        self.parentheses = 0  # of the expression that is being read
        self.target = ""
        self.variables: list[tuple[int, str]] = []
        self.prefixes: list[tuple[int, str]] = []
        self.changing: list[int] = []

    def next(self, *, expression: bool = False) -> Token:
        """Step over the word and give it."""
        self.last = self.now
        if self.last.kind == "variable":
            self.variables.append((self.last.start, self.last.text[1:]))
        elif self.last.kind == "name":
            self.prefixes.append((self.last.start, self.last.text.partition(":")[0]))
        elif self.last.text in _CHANGING:
            self.changing.append(self.last.start)
        self.now = token(self.text, self.last.end, self.last if expression else None)
        return self.last

    def expect(self, *texts: str, kind: str = "") -> Token:
        """Step over a word that must be one of these, or of this kind."""
        if self.now.text not in texts and (not kind or self.now.kind != kind):
            raise self.wrong(" or ".join(texts) or f"a {kind}")
        return self.next()

    def wrong(self, expected: str) -> QuerySyntaxError:
        found = repr(self.now.text) if self.now.text else "the end"
        where = place(self.text, self.now.start)
        return QuerySyntaxError(f"the query does not parse: {expected} expected, not {found}, {where}")

    def named(self, start: int, end: int) -> Names:
        """Give the variables named between two places."""
        return frozenset(name for at, name in self.variables if start <= at < end)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise QuerySyntaxError(f"the query is nested deeper than {_DEEPEST} {place(self.text, self.now.start)}")

    def prologue(self) -> None:
        """Step over what is declared."""
        while self.now.text in {"BASE", "PREFIX", "VERSION"}:
            self.next()
            while self.now.kind in {"name", "iri", "string"}:
                self.next()

    def asked(self) -> Asked | None:
        """Read up to the columns, beyond which there must be something."""
        self.prologue()
        form = self.expect("SELECT", "ASK").text
        _, plain, made, _ = self.projection() if form == "SELECT" else (False, NONE, NONE, [])
        told = self.now.kind != "end" and (form == "ASK" or plain or made)
        return Asked(form, plain | made) if told else None

    def query(self) -> Query:
        """Read the whole query."""
        self.prologue()
        start = self.now.start
        declared = frozenset(prefix for _, prefix in self.prefixes)
        form = self.expect("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
        made, inner = False, list[Group]()
        if form.text == "SELECT":
            _, _, aliases, inner = self.projection()
            made = bool(aliases)
        elif form.text == "CONSTRUCT" and self.now.text == "{":
            self.braces()
        while form.text == "DESCRIBE" and self.now.kind in {"variable", "iri", "name", "sign"} and self.now.text != "{":
            self.next()
        dataset = self.dataset()
        where = None
        if self.now.text in {"WHERE", "{"}:
            where = self.where()
        grouped, _, more = self.modifiers()
        values = self.values() if self.now.text == "VALUES" else None
        if self.now.kind != "end":
            raise self.wrong("the end of the query")
        return Query(
            self.text, self.text[:start], declared, tuple(self.prefixes), tuple(self.changing), dataset, where, values,
            grouped or made, (*inner, *more),
        )  # fmt: skip

    def dataset(self) -> str:
        start = self.now.start
        while self.now.text == "FROM":
            self.next()
            if self.now.text == "NAMED":
                self.next()
            self.expect(kind="name" if self.now.kind == "name" else "iri")
        return self.text[start : self.now.start]

    def where(self) -> Group:
        if self.now.text == "WHERE":
            self.next()
        return self.group()

    def braces(self) -> None:
        """Step over a template in braces."""
        depth = 0
        while True:
            word = self.next()
            depth += {"{": 1, "}": -1}.get(word.text, 0)
            if not depth:
                return
            if word.kind == "end":
                raise self.wrong("}")

    def projection(self) -> tuple[bool, Names, Names, list[Group]]:
        """Read what follows SELECT: whether all, the plain variables, the computed ones, the groups of EXISTS."""
        if self.now.text in {"DISTINCT", "REDUCED"}:
            self.next()
        plain, made, inner = set(), set(), list[Group]()
        star = self.now.text == "*"
        if star:
            self.next()
        while self.now.kind == "variable" or self.now.text == "(":
            if self.now.kind == "variable":
                plain.add(self.next().text[1:])
            else:
                inner += self.expression()
                made.add(self.target)
        return star, frozenset(plain), frozenset(made), inner

    def modifiers(self) -> tuple[bool, bool, list[Group]]:
        """Read what follows WHERE up to VALUES: whether grouped, whether sliced, the groups of EXISTS."""
        grouped = sliced = False
        inner: list[Group] = []
        while self.now.text not in {"VALUES", "}"} and self.now.kind != "end":
            grouped |= self.now.text in {"GROUP", "HAVING"}
            sliced |= self.now.text in _SLICES
            inner += self.expression() if self.now.text == "(" else self.word_or_group()
        return grouped, sliced, inner

    def word_or_group(self) -> list[Group]:
        """Step over a word of an expression; a brace can only open the group of an EXISTS."""
        if self.now.text == "{":
            return [self.group()]
        if self.now.kind == "end":
            raise self.wrong(")")
        self.next(expression=self.parentheses > 0)
        return []

    def expression(self) -> list[Group]:
        """Step over what stands in parentheses; gives the groups of EXISTS, leaves the variable after AS."""
        self.deeper()
        inner: list[Group] = []
        self.parentheses += 1
        self.expect("(")
        self.target = ""
        while self.now.text != ")":
            if self.now.text == "(":
                inner += self.expression()
                continue
            named = self.last.text == "AS" and self.now.kind == "variable"
            inner += self.word_or_group()
            if named:
                self.target = self.last.text[1:]
        self.parentheses -= 1
        self.next(expression=self.parentheses > 0)
        self.depth -= 1
        return inner

    def group(self) -> Group:
        """Read what stands in braces."""
        self.deeper()
        around, self.parentheses = self.parentheses, 0
        start = self.expect("{").start
        select: Select | None = None
        parts: list[Part] = []
        if self.now.text == "SELECT":
            select = self.select()
        while not select and self.now.text != "}":
            parts.append(self.part())
            if self.now.text == ".":
                self.next()
        if self.now.text != "}":
            raise self.wrong("}")
        self.parentheses = around
        end = self.next(expression=around > 0).end
        self.depth -= 1
        return Group(start, end, self.named(start, end), tuple(parts), select)

    def select(self) -> Select:
        start = self.next().start
        star, plain, made, inner = self.projection()
        where = self.where()
        grouped, sliced, more = self.modifiers()
        values = self.values() if self.now.text == "VALUES" else None
        end = self.last.end
        named = self.named(start, end)
        return Select(start, end, named, star, plain, made, grouped, sliced, where, values, (*inner, *more))

    def part(self) -> Part:
        """Read one part of a group."""
        readers = {
            "OPTIONAL": self.nested, "MINUS": self.nested, "GRAPH": self.elsewhere, "SERVICE": self.elsewhere,
            "FILTER": self.filter, "BIND": self.bind, "VALUES": self.values, "{": self.union,
        }  # fmt: skip
        return readers.get(self.now.text, self.triples)()

    def nested(self) -> Nested:
        word, group = self.next(), self.group()
        return Nested(word.start, group.end, group.named, word.text, group)

    def elsewhere(self) -> Elsewhere:
        word = self.next()
        silent = word.text == "SERVICE" and self.now.text == "SILENT"
        if silent:
            self.next()
        if self.now.kind not in {"variable", "iri", "name"}:
            raise self.wrong(f"the IRI or the variable of {word.text}")
        name = self.next().text
        group = self.group()
        named = self.named(word.start, group.end)
        if word.text == "GRAPH":
            return Elsewhere(word.start, group.end, named, name, group)
        return Service(word.start, group.end, named, name, group, silent)

    def filter(self) -> Condition:
        start = self.next().start
        inner: list[Group] = []
        while self.now.text not in {"(", "{"}:
            inner += self.word_or_group()
        inner += self.expression() if self.now.text == "(" else self.word_or_group()
        return Condition(start, self.last.end, self.named(start, self.last.end), tuple(inner))

    def bind(self) -> Bind:
        start = self.next().start
        inner = self.expression()
        return Bind(start, self.last.end, self.named(start, self.last.end), tuple(inner), self.target)

    def union(self) -> Union:
        branches = [self.group()]
        while self.now.text == "UNION":
            self.next()
            branches.append(self.group())
        start, end = branches[0].start, branches[-1].end
        return Union(start, end, self.named(start, end), tuple(branches))

    def values(self) -> Values:
        """Read a block of data; which columns are bound in all rows is read off the place of each UNDEF."""
        start = self.next().start
        columns = []
        single = self.now.text != "("
        while self.now.text != "{":
            word = self.next()
            columns += [word.text[1:]] if word.kind == "variable" else []
            if word.kind not in {"variable", "sign"}:
                raise self.wrong("the variables of VALUES")
        self.next()
        undefined, column = set(), 0
        while self.now.text != "}":
            if self.now.kind == "end":
                raise self.wrong("}")
            column = 0 if single or self.now.text == "(" else column
            if self.now.text == "UNDEF":
                undefined.add(columns[min(column, len(columns) - 1)] if columns else "")
            elif self.now.text == "<<(":  # its own terms are not counted apart
                undefined |= set(columns)
            column += self.counts()
            self.next()
        end = self.next().end
        bound = frozenset(columns) - undefined
        return Values(start, end, frozenset(columns), frozenset(columns), bound)

    def counts(self) -> int:
        """Tell whether the word starts a term of a row of data, rather than ends one (a language, a data type)."""
        return int(self.now.kind not in {"sign", "language"} and self.last.text != "^^")

    def triples(self) -> Triples:
        """Read triple patterns up to what is none."""
        start, depth, words = self.now.start, 0, list[Token]()
        end = start
        while depth or not (self.now.text in {"{", "}"} or self.now.text in _PARTS):
            if self.now.kind == "end" or (self.now.kind == "word" and self.now.text not in {"A", "TRUE", "FALSE"}):
                raise self.wrong("a triple pattern or one of OPTIONAL, MINUS, GRAPH, SERVICE, FILTER, BIND, VALUES")
            depth += (self.now.text in _OPEN) - (self.now.text in _CLOSED)
            word = self.next()
            words.append(word)
            end = end if word.text == "." else word.end
        if not words:
            raise self.wrong("a triple pattern")
        return Triples(start, end, self.named(start, end), steps(words))
