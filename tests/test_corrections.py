"""A cell that list.yaml corrects: read as said, kept as published, told with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from youcheng.graph.build import load
from youcheng.graph.derive import derive
from youcheng.graph.rows import as_published
from youcheng.graph.why.find import find
from youcheng.graph.why.ledger import ledger
from youcheng.graph.why.show import FORMS
from youcheng.mapping.iris import Iris
from youcheng.mapping.reading import read_list
from youcheng.ontology import term
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from youcheng.mapping.places import Links

    from .conftest import Listed

TIES = "城市,国家,日期\n奈良市,日本,79年5月1日\n京都市,日本,1974年2月1日(奈良签字)\n"
MENDED = "corrections:\n  - {{ line: {line}, column: {column}, read: {read}, because: {because} }}\n"


def mended(line: object = 2, column: str = "日期", read: str = "1979-05-01", because: str = "市志1990年版") -> str:
    """Give a correction in YAML."""
    return MENDED.format(line=line, column=column, read=read, because=because)


def test_what_is_read_and_what_is_kept(listed: Listed, links: Links) -> None:
    """The date is the correction's; the graph, `why` and the published table keep the words, `why` with the reason."""
    said = listed(TIES, mended())
    before = said.path.read_bytes()
    reading = read_list(said)
    assert [str(row.signed) for row in reading.rows] == ["1979-05-01", "1974-02-01"]
    assert [cell.text for cell in reading.rows[0].cells] == ["奈良市", "日本", "79年5月1日"]
    assert reading.rows[0].cells[2].reading == term("reading:corrected")
    store = Store()
    load(store, [reading], links, Iris())
    derive(store, Iris())
    told = ledger(store, find(store, "jp-nara"))
    shown = FORMS["table"](told)
    assert "79年5月1日" in shown
    assert "corrected to 1979-05-01: 市志1990年版" in shown
    (claim,) = json.loads(FORMS["json"](told))["ties"][0]["claims"]
    assert claim["date"] == "1979-05-01"
    assert as_published(store, "listed").splitlines() == TIES.splitlines()
    assert said.path.read_bytes() == before


def test_any_column_can_be_mended(listed: Listed) -> None:
    """A name too; by its position where that is said; the other cells of the line are as they are."""
    reading = read_list(listed(TIES.replace("79年", "1979年"), mended(column="1", read="宇治市")))
    assert [row.partner.main for row in reading.rows] == ["宇治市", "京都市"]


def test_a_correction_that_cannot_be_read_is_named(listed: Listed) -> None:
    """As any cell, with the words of the correction."""
    reading = read_list(listed(TIES, mended(read="1979-02-30")))
    assert [error.value for error in reading.errors] == ["1979-02-30"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (mended(line=9), "line 9, column 日期: no row of the document begins there"),
        (mended(line=1), "line 1, column 日期: no row"),
        (mended(column="日子"), "no column is '日子'"),
        (mended(line="two"), "is no entry such as"),
        (mended() + mended().partition("\n")[2], "line 2, column 日期 is said twice"),
        ("corrections: 1979\n", "is not a list of entries"),
        ("corrections:\n  - { line: 2, column: 日期, read: 1979 }\n", "is no entry such as"),
    ],
)
def test_a_correction_of_nothing_or_without_reason(listed: Listed, more: str, said: str) -> None:
    """The file, the place and what is missing; a correction without its reason is refused."""
    with pytest.raises(DescriptorError, match=r"list\.yaml: corrections") as caught:
        read_list(listed(TIES, more))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "signed", "events"),
    [
        ("1974年2月1日(奈良签字)", "1974-02-01", []),
        ("1982. 3. 5 (가라츠)", "1982-03-05", []),
        ("1981年4月19日缔结", "1981-04-19", []),
        ("1981年4月19日正式签署", "1981-04-19", []),
        ("2009-10-28 续签2014-10-28", "2009-10-28", ["renewed"]),
        ("2013年11月25 日", "2013-11-25", []),
        ("2001年 5 月11日", "2001-05-11", []),
        ("1985年（2005年续签）", "1985", ["renewed"]),
    ],
)  # fmt: skip
def test_words_beside_a_date(listed: Listed, cell: str, signed: str, events: list[str]) -> None:
    """Where it was signed changes nothing; what became of the tie is an event."""
    (row,) = read_list(listed(f"城市,国家,日期\n奈良市,日本,{cell}\n")).rows
    assert str(row.signed) == signed
    assert [event.kind.rpartition("/")[2] for event in row.events] == events


@pytest.mark.parametrize(
    "cell", ["1999年(意向)", "1973年6月24日/1999年5月1日", "1980年(约)", "1979年(1980年)", "1979 some"]
)
def test_words_that_make_a_date_doubtful(listed: Listed, cell: str) -> None:
    """An intention, a second date, an estimate: named, with the way to mend it."""
    reading = read_list(listed(f"城市,国家,日期\n奈良市,日本,{cell}\n"))
    assert not reading.rows
    assert "corrections in list.yaml" in str(reading.errors[0])
