"""Every format says the same graph, in the same bytes, without blank nodes and without anything fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from youcheng.graph.export import FORMATS, export, shortening
from youcheng.graph.store import ordered
from youcheng.ontology import prefixes
from youcheng.ontology.errors import UnknownFormat, UnknownList

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

SUFFIX = {"jsonld": "jsonld", "rdfxml": "rdf"} | {form: form for form in ("ttl", "nt", "trig", "nq")}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_holds_the_whole_graph(store: Store, form: str) -> None:
    """What is parsed back is what the store holds: quads where the format has graphs, else their triples."""
    chosen = RdfFormat.from_extension(SUFFIX[form])
    assert chosen is not None
    back = set(parse(export(store, form), format=chosen))
    if chosen.supports_datasets:
        assert back == set(store)
    else:
        assert {quad.triple for quad in back} == {quad.triple for quad in store}


@pytest.mark.parametrize("form", FORMATS)
def test_a_list_alone(store: Store, form: str) -> None:
    """The export of one list holds the triples of its graph."""
    chosen = RdfFormat.from_extension(SUFFIX[form])
    back = {quad.triple for quad in parse(export(store, form, "xian-2023-05"), format=chosen)}
    own = {quad.triple for quad in store if str(quad.graph_name).endswith("/list/xian-2023-05>")}
    assert back == own
    assert len(own) > 1000


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated", "ignore:Dataset.default_context is deprecated")
def test_an_independent_parser_reads_the_json_ld(store: Store) -> None:
    """The context is read by rdflib as Oxigraph reads it."""
    dataset = rdflib.Dataset()
    dataset.parse(data=export(store, "jsonld", "xian-2023-05"), format="json-ld")
    turtle = rdflib.Graph().parse(data=export(store, "ttl", "xian-2023-05"), format="turtle")
    assert {quad[:3] for quad in dataset.quads()} == set(turtle)
    assert len(turtle) > 1000


def test_json_ld_carries_its_context(store: Store) -> None:
    """No context has to be fetched, and the vocabulary's object properties give IRIs as plain strings."""
    said = json.loads(export(store, "jsonld", "xian-2023-05"))["@context"]
    assert prefixes().items() <= said.items()
    assert said["yc:partner"] == {"@type": "@id"}


def test_turtle_is_for_reading(store: Store) -> None:
    """Rows stand in their order, prefixes are sorted and used, and CJK is written as itself."""
    text = export(store, "ttl", "xian-2023-05").decode()
    rows = [line.split()[0] for line in text.splitlines() if " a yc:Row" in line]
    assert rows == [f"xian-2023-05:row-{number}" for number in range(1, 41)]
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert all(text.count(prefix) > 1 for prefix in declared)
    assert "奈良市" in text


def test_no_blank_node_and_only_ascii_iris(store: Store) -> None:
    """IRIs are ASCII; nothing is without an IRI."""
    for quad in store:
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            assert not str(node).startswith("_:")
            assert str(node).isascii() or str(node).startswith('"')


def test_dumps_of_the_release_are_the_exports(store: Store, release: Path) -> None:
    """A dump in the release is what `youcheng export` gives."""
    for form in ("ttl", "trig", "nq", "jsonld"):
        assert (release / f"youcheng.{form}").read_bytes() == export(store, form)
    for list_id in ("xian-2023-05", "xinjiang-2023-12"):
        assert (release / "lists" / f"{list_id}.ttl").read_bytes() == export(store, "ttl", list_id)


def test_the_description_counts_what_is_there(store: Store, release: Path) -> None:
    """VoID's sizes are those of the dumps, and each named graph has a licence or says its rights."""
    said = Dataset(parse(path=str(release / "dataset.ttl"), format=RdfFormat.TURTLE))
    triples = {quad.triple for quad in store}
    assert _value(said, "dataset", "triples") == str(len(triples))
    assert _value(said, "dataset", "distinctSubjects") == str(len({triple.subject for triple in triples}))
    linked = {t for t in triples if t.predicate.value.endswith("#sameAs")}
    assert _value(said, "dataset#wikidata", "triples") == str(len(linked))
    licensed = {quad.subject.value for quad in said if quad.predicate.value.endswith(("/license", "/rights"))}
    assert {graph.value for graph in store.named_graphs()} <= licensed


def test_unknown_names_are_misuse(store: Store) -> None:
    """An unknown format or list is named beside those there are."""
    with pytest.raises(UnknownFormat, match="ttl"):
        export(store, "docx")
    with pytest.raises(UnknownList, match="xian-2023-05"):
        export(store, "ttl", "beijing")


def _value(said: Dataset, subject: str, predicate: str) -> str:
    (found,) = [
        quad.object.value
        for quad in said
        if quad.subject.value.endswith(f"/{subject}") and quad.predicate.value.endswith(f"#{predicate}")
    ]
    return str(found)


def test_an_iri_is_shortened_by_its_longest_namespace() -> None:
    """The longest one counts though what it leaves cannot be said by it; a namespace itself is not shortened."""
    short = shortening({"x": "http://x/", "list": "http://x/list/", "one": "http://x/list/one#", "again": "http://x/"})
    given = ["http://x/a", "http://x/a/b", "http://x/list/one", "http://x/list/one#r", "http://x/list/", "urn:x", ""]
    assert [short(iri) for iri in given] == ["x:a", "http://x/a/b", "list:one", "one:r", "http://x/list/", "urn:x", ""]


def test_numbers_in_terms_are_ordered_as_numbers() -> None:
    """Row 2 stands before row 10, whatever the number of digits; more of them than int() takes do not fail."""
    said = NamedNode("x:p")
    rows = [Quad(NamedNode(f"x:row-{number}"), said, said) for number in ("2", "2a", "9", "10-9", "10-10", "10")]
    assert ordered(reversed(rows)) == rows
    long = [Quad(said, said, Literal(digits * 5000)) for digits in "12"]
    assert ordered(reversed(long)) == long
