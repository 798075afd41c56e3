"""Where sending bindings along would change the answer if it were done without thought: one case each."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from tests.federate.alike import alike
from tests.federate.generated import SPACE, with_graph, with_service
from tests.federate.remote import oxigraph
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.table import Table, of_solutions

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = ":1 :a 1 . :2 :a 2 . :1 :z 8 . :k :y 6 . :k :x :2 . :k :zz 9 . :b :is _:blank . :b :is :1 . :m :has :1 , :2 ."
THERE = ":1 :y 5 . :2 :y 7 . :1 :w 1 . :2 :w 2 . :3 :w 3 . :k :link :1 . :s :q 4 . :2 :o 2 . :3 :o 3 ."
OTHER = ":x :p :1 , :2 . :1 :v 1 . :2 :v 2 ."

CASES = {
    "optional, further out": "{ ?x :a ?n OPTIONAL { @A{ ?x :y ?y } } } ?k :y ?y",
    "optional, the rest of its group": "{ ?x :a ?n OPTIONAL { ?x :z ?z . @A{ ?x :w ?w } } } ?k :zz ?z",
    "optional, what comes after": "?x :a ?n OPTIONAL { @A{ ?x :w ?w . ?j :link ?x } } ?k :x ?x",
    "optional, nothing to its left": "OPTIONAL { @A{ ?x :w ?w } } ?k :x ?x",
    "minus, what comes after": "?x :a ?n MINUS { @A{ ?x :w ?w } } ?k :x ?w",
    "minus, further out": "{ ?x :a ?n MINUS { @A{ ?x :y ?y } } } ?k :y ?y",
    "exists, then values": "{ FILTER EXISTS { @A{ ?x :w ?w } } } VALUES ?x { :none }",
    "exists, then values after all": "FILTER EXISTS { @A{ ?x :w ?w } } } VALUES ?x { :none",
    "exists, sees what comes after it": "FILTER EXISTS { @A{ ?x :w ?w . ?j :link ?x } } ?x :a ?n",
    "not exists": "?x :a ?n FILTER NOT EXISTS { @A{ ?x :w ?w . ?j :link ?x } }",
    "bind from a later service": "@A{ ?s :q ?y } BIND(IF(BOUND(?y), :2, :1) AS ?x) @B{ ?x :v ?v }",
    "bind from an unbound variable": "BIND(COALESCE(?y, :1) AS ?x) @A{ ?x :w ?w }",
    "optional from a later service": "@A{ ?x :y ?q } OPTIONAL { ?x :z ?z } @B{ ?j :p ?x }",
    "filter on a service's variable": "?x :a ?n FILTER(!BOUND(?w)) OPTIONAL { @A{ ?x :w ?w . ?j :link ?x } }",
    "filter on a later optional": "@A{ ?x :w ?w } ?x :a ?n OPTIONAL { ?x :z ?z } FILTER(BOUND(?z))",
    "filter inside an optional": "?x :a ?n OPTIONAL { FILTER(?n > 1) @A{ ?x :w ?w } }",
    "limit": "{ SELECT ?x { @A{ ?x :w ?w } } ORDER BY ?w LIMIT 1 } ?k :x ?x",
    "limit in the service": "?k :x ?x @A{ { SELECT ?x { ?x :w ?w } ORDER BY ?w LIMIT 1 } }",
    "count": "{ SELECT (COUNT(*) AS ?n) { @A{ ?x :w ?w } } } ?k :x ?x",
    "not projected": "{ SELECT ?w { @A{ ?x :w ?w } } } ?k :x ?x",
    "projected under a name of ours": "{ SELECT ?x { ?k :x ?j @A{ ?x :w ?w } } } ?x :a ?j",
    "sometimes unbound": "?k :a ?n OPTIONAL { ?k :z ?x } @A{ ?s :link ?x }",
    "the service leaves it unbound": "?b :is ?x @A{ ?s :w ?w OPTIONAL { ?s :none ?x } }",
    "bound in an optional of the service": "?x :a ?n @A{ OPTIONAL { ?s :o ?n } ?s :w ?w }",
    "only named in a filter": "?x :a ?n @A{ ?s :w ?w FILTER(!BOUND(?n)) }",
    "union": "{ @A{ ?x :w ?w } } UNION { ?x :z ?w } ?x :a ?n",
    "two unions": "{ @A{ ?x :w ?w } } UNION { @B{ ?x :v ?w } } { ?x :a ?n } UNION { ?k :x ?x }",
    "graph": "GRAPH :g { ?x :in ?y } GRAPH :g { @A{ ?x :w ?w } }",
    "no variable in common": "?x :a ?n @A{ ?s :link ?t }",
    "no variable at all": "?x :a ?n @A{ :k :link :1 }",
    "no variable, and not there": "?x :a ?n @A{ :k :link :2 }",
    "many to many": "?m :has ?x . ?x :a ?n @A{ ?s :w ?w } @B{ ?j :p ?x }",
    "duplicates": "{ ?x :a ?n } UNION { ?x :a ?n } @A{ { ?x :w ?w } UNION { ?x :w ?w } }",
    "undefined in data": "VALUES (?x ?n) { (:1 UNDEF) (UNDEF 2) (:2 2) } @A{ ?x :w ?n }",
    "undefined in the service": "?x :a ?n @A{ VALUES (?x ?n) { (:1 UNDEF) (UNDEF 2) } }",
}  # fmt: skip


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """Serve both remote graphs."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("remotes")
        endpoints = []
        for name, said in (("A", THERE), ("B", OTHER)):
            file = folder / f"{name}.ttl"
            file.write_text(f"@prefix : <{SPACE}> . {said}", encoding="utf-8")
            endpoints.append(stack.enter_context(oxigraph(folder / name, file)))
        yield tuple(endpoints)


def loaded(*said: tuple[str, NamedNode | None]) -> Store:
    """Give a store of Turtle in these graphs."""
    store = Store()
    for turtle, graph in said:
        for quad in parse(f"@prefix : <{SPACE}> . {turtle}", format=RdfFormat.TURTLE):
            store.add(Quad(quad.subject, quad.predicate, quad.object, graph) if graph else quad)
    store.add(Quad(NamedNode(SPACE + "2"), NamedNode(SPACE + "in"), NamedNode(SPACE + "k"), NamedNode(SPACE + "g")))
    return store


@pytest.mark.parametrize("batch", [1, 50])
@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_that_of_one_store(case: str, batch: int, servers: tuple[str, ...]) -> None:
    """What SERVICE gives is what GRAPH gives where all the data is in one store."""
    body = CASES[case]
    for name, endpoint in zip("AB", servers, strict=True):
        body = marked(body, name, endpoint)
    query = f"PREFIX : <{SPACE}> SELECT * WHERE {{ {body} }}"
    here = loaded((HERE, None))
    together = loaded((HERE, None), (THERE, NamedNode(servers[0])), (OTHER, NamedNode(servers[1])))
    with Client(endpoints=Endpoints.of(servers)) as client:
        rewritten = mediate(with_service(query), local(here), client, Deadline(20), batch)
    found = local(here)(rewritten.text)
    right = solutions(together, with_graph(query, servers))
    assert alike(found, right), rewritten.text


def solutions(store: Store, query: str) -> Table:
    """Ask a store whose named graphs are no part of its default graph."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return of_solutions(found)


def marked(body: str, name: str, endpoint: str) -> str:
    """Mark the services written ``@A{ … }`` as a generated query has them."""
    while (start := body.find(f"@{name}{{")) >= 0:
        end, depth = start + 2, 0
        while depth or end == start + 2:
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            end += 1
        group = body[start + 2 : end]
        body = f"{body[:start]}\u241eSERVICE\u241f<{endpoint}>\u241f{group}\u241e{body[end:]}"
    return body


def test_a_graph_around_a_service_and_a_union_of_graphs(servers: tuple[str, ...]) -> None:
    """A release is asked over the union of its graphs; GRAPH around a SERVICE restricts the parts beside it."""
    store = loaded((HERE, None))
    query = f"""PREFIX : <{SPACE}> SELECT * WHERE {{
      GRAPH ?g {{ ?x :in ?y . SERVICE <{servers[0]}> {{ ?x :w ?w }} }}
    }}"""
    with Client(endpoints=Endpoints.of(servers)) as client:
        rewritten = mediate(query, local(store), client, Deadline(20))
    assert rewritten.sources[0].rows == 1
    assert len(local(store)(rewritten.text).rows) == 1
