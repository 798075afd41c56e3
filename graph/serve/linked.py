"""Linked data: every IRI of the release answers with a page or with RDF, by negotiation or by suffix."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, parse

from ...ontology.errors import RequestRefused, UnknownPage
from ...queries import queries
from ..describe import MEDIA_TYPES
from ..export import dump
from ..pages import documents, overview
from ..pages.links import iris
from ..pages.render import STATIC, Frame, document, page, stamp
from ..store import ordered
from . import asking
from .formats import GRAPHS, HTML, Choice
from .messages import Response
from .negotiation import choose_encoding
from .routing import Route
from .service import Question
from .signposts import signposts
from .site import choose_form, only_page

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..pages.reader import Reader
    from .messages import Request
    from .site import Site

RDF = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_OFFERS = (HTML, *GRAPHS)
_SUFFIX_OF = {media: suffix for suffix, media in RDF.items()} | {
    "text/plain": "nt", "application/json": "jsonld", "application/xml": "rdf", HTML: "html"
}  # fmt: skip
_FILES = MEDIA_TYPES | {"json": "application/json", "svg": "image/svg+xml", "css": "text/css; charset=utf-8"}
_DATASET = "dataset"
_DIGITS = 9
_ASKED = {"api", "queries"}
_PLAIN = {*_ASKED, "place", "search", "query", "graphs", "health", "dataset", ".well-known/void", "api/openapi.json"}
_FOR_EVER = ("cache-control", "public, max-age=31536000, immutable")


class Address(NamedTuple):
    """What a path asks for: an IRI, its kind, its path without suffix, and the media type if a suffix names one."""

    iri: str
    kind: str
    path: str
    media: str | None


def routes(site: Site, replaced: Mapping[str, str] | None = None) -> list[Route]:
    """Give the routes of pages and IRIs; ``replaced`` are paths given up, with their successors."""
    given_up = documents.replaced() if replaced is None else replaced
    known = frozenset(query.name for query in queries())
    return [
        Route("/", partial(_dataset, site, suffix=None), name="home"),
        Route("/place", only_page(partial(_places, site)), name="places"),
        Route("/search", only_page(partial(_search, site)), name="search"),
        *asking.routes(site),
        Route("/static/{name}", _static, name="static"),
        Route("/{path:path}", partial(_linked, site, given_up=given_up, known=known), name="iri"),
    ]


async def _linked(site: Site, request: Request, given_up: Mapping[str, str], known: Collection[str]) -> Response:
    path = request.parameters["path"]
    opened = site.opened()
    if path in opened.release.files:
        return await _file(site, path, request)
    if path.endswith("/") and _is_there(site, path.rstrip("/"), known):
        return _without_slash(site, path.rstrip("/"), request)
    bare, suffix = _split(path)
    if bare == _DATASET:
        return await _dataset(site, request, suffix)
    found = _found(site, path)
    if found is not None:
        return await _told(site, found, request)
    if bare in given_up:
        return _moved(site, given_up[bare], suffix, request)
    near = await site.off(lambda: opened.names.near(bare))
    raise RequestRefused(404, "unknown", f"this release holds nothing of {opened.release.base}{bare[:200]}", near=near)


def _is_there(site: Site, path: str, known: Collection[str]) -> bool:
    """Tell whether something answers at a path without a slash at its end."""
    folder, _, name = path.partition("/")
    if folder in _ASKED and name in known:
        return True
    return path in _PLAIN or path in site.opened().release.files or _found(site, path) is not None


def _without_slash(site: Site, path: str, request: Request) -> Response:
    """Give the 301 from an address with a slash at its end to the one that is meant."""
    asked = request.query_string.decode("ascii", "ignore")
    place = f"{site.root}{path}{'?' if asked else ''}{asked}"
    said = [("location", place), ("cache-control", "public, max-age=60")]
    return Response(301, "text/plain", f"see {site.root}{path}\n".encode(), headers=said, vary=())


def _split(path: str) -> tuple[str, str | None]:
    bare, dot, suffix = path.rpartition(".")
    return (bare, suffix) if dot and suffix in {*RDF, "html"} else (path, None)


def _found(site: Site, path: str) -> Address | None:
    """Give what a path asks for: an IRI that ends as a suffix does is still that IRI."""
    bare, suffix = _split(path)
    media = None if suffix is None else RDF.get(suffix, HTML)
    opened = site.opened()
    for local, asked in dict.fromkeys(((path, None), (bare, media))):
        for iri in iris(local, opened.release.base):
            kind = documents.kind(opened.facts, iri)
            if kind:
                return Address(iri, kind, local, asked)
    return None


async def _told(site: Site, found: Address, request: Request) -> Response:
    media = found.media or choose_form(request, _OFFERS)
    own = f"{site.root}{found.path}.{_SUFFIX_OF[media]}"
    if found.media is None and found.kind not in documents.DOCUMENTS:
        return _elsewhere(site, found, own, request)
    if media == HTML:
        response = await _page(site, found, request)
    else:
        question = Question(documents.rdf(found.kind, found.iri))
        response = await site.service.answer(request, question, Choice(None, None, media))
        response.vary = ("accept-encoding",)
    if found.media is None:
        response.vary = ("accept", *response.vary)
        response.headers.append(("content-location", own))
    response.headers += signposts(site, found.iri, found.kind, found.path, _SUFFIX_OF[media])
    return response


def _elsewhere(site: Site, found: Address, own: str, request: Request) -> Response:
    """Give the 303 from a thing, which is no document, to the document that tells of it."""
    place = own + _query(request)
    said = [("location", place), ("cache-control", "public, max-age=60")]
    said += signposts(site, found.iri, found.kind, found.path, None)
    return Response(303, "text/plain", f"see {place}\n".encode(), headers=said, vary=("accept",))


def _moved(site: Site, path: str, suffix: str | None, request: Request) -> Response:
    """Give the 301 from an IRI that was given up to the one that stands for the same thing."""
    place = f"{site.root}{path}{'.' + suffix if suffix else ''}{_query(request)}"
    said = [("location", place), ("cache-control", "public, max-age=60")]
    return Response(301, "text/plain", f"moved to {place}\n".encode(), headers=said, vary=())


def _query(request: Request) -> str:
    """Give the query string of a request, for a redirection: only the language, which is known to be harmless."""
    chosen = [value for name, value in request.fields() if name == "lang" and value.replace("-", "").isalpha()]
    return f"?lang={chosen[0]}" if chosen and chosen[0].isascii() else ""


async def _page(site: Site, found: Address, request: Request) -> Response:
    reader, facts = site.reader(request), site.opened().facts
    part = _part(request) if found.kind == "list" else 1
    made = partial(document, found.kind, facts, found.iri, reader, site.links(reader), part)
    try:
        return site.response(await site.make((found.iri, reader, part), made), reader, request)
    except UnknownPage as error:
        raise RequestRefused(404, "unknown", str(error)) from error


def _part(request: Request) -> int:
    """Give the number of the page of a list that is asked for; raises RequestRefused for what is no number."""
    asked = [value for name, value in request.fields() if name == "page"] or ["1"]
    if not (asked[0].isascii() and asked[0].isdigit() and len(asked[0]) < _DIGITS):
        raise RequestRefused(400, "parameter", f"page can only be a number, not {asked[0][:40]!r}")
    return int(asked[0])


async def _dataset(site: Site, request: Request, suffix: str | None) -> Response:
    """Give the home page, or the description of the whole release."""
    media = choose_form(request, _OFFERS) if suffix is None else RDF.get(suffix, HTML)
    opened = site.opened()
    if media == HTML:
        reader = site.reader(request)
        response = site.response(await site.make(("home", reader), partial(_home, site, reader)), reader, request)
    else:
        form = GRAPHS[media]
        quads = parse(opened.release.description, format=RdfFormat.TURTLE)
        content = await site.make((_DATASET, form), lambda: dump(ordered(quads), form, {}))
        response = Response(media=media, body=content, vary=("accept-encoding",), keep=True)
    if suffix is None:
        response.vary = ("accept", *response.vary)
    response.headers += signposts(site, f"{opened.release.base}{_DATASET}", _DATASET, _DATASET, _SUFFIX_OF[media])
    return response


def _home(site: Site, reader: Reader) -> bytes:
    opened = site.opened()
    view = overview.home(opened.facts, reader, opened.release.base)
    return page("home", view, reader, site.links(reader), Frame(""))


async def _places(site: Site, request: Request) -> Response:
    reader = site.reader(request)
    return site.response(await site.make(("places", reader), partial(_by_country, site, reader)), reader, request)


def _by_country(site: Site, reader: Reader) -> bytes:
    view = overview.places(site.opened().facts, reader)
    return page("places", view, reader, site.links(reader), Frame("place"))


async def _search(site: Site, request: Request) -> Response:
    reader, opened = site.reader(request), site.opened()
    words = next((value for name, value in request.fields() if name == "words"), "")[:100]
    view = await site.off(lambda: overview.results(opened.facts, reader, words, opened.names.called(words)))
    return await site.shown(request, "search", view)


async def _file(site: Site, name: str, request: Request) -> Response:
    """Give a file of the release by its name in the manifest; no other name leads to a file."""
    opened = site.opened()
    media = _FILES.get(name.rpartition(".")[2], "application/octet-stream")
    gzip = choose_encoding(request.header("accept-encoding")) == "gzip"
    file, size = await opened.zipped(name) if gzip else opened.file(name)
    encoding, tag = "gzip" if gzip else "identity", opened.release.files[name][:32]
    return Response(media=media, file=file, size=size, encoding=encoding, etag=tag, vary=("accept-encoding",))


async def _static(request: Request) -> Response:
    name = request.parameters["name"]
    if name not in {path.name for path in STATIC.iterdir()}:
        raise RequestRefused(404, "unknown", f"no file {name[:100]!r} in static")
    media = _FILES[name.rpartition(".")[2]]
    response = Response(media=media, body=(STATIC / name).read_bytes(), vary=("accept-encoding",), keep=True)
    if ("v", stamp(name)) in request.fields():
        response.headers.append(_FOR_EVER)
    return response
