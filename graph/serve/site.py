"""What pages are made of while serving: the reader of a request, and pages made once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode, urlsplit

from ...ontology.errors import RequestRefused
from ..pages.links import Links
from ..pages.problems import explained
from ..pages.reader import LANGUAGES, Reader, language
from ..pages.render import POLICY, Frame, page
from .answers import Kept
from .formats import HTML, reads_pages
from .messages import Response, problem
from .negotiation import choose, languages

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from typing import Any

    from .messages import Request
    from .opened import Opened
    from .routing import Handler
    from .service import Service

    Made = Callable[[], bytes]

Found = TypeVar("Found")

_WAITING = 64
_MADE = 1 << 17  # of the setting `cache`, in MiB: an eighth of it for pages
_OK = 200


class Site:
    """The pages of one service; they are made one at a time, in a thread beside the loop, and kept."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.root = urlsplit(service.base).path
        self._of: Opened | None = None
        self._made: Kept[bytes] = Kept(service.settings.cache * _MADE)
        self._maker = ThreadPoolExecutor(1, "pages")
        self._waiting = 0

    def opened(self) -> Opened:
        """Give the release that is served now."""
        return self.service.opened

    def reader(self, request: Request) -> Reader:
        """Give whom a request's page is for; raises RequestRefused for a language there are no words in."""
        asked = [value for name, value in request.fields() if name == "lang"]
        if not asked:
            return Reader(language(languages(request.header("accept-language"))))
        known = {one.lower(): one for one in LANGUAGES}
        if asked[0].lower() not in known:
            raise RequestRefused(400, "parameter", f"lang can only be {', '.join(LANGUAGES)}, not {asked[0][:40]!r}")
        return Reader(known[asked[0].lower()], chosen=True)

    def links(self, reader: Reader) -> Links:
        """Give the links of pages for a reader: a language that was chosen is carried on."""
        chosen = reader.language if reader.chosen else ""
        return Links(self.service.release.base, self.service.base, self.root, chosen)

    async def make(self, key: Hashable, made: Made) -> bytes:
        """Give a page, kept or made now; raises RequestRefused where too many wait to be made."""
        if self._of is not self.service.opened:
            self._made.clear()
            self._of = self.service.opened
        whole = (self.service.release.id, key)
        kept = self._made.get(whole)
        if kept is not None:
            return kept
        content = await self.off(made)
        self._made.put(whole, content, len(content))
        return content

    async def off(self, made: Callable[[], Found]) -> Found:
        """Give what is made beside the loop and not kept; raises RequestRefused where too many wait."""
        if self._waiting >= _WAITING:
            raise RequestRefused(503, "busy", "too many pages are being made: ask again soon", retry_after=1)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._maker, made)
        finally:
            self._waiting -= 1

    def response(self, content: bytes, reader: Reader, request: Request, status: int = _OK) -> Response:
        """Give a page as a response; it varies with the reader's header only where no language was chosen."""
        said = [("content-security-policy", POLICY), ("content-language", reader.language)]
        said.append(("referrer-policy", "same-origin"))
        vary = ("accept-encoding",) if reader.chosen else ("accept-language", "accept-encoding")
        response = Response(status, f"{HTML}; charset=utf-8", content, headers=said, vary=vary)
        response.keep = status == _OK and {name for name, _ in request.fields()} <= {"lang", "page"}
        if status != _OK:
            response.headers.append(("cache-control", "no-store"))
        return response

    async def shown(self, request: Request, template: str, view: Mapping[str, Any], status: int = _OK) -> Response:
        """Give a page that is made for this request alone."""
        reader = self.reader(request)
        asked = tuple(pair for pair in request.fields() if pair[0] != "lang")
        frame = Frame(request.path.removeprefix("/"), asked)
        content = await self.off(partial(page, template, view, reader, self.links(reader), frame))
        return self.response(content, reader, request, status)

    async def refused(self, request: Request, refusal: RequestRefused) -> Response:
        """Give a refusal: as a page to those who read pages, to all others as problem+json."""
        plain = problem(refusal)
        if not reads_pages(request.header("accept")):
            return plain
        try:
            reader = self.reader(request)
        except RequestRefused:  # a language that there is not, or parameters that cannot be read
            reader = Reader()
        try:
            content = await self.off(partial(self._problem, request, refusal, reader))
        except RequestRefused:  # too many pages are being made
            return plain
        response = self.response(content, reader, request, refusal.status)
        response.vary, response.log = ("accept", *response.vary), plain.log
        response.headers += [pair for pair in plain.headers if pair[0] != "cache-control"]
        return response

    def _problem(self, request: Request, refusal: RequestRefused, reader: Reader) -> bytes:
        """Give the page of a refusal: why, and the ways on."""
        facts, links = self.opened().facts, self.links(reader)
        near: Any = refusal.members.get("near", ())
        asked = [pair for pair in _fields(request) if pair[0] != "lang"]
        queries = [value for name, value in asked if name == "query"]
        frame = Frame(request.path.removeprefix("/"), tuple(asked))
        view = {
            "status": refusal.status,
            "why": explained(reader, refusal.kind, refusal.members),
            "detail": refusal.detail,
            "near": [(iri, reader.name(facts, iri, *_NAMES)) for iri in near],
            "again": _address(links, frame) if "retry_after" in refusal.members else "",
            "editor": links.file("query") + "?" + urlencode({"query": queries[0]}) if queries else "",
        }
        return page("problem", view, reader, links, frame)


_NAMES = ("rdfs:label", "skos:prefLabel", "dcterms:title")


def _fields(request: Request) -> list[tuple[str, str]]:
    """Give the parameters of a request, none where they cannot be read."""
    try:
        return request.fields()
    except RequestRefused:
        return []


def _address(links: Links, frame: Frame) -> str:
    """Give the address that a frame was asked by, in the language chosen."""
    asked = [*frame.query, *([("lang", links.language)] if links.language else [])]
    return links.file(frame.path) + (f"?{urlencode(asked)}" if asked else "")


def choose_form(request: Request, offers: tuple[str, ...]) -> str:
    """Give the media type on offer that a request likes best; raises RequestRefused where it likes none."""
    media = choose(request.header("accept"), offers)
    if media is None:
        available = list(offers)
        raise RequestRefused(406, "not-acceptable", f"this is to be had as {', '.join(available)}", available=available)
    return media


def only_page(handler: Handler) -> Handler:
    """Give a handler of what is to be had as a page alone: refused to those who take none."""

    async def shown(request: Request) -> Response:
        choose_form(request, (HTML,))
        response = await handler(request)
        if response.status == _OK:
            response.vary = ("accept", *response.vary)
        return response

    return shown
