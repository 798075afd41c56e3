"""Which remote endpoints may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...ontology.errors import ServiceRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

WIKIDATA = "https://query.wikidata.org/sparql"
QLEVER = "https://qlever.dev/api/wikidata"
ALLOWED = (WIKIDATA, QLEVER)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The endpoints that may be asked: the project's own choice, and those that the user named.

    Only a named one may have a private address: its host and port are what the user vouched for.
    """

    allowed: frozenset[str] = frozenset(ALLOWED)
    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, named: Iterable[str] = ()) -> Endpoints:
        """Give the default endpoints and those named; raises ServiceRefused for a name that is no http(s) IRI."""
        chosen = frozenset(named)
        for iri in chosen:
            origin(iri)
        return cls(named=chosen)

    def check(self, iri: str) -> None:
        """Raise ServiceRefused unless the endpoint may be asked."""
        origin(iri)
        if iri not in self.allowed and iri not in self.named:
            known = ", ".join(sorted(self.allowed | self.named))
            raise ServiceRefused(
                f"the endpoint <{iri}> is not among those that may be asked ({known}): "
                f"to ask it all the same, name it: --allow-service {iri}"
            )

    def private(self, host: str, port: int) -> bool:
        """Tell whether a private address is wanted at this host and port."""
        return any(origin(iri)[1:] == (host, port) for iri in self.named)


def origin(iri: str) -> tuple[str, str, int]:
    """Give scheme, host and port; raises ServiceRefused for what is no plain http(s) address."""
    try:
        parts = urlsplit(iri)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    plain = iri.isascii() and iri.isprintable() and not set(iri) & set(' <>"{}|\\^`')
    if port is None or not parts.hostname or "@" in parts.netloc or parts.fragment or not plain:
        raise ServiceRefused(f"<{iri}> is no address of an endpoint: an http or https IRI without user or fragment")
    return parts.scheme, parts.hostname, port
