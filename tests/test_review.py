"""The review: what is offered, and how a decision is taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.link import Proposal, propose
from youcheng.graph.review import Outcome, review
from youcheng.mapping.linking.link_table import Link, add_links, take_back
from youcheng.mapping.places import LINKS, load_links
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from youcheng.mapping.linking.index import Index

    from .conftest import Listed

TIES = "城市,国家\n洛杉矶郡,美国\n邁阿密-戴德县,美国\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a copy of the project's links."""
    return Path(shutil.copy(LINKS, tmp_path / "links.sssom.tsv"))


def asked(index: Index, table: Path, proposals: list[Proposal], *answers: str) -> tuple[Outcome, str]:
    """Answer the questions of a review in turn; gives the outcome and all that was shown."""
    said: list[str] = []
    given = iter(answers)

    def answer(_: str) -> str:
        for each in given:
            return each
        raise EOFError

    return review(table, index, proposals, answer, said.append), "\n".join(said)


@pytest.fixture
def left(index: Index, table: Path, listed: Listed) -> list[Proposal]:
    """Give the open names of a list with two counties that the gazetteer does not have."""
    proposals = propose(index, load_links(table), [read_list(listed(TIES))])
    found = [each for each in proposals if each.link is None]
    assert [each.wanted.key for each in found] == ["洛杉矶郡", "邁阿密-戴德县"]
    return found


def test_nonsense_is_not_offered(index: Index, table: Path, left: list[Proposal]) -> None:
    """States that sound a little like a county are nowhere; what bears its name is."""
    _, shown = asked(index, table, left, "", "")
    assert "Alaska" not in shown
    assert "Minnesota" not in shown
    assert "  1  Los Angeles " in shown
    assert "no item: /words looks for others" in shown
    assert "nothing by nearly that name" in shown


def test_the_last_decision_is_taken_back(index: Index, table: Path, left: list[Proposal]) -> None:
    """The table is what it was, byte for byte, and the name is asked again."""
    before = table.read_bytes()
    outcome, shown = asked(index, table, left, "1 a wrong key", "u", "", "")
    assert outcome == Outcome(0, 0, 2)
    assert shown.count("[1 of 2]") == 2
    assert "taken back" in shown
    assert table.read_bytes() == before
    outcome, shown = asked(index, table, left, "u", "n no such item", "u", "1", "")
    assert "nothing was decided in this review yet" in shown
    assert outcome == Outcome(1, 0, 1)
    kept = load_links(table).find("us", "洛杉矶郡")
    assert kept is not None
    assert kept.qid is not None


def test_what_others_added_meanwhile_stays(table: Path) -> None:
    """Only the rows of the decision go; where another changed them since, nothing does."""
    before = table.read_bytes()
    mine = Link("us-mine", "某郡", None, "", "semapv:ManualMappingCuration", 0.99, "", "mine")
    add_links(table, [mine])
    after = table.read_bytes()
    theirs = mine._replace(place="us-theirs", name="他郡")
    add_links(table, [theirs])
    assert take_back(table, before, after)
    assert load_links(table).find("us", "某郡") is None
    assert load_links(table).find("us", "他郡") is not None
    assert not take_back(table, before, after)
