"""SERVICE beside what an engine does in its own way: spellings of values, GRAPH, prefixes, the word in a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from tests.federate.remote import counting, oxigraph, rdflib_server
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.table import of_solutions
from youcheng.graph.keywords import holds
from youcheng.graph.store import ask
from youcheng.ontology.errors import QuerySyntaxError, RemoteRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from youcheng.graph.federate.table import Table

ETIQUETTE = Etiquette(time_burst=1e6, error_burst=1e6)
XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = [
    "1.50", "1.0e3", "007", "true", '"1"^^xsd:boolean', '"+5"^^xsd:decimal', '"5"^^xsd:int', '"1.0"^^xsd:float',
    '"NaN"^^xsd:double', '"2020-01-01T00:00:00.000Z"^^xsd:dateTime', '"10:00:00+00:00"^^xsd:time',
    '"2020+00:00"^^xsd:gYear', '"2020-01+00:00"^^xsd:gYearMonth',
    '"P1Y0M"^^xsd:duration', '"PT60M"^^xsd:dayTimeDuration',
    '"x"', '" x "', '"x"@zh-Hans', '"x"^^xsd:token', '"1.50"^^<x:own>',
]  # fmt: skip


def answered(store: Store, query: str, endpoint: str) -> Table:
    """Give the answer to a federated query."""
    with Client(ETIQUETTE, Endpoints.of([endpoint])) as client:
        text = mediate(query, local(store), client, Deadline(30)).text
    found = ask(store, text, functions())
    assert isinstance(found, QuerySolutions)
    return of_solutions(found)


@pytest.mark.parametrize("literal", LITERALS)
def test_a_value_joins_however_it_is_spelled(literal: str) -> None:
    """The same triple here and at an engine that compares letter by letter joins, as it does in one store."""
    turtle = f"@prefix xsd: <{XSD}> . <x:1> <x:p> {literal} ."
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in parse(turtle, format=RdfFormat.TURTLE))
    with rdflib_server(rdflib.Graph().parse(data=turtle, format="turtle")) as endpoint:
        service = f"SERVICE <{endpoint}>"
        for query in (
            f"?a <x:p> ?v {service} {{ ?b <x:p> ?v }}",
            f"{service} {{ ?a <x:p> ?v }} {service} {{ ?b <x:p> ?v }}",
        ):
            assert len(answered(store, f"SELECT * {{ {query} }}", endpoint).rows) == 1, query


def test_what_is_sent_beside_a_number(tmp_path: Path) -> None:
    """A number is left out of what is sent, and the item beside it is sent all the same."""
    file = tmp_path / "remote.ttl"
    file.write_text("<x:1> <x:p> 1.50 , 2 . <x:2> <x:p> 1.50 . <x:3> <x:p> 7 .", encoding="utf-8")
    store = Store()
    store.extend(parse("<x:1> <x:p> 1.5 . <x:2> <x:p> 2 .", format=RdfFormat.TURTLE))
    with oxigraph(tmp_path / "store", file) as server, counting(server) as (endpoint, seen):
        found = answered(store, f"SELECT * {{ ?s <x:p> ?v SERVICE <{endpoint}> {{ ?s <x:p> ?v }} }}", endpoint)
    assert [str(row[0]) for row in found.rows] == ["<x:1>"]
    assert b"x%3A1" in seen[0]
    assert b"x%3A2" in seen[0]
    assert b"1.5" not in seen[0]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve three triples; gives the endpoint's IRI."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "remote.nt").write_text("".join(f"<x:{n}> <x:w> <x:v> .\n" for n in (1, 2, 3)), encoding="utf-8")
    with oxigraph(folder / "store", folder / "remote.nt") as endpoint:
        yield endpoint


def graphs() -> Store:
    """Give a store with two named graphs, each with one triple, and one triple in none."""
    store, of = Store(), NamedNode("x:in")
    for node, name in (("x:1", "x:g"), ("x:2", "x:h")):
        store.add(Quad(NamedNode(node), of, NamedNode("x:k"), NamedNode(name)))
    store.add(Quad(NamedNode("x:3"), of, NamedNode("x:k")))
    return store


SIX = {(f"<x:{n}>", f"<x:{name}>") for n in (1, 2, 3) for name in "gh"}
OWN = {("<x:1>", "<x:g>"), ("<x:2>", "<x:h>")}
IN_GRAPH: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "alone": ("GRAPH ?g { $S }", SIX),
    "without a space": ("GRAPH ?g{$S}", SIX),
    "of a name": ("GRAPH <x:g> { $S }", {(f"<x:{n}>", "None") for n in (1, 2, 3)}),
    "of a name that is none": ("GRAPH <x:no> { $S }", set()),
    "optional": ("GRAPH ?g { OPTIONAL { $S } }", SIX),
    "before an optional": ("GRAPH ?g { $S OPTIONAL { ?x <x:in> ?y } }", SIX),
    "with triples": ("GRAPH ?g { ?x <x:in> ?y $S }", OWN),
    "of a union": ("GRAPH ?g { { $S } UNION { ?x <x:in> ?y } }", SIX),
    "without what the graph has": ("GRAPH ?g { $S MINUS { ?x <x:in> ?y } }", SIX - OWN),
    "with what the graph has": ("GRAPH ?g { $S FILTER EXISTS { ?x <x:in> ?y } }", OWN),
    "in a graph in a graph": ("GRAPH <x:g> { GRAPH ?g { $S } }", SIX),
    "in a filter": ("?x <x:in> ?y GRAPH ?g { ?x <x:in> ?z } FILTER EXISTS { GRAPH ?g { $S } }", OWN),
    "in a filter on a name that is none": ("?x <x:in> ?y FILTER EXISTS { GRAPH <x:no> { $S } }", set()),
    "of the name's own": ("VALUES ?g { <x:g> <x:no> } GRAPH ?g { $S }", {one for one in SIX if one[1] == "<x:g>"}),
}


@pytest.mark.parametrize("case", IN_GRAPH)
def test_a_service_in_a_graph(case: str, three: str) -> None:
    """It stands once for each named graph, whose name is bound, and for none where there is no such graph."""
    text, expected = IN_GRAPH[case]
    query = f"SELECT ?x ?g {{ {text.replace('$S', f'SERVICE <{three}> {{ ?x <x:w> ?w }}')} }}"
    assert {(str(row[0]), str(row[1])) for row in answered(graphs(), query, three).rows} == expected


def test_an_undeclared_prefix() -> None:
    """It is named, with line and column, wherever it stands: in a path, a data type, the service's name."""
    for text, words in (
        ("SELECT * {\n ?i owl:sameAs ?j SERVICE <x:e> { ?j wdt:P17 ?c } }", "line 2, column 38, .*the prefix 'wdt' is"),
        ("SELECT * { SERVICE <x:e> { ?j owl:sameAs/^(p:P17|:x) ?c } }", "line 1, column 44, .*the prefix 'p' is not"),
        ("SELECT * { SERVICE e:e { } }", "line 1, column 20, .*the prefix 'e' is not declared"),
        ('SELECT * { SERVICE <x:e> { ?a ?b "1"^^no:int } }', "line 1, column 39, .*the prefix 'no' is not declared"),
    ):
        with pytest.raises(QuerySyntaxError, match=words):
            answered(Store(), text, "http://127.0.0.1:1/")


def test_a_function_that_only_the_remote_has(three: str) -> None:
    """It is the remote's to carry out: here it is sent, and the remote says what it thinks of it."""
    query = f"SELECT * {{ SERVICE <{three}> {{ ?x <x:w> ?w FILTER(<x:near>(?x)) }} }}"
    with pytest.raises(RemoteRefused, match="custom function is not supported"):
        answered(Store(), query, three)


def test_the_word_alone_changes_nothing() -> None:
    """A query without SERVICE goes to the engine as it is, whatever its comments say; what does not parse is read."""
    assert not holds("SELECT * { VALUES ?x { 1 } LATERAL { BIND(?x AS ?y) } } # service", "service")
    assert not holds("SELECT * { ?service <http://service/> 'service' FILTER(?service<?b) }", "service")
    assert holds("SELECT * { FILTER(?a<?b)service?e{ } }", "service")
    assert holds("SELECT * { ?a %wrong service }", "service")
