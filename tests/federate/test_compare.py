"""The lists against Wikidata: every case, counted independently, and its forms."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from tests.federate import wikidata
from youcheng.graph.__main__ import main
from youcheng.graph.federate import drift
from youcheng.graph.federate.compare import Dates, Where, compare
from youcheng.graph.federate.take_in import Snapshot
from youcheng.mapping.places import load_links
from youcheng.ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from youcheng.graph.federate.compare import Case, Comparison
    from youcheng.mapping.records import Reading

GRAPH = NamedNode("https://w3id.org/youcheng/wikidata/2020-01-31")
RANK = NamedNode(f"{wikidata.WIKIBASE}rank")


def snapshot_of(triples: Iterable[Triple]) -> Snapshot:
    """Give a snapshot of these triples."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, GRAPH) for triple in triples)
    return Snapshot(store, GRAPH, "2020-01-31")


def tie(one: str, other: str, start: str = "", end: str = "", *, both: bool = True) -> dict[str, str]:
    """Give a pair as the extract has pairs."""
    return {"qid_a": one, "qid_b": other, "start_date": start, "end_date": end, "both_directions": str(int(both))}


def of_xian(comparison: Comparison, place: str) -> Case:
    """Give the case of Xi'an and a place."""
    (case,) = (case for case in comparison.cases if str(case.other.place).endswith(f"/{place}"))
    return case


def qid(place: str) -> str:
    """Give the reviewed item of a place."""
    found = load_links().places[place].qid
    assert found
    return found


XIAN, NARA = qid("cn-xian"), qid("jp-nara")


def test_xian_against_the_snapshot(store: Store, snapshot: Snapshot, xian: Reading) -> None:
    """Of the pairs that the snapshot's table has of Xi'an, those not in its list are found, and no other."""
    links = load_links()
    listed = {parties.partner.qid for row in xian.rows if (parties := links.parties(row))}
    tied = {
        pair["qid_b"] if pair["qid_a"] == XIAN else pair["qid_a"] for pair in wikidata.pairs() if XIAN in pair.values()
    }
    assert len(tied) == 26
    found = [case for case in compare(store, snapshot).cases if XIAN in {case.one.qid, case.other.qid}]
    assert {case.other.qid for case in found if case.where is Where.WIKIDATA} == tied - listed
    assert {case.other.qid for case in found if case.where is Where.BOTH} == tied & listed
    assert {case.other.qid for case in found if case.where is Where.LISTS} == listed - tied - {None}
    assert tied - listed
    assert tied & listed
    assert len(found) == len(tied | listed)


def test_every_pair_is_one_case(store: Store, snapshot: Snapshot, readings: tuple[Reading, ...]) -> None:
    """Each pair of the lists stands in one case, linked or not, with the lines that state it."""
    links = load_links()
    stated: dict[frozenset[str], set[str]] = {}
    for reading in readings:
        for row in reading.rows:
            if parties := links.parties(row):
                pair = frozenset((parties.party.id, parties.partner.id))
                stated.setdefault(pair, set()).add(str(row.line))
    found = {
        frozenset(str(side.place).rpartition("/")[2] for side in (case.one, case.other)): case
        for case in compare(store, snapshot).cases
        if case.twinning
    }
    assert found.keys() == stated.keys()
    for pair, case in found.items():
        assert stated[pair] <= {claim.line for claim in case.claims}
        unlinked = any(links.places[place].qid is None for place in pair)
        assert (case.where is Where.UNLINKED) == unlinked


@pytest.mark.parametrize(
    ("start", "dates"),
    [
        ("1974-02-01", Dates.AGREE),
        ("1974-02", Dates.AGREE),
        ("1974", Dates.AGREE),
        ("1974-02-02", Dates.DIFFER),
        ("1973", Dates.DIFFER),
        ("", Dates.LISTS),
    ],
)
def test_dates(store: Store, start: str, dates: Dates) -> None:
    """The list's 1974-02-01 agrees with as much of it as Wikidata states, at the precision it states."""
    found = compare(store, snapshot_of(wikidata.ties([tie(XIAN, NARA, start)])))
    assert of_xian(found, "jp-nara").dates is dates


def test_one_statement_that_differs_is_enough(store: Store) -> None:
    """Where the two items state different dates, the one that differs is not outvoted."""
    ties = [tie(XIAN, NARA, "1974", both=False), tie(NARA, XIAN, "1980", both=False)]
    found = of_xian(compare(store, snapshot_of(wikidata.ties(ties))), "jp-nara")
    assert found.dates is Dates.DIFFER
    assert not found.one_way


def test_directions_and_ends(store: Store) -> None:
    """A statement on one item only is said to be, and so is an end."""
    for one, other in ((XIAN, NARA), (NARA, XIAN)):
        found = of_xian(
            compare(store, snapshot_of(wikidata.ties([tie(one, other, end="2019", both=False)]))), "jp-nara"
        )
        assert found.where is Where.BOTH
        assert found.one_way
        assert found.notes == ["Wikidata says that it ended (2019)"]


def test_deprecated_statements_do_not_count(store: Store) -> None:
    """A deprecated statement neither makes a pair of Wikidata's nor takes part in its dates, but is noted."""
    ties = list(wikidata.ties([tie(XIAN, NARA, "1960"), tie(XIAN, "Q60", "1960")]))
    rank = NamedNode(f"{wikidata.WIKIBASE}DeprecatedRank")
    lowered = [type(t)(t.subject, t.predicate, rank if t.predicate == RANK else t.object) for t in ties]
    found = compare(store, snapshot_of(lowered))
    case = of_xian(found, "jp-nara")
    assert case.where is Where.LISTS
    assert case.notes == ["Wikidata has a deprecated statement of it"]
    assert not found.of(Where.WIKIDATA)


def test_an_unlinked_partner_is_offered(store: Store) -> None:
    """A pair in Wikidata only may be the unlinked partner that the list has in the same country: it says so."""
    turpan, japan = qid("cn-turpan"), qid("jp")
    triples = [*wikidata.ties([tie(turpan, "Q60")]), *wikidata.items(["Q60"])]
    moved = [
        type(t)(t.subject, t.predicate, NamedNode(wikidata.WD + japan)) if t.predicate.value.endswith("/P17") else t
        for t in triples
    ]
    (case,) = compare(store, snapshot_of(moved)).of(Where.WIKIDATA)
    assert case.notes == ["may be 勝沼町, which is not linked (xinjiang-2023-12)"]
    (plain,) = compare(store, snapshot_of(triples)).of(Where.WIKIDATA)
    assert plain.notes == []


def test_notes_with_a_second_date_are_sources(store: Store, snapshot: Snapshot) -> None:
    """A note that states another date stands beside the row."""
    several = [case for case in compare(store, snapshot).cases if len({claim.start for claim in case.claims}) > 1]
    assert several
    assert any("note" in claim.iri for case in several for claim in case.claims)


# --- the forms ------------------------------------------------------------------------------------------------


def test_counts_come_first_and_are_those_of_the_cases(store: Store, snapshot: Snapshot) -> None:
    """The report opens with the counts; the CSV has a row for each case, of the same kinds."""
    found = compare(store, snapshot)
    rows = list(csv.DictReader(io.StringIO(drift.as_csv(found))))
    kinds = Counter(row["case"] for row in rows)
    said = dict(drift.counts(found))
    assert len(rows) == len(found.cases) == sum(kinds.values())
    assert {where: said[where] for where in Where} == {where: kinds[where] for where in Where}
    assert (
        said["dates-agree"]
        + said["dates-differ"]
        + said["date-only-in-lists"]
        + said["date-only-in-wikidata"]
        + said["no-date"]
        == said["in-both"]
    )
    text = drift.as_markdown(found)
    assert text.index("## Counts") < text.index("## By place") < text.index("## in both")
    assert f"| {drift.label('in-both')} | {said['in-both']} |" in text
    for case in found.cases:
        assert str(case.other).replace("<", r"\<") in text.replace("\\", "")


def test_the_document_has_these_counts(store: Store, snapshot: Snapshot) -> None:
    """The table in docs/wikidata.md is what the extract gives."""
    document = (Path(__file__).parents[2] / "docs" / "wikidata.md").read_text(encoding="utf-8")
    found = compare(store, snapshot)
    for kind, count in drift.counts(found):
        assert f"| {drift.label(kind)} | {count} |" in document


def test_markup_in_a_label_stays_text(store: Store) -> None:
    """What Wikidata says is never markup here."""
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    bad = Literal("<script>alert(1)</script>|*x*", language="en")
    ties = list(wikidata.ties([tie(XIAN, "Q60")]))
    found = compare(store, snapshot_of([*ties, type(ties[0])(NamedNode(f"{wikidata.WD}Q60"), label, bad)]))
    page = lxml_html.fromstring(drift.as_html(found))
    assert not page.xpath("//script")
    assert page.xpath("//td[contains(., '<script>alert(1)</script>|*x*')]")
    assert page.xpath("//td/a[@href='http://www.wikidata.org/entity/Q60'][.='Q60']")
    text = drift.as_markdown(found)
    (line,) = (line for line in text.splitlines() if "script" in line)
    assert line.count(r"\<script\>") == 1
    assert line.replace(r"\|", "").count("|") == 7


def test_the_graph(store: Store, snapshot: Snapshot) -> None:
    """As a graph each case is an annotation of its twinning, by declared concepts, derived from rows and statements."""
    found = compare(store, snapshot)
    content = drift.as_turtle(found, "https://w3id.org/youcheng/")
    quads = list(parse(content, format=RdfFormat.TURTLE))
    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    objects = [quad.object for quad in quads if quad.predicate.value.endswith("/terms/type")]
    kinds = [node.value for node in objects if isinstance(node, NamedNode)]
    assert set(kinds) <= terms()
    said = dict(drift.counts(found))
    assert Counter(kind.rpartition("/")[2] for kind in kinds) == Counter({k: n for k, n in said.items() if n})
    assert len({quad.subject for quad in quads}) == len(found.cases)


def test_the_command(release: Path, pulled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`compare` reads a pulled file beside the release; without one it says how to get one."""
    words = ["wikidata", "compare", "--release", str(release)]
    assert main(words) == 2
    assert "youcheng wikidata pull" in capsys.readouterr().err
    for form in ("markdown", "html", "csv", "ttl"):
        out = tmp_path / form
        assert main([*words, "--wikidata", str(pulled), "-f", form, "-o", str(out)]) == 0
        assert XIAN in out.read_text(encoding="utf-8") or form == "ttl"


def test_a_file_that_cannot_be_written(
    release: Path, pulled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder and a path to nowhere are misuse, named as they were given, and nothing is left beside."""
    for out in (tmp_path, tmp_path / "none" / "file"):
        words = ["wikidata", "compare", "--release", str(release), "--wikidata", str(pulled), "-o", str(out)]
        assert main(words) == 2
        assert f"cannot write {out}: " in capsys.readouterr().err
    assert not tmp_path.with_name(tmp_path.name + ".part").exists()
