"""What `youcheng wikidata find` wrote goes before a person in `youcheng link --review`, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from tests.federate import wikidata
from tests.federate.remote import oxigraph
from tests.federate.test_compare import qid
from tests.test_link import Terminal, run
from youcheng.graph.__main__ import main
from youcheng.graph.consider import consider, read_candidates
from youcheng.graph.link import propose
from youcheng.mapping.places import LINKS, load_links
from youcheng.ontology.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from youcheng.mapping.linking.index import Index
    from youcheng.mapping.records import Reading

LIST = "xinjiang-2023-12"
COUNTY, TOWN = "Q900000000001", "Q900000000002"  # made up, so that no gazetteer knows them


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a copy of the project's links without one place in Japan that has no item."""
    path = tmp_path / "fewer.sssom.tsv"
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("place:jp-katsunuma\t")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def remote(wikidata_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the extract and two places that the gazetteer does not hold, one of unknown population."""
    folder = tmp_path_factory.mktemp("more")
    county, town, kind = (NamedNode(wikidata.WD + one) for one in (COUNTY, TOWN, "Q900000000003"))
    more = [
        Triple(county, wikidata.LABEL, Literal("额敏县", language="zh")),
        Triple(county, wikidata.LABEL, Literal("Emin\x1b[2J County", language="en")),
        Triple(county, wikidata.direct("P17"), NamedNode(wikidata.WD + qid("cn"))),
        Triple(county, wikidata.direct("P31"), kind),
        Triple(kind, wikidata.LABEL, Literal("county of China", language="en")),
        Triple(county, wikidata.direct("P1082"), Literal("+190000", datatype=wikidata.DECIMAL)),
        Triple(town, wikidata.LABEL, Literal("勝沼町", language="ja")),
        Triple(town, wikidata.LABEL, Literal("Katsunuma", language="en")),
        Triple(town, wikidata.direct("P17"), NamedNode(wikidata.WD + qid("jp"))),
        Triple(town, wikidata.direct("P1082"), NamedNode("http://www.wikidata.org/.well-known/genid/1")),
        Triple(town, wikidata.direct("P576"), Literal("2005-11-01T00:00:00Z", datatype=wikidata.DATE_TIME)),
    ]
    with oxigraph(folder / "store", wikidata_file, wikidata.write(folder / "more.nt", more)) as endpoint:
        yield endpoint


@pytest.fixture
def found(remote: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Write what `youcheng wikidata find` finds."""
    words = ["wikidata", "find", LIST, "-f", "json", "--links", str(table), "--endpoint", remote]
    assert main([*words, "--allow-service", remote, "--cache", str(tmp_path / "cache")]) == 0
    file = tmp_path / "found.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def test_a_person_takes_what_was_found(index: Index, table: Path, found: Path) -> None:
    """An open name and one that had no item get theirs: a new row, and the place's own row with its id as it was."""
    before = table.read_text(encoding="utf-8").splitlines()
    terminal = Terminal(table, index, LIST, "--candidates", found)
    terminal.reach("勝沼町")
    assert f"1  Katsunuma {TOWN} · dissolved in 2005-11-01 · " in terminal.shown.rpartition("\n[")[2]
    terminal.type("1 merged since")
    assert f"kept: place:jp-katsunuma is wd:{TOWN}" in terminal.until("> $|open\\.")
    terminal.reach("额敏县")
    screen = terminal.shown.rpartition("\n[")[2]
    assert "place:cn-emin-county has no item: no row of this county in the gazetteer" in screen
    assert f"1  Emin [2J County {COUNTY} · county of China · 190,000 people" in screen
    assert "60 points: in Wikidata 额敏县@zh (+60); in CN (+0)" in screen
    terminal.type("1")
    assert f"kept: place:cn-emin-county is wd:{COUNTY}" in terminal.until("> $|open\\.")
    terminal.end()
    after = table.read_text(encoding="utf-8").splitlines()
    gone, come = [line for line in before if line not in after], [line for line in after if line not in before]
    assert [line.split("\t")[:4] for line in gone] == [
        ["place:cn-emin-county", "额敏县", "skos:exactMatch", "sssom:NoTermFound"]
    ]
    assert [line.split("\t")[:4] for line in come] == [
        ["place:cn-emin-county", "额敏县", "skos:exactMatch", f"wd:{COUNTY}"],
        ["place:jp-katsunuma", "勝沼町", "skos:exactMatch", f"wd:{TOWN}"],
    ]
    source = json.loads(found.read_text(encoding="utf-8"))[0]["source"]
    assert {line.split("\t")[5] for line in come} == {"semapv:ManualMappingCuration"}
    assert {line.split("\t")[7] for line in come} == {source}
    assert source.startswith("127.0.0.1-2")


def test_without_a_person_nothing_is_linked(index: Index, table: Path, found: Path) -> None:
    """The candidates are for a review at a terminal only."""
    before = table.read_bytes()
    assert "--review" in run(LIST, "--links", table, "--candidates", found, index=index, status=2)
    assert "--dry-run" in run(
        LIST, "--links", table, "--candidates", found, "--review", "--dry-run", index=index, status=2
    )
    assert "terminal" in run(LIST, "--links", LINKS, "--candidates", found, "--review", index=index, status=2)
    assert table.read_bytes() == before


def test_what_answers_is_put_before_the_gazetteer_s(index: Index, xinjiang: Reading, found: Path) -> None:
    """Names that the links know and for which nothing was found are not asked about again; an item is shown once."""
    links = load_links()
    shown = consider(read_candidates(found), index, links, propose(index, links, [xinjiang]))
    assert {each.wanted.key for each in shown} == {"勝沼町", "额敏县"}
    again = consider(read_candidates(found), index, links, shown)
    assert [len(each.verdict.ranked) for each in again][: len(shown)] == [1, 1]


@pytest.mark.parametrize("said", ["", '{"a": 1}', "[1]", '[{"name": "x"}]', "candidate"])
def test_a_file_of_another_kind(said: str, found: Path) -> None:
    """What `find` did not write is misuse, said with the file's name."""
    if said == "candidate":
        said = found.read_text(encoding="utf-8").replace('"qid"', '"id"')
    file = found.with_name("other.json")
    file.write_text(said, encoding="utf-8")
    with pytest.raises(UsageError, match=r"other\.json is nothing that"):
        read_candidates(file)
    with pytest.raises(UsageError, match="cannot read"):
        read_candidates(file.with_name("none.json"))


def test_an_item_that_is_another_place(index: Index, found: Path, tmp_path: Path) -> None:
    """A place without an item cannot become one that another place is linked to."""
    taken = load_links().places["jp-nara"].qid
    said: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))
    for one in said:
        for candidate in one["candidates"]:
            candidate["qid"] = taken
    file = tmp_path / "taken.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    copy = tmp_path / "links.sssom.tsv"
    copy.write_bytes(LINKS.read_bytes())
    terminal = Terminal(copy, index, LIST, "--candidates", file)
    terminal.reach("勝沼町")
    terminal.type("1")
    assert f"not possible: Nara {taken} is place:jp-nara already" in terminal.until("> $")
    terminal.type("n")
    assert "as it stands: place:jp-katsunuma has no item" in terminal.until("> $|open\\.")
    terminal.type("q")
    terminal.end()
    assert copy.read_bytes() == LINKS.read_bytes()
