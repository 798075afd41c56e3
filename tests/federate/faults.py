"""A SPARQL endpoint on loopback that misbehaves on purpose: real sockets, every request noted."""

from __future__ import annotations

import gzip
import json
import random
import socket
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

JSON = "application/sparql-results+json"
WHOLE_SECOND = 1.0
GIGABYTE = 2**30


@dataclass
class Asked:
    """One request as the server saw it; times are those of the wall clock."""

    method: str
    query: str
    headers: dict[str, str]
    at: float
    fault: str = "none"
    away_until: float = 0.0
    sent: float = 0.0
    size: int = 0  # of a body without end, as far as it was sent


@dataclass
class Turn:
    """One request being answered: the connection, what was asked, the right answer, and a source of chance."""

    connection: socket.socket
    asked: Asked
    body: bytes
    chance: random.Random
    media: str = JSON
    answered: bool = False

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def waits(self, seconds: float = 30) -> bool:
        """Wait so long, or until the client is gone; tells whether it is still there."""
        self.connection.settimeout(seconds)
        try:
            return bool(self.connection.recv(1))
        except TimeoutError:
            return True

    def open(self) -> bool:
        """Tell whether the client still waits for this answer."""
        if self.answered:
            return False
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def reply(self, status: str, body: bytes, *fields: str, kind: str = JSON) -> None:
        """Send a reply that HTTP would call well-formed."""
        self.answered = True
        head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *fields]
        self.send("\r\n".join(head).encode() + b"\r\n\r\n" + body)


class Over(Exception):  # noqa: N818
    """The connection is to be closed."""


def none(turn: Turn) -> None:
    """Answer rightly, packed where that is understood, in chunks now and then."""
    packed = gzip.compress(turn.body, 1)
    if turn.chance.random() < 0.5:
        turn.reply("200 OK", packed, "Content-Encoding: gzip", kind=turn.media)
        return
    turn.answered = True
    turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {turn.media}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    for start in range(0, len(turn.body), 100):
        piece = turn.body[start : start + 100]
        turn.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    turn.send(b"0\r\n\r\n")


def busy_seconds(turn: Turn) -> None:
    """429 with a Retry-After in seconds."""
    turn.asked.away_until = time.time() + WHOLE_SECOND
    turn.reply("429 Too Many Requests", b"slow down", "Retry-After: 1", kind="text/plain")


def busy_date(turn: Turn) -> None:
    """429 with a Retry-After as a date, which knows whole seconds only."""
    turn.asked.away_until = float(int(time.time()) + 1)
    date = formatdate(turn.asked.away_until, usegmt=True)
    turn.reply("429 Too Many Requests", b"slow down", f"Retry-After: {date}", kind="text/plain")


def error_500(turn: Turn) -> None:
    """500 with a page."""
    _down(turn, "500 Internal Server Error")


def error_502(turn: Turn) -> None:
    """502 with a page."""
    _down(turn, "502 Bad Gateway")


def error_503(turn: Turn) -> None:
    """503 with a page."""
    _down(turn, "503 Service Unavailable")


def _down(turn: Turn, status: str) -> None:
    turn.reply(status, b"<html><h1>upstream is down</h1></html>", kind="text/html")


def silent(turn: Turn) -> None:
    """Say nothing at all."""
    turn.waits()
    raise Over


def half_headers(turn: Turn) -> None:
    """Stop in the middle of the headers."""
    turn.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    turn.waits()
    raise Over


def half_body(turn: Turn) -> None:
    """Stop in the middle of the body, the connection left open."""
    whole = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(turn.body)}\r\n\r\n".encode()
    turn.send(whole + turn.body[: len(turn.body) // 2])
    turn.waits()
    raise Over


def drip(turn: Turn) -> None:
    """Send the body a byte at a time, each well within any time-out of a single read."""
    turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 100000\r\n\r\n".encode())
    while turn.waits(0.02):
        turn.send(b" ")
    raise Over


def drip_headers(turn: Turn) -> None:
    """Send header fields without end, slowly."""
    turn.send(b"HTTP/1.1 200 OK\r\n")
    while turn.waits(0.02):
        turn.send(b"X-More: yes\r\n")
    raise Over


def cut(turn: Turn) -> None:
    """Close at a random byte of a reply that says its length."""
    whole = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(turn.body)}\r\n\r\n".encode() + turn.body
    turn.send(whole[: turn.chance.randrange(len(whole))])
    raise Over


def cut_unnoticed(turn: Turn) -> None:
    """Close at a random byte of a body that does not say its length: nothing in HTTP tells that it is cut."""
    turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nConnection: close\r\n\r\n".encode())
    turn.send(turn.body[: turn.chance.randrange(len(turn.body))])
    raise Over


def cut_by_timeout(turn: Turn) -> None:
    """Cut the body by a time-out of the query, and say so in it, as Blazegraph does."""
    turn.reply(
        "200 OK", turn.body[: turn.chance.randrange(len(turn.body))] + b"\njava.util.concurrent.TimeoutException\n\tat"
    )


def cut_zipped(turn: Turn) -> None:
    """Cut a packed body, with a length that fits what is left."""
    packed = gzip.compress(turn.body)
    turn.reply("200 OK", packed[: turn.chance.randrange(1, len(packed))], "Content-Encoding: gzip")


def empty(turn: Turn) -> None:
    """200 with nothing in it."""
    turn.reply("200 OK", b"")


def policy_page(turn: Turn) -> None:
    """200 with a page of rules, its media type honest."""
    turn.reply("200 OK", b"<!DOCTYPE html><title>Policy</title><p>Please set a User-Agent</p>", kind="text/html")


def disguised_page(turn: Turn) -> None:
    """200 with a page of rules that claims to be JSON."""
    turn.reply("200 OK", b"<!DOCTYPE html><title>Policy</title><p>Please set a User-Agent</p>")


def not_utf8(turn: Turn) -> None:
    """Answer with bytes that are no UTF-8."""
    turn.reply("200 OK", turn.body.replace(b"value-", b"\xff\xfe-"))


def endless(turn: Turn) -> None:
    """Answer without end."""
    turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    start = b'{"head":{"vars":["x"]},"pad":"'
    turn.send(b"%x\r\n%b\r\n" % (len(start), start))
    piece = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
    while turn.open():
        turn.send(piece)
    raise Over


def gigabyte(turn: Turn) -> None:
    """Announce a gigabyte and send it, as far as it is taken."""
    turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {GIGABYTE}\r\n\r\n".encode())
    piece = b'{"head":{"vars":["x"]},"pad":"' + b"a" * 65_506
    while turn.asked.size < GIGABYTE and turn.open():
        turn.send(piece)
        turn.asked.size += len(piece)
    raise Over


def bomb(turn: Turn) -> None:
    """Answer with a small packed body that unpacks to a thousand times its size."""
    turn.reply("200 OK", _bomb(), "Content-Encoding: gzip")


def wrong_encoding(turn: Turn) -> None:
    """Answer in a packing that was not asked for."""
    turn.reply("200 OK", b"\x1b\x00\x00", "Content-Encoding: br")


def redirect(turn: Turn) -> None:
    """Answer with a redirect to a private address."""
    turn.reply("302 Found", b"", "Location: http://127.0.0.2:1/private")


def close(_turn: Turn) -> None:
    """Close without a word."""
    raise Over


def reset(turn: Turn) -> None:
    """Close with a reset."""
    turn.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    raise Over


def no_http(turn: Turn) -> None:
    """Speak something else than HTTP."""
    turn.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    raise Over


def bad_request(turn: Turn) -> None:
    """400 with the reason in words."""
    turn.reply("400 Bad Request", b"MALFORMED QUERY: Lexical error at line 1", kind="text/plain")


def forbidden(turn: Turn) -> None:
    """403, as for an agent that ignored 429."""
    turn.reply("403 Forbidden", b"banned for 24 hours", kind="text/plain")


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(32)) + packer.flush()


FAULTS: dict[str, Callable[[Turn], None]] = {
    fault.__name__: fault
    for fault in (
        busy_seconds, busy_date, error_500, error_502, error_503, silent, half_headers, half_body, drip, drip_headers,
        cut, cut_unnoticed, cut_by_timeout, cut_zipped, empty, policy_page, disguised_page, not_utf8, endless, gigabyte,
        bomb, wrong_encoding, redirect, close, reset, no_http, bad_request, forbidden,
    )
}  # fmt: skip


def right_answer(query: str) -> bytes:
    """Give the answer this server gives to a query when it behaves: its length and content follow from the text."""
    rows = [{"x": {"type": "literal", "value": f"value-{query}-{row}"}} for row in range(len(query) % 7 + 3)]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


@dataclass
class FaultServer:
    """Serves on a free port; ``choose`` names the fault of a request, by its query and how often it was asked."""

    choose: Callable[[str, int], str] = lambda _query, _time: "none"
    answer: Callable[[str], bytes] = right_answer
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    faults: Mapping[str, Callable[[Turn], None]] = field(default_factory=lambda: FAULTS)
    delay: float = 0.0
    media: str = JSON
    most_at_once: int = 0

    def __post_init__(self) -> None:
        """Take a port."""
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._turns: list[Turn] = []
        self._times: dict[str, int] = {}
        scheme = "https" if self.tls else "http"
        self.port = self._listening.getsockname()[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}/sparql"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError, Over), plain:
            connection = self.tls.wrap_socket(plain, server_side=True) if self.tls else plain
            with connection:
                buffer = b""
                while not self._stop.is_set():
                    asked, buffer = _request(connection, buffer)
                    self._answer(connection, asked)

    def _answer(self, connection: socket.socket, asked: Asked) -> None:
        with self._lock:
            nth = self._times[asked.query] = self._times.get(asked.query, 0) + 1
            asked.fault = self.choose(asked.query, nth)
            self.asked.append(asked)
            turn = Turn(connection, asked, self.answer(asked.query), random.Random(f"{asked.query} {nth}"), self.media)
            self._turns = [other for other in self._turns if other.open()] + [turn]
            self.most_at_once = max(self.most_at_once, len(self._turns))
        time.sleep(self.delay)
        self.faults.get(asked.fault, none)(turn)
        asked.sent = time.time()
        connection.settimeout(None)


def _request(connection: socket.socket, buffer: bytes) -> tuple[Asked, bytes]:
    while b"\r\n\r\n" not in buffer:
        buffer += _more(connection)
    head, _, rest = buffer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    while len(rest) < length:
        rest += _more(connection)
    method, target, _ = first.split(" ")
    words = rest[:length].decode() if method == "POST" else urlsplit(target).query
    query = parse_qs(words).get("query", [""])[0]
    return Asked(method, query, headers, time.time()), rest[length:]


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise Over
    return data
