"""What the tests of pages share: a server of the release, its facts, and how an answer is taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html
from pyoxigraph import RdfFormat, parse

from tests.serve.servers import start
from youcheng.graph.pages.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyoxigraph import Store

    from tests.serve.servers import Reply, Server

__all__ = ["start"]

BASE = "https://w3id.org/youcheng/"
HTML = "text/html"
RDF = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
KINDS = {
    "place/jp-nara": "place",
    "place/jp": "place",
    "twinning/cn-tacheng--ru-rubtsovsk": "twinning",
    "list/xinjiang-2023-12": "list",
    "kind/sister-city": "concept",
    "kind": "scheme",
    "ontology": "vocabulary",
    "derived/since": "graph",
}


@pytest.fixture(scope="session")
def site(start: Callable[..., Server], release: Path) -> Server:
    """Start a server of the project's own release, whose IRIs are not beneath its own address."""
    return start(release)


@pytest.fixture(scope="session")
def facts(store: Store) -> Facts:
    """Give the facts of the project's own release."""
    return Facts(store)


def triples(reply: Reply, suffix: str) -> set[Any]:
    """Give the triples of an answer."""
    return {quad.triple for quad in parse(reply.body, format=RDF[suffix][1])}


def links_of(reply: Reply) -> dict[str, list[str]]:
    """Give the targets of a Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relations in re.findall(r'<([^>]*)>; rel="([^"]*)"', reply.headers["link"]):
        for relation in relations.split():
            found.setdefault(relation, []).append(target)
    return found


def tree(content: bytes) -> Any:  # noqa: ANN401 - what lxml's stubs say of XPath is of no use
    """Give a page as a tree."""
    return html.fromstring(content)
