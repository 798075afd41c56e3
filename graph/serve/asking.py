"""The pages that ask: each saved query with a form for its parameters, and an editor for any other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from ...ontology import prefixes
from ...ontology.errors import RequestRefused
from ...queries import queries
from ..pages import answer, overview
from ..pages.problems import explained
from ..pages.render import Frame, page
from .formats import SUFFIXES, Choice, suffixed
from .protocol import DATASET, EDITOR
from .routing import Route
from .saved import bound, named
from .service import Question
from .site import only_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...queries import Query
    from ..pages.reader import Reader
    from .messages import Request, Response
    from .site import Site

EXAMPLE = """\
# The places with most twinnings.
SELECT ?place ?name (COUNT(?twinning) AS ?twinnings)
WHERE {
  ?twinning a yc:Twinning ; yc:partner ?place .
  ?place rdfs:label ?name FILTER (LANG(?name) = "en")
}
GROUP BY ?place ?name
ORDER BY DESC(?twinnings) ?name
LIMIT 20
"""
_JSON = "application/sparql-results+json"
_CHOICE = Choice(_JSON, _JSON, "text/turtle")
_READ = 4 << 20
_TABLE, _TRIPLES = ("csv", "tsv", "json", "xml"), ("ttl", "nt", "jsonld", "rdf")


class Outcome(NamedTuple):
    """What became of a query: its answer, or why there is none; neither where none was asked."""

    answer: answer.Answer | None = None
    refusal: RequestRefused | None = None

    def view(self, reader: Reader) -> dict[str, Any]:
        """Give what a page shows of it."""
        if self.refusal is None:
            return {"answer": self.answer, "refusal": None}
        members = self.refusal.members
        why = explained(reader, self.refusal.kind, members)
        place = {"line": members.get("line"), "column": members.get("column")}
        return {"answer": None, "refusal": {"why": why, "detail": self.refusal.detail, **place}}

    @property
    def forms(self) -> tuple[str, ...]:
        """Give the suffixes that the answer can be taken away by."""
        return _TRIPLES if self.answer and self.answer.triples else _TABLE


def routes(site: Site) -> list[Route]:
    """Give the routes of the pages that ask."""
    known = {saved.name: saved for saved in queries()}
    return [
        Route("/queries", only_page(partial(_index, site)), name="queries"),
        Route("/queries/{name}", only_page(partial(_saved, site, known=known)), name="question"),
        Route(f"/{EDITOR}", only_page(partial(_editor, site)), name="editor"),
        Route(f"/{EDITOR}.{{suffix}}", partial(_taken, site), name="editor"),
    ]


async def _index(site: Site, request: Request) -> Response:
    reader = site.reader(request)
    view = {"questions": overview.questions(reader)}
    made = partial(page, "queries", view, reader, site.links(reader), Frame("queries"))
    return site.response(await site.make(("queries", reader), made), reader, request)


async def _saved(site: Site, request: Request, known: Mapping[str, Query]) -> Response:
    query = named(known, request.parameters["name"], f"{site.service.base}queries")
    values = {name: value for name, value in request.fields() if name != "lang"}
    try:
        text = await bound(site.service, query, values)
    except RequestRefused as refusal:
        text, outcome = query.text, Outcome(refusal=refusal)
    else:
        outcome = await _outcome(site, request, Question(text))
    given = f"?{urlencode(values)}" if values else ""
    reader = site.reader(request)
    view = {
        "query": query,
        "name": overview.title(query, reader),
        "description": overview.description(query, reader),
        "values": values,
        "text": text,
        "downloads": [(form, f"{site.root}api/{query.name}.{form}{given}") for form in outcome.forms],
        "editor": f"{site.root}query?{urlencode([('query', text), *_chosen(request)])}",
    }
    return await _given(site, request, "question", view, outcome)


async def _editor(site: Site, request: Request) -> Response:
    text = next((value for name, value in request.fields() if name == "query"), "").replace("\r\n", "\n")
    outcome = await _outcome(site, request, _question(request, text)) if text.strip() else Outcome()
    dataset = [pair for pair in request.fields() if pair[0] in DATASET]
    given = urlencode([("query", text), *dataset])
    view = {
        "text": text or EXAMPLE,
        "dataset": dataset,
        "downloads": [(form, f"{site.root}query.{form}?{given}") for form in outcome.forms],
        "prefixes": prefixes(),
    }
    return await _given(site, request, "editor", view, outcome)


async def _taken(site: Site, request: Request) -> Response:
    """Give the answer to the editor's query in the form that a suffix names, for a browser to keep."""
    suffix = request.parameters["suffix"]
    asked = [value for name, value in request.fields() if name == "query"]
    if suffix not in SUFFIXES or len(asked) != 1:
        raise RequestRefused(404, "unknown", f"say /query.FORM?query=…, FORM one of {', '.join(SUFFIXES)}")
    response = await site.service.answer(request, _question(request, asked[0]), suffixed(suffix))
    response.vary = ("accept-encoding",)
    return response


def _question(request: Request, text: str) -> Question:
    """Give a query with the dataset that the request names for it; a field of the form left empty names none."""
    default, named = (tuple(value for name, value in request.fields() if name == one and value) for one in DATASET)
    return Question(text, default, named) if default or named else Question(text)


async def _outcome(site: Site, request: Request, question: Question) -> Outcome:
    """Give what the endpoint's processes make of a query, under the endpoint's limits."""
    plain = replace(request, headers=[pair for pair in request.headers if pair[0] != b"accept-encoding"])
    try:
        response = await site.service.answer(plain, question, _CHOICE)
    except RequestRefused as refusal:
        return Outcome(refusal=refusal)
    total = int(response.log.get("rows") or 0)
    try:
        if response.length > _READ:
            return Outcome(answer.Answer(total=total, too_big=response.length))
        content = response.body if response.file is None else response.file.read(response.length, 0)
    finally:
        response.shed()
    if response.media == _JSON:
        return Outcome(await site.off(partial(answer.table, content)))
    return Outcome(answer.Answer(triples=content.decode() or "# no triples\n"))


async def _given(site: Site, request: Request, template: str, view: dict[str, Any], outcome: Outcome) -> Response:
    refusal = outcome.refusal
    shown = view | outcome.view(site.reader(request))
    response = await site.shown(request, template, shown, refusal.status if refusal else 200)
    if refusal and "retry_after" in refusal.members:
        response.headers.append(("retry-after", str(refusal.members["retry_after"])))
    return response


def _chosen(request: Request) -> list[tuple[str, str]]:
    return [pair for pair in request.fields() if pair[0] == "lang"]
