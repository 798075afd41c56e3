"""A request as handlers see it, and the response they give."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from ...ontology.errors import RequestRefused
from .formats import content_type

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from .spool import Spool

_FIELDS = 1000
_LISTENED_TO, _LISTENED_ON = 16, 1.0  # times the cap, seconds


@dataclass(slots=True)
class Request:
    """One request; ``parameters`` are what the route's pattern found in the path."""

    method: str
    path: str
    query_string: bytes
    headers: list[tuple[bytes, bytes]]
    client: str
    receive: Callable[[], Awaitable[dict[str, Any]]]
    parameters: dict[str, str] = field(default_factory=dict)
    read: bool = False
    watchers: list[asyncio.Task[None]] = field(default_factory=list)
    _named: dict[str, str] | None = field(default=None, init=False)  # a changed request reads its headers anew

    def header(self, name: str) -> str | None:
        """Give a header's value, several joined by commas, None for none."""
        if self._named is None:
            self._named = {}
            for key, value in self.headers:
                known, said = key.decode("latin-1"), value.decode("latin-1")
                self._named[known] = f"{self._named[known]}, {said}" if known in self._named else said
        return self._named.get(name)

    def fields(self) -> list[tuple[str, str]]:
        """Give the names and values of the query string; raises RequestRefused where it is not UTF-8."""
        return form_fields(self.query_string)

    @property
    def has_body(self) -> bool:
        """Tell whether a body was announced."""
        return self.header("transfer-encoding") is not None or self.header("content-length") not in {None, "0"}

    async def body(self, most: int, patience: float) -> bytes:
        """Give the body; raises RequestRefused for one that is encoded, bigger than ``most`` bytes, or slow to come."""
        encoding = self.header("content-encoding")
        if encoding is not None and encoding.strip().lower() != "identity":
            raise RequestRefused(415, "content-encoding", f"a body encoded as {encoding!r} is not read: send it plain")
        body = bytearray()
        try:
            async with asyncio.timeout(patience) as until:
                await self._take(body, most, until)
        except TimeoutError as error:
            if len(body) <= most:
                raise RequestRefused(408, "slow", f"the body did not arrive within {patience:g} s") from error
        if len(body) > most:
            raise RequestRefused(
                413, "body", f"the body is bigger than {most:,} bytes: ask in a smaller query", limit=most
            )
        return bytes(body)

    async def _take(self, body: bytearray, most: int, until: asyncio.Timeout) -> None:
        """Take the body, or so much of it that it is known to be too big; what comes soon after is read and dropped.

        A client that is still sending when the connection closes does not get to see why.
        """
        size = 0
        while size <= _LISTENED_TO * most:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ClientLeft
            piece = message.get("body", b"")
            size += len(piece)
            body += piece[: most + 1 - len(body)]
            if not message.get("more_body"):
                self.read = True
                return
            if len(body) > most:
                until.reschedule(asyncio.get_running_loop().time() + _LISTENED_ON)


class ClientLeft(Exception):  # noqa: N818 - not an error of anybody
    """The client closed the connection before it had its answer."""


@dataclass(slots=True)
class Response:
    """What goes out: a body in memory or in a file of ``size`` bytes, already in its ``encoding``.

    ``vary`` names the request headers that it was chosen by; ``keep`` says that the same request may be given it again,
    ``close`` that the connection ends with it.
    """

    status: int = 200
    media: str = "application/json"
    body: bytes = b""
    file: Spool | None = None
    size: int | None = None
    encoding: str = "identity"
    etag: str | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    vary: tuple[str, ...] = ("accept", "accept-encoding")
    keep: bool = False
    close: bool = False
    log: dict[str, Any] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Give the number of bytes of the body."""
        return len(self.body) if self.size is None else self.size

    def shed(self) -> None:
        """Let go of the file: this response is sent, or will not be."""
        if self.file is not None:
            self.file.done()
            self.file = None

    def tagged(self) -> str:
        """Give the strong entity tag: of the bytes, the media type and the encoding."""
        if self.etag is None:
            self.etag = sha256(self.body).hexdigest()[:32]
        return f'"{self.etag}{_kind(self.media, self.encoding)}"'

    def head(self) -> list[tuple[bytes, bytes]]:
        """Give the headers that say what the body is."""
        said = [*_described(self.media, self.encoding, self.vary), (b"content-length", str(self.length).encode())]
        return said + [(name.encode(), value.encode("latin-1")) for name, value in self.headers]


@lru_cache(maxsize=256)
def _kind(media: str, encoding: str) -> str:
    return sha256(f"{media} {encoding}".encode()).hexdigest()[:4]


@lru_cache(maxsize=256)
def _described(media: str, encoding: str, vary: tuple[str, ...]) -> tuple[tuple[bytes, bytes], ...]:
    said = [("content-type", content_type(media)), ("vary", ", ".join(vary))]
    if encoding != "identity":
        said.append(("content-encoding", encoding))
    return tuple((name.encode(), value.encode("latin-1")) for name, value in said if value)


def form_fields(text: bytes) -> list[tuple[str, str]]:
    """Give the names and values of an urlencoded text; raises RequestRefused where it is not UTF-8, or too long."""
    if not text.isascii():
        raise RequestRefused(400, "encoding", "the parameters are not urlencoded: there is a byte beyond ASCII")
    if text.count(b"&") >= _FIELDS:
        raise RequestRefused(400, "encoding", f"there are more than {_FIELDS:,} parameters")
    try:
        pairs = [pair.partition(b"=") for pair in text.replace(b"+", b" ").split(b"&") if pair]
        return [(unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()) for name, _, value in pairs]
    except ValueError as error:
        raise RequestRefused(400, "encoding", f"the parameters are not urlencoded UTF-8: {error}") from error


def problem(refusal: RequestRefused) -> Response:
    """Give a refusal as problem+json (RFC 9457)."""
    from http import HTTPStatus

    members = {name: value for name, value in refusal.members.items() if name not in {"retry_after", "headers"}}
    said = {
        "type": f"urn:youcheng:problem:{refusal.kind}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
        **members,
    }
    headers: Iterable[tuple[str, str]] = refusal.members.get("headers", ())  # type: ignore[assignment]
    response = Response(refusal.status, "application/problem+json", json.dumps(said, ensure_ascii=False).encode())
    response.headers = [("cache-control", "no-store"), *headers]
    if "retry_after" in refusal.members:
        response.headers.append(("retry-after", str(refusal.members["retry_after"])))
    response.log = {"problem": refusal.kind}
    return response
