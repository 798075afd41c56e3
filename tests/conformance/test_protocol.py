"""The W3C suites run against the running server: SPARQL Protocol, service description, CSV/TSV and JSON results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse_query_results,
)
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection

from youcheng.graph.release import staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.serve.servers import Server

SUITES = Path(os.environ.get("YOUCHENG_SUITES", "nowhere"))
pytestmark = pytest.mark.skipif(not SUITES.is_dir(), reason="YOUCHENG_SUITES names no folder of W3C suites")

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}
MEDIA = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/sparql-results+json"}


class Exchange(NamedTuple):
    """One request of a suite, and what is expected of its response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: set[str]
    boolean: bool | None
    form: str | None


def manifest(name: str) -> Graph:
    """Read the manifest of a suite."""
    triples = Graph()
    if SUITES.is_dir():
        triples.parse(SUITES / name / "manifest.ttl", format="turtle")
    return triples


def exchanges(triples: Graph, test: Any) -> Iterator[Exchange]:  # noqa: ANN401 - a node
    """Give the requests of a protocol test."""
    action = triples.value(test, MF.action)
    for request in Collection(triples, triples.value(action, HT.requests)):
        reply = triples.value(request, HT.resp)
        body = triples.value(request, HT.body)
        headers = triples.value(request, HT.headers)
        encoding = str(triples.value(body, CNT.characterEncoding) or "utf-8")
        yield Exchange(
            str(triples.value(request, HT.methodName)),
            str(triples.value(request, HT.absolutePath)),
            dict(fields(triples, headers)),
            str(triples.value(body, CNT.chars)).encode(encoding) if body else None,
            {str(s).rpartition("StatusCode")[2] for s in triples.objects(reply, MF.expectedStatus)},
            {"true": True, "false": False}.get(str(triples.value(reply, MF.expectedBoolean)).lower()),
            str(triples.value(reply, MF.expectedFormat)) if triples.value(reply, MF.expectedFormat) else None,
        )  # fmt: skip


def fields(triples: Graph, headers: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a node
    """Give the header fields of a request."""
    for header in Collection(triples, headers) if headers else ():
        yield str(triples.value(header, HT.fieldName)), str(triples.value(header, HT.fieldValue))


def entry(triples: Graph, name: str) -> Any:  # noqa: ANN401 - a node
    """Give the test of that name."""
    entries = (test for head in triples.objects(None, MF.entries) for test in Collection(triples, head))
    return next(test for test in entries if str(test).endswith(f"#{name}"))


def names(suite: str) -> list[str]:
    """Give the names of a suite's tests."""
    triples = manifest(suite)
    return [
        str(test).rpartition("#")[2] for head in triples.objects(None, MF.entries) for test in Collection(triples, head)
    ]


def release_with(folder: Path, quads: list[Quad]) -> Path:
    """Make a release of these quads alone."""
    made = folder / "dist"
    with staged(made) as building:
        store = Store(str(building / "store"))
        store.extend(quads)
        store.flush()
        del store
        (building / "dataset.ttl").write_text("", encoding="utf-8")
        (building / "manifest.json").write_text('{"base": "http://example.org/", "outputs": {}}', encoding="utf-8")
    return made


def quads_of(path: Path, graph: str) -> list[Quad]:
    """Read a file as one named graph."""
    from pyoxigraph import parse

    form = RdfFormat.from_extension(path.suffix[1:])
    base = URIRef(path.as_uri())
    read = parse(path=str(path), format=form, base_iri=str(base))
    return [Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph)) for quad in read]


@pytest.fixture(scope="module")
def protocol_server(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Serve the data of all protocol tests, each graph under the name that the suite gives it.

    The suite's first test names a further graph, data0.rdf, of which it has no file and asks nothing: it gets a triple.
    """
    triples = manifest("protocol")
    quads = []
    for node in set(triples.objects(None, UT.graphData)):
        file = Path(str(triples.value(node, UT.graph)).removeprefix("file://"))
        quads += quads_of(SUITES / "protocol" / file.name, str(triples.value(node, RDFS.label)))
    zero = NamedNode("http://kasei.us/2009/09/sparql/data/data0.rdf")
    quads.append(Quad(zero, zero, zero, zero))
    return start(release_with(tmp_path_factory.mktemp("protocol"), quads))


@pytest.mark.parametrize("name", [name for name in names("protocol") if not name.startswith("update_")])
def test_protocol(protocol_server: Server, name: str) -> None:
    """Each exchange has the status, form and answer that the suite expects."""
    triples = manifest("protocol")
    test = entry(triples, name)
    for exchange in exchanges(triples, test):
        reply = protocol_server.request(exchange.method, exchange.path, exchange.body, exchange.headers)
        assert {f"{reply.status // 100}xx", str(reply.status)} & exchange.statuses, reply
        if exchange.form is not None:
            assert reply.headers["content-type"].partition(";")[0] in FORMATS[exchange.form]
        if exchange.boolean is not None:
            assert reply.json["boolean"] is exchange.boolean


@pytest.mark.parametrize("name", [name for name in names("protocol") if name.startswith("update_")])
def test_updates_are_refused(protocol_server: Server, name: str) -> None:
    """The update operation does not exist: each update is a client's error, and its query then sees nothing of it."""
    triples = manifest("protocol")
    test = entry(triples, name)
    first, *_ = exchanges(triples, test)
    reply = protocol_server.request(first.method, first.path, first.body, first.headers)
    assert reply.status in {403, 415}
    assert reply.json["type"] == "urn:youcheng:problem:update"


def test_service_description(protocol_server: Server) -> None:
    """GET on the endpoint gives RDF that names the endpoint and keeps to the vocabulary's terms."""
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    reply = protocol_server.get("/sparql")
    assert reply.headers["content-type"].startswith("text/turtle")
    said = Graph().parse(data=reply.body.decode(), format="turtle")
    endpoint = URIRef(f"{protocol_server.url}sparql")
    assert (endpoint, sd.endpoint, endpoint) in said
    assert (endpoint, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), sd.Service) in said
    known = {
        "Service",
        "Dataset",
        "Graph",
        "NamedGraph",
        "GraphCollection",
        "SPARQL11Query",
        "UnionDefaultGraph",
        "endpoint",
        "supportedLanguage",
        "feature",
        "defaultDataset",
        "availableGraphs",
        "defaultGraph",
        "namedGraph",
        "name",
        "graph",
        "resultFormat",
    }
    used = {str(term).removeprefix(str(sd)) for triple in said for term in triple if str(term).startswith(str(sd))}
    assert used <= known
    for named in said.objects(None, sd.namedGraph):
        assert said.value(named, sd.name) is not None


@pytest.mark.parametrize("suite", ["csv-tsv-res", "json-res"])
def test_result_formats(start: Callable[..., Server], tmp_path: Path, suite: str) -> None:
    """Each query of the suite gives the rows of the suite's result, in that result's form."""
    triples = manifest(suite)
    servers: dict[str, Server] = {}
    for head in triples.objects(None, MF.entries):
        for test in Collection(triples, head):
            action = triples.value(test, MF.action)
            data = Path(str(triples.value(action, QT.data))).name
            if data not in servers:
                release = release_with(tmp_path / data, quads_of(SUITES / suite / data, "urn:data"))
                servers[data] = start(release)
            query = (SUITES / suite / Path(str(triples.value(action, QT.query))).name).read_text(encoding="utf-8")
            check(servers[data], query, SUITES / suite / Path(str(triples.value(test, MF.result))).name)


def check(server: Server, query: str, expected: Path) -> None:
    """Compare the server's answer with a result file, rows as a multiset, blank nodes by the rows they stand in."""
    media = MEDIA[expected.suffix]
    reply = server.ask(query, media)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media)
    if expected.suffix == ".csv":
        assert table(reply.body) == table(expected.read_bytes())
        return
    form = QueryResultsFormat.TSV if expected.suffix == ".tsv" else QueryResultsFormat.JSON
    got, wanted = (parse_query_results(content, format=form) for content in (reply.body, expected.read_bytes()))
    if not isinstance(got, QuerySolutions) or not isinstance(wanted, QuerySolutions):
        assert bool(got) == bool(wanted)
        return
    columns = [variable.value for variable in wanted.variables]
    assert sorted(variable.value for variable in got.variables) == sorted(columns)
    assert terms(got, columns) == terms(wanted, columns)


def terms(solutions: QuerySolutions, columns: list[str]) -> list[list[str]]:
    """Give rows as sorted text, every blank node as one sign, every number as the engine keeps it."""
    rows = [[kept(row[name]) for name in columns] for row in solutions]
    return sorted([["_:" if text.startswith("_:") else text for text in row] for row in rows])


def kept(term: object) -> str:
    """Give a term as it comes out of a store: the engine keeps a number by its value, and -3 as xsd:integer."""
    if not isinstance(term, Literal):
        return "" if term is None else str(term)
    store, node = Store(), NamedNode("urn:x")
    store.add(Quad(node, node, term))
    (quad,) = store
    return str(quad.object)


def table(content: bytes) -> list[dict[str, str]]:
    """Read CSV as rows by column, every blank node as one sign."""
    import csv
    import io

    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    read = [{name: cell(value) for name, value in row.items()} for row in rows]
    return sorted(read, key=lambda row: sorted(row.items()))


def cell(text: str) -> str:
    """Give a cell to compare by: a blank node as one sign, a number by its value, as the engine keeps it."""
    if text.startswith("_:"):
        return "_:"
    try:
        return str(float(text))
    except ValueError:
        return text
