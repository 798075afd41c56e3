"""Rows that say one thing only: a heading or a note, whatever column it stands in; and names with signs in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.names import read_name
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading

SAID = """document: document.csv
reader: separated
title: { zh: 一览 }
publisher: { zh: 某市 }
authority: official
about: 西安市
as_of: 2024
licence: none
kind: sister-city
columns:
  - { header: 序号, field: number, blank: empty }
  - { header: 外方城市, field: partner }
  - { header: 国别, field: country, blank: inferred }
  - { header: 结好时间, field: signed, blank: empty }
"""


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    """Give the reading of a table with headings and notes in the column of the partner."""
    (tmp_path / "x").mkdir()
    rows = [
        "序号,外方城市,国别,结好时间", "1,奈良市,日本,1974.2.1", ",友好交流城市,,", "2,爱丁堡市,英国,1985.4.16",
        ",注：以上数据截至2023年5月,,", ",拟结好城市,,", "3,波城,法国,1986.9.15", ",已终止,,",
        "4,布拉格市,捷克,2016.3.29", ",制表人：张三,,", ",来源：外办,,",
        "5,\x1b[31m京都市,日本,1974.5.10", "6,京\ufe0f都市,日本,1974.5.10",
    ]  # fmt: skip
    (tmp_path / "x" / "document.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "x" / "list.yaml").write_text(SAID, encoding="utf-8")
    return read_list(descriptor("x", tmp_path))


def test_a_heading_in_any_column_is_of_the_rows_beneath(read: Reading) -> None:
    """Its kind and its end are theirs; notes are no ties."""
    found = [(row.line, row.partner.main, (row.kind or "").rpartition("/")[2], bool(row.events)) for row in read.rows]
    assert found == [
        (2, "奈良市", "sister-city", False),
        (4, "爱丁堡市", "friendship-city", False),
        (9, "布拉格市", "sister-city", True),
        (13, "京都市", "sister-city", True),
    ]


def test_ties_that_are_meant_are_not_published(read: Reading) -> None:
    """The heading is an error that says what to do, and no row beneath is a tie."""
    (error,) = (error for error in read.errors if error.line == 6)
    assert error.value == "拟结好城市"
    assert "pass_over" in error.expected
    assert 7 not in {row.line for row in read.rows}


def test_a_name_with_a_control_character_is_refused(read: Reading) -> None:
    """Whoever wrote it meant no such name; what nobody sees is left out of one."""
    assert [error.line for error in read.errors if "京都市" in error.value] == [12]
    assert read_name("京\ufe0f都\u00ad市").main == "京都市"


def test_a_cell_of_signs_that_nobody_sees_is_no_name(tmp_path: Path) -> None:
    """It is refused where it stands for a place, and nothing that drafts or warns stumbles over it."""
    (tmp_path / "x").mkdir()
    content = "序号,外方城市,国别,结好时间\n1,奈良市,日本,1974.2.1\n2,\ufeff\u200b,日本,1975.2.1\n\u200b,,,\n".encode()
    assert draft(content, "x.csv", "x").tables
    (tmp_path / "x" / "document.csv").write_bytes(content)
    (tmp_path / "x" / "list.yaml").write_text(SAID, encoding="utf-8")
    reading = read_list(descriptor("x", tmp_path))
    assert [row.line for row in reading.rows] == [2]
    assert 3 in {error.line for error in reading.errors}
