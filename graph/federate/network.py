"""The way to the network: addresses resolved and checked first, every socket operation bound by one deadline."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import httpcore

from ...ontology.errors import ServiceRefused

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL = ipaddress.IPv6Network("2000::/3")  # all that is given out: https://www.rfc-editor.org/rfc/rfc4291#section-2.4
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")  # of 6to4, given back: https://www.rfc-editor.org/rfc/rfc7526


class Network(httpcore.NetworkBackend):
    """Connects to public addresses, and to private ones only where ``private(host, port)`` says so.

    What httpcore calls a time-out is here a moment on the monotonic clock, so that a peer which sends one byte at a
    time gains nothing by it.
    """

    def __init__(self, private: Callable[[str, int], bool]) -> None:
        self._private = private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; the address that was checked is the one connected to."""
        addresses = resolve(host, port, _left(timeout))
        if not self._private(host, port):
            for address in addresses:
                _refuse_private(host, address)
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for position, address in enumerate(addresses):
            share = _left(timeout) / (len(addresses) - position)
            try:
                stream = self._plain.connect_tcp(str(address), port, share, local_address, socket_options)
                return _Stream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), 65_536):
            self._stream.write(buffer[start : start + 65_536], _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Give the addresses of a host; raises httpcore.ConnectError or ConnectTimeout.

    The resolver has no time-out of its own, so it runs in a thread that is left behind when it takes too long.
    """
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True, name=f"resolve {host}").start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"no answer from the name service for {host}") from None
    if isinstance(found, Exception):
        raise httpcore.ConnectError(f"the name {host} does not resolve: {found}") from found
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in found))


def is_public(address: Address) -> bool:
    """Tell whether an address, or the IPv4 address that an IPv6 one carries, is of the public Internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        return address in _GLOBAL and address.is_global
    return address.is_global and not address.is_multicast and address not in _RELAYS


def _refuse_private(host: str, address: Address) -> None:
    if not is_public(address):
        raise ServiceRefused(
            f"{host} resolves to {address}, which is not a public address: name the endpoint with --allow-service "
            "if it is yours"
        )


def _left(moment: float | None) -> float:
    if moment is None:
        raise RuntimeError("a socket operation without a deadline")
    left = moment - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline passed")
    return left
