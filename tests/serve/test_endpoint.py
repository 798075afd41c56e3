"""The endpoint's answers: forms, negotiation, datasets, caching headers, other methods."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, parse, parse_query_results

if TYPE_CHECKING:
    from pyoxigraph import Store

    from tests.serve.servers import Server

SELECT = "SELECT ?s ?d WHERE { ?s a yc:Twinning ; schema:startDate ?d } ORDER BY ?s ?d"
CONSTRUCT = "CONSTRUCT { ?s schema:startDate ?d } WHERE { ?s a yc:Twinning ; schema:startDate ?d }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PLACES = "https://w3id.org/youcheng/places"


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_a_table_is_the_same_in_every_form(server: Server, store: Store, media: str, form: QueryResultsFormat) -> None:
    """Every form holds the rows that the store itself gives."""
    from youcheng.graph.store import ask

    reply = server.ask(SELECT, media)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media)
    read = parse_query_results(reply.body, format=form)
    own = ask(store, SELECT)
    assert isinstance(read, QuerySolutions)
    assert isinstance(own, QuerySolutions)
    assert [(row["s"], row["d"]) for row in read] == [(row["s"], row["d"]) for row in own]


def test_a_table_as_csv_and_text(server: Server, store: Store) -> None:
    """CSV and text have a line a row; text says how many."""
    from youcheng.graph.store import ask

    own = ask(store, SELECT)
    assert isinstance(own, QuerySolutions)
    count = len(list(own))
    assert server.ask(SELECT, "text/csv").body.count(b"\r\n") == count + 1
    assert f"({count} rows)" in server.ask(SELECT, "text/plain").body.decode()


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_graph_is_the_same_in_every_form(server: Server, store: Store, media: str, form: RdfFormat) -> None:
    """Every form holds the triples that the store itself gives."""
    from youcheng.graph.store import ask

    reply = server.ask(CONSTRUCT, media)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media)
    own = ask(store, CONSTRUCT)
    assert isinstance(own, QueryTriples)
    assert {quad.triple for quad in parse(reply.body, format=form)} == set(own)


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml", "text/plain"])
def test_ask(server: Server, media: str) -> None:
    """A yes or no is told in every form."""
    assert b"true" in server.ask("ASK { ?s a yc:Twinning }", media).body
    assert b"false" in server.ask("ASK { ?s a yc:Nothing }", media).body


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html;q=0.8, application/xml;q=0.9, */*;q=0.1", "application/xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; header=present; q=1.0", "text/csv"),
        ("nonsense", "application/sparql-results+json"),
    ],
)
def test_negotiation(server: Server, accept: str | None, expected: str) -> None:
    """What the client would rather have is what it gets."""
    reply = server.ask("SELECT * { ?s a yc:Twinning } LIMIT 1", accept)
    assert reply.status == 200
    assert reply.headers["content-type"].partition(";")[0] == expected
    assert {"accept", "accept-encoding"} <= set(reply.headers["vary"].split(", "))


def test_accept_in_several_headers(server: Server) -> None:
    """Two Accept headers are one list."""
    import socket

    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        path = "/sparql?" + urlencode({"query": "ASK {}"})
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\nAccept: text/csv;q=0.2, "
            "application/sparql-results+xml;q=0.3\r\nConnection: close\r\n\r\n".encode()
        )
        assert b"content-type: application/sparql-results+xml" in connection.makefile("rb").read()


def test_nothing_acceptable(server: Server) -> None:
    """406 names what is on offer for the kind of answer at hand."""
    table, graph = server.ask(SELECT, "image/png"), server.ask(CONSTRUCT, "text/csv")
    assert (table.status, graph.status) == (406, 406)
    assert "text/csv" in table.json["available"]
    assert "text/turtle" in graph.json["available"]
    assert "text/csv" not in graph.json["available"]


def test_post_form_and_post_direct_answer_as_get_does(server: Server) -> None:
    """The three ways to ask give the same bytes."""
    got = server.ask(SELECT)
    form = server.request("POST", "/sparql", urlencode({"query": SELECT}).encode(), FORM)
    direct = server.request(
        "POST", "/sparql", SELECT.encode(), {"Content-Type": "application/sparql-query; charset=UTF-8"}
    )
    assert got.status == form.status == direct.status == 200
    assert got.body == form.body == direct.body


def test_the_default_dataset_is_the_union(server: Server, store: Store) -> None:
    """Without a dataset, a query sees all graphs; the service description says so."""
    (row,) = server.ask("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }").rows
    assert int(row["n"]) == len({quad.triple for quad in store})
    assert b"UnionDefaultGraph" in server.get("/sparql").body


def test_datasets(server: Server, store: Store) -> None:
    """The protocol's dataset wins over FROM, and FROM over the union; named graphs are only those named."""
    from pyoxigraph import NamedNode

    places = len(list(store.quads_for_pattern(None, None, None, NamedNode(PLACES))))
    other = "https://w3id.org/youcheng/ontology"
    count, named = "SELECT (COUNT(*) AS ?n) {}{{ ?s ?p ?o }}", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert server.ask(count.format(""), more=[("default-graph-uri", PLACES)]).rows == [{"n": str(places)}]
    assert server.ask(count.format(f"FROM <{PLACES}> ")).rows == [{"n": str(places)}]
    assert server.ask(count.format(f"FROM <{other}> "), more=[("default-graph-uri", PLACES)]).rows == [
        {"n": str(places)}
    ]
    assert server.ask(count.format(f"FROM NAMED <{PLACES}> ")).rows == [{"n": "0"}]
    assert server.ask(named, more=[("named-graph-uri", PLACES)]).rows == [{"n": str(places)}]
    assert server.ask(named, more=[("default-graph-uri", PLACES)]).rows == [{"n": "0"}]


def test_entity_tags(server: Server) -> None:
    """The same question has the same strong tag, another form another; what a client has is not sent again."""
    first, again = server.ask(SELECT, "text/csv"), server.ask(SELECT, "text/csv")
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["etag"].startswith('"')
    zipped = server.ask(SELECT, "text/csv", Accept_Encoding="gzip")
    xml = server.ask(SELECT, "application/sparql-results+xml")
    assert len({first.headers["etag"], zipped.headers["etag"], xml.headers["etag"]}) == 3
    for given in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        unchanged = server.ask(SELECT, "text/csv", If_None_Match=given)
        assert (unchanged.status, unchanged.body) == (304, b"")
        assert unchanged.headers["etag"] == first.headers["etag"]
    assert server.ask(SELECT, "text/csv", If_None_Match='"other"').status == 200


def test_compression(server: Server) -> None:
    """Gzip where it is accepted, plain where not, the same content; 406 where neither is."""
    plain, zipped = server.ask(SELECT), server.ask(SELECT, Accept_Encoding="br, gzip;q=0.8")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) < len(plain.body)
    assert "content-encoding" not in server.ask(SELECT, Accept_Encoding="gzip;q=0").headers
    assert server.ask(SELECT, Accept_Encoding="identity;q=0").status == 406


def test_head_and_options(server: Server) -> None:
    """HEAD has the headers of GET and no body; OPTIONS says which methods there are; any origin may read."""
    path = "/sparql?" + urlencode({"query": SELECT})
    got, head = server.get(path), server.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("content-length", "content-type", "etag", "vary"):
        assert head.headers[name] == got.headers[name]
    options = server.request("OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
    assert options.status == 204
    assert options.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert got.headers["access-control-allow-origin"] == options.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_methods_that_change_something(server: Server, method: str) -> None:
    """They do not exist, and 405 says which do."""
    for path in ("/sparql", "/graphs?default", "/api/partners-of-city"):
        reply = server.request(method, path, b"")
        assert reply.status == 405
        assert "GET" in reply.headers["allow"]


@pytest.mark.parametrize(
    ("query", "line", "column", "token"),
    [
        ("SELECT * WHERE {\n  ?s ?p ?o .\n  ?s nosuch:p ?o\n}", 3, 6, "nosuch:p"),
        ("SELECT ?s { ?s ?p }", 1, 19, "}"),
        ('SELECT * { ?s "西安" ?o }', 1, 15, '"西安"'),
        ("SELECT ?s { ?s ?p ?o } LIMITED 5", 1, 24, "LIMITED"),
        ("# 注释\nSELECT ?s { ?s ?p ?o FILTER(?o > ) }", 2, 34, ")"),
        ("SELECT * {", 1, 11, ""),
    ],
)
def test_parse_errors_say_where(server: Server, query: str, line: int, column: int, token: str) -> None:
    """Line, column (in characters) and token are told, each on its own and in words."""
    reply = server.ask(query)
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    assert (reply.json["line"], reply.json["column"], reply.json["token"]) == (line, column, token)
    assert f"line {line}, column {column}" in reply.json["detail"]


def test_csv_is_exact_unless_asked_to_be_safe(server: Server) -> None:
    """The safe variant sets an apostrophe before what a spreadsheet would take for a formula."""
    query = 'SELECT ?x { VALUES ?x { "=1+1" "+1" "-1" "@a" "plain" "a,\\"b" } }'
    assert server.ask(query, "text/csv").body.decode().split() == ["x", "=1+1", "+1", "-1", "@a", "plain", '"a,""b"']
    safe = server.ask(query, "text/csv", more=[("csv", "safe")]).body.decode().split()
    assert safe == ["x", "'=1+1", "'+1", "'-1", "'@a", "plain", '"a,""b"']


def test_what_changes_by_itself_is_not_kept(server: Server) -> None:
    """Two calls of UUID() differ."""
    query = "SELECT (UUID() AS ?u) {}"
    first, again = server.ask(query), server.ask(query)
    assert first.rows != again.rows
    assert first.headers["cache-control"] == "no-store"


def test_graph_store(server: Server, store: Store) -> None:
    """A graph is read by its IRI, the union as the default; others are not there."""
    from pyoxigraph import NamedNode

    reply = server.get("/graphs?graph=" + quote(PLACES, safe=""), "application/n-triples")
    own = {quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(PLACES))}
    assert {quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES)} == own
    assert len(list(parse(server.get("/graphs?default", "text/turtle").body, format=RdfFormat.TURTLE))) > len(own)
    assert server.get("/graphs?graph=http%3A%2F%2Fexample.org%2F").status == 404
    assert server.get("/graphs").status == 400


def test_well_known(server: Server, release: object) -> None:
    """VoID and DCAT are the release's own; the saved queries are SPARQL examples in two languages."""
    from pathlib import Path

    own = {str(quad.triple) for quad in parse(path=str(Path(str(release)) / "dataset.ttl"), format=RdfFormat.TURTLE)}
    void = server.get("/.well-known/void", "application/n-triples").body
    assert {str(quad.triple) for quad in parse(void, format=RdfFormat.N_TRIPLES)} == own
    examples = server.get("/.well-known/sparql-examples", "text/turtle").body.decode()
    assert "sh:SPARQLExecutable" in examples
    assert '"@en' in examples
    assert '"@zh' in examples


def test_service_description_gives_the_graphs(server: Server, store: Store) -> None:
    """The endpoint's description names every graph of the store."""
    said = server.get("/sparql", "application/n-triples").body.decode()
    for graph in store.named_graphs():
        assert f"<{graph.value}>" in said


def test_health(server: Server) -> None:
    """It tells the release and the processes."""
    said = server.get("/health").json
    assert said["status"] == "ok"
    assert said["release"]


@pytest.mark.parametrize("path", ["/place", "/search", "/queries", "/queries/anniversaries", "/query"])
def test_what_is_a_page_alone(server: Server, path: str) -> None:
    """Who takes no page is told that there is nothing else; all others get it."""
    for accept in ("text/turtle", "application/json"):
        refused = server.get(path, accept)
        assert (refused.status, refused.json["available"]) == (406, ["text/html"])
    for accept in ("*/*", "text/html", "text/turtle, text/html;q=0.1"):
        page = server.get(path, accept)
        assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "accept" in page.headers["vary"].split(", ")
    zipped = server.get(path, "text/html", Accept_Encoding="gzip")
    assert gzip.decompress(zipped.body) == server.get(path, "text/html").body


@pytest.mark.parametrize(
    "path",
    [
        "/place", "/api", "/queries", "/query", "/graphs", "/place/jp-nara", "/place/jp-nara.ttl", "/list/xian-2023-05",
        "/api/anniversaries", "/queries/anniversaries", "/youcheng.nq", "/lists/xian-2023-05.ttl", "/dataset",
    ],
)  # fmt: skip
def test_a_slash_too_many(server: Server, path: str) -> None:
    """It leads to what is meant, with what was asked."""
    reply = server.get(f"{path}/?lang=en&x=%0d%0aX:1")
    assert (reply.status, reply.headers["location"]) == (301, f"{path}?lang=en&x=%0d%0aX:1")
    assert server.get(f"{path}nothing/").status == 404


def test_dates_of_saved_questions(server: Server) -> None:
    """What is no date is refused, with the reason of the question itself."""
    for day in ("2020-02-32", "2020-13-01", "2020-1-1", "today"):
        assert server.get(f"/api/in-force-on.csv?day={day}").status == 400
    assert server.get("/api/in-force-on.csv?day=2020-02-29").status == 200
