"""Pages: what they show, what they escape, and that all their links lead somewhere."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from tests.served_pages import BASE, HTML, KINDS, facts, site, start, tree, triples
from youcheng.graph.build import build
from youcheng.graph.pages import meanings, overview, render
from youcheng.graph.pages.facts import Facts, Label
from youcheng.graph.pages.links import Links
from youcheng.graph.pages.near import Names
from youcheng.graph.pages.reader import LANGUAGES, Reader
from youcheng.graph.store import select
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris
from youcheng.ontology import IRI as ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Rewritten
    from tests.serve.servers import Server


__all__ = ["facts", "site", "start"]

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


def test_the_renderer_needs_no_server(site: Server, facts: Facts) -> None:
    """A page made from the store alone is the page that is served, byte by byte."""
    for path, kind in KINDS.items():
        for one in LANGUAGES:
            reader = Reader(one, chosen=True)
            made = render.document(kind, facts, BASE + path, reader, Links(BASE, site.url, "/", one))
            assert made == site.get(f"/{path}.html?lang={one}").body


def test_a_place(site: Server) -> None:
    """A place page shows its ties with dates and partners, and its item with the evidence."""
    page = tree(site.get("/place/cn-xian.html").body)
    assert len(page.xpath("//section[h2/@id='ties']//tbody/tr")) == 40
    first = page.xpath("//section[h2/@id='ties']//tbody/tr[1]")[0]
    assert "1974-02-01" in first.text_content()
    assert "Nara" in first.text_content()
    assert page.xpath("//dd/a[starts-with(@href, 'http://www.wikidata.org/entity/Q')]")
    unlinked = tree(site.get("/place/jp-katsunuma.html").body)
    assert "not linked" in unlinked.xpath("string(//main)")
    assert "no row is its own" in unlinked.xpath("string(//main)")


def test_a_disagreement(site: Server) -> None:
    """A twinning page shows each claim with its line and words, and dates that differ side by side."""
    page = tree(site.get("/twinning/cn-xinjiang--by-gomel-region.html").body)
    assert page.xpath("//div[@class='sides']//time/@datetime") == ["2016-09-20", "2023-03-01"]
    said = [re.sub(r"\s+", " ", row.text_content()) for row in page.xpath("//section[h2/@id='said']//tbody/tr")]
    assert "一说2023年3月1日[8]" in said[1]
    assert "/list/xinjiang-2023-12.html#note-1" in page.xpath("//a/@href")


def test_a_list(site: Server, facts: Facts) -> None:
    """A list page is the table as published, with its counts beside what was counted."""
    page = tree(site.get("/list/xinjiang-2023-12.html").body)
    assert len(page.xpath("//table[@class='published']/tbody/tr")) == 52
    stated = {"".join(row.xpath("./td[5]/text() | ./td[6]/text()")) for row in page.xpath("//tr[@class='off']")}
    assert stated == {"1615", "5152", "3944", "94", "910"}
    assert page.xpath("//h2[@id='audit']")
    assert not page.xpath("//dd[@id='rows-left-out']")
    ids = set(page.xpath("//@id"))
    store = {
        quad.subject.value for quad in parse(site.get("/list/xinjiang-2023-12.nt").body, format=RdfFormat.N_TRIPLES)
    }
    fragments = {one.partition("#")[2] for one in store if one.startswith(f"{BASE}list/xinjiang-2023-12#")}
    assert len(fragments) > 400
    assert fragments <= ids
    assert facts.exists(f"{BASE}list/xinjiang-2023-12#cite-8")


def test_the_vocabulary(site: Server) -> None:
    """Every term of the vocabulary has its place on one page, by the fragment of its IRI."""
    ids = set(tree(site.get("/ontology.html").body).xpath("//@id"))
    held = triples(site.get("/ontology.nt"), "nt")
    terms = {t.subject.value for t in held if isinstance(t.subject, NamedNode)}
    own = {one.partition("#")[2] for one in terms if one.startswith(f"{ONTOLOGY}#")}
    assert own
    assert own <= ids


def test_every_subject_has_a_page(site: Server, store: Store) -> None:
    """Every IRI of the release that anything is said of answers with a page and is named on it by its fragment."""
    subjects = {q.subject.value for q in store if isinstance(q.subject, NamedNode) and q.subject.value.startswith(BASE)}
    pages: dict[str, set[str]] = {}
    for subject in sorted(subjects):
        document, _, fragment = subject.partition("#")
        if document not in pages:
            reply = site.get(f"/{document.removeprefix(BASE)}.html")
            assert reply.status == 200, document
            pages[document] = set(tree(reply.body).xpath("//@id"))
        assert not fragment or fragment in pages[document], subject
    assert len(pages) > 250


def test_every_link_leads_somewhere(site: Server) -> None:
    """Followed from the home page, every link within the site leads to something, and to its fragment."""
    seen: dict[str, set[str] | None] = {}
    fragments: set[tuple[str, str]] = set()
    waiting = [site.url]
    while waiting:
        address = waiting.pop()
        reply = site.get(address.removeprefix(site.url.rstrip("/")), f"{HTML}, */*;q=0.5")
        assert reply.status in {200, 303}, address
        seen[address] = None
        if not reply.headers["content-type"].startswith(HTML):
            continue
        page = tree(reply.body)
        seen[address] = set(page.xpath("//@id"))
        for href in page.xpath("//a/@href | //link/@href"):
            target, fragment = urldefrag(urljoin(address, href))
            if not target.startswith(site.url) or "lang=" in target or _costly(target):
                continue
            fragments |= {(target, fragment)} if fragment else set()
            if target not in seen and target not in waiting:
                waiting.append(target)
    assert len(seen) > 400
    for target, fragment in fragments:
        held = seen[target]
        assert held is not None
        assert fragment in held, (target, fragment)


def _costly(target: str) -> bool:
    """Tell whether a link is one of very many of its sort."""
    return bool(
        re.search(
            r"/query[.?]|/api/.*\.|\.(nt|rdf|jsonld|ttl|nq|trig)$", urlsplit(target)._replace(fragment="").geturl()
        )
    )


def test_headers_of_pages(site: Server) -> None:
    """A page allows no script and no style of its own, is not sniffed, and holds neither."""
    for path in ("/", "/place/cn-xian.html", "/list/xian-2023-05.html", "/queries/partners-of-city", "/query", "/nope"):
        reply = site.get(path, HTML)
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        page = tree(reply.body)
        assert not page.xpath(
            "//@style | //style | //script[@type != 'application/ld+json'] | //@*[starts-with(name(), 'on')]"
        )


def test_small_pages(site: Server) -> None:
    """Pages come compressed, and another request for one is answered by its tag."""
    reply = site.request("GET", "/place/cn-xian.html", headers={"Accept-Encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.body) < 8_000
    again = site.get("/place/cn-xian.html", If_None_Match=site.get("/place/cn-xian.html").headers["etag"])
    assert again.status == 304
    assert site.request("HEAD", "/place/cn-xian.html").headers["content-length"] == str(
        len(site.get("/place/cn-xian.html").body)
    )


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_embedded_data(site: Server, path: str, kind: str) -> None:
    """The JSON-LD within a page is what the document's RDF says of its IRI; of a graph it says nothing, and is none."""
    content = "".join(tree(site.get(f"/{path}.html").body).xpath("//script/text()"))
    held = {quad.triple for quad in parse(content.encode(), format=RdfFormat.JSON_LD)} if content else set()
    assert held == {t for t in triples(site.get(f"/{path}.nt"), "nt") if t.subject == NamedNode(BASE + path)}
    assert bool(content) == bool(held) == (kind != "graph")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a release, by the real pipeline, of a list that means harm wherever a list can hold words."""
    folder = tmp_path_factory.mktemp("hostile")
    of_list = folder / "lists" / "evil-2023-05"
    of_list.mkdir(parents=True)
    text = (LISTS / "xian-2023-05" / "document.txt").read_text(encoding="utf-8")
    written = text.replace("我市已与", f"{EVIL}我市已与", 1)
    written = written.replace("| 城 市 |", "| 城 市 <script>alert(3)</script> |", 1)
    (of_list / "document.txt").write_text(written, encoding="utf-8")
    described = (LISTS / "xian-2023-05" / "list.yaml").read_text(encoding="utf-8")
    described = described.replace("zh: 西安市国际友好城市一览表", f"zh: {json.dumps(EVIL)}").replace(
        "en: Twinnings of Xi'an", f"en: {json.dumps(EVIL)}"
    )
    described = described.replace("zh: 西安市\n", f"zh: {json.dumps(EVIL)}\n", 1).replace(
        "header: 城 市,", "header: 城 市 <script>alert(3)</script>,"
    )
    described = described.replace("licence: none", f"licence: {json.dumps(EVIL)} # none")
    (of_list / "list.yaml").write_text(described, encoding="utf-8")
    build(folder / "dist", Iris(), lists=folder / "lists")
    return folder / "dist"


def test_rows_left_out(start: Callable[..., Server], rewritten: Rewritten, tmp_path: Path) -> None:
    """A list of which the build left a row out says so above its counts; one that is whole says nothing."""
    left = rewritten("xinjiang-2023-12", lambda text: text.replace("别尔茨克", "别尔次克"))
    build(tmp_path / "dist", Iris(), lists=left.folder.parent, keep_going=True)
    page = tree(start(tmp_path / "dist", "workers=1").get("/list/xinjiang-2023-12.html").body)
    assert page.xpath("string(//dd[@id='rows-left-out'])").startswith("1:")


def test_hostile_list(start: Callable[..., Server], hostile: Path) -> None:
    """Words of a list that look like markup are shown as words on every page."""
    server = start(hostile, "workers=1")
    shown = 0
    asked = "/query?query=SELECT+*+%7B+%3Fs+dcterms%3Atitle+%3Fo+%7D"
    pages = ("/", "/list/evil-2023-05.html", "/place/cn-xian.html", "/twinning/cn-xian--jp-nara.html", "/queries/lists")
    for path in (*pages, asked, "/search?words=alert"):
        reply = server.get(path, HTML)
        assert reply.status == 200
        page = tree(reply.body)
        assert not page.xpath("//script[@type != 'application/ld+json'] | //script[not(@type)] | //img | //@onerror"), (
            path
        )
        assert b"<script>alert" not in reply.body
        shown += page.text_content().count(EVIL)
    assert shown > 8


def test_a_new_release_is_shown(start: Callable[..., Server], hostile: Path, release: Path, tmp_path: Path) -> None:
    """When another release is put in place, its pages and files are shown, and nothing of the one before."""
    served = tmp_path / "dist"
    served.symlink_to(release.resolve())
    server = start(served, "workers=1", "watch=0.1")
    assert server.get("/list/xinjiang-2023-12.html").status == 200
    (tmp_path / "link").symlink_to(hostile.resolve())
    (tmp_path / "link").replace(served)
    until = time.monotonic() + 20
    while server.get("/list/xinjiang-2023-12.html").status == 200 and time.monotonic() < until:
        time.sleep(0.05)
    assert server.get("/list/xinjiang-2023-12.html").status == 404
    assert server.get("/list/evil-2023-05.html").status == 200
    assert server.get("/youcheng.ttl").body == (hostile / "youcheng.ttl").read_bytes()


def test_hostile_labels_and_iris(store: Store) -> None:
    """A label, a language and an IRI that mean harm are shown as words, and no link leads to anything but http(s)."""
    place, copy = NamedNode(BASE + "place/jp-nara"), Store()
    copy.extend(list(store))
    said: dict[str, Literal | NamedNode] = {
        "http://www.w3.org/2000/01/rdf-schema#label": Literal(EVIL, language="en"),
        "http://www.w3.org/2004/02/skos/core#altLabel": Literal("</script><script>alert(1)</script>", language="ar"),
        "http://www.w3.org/2002/07/owl#sameAs": NamedNode("javascript:alert(1)"),
        "http://purl.org/dc/terms/isReplacedBy": NamedNode(
            "data:text/html,<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E")
        ),
    }
    for triple in list(
        copy.quads_for_pattern(place, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None, None)
    ):
        copy.remove(triple)
    copy.extend([Quad(place, NamedNode(name), node, NamedNode(BASE + "places")) for name, node in said.items()])
    facts, reader = Facts(copy), Reader()
    for kind, path in (
        ("place", "place/jp-nara"),
        ("place", "place/cn-xian"),
        ("twinning", "twinning/cn-xian--jp-nara"),
        ("thing", "place/jp-nara"),
    ):
        made = render.document(kind, facts, BASE + path, reader, Links(BASE, "https://example.org/"))
        page = tree(made)
        assert not page.xpath("//img | //@onerror | //script[not(@type)]")
        assert len(page.xpath("//script")) == 1
        assert all(urlsplit(one).scheme in {"", "http", "https"} for one in page.xpath("//@href"))
        (content,) = page.xpath("//script/text()")
        json.loads(content)


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b", "file:///etc/passwd", "urn:x"]
)
def test_only_http_links(iri: str) -> None:
    """No other scheme than http(s) becomes a link."""
    assert not Links(BASE, "https://example.org/").to(iri)


@pytest.mark.parametrize(
    ("words", "iri"),
    [
        ("nara", "jp-nara"),
        ("奈良", "jp-nara"),
        ("Dnipro", "ua-dnipro"),
        ("ALMATY", "kz-almaty"),
        ("烏魯木齊", "cn-urumqi"),
        ("Urumqi", "cn-urumqi"),
        ("\uff38ian", "cn-xian"),
        ("Alamty", "kz-almaty"),
        ("q169134", "jp-nara"),
    ],
)
def test_search(site: Server, words: str, iri: str) -> None:
    """A place is found by its name in any language, former names too."""
    page = tree(site.get(f"/search?words={quote(words)}", HTML).body)
    assert any(iri in one for one in page.xpath("//ul[@class='found']//a/@href"))


def test_names(facts: Facts) -> None:
    """Nothing is found for nothing, and what is called exactly so comes first."""
    names = Names(facts, BASE)
    assert names.called("  ") == []
    assert names.called("Nara")[0].iri == BASE + "place/jp-nara"
    assert [found.iri for found in names.called("xian")] == [BASE + "place/cn-xian", BASE + "list/xian-2023-05"]
    assert [found.label.text for found in names.called("xian")] == ["Xi'an", "Twinnings of Xi'an"]
    assert names.near("kind/sister-cty")[0] == BASE + "kind/sister-city"


def test_traditional_names(facts: Facts) -> None:
    """Every Chinese name of a place finds it in traditional and in simplified characters."""
    from opencc import OpenCC

    names, conversions = Names(facts, BASE), [OpenCC(config) for config in ("s2t", "s2hk", "s2tw", "t2s")]
    tried = 0
    for iri in facts.members("schema:Place"):
        for label in facts.labels(iri, "rdfs:label"):
            if label.language.startswith("zh"):
                for written in {conversion.convert(label.text) for conversion in conversions} - {label.text}:
                    assert iri in [found.iri for found in names.called(written)], written
                    tried += 1
    assert tried > 50


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("twinning/jp-nara--cn-xian", "twinning/cn-xian--jp-nara"),
        ("twinning/jp-narra--cn-xian", "twinning/cn-xian--jp-nara"),
        ("place/奈良", "place/jp-nara"),
        ("place/烏魯木齊", "place/cn-urumqi"),
        ("烏魯木齊", "place/cn-urumqi"),
        ("place/Nara", "place/jp-nara"),
        ("place/Q169134", "place/jp-nara"),
        ("Q169134", "place/jp-nara"),
        ("place/us-kansas", "place/us-kansas-city-missouri"),
    ],
)
def test_what_an_address_meant(site: Server, path: str, meant: str) -> None:
    """An address with the sides the other way round, a name, an item or part of a path leads on to what is there."""
    reply = site.get(f"/{quote(path)}")
    assert (reply.status, reply.json["near"][0]) == (404, BASE + meant)
    assert tree(site.get(f"/{quote(path)}", HTML).body).xpath("//main//ul[1]//a/@href")[0] == f"/{meant}.html"


def test_home(site: Server, facts: Facts, store: Store) -> None:
    """The figures of the home page are those of the store, and its lists are there."""
    counted = overview.home(facts, Reader(), BASE)["figures"]
    page = tree(site.get("/", HTML).body)
    (solution,) = select(store, "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a yc:Twinning }")
    assert counted["twinnings"] == int(solution["n"].value)
    assert page.xpath("//dl[@class='figures']//dd/text()")[0] == str(counted["twinnings"])
    assert {"/list/xian-2023-05.html", "/list/xinjiang-2023-12.html"} <= set(page.xpath("//a/@href"))
    assert (
        site.get("/", "text/turtle").body == site.get("/dataset.ttl", "*/*").body
        or site.get("/", "text/turtle").status == 200
    )


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("1974-02-01", "1 February 1974", "1974年2月1日"),
        ("1974-02", "February 1974", "1974年2月"),
        ("1974", "1974", "1974年"),
        ("?", "?", "?"),
    ],
)
def test_days(date: str, english: str, chinese: str) -> None:
    """A date is shown as precise as it is stated."""
    assert (render.day(date, "en"), render.day(date, "zh-Hant")) == (english, chinese)


def test_best_label() -> None:
    """A reader gets the nearest language there is, and the other script beside it."""
    labels = [Label("奈良市", "zh"), Label("Nara", "en"), Label("Nara", "fr")]
    assert Reader("zh-Hant").best(labels) == labels[0]
    assert Reader("en").best(labels) == labels[1]
    assert Reader("en").best([]) is None
    assert meanings.short(f"{ONTOLOGY}#Row") == "yc:Row"
