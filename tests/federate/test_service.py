"""SERVICE over real data: few requests, SPARQL's meaning, honest failures; two engines as the remote side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from tests.federate import wikidata
from tests.federate.alike import alike
from tests.federate.faults import FaultServer
from tests.federate.remote import counting, oxigraph
from youcheng.graph.federate.cache import Cache
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import WIKIDATA, Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.table import Table, of_solutions
from youcheng.graph.store import ask
from youcheng.ontology.errors import (
    AnswerBroken,
    DeadlinePassed,
    NotCached,
    QuerySyntaxError,
    RemoteRefused,
    ServiceRefused,
    ServiceUnbound,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from youcheng.graph.federate.service import Source

SAME_AS = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
IN = NamedNode("http://schema.org/containedInPlace")
P17 = wikidata.direct("P17")
WDT = "PREFIX wdt: <http://www.wikidata.org/prop/direct/>"
ETIQUETTE = Etiquette(time_burst=1e6, error_burst=1e6, attempts=1)


def places(qids: Sequence[str]) -> Store:
    """Give a local store in which places are the same as these items."""
    store = Store()
    store.extend(
        Quad(NamedNode(f"https://w3id.org/youcheng/place/{qid}"), SAME_AS, NamedNode(wikidata.WD + qid)) for qid in qids
    )
    return store


def federated(
    store: Store, query: str, endpoint: str, *, client: Client | None = None, batch: int = 50
) -> tuple[Table, tuple[Source, ...]]:
    """Give the answer to a query, and where the services' parts came from."""
    with client or Client(ETIQUETTE, Endpoints.of([endpoint])) as asking:
        rewritten = mediate(query, local(store), asking, Deadline(60), batch)
    found = ask(store, rewritten.text, functions())
    assert isinstance(found, QuerySolutions)
    return of_solutions(found), rewritten.sources


FACTS = """{WDT}
SELECT ?place ?item ?country ?point ?population WHERE {{
  ?place owl:sameAs ?item .
  OPTIONAL {{
    SERVICE <{endpoint}> {{
      ?item wdt:P17 ?country .
      OPTIONAL {{ ?item wdt:P625 ?point }}
      OPTIONAL {{ ?item wdt:P1082 ?population }}
    }}
  }}
}}"""


@pytest.mark.parametrize("remote", ["wikidata_oxigraph", "wikidata_rdflib"])
def test_all_linked_places_take_three_requests(remote: str, request: pytest.FixtureRequest) -> None:
    """Country, coordinate and population of every linked place: three requests, each place there."""
    qids = sorted(wikidata.linked())
    assert 130 < len(qids) <= 150
    with counting(request.getfixturevalue(remote)) as (endpoint, seen):
        found, sources = federated(places(qids), FACTS.format(WDT=WDT, endpoint=endpoint), endpoint)
    assert len(seen) == sources[0].requests == 3
    assert {str(row[1]) for row in found.rows} == {f"<{wikidata.WD}{qid}>" for qid in qids}
    known = [row for row in found.rows if row[2] is not None]
    assert len(known) > 130
    assert sum(row[3] is not None for row in known) > 100


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Triple], str]]:
    """Serve 13,000 items of the gazetteer; gives their triples and the endpoint's IRI."""
    triples, folder = list(wikidata.items(most=13_000)), tmp_path_factory.mktemp("thousands")
    with oxigraph(folder / "store", wikidata.write(folder / "items.nt", triples)) as server:
        yield triples, server


def first(triples: list[Triple], most: int) -> list[str]:
    """Give the QIDs of the first items by their QIDs."""
    return sorted({str(triple.subject)[1:-1].removeprefix(wikidata.WD) for triple in triples})[:most]


def test_ten_thousand_items_take_two_hundred_requests(thousands: tuple[list[Triple], str]) -> None:
    """The gazetteer's first ten thousand items, joined with their remote countries and coordinates."""
    triples, server = thousands
    qids = first(triples, 10_000)
    assert len(qids) == 10_000
    with counting(server) as (endpoint, seen):
        found, _ = federated(places(qids), FACTS.format(WDT=WDT, endpoint=endpoint), endpoint)
    assert len(seen) == 200
    assert len({row[1] for row in found.rows}) == len(qids)


def test_a_few_countries_do_not_fetch_all_that_is_in_them(thousands: tuple[list[Triple], str]) -> None:
    """Items with their country send both: the few countries alone would have the remote give every item in them."""
    triples, server = thousands
    qids = set(first(triples, 3_000))
    store = places(sorted(qids))
    items = {NamedNode(wikidata.WD + qid) for qid in qids}
    stated = [Quad(t.subject, IN, t.object) for t in triples if t.predicate == P17 and t.subject in items]
    store.extend(stated)
    assert len(stated) > 10 * len({quad.object for quad in stated})
    query = f"""{WDT} SELECT * WHERE {{
      ?item <{IN.value}> ?country . SERVICE <ENDPOINT> {{ ?item wdt:P17 ?country OPTIONAL {{ ?item wdt:P625 ?point }} }}
    }}"""
    with counting(server) as (endpoint, seen):
        found, (source,) = federated(store, query.replace("ENDPOINT", endpoint), endpoint)
    assert len(seen) == -(-len(stated) // 50)
    assert source.rows == len(found.rows) == len(stated)


def test_items_alone_where_each_meets_every_country(wikidata_oxigraph: str) -> None:
    """Where each item may be in each of some countries, the items are sent, once each, and not the countries."""
    qids = sorted(wikidata.linked() - wikidata.countries())
    some = " ".join(f"<{wikidata.WD}{qid}>" for qid in sorted(wikidata.countries())[:20])
    query = f"""{WDT} SELECT * WHERE {{
      VALUES ?country {{ {some} }} ?place owl:sameAs ?item . SERVICE <ENDPOINT> {{ ?item wdt:P17 ?country }}
    }}"""
    with counting(wikidata_oxigraph) as (endpoint, seen):
        _, (source,) = federated(places(qids), query.replace("ENDPOINT", endpoint), endpoint)
    assert len(seen) == -(-len(qids) // 50)
    assert 0 < source.rows <= 2 * len(qids)


def test_what_binds_best_is_asked_first(wikidata_oxigraph: str) -> None:
    """A service that has only a country waits for the one whose items are bound, and then asks about those partners."""
    store = places(["Q5826"])
    query = f"""{WDT} SELECT * WHERE {{
      VALUES ?country {{ <{wikidata.WD}Q17> }}
      SERVICE <ENDPOINT> {{ ?partner wdt:P17 ?country ; rdfs:label ?label FILTER(LANG(?label) = "en") }}
      SERVICE <ENDPOINT> {{ ?item wdt:P190 ?partner }}
      ?place owl:sameAs ?item .
    }}"""
    with counting(wikidata_oxigraph) as (endpoint, seen):
        found, (partners, facts) = federated(store, query.replace("ENDPOINT", endpoint), endpoint)
    assert len(seen) == 2
    assert partners.rows > 20
    assert 0 < facts.rows == len(found.rows) < partners.rows


def test_two_engines_agree(wikidata_oxigraph: str, wikidata_rdflib: str) -> None:
    """The same question to two engines that have nothing in common has the same answer."""
    store = places(sorted(wikidata.linked()))
    one, _ = federated(store, FACTS.format(WDT=WDT, endpoint=wikidata_oxigraph), wikidata_oxigraph)
    other, _ = federated(store, FACTS.format(WDT=WDT, endpoint=wikidata_rdflib), wikidata_rdflib)

    def plain(table: Table) -> list[tuple[str, ...]]:
        """One of the two normalizes +12 to 12 when it loads a decimal."""
        return sorted(tuple(str(term).replace('"+', '"') for term in row) for row in table.rows)

    assert plain(one) == plain(other)


def test_statements_of_a_whole_entity(wikidata_oxigraph: str) -> None:
    """Partners with the year, from statement nodes, qualifiers and their precision: Weimar's five."""
    query = f"""
    PREFIX p: <{wikidata.PROP}> PREFIX ps: <{wikidata.PROP}statement/> PREFIX pq: <{wikidata.PROP}qualifier/>
    PREFIX pqv: <{wikidata.PROP}qualifier/value/> PREFIX wikibase: <{wikidata.WIKIBASE}>
    PREFIX pr: <{wikidata.PROP}reference/>
    SELECT ?partner ?start ?precision ?url WHERE {{
      ?place owl:sameAs ?item .
      SERVICE <{wikidata_oxigraph}> {{
        ?item p:P190 ?statement . ?statement ps:P190 ?partner ; pq:P580 ?start ; pqv:P580 ?value .
        ?value wikibase:timePrecision ?precision .
        MINUS {{ ?statement wikibase:rank wikibase:DeprecatedRank }}
        OPTIONAL {{ ?statement prov:wasDerivedFrom ?reference . ?reference pr:P854 ?url }}
      }}
    }}"""
    found, _ = federated(places(["Q3955"]), query, wikidata_oxigraph)
    assert len({row[0] for row in found.rows}) == 5
    assert {str(row[2].value) for row in found.rows if isinstance(row[2], Literal)} == {"11"}
    assert {str(row[3]) for row in found.rows} == {"<http://stadt.weimar.de/ueber-weimar/partnerstaedte/>"}


def test_only_what_can_matter_is_asked(wikidata_oxigraph: str) -> None:
    """A FILTER, a later pattern and a nested group restrict what is sent; nothing to join means no request at all."""
    store = places(sorted(wikidata.linked()))
    rest = "?place owl:sameAs ?item . {} SERVICE <{}> {{ ?item <http://www.wikidata.org/prop/direct/P17> ?c }} {}"
    cases = [
        ("FILTER(STRENDS(STR(?item), '1'))", "", 1),
        ("", "VALUES ?item { <http://www.wikidata.org/entity/Q5826> }", 1),
        ("MINUS { ?place owl:sameAs ?item }", "", 0),
        ("BIND(IRI(STR(?item)) AS ?same)", "", 3),
    ]
    for before, after, requests in cases:
        with counting(wikidata_oxigraph) as (endpoint, seen):
            query = f"SELECT * WHERE {{ {rest.format(before, endpoint, after)} }}"
            found, _ = federated(store, query, endpoint)
        assert len(seen) == requests, (before, after)
        assert bool(found.rows) == bool(requests)


def test_a_service_is_asked_in_the_order_that_binds_it(wikidata_oxigraph: str) -> None:
    """Written first or last, each service gets the bindings that the other parts can give it."""
    with counting(wikidata_oxigraph) as (endpoint, seen):
        query = f"""{WDT} SELECT ?item ?country ?label WHERE {{
          SERVICE <{endpoint}> {{ ?country rdfs:label ?label FILTER(LANG(?label) = "en") }}
          SERVICE <{endpoint}> {{ ?item wdt:P17 ?country }}
          ?place owl:sameAs ?item .
        }}"""
        found, sources = federated(places(["Q5826", "Q169134"]), query, endpoint)
    assert len(seen) == 2
    assert [source.rows for source in sources] == [2, 2]
    assert {str(row[2]) for row in found.rows} == {'"People\'s Republic of China"@en', '"Japan"@en'}


def test_a_limit_is_evaluated_once(wikidata_oxigraph: str) -> None:
    """A SELECT with LIMIT inside gives the same rows to the service and to the answer."""
    store = places(sorted(wikidata.linked()))
    with counting(wikidata_oxigraph) as (endpoint, seen):
        query = f"""{WDT} SELECT * WHERE {{
          {{ SELECT ?item WHERE {{ ?place owl:sameAs ?item }} LIMIT 7 }}
          OPTIONAL {{ SERVICE <{endpoint}> {{ ?item wdt:P17 ?country }} }}
        }}"""
        found, sources = federated(store, query, endpoint)
    assert len(seen) == 1
    assert sources[0].rows == 7
    assert len(found.rows) == 7
    assert all(row[1] is not None for row in found.rows)


def test_blank_nodes(tmp_path: Path) -> None:
    """A remote's blank nodes stay blank and the same within a request, apart between requests; ours are never sent."""
    file = tmp_path / "remote.ttl"
    file.write_text("@prefix : <http://e/> . :a :p [ :q 1 ] . :b :p [ :q 2 ] . _:x :q 3 .", encoding="utf-8")
    store = Store()
    e = "http://e/"
    store.extend([Quad(NamedNode(e + at), NamedNode(e + "is"), NamedNode(e + "here")) for at in "ab"])
    store.add(Quad(BlankNode("mine"), NamedNode(e + "is"), NamedNode(e + "here")))
    with oxigraph(tmp_path / "store", file) as server, counting(server) as (endpoint, seen):
        query = f"""PREFIX : <{e}> SELECT * WHERE {{
          ?s :is :here . SERVICE <{endpoint}> {{ ?s :p ?blank . ?blank :q ?n }} FILTER(ISBLANK(?blank))
        }}"""
        found, _ = federated(store, query, endpoint)
        assert len(found.rows) == 2
        assert len({row[found.variables.index("blank")] for row in found.rows}) == 2
        assert len(seen) == 1
        twice = f"""PREFIX : <{e}> SELECT * WHERE {{
          SERVICE <{endpoint}> {{ ?blank :q 3 }} SERVICE <{endpoint}> {{ ?blank :q ?n }}
        }}"""
        assert not federated(store, twice, endpoint)[0].rows


def test_what_a_service_does_not_bind_is_not_sent(tmp_path: Path) -> None:
    """A variable that only a FILTER of the group names is another one than outside: nothing is sent for it."""
    file = tmp_path / "remote.ttl"
    file.write_text("<http://e/a> <http://e/p> 1 , 2 .", encoding="utf-8")
    store = Store()
    store.add(Quad(NamedNode("http://e/l"), NamedNode("http://e/n"), Literal(1)))
    with oxigraph(tmp_path / "store", file) as endpoint:
        kept = f"SELECT * {{ ?l <http://e/n> ?n SERVICE <{endpoint}> {{ ?s <http://e/p> ?o FILTER(!BOUND(?n)) }} }}"
        lost = kept.replace("!BOUND(?n)", "?o = ?n")
        assert len(federated(store, kept, endpoint)[0].rows) == 2
        assert not federated(store, lost, endpoint)[0].rows


ITEMS = b"""{"head": {"vars": ["item", "o"]}, "results": {"bindings": [
  {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "o": {"type": "literal", "value": "one"}}
]}}"""
SILENT = "SELECT * {{ ?place owl:sameAs ?item SERVICE {} <{}> {{ ?item <http://e/p> ?o }} }}"


def test_failure_is_an_error_unless_silent() -> None:
    """A service that fails ends the query with its name; a silent one gives one solution without bindings."""
    store = places(["Q5826", "Q169134"])
    with FaultServer(lambda _query, _time: "bad_request") as server:
        with pytest.raises(RemoteRefused, match=r"127.0.0.1.*status 400: MALFORMED QUERY"):
            federated(store, SILENT.format("", server.url), server.url)
        found, sources = federated(store, SILENT.format("SILENT", server.url), server.url)
    assert len(found.rows) == 2
    assert all(row[found.variables.index("o")] is None for row in found.rows)
    assert "status 400" in sources[0].failed
    assert "SERVICE SILENT gave nothing" in str(sources[0])


def test_half_of_an_answer_is_no_answer() -> None:
    """Where one batch of a silent service fails, none of its rows count; a loud one names the failure."""
    store = places([f"Q{number}" for number in range(1, 5)])
    with FaultServer(
        lambda query, _time: "cut_unnoticed" if "Q3>" in query else "none", lambda _query: ITEMS
    ) as server:
        with pytest.raises(AnswerBroken, match="no whole SPARQL JSON"):
            federated(store, SILENT.format("", server.url), server.url, batch=2)
        found, _ = federated(store, SILENT.format("SILENT", server.url), server.url, batch=2)
    assert len(found.rows) == 4
    assert all(row[found.variables.index("o")] is None for row in found.rows)


def test_services_that_may_not_be_asked() -> None:
    """An endpoint that nobody named is refused before anything is sent, bound variables included."""
    store = places(["Q5826"])
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/at"), NamedNode("http://127.0.0.1:1/")))
    for query in (
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?x <http://e/at> ?e SERVICE ?e { ?s ?p ?o } }",
        "BASE <http://127.0.0.1:1/> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { FILTER NOT EXISTS { sErViCe <file:///etc/passwd> { ?s ?p ?o } } } }",
    ):
        with pytest.raises(ServiceRefused):
            federated(store, query, WIKIDATA)
    with pytest.raises(ServiceUnbound, match=r"SERVICE \?e"):
        federated(store, "SELECT * { SERVICE ?e { ?s ?p ?o } }", WIKIDATA)
    with pytest.raises(ServiceUnbound, match="no IRI"):
        federated(store, "SELECT * { BIND('x' AS ?e) SERVICE ?e { ?s ?p ?o } }", WIKIDATA)


def test_offline(tmp_path: Path, wikidata_oxigraph: str) -> None:
    """A federated question that was asked once is answered again without the network, and says from when."""
    store, cache = places(["Q5826", "Q169134"]), Cache(tmp_path)
    endpoints = Endpoints.of([wikidata_oxigraph])
    query = FACTS.format(WDT=WDT, endpoint=wikidata_oxigraph)
    offline = Client(ETIQUETTE, endpoints, cache, offline=True)
    with pytest.raises(NotCached, match="without --offline"):
        federated(store, query, wikidata_oxigraph, client=offline)
    first, there = federated(store, query, wikidata_oxigraph, client=Client(ETIQUETTE, endpoints, cache))
    again, kept = federated(store, query, wikidata_oxigraph, client=offline)
    assert alike(first, again)
    assert [source._replace(requests=1, kept=0) for source in kept] == list(there)
    assert (kept[0].requests, kept[0].kept) == (0, 1)
    assert str(there[0]).startswith(f"{wikidata_oxigraph}: 2 solutions of 1 request, retrieved 20")


def test_one_deadline_for_all_requests() -> None:
    """The time given is for all batches together."""
    store = places([f"Q{number}" for number in range(40)])
    slow = replace(ETIQUETTE, attempts=4)
    with (
        FaultServer(answer=lambda _query: ITEMS, delay=0.1) as server,
        Client(slow, Endpoints.of([server.url])) as client,
    ):
        with pytest.raises(DeadlinePassed):
            mediate(SILENT.format("", server.url), local(store), client, Deadline(0.5), batch=1)
        assert len(server.asked) < 8


def test_a_query_that_does_not_parse_is_not_sent() -> None:
    """What is wrong in a service's group is told with line and column, before any request."""
    for query, where in (
        ("SELECT * {\n SERVICE <http://127.0.0.1:1/> { ?s ?p } }", r"line 2, column 40, at '}'\n +SERVICE <.*\n +\^"),
        ("SELECT * {\n SERVICE { ?s ?p ?o } }", "line 2, column 10"),
        ("SELECT * {\n SERVICE <http://127.0.0.1:1/> { ?s no:prefix ?o } }", "the prefix 'no' is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p 'open } }", "line 1"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> " + "{" * 200 + "}" * 200 + "}", "nested deeper than 100"),
    ):
        with pytest.raises(QuerySyntaxError, match=where):
            federated(Store(), query, "http://127.0.0.1:1/")
