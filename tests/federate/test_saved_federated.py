"""The saved federated questions: the same answer by bind join and by another engine over all the data, and portable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from tests.federate import wikidata
from tests.federate.remote import counting, oxigraph
from tests.federate.test_compare import NARA, XIAN, qid, tie
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import WIKIDATA, Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.federate.table import Table, of_solutions
from youcheng.graph.lint import lint
from youcheng.graph.store import ask
from youcheng.mapping.gazetteer import names, rows
from youcheng.ontology import prologue
from youcheng.queries import FOLDER, queries, query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

SAVED = [saved.name for saved in queries("wikidata")]
MOST = 4  # requests: one question binds both directions of some ninety pairs, fifty to a request
FRANCE = qid("fr")


def planted() -> Iterator[Triple]:
    """Give what the extract lacks: names in more languages (the gazetteer's), an end, a date, a reference, a change."""
    linked = wikidata.linked()
    for cells in rows():
        if cells["qid"] in linked:
            item = NamedNode(wikidata.WD + cells["qid"])
            for language, name, main in names(cells):
                if not main and language in {"ar", "es", "fr", "ru"}:
                    yield Triple(item, wikidata.LABEL, Literal(name, language=language))
    nara, xian = NamedNode(wikidata.WD + NARA), NamedNode(wikidata.WD + XIAN)
    yield Triple(nara, wikidata.direct("P576"), Literal("2001-02-03T00:00:00Z", datatype=wikidata.DATE_TIME))
    yield Triple(nara, wikidata.direct("P625"), Literal("Point(2.35 48.85)", datatype=wikidata.WKT))
    yield Triple(xian, wikidata.direct("P17"), NamedNode(wikidata.WD + FRANCE))
    for triple in wikidata.ties([tie(XIAN, NARA, "1974-02", "2019")]):
        yield triple
        if triple.predicate.value == f"{wikidata.PROP}P190" and isinstance(triple.object, NamedNode):
            reference = NamedNode(f"{wikidata.REFERENCE}1")
            yield Triple(triple.object, wikidata.DERIVED, reference)
            page = NamedNode("https://example.org/twinnings")
            yield Triple(reference, NamedNode(f"{wikidata.PROP}reference/P854"), page)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, wikidata_file: Path) -> Path:
    """Write the extract with what is planted."""
    path = tmp_path_factory.mktemp("planted") / "world.nt"
    more = wikidata.write(path.with_name("more.nt"), planted())
    path.write_text(wikidata_file.read_text(encoding="utf-8") + more.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def remote(file: Path) -> Iterator[str]:
    """Serve it."""
    with oxigraph(file.parent / "store", file) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def together(file: Path, release: Path) -> rdflib.Dataset:
    """Give another engine the release, and in a named graph all that the remote has."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(release / "youcheng.ttl", format="turtle")
    dataset.graph(rdflib.URIRef(WIKIDATA)).parse(file, format="nt")
    return dataset


def federated(store: Store, name: str, endpoint: str) -> tuple[Table, int]:
    """Give the answer by bind join, and the requests it took."""
    text = query(f"wikidata/{name}").bound({"endpoint": endpoint})
    with counting(endpoint) as (counted, seen), Client(Etiquette(), Endpoints.of([counted])) as client:
        rewritten = mediate(text.replace(endpoint, counted), local(store), client, Deadline(60))
    found = ask(store, rewritten.text, functions())
    assert isinstance(found, QuerySolutions)
    return of_solutions(found), len(seen)


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own use of it
@pytest.mark.parametrize("name", SAVED)
def test_two_engines_agree(name: str, store: Store, remote: str, together: rdflib.Dataset) -> None:
    """Bind join against a server gives what rdflib gives over all the data, where SERVICE is a named graph."""
    found, requests = federated(store, name, remote)
    text = prologue() + query(f"wikidata/{name}").bound({}).replace("SERVICE <", "GRAPH <")
    answer = together.query(text)
    assert [str(variable) for variable in answer.vars or ()] == list(found.variables)
    told = [row for row in answer if isinstance(row, tuple)]
    theirs = sorted(tuple(plain(str(cell)) if cell is not None else "" for cell in row) for row in told)
    ours = sorted(tuple(plain(getattr(cell, "value", "")) for cell in row) for row in found.rows)
    assert ours == theirs
    assert ours
    assert requests <= MOST


def plain(text: str) -> str:
    """Give a number or a moment as both engines would write it."""
    try:
        return f"{float(text):.6g}"
    except ValueError:
        return text.replace("+00:00", "Z")


@pytest.mark.parametrize("name", SAVED)
def test_portable(name: str) -> None:
    """A saved question hangs on no engine; it says whom it asks, and can be told to ask another."""
    text = (FOLDER / "wikidata" / f"{name}.rq").read_text(encoding="utf-8")
    assert lint(text) == []
    saved = query(f"wikidata/{name}")
    assert [parameter.default for parameter in saved.parameters if parameter.name == "endpoint"] == [WIKIDATA]
    assert f"SERVICE <{WIKIDATA}>" in saved.bound({})
    assert saved.summary
    assert len(saved.description.splitlines()) == 2


def test_they_are_documented() -> None:
    """There are at least ten, and docs/wikidata.md names them all."""
    document = (Path(__file__).parents[2] / "docs" / "wikidata.md").read_text(encoding="utf-8")
    assert len(SAVED) >= 10
    assert re.findall(r"\| `wikidata/([a-z-]+)` \|", document) == SAVED


def test_what_was_planted_is_found(store: Store, remote: str) -> None:
    """The end, the date and its precision, the reference and the changes that were planted are in the answers."""
    expected = {
        "ended-ties": ("2019-01-01T00:00:00Z", f"{wikidata.WD}{NARA}"),
        "dates-in-wikidata": ("1974-02-01T00:00:00Z", "10", "1974-02-01"),
        "coordinates-now": ("48.85", "2.35"),
        "references-in-wikidata": ("https://example.org/twinnings",),
        "changed-since-the-signing": ("2001-02-03T00:00:00Z", "1974"),
    }
    for name, values in expected.items():
        found, _ = federated(store, name, remote)
        assert any(set(values) <= {getattr(cell, "value", None) for cell in row} for row in found.rows), name
    changed, _ = federated(store, "changed-since-the-signing", remote)
    assert any(f"{wikidata.WD}{FRANCE}" in {getattr(cell, "value", None) for cell in row} for row in changed.rows)
    six, _ = federated(store, "names-in-six-languages", remote)
    assert sum(all(cell is not None for cell in row) for row in six.rows) > 30
