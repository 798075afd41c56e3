"""SERVICE and FROM told as the engine tells them: whatever stands before the word, nothing is called."""

from __future__ import annotations

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import product
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from youcheng.graph.federate.service import services
from youcheng.graph.keywords import error, holds, occurrences
from youcheng.graph.store import ask
from youcheng.graph.syntax import silenced
from youcheng.ontology.errors import YouchengError

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE = (
    *("?s ?p 1", "?s ?p 1.", "?s ?p -1", "?s ?p 1e5", "?s ?p true", "?s ?p true.", "?s ?p 'a'", "?s ?p '''a'''"),
    *("?s ?p 'a'@en.", "?s ?p 'a'@en", "?s ?p 'x'^^yc:a.", "?s ?p yc:.", "?s ?p yc:", "?s ?p yc:a.", "?s ?p yc:a-"),
    *("?s ?p yc:..", "?s ?p yc:a..", "?s ?p yc:\\-.", "?s ?p yc:%41.", "?s ?p _:a.", "?s ?p ?x.", "?s ?p ?x"),
    *("?s ?p ?é·", "?s ?p ?٣.", "?s ?p <urn:x>", "?s a", "FILTER(1<2)", "FILTER(?a<?b&&?c)", "FILTER(1=yc:-1)"),
    *("BIND(1 AS ?x)", "OPTIONAL {}", "OPTIONAL", "VALUES ?x { UNDEF }", "", "{} UNION {}", "#\n", "# \\u000a", "'#'"),
)
AFTER = ("<{0}> {{}}", " SILENT<{0}>{{}}", "SILENT<{0}>{{}}", "#\n<{0}> {{}}", "?x {{}}")


@pytest.fixture(scope="module")
def called() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server on loopback, and what was asked of it."""
    asked = list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_error(500)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("before", BEFORE)
def test_no_service_is_missed(called: tuple[str, list[str]], before: str) -> None:
    """Where the engine would read SERVICE, it is found; neither a question nor the search for its mistakes calls."""
    address, asked = called
    for word, after in product(("SERVICE", "sErViCe"), AFTER):
        text = f"ASK {{ {before}{word}{after.format(address)} }}"
        read = error(text.replace(word, "GRAPH  ").replace("SILENT", "      ")) is None
        plain = error(text.replace(word, "QQQQQQQ")) is None
        assert holds(text, "service") or plain or not read, text
        for tried in (silenced, services, lambda query: ask(Store(), query)):
            with suppress(YouchengError):
                tried(text)
        error(silenced(text))
        assert asked == [], text


def test_the_engine_itself_would_call(called: tuple[str, list[str]]) -> None:
    """What the tests above hold back does reach the network where nothing holds it back."""
    address, asked = called
    for before in ("?s ?p true", "?s ?p yc:.", ""):
        with suppress(OSError):
            Store().query(f"ASK {{ {before}SERVICE SILENT<{address}> {{}} }}", prefixes={"yc": "urn:yc:"})
    assert len(asked) == 3
    asked.clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT*FROM<urn:x>{}", True),
        ("SELECT(1AS?x)FROM<urn:x>{}", True),
        ("SELECT * #from\n{}", False),
        ("SELECT ?from { ?from yc:from 'from' }", False),
        ("SELECT * { ?x ?y ?z FILTER(?x<?from) }", False),
        ("SELECT * FROM NAMED <urn:from> { GRAPH ?from {} }", True),
    ],
)
def test_a_dataset_of_its_own(text: str, *, expected: bool) -> None:
    """FROM is the keyword or a word in a name, a string or a comment."""
    assert holds(text, "from") is expected


def test_no_name_begins_with_a_dot() -> None:
    """What follows the dot after an empty local name is a word of its own."""
    assert occurrences("yc:.service :.service yc:a.service :a.service", "service") == [4, 14]
