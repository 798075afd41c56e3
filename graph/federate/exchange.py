"""One HTTP request and its reply: sent, read to the end, unpacked, and judged; no retry, no redirect followed."""

from __future__ import annotations

import re
import ssl
import zlib
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpcore

from ...ontology.errors import AnswerBroken, DeadlinePassed, FederationError, RemoteRefused, Unreachable
from .budget import retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .deadline import Deadline

OK, BUSY = 200, 429
AGAIN = frozenset({BUSY, 500, 502, 503, 504})
_PROXY_AGAIN = frozenset({"502", "503", "504"})
_LONGEST_ERROR = 65_536
_WORDS = 2.0  # seconds for the words that go with a refusal
_SHOWN = 300
_TIMED_OUT = re.compile(rb"TimeoutException|QueryTimeout|[Oo]peration timed out")


def marked(error: FederationError, *, again: bool, hold: float | None = None) -> FederationError:
    """Give the error, marked with whether to ask again and how long the host must be left alone."""
    error.again, error.hold = again, hold
    return error


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: the address, a body where it is posted, and the media types that will be understood."""

    url: str
    body: bytes | None
    accept: tuple[str, ...]

    @property
    def method(self) -> str:
        """Give GET, or POST where there is a body."""
        return "GET" if self.body is None else "POST"

    def headers(self, agent: str) -> list[tuple[str, str]]:
        """Give the header fields; ``Host`` and ``Content-Length`` are among them."""
        fields = [
            ("Host", urlsplit(self.url).netloc),
            ("User-Agent", agent),
            ("Accept", ", ".join(self.accept)),
            ("Accept-Encoding", "gzip"),
        ]
        if self.body is not None:
            fields += [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Content-Length", str(len(self.body))),
            ]
        return fields


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole as far as HTTP can tell; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(pool: httpcore.ConnectionPool, request: Request, agent: str, deadline: Deadline, longest: int) -> Reply:
    """Send a request and read its reply, of at most so many bytes packed or unpacked; raises FederationError."""
    moments = {**dict.fromkeys(("connect", "read", "write"), deadline.at), "pool": deadline.left()}
    try:
        with pool.stream(
            request.method, request.url,
            headers=request.headers(agent), content=request.body, extensions={"timeout": moments},
        ) as response:  # fmt: skip
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status != OK:
                moments["read"] = deadline.sooner(_WORDS).at  # read anew before each piece of a body
                return Reply(response.status, headers, _words(response, headers))
            return Reply(response.status, headers, _read(response, headers, longest))
    except httpcore.TimeoutException as error:
        if not deadline.left():
            raise marked(DeadlinePassed(f"no whole answer in {deadline.seconds:.1f} s"), again=True) from error
        raise marked(Unreachable(f"no connection: {error or type(error).__name__}"), again=True) from error
    except httpcore.ProxyError as error:
        said = printable(str(error))
        raise marked(Unreachable(f"the proxy refused: {said}"), again=said[:3] in _PROXY_AGAIN) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise marked(Unreachable(str(error) or type(error).__name__), again=not _untrusted(error)) from error


def _untrusted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def judge(reply: Reply, request: Request) -> None:
    """Raise FederationError unless a reply has status 200 and one of the media types that were asked for."""
    said = remark(reply.body)
    if 300 <= reply.status < 400:  # noqa: PLR2004 - the redirects
        to = printable(reply.headers.get("location", "nowhere"))
        message = f"status {reply.status}, a redirect to {to}, and redirects are not followed: ask there by its own IRI"
        raise marked(RemoteRefused(message, reply.status), again=False)
    if reply.status != OK:
        again = reply.status in AGAIN and not _TIMED_OUT.search(reply.body)
        hold = retry_after(reply.headers.get("retry-after"))
        said += f"; it asks not to be asked for {hold:.0f} s" if hold and not again else ""
        raise marked(RemoteRefused(f"status {reply.status}: {said}", reply.status), again=again, hold=hold)
    kind = Message()
    kind["content-type"] = reply.headers.get("content-type", "")
    media, charset = kind["content-type"].partition(";")[0].strip().lower(), kind.get_content_charset() or "utf-8"
    if media not in request.accept or charset not in {"utf-8", "utf8"}:
        named = printable(reply.headers.get("content-type", "no media type"))
        message = f"status 200, but {named} in place of {' or '.join(request.accept)}: {said}"
        raise marked(AnswerBroken(message), again=False)


def remark(body: bytes) -> str:
    """Give what a body says, for a message: its first words without markup, or that it is empty."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", body[:_LONGEST_ERROR].decode("utf-8", "replace"))
    return printable(text) or "(nothing)"


def printable(text: str) -> str:
    """Give a remote's words so that they can stand in a message: one line, no control characters, not long."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"


def _words(response: httpcore.Response, headers: dict[str, str]) -> bytes:
    """Give what comes of the words that go with a refusal: the status counts, whatever becomes of its body."""
    body = bytearray()
    with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, AnswerBroken):
        for piece in _unpacked(response, headers, _LONGEST_ERROR):
            body += piece
            if len(body) > _LONGEST_ERROR:
                break
    return bytes(body[:_LONGEST_ERROR])


def _read(response: httpcore.Response, headers: dict[str, str], longest: int) -> bytes:
    body = bytearray()
    for piece in _unpacked(response, headers, longest):
        body += piece
        if len(body) > longest:
            raise marked(AnswerBroken(f"an answer longer than {longest:,} bytes"), again=False)
    return bytes(body)


def _unpacked(response: httpcore.Response, headers: dict[str, str], longest: int) -> Iterator[bytes]:
    """Give a body piece by piece, of a packed one not more than a byte over ``longest``; raises AnswerBroken."""
    encoding = headers.get("content-encoding", "").lower()
    if encoding in {"", "identity"}:
        yield from response.iter_stream()
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise marked(AnswerBroken(f"the content encoding {printable(encoding)}, not asked for"), again=False)
    unpack, left = zlib.decompressobj(wbits=31), longest + 1
    try:
        for chunk in response.iter_stream():
            piece = unpack.decompress(chunk, left)
            left -= len(piece)
            yield piece
            if unpack.unused_data:
                raise marked(AnswerBroken("gzip that goes on after its end"), again=True)
    except zlib.error as error:
        raise marked(AnswerBroken(f"gzip that does not unpack: {error}"), again=True) from error
    if not unpack.eof:
        raise marked(AnswerBroken("gzip that ends too early"), again=True)
