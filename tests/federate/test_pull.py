"""Pulling: few requests, whole statements, one file that a build takes in without the network."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from tests.federate import wikidata
from tests.federate.faults import FaultServer
from tests.federate.remote import counting, oxigraph
from youcheng.graph.__main__ import main
from youcheng.graph.build import build
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.pull import pull, turtle, write
from youcheng.graph.federate.statements import statements
from youcheng.graph.federate.take_in import newest, read, take_in
from youcheng.graph.release import MANIFEST
from youcheng.graph.store import open_release, select
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris
from youcheng.ontology.errors import AnswerBroken, FederationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from youcheng.graph.federate.pull import Pulled

SAME_AS = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
PROV = "http://www.w3.org/ns/prov#"


def linked(qids: Iterable[str]) -> Store:
    """Give a store in which places are the same as these items."""
    store = Store()
    place = "https://w3id.org/youcheng/place/"
    store.extend(Quad(NamedNode(place + qid), SAME_AS, NamedNode(wikidata.WD + qid)) for qid in qids)
    return store


def asked(store: Store, endpoint: str) -> Pulled:
    """Pull from an endpoint."""
    with Client(Etiquette(attempts=1), Endpoints.of([endpoint])) as client:
        return pull(store, client, endpoint, Deadline(60))


def plain(pulled: Pulled) -> dict[str, set[str]]:
    """Give the triples of each part as text; one engine writes +12 as 12 when it loads a decimal."""
    return {part.name: {str(triple).replace('"+', '"') for triple in part.triples} for part in pulled.parts}


def test_few_requests(store: Store, wikidata_oxigraph: str) -> None:
    """All linked places take at most three requests a question, and every one of them is answered about."""
    with counting(wikidata_oxigraph) as (endpoint, seen):
        made = asked(store, endpoint)
    assert len(seen) == sum(part.source.requests for part in made.parts)
    assert all(part.source.requests <= 3 for part in made.parts)
    (facts,) = (part for part in made.parts if part.name == "facts")
    linked_items = {str(row["item"]) for row in select(store, "SELECT ?item { ?place owl:sameAs ?item }")}
    known = {str(triple.subject) for triple in wikidata.items(wikidata.linked())}
    assert {str(triple.subject) for triple in facts.triples} == linked_items & known
    assert len(linked_items & known) > 130


def test_two_engines_agree(wikidata_oxigraph: str, wikidata_rdflib: str) -> None:
    """What is pulled does not hang on the engine that is asked."""
    some = linked([*sorted(wikidata.linked())[:20], wikidata.WHOLE])
    one, other = (plain(asked(some, endpoint)) for endpoint in (wikidata_oxigraph, wikidata_rdflib))
    assert one == other
    assert len(one["ties-stated"]) > 300


def test_a_whole_statement(wikidata_oxigraph: str) -> None:
    """Every P190 statement of a real entity comes with its rank, its day and its reference, as the entity has them."""
    entity = json.loads((wikidata.DATA / f"{wikidata.WHOLE}.json").read_text(encoding="utf-8"))
    claims = entity["entities"][wikidata.WHOLE]["claims"]["P190"]
    expected = {
        (
            claim["id"].replace("$", "-"),
            claim["mainsnak"]["datavalue"]["value"]["id"],
            claim["qualifiers"]["P580"][0]["datavalue"]["value"]["time"][1:11],
            claim["references"][0]["snaks"]["P854"][0]["datavalue"]["value"],
        )
        for claim in claims
    }
    assert len(expected) == 5
    partners = [other for _, other, _, _ in expected]
    for asked_about in ([wikidata.WHOLE], partners):  # what the entity states, and what its partners receive
        made = asked(linked(asked_about), wikidata_oxigraph)
        found = statements(read(Store(), turtle(made), made.date, Iris()))
        assert not any(said.deprecated for said in found)
        whole = [said for said in found if said.one == wikidata.WHOLE]
        told = {(said.node.removeprefix(wikidata.WDS), said.other, said.starts[0], said.urls[0]) for said in whole}
        assert told == expected


def test_a_build_takes_it_in(pulled: Path, tmp_path: Path) -> None:
    """The release holds one graph of that date, told where it is from; two builds give the same bytes."""
    manifests, lists = [], tmp_path / "lists"
    shutil.copytree(LISTS / "xian-2023-05", lists / "xian-2023-05")
    for name in ("one", "two"):
        build(tmp_path / name, Iris(), lists=lists, wikidata=[pulled])
        manifests.append((tmp_path / name / MANIFEST).read_bytes())
    assert manifests[0] == manifests[1]
    assert json.loads(manifests[0])["inputs"][f"{pulled.parent.name}/{pulled.name}"]
    release = open_release(tmp_path / "one")
    found = newest(release)
    assert found.graph.value == f"https://w3id.org/youcheng/wikidata/{pulled.stem}"
    told = list(
        select(
            release,
            f"""SELECT ?query ?endpoint ?when WHERE {{ GRAPH <{found.graph.value}> {{
              <{found.graph.value}> prov:wasGeneratedBy/dcterms:hasPart ?part .
              ?part prov:used ?plan , ?endpoint ; prov:endedAtTime ?when . ?plan a prov:Plan ; prov:value ?query
              FILTER (?endpoint != ?plan)
            }} }}""",
        )
    )
    assert len(told) == 5
    assert all(row["endpoint"].value in row["query"].value for row in told)
    assert {row["when"].value[:10] for row in told} == {pulled.stem}
    assert "p:P190 wds:" in (tmp_path / "one" / "youcheng.trig").read_text(encoding="utf-8")
    other = take_in(Store(), pulled, Iris("http://data.example/"))
    assert other.graph.value == f"http://data.example/wikidata/{pulled.stem}"
    own = [
        quad
        for quad in other.store.quads_for_pattern(None, None, None, other.graph)
        if "w3id.org/youcheng" in str(quad)
    ]
    assert not own
    assert len(statements(other)) == len(statements(found)) > 500


def test_a_value_without_a_name_and_an_address_in_chinese(tmp_path: Path) -> None:
    """A blank node gets a name in the file, and an IRI that is not ASCII is written as ASCII, as releases have it."""
    one, other = (sorted(wikidata.linked())[at] for at in (0, 1))
    (tie,) = {(one, other)}
    row = {"qid_a": tie[0], "qid_b": tie[1], "start_date": "1974", "end_date": "", "both_directions": "0"}
    triples = [*wikidata.items([one, other]), *wikidata.ties([row])]
    statement = next(t.object for t in triples if t.predicate.value == f"{wikidata.PROP}P190")
    file = wikidata.write(tmp_path / "world.nt", triples)
    with file.open("a", encoding="utf-8") as more:
        more.write(f"{statement} <{wikidata.PROP}qualifier/P582> _:somewhen .\n")
        more.write(f"{statement} {wikidata.DERIVED} <{wikidata.REFERENCE}1> .\n")
        more.write(f"<{wikidata.REFERENCE}1> <{wikidata.PROP}reference/P854> <https://例.example/友城?a=b#c> .\n")
    with oxigraph(tmp_path / "store", file) as endpoint:
        made = asked(linked([one, other]), endpoint)
    path = write(made, tmp_path / "pulled")
    quads = list(parse(path=path, format=RdfFormat.TURTLE, base_iri="http://e/"))
    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    (said,) = statements(take_in(Store(), path, Iris()))
    assert said.ended
    assert said.ends == ()
    assert said.urls == ("https://%E4%BE%8B.example/%E5%8F%8B%E5%9F%8E?a=b#c",)
    assert all(iri.isascii() for quad in quads for iri in map(str, quad.triple) if iri.startswith("<"))


def test_what_is_cut_short_is_no_file(store: Store, tmp_path: Path) -> None:
    """A remote that fails, or knows none of the places, leaves no file."""
    with FaultServer(lambda *_: "cut_unnoticed") as server, pytest.raises(FederationError):
        asked(store, server.url)
    with oxigraph(tmp_path / "empty") as endpoint, pytest.raises(AnswerBroken, match="none of the linked places"):
        asked(store, endpoint)
    with pytest.raises(UsageError, match="nothing to ask"):
        asked(Store(), "http://127.0.0.1:9/")


def test_no_other_file_is_taken_in(pulled: Path, tmp_path: Path) -> None:
    """A file by another name, of another date, damaged or missing is refused, each with its reason."""
    content = pulled.read_bytes()
    for name, body, words in [
        ("notes.ttl", content, "named like"),
        ("2020-02-30.txt", content, "named like"),
        ("2020-02-03.ttl", content, f"pulled on {pulled.stem}"),
        ("2020-02-04.ttl", content[:-30], "does not parse"),
        ("2020-02-05.ttl", b"<a> <b> <c> .", "no stated date"),
        ("2020-02-06.ttl", None, "named like"),
    ]:
        path = tmp_path / name
        if body is not None:
            path.write_bytes(body)
        with pytest.raises(UsageError, match=words):
            take_in(Store(), path, Iris())


def test_the_command(release: Path, wikidata_oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pull` writes the file and says how to go on; again offline, from what was kept, it writes the same bytes."""
    words = ["wikidata", "pull", "--release", str(release), "--endpoint", wikidata_oxigraph]
    words += ["--allow-service", wikidata_oxigraph, "--cache", str(tmp_path / "cache")]
    assert main([*words, "--out", str(tmp_path / "one")]) == 0
    assert main([*words, "--out", str(tmp_path / "two"), "--offline"]) == 0
    (one,), (two,) = ([*(tmp_path / name).iterdir()] for name in ("one", "two"))
    assert f"youcheng build --wikidata {two}" in capsys.readouterr().out
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()
    refused = [word for word in words if word != "--allow-service"][:6]
    assert main([*refused, "--out", str(tmp_path / "three")]) == 1
    assert not (tmp_path / "three").exists()
