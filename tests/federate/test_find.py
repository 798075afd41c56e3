"""Candidates for names without a link: found by exact label in the right country, and never linked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from tests.federate import wikidata
from tests.federate.remote import oxigraph
from tests.federate.test_compare import NARA, XIAN, qid
from youcheng.graph.__main__ import main
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.find import Found, find, wanted
from youcheng.mapping.gazetteer import rows as gazetteer_rows
from youcheng.mapping.places import LINKS, load_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

ABROAD = wikidata.pairs()[0]["qid_a"]
IN_EXTRACT = {pair[end] for pair in wikidata.pairs() for end in ("qid_a", "qid_b")} | wikidata.linked()
FORMER = next(
    cells["qid"] for cells in gazetteer_rows() if cells["qid"] not in IN_EXTRACT and cells["kind"] != "country"
)
UNLINKED = ("place:jp-nara\t", "place:gb-edinburgh\t", "place:cn-xian\t")


@pytest.fixture(scope="module")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the reviewed links without those of three places."""
    file = tmp_path_factory.mktemp("links") / "links.sssom.tsv"
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(UNLINKED)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def remote(wikidata_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the extract with a namesake in another country, and one in the same country that is no longer there."""
    folder = tmp_path_factory.mktemp("namesakes")
    alias = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    abroad, former = NamedNode(f"{wikidata.WD}{ABROAD}"), NamedNode(f"{wikidata.WD}{FORMER}")
    more = [
        Triple(abroad, wikidata.LABEL, Literal("奈良市", language="zh")),
        Triple(former, alias, Literal("奈良", language="ja")),
        Triple(former, wikidata.direct("P17"), NamedNode(wikidata.WD + qid("jp"))),
        Triple(former, wikidata.direct("P576"), Literal("0784-01-01T00:00:00Z", datatype=wikidata.DATE_TIME)),
    ]
    file = wikidata.write(folder / "more.nt", more)
    with oxigraph(folder / "store", wikidata_file, file) as endpoint:
        yield endpoint


def looked(names: Links, reading: Reading, endpoint: str) -> dict[str, Found]:
    """Look for the names of a list that no item is linked to."""
    with Client(endpoints=Endpoints.of([endpoint])) as client:
        return {one.wanted.name.key: one for one in find(wanted(reading, names), client, endpoint, Deadline(60))}


def test_names_without_an_item_are_wanted(readings: tuple[Reading, ...], fewer: Path) -> None:
    """With all links those of sssom:NoTermFound are wanted, with fewer also the others, each once and with its line."""
    xian, xinjiang = readings
    assert wanted(xian, load_links()) == []
    open_names = {(one.code, one.name.key) for one in wanted(xinjiang, load_links())}
    rows = [line.split("\t") for line in LINKS.read_text(encoding="utf-8").splitlines()]
    without = {(row[0].split(":")[1][:2], row[1]) for row in rows if len(row) > 3 and row[3] == "sssom:NoTermFound"}
    assert open_names <= without
    assert len(without - open_names) <= 1  # one stands in a note only
    assert {one.name.key for one in wanted(xian, load_links(fewer))} == {"西安市", "奈良市", "爱丁堡市"}
    assert {one.where for one in wanted(xian, load_links(fewer)) if one.code == "jp"} == {
        "xian-2023-05/document.txt, line 3"
    }


def test_candidates(xian: Reading, fewer: Path, remote: str) -> None:
    """The right item is among the candidates; a namesake abroad is not, one that is over says so."""
    found = looked(load_links(fewer), xian, remote)
    nara = {candidate.qid: candidate for candidate in found["奈良市"].candidates}
    assert list(nara) == [NARA, FORMER]
    assert nara[NARA].label_en == "Nara"
    assert nara[FORMER].dissolved.startswith("0784")
    assert nara[FORMER].answered == ["奈良@ja"]
    assert XIAN in {candidate.qid for candidate in found["西安市"].candidates}


def test_no_candidates(xinjiang: Reading, remote: str) -> None:
    """A name that nothing answers to has no candidate, and is said to have none."""
    found = looked(load_links(), xinjiang, remote)
    assert found
    assert not any(one.candidates for one in found.values())


def test_the_command(fewer: Path, remote: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`find` prints candidates as a table or JSON; no link is written."""
    before = (LINKS.read_bytes(), fewer.read_bytes())
    words = ["wikidata", "find", "xian-2023-05", "--links", str(fewer), "--endpoint", remote, "--allow-service", remote]
    words += ["--cache", str(tmp_path)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "奈良市 (JP), xian-2023-05/document.txt, line 3: 2 candidates" in said
    assert "Nothing was linked" in said
    assert main([*words, "-f", "json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["奈良市"]["candidates"][0]["qid"] == NARA
    assert (LINKS.read_bytes(), fewer.read_bytes()) == before
