"""The way a request goes: straight to the endpoint, or through the proxy that the environment names for it."""

from __future__ import annotations

import ipaddress
import threading
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

import httpcore

from ...ontology.errors import ServiceRefused
from .endpoints import origin
from .network import Network

if TYPE_CHECKING:
    import ssl
    from urllib.parse import SplitResult

    from .endpoints import Endpoints

_IDLE = 5.0  # seconds for which a connection is kept for the next request


class Ways:
    """Pools of connections, at most so many each; the environment (HTTPS_PROXY and its like) is read once.

    Through a proxy it is the proxy that looks the endpoint's name up: the allowed endpoints are then the only wall.
    """

    def __init__(self, endpoints: Endpoints, tls: ssl.SSLContext, most: int) -> None:
        self._tls, self._most = tls, most
        self._proxies = getproxies_environment()
        network = Network(endpoints.private)
        self._straight = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=most, keepalive_expiry=_IDLE, network_backend=network
        )
        self._through: dict[str, httpcore.HTTPProxy] = {}
        self._lock = threading.Lock()

    def to(self, url: str) -> httpcore.ConnectionPool:
        """Give the connections for an address; raises ServiceRefused for a proxy of a kind that is not known here."""
        named = self.proxy(url)
        if named is None:
            return self._straight
        with self._lock:
            return self._through.setdefault(named, self._through.get(named) or self._proxied(named))

    def proxy(self, url: str) -> str | None:
        """Give the proxy for an address, None where it is asked straight: this machine always is."""
        scheme, host, port = origin(url)
        named = self._proxies.get(scheme) or self._proxies.get("all")
        if not named or _here(host) or proxy_bypass_environment(f"{host}:{port}", self._proxies):
            return None
        return named if "://" in named else f"http://{named}"

    def close(self) -> None:
        """Close all connections."""
        self._straight.close()
        for pool in self._through.values():
            pool.close()

    def _proxied(self, named: str) -> httpcore.HTTPProxy:
        parts = urlsplit(named)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not _port(parts):
            raise ServiceRefused(
                f"the proxy of kind {parts.scheme!r} that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names cannot be used: "
                "name one such as http://proxy.example:3128, or except the endpoint's host in NO_PROXY"
            )
        user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return httpcore.HTTPProxy(
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            proxy_auth=user,
            ssl_context=self._tls,
            proxy_ssl_context=self._tls if parts.scheme == "https" else None,
            max_connections=self._most,
            keepalive_expiry=_IDLE,
            network_backend=Network(lambda _host, _port: True),
        )


def _port(parts: SplitResult) -> bool:
    """Tell whether a port is none or one that there can be."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
