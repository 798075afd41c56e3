"""What the running server makes of a query's text: words that are no keywords, graphs it names, mistakes in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from youcheng.graph import keywords

if TYPE_CHECKING:
    from tests.serve.servers import Reply, Server

BASE = "https://w3id.org/youcheng/"


def post(server: Server, query: str) -> Reply:
    """Ask by POST, CSV for a table."""
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv, application/sparql-results+json;q=0.5"}
    return server.request("POST", "/sparql", query.encode(), headers)


@pytest.mark.parametrize(
    "query",
    [
        '# twin towns of Xi\'an, from the list\nSELECT ?x { ?x rdfs:label "\\u897F\\u5B89"@zh }',
        'SELECT ?x { ?x rdfs:label "\\u897F\\u5B89"@zh } # at your service',
        "# from\nSELECT * { VALUES ?a { 1 } LATERAL { BIND(?a + 1 AS ?b) } }",
        "# service\nSELECT * { VALUES ?a { 1 } LATERAL { BIND(?a + 1 AS ?b) } }",
        "# from\nSELECT * { BIND(<<( yc:a yc:b yc:c )>> AS ?t) }",
        'SELECT ("a service from here" AS ?x) {}',
        'SELECT ("""it\'s\n"from" # SERVICE <http://x/> {}""" AS ?x) {}',
        "PREFIX from: <http://x/> PREFIX service: <http://y/> SELECT ?from { BIND(from:service AS ?from) }",
        "SELECT ?x { BIND(<http://service.example/from> AS ?x) }",
        "BASE <http://from/> SELECT (<service> AS ?x) {}",
        'SELECT ("a"@from AS ?x) ("b"@en-service AS ?y) {}',
        "SELECT ?service ?from { VALUES (?service ?from) { (1 2) } FILTER(?from>?service) }",
    ],
)
def test_a_valid_query_that_holds_the_words(server: Server, query: str) -> None:
    """It is answered, be the words in comments, strings, IRIs or names, and whatever else the query holds."""
    reply = post(server, query)
    assert reply.status == 200, reply.body
    assert reply.body.count(b"\n") > 1


@pytest.mark.parametrize("word", ["from", "service"])
def test_the_words_cost_nothing(server: Server, word: str) -> None:
    """A big query with one of the words is answered in a time like that without it, many times less than 10 s."""
    values = " ".join(map(str, range(20_000)))
    began = time.monotonic()
    reply = post(server, f"# {word}\nSELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}")
    assert (reply.status, reply.body) == (200, b"n\r\n20000\r\n")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "given",
    [
        "BASE <https://w3id.org/> PREFIX y: <youcheng/> SELECT (COUNT(*) AS ?n) FROM y:places { ?s ?p ?o }",
        "BASE <https://w3id.org/> BASE <youcheng/> SELECT (COUNT(*) AS ?n) FROM <places> WHERE { ?s ?p ?o }",
        "PREFIX y: <https://w3id.org/> SELECT (COUNT(*) AS ?n) FROM y:youcheng\\/places { ?s ?p ?o }",
        "PREFIX a: <http://x/> PREFIX a: <https://w3id.org/youcheng/> SELECT (COUNT(*) AS ?n) FROM a:places{?s ?p ?o}",
        "PREFIX : <https://w3id.org/youcheng/> SELECT (COUNT(*) AS ?n)FROM:places{ ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) #{ from\nFROM # FROM <http://x/>\n<https://w3id.org/youcheng/places> { ?s ?p ?o }",
        'SELECT (COUNT(*) AS ?n) ("from" AS ?f) FrOm <https://w3id.org/youcheng/places> { ?s ?p ?o } GROUP BY (1)',
    ],
)
def test_graphs_that_a_query_names(server: Server, given: str) -> None:
    """FROM is read as the engine reads it: prefixes upon bases, escapes, comments."""
    expected = post(server, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}places> {{ ?s ?p ?o }} }}")
    reply = post(server, given)
    assert reply.status == 200, reply.body
    assert reply.body.split(b"\r\n")[1].split(b",")[0] == expected.body.split(b"\r\n")[1]


def test_graphs_that_are_not_there(server: Server) -> None:
    """Whichever way they are written, they are refused by their whole IRI."""
    for query, graph in (
        ("BASE <http://x/> PREFIX y: <a/> SELECT * FROM NAMED y:b { GRAPH ?g {} }", "http://x/a/b"),
        (f"ASK FROM <{BASE}places> FROM <http://x/> {{ ?s ?p ?o }}", "http://x/"),
        (f"ASK FROM NAMED <{BASE}places>\nFROM NAMED <file:///etc/passwd> {{ ?s ?p ?o }}", "file:///etc/passwd"),
    ):
        reply = post(server, query)
        assert (reply.status, reply.json["graph"]) == (400, graph)


def test_an_empty_field_names_no_graph(server: Server) -> None:
    """As the forms of old clients send it."""
    asked = [("default-graph-uri", ""), ("named-graph-uri", "")]
    assert server.ask("ASK { ?s a yc:Twinning }", more=asked).json["boolean"] is True


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z }", "The SELECT contains a variable that is unbound"),
        ("SELECT (1 AS ?l) { BIND(2 AS ?l) }", "The SELECT overrides an existing variable using an expression"),
        ("SELECT * { ?x ?y ?z BIND(1 AS ?x) }", "BIND is overriding an existing variable"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not authorized with GROUP BY"),
        ("SELECT ?x ?x { ?x ?y ?z }", "Duplicated variable name in SELECT"),
        ("# from\nSELECT * { foo:x ?y ?z }", "the prefix 'foo' is not declared"),
        ("SELECT * { _:a ?p ?o . { _:a ?p ?o } }", "a blank node of one group of patterns cannot stand in another"),
    ],
)
def test_a_mistake_is_told_with_its_reason(server: Server, query: str, reason: str) -> None:
    """Where the place alone would say nothing, the engine's own words stand beside it."""
    reply = post(server, query)
    assert reply.status == 400
    assert reply.json["detail"].endswith(f": {reason}")
    assert reply.json["line"] == query.count("\n") + 1


@pytest.mark.parametrize("length", [21, 40, 100_000])
def test_a_banner_of_signs_over_a_mistake(server: Server, length: int) -> None:
    """A comment of many # costs no time, and the mistake below is found."""
    banner = "#" * length
    began = time.monotonic()
    reply = post(server, f"{banner}\n# my query\n{banner}\nSELECT ?s ?p WHERE {{ ?s ?p }}")
    assert (reply.status, reply.json["line"], reply.json["token"]) == (400, 4, "}")
    assert time.monotonic() - began < 3


def test_an_update_below_comments(server: Server) -> None:
    """It is known as one, after comments and declarations of any kind."""
    text = "# a\nPREFIX#x\n a: #y\n<http://x/> BASE <http://y/>\n#\nINSERT DATA { a:b a:c a:d }"
    assert post(server, text).json["type"] == "urn:youcheng:problem:update"


def test_where_a_keyword_could_stand() -> None:
    """Variables, languages and local names cannot hold one; all that could is found, wherever it stands."""
    text = "?service $service @service x:service x:a.service :service 2service service: 'service' a-service ?a.sErViCe"
    found = keywords.occurrences(text, "service")
    assert [text[place - 1] for place in found] == ["2", " ", "'", "-", "."]
    assert keywords.masked("sErViCe SERVICE", "service", [0, 8]) == "sErViCq SERVICQ"
