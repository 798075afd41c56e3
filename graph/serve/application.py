"""The ASGI application: finds the handler, and sends what it gives with the headers that every response has."""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from ...ontology.errors import RequestRefused
from . import description, graphs, operations, protocol, refusals, saved
from .crowd import Crowd, network
from .messages import ClientLeft, Request, Response, problem
from .negotiation import choose_encoding
from .ready import Ready, heard, key
from .routing import Route, Routes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from .routing import Handler
    from .service import Service

    Refused = Callable[[Request, RequestRefused], Awaitable[Response]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

WHOLE = "youcheng.response.whole"  # a message beside ASGI's own, which Connection writes as one piece
BROKEN = "youcheng.response.broken"  # and one at which it breaks the transfer off
_PIECE = 64 * 1024
_WORTH_ZIPPING = 1024
_EVERYWHERE = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag, link, retry-after"),
    (b"x-content-type-options", b"nosniff"),
]
_NO_SCRIPT = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_FRESH = (b"cache-control", b"public, max-age=60")
_CLOSE = (b"connection", b"close")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_PREFLIGHT = [
    ("access-control-allow-headers", "accept, accept-language, content-type, if-none-match"),
    ("access-control-max-age", "86400"),
]


class Application:
    """Answers HTTP requests by a table of routes, that of ``pages`` after the endpoint's own; ``refused`` says no."""

    def __init__(self, service: Service, pages: Iterable[Route], refused: Refused) -> None:
        own = [module.routes(service) for module in (protocol, saved, graphs, description, operations)]
        self.service = service
        self._routes = Routes([route for routes in own for route in routes] + list(pages))
        self._refused = refused
        self._private = Routes(operations.private_routes(service))
        self.crowd = Crowd(service.settings.connections, service.settings.proxies)

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began, release = time.perf_counter(), self.service.release
        client = self.client(str(scope["client"][0]) if scope["client"] else "", scope["headers"])
        request = Request(scope["method"], scope["path"], scope["query_string"], scope["headers"], client, receive)
        route, request.parameters = self._route(scope, request)
        response: Response | None = None
        left = False
        try:
            response = await self._handled(request, route, scope.get("refusal"))
            self._finish(request, response)
            await self._send(request, response, send)
        except (ClientLeft, asyncio.CancelledError) as error:
            left = True
            if isinstance(error, asyncio.CancelledError):
                raise
        finally:
            self._log(request, route, Response(499) if left else response, time.perf_counter() - began)
            whole = None if left or response is None or response.file is not None else response
            if response is not None:
                response.shed()
        if whole is not None and self.service.release is release:  # or it may be of the release before
            self._keep(scope, request, whole)

    def is_private(self, address: tuple[str, int | None] | None) -> bool:
        """Tell whether an address of ours is that of the metrics port."""
        return address is not None and address[1] == (self.service.settings.metrics_port or None)

    def client(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """Give whose request it is: the peer, or whom a trusted proxy names; of IPv6 the network of 64 bits."""
        trusted = self.service.settings.proxies
        if peer not in trusted:
            return network(peer)
        named = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
        hops = [hop.strip() for hop in ",".join(named).split(",") if hop.strip()]
        return network(next((hop for hop in reversed(hops) if hop not in trusted), peer)[:64])

    def wrote_ready(self, client: str, url: bytes, size: int, *, modified: bool) -> None:
        """Count and log a response that a connection wrote by itself."""
        self.service.metrics.ready[200 if modified else 304] += 1
        self.service.log.ready(client, url, size, modified=modified)

    def said_at_once(self, refusal: RequestRefused, client: str, url: bytes, date: bytes) -> bytes:
        """Give a refusal, head and all, of what is no request that could be handled; it is logged and counted."""
        response = problem(refusal)
        self.service.metrics.request("", refusal.status, 0.0)
        self.service.log.request(
            client=network(client), method="", path=url[:200].decode("latin-1"), status=refusal.status, **response.log
        )
        head = _written([*response.head(), *_EVERYWHERE, _NO_SCRIPT, _CLOSE])
        return b"".join((STATUS_LINE[refusal.status], date, head, b"\r\n", response.body))

    def _route(self, scope: dict[str, Any], request: Request) -> tuple[Route | None, dict[str, str]]:
        return (self._private if self.is_private(scope["server"]) else self._routes).find(request.path)

    async def _handled(self, request: Request, route: Route | None, unfit: RequestRefused | None) -> Response:
        if unfit is not None:
            response = problem(unfit)
            response.close = True
            return response
        try:
            try:
                return await _handler(request, route)(request)
            except RequestRefused as refusal:
                return await self._refused(request, refusal)
        except (ClientLeft, asyncio.CancelledError):
            raise
        except OSError as error:  # the engine's word for a store that cannot be read
            self.service.log.event("store", detail=repr(error))
            return problem(refusals.store())
        except Exception as error:  # noqa: BLE001 - nothing may leave a client without an answer, or with a traceback
            import traceback

            self.service.log.event("error", detail=repr(error), exception=traceback.format_exc())
            return problem(RequestRefused(500, "error", "the server failed at this request, and has logged why"))

    def _finish(self, request: Request, response: Response) -> None:
        """Zip a body that a handler left plain, and answer 304 where the client has it already."""
        plain = response.encoding == "identity" and response.file is None and response.etag is None
        if plain and len(response.body) >= _WORTH_ZIPPING and "accept-encoding" in response.vary:
            wanted = choose_encoding(request.header("accept-encoding"))
            if wanted == "gzip":
                zipped = zlib.compressobj(6, zlib.DEFLATED, 31)
                response.body, response.encoding = zipped.compress(response.body) + zipped.flush(), "gzip"
        if response.status != 200 or request.method == "POST":  # noqa: PLR2004
            return
        tag = response.tagged()
        response.headers.append(("etag", tag))
        if _matches(request.header("if-none-match"), tag):
            response.shed()
            response.status, response.body, response.size = 304, b"", 0

    async def _send(self, request: Request, response: Response, send: Send) -> None:
        """Send a response; a transfer that cannot be ended is broken off, so that the client sees it."""
        head = self._head(request, response)
        if response.file is None or request.method == "HEAD":
            body = b"" if request.method == "HEAD" else response.body
            close = head[-1] == _CLOSE
            written = _written(head[:-1] if close else head)
            await send({"type": WHOLE, "status": response.status, "head": written, "body": body, "close": close})
            return
        await send({"type": "http.response.start", "status": response.status, "headers": head})
        place = 0
        while place < response.length:
            piece = response.file.read(_PIECE, place)
            place += len(piece)
            message = {"type": "http.response.body", "body": piece, "more_body": place < response.length}
            try:
                async with asyncio.timeout(self.service.settings.patience):
                    await send(message if piece else {"type": BROKEN})  # given up for others, or shorter than it was
            except TimeoutError:
                await send({"type": BROKEN})
                piece = b""
            if not piece:
                response.log["broken"] = True
                self.service.metrics.count("broken")
                return

    def _head(self, request: Request, response: Response) -> list[tuple[bytes, bytes]]:
        head = response.head()
        names = {name for name, _ in response.headers}
        if response.status in {204, 304}:
            head = [(name, value) for name, value in head if name not in {b"content-length", b"content-type"}]
        head += _EVERYWHERE
        if "content-security-policy" not in names:
            head.append(_NO_SCRIPT)
        if "cache-control" not in names and response.status in {200, 304}:
            head.append(_FRESH)
        if response.close or (not request.read and request.has_body):
            head.append(_CLOSE)  # what was not read must not be taken for the next request
        return head

    def _keep(self, scope: dict[str, Any], request: Request, response: Response) -> None:
        """Keep a whole response for all requests of the same address whose headers choose the same."""
        url = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        asked = key(url, heard(request.headers))
        wanted = response.keep and response.status == 200 and request.method == "GET"  # noqa: PLR2004 - HTTP OK
        if not wanted or request.has_body or asked is None:
            return
        pairs = self._head(request, response)
        head = _written(pairs)
        bare = [(name, value) for name, value in pairs if name not in {b"content-length", b"content-type"}]
        ready = Ready(
            STATUS_LINE[200] + head, response.body, response.tagged().encode(), STATUS_LINE[304] + _written(bare)
        )
        self.service.responses.put(asked, ready, len(url) + 2 * len(head) + len(response.body))

    def _log(self, request: Request, route: Route | None, response: Response | None, seconds: float) -> None:
        status = 500 if response is None else response.status
        self.service.metrics.request(route.name if route else "", status, seconds)
        self.service.log.request(
            client=request.client, method=request.method[:20], path=request.path[:200], status=status,
            query=request.query_string[:500].decode("latin-1"), ms=round(seconds * 1000, 2),
            bytes=0 if response is None else response.length, **({} if response is None else response.log),
        )  # fmt: skip


def _written(head: list[tuple[bytes, bytes]]) -> bytes:
    """Give headers as they are sent; raises ValueError for a value that could end its line."""
    if _CONTROL.search(b"".join([value for _, value in head])):
        raise ValueError(f"a header with a control character was to be sent: {head!r}")
    return b"".join([b"%b: %b\r\n" % pair for pair in head])


def _matches(given: str | None, tag: str) -> bool:
    """Tell whether If-None-Match holds this entity tag; weak comparison, as RFC 9110 says for it."""
    return given is not None and any(one.strip() in {"*", tag, f"W/{tag}"} for one in given.split(","))


def _handler(request: Request, route: Route | None) -> Handler:
    """Give what handles a request; raises RequestRefused for a path or a method that there is not."""
    if route is None:
        raise RequestRefused(404, "unknown", f"nothing is at {request.path[:200]!r}")
    if request.method == "OPTIONS":
        return partial(_options, route)
    if request.method in route.methods:
        return route.handler
    allowed = ", ".join((*route.methods, "OPTIONS"))
    detail = f"{request.method[:20]} is not for this resource: {allowed} are"
    raise RequestRefused(405, "method", detail, headers=(("allow", allowed),))


async def _options(route: Route, _: Request) -> Response:
    allowed = ", ".join((*route.methods, "OPTIONS"))
    headers = [("allow", allowed), ("access-control-allow-methods", allowed), *_PREFLIGHT]
    return Response(204, headers=headers, vary=())
