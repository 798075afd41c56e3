"""What a browser gets where others get problem+json, and where the endpoint leads it: pages, in its language."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
import yaml

from tests.serve.servers import launch
from tests.served_pages import site, start, tree
from youcheng.graph import serve
from youcheng.graph.pages.problems import PROBLEMS, explained
from youcheng.graph.pages.reader import Reader

if TYPE_CHECKING:
    from tests.serve.servers import Server

__all__ = ["site", "start"]

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?c = ?h) }"
ASKED = "SELECT ?s { ?s a yc:List } ORDER BY ?s"


def test_a_browser_is_led_from_the_endpoint_to_the_editor(site: Server) -> None:
    """With a query or without, GET or HEAD; the page has the same rows, and the dataset is carried over."""
    bare = site.get("/sparql", BROWSER)
    assert (bare.status, bare.headers["location"]) == (303, "/query")
    assert "accept" in bare.headers["vary"]
    assert site.request("HEAD", "/sparql", headers={"Accept": BROWSER}).status == 303
    led = site.ask(ASKED, BROWSER)
    assert led.status == 303
    page = tree(site.get(led.headers["location"], BROWSER).body)
    assert len(page.xpath("//section[h2/@id='answer']//tbody/tr")) == len(site.ask(ASKED).rows) == 2
    graph = "https://w3id.org/youcheng/list/xian-2023-05"
    narrowed = site.ask(ASKED, BROWSER, [("default-graph-uri", graph)])
    page = tree(site.get(narrowed.headers["location"], BROWSER).body)
    assert len(page.xpath("//section[h2/@id='answer']//tbody/tr")) == 1
    assert page.xpath("//form[@class='ask']//input[@name='default-graph-uri']/@value") == [graph]
    (csv,) = [one for one in page.xpath("//section[h2/@id='answer']//a/@href") if "query.csv" in one]
    assert site.get(csv).body.count(b"\r\n") == 2


@pytest.mark.parametrize(
    "accept",
    [
        None, "*/*", "text/turtle", "application/sparql-results+json,text/html;q=0.9", "application/ld+json, text/html",
        "application/n-quads,application/trig;q=0.95,text/turtle;q=0.6,text/html;q=0.2",
    ],
)  # fmt: skip
def test_all_others_keep_the_endpoint(site: Server, accept: str | None) -> None:
    """RDF and SPARQL clients get description and answer, or what is on offer, also if they can read a page."""
    description, answer = site.get("/sparql", accept), site.ask("CONSTRUCT WHERE { ?s a yc:List }", accept)
    assert description.status == answer.status
    if accept == "application/sparql-results+json,text/html;q=0.9":
        assert (description.status, description.json["type"]) == (406, "urn:youcheng:problem:not-acceptable")
    else:
        assert b"service-description" in description.body


def test_a_browser_may_ask_the_endpoint_itself(site: Server) -> None:
    """What only the endpoint has, such as safe CSV or another server's ``format``, and any POST, is answered by it."""
    assert site.ask(ASKED, BROWSER, [("format", "json")]).status == 200
    assert site.ask(ASKED, BROWSER, [("csv", "safe")]).status == 200
    form = {"Accept": BROWSER, "Content-Type": "application/x-www-form-urlencoded"}
    assert site.request("POST", "/sparql", urlencode({"query": ASKED}).encode(), form).status == 200


WRONG = {
    "/place/nowhere": 404,
    "/no/such/thing": 404,
    "/api/partners-of-citty": 404,
    "/api/partners-of-city?town=x": 400,
    "/graphs": 400,
    "/graphs?graph=urn:x": 404,
    "/static/none.css": 404,
    "/query?query=SELECT": 400,
    "/query.csv?query=SELECT": 400,
    "/sparql?format=x&query=SELECT": 400,
    "/sparql?query=%ff": 400,
    "/queries/none": 404,
    "/queries/signed-between-years?from=x": 400,
    "/place?lang=xx": 400,
}


@pytest.mark.parametrize(("path", "status"), WRONG.items())
def test_every_error_is_a_page_with_ways_on(site: Server, path: str, status: int) -> None:
    """Whatever route refuses, a browser gets a page of the site, others problem+json of the same status."""
    reply = site.get(path, BROWSER)
    assert reply.status == status
    assert reply.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] == "no-store"
    assert "accept" in reply.headers["vary"]
    page = tree(reply.body)
    assert page.xpath("//header//a")
    assert page.xpath("//main//a | //main//form")
    plain = site.get(path)
    if plain.headers["content-type"].startswith("text/html"):  # a page answers here whoever asks
        assert path.startswith(("/queries/signed", "/query?"))
    else:
        assert (plain.status, plain.json["status"]) == (status, status)
    for one in page.xpath("//main//a/@href"):
        assert one.startswith("#") or site.get(one, BROWSER).status in {200, 303, status}


def test_methods_are_refused_on_pages_too(site: Server) -> None:
    """A form sent the wrong way gets a page that says so, with the methods there are."""
    reply = site.request("POST", "/place", b"", {"Accept": BROWSER})
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert tree(reply.body).xpath("//main//h1")


def test_past_a_limit_a_page_says_which(release: Path, tmp_path: Path) -> None:
    """A query past a limit gives its page, status and reason in the reader's language, with the query to be changed."""
    server = launch(release, tmp_path / "log", "deadline=1", "workers=1", "long_workers=1", "rows=2000")
    try:
        for text, status, words in (
            (ENDLESS, 504, "查询超过1秒而被中止"),
            ("SELECT * { ?s ?p ?o }", 422, "结果超过2,000行"),
            ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "请直接向该端点查询"),
        ):
            reply = server.get(f"/sparql?format=csv&query={quote(text)}", BROWSER, Accept_Language="zh-CN")
            page = tree(reply.body)
            assert (reply.status, page.get("lang")) == (status, "zh-Hans")
            assert words in page.xpath("string(//main)")
            assert f"/query?{urlencode({'query': text})}" in page.xpath("//main//a/@href")
            traditional = tree(server.get(f"/query?lang=zh-Hant&query={quote(text)}", BROWSER).body)
            assert traditional.xpath("//*[@role='alert']")[0].text_content() == explained(
                Reader("zh-Hant"), *_problem(server, text)
            )
    finally:
        server.stop()


def _problem(server: Server, text: str) -> tuple[str, dict[str, object]]:
    said = server.ask(text).json
    return said["type"].rpartition(":")[2], said


def test_busy_says_when_to_ask_again(release: Path, tmp_path: Path) -> None:
    """A 503 keeps Retry-After, and its page has the same address to ask again."""
    server = launch(release, tmp_path / "log", "workers=1", "queue=1", "slice=5", "deadline=1")
    endless = [f"/sparql?query={quote(ENDLESS)}%23{n}&format=x" for n in range(4)]
    try:
        with ThreadPoolExecutor(4) as together:
            replies = dict(zip(endless, together.map(lambda path: server.get(path, BROWSER), endless), strict=True))
        refused = {path: reply for path, reply in replies.items() if reply.status == 503}
        assert refused
        for path, reply in refused.items():
            assert int(reply.headers["retry-after"]) > 0
            assert path.partition("?")[0] in {
                one.partition("?")[0] for one in tree(reply.body).xpath("//main//a/@href")
            }
    finally:
        server.stop()


def test_every_kind_of_problem_has_its_words() -> None:
    """Each kind that the server's code names has a sentence in Chinese; there is none that nothing names."""
    folder = Path(serve.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'RequestRefused\(\s*\d{3},\s*"([a-z-]+)"', text))
    named |= set(re.findall(r'too_much\("([a-z]+)"', text)) | {"closing", "no-worker"}
    assert set(yaml.safe_load(PROBLEMS.read_text(encoding="utf-8"))) == named | {"other"}


def test_sentences_by_what_is_known() -> None:
    """The sentence that says most of what is known is said; a reader of English has the detail itself."""
    chinese = Reader("zh-Hans")
    assert explained(chinese, "syntax", {"line": 3, "column": 9, "token": ")"}) == "查询在第3行第9个字符“)”处不合语法。"
    assert (
        explained(chinese, "syntax", {"line": 3, "column": 9, "token": ""})
        == "查询在第3行第9个字符处不合语法或不完整。"
    )
    typed = {"parameter": "from", "value": "x{y}", "expected": "integer"}
    assert explained(chinese, "parameter", typed) == "参数 from 的值“x{y}”不是整数。"
    assert "可用的参数：from、to。" in explained(chinese, "parameter", {"parameter": "a", "available": ["from", "to"]})
    assert explained(chinese, "never heard of", {}) == explained(chinese, "other", {}) != ""
    assert explained(Reader("zh-Hant"), "parameter", {}) == "請求的參數有誤。"
    assert explained(Reader("en"), "syntax", {}) == ""
