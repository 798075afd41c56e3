"""Whether two tables hold the same solutions, in any order, blank nodes by any label."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from youcheng.graph.federate.table import Table, Term

_MOST = 6  # blank nodes for which every matching is tried


def alike(one: Table, other: Table) -> bool:
    """Tell whether there is a matching of the blank nodes that makes both the same multiset of solutions."""
    here, there = solutions(one), solutions(other)
    ours, theirs = blanks(here), blanks(there)
    if len(ours) != len(theirs):
        return False
    if len(ours) > _MOST:
        return counted(here, dict.fromkeys(ours, "_")) == counted(there, dict.fromkeys(theirs, "_"))
    names = [f"_:{number}" for number in range(len(ours))]
    fixed = counted(there, dict(zip(theirs, names, strict=True)))
    return any(
        counted(here, dict(zip(ours, order, strict=True))) == fixed for order in permutations(names)
    )  # fmt: skip


def solutions(table: Table) -> list[dict[str, Term]]:
    """Give each solution as what it binds."""
    return [
        {name: term for name, term in zip(table.variables, row, strict=True) if term is not None} for row in table.rows
    ]


def blanks(rows: Iterable[dict[str, Term]]) -> list[Term]:
    """Give the blank nodes, each once."""
    return list(dict.fromkeys(term for row in rows for term in row.values() if isinstance(term, BlankNode)))


def counted(rows: Iterable[dict[str, Term]], names: Mapping[Term, str]) -> Counter[frozenset[tuple[str, str]]]:
    """Count the solutions, blank nodes by these names."""
    return Counter(
        frozenset((name, names.get(term, str(term))) for name, term in row.items()) for row in rows
    )  # fmt: skip
