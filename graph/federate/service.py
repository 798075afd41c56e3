"""SERVICE by bind join: each part is asked of its endpoint, bindings sent along, and its answer put into the query.

What comes out is a plain query whose meaning is the engine's: a SERVICE stands for its solutions, and so does the data
that takes its place. This room does no input or output: it says step by step what has to be asked, and of whom.
https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from ...ontology import prefixes
from ...ontology.errors import AnswerBroken, FederationError, ServiceUnbound
from ..store import select
from ..syntax import silenced, unparsed
from . import inline
from .context import Context, Place, context, places
from .pattern import NONE, Bind, Elsewhere, Group, Part, Query, Select, Service, Triples, inside
from .reach import leads
from .syntax import read
from .table import Table, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .client import Answer

BATCH = 50
_WORTH = 10  # some columns are sent without the others where they make this many times fewer rows
_MOST = 6  # columns of which every choice is tried


@dataclass(frozen=True, slots=True)
class Ask:
    """To be asked of the local store: a query without SERVICE; the reply is its Table."""

    query: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """To be asked of a remote endpoint: queries that together answer one SERVICE; the reply is their answers."""

    endpoint: str
    queries: tuple[str, ...]


class Source(NamedTuple):
    """Where a part of an answer came from: endpoint, requests and rows, the oldest retrieval, what failed silently.

    ``kept`` answers took no request.
    """

    endpoint: str
    requests: int
    rows: int
    retrieved: datetime | None
    failed: str
    kept: int = 0

    def __str__(self) -> str:
        if self.failed:
            return f"SERVICE SILENT gave nothing: {self.failed}"
        when = f", retrieved {self.retrieved:%Y-%m-%d %H:%M:%S} UTC" if self.retrieved else ""
        numbers = {"request": self.requests, "kept answer": self.kept}
        counted = " and ".join(f"{n} {what}{'s' * (n != 1)}" for what, n in numbers.items() if n) or "no request"
        return f"{self.endpoint}: {self.rows} solution{'s' * (self.rows != 1)} of {counted}{when}"


class Rewritten(NamedTuple):
    """A query that no longer names a service, and where the data in it came from.

    It is evaluated with the functions of ``inline.functions()``.
    """

    text: str
    sources: tuple[Source, ...]


Steps = Generator[Ask | Fetch, "Table | list[Answer[Table]]", Rewritten]


class Named(NamedTuple):
    """A SERVICE as the query names it: the endpoint's IRI, nothing where a variable stands for it; whether SILENT."""

    iri: str
    silent: bool


def services(text: str) -> tuple[Named, ...]:
    """Give every SERVICE that would be asked from here, in the order of the text; raises QuerySyntaxError."""
    query = read(text)
    _judge(query)
    found = [place.part for place in places(query) if isinstance(place.part, Service)]
    return tuple(Named("" if part.variable else _iri(query, part.name), part.silent) for part in found)


def steps(text: str, batch: int = BATCH) -> Steps:
    """Say what has to be asked, one after the other, and give the rewritten query in the end.

    Send each step's reply, or throw the FederationError it ended in. Raises QuerySyntaxError, ServiceUnbound, and what
    was thrown unless the SERVICE is SILENT.
    """
    query = read(text)
    _judge(query)
    return _Mediation(query, batch).run()


@dataclass
class _Mediation:
    query: Query
    batch: int
    done: dict[tuple[int, int], str] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    open_services: list[Place] = field(default_factory=list)
    open_slices: list[Place] = field(default_factory=list)

    def run(self) -> Steps:
        for place in places(self.query):
            (self.open_services if isinstance(place.part, Service) else self.open_slices).append(place)
        for place in self.open_services:
            self.done |= _graphs(place)
        while self.open_services:
            yield from self.freeze()
            place, found = self.choose()
            self.open_services.remove(place)
            yield from self.answer(place, found)
        return Rewritten(self.written(0, len(self.query.text)), tuple(self.sources))

    def written(self, start: int, end: int) -> str:
        """Give the text between two places with the answers so far in it."""
        text, at = [], start
        for (first, last), answer in sorted(self.done.items()):
            if at <= first and last <= end:
                text += [self.query.text[at:first], answer]
                at = last
        return "".join(text) + self.query.text[at:end]

    def cut(self, part: Part) -> str:
        return self.written(part.start, part.end)

    def usable(self, part: Part) -> bool:
        """Tell whether a part can be evaluated now, and gives the same solutions whenever it is."""
        waiting = [place.part.start for place in (*self.open_services, *self.open_slices)]
        changing = [at for at in self.query.changing if not any(first <= at < last for first, last in self.done)]
        return not any(part.start <= at < part.end for at in (*waiting, *changing))

    def freeze(self) -> Steps:
        """Evaluate once each SELECT with LIMIT or OFFSET that can be, so that its rows are the same ones ever after."""
        for place in reversed(self.open_slices.copy()):
            part, plain = place.part, all(frame.how in {"join", "select"} for frame in place.frames)
            in_graph = any(isinstance(frame.part, Elsewhere) for frame in place.frames)
            services = any(part.start <= service.part.start < part.end for service in self.open_services)
            if plain and not in_graph and not services and isinstance(part, Group):
                found = yield Ask(f"{self.query.prologue} SELECT * {self.query.dataset} WHERE {{ {self.cut(part)} }}")
                self.open_slices.remove(place)
                self.put(part, f"{{ {inline.block(_table(found))} }}")
        return Rewritten("", ())

    def put(self, part: Part, text: str) -> None:
        """Put a text in the place of a part, and of all answers inside it."""
        self.done = {at: kept for at, kept in self.done.items() if not (part.start <= at[0] and at[1] <= part.end)}
        self.done[part.start, part.end] = text

    def choose(self) -> tuple[Place, Context]:
        """Give the next SERVICE to answer: of those with an endpoint the one that the rest binds best, then the first.

        Best is what leads through all of it, next what binds any of it: a service left waiting gets more bindings.
        """
        found = [
            (place, context(place, self.wanted(place.part), self.usable, self.cut)) for place in self.open_services
        ]
        ready = [(place, made) for place, made in found if self.service(place).variable <= made.offered]
        if not ready:
            names = ", ".join(f"SERVICE {self.service(place).name}" for place, _ in found)
            raise ServiceUnbound(f"{names}: nothing in the query binds the variable: give the endpoint's IRI")
        return max(ready, key=lambda one: (leads(self.service(one[0]).group, one[1].offered), bool(one[1].offered)))

    @staticmethod
    def service(place: Place) -> Service:
        if not isinstance(place.part, Service):
            raise TypeError(place.part)
        return place.part

    @staticmethod
    def wanted(part: Part) -> frozenset[str]:
        """Give the variables for which a SERVICE can be restricted beforehand."""
        if not isinstance(part, Service):
            return NONE
        sliced = any(isinstance(inner, Select) and inner.sliced for inner in inside(part))
        return part.variable | (NONE if sliced else part.group.certain())

    def answer(self, place: Place, found: Context) -> Steps:
        """Ask one SERVICE of its endpoint, or of each of its endpoints, and put the solutions in its place."""
        service = self.service(place)
        names = sorted(found.offered)
        rows: list[tuple[Term | None, ...]] = [()]
        if names:
            shown = " ".join(f"?{name}" for name in names)
            text = f"{self.query.prologue} SELECT DISTINCT {shown} {self.query.dataset} WHERE {found.text}"
            rows = _table((yield Ask(text))).rows
        whole: list[tuple[Term | None, ...]] = []
        columns = sorted(service.group.visible() | service.variable)
        for endpoint, bindings in self.endpoints(service, Table(tuple(names), rows)).items():
            solutions = yield from self.fetch(service, endpoint, bindings)
            whole += _spread(solutions, columns, service.variable, endpoint)
        self.put(service, inline.block(Table(tuple(columns), whole)))
        return Rewritten("", ())

    def endpoints(self, service: Service, context_rows: Table) -> dict[str, Table]:
        """Give the endpoints a SERVICE is to be asked of, each with the bindings to send."""
        if not service.variable:
            empty = context_rows.variables and not context_rows.rows
            return {} if empty else {_iri(self.query, service.name): _pushed(context_rows, service.group)}
        (name,) = service.variable
        at = context_rows.variables.index(name)
        apart: dict[str, Table] = {}
        rest = (*context_rows.variables[:at], *context_rows.variables[at + 1 :])
        for row in context_rows.rows:
            endpoint = row[at]
            if not isinstance(endpoint, NamedNode):
                raise ServiceUnbound(f"SERVICE ?{name}: {endpoint or 'a solution without it'} is no IRI of an endpoint")
            apart.setdefault(endpoint.value, Table(rest, [])).rows.append((*row[:at], *row[at + 1 :]))
        return {endpoint: _pushed(table, service.group) for endpoint, table in apart.items()}

    def fetch(self, service: Service, endpoint: str, bindings: Table) -> Generator[Ask | Fetch, object, Table]:
        """Give the solutions of one SERVICE at one endpoint; one without bindings where it is SILENT and fails."""
        if bindings.variables and not bindings.rows:
            return Table((), [])
        starts = range(0, len(bindings.rows), self.batch) if bindings.variables else (0,)
        batches = [bindings.rows[start : start + self.batch] for start in starts]
        queries = tuple(self.remote(service, bindings.variables, rows) for rows in batches)
        try:
            answers = yield Fetch(endpoint, queries)
            _hold(service, endpoint, answers)
        except FederationError as error:
            if not service.silent:
                raise
            self.sources.append(Source(endpoint, len(queries), 0, None, str(error)))
            return Table((), [()])
        return self.together(endpoint, answers)

    def together(self, endpoint: str, answers: object) -> Table:
        """Join the answers of all batches, the blank nodes of each kept apart."""
        if not isinstance(answers, list):
            raise TypeError(answers)
        rows = [row for answer in answers for row in _apart(answer.content.rows)]
        kept, oldest = sum(answer.kept for answer in answers), min(answer.retrieved for answer in answers)
        self.sources.append(Source(endpoint, len(answers) - kept, len(rows), oldest, "", kept))
        return Table(answers[0].content.variables, rows)

    def remote(self, service: Service, names: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
        """Give the query for an endpoint: the SERVICE's own group, joined with bindings where there are any.

        Where the first triple patterns bind what is sent, it is put beside them, which every engine plans well.
        """
        group = service.group
        inner = self.query.text[group.start : group.end]
        if names:
            first = group.parts[0] if group.parts else None
            beside = isinstance(first, Triples) and set(names) <= first.named
            inner = f"{{ {inline.values(names, rows)}\n{inner[1:] if beside else inner + ' }'}"
        shown = " ".join(f"?{name}" for name in sorted(group.visible())) or "(1 AS ?solution)"
        return f"{self.declarations(service)}SELECT {shown} WHERE {inner}"

    def declarations(self, part: Part) -> str:
        """Give the query's own prologue, and the prefixes that the part has from elsewhere."""
        more = sorted(self.query.used_prefixes(part) - self.query.declared)
        return self.query.prologue + "".join(f"PREFIX {name}: <{prefixes()[name]}>\n" for name in more)


def _graphs(place: Place) -> dict[tuple[int, int], str]:
    """Give the braces of each GRAPH around a SERVICE with the graph's name put after them.

    Where nothing else in it is matched in the graph, the engine would neither bind its variable nor look whether it is
    there. A SELECT between the two hides the name, and BIND may give it another meaning: both are left as they are.
    """
    opened = dict[tuple[int, int], str]()
    for frame in reversed(place.frames):
        part = frame.part
        if frame.how == "select":
            break
        if isinstance(part, Elsewhere):
            bound = any(isinstance(inner, Bind) and inner.visible() & part.variable for inner in inside(part))
            opened |= {} if bound else {(part.group.start, part.group.start + 1): f"{{ GRAPH {part.name} {{}} "}
    return opened


def _hold(service: Service, endpoint: str, answers: object) -> None:
    """Raise AnswerBroken where a solution leaves a variable open that the patterns of the service always bind."""
    for answer in answers if isinstance(answers, list) else ():
        table: Table = answer.content
        for name in service.group.certain().intersection(table.variables):
            column = table.variables.index(name)
            if any(row[column] is None for row in table.rows):
                raise AnswerBroken(f"{endpoint}: status 200, but a solution without ?{name}, which every one must have")


def _iri(query: Query, name: str) -> str:
    """Give the IRI that a name in the query stands for."""
    text = f"{query.prologue} SELECT ({name} AS ?iri) WHERE {{}}"
    return next(str(solution["iri"].value) for solution in select(Store(), text))


def _judge(query: Query) -> None:
    """Have the engine parse the query, no SERVICE in it called; raises QuerySyntaxError with line and column."""
    try:
        with suppress(RuntimeError):  # it parses, and calls a function that only the remote may have
            Store().query(silenced(query.text), prefixes=prefixes())
    except SyntaxError as error:
        raise unparsed(query.text, str(error)) from error


def _table(reply: object) -> Table:
    if not isinstance(reply, Table):
        raise TypeError(reply)
    return reply


def _pushed(table: Table, group: Group) -> Table:
    """Give the bindings worth sending: columns bound in every row, rows of IRIs and literals, each once.

    Numbers and times are not sent: what is in the store is their value, and the remote may have spelled it otherwise. A
    blank node is no name that a remote could know: a row that has one meets nothing there. Some columns without the
    others are sent where they make far fewer rows and lead through the group: a country alone, however few there are,
    would have the remote give everything in it.
    """
    at = [column for column in range(len(table.variables)) if all(_sendable(row[column]) for row in table.rows)]
    kept = [row for row in table.rows if not any(isinstance(row[column], BlankNode) for column in at)]
    whole = _columns(table, kept, at)
    if len(whole.rows) < _WORTH or len(at) > _MOST:
        return whole
    sets = (some for size in range(1, len(at)) for some in combinations(at, size))
    leading = (some for some in sets if leads(group, frozenset(table.variables[column] for column in some)))
    fewer = min((_columns(table, kept, some) for some in leading), key=lambda one: len(one.rows), default=whole)
    return fewer if len(fewer.rows) * _WORTH <= len(whole.rows) else whole


def _sendable(term: Term | None) -> bool:
    return term is not None and not isinstance(term, Triple) and inline.kept_as_written(term)


def _columns(table: Table, rows: list[tuple[Term | None, ...]], at: Sequence[int]) -> Table:
    distinct = dict.fromkeys(tuple(row[column] for column in at) for row in rows)
    return Table(tuple(table.variables[column] for column in at), list(distinct))


def _apart(rows: list[tuple[Term | None, ...]]) -> Iterable[tuple[Term | None, ...]]:
    """Give rows whose blank nodes have labels that no other request's have."""
    request = f"r{uuid4().hex}"
    for row in rows:
        yield tuple(_renamed(term, request) for term in row)


def _renamed(term: Term | None, request: str) -> Term | None:
    if isinstance(term, BlankNode):
        return BlankNode(f"{request}{term.value.encode().hex()}")
    if isinstance(term, Triple) and inline.has_blank(term):
        parts = (_renamed(part, request) for part in (term.subject, term.predicate, term.object))
        return Triple(*parts)  # type: ignore[arg-type]
    return term


def _spread(
    table: Table, columns: Sequence[str], variable: frozenset[str], endpoint: str
) -> Iterable[tuple[Term | None, ...]]:
    """Give rows in the order of these columns, the endpoint's IRI in that of the service's variable.

    A solution that binds the service's variable to something else does not join with the endpoint's and is left out.
    """
    at = {name: position for position, name in enumerate(table.variables)}
    here = NamedNode(endpoint)
    for row in table.rows:
        terms = {name: row[at[name]] for name in columns if name in at}
        if any(terms.get(name) not in {None, here} for name in variable):
            continue
        yield tuple(here if name in variable else terms.get(name) for name in columns)
