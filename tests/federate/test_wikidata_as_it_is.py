"""The commands against a server whose data is odd as Wikidata's is: unknown values, far years, ``mul``, items gone."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from tests.federate import wikidata
from tests.federate.remote import counting, oxigraph
from tests.federate.test_compare import XIAN, qid, tie
from youcheng.graph.__main__ import main
from youcheng.mapping.gazetteer import rows as gazetteer_rows
from youcheng.mapping.places import LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


KYOTO, PAU, DORTMUND = qid("jp-kyoto"), qid("fr-pau"), qid("de-dortmund")
KARAMAY, URUMQI, FUNABASHI = qid("cn-karamay"), qid("cn-urumqi"), qid("jp-funabashi")
IN_EXTRACT = {pair[end] for pair in wikidata.pairs() for end in ("qid_a", "qid_b")} | wikidata.linked()
SPARE = [cells for cells in gazetteer_rows() if cells["qid"] not in IN_EXTRACT and cells["kind"] != "country"]
FORMULA, MUL, HAMLET = (cells["qid"] for cells in SPARE[:3])
TIES = [
    tie(XIAN, PAU, end="2010", both=False),
    tie(XIAN, DORTMUND, "1991-07-22"),
    tie(XIAN, FUNABASHI, both=False),
    tie(XIAN, FORMULA, both=False),
    tie(XIAN, MUL, both=False),
]
UNLINKED = ("place:jp-nara\t", "place:gb-edinburgh\t", "place:cn-xian\t")


def unknown(number: int) -> NamedNode:
    """Give what stands for a value that is only known to exist."""
    return NamedNode(f"http://www.wikidata.org/.well-known/genid/{number}")


def item(number: str) -> NamedNode:
    """Give an item's IRI."""
    return NamedNode(wikidata.WD + number)


def world() -> Iterator[Triple]:
    """Give the extract, some pairs stated otherwise and Kyoto's item gone, and what is odd beside it."""
    pairs = {(one["qid_a"], one["qid_b"]) for one in TIES}
    pairs |= {(other, one) for one, other in pairs}
    base = list(wikidata.world())
    dropped: set[object] = {wikidata.stated(*pair) for pair in pairs}
    dropped |= {t.subject for t in base if str(t.subject).startswith(f"<{wikidata.WDS}{KYOTO}-")}
    yield from (t for t in base if t.subject != item(KYOTO) and not {t.subject, t.object} & dropped)
    yield from wikidata.ties(TIES)
    yield from odd()


def odd() -> Iterator[Triple]:
    """Give values that are only known to exist, years before the first, and labels for all languages."""
    yield from wikidata.moment(wikidata.stated(XIAN, FUNABASHI), "qualifier", "P580", "-0044-03-15T00:00:00Z", 11)
    yield Triple(item(URUMQI), wikidata.direct("P576"), unknown(1))
    yield Triple(item(KARAMAY), wikidata.direct("P1366"), unknown(2))
    yield Triple(item(KARAMAY), wikidata.direct("P576"), Literal("0640-01-01T00:00:00Z", datatype=wikidata.DATE_TIME))
    yield Triple(item(qid("cn-tacheng")), wikidata.direct("P1082"), unknown(3))
    yield Triple(item(FORMULA), wikidata.LABEL, Literal('=HYPERLINK("http://e.example/")', language="en"))
    yield Triple(item(FORMULA), wikidata.LABEL, Literal("Linkville", language="mul"))
    yield Triple(item(MUL), wikidata.LABEL, Literal("Mulville", language="mul"))
    yield Triple(item(HAMLET), wikidata.LABEL, Literal("奈良", language="mul"))
    yield Triple(item(HAMLET), wikidata.direct("P17"), item(qid("jp")))
    for at, name in enumerate(("P1082", "P576", "P625"), start=4):
        yield Triple(item(HAMLET), wikidata.direct(name), unknown(at))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve it; gives the endpoint's IRI."""
    folder = tmp_path_factory.mktemp("odd")
    with oxigraph(folder / "store", wikidata.write(folder / "odd.nt", world())) as served:
        yield served


@pytest.fixture(scope="module")
def remote(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the options that ask it."""
    return ["--endpoint", endpoint, "--allow-service", endpoint, "--cache", str(tmp_path_factory.mktemp("cache"))]


@pytest.fixture(scope="module")
def odd_file(release: Path, remote: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pull from it."""
    folder = tmp_path_factory.mktemp("odd-pulled")
    assert main(["wikidata", "pull", "--release", str(release), "--out", str(folder), *remote]) == 0
    (file,) = folder.iterdir()
    return file


@pytest.fixture
def words(release: Path, odd_file: Path) -> list[str]:
    """Give the options of an action that reads what was pulled."""
    return ["--release", str(release), "--wikidata", str(odd_file)]


def test_an_end_or_another_date_on_either_item_holds_a_pair_back(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is given of a pair that Wikidata says has ended or dates otherwise, and it is said why."""
    assert main(["wikidata", "quickstatements", *words]) == 0
    said = capsys.readouterr()
    for partner in (PAU, DORTMUND, FUNABASHI):
        assert not re.search(rf"^({XIAN}\tP190\t{partner}|{partner}\tP190\t{XIAN})\t", said.out, re.MULTILINE)
    assert f"(2010, on {XIAN}), by the lists it has not" in said.err
    assert f"(-0044-03-15, on {XIAN}; the lists 1994-11-02)" in said.err
    assert "2 at odds with Wikidata" in said.err, "both items date Dortmund's, so nothing is lacking there"


def test_far_years_and_labels_for_all_languages(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The report has the year before the first whole, and a partner by its only label."""
    assert main(["wikidata", "compare", *words]) == 0
    said = capsys.readouterr().out
    assert f"-0044-03-15 (on {XIAN}, " in said
    assert f"Mulville ({MUL})" in said
    assert "Wikidata says that it ended (2010)" in said


def test_a_saved_question_gives_the_label_for_all_languages(
    release: Path, endpoint: str, remote: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where an item has no English label its label for all languages stands in its place, and only there."""
    words = ["query", "wikidata/partners-only-in-wikidata", "--release", str(release), "-p", f"endpoint={endpoint}"]
    assert main([*words, "-f", "csv", *remote[2:]]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    named = {row["partner_item"].rpartition("/")[2]: row["partner_en"] for row in rows}
    assert named[MUL] == "Mulville"
    assert named[FORMULA].startswith("=HYPERLINK")
    assert len(rows) == len({row["statement"] for row in rows}) > 5


def test_csv_is_exact_unless_asked_to_be_safe(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As the server's: a label that begins like a formula stays so, and has an apostrophe in the safe form."""
    found = {}
    for form in ("csv", "csv-safe"):
        assert main(["wikidata", "compare", *words, "-f", form]) == 0
        found[form] = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    (exact,) = (cell for row in found["csv"] for cell in row if "HYPERLINK" in cell)
    assert exact.startswith("=HYPERLINK")
    assert [[cell.removeprefix("'") for cell in row] for row in found["csv-safe"]] == found["csv"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found["csv-safe"] for cell in row)


def test_links_are_checked_alike_live_and_from_a_file(
    words: list[str], remote: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same is wrong by both, in words without raw IRIs; an item with statements is no deleted one."""
    assert main(["wikidata", "check-links", *words]) == 1
    from_file = capsys.readouterr().out
    assert main(["wikidata", "check-links", *words[:2], *remote]) == 1
    assert capsys.readouterr().out == from_file
    assert f"deleted: jp-kyoto is wd:{KYOTO}" in from_file
    assert qid("it-pompei") not in from_file, "only its twinnings are known, but they are"
    assert f"wd:{URUMQI}: it was dissolved, when is not known:" in from_file
    assert f"wd:{KARAMAY}: it was dissolved in 0640, replaced by what is not known:" in from_file
    assert "http" not in from_file
    assert main(["wikidata", "quickstatements", *words]) == 0
    given = capsys.readouterr()
    for wrong in (KYOTO, URUMQI, KARAMAY):
        assert f"{wrong}\t" not in given.out
    assert f"({KYOTO}): Wikidata says nothing of it" in given.err
    assert f"{qid('it-pompei')}\t" in given.out


def test_candidates_with_unknown_values(
    release: Path, remote: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A population, an end, a point of which no more is known than that there is one; a label for all languages."""
    table = tmp_path / "links.sssom.tsv"
    rows = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(row for row in rows if not row.startswith(UNLINKED)), encoding="utf-8")
    words = ["wikidata", "find", "xian-2023-05", "--release", str(release), "--links", str(table), *remote]
    assert main(words) == 0
    said = capsys.readouterr().out
    (line,) = (line for line in said.splitlines() if line.startswith(f"  {HAMLET} "))
    assert "奈良 · dissolved, when is not known" in line
    assert "genid" not in said
    assert main([*words, "-f", "json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    (hamlet,) = (one for one in found["奈良市"]["candidates"] if one["qid"] == HAMLET)
    assert (hamlet["population"], hamlet["point"], hamlet["dissolved"]) == ("", "", "unknown")


def test_what_was_kept_says_so_and_can_be_asked_anew(
    release: Path, endpoint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A kept answer is told with its time, --refresh asks again, and an answer of a time to come is none."""
    with counting(endpoint) as (counted, seen):
        words = ["wikidata", "pull", "--release", str(release), "--out", str(tmp_path / "out")]
        words += ["--endpoint", counted, "--allow-service", counted, "--cache", str(tmp_path / "cache")]
        assert main(words) == 0
        first, asked = capsys.readouterr(), len(seen)
        assert "ept answer" not in first.out + first.err
        assert main(words) == 0
        again = capsys.readouterr()
        assert len(seen) == asked
        assert "kept answers, retrieved 2" in again.out
        assert "Kept answers were used, the oldest of 2" in again.err
        assert "--refresh" in again.err
        assert main([*words, "--refresh"]) == 0
        anew = capsys.readouterr()
        assert len(seen) == 2 * asked
        assert "ept answer" not in anew.out + anew.err
        assert main(words) == 0
        assert len(seen) == 2 * asked
        for file in (tmp_path / "cache").iterdir():
            head, _, body = file.read_bytes().partition(b"\n")
            if b'"retrieved": "2' in head:
                file.write_bytes(re.sub(rb'"retrieved": "....', rb'"retrieved": "2999', head) + b"\n" + body)
        assert main(words) == 0
        assert len(seen) == 3 * asked
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--refresh", "--offline"])
    assert stopped.value.code == 2
