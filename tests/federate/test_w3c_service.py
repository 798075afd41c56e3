"""The W3C tests of SERVICE (SPARQL 1.1 federated query): every endpoint a real server on loopback."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse_query_results

from tests.federate.alike import alike
from tests.federate.remote import oxigraph
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.table import of_solutions
from youcheng.graph.store import ask

if TYPE_CHECKING:
    from rdflib.term import Node

SUITES = os.environ.get("YOUCHENG_SUITES")
FOLDER = Path(SUITES or ".") / "service"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")

pytestmark = pytest.mark.skipif(SUITES is None, reason="YOUCHENG_SUITES does not name the folder of the W3C suites")


def manifest() -> rdflib.Graph:
    """Read the suite's manifest; nothing where there is no suite."""
    triples = rdflib.Graph()
    return triples.parse(FOLDER / "manifest.ttl", publicID=FOLDER.as_uri() + "/") if SUITES else triples


TRIPLES = manifest()
TESTS = sorted(TRIPLES.subjects(MF.action, None), key=str)


def path(node: Node | None) -> Path:
    """Give the file that a node of the manifest names."""
    return FOLDER / str(node).rsplit("/", 1)[1]


def test_the_suite_is_whole() -> None:
    """All seven tests of the suite are found."""
    assert len(TESTS) == 7


@pytest.mark.parametrize("name", TESTS, ids=lambda name: str(name).rpartition("#")[2])
def test_service(name: Node, tmp_path: Path) -> None:
    """The answer is the expected one; the suite's endpoints are told by their IRIs, here those of loopback servers."""
    action = TRIPLES.value(name, MF.action)
    query = path(TRIPLES.value(action, QT.query)).read_text(encoding="utf-8")
    data = TRIPLES.value(action, QT.data)
    turtle = path(data).read_text(encoding="utf-8") if data else ""
    results = path(TRIPLES.value(name, MF.result)).read_text(encoding="utf-8")
    named = []
    with ExitStack() as servers:
        for number, remote in enumerate(TRIPLES.objects(action, QT.serviceData)):
            files = [path(file) for file in TRIPLES.objects(remote, QT.data)]
            here = servers.enter_context(oxigraph(tmp_path / str(number), *files))
            there = str(TRIPLES.value(remote, QT.endpoint))
            query, turtle = query.replace(f"<{there}>", f"<{here}>"), turtle.replace(f"<{there}>", f"<{here}>")
            results = results.replace(f"<uri>{there}</uri>", f"<uri>{here}</uri>")
            named.append(here)
        store = Store()
        store.load(turtle.encode(), format=RdfFormat.TURTLE)
        with Client(
            Etiquette(first_pause=0.05), Endpoints.of([*named, "http://invalid.endpoint.org/sparql"])
        ) as client:
            rewritten = mediate(query, local(store), client, Deadline(20))
    found = ask(store, rewritten.text, functions())
    wanted = parse_query_results(results, format=QueryResultsFormat.XML)
    assert isinstance(found, QuerySolutions)
    assert isinstance(wanted, QuerySolutions)
    assert alike(of_solutions(found), of_solutions(wanted))


def test_the_invalid_endpoint_of_the_suite_is_none() -> None:
    """What tests 6 and 7 count on: the host they name does not resolve."""
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("invalid.endpoint.org", 80)
