"""Attacks on the running server, each as anybody on the web could make it, and what must come of them."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serve.servers import Reply, Server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CHEAP = "SELECT * { ?s a yc:Twinning } LIMIT 3"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PATHS = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:x>|^!<urn:x>)* ?c }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
PATTERN = "(x+x+)+y{0,200}z|" + "(a|b|ab)*c" * 20
REGEX = f'SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), "{PATTERN}") }}'


@pytest.fixture
def trap() -> Iterator[tuple[int, list[bytes]]]:
    """Give a port that nobody may connect to, and what was received there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                heard.append(connection.recv(1000))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1], heard


def well(server: Server) -> bool:
    """Tell whether the server still answers at once."""
    began = time.monotonic()
    return server.ask(f"{CHEAP} # {began}").status == 200 and time.monotonic() - began < 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?where {{ <{url}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
        'SELECT * {{ BIND(IRI(CONCAT("{url}", "")) AS ?w) SERVICE ?w {{ ?s ?p ?o }} }}',
        "PREFIX t: <{url}> ASK {{ {{ SELECT * {{ sErViCe t: {{ ?s ?p ?o }} }} }} }}",
        "SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ ?s ?p ?o OPTIONAL {{ MINUS {{ SERVICE#\n<{url}> {{ ?s ?p ?o }} }} }} }}",
        "SELECT * {{ ?s ?p ?o FILTER(?o<'b>c') SERVICE <{url}> {{ ?s ?p '' }} }}",
        'SELECT * {{ ?s ?p "\\u0022" SERVICE <{url}> {{ ?s ?p ?o }} #"\n}}',
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p owl:.SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "BASE <{url}> SELECT * FROM <x> {{ ?s ?p ?o }}",
        "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
        "LOAD <{url}>",
        "LOAD <{url}> INTO GRAPH <urn:g>",
    ],
)
def test_no_query_makes_the_server_call_out(server: Server, trap: tuple[int, list[bytes]], query: str) -> None:
    """SERVICE however it is written, FROM and LOAD are refused, and nothing is ever fetched."""
    port, heard = trap
    reply = server.ask(query.format(url=f"http://127.0.0.1:{port}/"))
    assert reply.status in {400, 403}
    assert reply.headers["content-type"] == "application/problem+json"
    time.sleep(0.05)
    assert heard == []


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_no_dataset_is_fetched(server: Server, trap: tuple[int, list[bytes]], name: str) -> None:
    """The protocol's dataset is of this store or refused."""
    port, heard = trap
    reply = server.ask("SELECT * { ?s ?p ?o }", more=[(name, f"http://127.0.0.1:{port}/data.ttl")])
    assert (reply.status, reply.json["graph"]) == (400, f"http://127.0.0.1:{port}/data.ttl")
    assert heard == []


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s rdfs:label "SERVICE <http://x/> {}" }',
        "SELECT * { ?s a yc:Twinning } # SERVICE <http://x/> {}",
        "PREFIX service: <http://x/> SELECT ?service { ?service a service:service }",
        "SELECT ?from { ?from a <http://www.w3.org/ns/sparql-service-description#Service> }",
    ],
)
def test_the_word_alone_is_no_call(server: Server, query: str) -> None:
    """A string, a comment, a name or an IRI that holds the word is answered."""
    assert server.ask(query).status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
def test_an_evaluating_process_cannot_open_a_socket(trap: tuple[int, list[bytes]]) -> None:
    """Even a SERVICE that nothing refused reaches nobody from inside a sealed process."""
    port, heard = trap
    code = (
        "import pyoxigraph; from youcheng.graph.serve.sandbox import close_network; assert close_network()\n"
        f"try: list(pyoxigraph.Store().query('SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}'))\n"
        "except OSError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ermission" in done.stdout
    assert heard == []


@pytest.mark.parametrize(("query", "kinds"), [(PRODUCT, {"deadline"}), (PATHS, {"deadline", "memory"}),
                                             (SORT, {"memory", "deadline"}), (REGEX, {"deadline"})])  # fmt: skip
def test_killer_queries_are_stopped_and_others_are_served(small: Server, query: str, kinds: set[str]) -> None:
    """The killer gets a problem that names the limit; a cheap query beside it gets its answer."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(small.ask(query)))
    thread.start()
    while thread.is_alive():
        assert well(small)
        time.sleep(0.1)
    (reply,) = replies
    assert reply.status in {422, 504}
    assert reply.json["type"].rpartition(":")[2] in kinds
    assert reply.json["limit"]


def test_a_catastrophic_pattern_is_none_here(server: Server) -> None:
    """The engine matches in linear time."""
    text = "a" * 5000
    began = time.monotonic()
    assert server.ask(f'ASK {{ FILTER REGEX("{text}", "^(a+)+$|(a|aa)+b") }}').json["boolean"] is True
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("bracket", ["{}", "()", "[]"])
def test_deep_nesting(server: Server, bracket: str) -> None:
    """It is refused with the place where it becomes too deep."""
    depth = 100_000
    reply = server.request(
        "POST", "/sparql", f"SELECT *\n{{ {bracket[0] * depth}{bracket[1] * depth} }}".encode(),
        {"Content-Type": "application/sparql-query"},
    )  # fmt: skip
    assert reply.status == 400
    assert (reply.json["type"], reply.json["line"]) == ("urn:youcheng:problem:nesting", 2)
    assert reply.json["column"] == 3 + 63


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + " UNION ".join(["{?s ?p ?o}"] * 1500) + "} LIMIT 1",
        "SELECT * { ?s " + "/".join(["<a:b>"] * 3000) + " ?o }",
        "SELECT * {" + "?s ?p ?o . " * 1500 + "} LIMIT 1",
        "SELECT * {" + "".join(f"BIND({i} AS ?x{i}) " for i in range(1500)) + "}",
    ],
    ids=["union", "path", "patterns", "binds"],
)
def test_long_chains_harm_nobody_else(small: Server, query: str) -> None:
    """A text that nests by its length is answered or refused; a process that it brings down is replaced."""
    reply = small.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
    assert reply.status in {200, 422, 504}
    assert well(small)


def test_answers_past_the_caps_are_errors(small: Server) -> None:
    """More rows or bytes than the cap give a problem that names it, never a shorter answer with 200."""
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/plain"):
        rows = small.ask("SELECT ?s { ?s ?p ?o }", accept)
        assert (rows.status, rows.json["limit"]) == (422, 5000)
    graph = small.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert (graph.status, graph.json["type"]) == (422, "urn:youcheng:problem:rows")
    size = small.ask("SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 4900")
    assert (size.status, size.json["limit"]) == (422, 1 << 20)
    assert small.ask("SELECT ?s { ?s ?p ?o } LIMIT 5000").status == 200


def test_a_transfer_that_breaks_looks_broken(server: Server) -> None:
    """A client whose connection ends in the middle can tell: the length was announced."""
    query = urlencode({"query": "SELECT * { ?s ?p ?o }"})
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = connection.recv(2000)
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert length > 1_000_000
    whole = server.get(f"/sparql?{query}")
    assert len(whole.body) == length
    assert len(json.loads(whole.body)["results"]["bindings"]) > 5000


def test_huge_bodies(server: Server) -> None:
    """More than the cap is refused, announced or not, before it is all read."""
    size = 2 << 20
    announced = server.request("POST", "/sparql", b"q" * size, FORM)
    assert (announced.status, announced.json["limit"]) == (413, 1 << 20)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        try:
            for _ in range(40):
                connection.sendall(b"10000\r\n" + b"q" * 65536 + b"\r\n")
        except OSError:
            pass  # it has stopped listening, which is its right
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_zipped_bodies(server: Server) -> None:
    """No encoding of a body is undone, so that none can burst."""
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    assert server.request("POST", "/sparql", gzip.compress(b"ASK {}" + b" " * 10_000_000), headers).status == 415


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /sparql HTTP/1.1\r\nHost",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/sparql-query\r\n\r\nASK",
    ],
    ids=["silent", "head", "body"],
)
def test_slow_clients(small: Server, sent: bytes) -> None:
    """Who does not send on is shown out."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=10) as connection:
        connection.sendall(sent)
        began = time.monotonic()
        while connection.recv(1000):
            pass
        assert time.monotonic() - began < 6


def test_a_head_without_end(server: Server) -> None:
    """It is cut off."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        got = b""
        try:
            for _ in range(200):
                connection.sendall(b"X-A: " + b"a" * 8000 + b"\r\n")
            got = connection.recv(100)
        except OSError:
            pass
        assert not got or got.startswith(b"HTTP/1.1 431")
    assert well(server)


@pytest.mark.parametrize("media", ["application/rdf+xml", "application/xml", "application/ld+json", "text/turtle"])
def test_no_document_of_a_client_is_read(server: Server, media: str) -> None:
    """RDF that is sent is not parsed, so that no entity of it is expanded and no context fetched."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert server.request("POST", "/sparql", bomb, {"Content-Type": media}).status == 415
    for method in ("PUT", "POST", "DELETE"):
        assert server.request(method, "/graphs?default", bomb, {"Content-Type": media}).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api/..%2f..%2fetc%2fpasswd",
        "/api/%2e%2e",
        "//etc/passwd",
        "/.well-known/../../manifest.json",
        "/api/\x00",
    ],
)
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    """Nothing is found by walking."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        reply = connection.makefile("rb").read()
    assert reply.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"root:" not in reply


def test_the_host_header_is_not_believed(server: Server) -> None:
    """Every IRI the server writes begins with its configured address."""
    for path in ("/sparql", "/api/openapi.json", "/.well-known/sparql-examples"):
        reply = server.get(path, Host="evil.example", X_Forwarded_Host="evil.example")
        assert b"evil.example" not in reply.body
        assert server.url.rstrip("/").encode() in reply.body


def test_what_a_browser_must_not_run(server: Server) -> None:
    """A text that looks like HTML goes out as what it is, not to be guessed at and with no script allowed."""
    script = "<script>alert(1)</script>"
    for reply in (
        server.ask(f'SELECT ("{script}" AS ?x) {{}}', "text/plain"),
        server.ask(f'SELECT ("{script}" AS ?x) {{}}', "text/html, */*;q=0.1"),
        server.ask(script),
        server.get("/" + script.replace(" ", "")),
    ):
        assert "html" not in reply.headers["content-type"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_no_header_and_no_log_line_is_forged(server: Server) -> None:
    """CR and LF in a path, a query or a header make no line of their own."""
    forged = '\r\n{"event": "forged"}\r\nX-Forged: 1\r\n'
    quoted = urlencode({"query": forged})
    for path in (f"/sparql?{quoted}", f"/{quoted[6:]}", f"/api/{quoted[6:]}", f"/api/anniversaries?{quoted}"):
        reply = server.get(path, User_Agent="x")
        assert "x-forged" not in reply.headers
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(b'GET /"\n{"event": "forged"} HTTP/1.1\r\nHost: x\r\n\r\n')
        connection.recv(1000)
    assert not [line for line in server.lines() if line.get("event") == "forged"]


def test_updates_do_not_exist(server: Server) -> None:
    """By whichever way they come, they are refused, and the graph is as it was."""
    before = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    kind = {"Content-Type": "application/sparql-update"}
    assert server.request("POST", "/sparql", update.encode(), kind).status == 415
    assert server.request("POST", "/sparql", urlencode({"update": update}).encode(), FORM).status == 403
    assert server.get("/sparql?" + urlencode({"update": update})).status == 403
    assert server.ask(update).status == 403
    assert server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", more=[("csv", "safe")]).body == before


def test_a_killed_worker_is_replaced(server: Server) -> None:
    """Its end is noticed by nobody who asks afterwards."""
    (nursery,) = children(server.process.pid)
    for worker in children(nursery):
        os.kill(worker, 9)
    time.sleep(1.5)
    assert all(well(server) for _ in range(5))
    assert server.get("/health").json["workers"]["idle"] >= 2


def test_a_killed_nursery_is_replaced(server: Server) -> None:
    """So is the process that the workers come from, and they with it."""
    (nursery,) = children(server.process.pid)
    os.kill(nursery, 9)
    time.sleep(3)
    assert all(well(server) for _ in range(5))


def children(pid: int) -> list[int]:
    """Give the processes whose parent is this one."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        if parent == pid:
            found.append(int(status.parent.name))
    return found
