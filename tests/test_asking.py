"""The pages that ask: saved queries with their forms, and the editor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from tests.serve.servers import launch
from tests.served_pages import HTML, facts, site, start, tree
from youcheng.graph.pages.answer import MOST_ROWS, table
from youcheng.graph.pages.reader import Reader
from youcheng.queries import queries

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.servers import Server


__all__ = ["facts", "site", "start"]


@pytest.mark.parametrize("name", [query.name for query in queries()])
def test_each_saved_query_has_a_page(site: Server, name: str) -> None:
    """Each saved query has its form, filled in with defaults, and the table of its answer."""
    reply = site.get(f"/queries/{name}", HTML)
    page = tree(reply.body)
    assert reply.status == 200
    (query,) = (one for one in queries() if one.name == name)
    given = {one.get("name"): one.get("value") for one in page.xpath("//form[@class='ask']//input")}
    assert given == {parameter.name: parameter.default for parameter in query.parameters}
    assert "lang" not in given
    assert page.xpath("string(//pre[last()])").strip() or page.xpath("//pre")
    told = site.get(f"/api/{name}", "application/sparql-results+json, text/turtle;q=0.5")
    if "results" in (told.json if told.headers["content-type"].endswith("json") else {}):
        assert len(page.xpath("//section[h2/@id='answer']//tbody/tr")) == min(len(told.rows), MOST_ROWS)


def test_titles_in_the_readers_language(site: Server) -> None:
    """Questions, their headings and what they ask come in English, simplified and traditional Chinese."""
    seen = {"en": "Partners of a place", "zh-Hans": "某地的缔结方"}
    seen["zh-Hant"] = Reader("zh-Hant").chinese(seen["zh-Hans"])[0].text
    assert seen["zh-Hant"] != seen["zh-Hans"]
    for language, title in seen.items():
        page = tree(site.get(f"/queries/partners-of-city?lang={language}", HTML).body)
        assert page.xpath("//h1/span/text()") == [title]
        assert page.xpath("//h1/span/@lang") == [language]
        assert page.xpath("//p[@class='lead'][1]/span/@lang") == [language]
        index = tree(site.get(f"/queries?lang={language}", HTML).body)
        assert title in index.xpath("//main//li/a/span/text()")
        home = tree(site.get(f"/?lang={language}", HTML).body)
        assert set(home.xpath("//section[h2/@id='ask']//li/a/span/@lang")) == {language}
        assert len(set(index.xpath("//main//li/a/span/@lang"))) == 1
    known = site.get("/api/openapi.json").json["paths"]["/api/partners-of-city"]["get"]
    assert (known["summary"], known["x-summary-zh"]) == (seen["en"], seen["zh-Hans"])
    assert {one["name"]: one["summary_zh"] for one in site.get("/api").json}["partners-of-city"] == seen["zh-Hans"]
    examples = site.get("/.well-known/sparql-examples", "application/n-triples").body.decode()
    assert f'"{seen["zh-Hans"]}"@zh' in examples


def test_every_question_is_described_in_english_and_in_chinese(site: Server) -> None:
    """What a question asks is told in both languages, each with its tag, also where the English quotes Chinese."""
    examples = list(parse(site.get("/.well-known/sparql-examples", "text/turtle").body, format=RdfFormat.TURTLE))
    told = [quad for quad in examples if quad.predicate.value == "http://www.w3.org/2000/01/rdf-schema#comment"]
    languages: dict[str, set[str]] = {}
    for quad in told:
        assert isinstance(quad.object, Literal)
        languages.setdefault(str(quad.subject), set()).add(quad.object.language or "")
    assert list(languages.values()) == [{"en", "zh"} for _ in queries()]
    page = tree(site.get("/queries/cells-not-known?lang=zh-Hant", HTML).body)
    assert page.xpath("//p[@class='lead']/span/@lang") == ["zh-Hant", "en"]


def test_a_parameter(site: Server) -> None:
    """A parameter set in the form is used, kept in the form, and refused where it does not fit."""
    page = tree(site.get("/queries/partners-in-country?country=%E6%97%A5%E6%9C%AC", HTML).body)
    assert page.xpath("string(//input[@name='country']/@value)") == "日本"
    assert "日本" in page.xpath("string(//pre[last()])")
    wrong = site.get("/queries/signed-between-years?from=x", HTML)
    assert wrong.status == 400
    assert "is not of type integer" in tree(wrong.body).xpath("string(//*[@role='alert'])")
    for path in ("/queries/partner-of-city", "/api/partner-of-city"):
        reply = site.get(path)
        assert (reply.status, "did you mean partners-of-city" in reply.json["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("asked", "detail", "chinese"),
    [
        ("partners-of-city?city=Naara", "did you mean Nara", "本版数据中没有名为“Naara”的地方；相近的有：Nara、"),
        ("partners-in-country?country=奈良市", "no country '奈良市'", "本版数据中没有名为“奈良市”的国家"),
        ("table-of-list?list=xian", "did you mean xian-2023-05?", "没有名为“xian”的名录；相近的有：xian-2023-05。"),
        ("table-of-list?list=q", "those there are xian-2023-05", "名录；可用的有：xian-2023-05、xinjiang-"),
        ("signed-between-years?from=2023&to=2020", "from=2023 is more than to=2020", "参数 from 的值 2023 大于参数 to"),
        ("signed-between-years?from=2030", "from=2030 is more than to=2023", "的值 2030 大于参数 to 的值 2023"),
    ],
)  # fmt: skip
def test_what_can_only_be_empty_is_refused(site: Server, asked: str, detail: str, chinese: str) -> None:
    """The API and the questions' pages refuse a name of nothing, and a span that ends before it begins."""
    asked = quote(asked, safe="/?=&")
    told = site.get(f"/api/{asked}")
    assert (told.status, told.json["type"]) == (400, "urn:youcheng:problem:parameter")
    assert detail in told.json["detail"]
    for language, sentence in (("en", detail), ("zh-Hans", chinese)):
        page = site.get(f"/queries/{asked}&lang={language}", HTML)
        assert page.status == 400
        assert sentence in tree(page.body).xpath("string(//*[@role='alert'])")


def test_names_as_a_release_has_them(site: Server) -> None:
    """Any name of a place will do, in letters of either size; a long one that is none is cut short in the refusal."""
    assert site.get("/api/partners-of-city.csv?city=NARA").body.count(b"\n") > 1
    told = site.get(f"/api/partners-of-city?city={'x' * 5000}").json
    assert told["value"] == "x" * 100 + "…"


def test_the_editor(site: Server) -> None:
    """The editor answers a query without prefixes, links its IRIs to their pages, and lists the prefixes."""
    page = tree(site.get("/query?query=SELECT+%3Fs+%7B+%3Fs+a+yc%3AList+%7D+ORDER+BY+%3Fs", HTML).body)
    assert page.xpath("//section[h2/@id='answer']//td/a/@href") == [
        "/list/xian-2023-05.html",
        "/list/xinjiang-2023-12.html",
    ]
    assert "yc:" in page.xpath("//section[h2/@id='prefixes']//th/code/text()")
    assert page.xpath("//textarea")[0].text.strip().startswith("SELECT ?s")
    assert site.get("/query?query=ASK+%7B+%3Fs+a+yc%3AList+%7D", HTML).body.count(b"Yes") == 1
    assert b"a yc:List" in site.get("/query?query=CONSTRUCT+WHERE+%7B+%3Fs+a+yc%3AList+%7D", HTML).body
    assert (
        site.get("/query.csv?query=SELECT+%3Fs+%7B+%3Fs+a+yc%3AList+%7D").headers["content-type"].startswith("text/csv")
    )


def test_an_error_at_its_line(site: Server) -> None:
    """A query that does not parse is 400, with its line marked; line ends are as a browser sends them."""
    reply = site.get("/query?query=SELECT+%3Fs%0D%0AWHERE+%7B%0D%0A++%3Fs+foo%3Abar+%3Fo%0D%0A%7D", HTML)
    page = tree(reply.body)
    assert reply.status == 400
    assert page.xpath("//li[@class='wrong']/@id") == ["line-3"]
    assert "foo:bar" in page.xpath("string(//li[@class='wrong'])")
    assert "Line 3, column 6" in page.xpath("string(//section[@class='differ'])")


def test_limits_hold_for_pages(release: Path, tmp_path: Path) -> None:
    """What the endpoint refuses the pages refuse, with its status: past a limit, or calling out."""
    server = launch(release, tmp_path / "log", "deadline=1", "workers=1", "long_workers=1", "rows=2000")
    try:
        asked = {
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a = ?i && ?c = ?h) }": 504,
            "SELECT * { ?s ?p ?o }": 422,
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }": 403,
            "DELETE WHERE { ?s ?p ?o }": 403,
        }
        for text, status in asked.items():
            assert server.get(f"/query?query={quote(text)}", HTML).status == status, text
        assert server.get("/place/jp-nara.html").status == 200
    finally:
        server.stop()


def test_a_long_answer() -> None:
    """A table shows its first rows and says how many there are."""
    rows = [{"n": {"type": "literal", "value": str(n)}} for n in range(MOST_ROWS + 1)]
    shown = table(json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": rows}}).encode())
    assert (len(shown.rows), shown.total) == (MOST_ROWS, MOST_ROWS + 1)
