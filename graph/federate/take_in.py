"""What was pulled from Wikidata, as a file: read into a store, in a graph of its date, without the network.

The file is Turtle whose ``<>`` is the graph itself, so that it fits any base. Its name is the date of the pull.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from ...ontology import term
from ...ontology.errors import UsageError
from ..store import select

if TYPE_CHECKING:
    from pathlib import Path

    from ...mapping.iris import Iris

PREFIXES = {
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "pr": "http://www.wikidata.org/prop/reference/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "psn": "http://www.wikidata.org/prop/statement/value-normalized/",
    "wdref": "http://www.wikidata.org/reference/",
    "wds": "http://www.wikidata.org/entity/statement/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wdv": "http://www.wikidata.org/value/",
    "wikibase": "http://wikiba.se/ontology#",
}
"""Those of Wikidata's shape (https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Prefixes_used)."""

_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_DATED = NamedNode(term("dcterms:date"))
_GRAPHS = "SELECT ?graph ?date WHERE { GRAPH ?graph { ?graph dcterms:date ?date ; prov:wasGeneratedBy ?pull } }"


class Snapshot(NamedTuple):
    """What Wikidata said on a date: the store it is in, and its graph there."""

    store: Store
    graph: NamedNode
    date: str


def take_in(store: Store, path: Path, iris: Iris) -> Snapshot:
    """Add the triples of a pulled file to a store, in the graph of its date; raises UsageError for any other file."""
    if not path.is_file() or not _DATE.fullmatch(path.stem) or path.suffix != ".ttl":
        raise UsageError(f"{path} is no file of `youcheng wikidata pull`: those are named like 2026-01-31.ttl")
    try:
        snapshot = read(store, path.read_bytes(), path.stem, iris)
    except SyntaxError as error:
        raise UsageError(f"{path} does not parse: {error}: pull anew") from error
    dated = [quad.object for quad in store.quads_for_pattern(snapshot.graph, _DATED, None, snapshot.graph)]
    stated = {date.value for date in dated if isinstance(date, Literal)}
    if stated != {path.stem}:
        found = " and ".join(sorted(stated)) or "no stated date"
        raise UsageError(f"{path} was pulled on {found}: name it by that date")
    return snapshot


def read(store: Store, turtle: bytes, date: str, iris: Iris) -> Snapshot:
    """Add what was pulled on a date to a store; raises SyntaxError."""
    graph = NamedNode(f"{iris.base}wikidata/{date}")
    quads = parse(turtle, format=RdfFormat.TURTLE, base_iri=graph.value)
    store.extend([Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads])
    return Snapshot(store, graph, date)


def newest(store: Store) -> Snapshot:
    """Give the newest snapshot in a release; raises UsageError where it holds none."""
    found = sorted((str(row["date"].value), str(row["graph"].value)) for row in select(store, _GRAPHS))
    if not found:
        raise UsageError(
            "the release holds nothing of Wikidata: run `youcheng wikidata pull`, then name its file with --wikidata, "
            "here or in `youcheng build`"
        )
    date, graph = found[-1]
    return Snapshot(store, NamedNode(graph), date)
