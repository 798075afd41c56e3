"""What a query may not do, found in its text before any of it is evaluated: nest too deep, leave the store, update."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...ontology.errors import RequestRefused
from ..syntax import place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

# strings (long ones first), IRIs and comments: what may hold a bracket that opens nothing
_BRACKETS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*|(?P<open>[{(\[])|(?P<close>[})\]])",
    re.DOTALL,
)


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
    """Tell whether a query could hold SERVICE: the engine reads no escape in a keyword, so its letters are there."""
    return "service" in text.lower()


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
