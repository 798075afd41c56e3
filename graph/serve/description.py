"""What the server says of itself in RDF: its service description, the dataset's, the saved queries as examples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ...ontology import prefixes, term
from ...ontology.errors import RequestRefused
from ...queries import queries
from ..export import dump
from ..pages.reader import is_chinese
from ..store import ordered
from .formats import GRAPHS, offered
from .messages import Response
from .negotiation import choose
from .routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...queries import Query
    from .messages import Request
    from .service import Service

    Quads = Callable[[Service], Iterator[Quad]]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_PREFIXES = {"sd": _SD, "formats": _FORMATS}
_KINDS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Construct"}


class Documents:
    """RDF documents about what is served, each made once a release and format."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], bytes] = {}
        self._release = ""

    def response(self, service: Service, request: Request, name: str, quads: Quads, names: dict[str, str]) -> Response:
        """Give a document in the format that the client likes best; raises RequestRefused where it likes none."""
        media = choose(request.header("accept"), tuple(GRAPHS))
        if media is None:
            available = offered({"graph": None})
            raise RequestRefused(
                406, "not-acceptable", f"this is to be had as {', '.join(available)}", available=available
            )
        if self._release != service.release.id:
            self._made, self._release = {}, service.release.id
        form = GRAPHS[media]
        if (name, form) not in self._made:
            self._made[name, form] = dump(ordered(quads(service)), form, names)
        return Response(media=media, body=self._made[name, form], keep=True)


def routes(service: Service) -> list[Route]:
    """Give the well-known routes."""
    documents = Documents()
    return [
        Route("/.well-known/void", partial(_document, service, documents, _dataset), name="void"),
        Route("/.well-known/sparql-examples", partial(_document, service, documents, _examples), name="examples"),
    ]


async def _document(service: Service, documents: Documents, quads: Quads, request: Request) -> Response:
    return documents.response(service, request, quads.__name__, quads, {})


def describe_service(service: Service, documents: Documents, request: Request) -> Response:
    """Give the service description: https://www.w3.org/TR/sparql11-service-description/."""
    return documents.response(service, request, "service", _service, _PREFIXES)


def _dataset(service: Service) -> Iterator[Quad]:
    return parse(service.release.description, format=RdfFormat.TURTLE)


def _examples(service: Service) -> Iterator[Quad]:
    return _said(_example_triples(service))


def _service(service: Service) -> Iterator[Quad]:
    endpoint = f"{service.base}sparql"
    said: list[tuple[str, str, NamedNode | Literal]] = [
        (endpoint, term("rdf:type"), NamedNode(_SD + "Service")),
        (endpoint, _SD + "endpoint", NamedNode(endpoint)),
        (endpoint, _SD + "supportedLanguage", NamedNode(_SD + "SPARQL11Query")),
        (endpoint, _SD + "feature", NamedNode(_SD + "UnionDefaultGraph")),
        (endpoint, _SD + "defaultDataset", NamedNode(f"{endpoint}#dataset")),
        (endpoint, _SD + "availableGraphs", NamedNode(f"{endpoint}#graphs")),
        (f"{endpoint}#graphs", term("rdf:type"), NamedNode(_SD + "GraphCollection")),
        (f"{endpoint}#dataset", term("rdf:type"), NamedNode(_SD + "Dataset")),
        (f"{endpoint}#dataset", _SD + "defaultGraph", NamedNode(f"{endpoint}#default")),
        (f"{endpoint}#default", term("rdf:type"), NamedNode(_SD + "Graph")),
        (f"{endpoint}#dataset", term("dcterms:source"), NamedNode(f"{service.release.base}dataset")),
    ]
    said += [(endpoint, _SD + "resultFormat", NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS]
    if service.settings.services:
        said.append((endpoint, _SD + "feature", NamedNode(_SD + "BasicFederatedQuery")))
    for count, graph in enumerate(service.release.graphs, 1):
        node = f"{endpoint}#graph-{count}"
        for owner in (f"{endpoint}#dataset", f"{endpoint}#graphs"):
            said.append((owner, _SD + "namedGraph", NamedNode(node)))
        said += [
            (node, term("rdf:type"), NamedNode(_SD + "NamedGraph")),
            (node, _SD + "name", NamedNode(graph)),
            (node, _SD + "graph", NamedNode(graph)),
            (graph, term("rdf:type"), NamedNode(_SD + "Graph")),
        ]
    return _said(said)


def _example_triples(service: Service) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    from ... import ontology

    declared = ontology.IRI
    for prefix, namespace in prefixes().items():
        node = f"{ontology.IRI}/prefix/{prefix}"
        yield declared, term("sh:declare"), NamedNode(node)
        yield node, term("sh:prefix"), Literal(prefix)
        yield node, term("sh:namespace"), Literal(namespace, datatype=NamedNode(term("xsd:anyURI")))
    for query in queries():
        yield from _example(service, query, declared)


def _example(service: Service, query: Query, declared: str) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    node, kind = f"{service.base}api/{query.name}", query.form
    yield node, term("rdf:type"), NamedNode(term("sh:SPARQLExecutable"))
    yield node, term("rdf:type"), NamedNode(term(f"sh:SPARQL{_KINDS[kind]}Executable"))
    yield node, term(f"sh:{_KINDS[kind].lower()}"), Literal(query.bound({}))
    yield node, term("sh:prefixes"), NamedNode(declared)
    yield node, term("schema:target"), NamedNode(f"{service.base}sparql")
    yield node, term("rdfs:label"), Literal(query.summary, language="en")
    if query.summary_zh:
        yield node, term("rdfs:label"), Literal(query.summary_zh, language="zh")
    for line in query.description.splitlines():
        yield node, term("rdfs:comment"), Literal(line, language="zh" if is_chinese(line) else "en")
    for tag in query.tags:
        yield node, term("schema:keywords"), Literal(tag)


def _said(triples: Iterable[tuple[str, str, NamedNode | Literal]]) -> Iterator[Quad]:
    return (Quad(NamedNode(s), NamedNode(p), o) for s, p, o in triples)
