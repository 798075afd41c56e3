"""What is written by hand for speed is what the library would have written: frames, form fields, lines of the log."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as some

from youcheng.graph.serve import frames
from youcheng.graph.serve.evaluate import _used
from youcheng.graph.serve.log import Log
from youcheng.graph.serve.messages import Request, form_fields
from youcheng.ontology import prefixes
from youcheng.ontology.errors import RequestRefused

if TYPE_CHECKING:
    from youcheng.graph.serve.evaluate import Task

ANSWER = {
    "kind": "graph",
    "encoding": "gzip",
    "file": True,
    "rows": 3,
    "size": 1 << 33,
    "seconds": 0.25,
    "etag": "0f" * 16,
}
REFUSAL = {"status": 400, "problem": "syntax", "detail": "第3行", "members": {"line": 3}, "seconds": 0.1}


@pytest.mark.parametrize("said", [ANSWER, REFUSAL, {"ready": 7, "sealed": True, "graphs": []}, {"problem": "memory"}])
def test_what_a_worker_says_arrives(said: dict[str, Any]) -> None:
    """Whole frames are taken out of what came, however it was cut, and the rest is left."""
    whole = frames.told(said, b"body") + frames.told(said, b"")
    buffer, found = bytearray(), []
    for place in range(len(whole)):
        buffer += whole[place : place + 1]
        while (frame := frames.read_told(buffer)) is not None:
            found.append(frame)
    assert found == [(said, b"body"), (said, b"")]
    assert not buffer


def test_what_a_worker_is_told_arrives() -> None:
    """Tasks that come several at once are read one by one, and the end of the channel is the end."""
    task: Task = {
        "query": "SELECT * { ?s ?p '\u897f\u5b89' }", "base": "http://x/", "default": None, "named": ["urn:x"],
        "forms": {"graph": None}, "gzip": True, "safe_csv": False, "rows": 1, "bytes": 1, "nesting": 3,
        "federated": False,
    }  # fmt: skip
    mine, theirs = socket.socketpair()
    with mine, theirs:
        mine.sendall(frames.given(frames.task(task)) + frames.given(b"fetched") + b"\0\0")
        mine.close()
        inbox = frames.Inbox(theirs)
        assert frames.read_task(inbox.next()) == task
        assert inbox.next() == b"fetched"
        assert inbox.next() == b""


@given(some.lists(some.tuples(some.text(max_size=9), some.text(max_size=9)), max_size=9), some.binary(max_size=9))
def test_form_fields(fields: list[tuple[str, str]], odd: bytes) -> None:
    """Names and values are those that the library reads, or both refuse."""
    from urllib.parse import quote_plus, urlencode

    text = urlencode(fields).encode() + b"&" + quote_plus(odd, safe="%&=").encode()
    try:
        expected = parse_qsl(text.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict")
    except ValueError:
        with pytest.raises(RequestRefused):
            form_fields(text)
    else:
        assert form_fields(text) == expected


def test_too_many_fields() -> None:
    """A thousand parameters are read, more and bytes beyond ASCII are not."""
    assert len(form_fields(b"&".join([b"a=1"] * 1000))) == 1000
    for text in (b"&".join([b"a=1"] * 1001), b"query=\xe8\xa5\xbf"):
        with pytest.raises(RequestRefused):
            form_fields(text)


@given(some.dictionaries(some.sampled_from("abcdef"), some.none() | some.booleans() | some.integers() | some.text()))
def test_a_line_of_the_log(said: dict[str, Any]) -> None:
    """A request's line is JSON in ASCII, whatever is in it, and says what was said."""
    reader, writer = os.pipe()
    log = Log(writer)

    async def write() -> None:
        log.request(**said, ms=1.25)
        log.flush()

    asyncio.run(write())
    line = os.read(reader, 65536)
    os.close(reader)
    os.close(writer)
    assert line.isascii()
    assert line.count(b"\n") == 1
    told = json.loads(line)
    assert {name: told[name] for name in said} == said
    assert list(told) == ["at", *said, "ms"]


def test_headers_of_one_name_are_one() -> None:
    """Several headers of a name are joined by commas, in their order."""
    request = Request("GET", "/", b"", [(b"accept", b"a/b"), (b"host", b"x"), (b"accept", b"c/d")], "", None)  # type: ignore[arg-type]
    assert (request.header("accept"), request.header("host"), request.header("via")) == ("a/b, c/d", "x", None)


def test_prefixes_that_a_query_could_use() -> None:
    """Those that are written in it, and all of them where an escape could be one."""
    assert set(_used("SELECT * { ?s a yc:Twinning ; schema:startDate ?d }")) >= {"yc", "schema"}
    assert len(_used("SELECT * { ?s ?p ?o }")) == 0
    assert _used("SELECT * { ?s a \\u0079c:Twinning }") == prefixes()
