"""What an operator asks: is it well, and how much has it done."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from ...ontology.errors import RequestRefused
from .messages import Response
from .metrics import MEDIA
from .routing import Route

if TYPE_CHECKING:
    from .messages import Request
    from .service import Service


def routes(service: Service) -> list[Route]:
    """Give the routes for operators; /metrics answers on the public port only where that is switched on."""
    found = [Route("/health", partial(_health, service), name="health")]
    if service.settings.metrics:
        found.append(Route("/metrics", partial(_metrics, service), name="metrics"))
    return found


def private_routes(service: Service) -> list[Route]:
    """Give the routes of the metrics port."""
    return [Route("/metrics", partial(_metrics, service), name="metrics")]


async def _health(service: Service, _: Request) -> Response:
    states = service.pool.states()
    able = states["idle"] + states["short"] > 0
    if not able or service.draining:
        raise RequestRefused(
            503, "closing" if service.draining else "no-worker", "no query can be answered now", retry_after=2
        )
    said = {"status": "ok", "release": service.release.id, "workers": states}
    return Response(body=json.dumps(said).encode(), headers=[("cache-control", "no-store")], vary=())


async def _metrics(service: Service, _: Request) -> Response:
    return Response(media=MEDIA, body=service.metrics.text(service), headers=[("cache-control", "no-store")], vary=())
