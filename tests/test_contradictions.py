"""What a list states against itself: named with the next step, left out alone by --keep-going, no release lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.__main__ import main
from youcheng.graph.build import build
from youcheng.graph.commands.build import summary
from youcheng.graph.draft import add, report
from youcheng.graph.store import open_release
from youcheng.mapping.contradictions import contradictions, late_claims, two_dates
from youcheng.mapping.dates import StatedDate, later
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris
from youcheng.mapping.reading import read_list
from youcheng.mapping.records import Claim
from youcheng.ontology.errors import ReadingFailed

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.places import Links

    from .conftest import Listed

TIES = """\
城市,国家,日期,备注
奈良市,日本,1974-02-01,
京都市,日本,2023-05-10,
船桥市,日本,1994年11月,1990年终止
入善町,日本,1999,
入善町,日本,2001,
"""


def test_a_date_is_later_as_far_as_both_are_stated() -> None:
    """A year is not later than a month within it."""
    assert later(StatedDate(2021, 7), StatedDate(2021, 6))
    assert not later(StatedDate(2021), StatedDate(2021, 6))
    assert not later(StatedDate(2021, 6, 30), StatedDate(2021, 6))
    assert not later(None, StatedDate(2021, 6))


def test_rows_against_their_list_and_themselves(listed: Listed, links: Links) -> None:
    """Each is named with list, line, column, words, the list's date and what to do."""
    reading = read_list(listed(TIES, as_of="2021-06"))
    told = dict(contradictions(reading))
    assert sorted(told) == [2, 3]
    assert str(told[2]).startswith("listed/document.csv, line 3, column 日期: '2023-05-10' is not a date up to 2021-06")
    assert "the as_of of listed/list.yaml" in str(told[2])
    assert "corrections" in str(told[2])
    assert "no earlier than the start, 1994-11" in str(told[3])
    ((order, error),) = two_dates(reading, links)
    assert order == 5
    assert "line 5 gives for the same tie" in str(error)


def test_a_date_before_any_twinning_is_a_slip(listed: Listed) -> None:
    """The year 0001 is no day on which a tie was signed; an end is compared with it no less."""
    reading = read_list(listed("城市,国家,日期\n奈良市,日本,0001\n京都市,日本,1974\n", as_of="2021"))
    ((order, error),) = contradictions(reading)
    assert order == 1
    assert "line 2, column 日期: '0001' is not a date since 1900" in str(error)


def test_a_draft_that_asks_for_its_date_warns_too(tmp_path: Path) -> None:
    """Without the list's date a row is held against today and its own start; the last 截至 counts."""
    page = tmp_path / "js.csv"
    rows = [
        "城市,国家,日期,备注",
        "奈良市,日本,2974-02-01,",
        "京都市,日本,1994,1990年终止",
        "大阪市,日本,0001,",
        "堺市,日本,1974,",
    ]
    page.write_text("\n".join(rows), encoding="utf-8")
    told = report(add(page, tmp_path / "drafts"))
    assert told.count("Warning: not published as it is") == 3
    wiki = tmp_path / "zj.wiki"
    wiki.write_text(
        "截至2018年有友好城市1对,截至2020年有友好城市2对。\n{| class=wikitable\n! 城市 !! 国家 !! 结好时间\n"
        "|-\n| 奈良市 || 日本 || 1974年2月1日\n|-\n| 京都市 || 日本 || 2019年5月1日\n|}\n",
        encoding="utf-8",
    )
    made = add(wiki, tmp_path / "drafts")
    assert "as_of: 2020" in (made.folder / "list.yaml").read_text(encoding="utf-8").replace('"', "")


def test_the_rest_is_released(listed: Listed, tmp_path: Path) -> None:
    """Without --keep-going nothing is; with it the good rows of the list and the other lists are."""
    listed(TIES, as_of="2021-06")
    release, folders = tmp_path / "dist", [LISTS, tmp_path / "lists"]
    before = build(release, Iris()).release.resolve()
    with pytest.raises(ReadingFailed, match="as_of"):
        build(release, Iris(), lists=folders)
    assert release.resolve() == before
    made = build(release, Iris(), lists=folders, keep_going=True)
    assert {reading.descriptor.id: len(reading.rows) for reading in made.readings} == {
        "listed": 2, "xian-2023-05": 40, "xinjiang-2023-12": 52
    }  # fmt: skip
    assert "line 3, column 日期: '2023-05-10'" in summary(made)
    assert "listed: 3 of 5 rows are not published" in summary(made)


def test_a_list_that_breaks_the_shapes_is_left_out_whole(listed: Listed, tmp_path: Path) -> None:
    """What no check of rows foresees, here nobody living in Nara, stops its own list alone."""
    listed("城市,国家,人口\n奈良市,日本,0\n")
    made = build(tmp_path / "dist", Iris(), lists=[LISTS, tmp_path / "lists"], keep_going=True)
    assert {reading.descriptor.id for reading in made.readings} == {"xian-2023-05", "xinjiang-2023-12"}
    assert "A stated population is one whole number of persons above 0" in summary(made)
    assert "listed" not in {quad.object.value for quad in open_release(tmp_path / "dist")}


def test_a_note_with_a_later_date_keeps_its_words(listed: Listed) -> None:
    """It is named; --keep-going publishes it without its date."""
    said = listed("城市,国家,日期\n奈良市,日本,1974-02-01\n", as_of="1990")
    reading = read_list(said)
    claim = Claim("Note", 1, 9, "一说1991年", date=StatedDate(1991))
    ((late, error),) = late_claims(reading._replace(claims=(claim,)))
    assert late == claim
    assert "line 9, column (note): '1991' is not a date up to 1990" in str(error)


def test_rows_and_lists_add_warn(
    listed: Listed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any build, with the name of as_of; rows then ends with 1."""
    monkeypatch.chdir(tmp_path)
    listed(TIES, as_of="2021-06")
    assert main(["rows", "listed", "--lists", str(tmp_path / "lists")]) == 1
    assert "warning: not published as it is: listed/document.csv, line 3" in capsys.readouterr().err
    page = tmp_path / "js.wiki"
    page.write_text(
        "截至2021年6月，江苏省共有1对友好城市。\n{| class=wikitable\n! 城市 !! 国家 !! 结好时间\n"
        "|-\n| 奈良市 || 日本 || 1974年2月1日\n|-\n| 京都市 || 日本 || 2023年5月1日\n|}\n",
        encoding="utf-8",
    )
    told = report(add(page, tmp_path / "drafts"))
    assert "'2023年5月1日' is not a date up to 2021-06, the as_of of js/list.yaml" in told
    assert "1974年2月1日' is not" not in told
