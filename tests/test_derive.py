"""Derived graphs: the date resolved where lists disagree and the rule that chose it, the year, the symmetric tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from youcheng.graph.derive import derive
from youcheng.graph.store import select
from youcheng.mapping.iris import Iris
from youcheng.ontology import prologue
from youcheng.queries import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

# authority, date of the list, place it is about, the date that its row states
OFFICIAL, ENCYCLOPEDIA = "official", "encyclopedia"
HOME, ABROAD = "cn-a", "jp-b"


@pytest.mark.parametrize(
    ("lists", "date", "rule"),
    [
        ([(ENCYCLOPEDIA, "2020", HOME, "1999-01-02")], "1999-01-02", "sole-date"),
        ([(ENCYCLOPEDIA, "2020", HOME, "1999"), (OFFICIAL, "2010", HOME, "1999")], "1999", "sole-date"),
        ([(ENCYCLOPEDIA, "2020", HOME, "1999-01-02"), (OFFICIAL, "2010", HOME, "1998")], "1998", "official-first"),
        ([(ENCYCLOPEDIA, "2020", HOME, "1999-01"), (OFFICIAL, "2010", "cn-z", "1998")], "1999-01", "more-precise"),
        ([(ENCYCLOPEDIA, "2020", HOME, "1999-01"), (ENCYCLOPEDIA, "2010", HOME, "1998")], "1999-01", "more-precise"),
        ([(ENCYCLOPEDIA, "2020", HOME, "1998"), (ENCYCLOPEDIA, "2010", HOME, "1999")], "1998", "later-list"),
        ([(OFFICIAL, "2010", HOME, "1998"), (OFFICIAL, "2012", ABROAD, "1997-05")], "1997-05", "more-precise"),
        ([(OFFICIAL, "2010", HOME, "1998"), (OFFICIAL, "2012", HOME, "1997")], "1997", "later-list"),
        ([(OFFICIAL, "2012", HOME, "1998"), (OFFICIAL, "2012", HOME, "1997")], "1998", "later-list"),
    ],
)
def test_the_rule_that_resolves_a_date(lists: list[tuple[str, str, str, str]], date: str, rule: str) -> None:
    """Each rule applies only where those before it leave the date open, and gives exactly one."""
    store = _store(lists)
    derive(store, Iris())
    found = [
        (s["date"].value, s["rule"].value.rpartition("/")[2], s["year"].value)
        for s in select(store, "SELECT * WHERE { ?t yc:resolvedDate ?date ; yc:resolvedBy ?rule ; yc:since ?year }")
    ]
    assert found == [(date, rule, date[:4])]


def test_a_tie_holds_in_both_directions_until_it_ends() -> None:
    """The derived tie is symmetric, and gone when a list gives an end date or an event of ending."""
    tie = [(ENCYCLOPEDIA, "2020", HOME, "1999")]
    ended = f"<{Iris().twinning(HOME, ABROAD)}>"
    for more, pairs in (
        ("", {(HOME, ABROAD), (ABROAD, HOME)}),
        (f'{ended} schema:endDate "2001"^^xsd:gYear .', set()),
        (f"<https://e.example/> a yc:Event ; yc:twinning {ended} ; dcterms:type event:ended .", set()),
        (
            f"<https://e.example/> a yc:Event ; yc:twinning {ended} ; dcterms:type event:renewed .",
            {(HOME, ABROAD), (ABROAD, HOME)},
        ),
    ):
        store = _store(tie, more)
        derive(store, Iris())
        found = select(store, "SELECT ?one ?other WHERE { ?one yc:twinnedWith ?other }")
        assert {(s["one"].value.rpartition("/")[2], s["other"].value.rpartition("/")[2]) for s in found} == pairs


def test_every_rule_has_a_graph_of_its_own(store: Store) -> None:
    """The graph's name says which rule gave a triple, and nothing derived stands elsewhere."""
    derived = {"resolvedDate", "resolvedBy", "since", "twinnedWith"}
    for quad in store:
        local = quad.predicate.value.removeprefix("https://w3id.org/youcheng/ontology#")
        assert (local in derived) == ("/derived/" in str(quad.graph_name))


def test_every_rule_says_what_it_is() -> None:
    """A rule has a summary and a description, and its file's number gives its place."""
    rules = list(queries("derive"))
    assert all(rule.summary and rule.description for rule in rules)
    assert [rule.name for rule in rules] == sorted(rule.name for rule in rules)


def _store(lists: list[tuple[str, str, str, str]], more: str = "") -> Store:
    store = Store()
    store.load("\n".join([prologue(), more, *_turtle(lists)]).encode(), RdfFormat.TURTLE)
    return store


def _turtle(lists: list[tuple[str, str, str, str]]) -> Iterator[str]:
    mint = Iris()
    types = {4: "gYear", 7: "gYearMonth", 10: "date"}
    tie = mint.twinning(HOME, ABROAD)
    yield f"<{tie}> a yc:Twinning ; yc:partner <{mint.place(HOME)}> , <{mint.place(ABROAD)}> ."
    for number, (authority, as_of, about, date) in enumerate(lists):
        node = mint.list(f"list-{number}")
        yield f'<{node}> a yc:List ; yc:authority authority:{authority} ; dcterms:date "{as_of}"^^xsd:gYear ;'
        yield f"  yc:about <{mint.place(about)}> ."
        yield f"<{tie}> prov:wasDerivedFrom <{node}#row-1> ."
        yield f"<{node}#row-1> a yc:Row ; dcterms:isPartOf <{node}> ;"
        yield f'  schema:startDate "{date}"^^xsd:{types[len(date)]} .'
