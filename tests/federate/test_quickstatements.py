"""Edits for Wikidata: never what is there, never what was not reviewed; running them leaves nothing to give."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from tests.federate import wikidata
from tests.federate.test_compare import NARA, RANK, XIAN, qid, snapshot_of, tie
from youcheng.graph.__main__ import main
from youcheng.graph.federate import quickstatements
from youcheng.graph.federate.check_links import Finding, doubtful
from youcheng.graph.federate.compare import Side, compare
from youcheng.graph.federate.edits import Doubt, Edit, Edits, Reference, edits
from youcheng.mapping.places import LINKS, load_links
from youcheng.ontology import term

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.graph.federate.take_in import Snapshot

V1 = re.compile(
    r"Q[1-9]\d*\tP190\tQ[1-9]\d*"
    r"(\tP580\t\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11))?(\tP582\t\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11))?"
    r'(\t(S854|S4656)\t"https?://[^"\s]+")?(\tS1476\tzh:"[^"\t\n]+")?(\tS123\tQ[1-9]\d*)?'
    r"(\tS813\t\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11))?"
)
PAGE = "https://zh.wikipedia.org/wiki/"
HERE, THERE = Side(None, XIAN, "", "Here"), Side(None, NARA, "", "There")


def given(store: Store, snapshot: Snapshot, held_back: dict[str, str] | None = None) -> Edits:
    """Give the edits that a release has for a snapshot."""
    return edits(store, compare(store, snapshot), held_back or {})


def changed(store: Store, *, add: tuple[Quad, ...] = (), without: tuple[Any, ...] = ()) -> Store:
    """Give a copy of a release's store with something added or taken out."""
    copy = Store()
    copy.extend(quad for quad in store if not any(quad in list(store.quads_for_pattern(*one)) for one in without))
    copy.extend(add)
    return copy


def run(lines: str) -> list[dict[str, str]]:
    """Give the pairs that Wikidata would have after these commands, as the extract has pairs."""
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines.splitlines():
        one, _, other, *rest = line.split("\t")
        said = dict(zip(rest[::2], rest[1::2], strict=True))
        starts, ends = (said[name][1:11] if name in said else "" for name in ("P580", "P582"))
        pairs[one, other] = tie(one, other, starts, ends, both=False)
    return list(pairs.values())


def test_nothing_that_is_there_is_given_again(store: Store, snapshot: Snapshot) -> None:
    """A pair that the table of the snapshot has in a direction gets at most the date it lacks there."""
    there = {(pair["qid_a"], pair["qid_b"]): pair for pair in wikidata.pairs()}
    there |= {(b, a): pair for (a, b), pair in there.items() if pair["both_directions"] == "1"}
    made = given(store, snapshot).edits
    for edit in made:
        pair = there.get((str(edit.item.qid), str(edit.partner.qid)))
        assert edit.exists == (pair is not None)
        assert not (pair and pair["start_date"])
        assert edit.start or not edit.exists
    assert sum(edit.exists for edit in made) > 30
    assert len({(edit.item.qid, edit.partner.qid) for edit in made}) == len(made)


def test_only_reviewed_links_both_ways(store: Store, snapshot: Snapshot) -> None:
    """Every item is one that a reviewed link names; what Wikidata has in neither direction is given in both."""
    reviewed = {place.qid for place in load_links().places.values() if place.qid}
    found = given(store, snapshot)
    made = {(edit.item.qid, edit.partner.qid): edit for edit in found.edits}
    assert {item for pair in made for item in pair} <= reviewed
    assert all((b, a) in made for (a, b), edit in made.items() if not edit.exists and not any_way(a, b))
    assert {left.doubt for left in found.left_out} == {Doubt.UNLINKED}
    assert all(left.why.startswith("no item is linked to ") for left in found.left_out)


def any_way(one: str | None, other: str | None) -> bool:
    """Tell whether the table of the snapshot has a pair."""
    return any({pair["qid_a"], pair["qid_b"]} == {one, other} for pair in wikidata.pairs())


def test_after_running_them_there_is_nothing_left(store: Store, snapshot: Snapshot) -> None:
    """Wikidata with all edits run asks for no further edit: both directions, all dates."""
    commands = quickstatements.version_1(given(store, snapshot).edits)
    assert all(V1.fullmatch(line) for line in commands.splitlines())
    made = run(commands)
    assert len(made) > 150
    for triple in wikidata.ties(made):
        snapshot.store.add(Quad(triple.subject, triple.predicate, triple.object, snapshot.graph))
    assert given(store, snapshot).edits == ()


def test_references(store: Store, snapshot: Snapshot) -> None:
    """Every edit names the list: by its title, its address where it has one, and a publisher that is a linked place."""
    made = given(store, snapshot).edits
    for edit in made:
        for reference in edit.references:
            assert bool(reference.url) == (XIAN not in {edit.item.qid, edit.partner.qid})
            assert reference.publisher == (None if reference.url else XIAN)
            assert reference.url is None or reference.url.startswith(PAGE)
            assert reference.title in {"西安市国际友好城市一览表", "新疆维吾尔自治区国际友好城市列表"}
        assert edit.references
    the_list = NamedNode("https://w3id.org/youcheng/list/xian-2023-05")
    more = changed(
        store,
        add=(
            Quad(the_list, NamedNode(term("dcat:landingPage")), NamedNode("https://xian.example/1")),
            Quad(the_list, NamedNode(term("dcat:landingPage")), NamedNode("https://xian.example/2")),
            Quad(
                the_list,
                NamedNode(term("yc:retrieved")),
                Literal("2023-06", datatype=NamedNode(term("xsd:gYearMonth"))),
            ),
        ),
    )
    commands = quickstatements.version_1(given(more, snapshot_of([])).edits).splitlines()
    nara = [line for line in commands if line.startswith(f"{XIAN}\tP190\t{NARA}\t")]
    stem = f"{XIAN}\tP190\t{NARA}\tP580\t+1974-02-01T00:00:00Z/11\tS854"
    rest = f'S1476\tzh:"西安市国际友好城市一览表"\tS123\t{XIAN}\tS813\t+2023-06-00T00:00:00Z/10'
    assert nara == [f'{stem}\t"https://xian.example/{n}"\t{rest}' for n in (1, 2)]


def test_a_publisher_that_is_no_linked_place_is_not_named(store: Store, snapshot: Snapshot) -> None:
    """An item that is no longer sure to be the place is no publisher; a title that cannot be written is left out."""
    doubted = edits(store, compare(store, snapshot), {XIAN: "gone"}).edits
    assert doubted
    assert not any(reference.publisher for edit in doubted for reference in edit.references)
    quoted = Reference("https://e.example/", 'The "list"')
    command = quickstatements.version_1([Edit(HERE, THERE, None, None, (quoted,), exists=False)])
    assert command == f'{XIAN}\tP190\t{NARA}\tS854\t"https://e.example/"\n'


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("1974-02-01", "+1974-02-01T00:00:00Z/11"),
        ("1974-02", "+1974-02-00T00:00:00Z/10"),
        ("1974", "+1974-00-00T00:00:00Z/9"),
    ],
)
def test_precision(date: str, written: str) -> None:
    """A date is given as far as it is known, and its precision says how far that is, in all forms."""
    source = Reference("https://e.example/", "名录", XIAN, date)
    edit = Edit(HERE, THERE, date, date, (source,), exists=False)
    assert quickstatements.version_1([edit]) == (
        f"{XIAN}\tP190\t{NARA}\tP580\t{written}\tP582\t{written}"
        f'\tS854\t"https://e.example/"\tS1476\tzh:"名录"\tS123\t{XIAN}\tS813\t{written}\n'
    )
    assert list(csv.reader(io.StringIO(quickstatements.as_csv([edit])))) == [
        ["qid", "P190", "qal580", "qal582", "S1476", "s854", "s4656", "s123", "s813"],
        [XIAN, NARA, written, written, 'zh:"名录"', '"https://e.example/"', "", XIAN, written],
    ]
    (row,) = csv.DictReader(io.StringIO(quickstatements.openrefine([edit])))
    assert (row["start time"], row["end time"], row["retrieved"]) == (date, date, date)
    assert (row["reference URL"], row["reference title (zh)"], row["publisher"]) == source[:3]


def test_all_forms_say_the_same(store: Store, snapshot: Snapshot) -> None:
    """V1, CSV and the table for OpenRefine hold the same edits."""
    made = given(store, snapshot).edits
    v1 = [line.split("\t")[0:3:2] for line in quickstatements.version_1(made).splitlines()]
    rows = list(csv.reader(io.StringIO(quickstatements.as_csv(made))))[1:]
    table = list(csv.DictReader(io.StringIO(quickstatements.openrefine(made))))
    assert v1 == [row[:2] for row in rows] == [[row["item"], row["partner"]] for row in table]
    assert all(row["item label"] and row["partner label"] for row in table)


# --- what is left out -----------------------------------------------------------------------------------------


def why(found: Edits) -> str:
    """Give why Xi'an and Nara are left out."""
    assert not any({edit.item.qid, edit.partner.qid} == {XIAN, NARA} for edit in found.edits)
    (left,) = (left for left in found.left_out if {left.case.one.qid, left.case.other.qid} == {XIAN, NARA})
    return left.why


TWINNING = NamedNode("https://w3id.org/youcheng/twinning/cn-xian--jp-nara")


def test_an_end_without_a_date(store: Store) -> None:
    """A tie that a list says has ended, not when, is not given as if it were in force; with the date it is."""
    event = NamedNode("https://w3id.org/youcheng/list/xian-2023-05#row-1-ended")
    ended = changed(
        store,
        add=(
            Quad(event, NamedNode(term("yc:twinning")), TWINNING),
            Quad(event, NamedNode(term("dcterms:type")), NamedNode(term("event:ended"))),
        ),
    )
    assert "but not when" in why(given(ended, snapshot_of([])))
    ended.add(Quad(TWINNING, NamedNode(term("schema:endDate")), Literal("2019", datatype=NamedNode(term("xsd:gYear")))))
    lines = quickstatements.version_1(given(ended, snapshot_of([])).edits).splitlines()
    assert sum("P582\t+2019-00-00T00:00:00Z/9" in line for line in lines) == 2
    there = snapshot_of(wikidata.ties([tie(XIAN, NARA, "1974", "2019")]))
    assert not any(edit.end for edit in given(ended, there).edits)


def test_other_kinds_of_tie(store: Store) -> None:
    """A friendly exchange is no twinned administrative body."""
    kind = NamedNode(term("kind:friendship-city"))
    other = changed(store, add=(Quad(TWINNING, NamedNode(term("dcterms:type")), kind),))
    assert "friendship-city" in why(given(other, snapshot_of([])))


def test_what_wikidata_deprecated(store: Store) -> None:
    """A statement that its editors deprecated is not made again."""
    rank = NamedNode(f"{wikidata.WIKIBASE}DeprecatedRank")
    ties = [replace_rank(t, rank) for t in wikidata.ties([tie(XIAN, NARA, both=False)])]
    assert "deprecated" in why(given(store, snapshot_of(ties)))


@pytest.mark.parametrize(
    ("there", "back", "says"),
    [
        (("1974", "2010"), None, f"it ended (2010, on {XIAN}), by the lists it has not"),
        (("", ""), ("", "2010"), f"it ended (2010, on {NARA}), by the lists it has not"),
        (("1973-02-01", ""), None, f"otherwise (1973-02-01, on {XIAN}; the lists 1974-02-01)"),
        (("", ""), ("1980", ""), f"otherwise (1980, on {NARA}; the lists 1974-02-01)"),
        (("1974|1980", ""), None, f"otherwise (1974, 1980, on {XIAN}; the lists 1974-02-01)"),
    ],
)
def test_a_pair_is_judged_in_both_directions(
    store: Store, there: tuple[str, str], back: tuple[str, str] | None, says: str
) -> None:
    """What either item says of an end or a date holds both directions back: Wikidata would contradict itself."""
    ways = [tie(XIAN, NARA, *there, both=False), *([tie(NARA, XIAN, *back, both=False)] if back else [])]
    assert says in why(given(store, snapshot_of(wikidata.ties(ways))))


def test_what_both_sides_agree_on_is_given(store: Store) -> None:
    """A less exact date of the other direction is no contradiction; nothing lacking is nothing left out."""
    half = given(store, snapshot_of(wikidata.ties([tie(XIAN, NARA, "1974", both=False)])))
    (edit,) = (edit for edit in half.edits if {edit.item.qid, edit.partner.qid} == {XIAN, NARA})
    assert (edit.item.qid, edit.start) == (NARA, "1974-02-01")
    whole = given(store, snapshot_of(wikidata.ties([tie(XIAN, NARA, "1980", "2010")])))
    assert not any({left.case.one.qid, left.case.other.qid} == {XIAN, NARA} for left in whole.left_out)


@pytest.mark.parametrize("value", ["unknown", "1970"])
def test_a_start_that_is_not_known_to_the_year(store: Store, value: str) -> None:
    """Where Wikidata states a decade, or that the start is not known, a year is not set beside it."""
    ties = list(wikidata.ties([tie(XIAN, NARA, "1970" if value == "1970" else "", both=False)]))
    precision = NamedNode(f"{wikidata.WIKIBASE}timePrecision")
    said = [t if t.predicate != precision else type(t)(t.subject, precision, Literal(8)) for t in ties]
    if value == "unknown":
        node = NamedNode("http://www.wikidata.org/.well-known/genid/1")
        started = NamedNode(f"{wikidata.PROP}qualifier/P580")
        said.append(type(ties[0])(wikidata.stated(XIAN, NARA), started, node))
    assert f"not known to the year (on {XIAN}; the lists 1974-02-01)" in why(given(store, snapshot_of(said)))


def test_a_reference_that_is_there_is_not_given_again(store: Store) -> None:
    """A list that a statement names already, however its address is written, is not named a second time."""
    urumqi, mashhad = qid("cn-urumqi"), qid("ir-mashhad")
    ties = list(wikidata.ties([tie(urumqi, mashhad)]))
    lacking = quickstatements.version_1(given(store, snapshot_of(ties)).edits).splitlines()
    for way in ((urumqi, mashhad), (mashhad, urumqi)):
        (line,) = (line for line in lacking if line.startswith(f"{way[0]}\tP190\t{way[1]}\t"))
        url = line.split('S4656\t"')[1].split('"')[0]
    reference, address = NamedNode(f"{wikidata.REFERENCE}1"), NamedNode(f"{wikidata.PROP}reference/P854")
    ties.append(type(ties[0])(wikidata.stated(urumqi, mashhad), wikidata.DERIVED, reference))
    for written in (url, unquote(url)):
        there = [*ties, type(ties[0])(reference, address, NamedNode(written))]
        made = quickstatements.version_1(given(store, snapshot_of(there)).edits).splitlines()
        assert f"{urumqi}\tP190\t{mashhad}\tP580\t+2012-11-15T00:00:00Z/11" in made
        assert [line for line in made if line.startswith(f"{mashhad}\tP190\t{urumqi}\t")] == [
            line for line in lacking if line.startswith(f"{mashhad}\tP190\t{urumqi}\t")
        ]


def test_without_a_source_nothing_is_given(store: Store) -> None:
    """A list without address and title is no reference, and an edit without one is not made."""
    bare = changed(
        store,
        without=(
            (None, NamedNode(term("dcterms:title")), None, None),
            (None, NamedNode(term("dcat:landingPage")), None),
        ),
    )
    found = given(bare, snapshot_of([]))
    assert found.edits == ()
    assert {left.doubt for left in found.left_out} == {Doubt.UNLINKED, Doubt.NO_SOURCE}


def replace_rank(triple: Any, rank: NamedNode) -> Any:  # noqa: ANN401 - pyoxigraph's own class
    """Give a triple with another rank where it states one."""
    return type(triple)(triple.subject, triple.predicate, rank if triple.predicate == RANK else triple.object)


def test_doubtful_links(store: Store) -> None:
    """An item that is no longer sure to be the place is not edited; one with another label is."""
    gone = Finding("jp-nara", NARA, "deleted", "Wikidata says nothing of it")
    assert f"({NARA}): Wikidata says nothing of it" in why(given(store, snapshot_of([]), doubtful([gone])))
    assert doubtful([gone._replace(kind="label")]) == {}


def test_dates_in_dispute(store: Store) -> None:
    """Where lists contradict each other on the date, the statement is given without one; not where one says more."""
    row = NamedNode("https://w3id.org/youcheng/list/xinjiang-2023-12#row-1")
    for date, kind, start in [("1980", "xsd:gYear", None), ("1974", "xsd:gYear", "1974-02-01")]:
        second = NamedNode(f"{row.value}-second")
        disputed = changed(
            store,
            add=(
                Quad(TWINNING, NamedNode(term("prov:wasDerivedFrom")), second),
                Quad(second, NamedNode(term("dcterms:isPartOf")), NamedNode(row.value.partition("#")[0])),
                Quad(second, NamedNode(term("schema:startDate")), Literal(date, datatype=NamedNode(term(kind)))),
            ),
        )
        made = [
            edit for edit in given(disputed, snapshot_of([])).edits if {edit.item.qid, edit.partner.qid} == {XIAN, NARA}
        ]
        assert [edit.start for edit in made] == [start, start]


def test_two_statements_of_one_pair_get_no_date(store: Store) -> None:
    """Where an item states a pair twice, which of them a date is of cannot be said."""
    once = list(wikidata.ties([tie(XIAN, NARA, both=False)]))
    again = [replace_node(triple) for triple in once]
    made = given(store, snapshot_of([*once, *again])).edits
    assert [edit.item.qid for edit in made if {edit.item.qid, edit.partner.qid} == {XIAN, NARA}] == [NARA]


def replace_node(triple: Any) -> Any:  # noqa: ANN401 - pyoxigraph's own class
    """Give a triple about another statement node."""

    def other(node: Any) -> Any:  # noqa: ANN401
        return NamedNode(f"{node.value}-2") if str(getattr(node, "value", "")).startswith(wikidata.WDS) else node

    return type(triple)(other(triple.subject), triple.predicate, other(triple.object))


def test_the_command(release: Path, pulled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The edits go to standard output alone; what is left out, and how many have no reference, to standard error."""
    words = ["wikidata", "quickstatements", "--release", str(release), "--wikidata", str(pulled)]
    said = {}
    for form in ("v1", "csv", "openrefine"):
        assert main([*words, "-f", form]) == 0
        said[form] = capsys.readouterr()
    assert all(V1.fullmatch(line) for line in said["v1"].out.splitlines())
    assert said["v1"].err.startswith(f"{len(said['v1'].out.splitlines())} edits against Wikidata of {pulled.stem}: ")
    assert "left out: 吐鲁番 Turpan" in said["v1"].err
    assert len(said["csv"].out.splitlines()) == len(said["openrefine"].out.splitlines())
    assert main([*words, "--referenced"]) == 0
    referenced = capsys.readouterr()
    assert referenced.out
    assert all("S4656" in line for line in referenced.out.splitlines())
    assert "whose reference has no address, since no list has one, are left out" in referenced.err


def test_a_link_that_nobody_reviewed_is_not_given(
    release: Path, pulled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that a program wrote keeps its place back until somebody signs it; so does a row of another table."""
    words = ["wikidata", "quickstatements", "--release", str(release), "--wikidata", str(pulled), "--links"]
    rows = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = (at for at, row in enumerate(rows) if row.startswith("place:jp-nara\t"))
    cells = rows[at].split("\t")
    assert cells[5] == "semapv:LexicalMatching"
    machine, signed = ("\t".join([*cells[:8], who, *cells[9:]]) for who in ("", "A. Reader"))
    by_hand = machine.replace("LexicalMatching", "ManualMappingCuration")
    for row, held in ((machine, True), (signed, False), (by_hand, False), ("", True)):
        table = tmp_path / "links.sssom.tsv"
        table.write_text("".join([*rows[:at], row, *rows[at + 1 :]]), encoding="utf-8")
        assert main([*words, str(table)]) == 0
        said = capsys.readouterr()
        assert (f"\t{NARA}\t" not in said.out) == held
        assert ("1 link not reviewed" in said.err) == held
        assert ("no person reviewed the link of 奈良市" in said.err) == (row == machine)
