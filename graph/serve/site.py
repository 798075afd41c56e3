"""What pages are made of while serving: the release opened for reading, the reader of a request, pages made once."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from ...ontology.errors import RequestRefused
from ..pages.facts import Facts
from ..pages.links import Links
from ..pages.near import Names
from ..pages.reader import LANGUAGES, Reader, language
from ..pages.render import POLICY, Frame, page
from ..release import MANIFEST
from ..store import open_release
from .answers import Kept
from .formats import offered
from .messages import Response, problem
from .negotiation import choose, languages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping
    from typing import Any

    from .messages import Request
    from .releases import Release
    from .routing import Handler
    from .service import Service

    Made = Callable[[], bytes]

Found = TypeVar("Found")

HTML = "text/html"
_WAITING = 64
_MADE = 1 << 17  # of the setting `cache`, in MiB: an eighth of it for pages
_PROBLEM = "application/problem+json"
_OK = 200


class Opened:
    """A release as pages read it: only the pages' own lookups ever run on its store, never what a client sends."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.facts = Facts(open_release(release.folder))
        manifest = json.loads((release.folder / MANIFEST).read_text(encoding="utf-8"))
        self.files: dict[str, str] = manifest["outputs"]

    @cached_property
    def names(self) -> Names:
        """Give the index of names, made when first asked for."""
        return Names(self.facts, self.release.base)


class Site:
    """The pages of one service; they are made one at a time, in a thread beside the loop, and kept."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.root = urlsplit(service.base).path
        self._opened: Opened | None = None
        self._made: Kept[bytes] = Kept(service.settings.cache * _MADE)
        self._maker = ThreadPoolExecutor(1, "pages")
        self._waiting = 0

    def guarded(self, handler: Callable[[Site, Request], Awaitable[Response]]) -> Handler:
        """Give a handler whose refusals become pages for those who read pages."""
        return partial(self._guarded, handler)

    def opened(self) -> Opened:
        """Give the release that is served now."""
        release = self.service.release
        if self._opened is None or self._opened.release.folder != release.folder:
            self._made.clear()
            self._opened = Opened(release)
        return self._opened

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
        now = self._opened is None or self._opened.release.folder == self.service.release.folder
        response.keep = now and status == _OK and {name for name, _ in request.fields()} <= {"lang"}
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

    async def _guarded(self, handler: Callable[[Site, Request], Awaitable[Response]], request: Request) -> Response:
        try:
            return await handler(self, request)
        except RequestRefused as refusal:
            if choose(request.header("accept"), (_PROBLEM, "application/json", HTML)) != HTML:
                return problem(refusal)
            return self._refused(request, refusal)

    def _refused(self, request: Request, refusal: RequestRefused) -> Response:
        """Give a refusal as a page."""
        plain = problem(refusal)
        near: Any = refusal.members.get("near", ())
        try:
            reader = self.reader(request)
        except RequestRefused:
            reader = Reader()
        facts, links = self.opened().facts, self.links(reader)

        def made() -> bytes:
            named = [(iri, reader.name(facts, iri, *_NAMES)) for iri in near]
            view = {"status": refusal.status, "detail": refusal.detail, "near": named}
            return page("problem", view, reader, links, Frame(request.path.removeprefix("/")))

        response = self.response(made(), reader, request)
        response.status, response.keep, response.log = refusal.status, False, plain.log
        response.headers += plain.headers
        return response


_NAMES = ("rdfs:label", "skos:prefLabel", "dcterms:title")


def choose_form(request: Request, offers: tuple[str, ...]) -> str:
    """Give the media type on offer that a request likes best; raises RequestRefused where it likes none."""
    media = choose(request.header("accept"), offers)
    if media is None:
        available = [HTML, *offered({"graph": None})]
        raise RequestRefused(406, "not-acceptable", f"this is to be had as {', '.join(available)}", available=available)
    return media
