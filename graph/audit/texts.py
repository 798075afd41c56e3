"""Answers to our own questions as plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..store import select

if TYPE_CHECKING:
    from pyoxigraph import Store

    Texts = dict[str, str | None]


def texts(store: Store, sparql: str) -> list[Texts]:
    """Give each solution by column: the IRI or the literal's words, None for unbound."""
    found = select(store, sparql)
    names = [variable.value for variable in found.variables]
    return [{name: getattr(solution[name], "value", None) for name in names} for solution in found]
