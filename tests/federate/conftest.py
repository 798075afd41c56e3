"""Wikidata's shape on loopback, served by two engines that have nothing in common."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Store

from tests.federate import wikidata
from tests.federate.remote import oxigraph, rdflib_server
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.pull import pull, write
from youcheng.graph.federate.take_in import take_in
from youcheng.mapping.iris import Iris

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from youcheng.graph.federate.take_in import Snapshot


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the proxies of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def wikidata_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the extract of Wikidata as N-Triples."""
    return wikidata.write(tmp_path_factory.mktemp("wikidata") / "wikidata.nt", wikidata.world())


@pytest.fixture(scope="session")
def wikidata_oxigraph(wikidata_file: Path) -> Iterator[str]:
    """Serve the extract with Oxigraph's program; gives the endpoint's IRI."""
    with oxigraph(wikidata_file.parent / "store", wikidata_file) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def wikidata_rdflib(wikidata_file: Path) -> Iterator[str]:
    """Serve the extract with rdflib; gives the endpoint's IRI."""
    with ExitStack() as servers:
        yield servers.enter_context(rdflib_server(rdflib.Graph().parse(wikidata_file, format="nt")))


@pytest.fixture(scope="session")
def pulled(store: Store, wikidata_oxigraph: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pull from the extract what `youcheng wikidata pull` pulls, and give the file."""
    with Client(endpoints=Endpoints.of([wikidata_oxigraph])) as client:
        return write(pull(store, client, wikidata_oxigraph, Deadline(60)), tmp_path_factory.mktemp("pulled"))


@pytest.fixture
def snapshot(pulled: Path) -> Snapshot:
    """Read what was pulled into a store of the test's own, which it may change."""
    return take_in(Store(), pulled, Iris())
