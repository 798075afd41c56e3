"""Attacks on the running server by connections: what never ends, what is never read, crowds, and who leaves."""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.servers import Server

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # "
WHOLE = f"/graphs?graph={quote('https://w3id.org/youcheng/list/xinjiang-2023-12')}"


def memory(server: Server) -> int:
    """Give the memory that the server's own process has in use, in MiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def connect(server: Server, wait: float = 10) -> socket.socket:
    """Open a connection."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=wait)


def talk(server: Server, sent: bytes, *, half: bool = False) -> bytes:
    """Send something, stop sending where ``half``, and give all that comes back."""
    with connect(server) as connection:
        connection.sendall(sent)
        if half:
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as reply:
            return reply.read()


@pytest.fixture(scope="module")
def own(start: Callable[..., Server], release: Path) -> Server:
    """Start a server whose memory no other tests have touched."""
    return start(release, "metrics=true")


@pytest.mark.parametrize(
    "begun",
    [
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n"
        ),
        b"GET / HTTP/1.1\r\nHost: x\r\n",
    ],
    ids=["trailers", "head"],
)
def test_headers_that_do_not_end(own: Server, begun: bytes) -> None:
    """After a body or before it, they are cut off, and cost no memory."""
    before = memory(own)
    block = b"".join(b"X-%d: %s\r\n" % (count, b"a" * 60) for count in range(2000))
    sent, got = 0, b""
    with connect(own) as connection:
        connection.sendall(begun)
        try:
            while sent < 100 << 20:
                connection.sendall(block)
                sent += len(block)
        except OSError:
            pass
        with suppress(OSError):
            got = connection.recv(1000)
    assert not got or got.startswith(b"HTTP/1.1 431")
    assert sent < 20 << 20
    assert memory(own) - before < 30


def test_a_body_of_trailers_is_told_so(own: Server) -> None:
    """Where the client stops in time to listen, it hears which rule it broke."""
    reply = talk(
        own,
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n" + b"X: " + b"a" * 132_000 + b"\r\n",
    )
    assert reply.startswith(b"HTTP/1.1 431")
    assert json.loads(reply.partition(b"\r\n\r\n")[2])["limit"] == 128 << 10


@pytest.mark.parametrize("again", [b"GET", b"HEAD"])
def test_requests_whose_answers_are_never_read(own: Server, again: bytes) -> None:
    """Thousands of them in one go leave the server's memory as it was, and others are served."""
    for _ in range(3):
        assert own.get(WHOLE, "text/turtle").status == 200
    asked = b" " + WHOLE.encode() + b" HTTP/1.1\r\nHost: x\r\nAccept: text/turtle\r\n\r\n"
    before = memory(own)
    with connect(own, 2) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with suppress(TimeoutError):
            connection.sendall(b"GET" + asked + (again + asked) * 20_000)
        for _ in range(10):
            time.sleep(0.1)
            assert memory(own) - before < 40
        assert own.get("/health").status == 200


def test_requests_that_wait_behind_a_long_one(own: Server) -> None:
    """What is sent while a query runs is not read ahead without end; the query ends when its client leaves."""
    before = memory(own)
    with connect(own, 2) as connection:
        connection.sendall(f"GET /sparql?{urlencode({'query': LONG})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        with suppress(TimeoutError):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 300_000)
        assert memory(own) - before < 40
    time.sleep(4)
    assert own.get("/health").json["workers"]["long"] == 0


def test_many_requests_in_one_go_are_answered_in_order(own: Server) -> None:
    """Pipelined requests, kept and new, get each its answer, in the order asked."""
    numbers = [count % 7 for count in range(400)]
    queries = [urlencode({"query": f"SELECT ({number} AS ?n) {{}}"}) for number in numbers]
    asked = "".join(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n" for query in queries)
    reply = talk(own, asked.encode() + b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert reply.count(b"HTTP/1.1 200") == 401
    assert [int(found) for found in re.findall(rb"\r\n\r\nn\r\n(\d)\r\n", reply)] == numbers


def test_what_headers_say_is_not_kept(own: Server) -> None:
    """Thousands of different long headers leave no memory behind, and what is kept is counted."""
    for _ in range(3):
        own.get("/static/icon.svg")
    before = memory(own)
    with connect(own) as connection, connection.makefile("rb") as reply:
        for count in range(700):
            filler = f"x/{count}," + "a/b," * 15_000
            name = ("Accept", "Accept-Encoding", "Accept-Language")[count % 3]
            head = f"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\n{name}: {filler}*\r\n\r\n"
            connection.sendall(head.encode())
            length = 0
            while (line := reply.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split()[1])
            reply.read(length)
    assert memory(own) - before < 30


def test_one_kept_response_for_all_who_choose_the_same(own: Server) -> None:
    """Headers in other words that choose the same get the same kept response; others get theirs."""

    def kept() -> int:
        return int(re.search(rb"\nyoucheng_answers_kept (\d+)", own.get("/metrics").body)[1])  # type: ignore[index]

    first = own.get(WHOLE, "text/turtle")
    own.get(WHOLE, "text/turtle")
    count = kept()
    for number in range(20):
        again = own.get(WHOLE, f"text/turtle;q=0.9, x/y{number}", Accept_Language=f"en, fr;q=0.{number}")
        assert (again.status, again.body) == (200, first.body)
    assert kept() == count
    page = own.get("/place/jp-nara.html", Accept_Language="zh-TW")
    assert page.body != own.get("/place/jp-nara.html", Accept_Language="zh-CN").body
    zipped = own.get("/place/jp-nara.html", Accept_Language="zh-TW", Accept_Encoding="gzip")
    assert gzip.decompress(zipped.body) == page.body


@pytest.mark.parametrize("query", ["ASK {}", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c FILTER(?a = yc:x) }"])
def test_who_has_stopped_sending_is_answered(own: Server, query: str) -> None:
    """A client that closes its own side after the request, as nc -N does, gets its whole answer."""
    asked = f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
    for _ in range(3):
        reply = talk(own, asked, half=True)
        while reply.startswith(b"HTTP/1.1 100"):
            reply = reply.partition(b"\r\n\r\n")[2]
        assert reply.startswith(b"HTTP/1.1 200")
        head, _, body = reply.partition(b"\r\n\r\n")
        assert len(body) == int(re.search(rb"content-length: (\d+)", head)[1]) > 0  # type: ignore[index]
    assert talk(own, asked.replace(b"1.1", b"1.0"), half=True).startswith(b"HTTP/1.1 200")


def test_a_big_answer_after_the_end_of_sending(own: Server) -> None:
    """Kept or not, it arrives whole."""
    asked = f"GET {WHOLE} HTTP/1.1\r\nHost: x\r\nAccept: text/turtle\r\n\r\n".encode()
    bodies = {talk(own, asked, half=True).rpartition(b"\r\n\r\n")[2] for _ in range(4)}
    assert bodies == {own.get(WHOLE, "text/turtle").body}


def test_a_crowd_is_told_to_come_again(start: Callable[..., Server], release: Path) -> None:
    """Past the share of one address a request gets 503 as a problem, is logged, and a later one is served."""
    server = start(release, "connections=8", "patience=2")
    held = [connect(server) for _ in range(4)]
    reply = server.get("/health?crowd")
    assert (reply.status, reply.headers["retry-after"]) == (503, "1")
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.json["type"] == "urn:youcheng:problem:busy"
    assert "one address" in reply.json["detail"]
    for connection in held:
        connection.close()
    time.sleep(0.2)
    assert server.get("/health").status == 200
    (line,) = [line for line in server.lines() if line.get("query") == "crowd"]
    assert (line["status"], line["problem"], line["path"]) == (503, "busy", "/health")


def test_a_flood_of_connections_ends(start: Callable[..., Server], release: Path) -> None:
    """Ten times as many connections as there are places are dropped; the server is well afterwards."""
    server = start(release, "connections=20", "patience=1")
    flood = [connect(server) for _ in range(200)]
    time.sleep(0.3)
    for connection in flood:
        connection.close()
    time.sleep(0.3)
    assert server.get("/health").status == 200


def test_addresses_too_long(own: Server) -> None:
    """Any length beyond what is read is 414, with what to do; just below it is a request like others."""
    for length in (64_100, 65_535, 65_536, 100_000):
        reply = own.get("/sparql?query=" + "x" * length)
        assert (reply.status, reply.json["limit"]) == (414, 64_000)
        assert "POST" in reply.json["detail"]
    assert own.get("/sparql?query=ASK%7B%7D%23" + "x" * 63_900).status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", 400),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
    ],
    ids=["method", "no host", "hosts", "tls", "space"],
)
def test_what_is_no_request(own: Server, sent: bytes, status: int) -> None:
    """It is refused with a problem, and logged."""
    reply = talk(own, sent)
    head, _, body = reply.partition(b"\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 %d" % status)
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert [line for line in own.lines() if line.get("status") == status]
    assert talk(own, b"GET /health HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_an_answer_before_what_cannot_be_read(own: Server) -> None:
    """A request gets its answer even where nonsense follows it at once."""
    reply = talk(own, b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
    assert re.findall(rb"HTTP/1.1 (\d+)", reply) == [b"200", b"400"]


def test_asking_again_for_what_others_gave_up(own: Server) -> None:
    """Who asks a query at the moment that its only client leaves is not taken for one that has left too."""
    statuses = set()
    for number in range(12):
        query = urlencode({"query": LONG + str(number)})
        asked = f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        others = [connect(own, 0.1) for _ in range(8)]
        first = connect(own)
        first.sendall(asked)
        time.sleep(0.15)
        first.close()
        for other in others:
            other.sendall(asked)
            time.sleep(0.002)
        for other in others:
            with suppress(TimeoutError):
                statuses.add(other.recv(1000)[:12])
            other.close()
        time.sleep(0.05)
    assert statuses <= {b"HTTP/1.1 503"}
    assert not [line for line in own.lines() if "exception" in line or "ASGI" in str(line.get("detail"))]


def test_slow_readers_hold_no_files(start: Callable[..., Server], release: Path) -> None:
    """Dropped for reading too slowly or for holding too much, they leave no file open and no traceback in the log."""
    server = start(release, "patience=1", "held=20", "answer=16", "metrics=true")
    filler = ",".join(['"' + "a" * 1000 + '"'] * 10)

    def asked(number: int) -> bytes:
        query = f'SELECT (CONCAT("{number}", {filler}) AS ?x) {{ ?s ?p ?o }} LIMIT 1200'
        return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()

    def held() -> int:
        files = Path(f"/proc/{server.process.pid}/fd").iterdir()
        return sum("youcheng-" in str(file.readlink()) for file in files if file.is_symlink())

    slow = []
    for number in range(4):
        slow.append(connect(server))
        slow[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow[-1].sendall(asked(number))
        assert slow[-1].recv(12) == b"HTTP/1.1 200"
        assert held() <= 2
        size = re.search(rb"\nyoucheng_answers_held_bytes (\d+)", server.get("/metrics").body)
        assert size is not None
        assert int(size[1]) <= 20 << 20
    fast = talk(server, asked(9).replace(b"Host: x", b"Host: x\r\nConnection: close"))
    assert len(fast) > 12_000_000
    time.sleep(4)
    assert held() == 0
    for connection in slow:
        connection.close()
    assert not [line for line in server.lines() if "exception" in line]
    assert [line for line in server.lines() if line.get("broken")]


def test_behind_a_proxy(start: Callable[..., Server], release: Path) -> None:
    """A repeated request is logged as whose it is, and no name that a client gives itself forges the log."""
    server = start(release, "proxies=127.0.0.1")
    forged = '8.8.8.8" "forged" "yes'
    for _ in range(3):
        server.get("/api", X_Forwarded_For="8.8.4.4")
        server.get("/api", X_Forwarded_For=forged)
    lines = [line for line in server.lines() if line.get("path") == "/api"]
    assert {line["client"] for line in lines} == {"8.8.4.4", forged}
    assert [line for line in lines if line.get("cache") == "ready"]


def test_the_metrics_port_has_nothing_else(start: Callable[..., Server], release: Path) -> None:
    """What is kept of the public port is not written there; unchanged repeated answers are counted as such."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = start(release, f"metrics_port={port}")
    tag = [server.get("/api").headers["etag"] for _ in range(3)][-1]
    assert server.get("/api", If_None_Match=tag).status == 304
    public, server.port = server.port, port
    assert server.get("/api").status == 404
    assert b'youcheng_requests_total{route="ready",status="304"} 1' in server.get("/metrics").body
    server.port = public


def test_clients_that_come_and_go_leave_no_thread_of_work(own: Server) -> None:
    """Many at once who leave before their answers: the workers are free again, and nothing went wrong."""

    def leave(number: int) -> None:
        with connect(own) as connection:
            connection.sendall(f"GET /sparql?{urlencode({'query': LONG + str(number % 5)})} HTTP/1.1\r\n".encode())
            connection.sendall(b"Host: x\r\n\r\n")
            time.sleep(0.05 * (number % 6))

    threads = [threading.Thread(target=leave, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(1.5)
    states = own.get("/health").json["workers"]
    assert (states["long"], states["waiting_short"], states["waiting_long"]) == (0, 0, 0)
    assert not [line for line in own.lines() if "exception" in line]
