"""Wikidata's shape on loopback, served by two engines that have nothing in common."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import rdflib

from tests.federate import wikidata
from tests.federate.remote import oxigraph, rdflib_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
