"""Real SPARQL servers on loopback: Oxigraph's own program, and rdflib behind the standard library's server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib


@contextmanager
def oxigraph(folder: Path, *files: Path) -> Iterator[str]:
    """Serve RDF files from a folder of their own with the program ``oxigraph``; gives the endpoint's IRI."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        raise FileNotFoundError("the program oxigraph: install the test group")
    folder.mkdir(parents=True, exist_ok=True)
    if files:
        subprocess.run([program, "load", "-l", folder, "-f", *files], check=True, capture_output=True)
    port = free_port()
    command: list[str | Path] = [program, "serve", "-l", folder, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            await_port(port)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


@contextmanager
def rdflib_server(data: rdflib.Graph) -> Iterator[str]:
    """Serve triples with rdflib's engine; gives the endpoint's IRI."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def answer(self, words: str) -> None:
            with lock:
                body = data.query(parse_qs(words)["query"][0]).serialize(format="json") or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    lock = threading.Lock()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
        server.shutdown()


@contextmanager
def counting(endpoint: str) -> Iterator[tuple[str, list[bytes]]]:
    """Stand before an endpoint and pass every request on; gives the IRI to ask, and the first line of each request."""
    seen: list[bytes] = []
    target = urlsplit(endpoint)
    listening = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, sink: socket.socket, note: list[bytes] | None) -> None:
        try:
            while data := source.recv(65_536):
                if note is not None:
                    note += [line for line in data.split(b"\r\n") if line.endswith(b" HTTP/1.1")]
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                one.close()

    def accept() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            server = socket.create_connection((target.hostname, target.port))
            threading.Thread(target=pump, args=(client, server, seen), daemon=True).start()
            threading.Thread(target=pump, args=(server, client, None), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}{target.path}", seen
    listening.close()


def free_port() -> int:
    """Give a port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def await_port(port: int, seconds: float = 20) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
