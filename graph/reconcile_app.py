"""The reconciliation service as an ASGI application, which can stand alone or be mounted beneath a path of another."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ..ontology.errors import BadReconciliation
from .reconcile_query import PROPERTIES, proposed, suggested, type_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from .reconcile import Reconciler

BODY = 2_000_000
"""The most bytes of a request's body."""

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,99}", re.ASCII)
_FORM = "application/x-www-form-urlencoded"
_HTML = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}


def application(reconciler: Reconciler) -> Starlette:
    """Give the application; every answer may be read from any origin, as the specification asks."""
    service = _Service(reconciler)
    return Starlette(
        routes=[
            Route("/", service.endpoint, methods=["GET", "POST"]),
            Route("/suggest/{kind}", service.suggest),
            Route("/properties", service.properties),
            Route("/preview/{id}", service.preview),
        ],
        middleware=[
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
        ],
    )


class _Service:
    """Handlers over one reconciler."""

    def __init__(self, reconciler: Reconciler) -> None:
        self.reconciler = reconciler

    async def endpoint(self, request: Request) -> Response:
        """Answer the manifest, a batch of queries, or a data extension, whichever the parameters ask for."""
        try:
            said = dict(request.query_params) | await _form(request)
            if "queries" in said:
                return await self.answer(said, self.reconciler.results, "queries")
            if "extend" in said:
                return await self.answer(said, self.reconciler.extension, "extend")
            if set(said) - {"callback"}:
                return _refusal(BadReconciliation(f"none of {', '.join(sorted(said))} is queries or extend"))
            return _answer(self.reconciler.manifest(), said)
        except BadReconciliation as error:
            return _refusal(error)

    async def answer(self, said: dict[str, str], how: Callable[[object], Any], name: str) -> Response:
        try:
            asked = json.loads(said[name])
        except (ValueError, RecursionError) as error:
            raise BadReconciliation(f"{name} is not JSON: {error}") from error
        return _answer(await run_in_threadpool(how, asked), said)

    def suggest(self, request: Request) -> Response:
        """Answer a suggest query for entities, types or properties."""
        said = dict(request.query_params)
        try:
            prefix, cursor = said.get("prefix", ""), _number(said, "cursor") or 0
            match request.path_params["kind"]:
                case "entity":
                    return _answer(self.reconciler.suggest_entities(prefix, cursor), said)
                case "type":
                    return _answer(suggested(type_names(), prefix, cursor), said)
                case "property":
                    return _answer(suggested(PROPERTIES, prefix, cursor), said)
                case other:
                    return _refusal(BadReconciliation(f"there is no suggest service for {other!r}", status=404))
        except BadReconciliation as error:
            return _refusal(error)

    def properties(self, request: Request) -> Response:
        """Answer which properties can be fetched for a type."""
        said = dict(request.query_params)
        try:
            return _answer(proposed(said.get("type", "place"), _number(said, "limit")), said)
        except BadReconciliation as error:
            return _refusal(error)

    def preview(self, request: Request) -> Response:
        """Answer a small page about an item."""
        page = self.reconciler.preview(request.path_params["id"])
        if page is None:
            return _refusal(BadReconciliation(f"no item {request.path_params['id']!r}", status=404))
        return HTMLResponse(page, headers=_HTML)


async def _form(request: Request) -> dict[str, str]:
    """Give the fields of a posted form."""
    if request.method != "POST":
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise BadReconciliation(f"a body of type {kind or 'none'!r} is not read: post {_FORM}", status=415)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY:
            raise BadReconciliation(f"the body is bigger than {BODY:,} bytes: ask in smaller batches", status=413)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise BadReconciliation(f"the body is not an urlencoded form in UTF-8: {error}") from error


def _number(said: dict[str, str], name: str) -> int | None:
    written = said.get(name)
    if written is None:
        return None
    if not re.fullmatch(r"\d{1,6}", written, re.ASCII):
        raise BadReconciliation(f"{name} {written!r} is not a whole number")
    return int(written)


def _answer(content: object, said: dict[str, str]) -> Response:
    """Give JSON, or JSONP where a callback is named."""
    text = json.dumps(content, ensure_ascii=False)
    headers = {"x-content-type-options": "nosniff"}
    callback = said.get("callback")
    if callback is None:
        return Response(text, media_type="application/json", headers=headers)
    if not _CALLBACK.fullmatch(callback):
        raise BadReconciliation(f"callback {callback!r} is not the name of a function")
    script = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({script});", media_type="application/javascript", headers=headers)


def _refusal(error: BadReconciliation) -> Response:
    said = json.dumps({"error": str(error)}, ensure_ascii=False)
    headers = {"x-content-type-options": "nosniff"}
    return Response(said, status_code=error.status, media_type="application/json", headers=headers)
