"""One client's connection: uvicorn's, with time-outs for what does not arrive, and kept responses written at once."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from .application import WHOLE, Application, Ready, raw_key

if TYPE_CHECKING:
    import asyncio

_MOST_HEAD = 256 * 1024
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Connection(HttpToolsProtocol):
    """A connection that is swept when its client is slow, and that answers a repeated GET by itself."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **named)
        self._application: Application = self.config.loaded_app
        self._in_head = self._ready = False
        self._head_size = 0
        self._since = time.monotonic()
        self._unsent = 0

    def data_received(self, data: bytes) -> None:
        """Take what arrived; a head that does not end is refused."""
        super().data_received(data)
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > _MOST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Begin a request: its head has to be here before long."""
        self._in_head, self._head_size, self._since = True, 0, time.monotonic()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Write the kept response to the very same request, or pass the request on."""
        self._in_head = False
        self._ready = self.cycle is None or self.cycle.response_complete
        if self._ready and self.parser.get_method() == b"GET" and self.parser.should_keep_alive():
            ready = self._application.service.responses.get(raw_key(self.url, self.headers))
            if isinstance(ready, Ready) and self._write_ready(ready):
                return
        self._ready = False
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401 - uvicorn's own
        cycle.send = partial(self._send, cycle)  # type: ignore[method-assign]
        super()._start_asgi_task(cycle, app)

    async def _send(self, cycle: RequestResponseCycle, message: Any) -> None:  # noqa: ANN401 - an ASGI message
        """Send what the application has to say; a whole response in one piece, which saves half the packets."""
        if message["type"] != WHOLE:
            await RequestResponseCycle.send(cycle, message)
            return
        if cycle.flow.write_paused and not cycle.disconnected:
            await cycle.flow.drain()
        if cycle.disconnected:
            return
        cycle.keep_alive = cycle.keep_alive and not message["close"]
        ending = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
        head = (STATUS_LINE[message["status"]], self._date(), message["head"], ending)
        cycle.transport.write(b"".join((*head, message["body"])))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            cycle.transport.close()
        cycle.on_response()

    def on_message_complete(self) -> None:
        """End a request."""
        if not self._ready:
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; that of a request already answered is passed over."""
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

    def sweep(self, now: float, patience: float) -> None:
        """Close the connection where its client has been waited for long enough."""
        unsent = self.transport.get_write_buffer_size()
        busy = self.cycle is not None and not self.cycle.response_complete and not self._in_head
        if unsent and unsent == self._unsent and now - self._since > 2 * patience:
            self.transport.abort()
        elif not busy and not unsent and now - self._since > patience:
            self.transport.close()
        elif unsent != self._unsent:
            self._since = now
        self._unsent = unsent

    def _write_ready(self, ready: Ready) -> bool:
        for name, value in self.headers:
            if name == b"if-none-match":
                if value != ready.etag:
                    return False
                head, body = ready.not_modified, b""
                break
            if name in {b"content-length", b"transfer-encoding", b"expect", b"upgrade"}:
                return False
        else:
            head, body = ready.head, ready.body
        self.transport.write(b"".join((head, self._date(), b"\r\n", body)))
        self._since = time.monotonic()
        service = self._application.service
        service.metrics.ready += 1
        service.log.ready(self.client[0] if self.client else "", self.url, len(body), modified=bool(body))
        return True

    def _date(self) -> bytes:
        """Give the header that says when, which uvicorn makes anew each second."""
        return b"".join([b"%b: %b\r\n" % pair for pair in self.server_state.default_headers])


def sweep(connections: set[Any], patience: float, loop: asyncio.AbstractEventLoop) -> None:
    """Sweep all connections now, and again every second."""
    now = time.monotonic()
    for connection in [c for c in connections if isinstance(c, Connection)]:
        connection.sweep(now, patience)
    loop.call_later(1, sweep, connections, patience, loop)
