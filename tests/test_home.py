"""Lists whose own side lies in Taiwan, Hong Kong or Macao: told by the ISO 3166-1 code that list.yaml gives as home."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.build import build
from youcheng.graph.link import propose
from youcheng.graph.store import open_release, select
from youcheng.mapping.iris import Iris
from youcheng.mapping.linking.link_table import add_links
from youcheng.mapping.places import LINKS, load_links
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError, ReadingFailed

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.linking.index import Index

    from .conftest import Listed

TIES = "城市,国家,日期\n奈良市,日本,2005-10-27\n爱丁堡市,英国,1989\n"


def linked(table: Path, index: Index, listed: Listed, about: str) -> list[str]:
    """Link a list of that place in Taiwan into a copy of the project's table; gives the ids that were made."""
    shutil.copy(LINKS, table)
    reading = read_list(listed(TIES, "home: tw\n", about=about))
    made = [each.link for each in propose(index, load_links(table), [reading]) if each.link]
    add_links(table, made)
    return [link.place for link in made]


@pytest.mark.parametrize(("about", "place"), [("新北市", "tw-new-taipei-city"), ("桃園市", "tw-taoyuan")])
def test_a_list_of_taiwan_links_and_builds(
    listed: Listed, index: Index, tmp_path: Path, about: str, place: str
) -> None:
    """Its own side gets an id and an item of its territory, and the ties are in the release and in its answers."""
    table = tmp_path / "links.sssom.tsv"
    made = linked(table, index, listed, about)
    assert made == ["tw", place]
    built = build(tmp_path / "dist", Iris(), lists=tmp_path / "lists", links=table)
    assert built.report.conforms
    assert [len(reading.rows) for reading in built.readings] == [2]
    store = open_release(built.release)
    ties = {solution["tie"].value for solution in select(store, "SELECT ?tie { ?tie a yc:Twinning }")}
    assert ties == {f"{Iris().base}twinning/{place}--{partner}" for partner in ("jp-nara", "gb-edinburgh")}
    code = select(store, f"SELECT ?code {{ <{Iris().place(place)}> schema:containedInPlace/dcterms:identifier ?code }}")
    assert {solution["code"].value for solution in code} == {"TW"}


REPUBLICAN = "城市,国家,日期\n釜山市,韩国,55.6.30\n格丁尼亚,波兰,114.9.14\n"


def test_years_of_the_republic_of_china_where_list_yaml_says_so(listed: Listed) -> None:
    """Without it the error of a list of Taiwan, or beneath a header that says 民國, names the key."""
    made = read_list(listed(REPUBLICAN, "home: tw\ndates: roc\n", about="新北市", as_of="2025-12"))
    assert [str(row.signed) for row in made.rows] == ["1966-06-30", "2025-09-14"]
    assert made.errors == ()
    without = read_list(listed(REPUBLICAN, "home: tw\n", about="新北市", as_of="2025-12"))
    assert len(without.errors) == 2
    assert all("dates: roc" in str(error) for error in without.errors)


def test_years_of_the_republic_of_china_of_no_list_elsewhere(listed: Listed) -> None:
    """The key is refused with its line, and no error of such a list leads to it."""
    with pytest.raises(DescriptorError, match=r"line \d+: dates: roc is for a list with home: tw, or a column"):
        listed(REPUBLICAN, "dates: roc\n")
    assert not any("dates: roc" in str(error) for error in read_list(listed(REPUBLICAN)).errors)


def test_the_home_that_no_link_knows_is_named(listed: Listed, tmp_path: Path) -> None:
    """Before it is linked, the build says what is missing and what comes next."""
    listed(TIES, "home: tw\n", about="新北市")
    with pytest.raises(ReadingFailed, match="of the home tw of list") as caught:
        build(tmp_path / "dist", Iris(), lists=tmp_path / "lists")
    assert "a name in tw in links.sssom.tsv" in str(caught.value)
    assert "youcheng link" in str(caught.value)


def test_the_country_of_a_partner_is_not_the_lists_own(listed: Listed) -> None:
    """A partner in the home territory is refused; so is a code that is no home."""
    reading = read_list(listed("城市,国家\n台中市,台湾\n奈良市,日本\n", "home: tw\n", about="新北市"))
    assert [error.value for error in reading.errors] == ["台湾"]
    with pytest.raises(DescriptorError, match="home: 'jp' is none of cn, hk, mo, tw"):
        listed(TIES, "home: jp\n")


def test_ids_of_ties_have_the_home_side_first() -> None:
    """A place in China first, then one of Hong Kong, Macao or Taiwan, whatever the alphabet says."""
    iris = Iris()
    assert iris.twinning("au-perth", "tw-taipei").endswith("/tw-taipei--au-perth")
    assert iris.twinning("tw-taipei", "cn-xian").endswith("/cn-xian--tw-taipei")
    assert iris.twinning("jp-nara", "cn-xian").endswith("/cn-xian--jp-nara")
