"""What follows from what the lists state: each rule of queries/derive, in order, into a graph of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from ..queries import queries
from .store import construct

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..mapping.iris import Iris


def derive(store: Store, iris: Iris) -> dict[str, int]:
    """Add to a store what each rule gives over all that stands before it; gives the triples by rule."""
    given: dict[str, int] = {}
    for rule in queries("derive"):
        name = re.sub(r"^\d+-", "", rule.name)
        graph = NamedNode(iris.derived(name))
        quads = {Quad(triple.subject, triple.predicate, triple.object, graph) for triple in construct(store, rule.text)}
        store.extend(quads)
        given[name] = len(quads)
    return given
