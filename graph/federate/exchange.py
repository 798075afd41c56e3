"""One HTTP request and its reply: sent, read to the end, unpacked, and judged; no retry, no redirect followed."""

from __future__ import annotations

import re
import ssl
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore

from ...ontology.errors import AnswerBroken, DeadlinePassed, FederationError, RemoteRefused, Unreachable
from .budget import retry_after

if TYPE_CHECKING:
    from .deadline import Deadline

OK, BUSY = 200, 429
AGAIN = frozenset({BUSY, 500, 502, 503, 504})
_PROXY_AGAIN = frozenset({"502", "503", "504"})
_LONGEST_ERROR = 65_536
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
            ("Host", self.url.split("/", 3)[2]),
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
            ok = response.status == OK
            body = _read(response, headers.get("content-encoding", ""), longest if ok else _LONGEST_ERROR, ok=ok)
            return Reply(response.status, headers, body)
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
    if reply.status in AGAIN:
        hold = retry_after(reply.headers.get("retry-after"))
        timed_out = bool(_TIMED_OUT.search(reply.body))
        raise marked(RemoteRefused(f"status {reply.status}: {said}", reply.status), again=not timed_out, hold=hold)
    if 300 <= reply.status < 400:  # noqa: PLR2004 - the redirects
        to = printable(reply.headers.get("location", "nowhere"))
        message = f"status {reply.status}, a redirect to {to}, and redirects are not followed: ask there by its own IRI"
        raise marked(RemoteRefused(message, reply.status), again=False)
    if reply.status != OK:
        raise marked(RemoteRefused(f"status {reply.status}: {said}", reply.status), again=False)
    media, _, parameters = reply.headers.get("content-type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].strip(' "') or "utf-8"
    if media.strip().lower() not in request.accept or charset not in {"utf-8", "utf8"}:
        kind = printable(reply.headers.get("content-type", "no media type"))
        message = f"status 200, but {kind} in place of {' or '.join(request.accept)}: {said}"
        raise marked(AnswerBroken(message), again=False)


def remark(body: bytes) -> str:
    """Give what a body says, for a message: its first words without markup, or that it is empty."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", body[:_LONGEST_ERROR].decode("utf-8", "replace"))
    return printable(text) or "(nothing)"


def printable(text: str) -> str:
    """Give a remote's words so that they can stand in a message: one line, no control characters, not long."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"


def _read(response: httpcore.Response, encoding: str, longest: int, *, ok: bool) -> bytes:
    if encoding.lower() not in {"", "identity", "gzip", "x-gzip"}:
        raise marked(AnswerBroken(f"the content encoding {printable(encoding)}, not asked for"), again=False)
    zipped = encoding.lower() in {"gzip", "x-gzip"}
    unpack = zlib.decompressobj(wbits=31)
    body = bytearray()
    try:
        for chunk in response.iter_stream():
            body += unpack.decompress(chunk, longest + 1 - len(body)) if zipped else chunk
            if len(body) > longest or unpack.unconsumed_tail:
                if not ok:
                    return bytes(body[:longest])
                raise marked(AnswerBroken(f"an answer longer than {longest:,} bytes"), again=False)
    except zlib.error as error:
        raise marked(AnswerBroken(f"gzip that does not unpack: {error}"), again=True) from error
    if zipped and ok and (not unpack.eof or unpack.unused_data):
        raise marked(AnswerBroken("gzip that ends too early or goes on after its end"), again=True)
    return bytes(body)
