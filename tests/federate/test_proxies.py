"""Through a real proxy on loopback: the same answers, errors and deadline; and never for this machine itself."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.federate.faults import FaultServer, right_answer
from tests.federate.test_client import HURRIED, ONCE, tls_server
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.table import of_json
from youcheng.graph.federate.ways import Ways
from youcheng.ontology.errors import DeadlinePassed, RemoteRefused, ServiceRefused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youcheng.graph.federate.etiquette import Etiquette

ENDPOINT, PLAIN = "https://sparql.example/sparql", "http://sparql.example/sparql"  # a name that only the proxy knows


class Proxy:
    """Takes CONNECT and plain requests, and leads every one of them to one port of this machine."""

    def __init__(self, port: int, reply: bytes = b"", *, silent: bool = False) -> None:
        self.port, self.reply, self.silent = port, reply, silent
        self.heads: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        """Take connections until the port is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        """Lead one connection on."""
        with suppress(OSError), client:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(65_536)
            self.heads.append(head)
            if self.silent:
                client.settimeout(10)
                client.recv(1)
                return
            if self.reply:
                client.sendall(self.reply)
                return
            with socket.create_connection(("127.0.0.1", self.port)) as server:
                if head.startswith(b"CONNECT "):
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    server.sendall(head)
                threading.Thread(target=pump, args=(client, server), daemon=True).start()
                pump(server, client)


def pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass bytes on to the end."""
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def behind(
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    etiquette: Etiquette = ONCE,
    tls: ssl.SSLContext | None = None,
    user: str = "",
) -> Iterator[Client]:
    """Give a client whose environment names a proxy."""
    for name in ("http_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://{user}{proxy.address}")
    with Client(etiquette, Endpoints.of([ENDPOINT, PLAIN]), tls=tls) as asking:
        yield asking
    proxy.listening.close()


def test_https_goes_through_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy sees the host and nothing else; the certificate is checked end to end, by the endpoint's name."""
    authority, trusting = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trusting)
    with FaultServer(tls=tls_server(authority, "sparql.example")) as server:
        proxy = Proxy(server.port)
        with behind(proxy, monkeypatch, tls=trusting, user="me:p%40ss@") as asking:
            for _ in range(2):
                assert asking.select(ENDPOINT, "q", Deadline(5)).content == of_json(right_answer("q"))
    (head,) = proxy.heads
    assert head.startswith(b"CONNECT sparql.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"me:p@ss") in head
    assert b"youcheng" not in head
    with FaultServer(tls=tls_server(authority, "else.example")) as server:
        proxy = Proxy(server.port)
        with behind(proxy, monkeypatch, HURRIED, trusting) as asking, pytest.raises(Unreachable, match="mismatch"):
            asking.select(ENDPOINT, "q", Deadline(5))
        assert len(proxy.heads) == 1
        assert not server.asked


def test_http_is_sent_to_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain request names the whole address, and what comes back is judged as ever."""
    with FaultServer(lambda query, _time: "policy_page" if query == "bad" else "none") as server:
        proxy = Proxy(server.port)
        with behind(proxy, monkeypatch) as asking:
            assert asking.select(PLAIN, "q", Deadline(5)).content == of_json(right_answer("q"))
            with pytest.raises(Exception, match="Please set a User-Agent"):
                asking.select(PLAIN, "bad", Deadline(5))
    assert proxy.heads[0].startswith(b"GET http://sparql.example/sparql?query=q HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("status", "requests"), [("407 Proxy Authentication Required", 1), ("403 Forbidden", 1), ("503 Busy", 4)]
)
def test_a_proxy_that_refuses(status: str, requests: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its refusal is named as the proxy's, the password is not; only what may pass is asked again."""
    proxy = Proxy(0, f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    with behind(proxy, monkeypatch, HURRIED, user="me:secret@") as asking:
        with pytest.raises(Unreachable, match=f"the proxy refused: {status}") as raised:
            asking.select(ENDPOINT, "q", Deadline(5))
        assert "secret" not in str(raised.value)
        assert len(proxy.heads) == requests
    with (
        behind(Proxy(0, proxy.reply), monkeypatch) as asking,
        pytest.raises(RemoteRefused, match=status[:3]),
    ):
        asking.select(PLAIN, "q", Deadline(5))


def test_a_proxy_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline holds over the tunnel as well, and for a proxy that is not there."""
    start = time.monotonic()
    with (
        behind(Proxy(0, silent=True), monkeypatch, HURRIED) as asking,
        pytest.raises((DeadlinePassed, Unreachable)),
    ):
        asking.select(ENDPOINT, "q", Deadline(0.5))
    assert time.monotonic() - start < 1
    gone = Proxy(0)
    with behind(gone, monkeypatch) as asking:
        gone.listening.shutdown(socket.SHUT_RDWR)
        gone.listening.close()
        with pytest.raises(Unreachable):
            asking.select(ENDPOINT, "q", Deadline(2))


def test_which_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment decides by scheme and host; this machine is always asked straight; other kinds are refused."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example,.local.example,10.0.0.1")
    ways = Ways(Endpoints(), ssl.create_default_context(), 1)
    straight = ("http://a.example/", "https://inside.example/", "https://x.local.example/", "https://10.0.0.1/",
                "https://localhost:8/", "https://127.0.0.9/", "https://[::1]:8/")  # fmt: skip
    assert {ways.proxy(url) for url in straight} == {None}
    assert ways.proxy("https://query.wikidata.org/sparql") == "http://proxy.example:3128"
    for odd in ("socks5://me:secret@127.0.0.1:1", "http://me:secret@proxy.example:99999", "http://"):
        monkeypatch.setenv("ALL_PROXY", odd)
        asking = Client(ONCE, Endpoints.of(["http://a.example/"]))
        with pytest.raises(ServiceRefused, match=r"the proxy of kind '(socks5|http)'") as raised:
            asking.select("http://a.example/", "q", Deadline(1))
        assert "secret" not in str(raised.value)
    monkeypatch.setenv("NO_PROXY", "*")
    assert Ways(Endpoints(), ssl.create_default_context(), 1).proxy("https://query.wikidata.org/sparql") is None
