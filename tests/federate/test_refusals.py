"""A status counts by itself: whatever becomes of the body that goes with it, the remote is left alone as it asks."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.federate.faults import JSON, FaultServer, Turn, right_answer
from youcheng.graph.federate.cache import Cache
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.table import of_json
from youcheng.ontology.errors import AnswerBroken, DeadlinePassed, RemoteRefused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HURRIED = Etiquette(time_burst=1e6, error_burst=1e6, first_pause=0.01, longest_pause=0.05, longest_answer=2**20)
BUSY, AWAY = "429 Too Many Requests", "Retry-After: 30"


def head(*fields: str, status: str = BUSY) -> bytes:
    """Give the head of a reply."""
    return "\r\n".join([f"HTTP/1.1 {status}", AWAY, *fields]).encode() + b"\r\n\r\n"


def short(turn: Turn) -> None:
    """Close before the length that was said."""
    turn.send(head("Content-Length: 500") + b"slow down")
    turn.connection.close()


def torn(turn: Turn) -> None:
    """Break off in a chunk."""
    turn.send(head("Transfer-Encoding: chunked") + b"zz\r\nslow down")


def no_gzip(turn: Turn) -> None:
    """Say gzip and send none."""
    turn.reply(BUSY, b"slow down", AWAY, "Content-Encoding: gzip")


def half_gzip(turn: Turn) -> None:
    """Send half of what was packed."""
    turn.reply(BUSY, gzip.compress(b"slow down")[:-4], AWAY, "Content-Encoding: gzip")


def brotli(turn: Turn) -> None:
    """Pack in a way not asked for."""
    turn.reply(BUSY, b"\x1b\x00", AWAY, "Content-Encoding: br")


def dripping(turn: Turn) -> None:
    """Send the body a byte at a time."""
    turn.send(head("Content-Length: 100000"))
    while turn.waits(0.05):
        turn.send(b"x")


def silent(turn: Turn) -> None:
    """Send the head only, and wait."""
    turn.send(head("Content-Length: 500"))
    turn.waits()


def banned(turn: Turn) -> None:
    """403 with a time."""
    turn.reply("403 Forbidden", b"banned", "Retry-After: 3600", kind="text/plain")


def too_large(turn: Turn) -> None:
    """413 with a time."""
    turn.reply("413 Content Too Large", b"later", "Retry-After: 3600", kind="text/plain")


def refusing(fault: Callable[[Turn], None]) -> FaultServer:
    """Give a server that refuses every question so."""
    return FaultServer(faults={"none": fault})


REFUSALS = (short, torn, no_gzip, half_gzip, brotli, dripping, silent, banned, too_large)


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: fault.__name__)
def test_a_remote_that_names_a_time_is_left_alone(fault: Callable[[Turn], None], tmp_path: Path) -> None:
    """One request, its status in the error, and none in the next run; the words are not waited for."""
    status = {"banned": "403: banned; it asks not to be asked for 3600 s", "too_large": "413"}.get(
        fault.__name__, "429"
    )
    with refusing(fault) as server:
        start = time.monotonic()
        for kind in (RemoteRefused, DeadlinePassed):
            with (
                Client(HURRIED, Endpoints.of([server.url]), Cache(tmp_path)) as asking,
                pytest.raises(kind, match=f"status {status}" if kind is RemoteRefused else "not to be asked for"),
            ):
                asking.select(server.url, "q", Deadline(20))
        assert time.monotonic() - start < 4
        assert len(server.asked) == 1


def test_a_refusal_by_a_slow_remote_is_known_by_its_status() -> None:
    """The words that came until the deadline are told."""
    with refusing(dripping) as server, Client(HURRIED, Endpoints.of([server.url])) as asking:
        start = time.monotonic()
        with pytest.raises(RemoteRefused, match=r"status 429: x+$"):
            asking.select(server.url, "q", Deadline(0.5))
        assert time.monotonic() - start < 1


def test_bytes_after_packed_ones() -> None:
    """What goes on after the end of what was packed is cut off at its first byte."""

    def goes_on(turn: Turn) -> None:
        whole = gzip.compress(turn.body)
        turn.send(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Encoding: gzip\r\n\r\n".encode() + whole)
        while turn.open():
            turn.send(bytes(65_536))

    once = replace(HURRIED, attempts=1)
    with refusing(goes_on) as server, Client(once, Endpoints.of([server.url])) as asking:
        start = time.monotonic()
        with pytest.raises(AnswerBroken, match="goes on after its end"):
            asking.select(server.url, "q", Deadline(10))
        assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("media", "right"),
    [
        (f"{JSON}; charset=utf-8; version=1.1", True),
        (f'{JSON.upper()};version=1.1;charset="UTF-8"', True),
        (f"{JSON};charset=utf8;", True),
        (f"{JSON}; version=1.1", True),
        (f"{JSON}; charset=latin-1; version=1.1", False),
        (f"text/plain; was={JSON}", False),
        ("", False),
    ],
)
def test_parameters_of_a_media_type(media: str, *, right: bool) -> None:
    """The character set is told from what else stands beside it."""
    with FaultServer(media=media) as server, Client(HURRIED, Endpoints.of([server.url])) as asking:
        if right:
            assert asking.select(server.url, "q", Deadline(5)).content == of_json(right_answer("q"))
        else:
            with pytest.raises(AnswerBroken, match="in place of application/sparql-results"):
                asking.select(server.url, "q", Deadline(5))


@pytest.mark.parametrize(("tail", "query"), [("", "q"), ("/", "q"), ("?default", "q"), ("", "q" * 5_000)])
def test_an_endpoint_without_a_path(tail: str, query: str) -> None:
    """It is asked at its root, its host said as it is, by GET and by POST."""
    with FaultServer() as server:
        url = server.url.removesuffix("/sparql") + tail
        with Client(HURRIED, Endpoints.of([url])) as asking:
            assert asking.select(url, query, Deadline(5)).content == of_json(right_answer(query))
        assert server.asked[0].headers["host"] == f"127.0.0.1:{server.port}"


def test_a_body_cut_short_with_status_200_is_still_an_error() -> None:
    """Only a refusal's words may be cut."""

    def cut(turn: Turn) -> None:
        turn.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\nContent-Length: 9999\r\n\r\n" + turn.body
        )
        turn.connection.close()

    once = replace(HURRIED, attempts=1)
    with refusing(cut) as server, Client(once, Endpoints.of([server.url])) as asking, pytest.raises(Unreachable):
        asking.select(server.url, "q", Deadline(5))
