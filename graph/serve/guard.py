"""What a query may not do, found in its text before any of it is evaluated: nest too deep, call out, leave the store.

Two cheap tests let nearly every query pass: one with few brackets cannot nest deep, and one without the letters of
SERVICE or FROM cannot hold the keyword. What they do not clear is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from ...ontology import prefixes
from ...ontology.errors import RequestRefused
from ..syntax import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

# strings (long ones first), IRIs and comments: what may hold a bracket that opens nothing
_BRACKETS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*|(?P<open>[{(\[])|(?P<close>[})\]])",
    re.DOTALL,
)


class Dataset(NamedTuple):
    """The graphs that a query's own FROM and FROM NAMED name; both empty where it names none."""

    default: tuple[str, ...]
    named: tuple[str, ...]

    @property
    def given(self) -> bool:
        """Tell whether the query names a dataset at all."""
        return bool(self.default or self.named)


def check_nesting(text: str, most: int) -> None:
    """Raise RequestRefused, with the place, where brackets nest deeper than ``most``."""
    if sum(map(text.count, "{([")) <= most:
        return
    depth = 0
    for found in _BRACKETS.finditer(text):
        depth += (found["open"] is not None) - (found["close"] is not None)
        if depth > most:
            line, column = place(text, found.start())
            where = f"line {line}, column {column}"
            detail = f"brackets nest deeper than {most} at {where}: ask in smaller parts"
            raise RequestRefused(400, "nesting", detail, limit=most, line=line, column=column)


def may_call_out(text: str) -> bool:
    """Tell whether a query could hold SERVICE; Oxigraph reads no escape in a keyword, so its letters must be there."""
    return "service" in text.lower()


def may_name_dataset(text: str) -> bool:
    """Tell whether a query could hold FROM."""
    return "from" in text.lower()


class Parsed:
    """A query as rdflib's grammar reads it; raises ValueError where it cannot."""

    def __init__(self, text: str) -> None:
        from rdflib.plugins.sparql.parser import parseQuery

        if "\\u" in text.lower():  # rdflib reads such an escape before the grammar, Oxigraph after: they could differ
            raise ValueError(
                "an escape \\u stands beside a keyword that must be found for certain: write the character itself"
            )
        try:
            self._tree = parseQuery(text)
        except Exception as error:  # pyparsing, RecursionError, and rdflib's own plain Exceptions
            raise ValueError(str(error)) from error

    def services(self) -> list[str]:
        """Give the services of all SERVICE clauses, wherever they stand: <IRI>, prefixed name, or variable."""
        return [_shown(node.term) for node in _nodes(self._tree) if node.name == "ServiceGraphPattern"]

    def dataset(self, base: str) -> Dataset:
        """Give the graphs that FROM and FROM NAMED name, relative ones by ``base``.

        Raises ValueError for a prefix that is not declared.
        """
        default: list[str] = []
        named: list[str] = []
        for clause in self._tree[1].datasetClause or ():
            (default if clause.default is not None else named).append(self._iri(clause.default or clause.named, base))
        return Dataset(tuple(default), tuple(named))

    def _iri(self, term: Any, base: str) -> str:  # noqa: ANN401 - rdflib's parse tree is not typed
        """Give the IRI of a term of the query, by its own prefixes or base."""
        declared = {str(p.prefix or ""): str(p.iri) for p in self._tree[0] if p.name == "PrefixDecl"}
        if getattr(term, "name", None) != "pname":
            bases = [str(p.iri) for p in self._tree[0] if p.name == "Base"]
            return urljoin(urljoin(base, bases[-1]) if bases else base, str(term))
        namespace = (prefixes() | declared).get(str(term.prefix or ""))
        if namespace is None:
            raise ValueError(f"prefix {term.prefix!r} is not declared")
        return f"{namespace}{term.localname or ''}"


def check_dataset(store: Store, graphs: Iterable[str]) -> None:
    """Raise RequestRefused for a graph that the store does not hold: nothing is ever fetched."""
    from pyoxigraph import NamedNode

    for graph in graphs:
        try:
            held = store.contains_named_graph(NamedNode(graph))
        except ValueError:
            held = False
        if not held:
            raise unknown_graph(graph)


def unknown_graph(graph: str) -> RequestRefused:
    """Give the refusal of a graph that the store does not hold."""
    ask = "SELECT DISTINCT ?g { GRAPH ?g {} }"
    detail = f"<{graph}> is no graph of this release, and nothing is fetched; those there are: {ask}"
    return RequestRefused(400, "unknown-graph", detail, graph=graph)


def _nodes(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - rdflib's parse tree is not typed
    """Give every named node of a parse tree, without recursion."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, (ParseResults, list, tuple)):
            waiting.extend(node)


def _shown(term: Any) -> str:  # noqa: ANN401 - as above
    if getattr(term, "name", None) == "pname":
        return f"{term.prefix or ''}:{term.localname or ''}"
    return str(term.n3())
