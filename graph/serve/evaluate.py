"""One query evaluated over one open store, inside the process that may be killed for it."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypedDict, cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QueryTriples

from ...ontology import prefixes
from ...ontology.errors import RequestRefused, UnknownFormat
from .. import keywords
from ..export import dump
from ..federate import inline
from ..federate.table import of_solutions
from ..query import shown, without_formulas
from ..store import ordered
from ..syntax import offset
from ..terminal import table
from ..wellformed import Checked
from . import federation, guard, syntax
from .sink import Sink, too_much

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

    from ..federate.table import Table
    from ..store import Functions
    from .federation import Remote

_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}


class Task(TypedDict):
    """What a process is asked.

    A query, the base of its relative IRIs, its dataset (None: all graphs), a form for each kind of answer, the limits.
    """

    query: str
    base: str
    default: list[str] | None
    named: list[str] | None
    forms: dict[str, str | None]
    gzip: bool
    safe_csv: bool
    rows: int
    bytes: int
    nesting: int
    federated: bool


def evaluate(store: Store, task: Task, remote: Remote, *, sealed: bool) -> tuple[str, Sink]:
    """Give the kind of an answer (solutions, boolean or graph) and the sink that holds it whole.

    ``remote`` asks what a SERVICE names; ``sealed`` says that the kernel keeps this process from the network.

    Raises RequestRefused for a query that does not parse or may not run, or whose answer is past a limit.
    """
    text = task["query"]
    guard.check_nesting(text, task["nesting"])
    functions: Functions = {}
    if task["federated"] and keywords.holds(text, "service", task["base"]):
        given = _dataset(task, own=False)
        text = federation.rewritten(text, lambda part: _table(store, part, given), remote).text
        functions = inline.functions()
    own = _examined(store, text, task["base"], sealed=sealed)
    found = _ask(store, text, task, _dataset(task, own=own) | {"custom_functions": functions})
    kind = "graph" if isinstance(found, QueryTriples) else "boolean" if isinstance(found, QueryBoolean) else "solutions"
    form = task["forms"][kind]
    if form is None:
        raise RequestRefused(406, "not-acceptable", "no form of this answer is acceptable", answer=kind)
    sink = Sink(form, most_rows=task["rows"], most_bytes=task["bytes"], gzip=task["gzip"])
    try:
        _write(found, form, sink, task)
    except UnknownFormat as wrong:
        raise RequestRefused(406, "inexpressible", str(wrong), answer=kind) from wrong
    return kind, sink


def _examined(store: Store, text: str, base: str, *, sealed: bool) -> bool:
    """Tell whether a query names its own dataset; raises RequestRefused for SERVICE and for graphs not in the store."""
    inert = keywords.without(text, "service")
    if inert != text and (message := keywords.error(inert, base)) is not None:
        refusal = syntax.unparsed(text, inert, message, base)
        line, column = (int(str(refusal.members.get(name, 1))) for name in ("line", "column"))
        called = offset(text, line, column) in keywords.occurrences(text, "service")
        if called and (not sealed or keywords.error(text, base) is None):
            raise _calling(keywords.services(text))
        raise refusal
    try:
        dataset = keywords.own_dataset(inert, base)
    except ValueError as wrong:
        raise syntax.unparsed(text, inert, str(wrong), base) from wrong
    if dataset is not None:
        guard.check_dataset(store, (*dataset.default, *dataset.named))
    return dataset is not None


def _ask(store: Store, text: str, task: Task, given: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(text, base_iri=task["base"], prefixes=_used(text), **given)
    except SyntaxError as wrong:
        raise syntax.unparsed(text, keywords.without(text, "service"), str(wrong), task["base"]) from wrong


def _used(text: str) -> dict[str, str]:
    """Give the project's prefixes that a query could use; to declare all of them costs more than a small query."""
    if "\\" in text:  # an escape may stand for any letter
        return prefixes()
    return {prefix: namespace for start, prefix, namespace in _prefixes() if start in text}


@cache
def _prefixes() -> tuple[tuple[str, str, str], ...]:
    return tuple((f"{prefix}:", prefix, namespace) for prefix, namespace in prefixes().items())


def _dataset(task: Task, *, own: bool) -> dict[str, Any]:
    """Give what the engine is told of the dataset: the protocol's, else the query's ``own``, else the union of all."""
    default, named = task["default"], task["named"]
    if default is not None or named is not None:
        return {"default_graph": [*map(NamedNode, default or ())], "named_graphs": [*map(NamedNode, named or ())]}
    return {} if own else {"use_default_graph_as_union": True}


def _table(store: Store, query: str, given: dict[str, Any]) -> Table:
    return of_solutions(cast("QuerySolutions", store.query(query, prefixes=prefixes(), **given)))


def _write(found: Any, form: str, sink: Sink, task: Task) -> None:  # noqa: ANN401 - one of the three kinds
    if isinstance(found, QueryTriples):
        triples = list(islice(found, task["rows"] + 1))
        if len(triples) > task["rows"]:
            raise too_much("rows", task["rows"])
        sink.write(dump(ordered(Quad(*triple) for triple in triples), form, {}))
    elif isinstance(found, QueryBoolean) and form in {"text", "csv", "tsv"}:
        sink.write(b"true\n" if found else b"false\n")
    elif form == "text":
        _write_table(found, sink, task["rows"])
    elif form == "csv" and task["safe_csv"]:
        whole = Sink(form, most_rows=task["rows"], most_bytes=task["bytes"], gzip=False)
        found.serialize(whole, QueryResultsFormat.CSV)
        content = whole.finish() or (whole.file.read() if whole.file else b"")
        sink.write(without_formulas(content.decode()).encode())
    elif form == "xml":
        passing = _Xml(sink)
        found.serialize(passing, QueryResultsFormat.XML)
        passing.end()
    else:
        found.serialize(sink, _RESULTS[form])


class _Xml:
    """Passes XML on to a sink, of which no piece goes out that is not well formed."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._checked = sink, Checked()

    def write(self, piece: bytes) -> int:
        self._sink.write(self._checked.passed(bytes(piece)))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what was taken is kept."""

    def end(self) -> None:
        self._sink.write(self._checked.passed(b"", last=True))


def _write_table(found: QuerySolutions, sink: Sink, most: int) -> None:
    header = [variable.value for variable in found.variables]
    rows = [[shown(solution[name]) for name in header] for solution in islice(found, most + 1)]
    if len(rows) > most:
        raise too_much("rows", most)
    sink.write(f"{table(header, rows)}({len(rows)} row{'' if len(rows) == 1 else 's'})\n".encode())


def _calling(services: list[str]) -> RequestRefused:
    """Give the refusal of a query that calls out."""
    named = f"SERVICE {services[0]}" if services else "SERVICE"
    detail = f"{named} may not be called from here: ask that endpoint itself"
    return RequestRefused(403, "service", detail, services=services)
