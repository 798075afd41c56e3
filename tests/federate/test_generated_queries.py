"""Generated federated queries: the bind join's answers against one store that holds all the data, and Comunica's."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QueryTriples, RdfFormat, Store

from tests.federate.alike import alike
from tests.federate.faults import FaultServer
from tests.federate.generated import SPACE, Maker, triples, with_graph, with_service
from tests.federate.remote import oxigraph
from youcheng.graph.federate import service
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.context import Frame, places
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.pattern import Condition, Nested, Part, Service, Union, inside
from youcheng.graph.federate.syntax import read
from youcheng.graph.federate.table import Table, of_json, of_solutions
from youcheng.ontology.errors import QuerySyntaxError, ServiceUnbound

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = int(os.environ.get("YOUCHENG_GENERATED", "400"))
COMUNICA = os.environ.get("YOUCHENG_COMUNICA")
SHRUNK = COUNT // 4
SHARED_WITH_COMUNICA = 60
WORLDS = (1, 2)
FORMS = {
    "in optional", "in minus", "in exists", "in bind", "in select", "in union", "alone in a group", "plain",
    "silent", "failed", "variable", "several",
    "optional inside", "union inside", "filter inside", "minus inside", "bind inside", "values inside", "select inside",
    "group inside", "FILTER", "BIND", "VALUES", "ASK", "CONSTRUCT",
}  # fmt: skip


@dataclass
class World:
    """The same data twice: apart, on two servers and in a local store, and together in one store."""

    number: int
    endpoints: tuple[str, ...]
    broken: str
    here: Store
    together: Store
    client: Client

    def made(self, chance: random.Random) -> tuple[str, Table] | None:
        """Give a query, marked, and its right answer; None for one that is no SPARQL, and is refused as such."""
        made = Maker(chance, self.endpoints, self.broken).query()
        try:
            return made, table(self.together, with_graph(made, self.endpoints))
        except SyntaxError:  # such as a BIND whose variable is in scope already
            with pytest.raises(QuerySyntaxError):
                self.federated(with_service(made))
            return None

    def federated(self, query: str) -> Table:
        """Give the answer by bind join, in batches so small that there are many."""
        rewritten = mediate(query, local(self.here), self.client, Deadline(20), batch=2)
        return table(self.here, rewritten.text)


def table(store: Store, query: str) -> Table:
    """Ask a store; the triples of a CONSTRUCT are given once each."""
    found = store.query(query, custom_functions=dict(functions()))
    if isinstance(found, QueryTriples):
        return Table(("s", "p", "o"), list({(one.subject, one.predicate, one.object) for one in found}))
    if isinstance(found, QueryBoolean):
        return Table((), [()] if found else [])
    return of_solutions(found)


@pytest.fixture(scope="module", params=WORLDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Make data by chance and serve a part of it on two servers; a third answers 400 to everything.

    In the second world any set of variables that leads through a SERVICE is sent without the others, however little
    that saves.
    """
    folder, chance = tmp_path_factory.mktemp("world"), random.Random(request.param)
    data = [list(triples(chance, 14)) for _ in range(3)]
    with ExitStack() as servers:
        endpoints = []
        for number, quads in enumerate(data[1:]):
            file = folder / f"{number}.nt"
            file.write_text("".join(f"{quad.triple} .\n" for quad in quads), encoding="utf-8")
            endpoints.append(servers.enter_context(oxigraph(folder / str(number), file)))
        broken = servers.enter_context(FaultServer(lambda _query, _time: "bad_request")).url
        at = [
            Quad(NamedNode(f"{SPACE}{number}"), NamedNode(f"{SPACE}at"), NamedNode(endpoints[number % 2]))
            for number in range(3)
        ]
        here, together = Store(), Store()
        for store in (here, together):
            store.extend([*data[0], *at])
        for endpoint, quads in zip(endpoints, data[1:], strict=True):
            together.extend(Quad(quad.subject, quad.predicate, quad.object, NamedNode(endpoint)) for quad in quads)
        etiquette = Etiquette(time_burst=1e6, error_burst=1e6)
        client = servers.enter_context(Client(etiquette, Endpoints.of([*endpoints, broken])))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(service, "_WORTH", 10 if request.param == 1 else 1)
            yield World(request.param, tuple(endpoints), broken, here, together, client)


def test_bind_join_against_one_store(world: World) -> None:
    """SERVICE gives what GRAPH gives where all data is in one store; a service that nothing names is an error.

    Every form of SERVICE is among the queries, and has solutions in some.
    """
    met, told = Counter[str](), Counter[str]()
    for number in range(COUNT):
        made = world.made(random.Random(f"{world.number} {number}"))
        if made is None:
            continue
        met[same(world, *made)] += 1
        told.update(forms(with_service(made[0]), world.broken) if made[1].rows else ())
    assert met["answered"] > 0.7 * COUNT
    assert met["unbound"] < 0.15 * COUNT
    assert not FORMS - set(told), told


def test_bind_join_against_one_store_shrunk(world: World) -> None:
    """The same for queries of Hypothesis's making: of one that differs it finds the shortest."""

    @seed(world.number)
    @settings(max_examples=SHRUNK, derandomize=False, suppress_health_check=list(HealthCheck))
    @given(chance=st.randoms(use_true_random=False))
    def check(chance: random.Random) -> None:
        if made := world.made(chance):
            same(world, *made)

    check()


def same(world: World, made: str, right: Table) -> str:
    """Check the answer to a query; tells whether it was answered, or has a service that nothing names."""
    query = with_service(made)
    try:
        found = world.federated(query)
    except ServiceUnbound:
        assert "SERVICE ?e" in query.replace(" SILENT", ""), query
        return "unbound"
    assert alike(found, right), query
    return "answered"


def forms(query: str, broken: str) -> set[str]:
    """Give the forms of a query: where its services stand, how they are asked, and what is in them."""
    parsed = read(query)
    at = [place for place in places(parsed) if isinstance(place.part, Service)]
    found = {word for word in ("FILTER", "BIND", "VALUES", "ASK", "CONSTRUCT") if word in query}
    found |= {"several"} if len(at) > 1 else set()
    for place in at:
        around = {stands(frame) for frame in place.frames} - {"joined"}
        found |= {f"in {how}" for how in around} or {"plain"}
        found |= {"alone in a group"} if any(isinstance(f.part, Union) for f in place.frames) else set()
        assert isinstance(place.part, Service)
        found |= {"variable"} if place.part.variable else set()
        found |= {"silent"} if place.part.silent else set()
        found |= {"failed"} if broken in place.part.name else set()
        found |= {f"{holds(part)} inside" for part in inside(place.part)}
    return found


def stands(frame: Frame) -> str:
    """Give how a part of a group leads on to a service."""
    if isinstance(frame.part, Union) and len(frame.part.branches) > 1:
        return "union"
    return "joined" if frame.how in {"join", "stop"} else frame.how


def holds(part: Part) -> str:
    """Give what a part of a service is."""
    kind = part.word if isinstance(part, Nested) else type(part).__name__
    if isinstance(part, Union):
        kind = "union" if len(part.branches) > 1 else "group"
    return {"Condition": "filter"}.get(kind, kind).lower()


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own use of it
@pytest.mark.skipif(
    COMUNICA is None or shutil.which("node") is None,
    reason="YOUCHENG_COMUNICA does not name a folder with node_modules/@comunica/query-sparql 4",
)
def test_bind_join_against_comunica(world: World) -> None:
    """Another engine that federates by itself gives the same answers from the same servers.

    Left out is what Comunica is known to do otherwise; where the two still differ, a third engine must be with us.
    """
    data = "".join(f"{quad.triple} .\n" for quad in world.here)
    made = (world.made(random.Random(f"{world.number} {number}")) for number in count())
    telling = (one for one in made if one and one[1].rows and not otherwise(one[0]))
    chosen = list(islice(telling, SHARED_WITH_COMUNICA))
    lines = [json.dumps({"query": with_service(query), "data": data}) for query, _ in chosen]
    command = ["node", str(Path(__file__).with_name("comunica.mjs")), str(Path(COMUNICA or "").resolve())]
    run = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True, timeout=300)
    said = [json.loads(line) for line in run.stdout.splitlines()]
    apart = [
        query
        for (query, right), told in zip(chosen, said, strict=True)
        if "error" in told or not alike(parsed(told), right)
    ]
    alone = [with_service(q) for q, right in chosen if q in apart and not alike(by_rdflib(world, q), right)]
    assert not alone
    assert len(apart) <= 0.1 * len(chosen)


def by_rdflib(world: World, made: str) -> Table:
    """Have a third engine answer over all the data together, to tell who errs where two do not agree."""
    together = rdflib.Dataset()
    together.parse(data=world.together.dump(format=RdfFormat.N_QUADS), format="nquads")
    body = together.query(with_graph(made, world.endpoints)).serialize(format="json") or b""
    return of_json(body)


def otherwise(made: str) -> bool:
    """Tell whether Comunica 4 is known to do otherwise, by itself or against SPARQL.

    It has no variable as a service and no SERVICE in EXISTS, and a silent failure is an error to it; and it writes
    bindings into the text of a SERVICE, so that a FILTER or BIND there sees variables that its own group does not bind.
    It is not asked for triples here.
    """
    words = ("\u241f?e", "/sparql>", "CONSTRUCT")
    if any(word in made for word in words) or re.search("EXISTS {[^{}]*\u241e", made):
        return True
    query = read(with_service(made))
    services = [part for part in inside(query.where) if isinstance(part, Service)] if query.where else []
    return any(
        isinstance(part, Condition) and not part.named <= service.group.certain()
        for service in services
        for part in inside(service.group)
    )


def parsed(said: dict[str, Any]) -> Table:
    """Read what comunica.mjs wrote."""
    return Table(tuple(said["vars"]), [tuple(map(term, row)) for row in said["rows"]])


def term(said: str | None) -> NamedNode | BlankNode | Literal | None:
    """Read one term."""
    if said is None:
        return None
    if said.startswith("<"):
        return NamedNode(said[1:-1])
    if said.startswith("_:"):
        return BlankNode(said[2:])
    parts = json.loads(said)
    if parts["language"]:
        return Literal(parts["value"], language=parts["language"])
    return Literal(parts["value"], datatype=NamedNode(parts["datatype"]))
