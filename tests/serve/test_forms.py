"""What the running server writes when data is odd: read back by other parsers it is the same, or it is refused."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

if TYPE_CHECKING:
    from tests.serve.servers import Reply, Server

FORMS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
ODD = {
    "blank": "<http://x/s> <http://x/p> _:b . _:b <http://x/p> [] . _:b a _:c",
    "type": '<http://x/s> a 1, <http://x/T>, "x"',
    "schemes": "<authority:x> <yc:y> <yc:Twinning> . <id:x> <type:y> <id:z> . <http://x/s> a <rdf:type>",
    "lines": '<http://x/s> <http://x/p> "a\\rb\\nc\\td\\u2028e\\u0085f\\u000Cg"',
    "types": "<http://x/s> a <http://x/1>, <http://x/A>, <http://x/p#> ; <http://x/q> 1",
    "numbers": '<http://x/s> <http://x/p> 1, -1, "01"^^xsd:integer, "-0"^^xsd:integer, 12345678901234567890',
    "ill-typed": '<http://x/s> <http://x/p> "abc"^^xsd:integer, "x"^^xsd:boolean, "2020-13-45"^^xsd:date',
    "languages": '<http://x/s> <http://x/p> "a"@en, "b"@zh-hant, "<&>\\"\'"^^rdf:XMLLiteral',
}


def construct(server: Server, triples: str, accept: str) -> Reply:
    """Ask for a graph of just these triples."""
    return server.ask(f"CONSTRUCT {{ {triples} }} WHERE {{}}", accept)


def read(reply: Reply, form: str) -> Graph:
    """Read a graph as rdflib does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own, within its reader of JSON-LD
        return Graph().parse(data=reply.body, format=form)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_odd_graphs_come_back_as_they_were(server: Server, name: str, media: str) -> None:
    """The forms say the same, as two readers nobody here wrote find; what a form cannot say it refuses, by its name."""
    expected = read(construct(server, ODD[name], "application/n-triples"), "nt")
    reply = construct(server, ODD[name], media)
    if reply.status == 406:
        assert (name, media) == ("lines", "application/rdf+xml")
        assert "U+000C" in reply.json["detail"]
        return
    assert reply.status == 200
    format_ = {"text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD}.get(media, RdfFormat.RDF_XML)
    again = Graph()
    again.parse(data="\n".join(f"{quad.triple} ." for quad in parse(reply.body, format=format_)), format="nt")
    assert isomorphic(again, expected)
    if media != "application/ld+json" or name not in {"schemes", "type"}:
        assert isomorphic(read(reply, FORMS[media]), expected)


def test_blank_nodes_in_json_ld(server: Server) -> None:
    """They are written as blank nodes, not as addresses beside the document."""
    said = construct(server, ODD["blank"], "application/ld+json").json["@graph"]
    assert all(node["id"].startswith("_:") for node in said if node["id"] != "http://x/s")


@pytest.mark.parametrize(
    ("triples", "why"),
    [
        ("<http://x/s> <http://x/1> 'a'", "<http://x/1>"),
        ("<http://x/s> <http://x/p#> 'a'", "<http://x/p#>"),
        ("<http://x/s> a <http://x/1>", "ends in no name"),
        ("<http://x/s> rdf:li 3", "reserved"),
        ("<http://x/s> <http://x/p> 'a\\u0001'", "U+0001"),
        ("<http://x/s> <http://x/p> 'a\\uFFFE'", "U+FFFE"),
    ],
)
def test_what_rdf_xml_cannot_say(server: Server, triples: str, why: str) -> None:
    """It is refused with the reason and the forms that can, never sent ill formed, and not as if it would pass."""
    reply = construct(server, triples, "application/rdf+xml")
    assert (reply.status, reply.json["type"]) == (406, "urn:youcheng:problem:inexpressible")
    assert why in reply.json["detail"]
    assert "text/turtle" in reply.json["available"]
    assert "retry-after" not in reply.headers
    assert construct(server, triples, "text/turtle").status == 200


def test_a_triple_as_a_term_in_json_ld(server: Server) -> None:
    """JSON-LD has no words for it."""
    reply = construct(server, "<http://x/s> <http://x/p> <<( <http://x/s> <http://x/p> 1 )>>", "application/ld+json")
    assert (reply.status, reply.json["type"]) == (406, "urn:youcheng:problem:inexpressible")


def test_odd_results_in_xml(server: Server) -> None:
    """A carriage return survives a reader; a character that XML has not is refused, in small answers and in big."""
    text = "a\rb\r\nc\td"
    query = 'SELECT ?a { VALUES ?a { "a\\rb\\r\\nc\\td" } }'
    xml = server.ask(query, "application/sparql-results+xml")
    (literal,) = ET.fromstring(xml.body).iter("{http://www.w3.org/2005/sparql-results#}literal")  # noqa: S314 - our own
    assert literal.text == text == server.ask(query).rows[0]["a"]
    for query in ('SELECT ?a { VALUES ?a { "\\u0001" } }',
                  'SELECT ?s (IF(CONTAINS(STR(?s), "nara"), "\\u0001", "") AS ?x) { ?s ?p ?o }'):  # fmt: skip
        refused = server.ask(query, "application/sparql-results+xml")
        assert (refused.status, refused.json["type"]) == (406, "urn:youcheng:problem:inexpressible")
        assert "application/sparql-results+json" in refused.json["available"]
        assert server.ask(query).status == 200
    assert server.ask("ASK {}", "application/sparql-results+xml").status == 200


def test_big_results_in_xml(server: Server) -> None:
    """An answer in a file is the same in XML as in JSON."""
    xml = server.ask("SELECT * { ?s ?p ?o }", "application/sparql-results+xml")
    results = list(ET.fromstring(xml.body).iter("{http://www.w3.org/2005/sparql-results#}result"))  # noqa: S314 - ours
    assert len(results) == len(server.ask("SELECT * { ?s ?p ?o }").rows) > 10_000


def test_a_long_cell_in_safe_csv(server: Server) -> None:
    """Longer than a reader of CSV takes by itself, it is no reason to fail."""
    reply = server.ask('SELECT (CONCAT("=", ?l, ?l, ?l, ?l) AS ?x) { BIND(STR(REPLACE("a", "a", "'
                       + "b" * 40_000 + '")) AS ?l) }', "text/csv", more=[("csv", "safe")])  # fmt: skip
    assert reply.status == 200, reply.body
    assert reply.body.startswith(b"x\r\n'=bbb")
    assert len(reply.body) > 160_000


def test_numbers_in_json_ld(server: Server) -> None:
    """Only those that every reader of JSON keeps are written as numbers."""
    (node,) = construct(server, ODD["numbers"], "application/ld+json").json["@graph"]
    values = node["http://x/p"]
    assert sorted(value for value in values if isinstance(value, int)) == [-1, 1]
    assert json.dumps(values).count("@value") == 3
