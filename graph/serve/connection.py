"""One client's connection: uvicorn's, bounded in what is read ahead and held, with kept responses written at once."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from . import refusals
from .application import BROKEN, WHOLE, Application
from .crowd import network
from .messages import ClientLeft
from .ready import Heard, Ready, heard, key

if TYPE_CHECKING:
    import asyncio

    from ...ontology.errors import RequestRefused

_MOST_HEAD = 128 * 1024  # of an address with its headers, and of the trailers after a body
_MOST_ADDRESS = 64_000  # the parser of addresses takes 65,535
_PIECE = 1024  # what is parsed at a time: no more requests than fit in it are read ahead
_MOST_HELD = 64 * 1024
_WORTH_NO_COPY = 16 * 1024
_PROBE = 0.1
_PROBES = 10
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_METHOD = re.compile(rb"\s*[A-Za-z!#$%&'*+.^_`|~0-9-]+ \S+ HTTP/1")


class Connection(HttpToolsProtocol):
    """A connection that is swept when its client is slow, and that answers a repeated GET by itself."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **named)
        self._application: Application = self.config.loaded_app
        self._active: RequestResponseCycle | None = None
        self._last: RequestRefused | None = None  # to be said once all before it is answered
        self._held = bytearray()
        self._in_message = self._ready = self._ended = self._holding = self._private = False
        self._begun = self._counted = self._probes = self._unsent = 0
        self._since = time.monotonic()
        self._peer = self._client = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Enter; where not even a refusal could be written to all, go at once."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else ""
        self._client = "" if self._peer in self._application.service.settings.proxies else network(self._peer)
        self._private = self._application.is_private(self.server)
        self._application.crowd.enter(self._peer)
        if self._application.crowd.bursting and not self._private:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave, and tell all that waits for this client."""
        self._application.crowd.leave(self._peer)
        for cycle in (self._active, *(waiting for waiting, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        self._held.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what arrived; it is parsed in pieces, and only while the responses are taken too."""
        if self._held or len(data) > _PIECE or self._full():
            self._held += data
            self._feed()
        else:
            self._parse(data)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer who has stopped sending only; whether it is still there is found out by a word now and then."""
        unfinished = self._in_message and self.cycle is self._active
        if self._held and not unfinished:
            self._ended = True
            return True  # the rest is parsed as the client takes its answers, or swept
        if self._idle() or unfinished:
            return bool(self.transport.get_write_buffer_size()) and not unfinished and self._closes_soon()
        self._ended = True
        self.loop.call_later(_PROBE, self._probe)
        return True

    def resume_writing(self) -> None:
        """Go on with what was held while the client did not read."""
        super().resume_writing()
        self._feed()

    def on_message_begin(self) -> None:
        """Begin a request: its head has to be here before long."""
        self._in_message, self._counted, self._since = True, 0, time.monotonic()
        self._begun += 1
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address, or its length alone where it is too long."""
        if len(self.url) <= _MOST_ADDRESS:
            super().on_url(url[: _MOST_ADDRESS + 1 - len(self.url)])

    def on_headers_complete(self) -> None:
        """Write the kept response to the very same request, or pass the request on."""
        said = heard(self.headers)
        refusal = self._unfit(said.hosts)
        self._ready = self._idle()
        if refusal is not None:
            self.scope["refusal"] = refusal  # type: ignore[typeddict-unknown-key]
        elif self._ready and self._may_be_ready() and self._write_ready(said):
            return
        self._ready = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        self._in_message = False
        if not self._ready:
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; that of a request already answered is passed over."""
        self._counted = 0
        if not self._ready:
            super().on_body(body)

    def on_response_complete(self) -> None:
        """End a response: the client's time for the next request begins, which the sweep keeps."""
        self._since = time.monotonic()
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._last is not None:
            self._refuse(self._last)
        else:
            self._feed()
        if self._ended and self._idle() and not self._held:
            self.transport.close()

    def sweep(self, now: float, patience: float) -> None:
        """Close the connection where its client has been waited for long enough."""
        unsent = self.transport.get_write_buffer_size()
        if unsent and unsent == self._unsent and now - self._since > 2 * patience:
            self.transport.abort()
        elif self._idle() and not unsent and now - self._since > patience:
            self.transport.close()
        elif unsent != self._unsent:
            self._since = now
        elif self._holding and not self._idle():
            self._ask_whether_there()  # nothing is read, so that its leaving would not be noticed
        self._unsent = unsent

    def _idle(self) -> bool:
        return (self._active is None or self._active.response_complete) and not self.pipeline

    def _full(self) -> bool:
        """Tell whether more requests than one wait, or the client does not take what was written."""
        return bool(self.pipeline) or self.flow.write_paused

    def _feed(self) -> None:
        """Parse what is held as far as it may be; stop listening to a client that sends far more than that."""
        while self._held and not self._full() and not self.transport.is_closing() and self._last is None:
            piece = bytes(self._held[:_PIECE])
            del self._held[:_PIECE]
            self._parse(piece)
        if len(self._held) > _MOST_HELD:
            self._holding = True
            self.flow.pause_reading()
        elif self._holding and not self._held:
            self._holding = False
            if self.cycle is None or len(self.cycle.body) <= HIGH_WATER_LIMIT:
                self.flow.resume_reading()

    def _parse(self, data: bytes) -> None:
        if self.parser is None or self.transport.is_closing() or self._last is not None:
            return
        self._counted += len(data)
        self._begun = 0
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self.cycle is not None:
                self.cycle.keep_alive = False  # nothing after it can be read
        except httptools.HttpParserError as error:
            first = self._begun <= 1 and _METHOD.match(data)  # or the method is further on than it is looked for
            unknown = isinstance(error, httptools.HttpParserInvalidMethodError) and first
            reason = f"this is no HTTP request: {error.__context__ or error}"
            self._refuse(refusals.unknown_method() if unknown else refusals.unreadable(reason))
        else:
            if self._in_message and self._counted > _MOST_HEAD:
                too_long = len(self.url) > _MOST_ADDRESS
                refusal = refusals.address_too_long if too_long else refusals.head_too_large
                self._refuse(refusal(_MOST_ADDRESS if too_long else _MOST_HEAD))

    def _unfit(self, hosts: int) -> RequestRefused | None:
        """Give why a request cannot be passed on, whatever it asks."""
        if len(self.url) > _MOST_ADDRESS:
            return refusals.address_too_long(_MOST_ADDRESS)
        if hosts != 1 and (hosts or self.parser.get_http_version() == "1.1"):
            return refusals.unreadable(f"a request has one Host header, this one has {hosts or 'none'}")
        return None if self._private else self._application.crowd.refusal(self._peer)

    def _refuse(self, refusal: RequestRefused) -> None:
        """Say no, as soon as all before it is answered, and close."""
        active, self._last = self._active, refusal
        self._held.clear()
        if active is not None and not active.response_complete and (active is not self.cycle or not active.more_body):
            self.flow.pause_reading()
            return
        if active is None or active.response_complete or not active.response_started:
            url = getattr(self, "url", b"")
            self.transport.write(self._application.said_at_once(refusal, self._peer, url, self._date()))
        self.transport.close()

    def _closes_soon(self) -> bool:
        """Have the connection closed once all is written; true, so that it stays until then."""
        self.loop.call_soon(self.transport.close)
        return True

    def _probe(self) -> None:
        """Ask now and then whether a client that has stopped sending is still there to listen."""
        if self._idle() or self.transport.is_closing():
            return
        self._probes += 1
        if not self._ask_whether_there() and self._probes >= _PROBES:
            self.transport.close()
            return
        self.loop.call_later(_PROBE if self._probes < _PROBES else 1, self._probe)

    def _ask_whether_there(self) -> bool:
        """Write what every client passes over: one that has left resets the connection; false where it cannot be."""
        active = self._active
        if active is None or active.response_started:
            return True
        if active.scope["http_version"] == "1.0":
            return False
        self.transport.write(_CONTINUE)
        return True

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401 - uvicorn's own
        self._active = cycle
        super()._start_asgi_task(cycle, partial(self._run, cycle, app))

    async def _run(self, cycle: RequestResponseCycle, app: Any, scope: Any, receive: Any, _: Any) -> None:  # noqa: ANN401
        """Run the application with our own way of sending, which no cycle holds on to after its end."""
        await app(scope, receive, partial(self._send, cycle))

    async def _send(self, cycle: RequestResponseCycle, message: Any) -> None:  # noqa: ANN401 - an ASGI message
        """Send what the application has to say; a whole response in one piece, which saves half the packets."""
        if message["type"] == BROKEN:
            cycle.disconnected = True
            self.transport.abort()
            return
        if message["type"] != WHOLE:
            await RequestResponseCycle.send(cycle, message)
            if cycle.disconnected:
                raise ClientLeft
            return
        if cycle.flow.write_paused and not cycle.disconnected:
            await cycle.flow.drain()
        if cycle.disconnected:
            return
        cycle.keep_alive = cycle.keep_alive and not message["close"]
        ending = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
        self._write((STATUS_LINE[message["status"]], self._date(), message["head"], ending), message["body"])
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            cycle.transport.close()
        cycle.on_response()

    def _may_be_ready(self) -> bool:
        plain = self.parser.get_method() == b"GET" and self.parser.should_keep_alive()
        return plain and not self._private and not self.flow.write_paused

    def _write_ready(self, said: Heard) -> bool:
        asked = key(self.url, said) if said.plain else None
        ready = None if asked is None else self._application.service.responses.get(asked)
        if not isinstance(ready, Ready) or said.none_match not in {None, ready.etag}:
            return False
        modified = said.none_match is None
        head, body = (ready.head, ready.body) if modified else (ready.not_modified, b"")
        self._write((head, self._date(), b"\r\n"), body)
        self._since = time.monotonic()
        client = self._client or self._application.client(self._peer, self.headers)
        self._application.wrote_ready(client, self.url, len(body), modified=modified)
        return True

    def _write(self, head: tuple[bytes, ...], body: bytes) -> None:
        """Write a response; a big body is not copied, so that many slow clients hold it once."""
        if len(body) < _WORTH_NO_COPY:
            self.transport.write(b"".join((*head, body)))
        else:
            self.transport.write(b"".join(head))
            self.transport.write(body)

    def _date(self) -> bytes:
        """Give the header that says when, which uvicorn makes anew each second."""
        return b"".join([b"%b: %b\r\n" % pair for pair in self.server_state.default_headers])


def sweep(connections: set[Any], patience: float, loop: asyncio.AbstractEventLoop) -> None:
    """Sweep all connections now, and again every second."""
    now = time.monotonic()
    for connection in [c for c in connections if isinstance(c, Connection)]:
        connection.sweep(now, patience)
    loop.call_later(1, sweep, connections, patience, loop)
