"""Clients that nobody here wrote, used as their own documents say, work unchanged against the server."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

if TYPE_CHECKING:
    from tests.serve.servers import Server

PREFIX = "PREFIX yc: <https://w3id.org/youcheng/ontology#> "
NARA = URIRef("https://w3id.org/youcheng/place/jp-nara")
COMUNICA = os.environ.get("YOUCHENG_COMUNICA")


def test_sparqlwrapper(server: Server) -> None:
    """SELECT in three forms, ASK, CONSTRUCT, by GET and by POST."""
    client: Any = SPARQLWrapper(f"{server.url}sparql")
    client.setQuery(f"{PREFIX} SELECT ?s {{ ?s a yc:Twinning }} ORDER BY ?s LIMIT 5")
    client.setReturnFormat(JSON)
    rows = [row["s"]["value"] for row in client.queryAndConvert()["results"]["bindings"]]
    assert len(rows) == 5
    client.setReturnFormat(CSV)
    assert [row[0] for row in csv.reader(io.StringIO(client.queryAndConvert().decode()))][1:] == rows
    client.setReturnFormat(XML)
    client.setMethod(POST)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 5
    client.setQuery("ASK { ?s ?p ?o }")
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery(f"{PREFIX} CONSTRUCT {{ ?s a yc:Twinning }} WHERE {{ ?s a yc:Twinning }} LIMIT 3")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 3


def test_rdflib_sparqlstore(server: Server) -> None:
    """A remote graph is read triple by triple, and asked."""
    remote = Graph(SPARQLStore(f"{server.url}sparql"))
    own = set(remote.predicate_objects(NARA))
    assert own
    assert {(row.p, row.o) for row in remote.query(f"SELECT ?p ?o {{ <{NARA}> ?p ?o }}")} == own  # type: ignore[union-attr]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server: Server) -> None:
    """With a form, with a body from standard input, compressed, and as HEAD."""
    curl = ["curl", "-sS", "--fail-with-body", "--compressed", f"{server.url}sparql"]
    query = f"{PREFIX} SELECT ?s {{ ?s a yc:Twinning }} LIMIT 500"
    form = run([*curl, "--data-urlencode", f"query={query}", "-H", "Accept: text/csv"])
    sent = run(
        [*curl, "-H", "Content-Type: application/sparql-query", "--data-binary", "@-", "-H", "Accept: text/csv"], query
    )
    got = run([*curl, "-G", "--data-urlencode", f"query={query}", "-H", "Accept: text/csv"])
    assert form == sent == got
    assert got.count("\n") > 50
    assert "HTTP/1.1 200" in run(["curl", "-sSI", f"{server.url}sparql"])


def test_the_oxigraph_servers_service(server: Server, tmp_path: Path) -> None:
    """Another SPARQL server's SERVICE reads from this one."""
    import socket
    import sys
    import time

    beside = Path(sys.executable).parent / "oxigraph"
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [program, "serve", "--location", str(tmp_path / "other"), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            client: Any = SPARQLWrapper(f"http://127.0.0.1:{port}/query")
            client.setQuery(f"SELECT ?p ?o {{ SERVICE <{server.url}sparql> {{ <{NARA}> ?p ?o }} }}")
            client.setReturnFormat(JSON)
            until = time.monotonic() + 10
            while True:
                try:
                    rows = client.queryAndConvert()["results"]["bindings"]
                except OSError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.1)
                else:
                    break
        finally:
            process.terminate()
    assert len(rows) == len(server.ask(f"SELECT ?p ?o {{ <{NARA}> ?p ?o }}").rows) > 0


@pytest.mark.skipif(
    COMUNICA is None or shutil.which("node") is None,
    reason="YOUCHENG_COMUNICA does not name a folder with node_modules/@comunica/query-sparql 4",
)
class TestComunica:
    """Comunica, which is told the endpoint or finds it by itself, and which reads pages as linked data."""

    def test_the_endpoint(self, server: Server) -> None:
        """SELECT, ASK and CONSTRUCT give what the endpoint itself gives, and none of it is blank."""
        endpoint = {"type": "sparql", "value": f"{server.url}sparql"}
        select = f"{PREFIX} SELECT ?s ?since {{ ?s a yc:Twinning ; yc:since ?since FILTER(?since < 1990) }} ORDER BY ?s"
        rows = comunica(select, endpoint)
        assert rows == server.ask(select).rows != []
        assert comunica(f"{PREFIX} ASK {{ <{NARA}> yc:twinnedWith ?other }}", endpoint) is True
        triples = comunica(f"CONSTRUCT WHERE {{ <{NARA}> ?p ?o }}", endpoint)
        assert len(triples) == len(server.ask(f"SELECT DISTINCT ?p ?o {{ <{NARA}> ?p ?o }}").rows)

    def test_an_address_alone(self, server: Server) -> None:
        """Told only the address, it knows an endpoint from the service description."""
        counted = f"{PREFIX} SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a yc:Twinning }}"
        assert comunica(counted, f"{server.url}sparql") == server.ask(counted).rows

    def test_linked_data(self, server: Server) -> None:
        """An IRI read as linked data holds the place's own twinnings."""
        own = f"{PREFIX} SELECT ?t {{ ?t a yc:Twinning ; yc:partner <{NARA}> }} ORDER BY ?t"
        assert comunica(own, f"{server.url}place/jp-nara") == server.ask(own).rows != []

    def test_two_sources(self, server: Server) -> None:
        """The endpoint joined with a dump gives no row fewer than the endpoint alone."""
        joined = f"{PREFIX} SELECT DISTINCT ?t {{ ?t yc:partner <{NARA}> , ?p . ?p a ?kind }} ORDER BY ?t"
        sources = {"type": "sparql", "value": f"{server.url}sparql"}, f"{server.url}lists/xian-2023-05.ttl"
        assert comunica(joined, *sources) == server.ask(joined).rows != []


def comunica(query: str, *sources: str | dict[str, str]) -> Any:  # noqa: ANN401 - rows, triples or a truth
    """Have Comunica answer a query over sources."""
    words = ["node", str(Path(__file__).with_name("comunica.mjs")), str(Path(COMUNICA or "").resolve())]
    return json.loads(run(words, json.dumps({"sources": sources, "query": query})))


def run(words: list[str], given: str = "") -> str:
    """Run a program and give what it prints."""
    return subprocess.run(words, input=given, capture_output=True, text=True, check=True).stdout
