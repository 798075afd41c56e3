"""The saved queries as a REST API, as grlc makes one of a folder of queries: a path each, typed parameters, OpenAPI."""

from __future__ import annotations

import asyncio
import json
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from ...ontology.errors import BadParameter, RequestRefused
from ...queries import queries
from ..check import check
from .formats import SUFFIXES, chosen, offered, suffixed
from .messages import Response
from .routing import Route
from .service import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...queries import Parameter, Query
    from .messages import Request
    from .service import Service

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "uri"},
}
_LONGEST = 100
_REFUSALS = {
    "400": "a parameter that the query does not have, or a value that it cannot take",
    "406": "no form of the answer is acceptable",
    "422": "the answer is past the cap on rows, bytes or memory",
    "503": "too many queries wait: ask again after Retry-After",
    "504": "the query took longer than the deadline",
}


def routes(service: Service) -> list[Route]:
    """Give the routes of the saved queries and their description."""
    known = {saved.name: saved for saved in queries()}
    listed = [
        {"name": saved.name, "summary": saved.summary, "summary_zh": saved.summary_zh,
         "url": f"{service.base}api/{saved.name}",
         "parameters": {parameter.name: parameter.default for parameter in saved.parameters}}
        for saved in known.values()
    ]  # fmt: skip
    return [
        Route("/api", partial(_document, _json(listed)), name="api"),
        Route("/api/openapi.json", partial(_document, _json(openapi(service.base, known.values()))), name="openapi"),
        Route("/api/{name}", partial(_asked, service, known), name="api"),
    ]


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


async def _document(document: bytes, _: Request) -> Response:
    return Response(body=document, keep=True, vary=("accept-encoding",))


async def _asked(service: Service, known: Mapping[str, Query], request: Request) -> Response:
    name, dot, suffix = request.parameters["name"].partition(".")
    if dot and suffix not in SUFFIXES:
        raise RequestRefused(
            404, "unknown", f"no form .{suffix}: there are {', '.join('.' + known for known in SUFFIXES)}"
        )
    saved = named(known, name, f"{service.base}api")
    choice = suffixed(suffix) if dot else chosen(request.header("accept"))
    values, safe = _values(request)
    return await service.answer(request, Question(await bound(service, saved, values), safe_csv=safe), choice)


def named(known: Mapping[str, Query], name: str, listed: str) -> Query:
    """Give the saved query of that name; raises RequestRefused with those like it, or where they are listed."""
    if name in known:
        return known[name]
    name = name[:_LONGEST]
    like = get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(like)}?" if like else f"{listed} lists them"
    raise RequestRefused(404, "unknown", f"no saved query {name!r}: {hint}")


async def bound(service: Service, saved: Query, values: Mapping[str, str]) -> str:
    """Give the SPARQL of a saved query with these values; raises RequestRefused for one that it cannot take.

    As on the command line, a name of what is not in the release is refused with the nearest that there are.
    """
    try:
        text, names = saved.bound(values), saved.names(values)
        if names:
            await asyncio.to_thread(check, service.opened.known, names)
    except BadParameter as error:
        raise RequestRefused(400, "parameter", str(error), **error.members) from error
    return text


def _values(request: Request) -> tuple[dict[str, str], bool]:
    values: dict[str, str] = {}
    for name, value in request.fields():
        if name in values:
            raise RequestRefused(400, "parameter", f"parameter {name!r} is given twice")
        values[name] = value
    safe = values.pop("csv", None)
    if safe not in {None, "safe"}:
        raise RequestRefused(
            400, "parameter", "csv can only be `safe`: cells that start like a formula get an apostrophe"
        )
    return values, safe is not None


def openapi(base: str, known: Iterable[Query]) -> dict[str, Any]:
    """Give the OpenAPI document of the saved queries: https://spec.openapis.org/oas/v3.1.0."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Youcheng: saved questions about twinnings",
            "version": "1",
            "description": "Each path answers one saved SPARQL query; its parameters have defaults.",
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": {f"/api/{saved.name}": {"get": _operation(saved)} for saved in known},
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }


def _operation(saved: Query) -> dict[str, Any]:
    kind = {"SELECT": "solutions", "ASK": "boolean"}.get(saved.form, "graph")
    content: dict[str, Any] = {media: {} for media in offered({kind: None})}
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": saved.name,
        "summary": saved.summary,
        "x-summary-zh": saved.summary_zh,
        "description": saved.description,
        "tags": list(saved.tags),
        "parameters": [_parameter(parameter) for parameter in saved.parameters],
        "responses": {
            "200": {"description": "the answer, whole", "content": content},
            **{status: {"description": said, "content": refused} for status, said in _REFUSALS.items()},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said = dict(_TYPES[parameter.type])
    default: Any = parameter.default
    if parameter.type == "integer":
        default = int(default)
    elif parameter.type == "decimal":
        default = float(default)
    if parameter.range:
        said |= dict(zip(("minimum", "maximum"), parameter.range, strict=True))
    return {"name": parameter.name, "in": "query", "required": False, "schema": {**said, "default": default}}
