"""The Graph Store HTTP Protocol, read only: https://www.w3.org/TR/sparql11-http-rdf-update/."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...ontology.errors import RequestRefused
from .formats import chosen
from .routing import Route
from .service import Question

if TYPE_CHECKING:
    from .messages import Request, Response
    from .service import Service

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def routes(service: Service) -> list[Route]:
    """Give the graph store's route."""
    return [Route("/graphs", partial(_graph, service), name="graphs")]


async def _graph(service: Service, request: Request) -> Response:
    fields = request.fields()
    if fields == [("default", "")]:
        question = Question(_ALL)
    elif len(fields) == 1 and fields[0][0] == "graph":
        graph = fields[0][1]
        if graph not in service.release.graphs:
            held = list(service.release.graphs)
            raise RequestRefused(404, "unknown-graph", f"<{graph}> is no graph of this release", available=held)
        question = Question(_ALL, default=(graph,), named=())
    else:
        held = list(service.release.graphs)
        raise RequestRefused(
            400, "parameter", "say ?default (the union of all graphs) or ?graph=IRI, once", available=held
        )
    return await service.answer(request, question, chosen(request.header("accept")))
