"""The SPARQL 1.1 Protocol, query part: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ...ontology.errors import RequestRefused
from .description import Documents, describe_service
from .formats import chosen, reads_pages
from .messages import Response, form_fields
from .routing import Route
from .service import Question

if TYPE_CHECKING:
    from .messages import Request
    from .service import Service

PATH = "/sparql"
EDITOR = "query"
DATASET = ("default-graph-uri", "named-graph-uri")
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_OF_UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}
_ACCEPT_POST = (("accept-post", f"{_FORM}, {_QUERY}"),)


def routes(service: Service) -> list[Route]:
    """Give the endpoint's routes."""
    handler = partial(_endpoint, service, Documents())
    return [Route(path, handler, ("GET", "HEAD", "POST"), "sparql") for path in (PATH, PATH + "/")]


async def _endpoint(service: Service, documents: Documents, request: Request) -> Response:
    if request.method == "POST":
        question = await _posted(service, request)
    elif _by_browser(request):
        return _to_the_page(service, request)
    elif request.query_string:
        question = _question(request.fields())
    else:
        return describe_service(service, documents, request)
    return await service.answer(request, question, chosen(request.header("accept")))


def _by_browser(request: Request) -> bool:
    """Tell whether a browser asks, and for nothing that only the endpoint has (``format``, ``csv``, …)."""
    if not reads_pages(request.header("accept")):
        return False
    return {name for name, _ in request.fields()} <= {"query", *DATASET, "lang"}


def _to_the_page(service: Service, request: Request) -> Response:
    """Give the 303 to the page that asks the same, or has a form to ask by."""
    asked = urlencode(request.fields())
    place = f"{urlsplit(service.base).path}{EDITOR}{'?' if asked else ''}{asked}"
    said = [("location", place), ("cache-control", "public, max-age=60")]
    return Response(303, "text/plain", b"a page for browsers is at the address in Location\n", headers=said)


async def _posted(service: Service, request: Request) -> Question:
    kind = request.header("content-type")
    media, _, rest = (kind or "").partition(";")
    media = media.strip().lower()
    body = await request.body(service.settings.body << 10, service.settings.patience)
    if media == _UPDATE:
        raise RequestRefused(
            415, "update", "this endpoint answers queries only: it has no update operation", headers=_ACCEPT_POST
        )
    if media not in {_FORM, _QUERY}:
        said = f"a body of type {kind!r}" if kind else "a body without Content-Type"
        raise RequestRefused(415, "content-type", f"{said} is not read: send {_QUERY} or {_FORM}", headers=_ACCEPT_POST)
    _check_charset(rest)
    if media == _FORM:
        return _question(form_fields(body) + request.fields())
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestRefused(400, "encoding", f"the query is not UTF-8: byte {error.start} cannot be read") from error
    return _question([*request.fields(), ("query", text)])


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in {"utf-8", "utf8"}:
            raise RequestRefused(415, "charset", f"a body in {value!r} is not read: send UTF-8", headers=_ACCEPT_POST)


def _question(fields: list[tuple[str, str]]) -> Question:
    """Give what the fields of a request ask; raises RequestRefused where they do not make one query.

    Fields that the protocol does not know, such as ``format``, are passed over: clients send them for other servers.
    """
    names = {name for name, _ in fields}
    if updating := sorted(names & _OF_UPDATES):
        raise RequestRefused(
            403, "update", f"{updating[0]}: this endpoint answers queries only, it has no update operation"
        )
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise RequestRefused(
            400, "parameter", f"{len(queries)} queries in one request: send one, as the parameter `query`"
        )
    safe = [value for name, value in fields if name == "csv"]
    if safe not in ([], ["safe"]):
        raise RequestRefused(
            400, "parameter", "csv can only be `safe`: cells that start like a formula get an apostrophe"
        )
    # a form sends a field that was left empty, which names no graph
    default, named = (tuple(value for name, value in fields if name == one and value) for one in DATASET)
    given = bool(default or named)
    return Question(queries[0], default if given else None, named if given else None, bool(safe))
