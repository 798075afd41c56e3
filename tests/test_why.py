"""The ledger: every claim of a tie as its document has it, the date taken with its rule, and ties found by any name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from youcheng.graph.__main__ import main
from youcheng.graph.audit.texts import texts
from youcheng.graph.build import build, load
from youcheng.graph.derive import derive
from youcheng.graph.store import open_release
from youcheng.graph.why.find import find
from youcheng.graph.why.ledger import ledger
from youcheng.graph.why.show import FORMS
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris
from youcheng.mapping.reading import read_list
from youcheng.ontology import prefixes, values
from youcheng.ontology.errors import AmbiguousName, UnknownPlace

if TYPE_CHECKING:
    from tests.conftest import Listed, Rewritten
    from youcheng.graph.why.ledger import Ledger
    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

GOLDEN = Path(__file__).parent / "golden" / "audit"
RUBTSOVSK = "cn-tacheng--ru-rubtsovsk"


def told(store: Store, given: str) -> Ledger:
    """Give the ledger of what was asked for."""
    return ledger(store, find(store, given))


@pytest.mark.parametrize(
    "given",
    [
        RUBTSOVSK,
        f"{Iris().base}twinning/{RUBTSOVSK}",
        "塔城市--鲁布佐夫斯克",
        "塔城 -- Rubtsovsk",
        "Rubtsovsk – Tacheng",
        "塔城—魯布佐夫斯克",
        "cn-tacheng--鲁布佐夫斯克",
        "ru-rubtsovsk",
        "RUBTSOVSK",
        "魯布佐夫斯克",
    ],
)
def test_a_tie_goes_by_any_name(store: Store, given: str) -> None:
    """Its id, its IRI, the names of its sides in either order, script and case, or of the side with no other."""
    assert [tie.id for tie in told(store, given).ties] == [RUBTSOVSK]


@pytest.mark.parametrize(
    ("given", "count"), [("西安", 40), ("Xi’an", 40), ("Urumqi", 13), ("奥什", 2), ("Japan", 5), ("日本", 5)]
)
def test_a_place_has_all_its_ties(store: Store, given: str, count: int) -> None:
    """A city's ties, and a country's: those of all its places."""
    assert len(told(store, given).ties) == count


def test_an_unknown_name_is_told_with_those_like_it(store: Store) -> None:
    """A slip of the pen, two places without a tie, and what is nothing at all."""
    with pytest.raises(UnknownPlace, match=r"did you mean .*Hobart"):
        find(store, "Hobert")
    with pytest.raises(UnknownPlace, match="no tie between"):
        find(store, "西安--Rubtsovsk")
    with pytest.raises(UnknownPlace, match="find-partners"):
        find(store, '"} DROP ALL #')


def test_a_tie_of_two_lists_has_each_place_once(xian: Reading, links: Links, listed: Listed) -> None:
    """Two lists state Xi'an with Nara: two claims, and two places, in text and JSON alike."""
    store = Store()
    load(store, [xian, read_list(listed("城市,国家,日期\n奈良市,日本,1974-02-01\n"))], links, Iris())
    derive(store, Iris())
    book = told(store, "西安市--奈良市")
    (tie,) = book.ties
    assert [partner.id for partner in tie.partners] == ["cn-xian", "jp-nara"]
    assert [claim.source.list for claim in tie.claims] == ["listed", "xian-2023-05"]
    assert FORMS["table"](book).count(", jp-nara, wd:") == 1
    assert len(json.loads(FORMS["json"](book))["ties"][0]["partners"]) == 2


def planted(turtle: str) -> Store:
    """Give a store of ties made up for one test, with the vocabulary's concepts."""
    from pyoxigraph import NamedNode, Quad

    from youcheng.ontology import IRI, triples

    store = Store()
    declared = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes().items())
    store.load(f"{declared}@prefix p: <http://x/place/> .\n{turtle}".encode(), RdfFormat.TURTLE)
    store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(IRI)) for t in triples("vocabulary", "kinds"))
    return store


def test_a_name_of_several_places_lists_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each candidate with its id and country; exit status 2."""
    store = planted("""
        p:es a schema:Place ; rdfs:label "Spain"@en . p:ve a schema:Place ; rdfs:label "Venezuela"@en .
        p:es-valencia a schema:Place ; rdfs:label "Valencia"@en , "巴伦西亚"@zh ; schema:containedInPlace p:es .
        p:ve-valencia a schema:Place ; rdfs:label "Valencia"@en , "巴倫西亞"@zh ; schema:containedInPlace p:ve .
    """)
    assert find(store, "巴伦西亚").place == "http://x/place/es-valencia"
    with pytest.raises(AmbiguousName, match=r"es-valencia .*Spain\n.*ve-valencia .*Venezuela"):
        find(store, "Valencia")
    written = Store(str(tmp_path / "store"))
    written.extend(store)
    written.flush()
    del written
    assert main(["why", "valencia", "--release", str(tmp_path)]) == 2
    assert "is a name of 2 places" in capsys.readouterr().err


def test_every_claim_is_in_its_document(store: Store) -> None:
    """Each cell and each note or caption of each of the 92 ties stands on the line that the ledger names."""
    documents = {
        path.parent.name: path.read_text(encoding="utf-8").splitlines() for path in LISTS.glob("*/document.txt")
    }
    cells = claims = 0
    for tie in told(store, "China").ties:
        assert tie.claims[0].source.cells
        for claim in tie.claims:
            line = documents[claim.source.list][claim.source.line - 1]
            claims += 1
            if not claim.values:
                assert claim.source.words in line
            for value in claim.values:
                cells += 1
                assert value.written is None or value.written in line
    assert claims == 52 + 40 + 3 + 6
    assert cells > 700


def test_every_tie_has_its_rule(store: Store) -> None:
    """The date taken is one of those stated, by a rule that is defined in both languages."""
    for tie in told(store, "中国").ties:
        assert tie.taken is not None
        assert tie.taken.date in tie.dates
        assert all(tie.taken.definition)


def test_sources_are_those_of_the_references(store: Store) -> None:
    """The citation of a page: its title, publisher, page, dates, as the list's references have them."""
    (tie,) = told(store, "乌鲁木齐--白沙瓦").ties
    (cited,) = tie.claims[0].cites
    assert (cited.number, cited.page) == (10, "126")
    assert cited.title == "乌鲁木齐市志 第一卷 总类"
    lines = (LISTS / "xinjiang-2023-12" / "document.txt").read_text(encoding="utf-8").splitlines()
    (entry,) = (line for line in lines if line.strip().startswith("10. ^"))
    assert cited.title in entry
    (dead,) = told(store, "罕萨县").ties[0].claims[0].cites
    assert dead.dead
    assert "失效連結" in (LISTS / "xinjiang-2023-12" / "document.txt").read_text(encoding="utf-8")


def test_what_became_of_a_partner_and_what_was_found(store: Store) -> None:
    """The succession with its note's words, and the findings that are about this tie alone."""
    (tie,) = told(store, "吐鲁番").ties
    (event,) = tie.events
    assert (event.kind, event.successor) == ("succeeded", ("Koshu", "甲州市"))
    assert event.source.line == 90
    assert [finding.kind.id for finding in tie.findings] == ["partner-replaced"]
    (tie,) = told(store, RUBTSOVSK).ties
    assert "count-gap" not in {finding.kind.id for finding in tie.findings}


def test_left_out_cells_are_said_to_be(store: Store) -> None:
    """A Chinese side that the row leaves out is carried down; the words are none."""
    (tie,) = told(store, "巴统").ties
    party = tie.claims[0].values[0]
    assert (party.written, party.reading, party.read) == (None, "carried down", "乌鲁木齐市")


DISPUTE = """
    p:cn a schema:Place , schema:Country ; dcterms:identifier "CN" .
    p:jp a schema:Place , schema:Country ; dcterms:identifier "JP" .
    p:cn-a a schema:Place ; rdfs:label "甲"@zh ; schema:containedInPlace p:cn .
    p:jp-b a schema:Place ; rdfs:label "乙"@zh ; schema:containedInPlace p:jp .
    <http://x/twinning/cn-a--jp-b> a yc:Twinning ; yc:partner p:cn-a , p:jp-b ;
      prov:wasDerivedFrom <http://x/list/one#row-1> , <http://x/list/two#row-1> .
    <http://x/list/one> a yc:List ; dcterms:identifier "one" ; dcterms:date "2020"^^xsd:gYear ; yc:about p:cn-a ;
      yc:authority authority:%(one)s .
    <http://x/list/two> a yc:List ; dcterms:identifier "two" ; dcterms:date "2023"^^xsd:gYear ; yc:about p:cn-a ;
      yc:authority authority:encyclopedia .
    <http://x/list/one#row-1> a yc:Row ; yc:line 3 ; dcterms:isPartOf <http://x/list/one> ;
      schema:startDate %(first)s .
    <http://x/list/two#row-1> a yc:Row ; yc:line 4 ; dcterms:isPartOf <http://x/list/two> ;
      schema:startDate %(second)s .
"""
DAY, OTHER, YEAR = '"2001-02-03"^^xsd:date', '"2001-02-04"^^xsd:date', '"2002"^^xsd:gYear'


@pytest.mark.parametrize(
    ("one", "first", "second", "taken", "rule"),
    [
        ("official", YEAR, DAY, "2002", "official first"),
        ("encyclopedia", YEAR, DAY, "2001-02-03", "more precise"),
        ("encyclopedia", DAY, OTHER, "2001-02-04", "later list"),
        ("encyclopedia", DAY, DAY, "2001-02-03", "sole date"),
    ],
)
def test_the_rule_that_chose_is_named(one: str, first: str, second: str, taken: str, rule: str) -> None:
    """Where lists disagree, each date with the list and line that states it, the date taken and why."""
    store = planted(DISPUTE % {"one": one, "first": first, "second": second})
    derive(store, Iris("http://x/"))
    found = told(store, "甲--乙")
    (tie,) = found.ties
    assert tie.taken is not None
    assert (tie.taken.date, tie.taken.rule[0]) == (taken, rule)
    assert tie.disputed == (first != second)
    shown = FORMS["table"](found)
    assert f"date taken: {taken}, by the rule “{rule}”" in shown
    assert ("dated" in shown) == tie.disputed
    if tie.disputed:
        assert "one line 3 (row)" in shown
        assert "two line 4 (row)" in shown


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_what_is_shown_is_the_golden_one(store: Store, form: str, *, refresh_golden: bool) -> None:
    """The ledger of a tie whose note gives another date."""
    path = GOLDEN / f"why.{'txt' if form == 'table' else 'md'}"
    given = FORMS[form](told(store, RUBTSOVSK))
    if refresh_golden:
        path.write_text(given, encoding="utf-8", newline="\n")
    assert given == path.read_text(encoding="utf-8")


def test_the_command(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON of one tie from the release's graph; 2 for a name that is none."""
    assert main(["why", RUBTSOVSK, "-f", "json", "--release", str(release)]) == 0
    (tie,) = json.loads(capsys.readouterr().out)["ties"]
    assert tie["taken"]["rule"] == "sole date"
    assert [(claim["kind"], claim["line"], claim["date"]) for claim in tie["claims"]] == [
        ("row", 72, "2000-04-24"), ("note", 91, "2000-03-16"), ("caption", 69, "2000-04-24"),
    ]  # fmt: skip
    assert main(["why", "no such place", "--release", str(release)]) == 2
    assert "no place or tie" in capsys.readouterr().err


def test_markup_in_words_is_escaped(store: Store) -> None:
    """Brackets and bars of a document do not become Markdown."""
    shown = FORMS["markdown"](told(store, RUBTSOVSK))
    assert r"\[4\]\[註 3\]" in shown
    assert not re.search(r"(?<!\\)\[4", shown)
    assert len(texts(store, "SELECT ?t { ?t a yc:Twinning }")) == 92


def test_the_document_shows_what_is_printed(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each block of output in the document is printed by its command; every kind is told of."""
    document = (Path(__file__).parent.parent / "docs" / "ledger-and-audit.md").read_text(encoding="utf-8")
    main(["why", "塔城市--鲁布佐夫斯克", "--release", str(release)])
    main(["audit", "xinjiang-2023-12", "--release", str(release)])
    printed = capsys.readouterr().out
    blocks = re.findall(r"```text\n(.*?)```", document, re.DOTALL)
    assert len(blocks) == 3
    assert all(block in printed for block in blocks)
    defined = [
        words for concept, about, words in values("kinds")
        if about == f"{prefixes()['skos']}definition" and concept.startswith(prefixes()["finding"]) and words.isascii()
    ]  # fmt: skip
    assert len(defined) > 20
    assert [words for words in defined[3:] if words not in document] == []


def test_rows_left_out_are_told(rewritten: Rewritten, tmp_path: Path) -> None:
    """One of them may state what was asked for: said with a place, with a tie, and where nothing is found."""
    left = rewritten("xinjiang-2023-12", lambda text: text.replace("别尔茨克", "别尔次克"))
    made = build(tmp_path / "dist", Iris(), lists=left.folder.parent, keep_going=True)
    short = open_release(made.release)
    for form in FORMS.values():
        for given in ("阿勒泰市", RUBTSOVSK, "Russia"):
            assert "xinjiang-2023-12" in form(told(short, given))
            assert ("1 row of the list is not in this release" in form(told(short, given))) != (form is FORMS["json"])
    assert json.loads(FORMS["json"](told(short, RUBTSOVSK)))["rows_left_out"] == {"xinjiang-2023-12": 1}
    with pytest.raises(UnknownPlace, match=r"rows that the release has not may name it \(1 of xinjiang-2023-12\)"):
        find(short, "别尔次克")
    with pytest.raises(UnknownPlace, match=r"tells of those of one; rows that the release has not may name it"):
        find(short, "阿勒泰市--Osh")


def test_without_rows_left_out_none_are_told_of(store: Store) -> None:
    """The release of the project has every row."""
    assert told(store, RUBTSOVSK).left_out == {}
    assert "not in this release" not in FORMS["table"](told(store, RUBTSOVSK))
