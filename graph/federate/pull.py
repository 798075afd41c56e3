"""What Wikidata says of the linked places and their twinnings, as one dated graph that tells where it is from.

Each question of queries/pull is a CONSTRUCT with a SERVICE. It is asked as SELECT, whose JSON shows when it was cut
short; what it makes of the answer is made here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ...ontology import prefixes, term
from ...ontology.errors import AnswerBroken, UsageError
from ...queries import queries
from ..store import ask, ordered
from ..write import write_whole
from .inline import functions
from .mediate import local, mediate
from .take_in import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import QueryTriples, Store

    from .client import Client
    from .deadline import Deadline
    from .service import Source
    from .table import Term

_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_GRAPH = "pulled://wikidata/graph"
"""Stands for the graph's IRI while the file is made, and is written as ``<>``; nothing else begins like it."""
_KEPT = "%/:=&?~#+!$,;'@()*[]"
"""What an IRI may hold beside letters and digits: all else is written by its octets (RFC 3987, 3.1)."""


class Part(NamedTuple):
    """The answer to one question: its name, its SPARQL, what came of it, and where from."""

    name: str
    text: str
    triples: frozenset[Triple]
    source: Source


class Pulled(NamedTuple):
    """The answers to all questions, and when the first of them was given."""

    parts: tuple[Part, ...]
    started: datetime
    ended: datetime

    @property
    def date(self) -> str:
        """Give the day, in UTC, on which Wikidata said this; of kept answers the oldest counts."""
        return f"{self.started:%Y-%m-%d}"

    @property
    def kept(self) -> int:
        """Give how many of the answers were kept ones, for which nothing was asked."""
        return sum(part.source.kept for part in self.parts)


def pull(store: Store, client: Client, endpoint: str, deadline: Deadline, only: Container[str] = frozenset()) -> Pulled:
    """Ask an endpoint the questions of queries/pull about the linked places of a store, all or those named.

    Raises the FederationError of the first that fails, AnswerBroken where the endpoint knows none of the places.
    """
    parts = [
        _part(store, client, question.name, question.bound({"endpoint": endpoint}), deadline)
        for question in queries("pull")
        if not only or question.name in only
    ]
    if not any(part.triples for part in parts):
        raise AnswerBroken(f"{endpoint} knows none of the linked places: is it an endpoint of Wikidata?")
    times = [part.source.retrieved for part in parts if part.source.retrieved]
    return Pulled(tuple(parts), min(times), max(times))


def _part(store: Store, client: Client, name: str, text: str, deadline: Deadline) -> Part:
    rewritten = mediate(text, local(store), client, deadline)
    if not rewritten.sources:
        raise UsageError("the release links no place to Wikidata: there is nothing to ask about")
    triples = frozenset(cast("QueryTriples", ask(store, rewritten.text, functions())))
    return Part(name, text, triples, rewritten.sources[0])


def turtle(pulled: Pulled) -> bytes:
    """Give the file: relative to the IRI its graph will have, without blank nodes, all IRIs in ASCII."""
    said = {*_told(pulled), *(triple for part in pulled.parts for triple in _named(part))}
    triples = [quad.triple for quad in ordered(Quad(*triple) for triple in said)]
    known = prefixes() | PREFIXES
    content = serialize(triples, format=RdfFormat.TURTLE, prefixes=known, base_iri=_GRAPH)
    lines = (content or b"").decode().splitlines()
    used = [line for line in lines if not line.startswith("@") or (line.startswith("@prefix") and _used(line, lines))]
    return ("\n".join(used) + "\n").encode()


def write(pulled: Pulled, folder: Path) -> Path:
    """Write the file into a folder, named by the date; it is whole or not there."""
    path = folder / f"{pulled.date}.ttl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, turtle(pulled))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}: name another folder with --out") from error
    return path


def _used(declaration: str, lines: Iterable[str]) -> bool:
    name = declaration.split()[1]
    return any(name in line for line in lines if not line.startswith("@"))


def _named(part: Part) -> Iterator[Triple]:
    """Give triples in which a value that Wikidata knows to exist only has a name, and each IRI is in ASCII."""
    blank = sorted({str(t.subject) + str(t.predicate) for t in part.triples if isinstance(t.object, BlankNode)})
    for triple in part.triples:
        thing = triple.object
        if isinstance(thing, BlankNode):
            at = blank.index(str(triple.subject) + str(triple.predicate)) + 1
            thing = NamedNode(f"{_GRAPH}#{part.name}-unknown-{at}")
        yield Triple(cast("NamedNode", _ascii(triple.subject)), triple.predicate, _ascii(thing))


def _ascii(node: Term) -> Term:
    if isinstance(node, NamedNode) and not node.value.isascii():
        return NamedNode(quote(node.value, safe=_KEPT))
    return node


def _told(pulled: Pulled) -> Iterator[Triple]:
    """Give what the graph tells of itself: whose data, by which questions, asked of whom and when."""
    endpoints = sorted({part.source.endpoint for part in pulled.parts})
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", _node("dcat:Dataset")),
        ("rdf:type", _node("prov:Entity")),
        ("dcterms:title", Literal(f"Wikidata on the linked places, {pulled.date}", language="en")),
        ("dcterms:title", Literal(f"维基数据所述已关联地方({pulled.date})", language="zh")),
        ("dcterms:date", Literal(pulled.date, datatype=_node("xsd:date"))),
        ("dcterms:license", NamedNode(_CC0)),
        ("prov:wasGeneratedBy", NamedNode(f"{_GRAPH}#pull")),
        *(("prov:wasDerivedFrom", NamedNode(endpoint)) for endpoint in endpoints),
    ]
    for predicate, node in said:
        yield Triple(NamedNode(_GRAPH), _node(predicate), node)
    yield from _activity(f"{_GRAPH}#pull", pulled.started, pulled.ended)
    for part in pulled.parts:
        asked, question = f"{_GRAPH}#{part.name}", f"{_GRAPH}#{part.name}-question"
        when = part.source.retrieved or pulled.started
        source = part.source._replace(requests=part.source.requests + part.source.kept, kept=0)
        yield from _activity(asked, when, when)
        told: list[tuple[str, str, NamedNode | Literal]] = [
            (f"{_GRAPH}#pull", "dcterms:hasPart", NamedNode(asked)),
            (asked, "prov:used", NamedNode(part.source.endpoint)),
            (asked, "prov:used", NamedNode(question)),
            (asked, "dcterms:description", Literal(str(source), language="en")),
            (question, "rdf:type", _node("prov:Plan")),
            (question, "prov:value", Literal(part.text)),
        ]
        for subject, predicate, node in told:
            yield Triple(NamedNode(subject), _node(predicate), node)


def _activity(iri: str, started: datetime, ended: datetime) -> Iterator[Triple]:
    yield Triple(NamedNode(iri), _node("rdf:type"), _node("prov:Activity"))
    for name, moment in (("prov:startedAtTime", started), ("prov:endedAtTime", ended)):
        said = Literal(f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", datatype=_node("xsd:dateTime"))
        yield Triple(NamedNode(iri), _node(name), said)


def _node(name: str) -> NamedNode:
    return NamedNode(term(name))
