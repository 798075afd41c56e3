"""Linked data as served: which document tells of an IRI, in which form, in which language."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode
from rdflib import Graph, URIRef

from tests.served_pages import BASE, HTML, KINDS, RDF, facts, links_of, site, start, tree, triples
from youcheng.graph.pages import documents
from youcheng.graph.pages.reader import LANGUAGES, language, words
from youcheng.graph.serve import linked
from youcheng.graph.serve.log import Log
from youcheng.graph.serve.messages import Request
from youcheng.graph.serve.metrics import Metrics
from youcheng.graph.serve.negotiation import languages
from youcheng.graph.serve.routing import Routes
from youcheng.graph.serve.service import Service
from youcheng.graph.serve.settings import Settings
from youcheng.graph.serve.site import Site
from youcheng.ontology.errors import YouchengError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.serve.servers import Server
    from youcheng.graph.pages.facts import Facts


__all__ = ["facts", "site", "start"]


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_kind(facts: Facts, path: str, kind: str) -> None:
    """Each IRI is told by the page of its kind."""
    assert documents.kind(facts, BASE + path) == kind


@pytest.mark.parametrize("path", ["place/jp-nrra", 'place/jp-nara"', "place/jp nara", "place/奈良", "x" * 2000])
def test_no_kind(facts: Facts, path: str) -> None:
    """What is not in the release, or is no IRI, has no page."""
    assert documents.kind(facts, BASE + path) is None


@pytest.mark.parametrize("path", [path for path, kind in KINDS.items() if kind not in documents.DOCUMENTS])
def test_a_thing_is_elsewhere(site: Server, path: str) -> None:
    """A place, twinning or concept is no document: 303 leads to the one that is wanted, and language is kept."""
    for accept, suffix in ((HTML, "html"), ("text/turtle", "ttl"), ("application/rdf+xml", "rdf"), ("*/*", "html")):
        reply = site.get(f"/{path}?lang=zh-Hans&other=x", accept)
        assert (reply.status, reply.headers["location"]) == (303, f"/{path}.{suffix}?lang=zh-Hans")
        assert reply.headers["vary"] == "accept"
        assert links_of(reply)["cite-as"] == [BASE + path]


@pytest.mark.parametrize("path", ["list/xian-2023-05", "ontology", "derived/since"])
def test_a_document_is_here(site: Server, path: str) -> None:
    """A list, the vocabulary and a graph are documents: 200, with Content-Location saying which form it is."""
    for accept, suffix in ((HTML, "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld")):
        reply = site.get(f"/{path}", accept)
        assert (reply.status, reply.headers["content-location"]) == (200, f"/{path}.{suffix}")
        assert reply.headers["vary"].split(", ")[0] == "accept"
        assert reply.body == site.get(f"/{path}.{suffix}", "image/png").body


@pytest.mark.parametrize("path", KINDS)
def test_forms_say_the_same(site: Server, path: str) -> None:
    """All four RDF forms of a document hold the same triples, some of them about its IRI."""
    answers = {suffix: site.get(f"/{path}.{suffix}") for suffix in RDF}
    for suffix, reply in answers.items():
        assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, RDF[suffix][0])
        assert "accept" not in reply.headers["vary"].split(", ")
    held = {suffix: triples(reply, suffix) for suffix, reply in answers.items()}
    assert held["ttl"] == held["nt"] == held["jsonld"] == held["rdf"]
    assert held["ttl"]


def test_a_place_with_its_ties(site: Server, facts: Facts) -> None:
    """The RDF of a place holds its twinnings and what its partners are called."""
    place, twinning = BASE + "place/jp-nara", BASE + "twinning/cn-xian--jp-nara"
    held = triples(site.get("/place/jp-nara.nt"), "nt")
    assert {quad.triple for one in (place, twinning) for quad in facts.about(one)} <= held
    assert any(getattr(t, "subject", None) == NamedNode(BASE + "place/cn-xian") for t in held)


def test_rdflib_follows(site: Server) -> None:
    """A client nobody here wrote gets RDF of an IRI by negotiation, over the redirection."""
    found = Graph().parse(f"{site.url}place/jp-nara")
    assert (URIRef(BASE + "place/jp-nara"), None, None) in found


def test_not_acceptable(site: Server) -> None:
    """Where nothing that is wanted is on offer, 406 says what is."""
    reply = site.get("/place/jp-nara", "image/png")
    assert reply.status == 406
    assert {HTML, "text/turtle"} <= set(reply.json["available"])


def test_signposts(site: Server) -> None:
    """A client finds IRI, other forms, licence and collection without reading a body."""
    page = links_of(site.get("/place/jp-nara.html"))
    assert page["cite-as"] == [BASE + "place/jp-nara"]
    assert page["canonical"] == [f"{site.url}place/jp-nara.html"]
    assert page["describedby"] == [f"{site.url}place/jp-nara.{suffix}" for suffix in RDF]
    assert page["collection"] == [BASE + "dataset"]
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in page["license"]
    assert links_of(site.get("/place/jp-nara.ttl"))["describes"] == [BASE + "place/jp-nara"]
    assert links_of(site.get("/list/xinjiang-2023-12"))["license"] == [
        "https://creativecommons.org/licenses/by-sa/4.0/"
    ]
    assert "license" not in links_of(site.get("/list/xian-2023-05"))  # its publisher states none


def test_unknown_with_near_names(site: Server) -> None:
    """An IRI that is not there is 404, with those that are like it, as a page or as problem+json."""
    told = site.get("/place/jp-narra")
    assert (told.status, told.headers["content-type"]) == (404, "application/problem+json")
    assert told.json["near"][0] == BASE + "place/jp-nara"
    page = site.get("/place/jp-narra", HTML)
    assert (page.status, page.headers["cache-control"]) == (404, "no-store")
    assert "/place/jp-nara.html" in tree(page.body).xpath("//main//a/@href")


@pytest.mark.parametrize(
    "path", ["/manifest.json", "/store/CURRENT", "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2frender.py"]
)
def test_no_file_but_those_of_the_manifest(site: Server, path: str) -> None:
    """Only files that the release's manifest names are given; no path leads out of it."""
    assert site.get(path).status == 404


def test_dumps(site: Server, release: Path) -> None:
    """The dumps that the description names are there, byte by byte."""
    for name in json.loads((release / "manifest.json").read_text(encoding="utf-8"))["outputs"]:
        assert site.get(f"/{name}").body == (release / name).read_bytes()


def test_replaced(release: Path) -> None:
    """An IRI that was given up is 301 to its successor in the same form; the table that is kept is empty today."""

    async def asked() -> list[tuple[int, str]]:
        service = Service(Settings(release=release, workers=1), "http://example.org/", Log(), Metrics())
        await service.open()
        try:
            routes = Routes(linked.routes(Site(service), {"place/jp-old": "place/jp-nara"}))
            found = []
            for path, query in (
                ("/place/jp-old", b""),
                ("/place/jp-old.ttl", b"lang=en&a=%0d%0ab"),
                ("/place/jp-nara", b""),
            ):
                route, parameters = routes.find(path)
                assert route is not None
                reply = await route.handler(Request("GET", path, query, [], "", asyncio.Event().wait, parameters))  # type: ignore[arg-type]
                found.append((reply.status, dict(reply.headers)["location"]))
            return found
        finally:
            await service.close()

    moved = (301, "/place/jp-nara"), (301, "/place/jp-nara.ttl?lang=en"), (303, "/place/jp-nara.html")
    assert tuple(asyncio.run(asked())) == moved
    assert documents.replaced() == {}


def test_replaced_table(tmp_path: Path) -> None:
    """The table of IRIs given up is read by its tabs, and a line that is amiss is named."""
    path = tmp_path / "replaced.tsv"
    path.write_text("# a remark\nplace/a\tplace/b\n", encoding="utf-8")
    assert documents.replaced(path) == {"place/a": "place/b"}
    path.write_text("place/a place/b\n", encoding="utf-8")
    with pytest.raises(YouchengError, match="line 1"):
        documents.replaced(path)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("zh", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fr, en-GB;q=0.5, zh;q=0.4", "en"),
        ("fr, zh;q=0.4", "zh-Hans"),
        ("en;q=0, zh-Hant;q=0.1", "zh-Hant"),
    ],
)
def test_language(header: str | None, expected: str) -> None:
    """The reader's language follows Accept-Language, in its order."""
    assert language(languages(header)) == expected


def test_words() -> None:
    """All languages have the same words, and the traditional ones are in traditional characters."""
    assert words("en").keys() == words("zh-Hans").keys() == words("zh-Hant").keys()
    assert (words("zh-Hans")["lists"], words("zh-Hant")["lists"]) == ("名录", "名錄")


def test_labels_and_vary(site: Server) -> None:
    """Labels come in the reader's language; a language chosen by the switch is carried on and needs no Vary."""
    told = site.get("/place/jp-kyoto.html", Accept_Language="zh-CN")
    assert told.headers["content-language"] == "zh-Hans"
    assert "accept-language" in told.headers["vary"]
    chosen = site.get("/place/jp-kyoto.html?lang=en", Accept_Language="zh-CN")
    assert "accept-language" not in chosen.headers["vary"]
    page = tree(chosen.body)
    assert page.xpath("string(//h1/span)") == "Kyoto"
    assert "/place/cn-xian.html?lang=en" in page.xpath("//main//a/@href")
    assert tree(told.body).xpath("//h1/span/@lang") == ["zh-Hans"]
    switch = tree(told.body).xpath("//nav[@class='languages']/a/@href")
    assert switch == [f"/place/jp-kyoto.html?lang={one}" for one in LANGUAGES]
    assert site.get("/place/jp-kyoto.html?lang=xx").status == 400


def test_never_the_host_header(site: Server) -> None:
    """IRIs and links come from the configured address, whatever Host says."""
    for path in ("/place/jp-nara.html", "/place/jp-nara", "/ontology", "/", "/place/nope"):
        reply = site.get(path, HTML, Host="evil.example", X_Forwarded_Host="evil.example")
        assert b"evil.example" not in reply.body + str(reply.headers).encode()


def test_an_address_with_a_path(start: Callable[..., Server], release: Path) -> None:
    """Behind a proxy that serves it under a path, links begin with that path, canonical ones with the address."""
    proxied = start(release, "url=https://example.org/twins/", "workers=1")
    page = tree(proxied.get("/place/jp-nara.html").body)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/twins/place/jp-nara.html"]
    assert all(one.startswith(("/twins/", "#", "http")) for one in page.xpath("//@href"))
    assert proxied.get("/place/jp-nara").headers["location"] == "/twins/place/jp-nara.html"
