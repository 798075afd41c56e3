# ruff: noqa: PLR2004 - how often each mutation is made is a plain number
"""Mutated protocol requests against a running server: no 500, no traceback, no hung connection, and it stays well.

python bench/serve/fuzz.py --requests 20000
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

PATIENCE = 3.0
HUNG = 4 * PATIENCE
METHODS = [
    b"GET",
    b"POST",
    b"HEAD",
    b"OPTIONS",
    b"PUT",
    b"DELETE",
    b"PATCH",
    b"TRACE",
    b"CONNECT",
    b"get",
    b"QUERY",
    b"",
    b"G\0T",
]
PATHS = [
    b"/sparql",
    b"/sparql/",
    b"/graphs",
    b"/api",
    b"/api/openapi.json",
    b"/api/anniversaries",
    b"/health",
    b"/.well-known/void",
    b"/.well-known/sparql-examples",
    b"/",
    b"*",
    b"//",
    b"/%",
    b"/%zz",
    b"/%25zz",
    b"/[",
    b"/a#b#c",
    b"/place/%E5%A5%88",
    b"/search?q=%00",
    b"/%00",
    b"/\xff",
    b"http://x/sparql",
    b"/sparql;x",
    b"/../sparql",
    b"/api/%2e%2e/x",
    b"/api/partners-of-city.csv",
]
QUERIES = [
    "ASK {}",
    "SELECT * { ?s a yc:Twinning } LIMIT 2",
    "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 2",
    "DESCRIBE <urn:x>",
    "SELECT",
    "",
    "\0",
    "ASK { FILTER(",
    "{" * 200,
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
    "é\u200b𝄞",
    "DROP ALL",
    "SELECT (1/0 AS ?x) {}",
    "SELECT ?x { VALUES ?x { UNDEF } }",
    "ASK { ?s ?p '\\ud800' }",
    "SELECT * FROM <x> {}",
]
NAMES = [
    "query",
    "default-graph-uri",
    "named-graph-uri",
    "update",
    "csv",
    "graph",
    "default",
    "month",
    "year",
    "city",
    "q",
    "",
]
TYPES = [
    b"application/x-www-form-urlencoded",
    b"application/sparql-query",
    b"application/sparql-update",
    b"text/plain",
    b"",
    b";;",
    b"application/sparql-query; charset=utf-16",
    b"multipart/form-data; boundary=x",
    b"application/json",
    b"\xff\xfe",
]
ACCEPTS = [
    b"*/*",
    b"text/csv",
    b"text/turtle;q=0.3,*/*;q=0.1",
    b"text/csv;q=x",
    b"image/png",
    b",,,;;;q=",
    b"*",
    b"text/*;q=0",
    b"application/sparql-results+json" * 50,
    b"\xff",
    b"a/b;" * 500,
]
HEADERS = [
    b"Host",
    b"Accept",
    b"Accept-Encoding",
    b"Content-Type",
    b"Content-Length",
    b"Transfer-Encoding",
    b"Connection",
    b"Expect",
    b"If-None-Match",
    b"Content-Encoding",
    b"Upgrade",
    b"X-Forwarded-For",
    b"Range",
    b"Origin",
    b"Accept-Language",
    b"Bad Name",
    b"",
    b"\0",
]
VALUES = [
    b"x",
    b"gzip",
    b"identity;q=0",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"chunked",
    b"chunked, gzip",
    b"close",
    b"keep-alive",
    b"100-continue",
    b'"x", *',
    b"websocket",
    b"h2c",
    b"1.2.3.4, \xff",
    b"bytes=0-1",
    b"",
    b"\t",
    b"a\rb",
    b"a\0b",
    b"z" * 9000,
]
ENDS = [b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"HTTP", b""]


@dataclass
class Outcome:
    """What came of all requests: how many of each status, and those that must not be."""

    statuses: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def mutated(chance: random.Random) -> bytes:
    """Give the bytes of one request, wrong in some ways."""
    fields = [("query", chance.choice(QUERIES[:4] * 4 + QUERIES))] if chance.random() < 0.9 else []
    if chance.random() < 0.2:
        fields += [(chance.choice(NAMES), chance.choice(QUERIES)) for _ in range(chance.choice([1, 1, 2, 5]))]
    encoded = "&".join(f"{n}={quote(v, safe='', errors='surrogatepass')}" for n, v in fields).encode()
    if chance.random() < 0.1:
        encoded += chance.choice([b"&%ff=%fe", b"&&&", b"=" * 50, b"&query=%", b"&a" * 2000])
    method = chance.choice(METHODS[:2] * 12 + METHODS)
    posted = method == b"POST" and chance.random() < 0.9
    target = chance.choice(PATHS[:1] * 25 + PATHS) + (b"" if posted or not encoded else b"?" + encoded)
    head = [
        b" ".join([method, target, chance.choice(ENDS * 2 + ENDS[:1] * 20)]),
        b"Host: x",
        b"Accept: " + chance.choice(ACCEPTS[:2] * 8 + ACCEPTS),
    ]
    body = b""
    if posted:
        body = chance.choice([*[encoded] * 6, chance.choice(QUERIES).encode(), chance.randbytes(50), b"q" * 70_000])
        head.append(b"Content-Type: " + chance.choice(TYPES[:1] * 20 + TYPES))
        if chance.random() < 0.8:
            head.append(b"Content-Length: %d" % (len(body) + chance.choice([0] * 9 + [-1, 1, 1000])))
        elif chance.random() < 0.8:
            head.append(b"Transfer-Encoding: chunked")
            body = b"%x\r\n%b\r\n" % (len(body), body) + chance.choice([b"0\r\n\r\n", b"0\r\n\r\n", b"zz\r\n", b""])
    more = chance.choice([0] * 7 + [1, 1, 2, 40])
    head += [chance.choice(HEADERS) + b": " + chance.choice(VALUES) for _ in range(more)]
    whole = chance.choice([b"\r\n"] * 40 + [b"\n", b"\r"]).join(head) + b"\r\n\r\n" + body
    if chance.random() < 0.05:
        place = chance.randrange(len(whole))
        whole = whole[:place] + chance.randbytes(3) + whole[place + 3 :]
    return whole[: chance.randrange(len(whole))] if chance.random() < 0.03 else whole


def send(port: int, request: bytes, chance: random.Random, outcome: Outcome) -> None:
    """Send one request, perhaps in pieces, perhaps leaving half-way, and judge what comes back."""
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=HUNG) as connection:
            if chance.random() < 0.05:
                place = chance.randrange(len(request) + 1)
                connection.sendall(request[:place])
                time.sleep(0.01)
                connection.sendall(request[place:])
            else:
                connection.sendall(request)
            kind = chance.random()
            if kind < 0.03:
                outcome.statuses["left"] += 1
                return
            if (
                kind > 0.06
            ):  # a half-open connection: this side will not send more; otherwise wait until the server ends it
                connection.shutdown(socket.SHUT_WR)
            reply = _read(connection, until_closed=kind <= 0.06)
    except TimeoutError:
        outcome.bad.append(f"hung: {request[:300]!r}")
        return
    except OSError:
        outcome.statuses["closed"] += 1
        return
    if time.monotonic() - began > HUNG:
        outcome.bad.append(f"slow: {request[:300]!r}")
    for status in re.findall(rb"^HTTP/1\.[01] (\d+)", reply, re.MULTILINE) or [b"none"]:
        outcome.statuses[status.decode()] += 1
        if status.startswith(b"5") and status not in {b"501", b"503"}:  # a method that nobody knows; no place
            outcome.bad.append(f"{status.decode()}: {request[:300]!r}")
    if b"Traceback" in reply or b'File "' in reply:
        outcome.bad.append(f"traceback: {request[:300]!r}")


def _read(connection: socket.socket, *, until_closed: bool) -> bytes:
    reply = b""
    while piece := connection.recv(65536):
        reply += piece
        if not until_closed and b"\r\n\r\n" in reply:
            return reply
    return reply


def fuzz(port: int, count: int, seed: int, threads: int = 16) -> Outcome:
    """Send so many mutated requests from several threads at once."""
    outcome = Outcome()

    def some(number: int) -> None:
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - to be the same in every run
        for _ in range(count // threads):
            send(port, mutated(chance), chance, outcome)

    running = [threading.Thread(target=some, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcome


def main() -> int:
    """Start a server, fuzz it, and tell what came of it."""
    from youcheng.graph.build import build
    from youcheng.mapping.iris import Iris

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        release, log = Path(scratch) / "dist", Path(scratch) / "log"
        build(release, Iris())
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        words = [sys.executable, "-m", "youcheng.graph", "serve", "--release", str(release), "--port", str(port),
                 "--set", f"patience={PATIENCE}", "--set", "deadline=2"]  # fmt: skip
        with log.open("wb") as out, subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT) as process:
            while b'"listening"' not in log.read_bytes():
                time.sleep(0.1)
            began = time.monotonic()
            outcome = fuzz(port, given.requests, given.seed)
            seconds = time.monotonic() - began
            print(f"{given.requests} requests in {seconds:.0f} s: {dict(sorted(outcome.statuses.items()))}")
            process.terminate()
        failures = [line for line in log.read_text(encoding="utf-8").splitlines() if '"exception"' in line]
    for bad in [*outcome.bad, *failures][:20]:
        print(bad)
    return 1 if outcome.bad or failures else 0


if __name__ == "__main__":
    sys.exit(main())
