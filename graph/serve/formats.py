"""The forms of an answer: for each kind of it the media types on offer, best first, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .negotiation import choose, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

HTML = "text/html"

_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_TEXT = {"text/csv": "csv", "text/tab-separated-values": "tsv", "text/plain": "text"}

SOLUTIONS: dict[str, str] = {_JSON: "json", _XML: "xml", **_TEXT, "application/json": "json", "application/xml": "xml"}
GRAPHS: dict[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}
OFFERS: dict[str, dict[str, str]] = {"solutions": SOLUTIONS, "boolean": SOLUTIONS, "graph": GRAPHS}
SUFFIXES = {
    "json": {"solutions": _JSON, "boolean": _JSON, "graph": "application/json"},
    "xml": {"solutions": _XML, "boolean": _XML, "graph": "application/xml"},
    "csv": {"solutions": "text/csv", "boolean": "text/csv"},
    "tsv": {"solutions": "text/tab-separated-values", "boolean": "text/tab-separated-values"},
    "txt": {"solutions": "text/plain", "boolean": "text/plain", "graph": "text/plain"},
    "ttl": {"graph": "text/turtle"},
    "nt": {"graph": "application/n-triples"},
    "jsonld": {"graph": "application/ld+json"},
    "rdf": {"graph": "application/rdf+xml"},
}

_CHARSET = {"text/csv", "text/tab-separated-values", "text/plain", "text/turtle"}


class Choice(NamedTuple):
    """The media type for each kind of answer, or None where the client takes none that there is."""

    solutions: str | None
    boolean: str | None
    graph: str | None

    def forms(self) -> dict[str, str | None]:
        """Give, for each kind of answer, the name of its form."""
        return {kind: media and OFFERS[kind][media] for kind, media in self._asdict().items()}


@remembered
def chosen(accept: str | None) -> Choice:
    """Give what an Accept header chooses for each kind of answer."""
    return Choice(*(choose(accept, tuple(OFFERS[kind])) for kind in Choice._fields))


def suffixed(suffix: str) -> Choice:
    """Give what a suffix such as ``csv`` chooses for each kind of answer."""
    return Choice(*(SUFFIXES[suffix].get(kind) for kind in Choice._fields))


def offered(kinds: Mapping[str, object] = OFFERS) -> list[str]:
    """Give the media types on offer for some kinds of answer, each once."""
    return list(dict.fromkeys(media for kind in kinds for media in OFFERS[kind]))


@remembered
def reads_pages(accept: str | None) -> bool:
    """Tell whether an Accept header would rather have a page than any form of an answer, as a browser's does."""
    return choose(accept, (*offered(), "application/problem+json", HTML)) == HTML


def variant(accept: str | None) -> tuple[Choice, bool, str | None, str | None]:
    """Give all that any response is chosen by of an Accept header: two headers that give the same get the same."""
    return chosen(accept), reads_pages(accept), choose(accept, (HTML, *GRAPHS)), choose(accept, (HTML,))


def content_type(media: str) -> str:
    """Give the Content-Type of a media type: text says that it is UTF-8."""
    return f"{media}; charset=utf-8" if media in _CHARSET else media
