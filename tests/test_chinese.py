"""Cells that name both sides of a tie are told from those that name several partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.chinese import names_both_sides
from youcheng.mapping.columns import TO_SAY
from youcheng.mapping.descriptor import load
from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("西安市", "奈良市", "1974-02-01"), ("西安市", "京都市", "1974-05-10"), ("咸阳市", "宇治市", "1986-07-24"))
SAID = {
    "title": "{ zh: 一览 }", "publisher": "{ zh: 某省 }", "authority": "official", "about": "陕西省", "as_of": "2024",
    "licence": "none",
}  # fmt: skip


def document(between: str, header: str = "友好城市") -> str:
    """Give a table whose partners stand in one cell with their Chinese side."""
    return f"序号,{header},国家,结好时间\n" + "".join(
        f"{n},{ours}{between}{theirs},日本,{day}\n" for n, (ours, theirs, day) in enumerate(ROWS, 1)
    )


@pytest.mark.parametrize(
    "text", ["西安市与奈良市", "西安市—奈良市", "奈良市-西安市", "西安市 / 奈良市", "上海市嘉定区和八尾市"]
)
def test_both_sides(text: str) -> None:
    """One place in China and one that is none."""
    assert names_both_sides(text)


@pytest.mark.parametrize(
    "text", ["奈良市、京都市", "奈良市与西安市于1974年结好", "西安市与咸阳市", "西安市", "和歌山市", "—"]
)
def test_not_both_sides(text: str) -> None:
    """Two partners, two Chinese places, one name, or a sentence."""
    assert not names_both_sides(text)


@pytest.mark.parametrize("between", ["与", "和", "—", "-", "--", "~", "/"])
@pytest.mark.parametrize("header", ["友好城市", "结好双方"])
def test_the_draft_says_to_part_the_column(between: str, header: str) -> None:
    """Nothing is asked that has no right answer: the column is named, and what to do with it."""
    made = draft(document(between, header).encode(), "x.csv", "x")
    (guess,) = [each for each in made.tables[0].guesses if each.column.header == header]
    assert guess.column.field == TO_SAY
    assert "both sides" in guess.reason
    assert "in a copy" in guess.reason
    assert "several" not in made.answers


def test_both_sides_are_never_published_as_partners(tmp_path: Path) -> None:
    """Whoever calls such a column the partner and its names several gets errors by line, and no tie."""
    (tmp_path / "x.csv").write_text(document("与"), encoding="utf-8")
    path = add(tmp_path / "x.csv", tmp_path / "lists").folder / "list.yaml"
    columns = path.read_text(encoding="utf-8").partition("columns:")[2].replace(f'"{TO_SAY}"', "partner")
    keys = "".join(
        f"{key}: {value}\n" for key, value in {"document": "document.csv", "reader": "separated", **SAID}.items()
    )
    path.write_text(f"{keys}several: yes\ncolumns:{columns}", encoding="utf-8")
    reading = read_list(load(path))
    assert reading.rows == ()
    assert [error.line for error in reading.errors] == [2, 3, 4]
    assert "西安市与奈良市" in str(reading.errors[0])


def test_several_partners_with_a_namesake_in_china_are_read(tmp_path: Path) -> None:
    """A partner called as a place in China is does not make a list one of both sides."""
    text = "友好城市,国家,结好时间\n奈良市、京都市,日本,1974\n八尾市、堺市,日本,1975\n松江市、津市,日本,1976\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    path = add(tmp_path / "x.csv", tmp_path / "lists").folder / "list.yaml"
    columns = path.read_text(encoding="utf-8").partition("columns:")[2]
    keys = "".join(
        f"{key}: {value}\n" for key, value in {"document": "document.csv", "reader": "separated", **SAID}.items()
    )
    path.write_text(f"{keys}several: yes\ncolumns:{columns}", encoding="utf-8")
    reading = read_list(load(path))
    assert (len(reading.rows), reading.errors) == (6, ())
