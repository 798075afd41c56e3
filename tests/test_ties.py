"""What Wikidata's own statements of a tie are worth where a name could mean several items."""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.link import propose
from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.gazetteer import GAZETTEER
from youcheng.mapping.linking.candidates import Sought
from youcheng.mapping.linking.ties import TIES, tied_with
from youcheng.mapping.linking.verdicts import judge
from youcheng.mapping.names import PlaceName
from youcheng.mapping.places import load_links
from youcheng.mapping.reading import read_list

from .test_link import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.linking.index import Index


def test_ties_are_of_items_of_the_gazetteer() -> None:
    """Each pair is two items, known from both sides, and its row names its source."""
    lines = [line.split("\t") for line in TIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    with lzma.open(GAZETTEER, "rt", encoding="utf-8") as table:
        known = {line.partition("\t")[0] for line in table}
    assert lines[0] == ["qid", "partner", "source"]
    for qid, partner, source in lines[1:]:
        assert {qid, partner} <= known
        assert source
        assert partner in tied_with(qid)
        assert qid in tied_with(partner)


def place(index: Index, country: str, name: str, *tied: str) -> str | None:
    """Give the QID that a name is linked to, with the items that Wikidata ties with its other side."""
    item = judge(index, Sought(country, PlaceName(name), tied=frozenset(tied))).item
    return item.entry.qid if item else None


@pytest.mark.parametrize(
    ("party", "country", "name", "label"),
    [
        ("广州市", "de", "Frankfurt", "Frankfurt"),
        ("大连市", "nl", "恩斯赫德", "Enschede"),
        ("大连市", "ru", "符拉迪沃斯托克", "Vladivostok"),
        ("福州市", "us", "锡拉丘兹市", "Syracuse"),
    ],
)
def test_a_tie_tells_which_of_several_is_meant(index: Index, party: str, country: str, name: str, label: str) -> None:
    """What is left to a person by its name alone is linked where Wikidata ties it with the list's other side."""
    side = place(index, "cn", party)
    assert side is not None
    assert place(index, country, name) is None
    qid = place(index, country, name, *tied_with(side))
    assert qid in tied_with(side)
    item = index.item(qid or "")
    assert item is not None
    assert item.label == label


def test_a_tie_of_a_rival_leaves_the_name_to_a_person(index: Index) -> None:
    """The list's side is tied with another bearer of the name than the better known one."""
    boston = judge(index, Sought("us", PlaceName("Boston", qualifier="Massachusetts"))).item
    assert boston is not None
    rivals = [each.entry.qid for each in judge(index, Sought("us", PlaceName("Boston"))).ranked]
    other = next(qid for qid in rivals if qid != boston.entry.qid)
    assert place(index, "us", "Boston", boston.entry.qid) == boston.entry.qid
    assert place(index, "us", "Boston", other) != boston.entry.qid


def test_the_sides_of_rows_are_linked_first_and_their_ties_count(index: Index, tmp_path: Path) -> None:
    """Of a list with names that nobody has linked, and of one whose Chinese sides are linked already."""
    (tmp_path / "english").mkdir()
    (tmp_path / "english" / "list.yaml").write_text(ENGLISH, encoding="utf-8")
    document = tmp_path / "english" / "document.csv"
    document.write_text(
        "City,Sister city,Country\n广州市,Frankfurt,Germany\n西安市,Gyeongju,South Korea\n", encoding="utf-8"
    )
    links = load_links()
    assert links.find("cn", "广州市") is None
    assert links.find("cn", "西安市") is not None
    found = {each.wanted.key: each for each in propose(index, links, [read_list(descriptor("english", tmp_path))])}
    for name in ("Frankfurt", "Gyeongju"):
        assert found[name].link is not None
        assert "Wikidata states this tie (+20)" in found[name].verdict.reason
