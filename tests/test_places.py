"""A name is one place in its country, and a file of links that contradicts itself is refused by its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.linking.link_table import Link, add_links
from youcheng.mapping.places import BY_HAND, LINKS, Links, load_links
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import LinkError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading

    from .conftest import Rewritten

TABLE = LINKS.read_text(encoding="utf-8").splitlines()
NARA = next(number for number, line in enumerate(TABLE, 1) if line.startswith("place:jp-nara\t"))
KYOTO = next(number for number, line in enumerate(TABLE, 1) if line.startswith("place:jp-kyoto\t"))


def load_changed(folder: Path, line: int, was: str, becomes: str) -> Links:
    """Load the links with one line changed (counted from 1)."""
    lines = list(TABLE)
    assert was in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(was, becomes, 1)
    path = folder / "links.sssom.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_links(path)


def test_every_name_is_found_in_its_country(links: Links) -> None:
    """Each row of the file is met by its country and its name, and tells what the file tells."""
    for line in TABLE:
        if line.startswith("place:"):
            subject, label, _, item, *_, comment = line.split("\t")
            place_id = subject.removeprefix("place:")
            found = links.country(label) if len(place_id) == 2 else links.find(place_id[:2], label)
            assert found is not None
            assert (found.id, found.country) == (place_id, place_id[:2])
            assert found.qid == (None if item == "sssom:NoTermFound" else item.removeprefix("wd:"))
            assert comment == found.evidence[found.names.index(label)]


def test_a_name_is_never_found_in_another_country(links: Links) -> None:
    """No name of a place is found outside the country of that place, nor among the countries."""
    countries = {place.country for place in links.places.values()}
    names = {
        (place.country, name) for place in links.places.values() if place.id != place.country for name in place.names
    }
    assert len(countries) > 30
    for country, name in names:
        assert links.country(name) is None
        for other in countries:
            found = links.find(other, name)
            assert (found is not None) == ((other, name) in names)
            assert found is None or found.country == other
        assert links.find(country, f"{name} ") is None


def test_every_row_of_both_lists_has_its_places(links: Links, readings: tuple[Reading, Reading]) -> None:
    """No row names a place that the links do not know; partners lie in the country that the row states."""
    for reading in readings:
        assert list(links.unknown(reading)) == []
        for row in reading.rows:
            parties = links.parties(row)
            assert parties is not None
            assert parties.party.country == "cn"
            assert parties.partner.country == parties.country.id != "cn"
            assert row.partner.key in parties.partner.names


def test_names_of_one_place_meet(links: Links, readings: tuple[Reading, Reading]) -> None:
    """A place that two lists write differently is one place."""
    xian, xinjiang = readings
    by_list = [
        {row.partner.main: parties.partner.id for row in reading.rows if (parties := links.parties(row))}
        for reading in (xian, xinjiang)
    ]
    assert by_list[0]["奥什市"] == by_list[1]["奥什"]


@pytest.mark.parametrize(
    ("line", "was", "becomes", "said"),
    [
        (
            KYOTO,
            "place:jp-kyoto\t京都市",
            "place:jp-kyoto\t奈良市",
            "'奈良市' is place:jp-nara here and place:jp-kyoto in",
        ),
        (NARA, "place:jp-nara\t", "place:jp-kyoto\t", "place:jp-kyoto is wd:Q"),
        (NARA, "place:jp-nara\t", "place:jp-nara-2\t", ""),
        (NARA, "place:jp-nara", "jp-nara", "subject_id 'jp-nara' is not place: and an id such as jp or jp-nara"),
        (NARA, "place:jp-nara", "place:JP-nara", "subject_id 'place:JP-nara' is not place:"),
        (NARA, "place:jp-nara", "place:jp-奈良", "subject_id 'place:jp-奈良' is not place:"),
        (NARA, "place:jp-nara", "place:japan", "subject_id 'place:japan' is not place:"),
        (NARA, "\twd:Q", "\twd:", "is neither wd: and a QID nor sssom:NoTermFound"),
        (NARA, "\twd:Q", "\twd:Q0", "is neither wd: and a QID nor sssom:NoTermFound"),
        (NARA, "\twd:Q", "\tQ", "is neither wd: and a QID nor sssom:NoTermFound"),
        (NARA, "skos:exactMatch", "skos:broadMatch", "predicate_id 'skos:broadMatch' is not skos:exactMatch"),
        (NARA, "place:jp-nara", "place:zz-nara", "subject_id 'place:zz-nara': 'zz' is no ISO 3166-1 code"),
        (NARA, "place:jp-nara", "place:ja-nara", "'ja' is no ISO 3166-1 code"),
        (NARA, "\t1\t", "\t-7\t", "confidence '-7' is not a number from 0 to 1"),
        (NARA, "\t1\t", "\t1.01\t", "confidence '1.01' is not a number from 0 to 1"),
        (NARA, "\t1\t", "\tnan\t", "confidence 'nan' is not a number from 0 to 1"),
        (NARA, "\t1\t", "\tsure\t", "confidence 'sure' is not a number from 0 to 1"),
        (NARA, "skos:exactMatch\t", "", "not 10 cells parted by tabs"),
        (NARA, "skos:exactMatch", "skos:exactMatch\t", "not 10 cells parted by tabs"),
    ],
)
def test_a_wrong_row_is_refused_by_its_line(tmp_path: Path, line: int, was: str, becomes: str, said: str) -> None:
    """Format errors and contradictions name the file and the line."""
    if not said:  # another id with an item of its own is no contradiction
        assert load_changed(tmp_path, line, was, becomes).find("jp", "奈良市") is not None
        return
    later = max(line, NARA) if "here and" in said else line
    with pytest.raises(LinkError, match=rf"links\.sssom\.tsv, line {later}: .*{re.escape(said)}"):
        load_changed(tmp_path, line, was, becomes)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (TABLE[NARA - 1], "'奈良市' is place:jp-nara here and place:jp-nara in a line above"),
        (TABLE[NARA - 1].replace("奈良市", "奈良").replace("wd:Q", "wd:Q9"), "and wd:Q"),
        (
            TABLE[NARA - 1].replace("奈良市", "奈良").replace("jp-nara", "jp-nara-city"),
            "and place:jp-nara in a line above",
        ),
        (
            re.sub(r"wd:Q\d+", "sssom:NoTermFound", TABLE[NARA - 1]).replace("奈良市", "奈良"),
            "is sssom:NoTermFound here",
        ),
        (TABLE[NARA - 1].replace("jp-nara", "jp-nara-2").replace("wd:Q", "wd:Q9"), "'奈良市' is place:jp-nara-2 here"),
    ],
    ids=["twice", "two items", "two places of an item", "linked and not", "two places of a name"],
)
def test_a_contradiction_is_refused_by_its_line(tmp_path: Path, extra: str, said: str) -> None:
    """A row that says again, or otherwise, what a row above says is refused with its own line."""
    path = tmp_path / "links.sssom.tsv"
    path.write_text("\n".join([*TABLE, extra]) + "\n", encoding="utf-8")
    with pytest.raises(LinkError, match=rf"links\.sssom\.tsv, line {len(TABLE) + 1}: .*{re.escape(said)}"):
        load_links(path)


def test_a_link_that_is_denied_is_refused(tmp_path: Path) -> None:
    """`predicate_modifier: Not` says what a place is not, so it is never read as what it is."""
    head = next(at for at, line in enumerate(TABLE) if not line.startswith("#"))

    def written(modifier: str) -> Path:
        path = tmp_path / "links.sssom.tsv"
        said = {head: "\tpredicate_modifier", NARA - 1: f"\t{modifier}"}
        lines = [line + (said.get(at, "\t") if at >= head else "") for at, line in enumerate(TABLE)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    assert load_links(written("")).find("jp", "奈良市") is not None
    with pytest.raises(LinkError, match=rf"links\.sssom\.tsv, line {NARA}: predicate_modifier 'Not'"):
        load_links(written("Not"))


@pytest.mark.parametrize("first", ["#", "subject_id"], ids=["before the metadata", "before the header"])
def test_a_byte_order_mark_is_read_and_kept(tmp_path: Path, links: Links, first: str) -> None:
    """A table that a spreadsheet saved begins with one; a row put in leaves it where it stands."""
    path = tmp_path / "links.sssom.tsv"
    lines = [line for line in TABLE if first == "#" or not line.startswith("#")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    assert load_links(path).places == links.places
    link = Link("jp-nara", "奈良", links.places["jp-nara"].qid, "Nara", BY_HAND, 0.9, "", "written without 市")
    add_links(path, [link])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + first.encode())
    assert load_links(path).find("jp", "奈良") is not None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty, without a header row: take it away"),
        ("#only: metadata\n", "empty, without a header row: take it away"),
        ("subject_id\tsubject_label\n", r"column\(s\) .*predicate_id, object_id, comment missing"),
        ("a,b\n", r"column\(s\) .*predicate_id, object_id, comment missing"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path: Path, content: str, told: str) -> None:
    """A file that lacks columns is refused with their names, an empty one (of a full disk) with what to do."""
    path = tmp_path / "links.sssom.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LinkError, match=rf"links\.sssom\.tsv: {told}"):
        load_links(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Links that are not UTF-8 are refused by the file's name."""
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes("\n".join(TABLE).encode("gb18030", errors="replace"))
    with pytest.raises(LinkError, match=r"links\.sssom\.tsv: .*UTF-8"):
        load_links(path)


@pytest.mark.parametrize("ending", ["\n", "\n\n", "\r\n", "\r\n\r\n", ""])
def test_line_ends_and_blank_lines_do_not_matter(tmp_path: Path, links: Links, ending: str) -> None:
    """CRLF, blank lines and a missing last line end are read as the file is."""
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes(((ending or "\n").join(TABLE) + ending).encode())
    assert load_links(path).places == links.places


@pytest.mark.parametrize(
    ("list_id", "was", "becomes", "line", "column", "value", "step"),
    [
        (
            "xian-2023-05",
            "奈良市 Nara",
            "奈良縣 Nara",
            3,
            "城 市",
            "奈良縣",
            "a name in jp in links.sssom.tsv",
        ),
        (
            "xian-2023-05",
            "奈良市 Nara | 日本",
            "奈良市 Nara | 韩国",
            3,
            "城 市",
            "奈良市",
            "a name in kr in links.sssom.tsv",
        ),
        (
            "xian-2023-05",
            "Nara | 日本",
            "Nara | 扶桑",
            3,
            "国家",
            "扶桑",
            "a country in links.sssom.tsv",
        ),
        (
            "xian-2023-05",
            "(密苏里州)",
            "(堪萨斯州)",
            7,
            "城 市",
            "堪萨斯市 (堪萨斯州)",
            "a name in us in links.sssom.tsv",
        ),
        (
            "xinjiang-2023-12",
            "塔什库尔干县",
            "塔縣",
            83,
            "新疆维吾尔自治区管辖区",
            "塔縣",
            "a name in cn in links.sssom.tsv",
        ),
        ("xinjiang-2023-12", "由甲州市承繼", "由乙州市承繼", 90, "(note)", "乙州市", "a name in jp in links.sssom.tsv"),
    ],
)
def test_an_unknown_name_is_met_with_the_next_step(  # noqa: PLR0913, PLR0917 - one column a part of the error
    rewritten: Rewritten,
    links: Links,
    list_id: str,
    was: str,
    becomes: str,
    line: int,
    column: str,
    value: str,
    step: str,
) -> None:
    """A name that the links do not know is one error, with what to do; a namesake elsewhere does not help."""
    reading = read_list(rewritten(list_id, lambda text: text.replace(was, becomes, 1)))
    ((order, error),) = links.unknown(reading)
    assert (error.document, error.line) == (f"{list_id}/document.txt", line)
    assert (error.column, error.value) == (column, value)
    assert step in error.expected
    assert order in {row.order for row in reading.rows}
