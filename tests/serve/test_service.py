"""SERVICE through the mediator: allowed endpoints only, within the deadline, nothing from the evaluating process."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.serve.servers import Server

NARA = "https://w3id.org/youcheng/place/jp-nara"


class Slow(BaseHTTPRequestHandler):
    """A remote that answers after half a minute."""

    def do_GET(self) -> None:
        """Wait."""
        self.server.heard.append(parse_qs(urlsplit(self.path).query))  # type: ignore[attr-defined]
        time.sleep(self.server.delay)  # type: ignore[attr-defined]
        body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow() -> Iterator[str]:
    """Give the address of a remote that does not answer in time."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as remote:
        remote.daemon_threads, remote.block_on_close = True, False
        remote.heard, remote.delay = [], 6  # type: ignore[attr-defined]
        threading.Thread(target=remote.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{remote.server_port}/sparql"
        remote.shutdown()


@pytest.fixture(scope="module")
def federated(server: Server, start: Callable[..., Server], release: Path) -> Server:
    """Serve the release with one endpoint allowed: the other server of the same release."""
    return start(release, f"services={server.url}sparql", "deadline=3")


def test_an_allowed_service_is_answered(server: Server, federated: Server) -> None:
    """A join of local rows with the remote's gives what the local store alone gives."""
    join = "SELECT ?place ?label {{ ?place yc:twinnedWith <{0}> . {1} }} ORDER BY ?place ?label"
    remote = join.format(
        NARA, f"SERVICE <{server.url}sparql> {{ ?place <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    )
    local = join.format(NARA, "?place rdfs:label ?label")
    reply = federated.ask(remote)
    assert reply.status == 200, reply.body
    assert reply.rows == federated.ask(local).rows != []
    assert reply.headers["cache-control"] == "no-store"
    assert b"BasicFederatedQuery" in federated.get("/sparql").body
    assert b"BasicFederatedQuery" not in server.get("/sparql").body


def test_another_service_is_refused(federated: Server, slow: str) -> None:
    """An endpoint that is not on the list gets no request, be it written out or bound."""
    for where in (f"SERVICE <{slow}>", f"VALUES ?w {{ <{slow}> }} SERVICE ?w"):
        reply = federated.ask(f"SELECT * {{ {where} {{ ?s ?p ?o }} }}")
        assert (reply.status, reply.json["type"]) == (403, "urn:youcheng:problem:service")


def test_the_remotes_time_is_the_querys(start: Callable[..., Server], release: Path, slow: str) -> None:
    """A remote that does not answer costs no more than the deadline; others are served meanwhile."""
    server = start(release, f"services={slow}", "deadline=1.5")
    began = time.monotonic()
    replies = []
    thread = threading.Thread(
        target=lambda: replies.append(server.ask(f"SELECT * {{ SERVICE <{slow}> {{ ?s ?p ?o }} }}"))
    )
    thread.start()
    time.sleep(0.5)
    assert server.ask("ASK { ?s a yc:Twinning }").status == 200
    thread.join()
    assert time.monotonic() - began < 4
    assert (replies[0].status, replies[0].json["type"]) == (504, "urn:youcheng:problem:deadline")
