"""Real servers on loopback, started as anybody starts one, and a plain client for them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """Give the body as JSON."""
        return json.loads(self.body)

    @property
    def rows(self) -> list[dict[str, str]]:
        """Give the rows of a JSON result, the terms' values only."""
        return [{name: term["value"] for name, term in row.items()} for row in self.json["results"]["bindings"]]


@dataclass
class Server:
    """A running server: its address, its process, its log."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int = 0
    metrics_port: int = 0
    settings: Sequence[str] = field(default_factory=tuple)

    @property
    def url(self) -> str:
        """Give the address that stands before every path."""
        return f"http://127.0.0.1:{self.port}/"

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, wait: float = 30
    ) -> Reply:
        """Send one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=wait)
        try:
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str | None = None, **headers: str) -> Reply:
        """GET a path."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("GET", path, headers=given | ({"Accept": accept} if accept else {}))

    def ask(self, query: str, accept: str | None = None, more: Sequence[tuple[str, str]] = (), **headers: str) -> Reply:
        """Ask a query by GET."""
        return self.get("/sparql?" + urlencode([("query", query), *more], quote_via=quote), accept, **headers)

    def lines(self) -> list[dict[str, Any]]:
        """Give the log, every line of which is JSON."""
        time.sleep(0.3)
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def stop(self) -> int:
        """Stop it as an operator does, and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def launch(release: Path, log: Path, *settings: str) -> Server:
    """Start `youcheng serve` on a free port and wait until it listens."""
    words = [sys.executable, "-m", "youcheng.graph", "serve", "--release", str(release), "--port", "0"]
    for setting in settings:
        words += ["--set", setting]
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, env=dict(os.environ))
    server = Server(process, log, settings=settings)
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        for line in log.read_text(encoding="utf-8").splitlines():
            if '"listening"' in line:
                server.port = json.loads(line)["port"]
                return server
        time.sleep(0.02)
    process.kill()
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Give a function that starts a server of a release with some settings; all are stopped at the end."""
    started: list[Server] = []

    def begin(release: Path, *settings: str) -> Server:
        started.append(launch(release, tmp_path_factory.mktemp("server") / "log", *settings))
        return started[-1]

    yield begin
    for server in started:
        if server.process.poll() is None:
            server.stop()
