"""Ties that a list strikes out are not in force: ended without a date, or an error by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from youcheng.mapping.descriptor import load
from youcheng.mapping.readers import Line, Part, reader
from youcheng.mapping.reading import read_list
from youcheng.mapping.wikitext import References, shown, unstruck

if TYPE_CHECKING:
    from youcheng.mapping.records import Reading, Row

HEADER = ["国家", "城市", "结好时间", "备注"]
DESCRIPTOR = """\
document: {document}
reader: {reader}
title: {{ zh: 甲市友好城市 }}
publisher: {{ zh: 甲市 }}
authority: official
about: 西安市
as_of: 2023
licence: none
columns:
  - {{ header: 国家, field: country }}
  - {{ header: 城市, field: partner }}
  - {{ header: 结好时间, field: signed }}
  - {{ header: 备注, field: notes }}
"""
EVERY = {
    "html_page": "<tr><td>{0}</td><td>{1}</td><td>{2}</td><td>{3}</td></tr>\n",
    "mediawiki": "|-\n| {0} || {1} || {2} || {3}\n",
    "pipe_table": "{0} | {1} | {2} | {3} |\n",
}
ROWS = {
    "html_page": "<table><tr><th>" + "<th>".join(HEADER) + "</tr>\n{rows}</table>",
    "mediawiki": "{{| class=wikitable\n! " + " !! ".join(HEADER) + "\n{rows}|}}\n",
    "pipe_table": " | ".join(HEADER) + " |\n{rows}",
}


def read(folder: Path, family: str, content: str | bytes) -> Reading:
    """Give the reading of a list of one table."""
    own = folder / "jia"
    own.mkdir()
    document = "document.xlsx" if isinstance(content, bytes) else "document.txt"
    (own / document).write_bytes(content if isinstance(content, bytes) else content.encode())
    (own / "list.yaml").write_text(DESCRIPTOR.format(document=document, reader=family), encoding="utf-8")
    return read_list(load(own / "list.yaml"))


def of(family: str, *rows: tuple[str, str, str, str]) -> str:
    """Give a document of some rows."""
    return ROWS[family].format(rows="".join(EVERY[family].format(*row) for row in rows))


def state(rows: tuple[Row, ...]) -> list[tuple[str, str | None, list[tuple[str, str | None]]]]:
    """Give partner, date and events of each row."""
    return [
        (
            row.partner.main,
            row.signed and str(row.signed),
            [(event.kind.rpartition("/")[2], event.date and str(event.date)) for event in row.events],
        )
        for row in rows
    ]


SOUND = ("日本", "奈良市", "1974年2月1日", "")
KEPT: tuple[str, str, list[tuple[str, str | None]]] = ("奈良市", "1974-02-01", [])


@pytest.mark.parametrize(
    ("family", "row"),
    [
        ("html_page", ("<s>捷克</s>", "<del><a href='/x'>布拉格</a></del>", "2016年3月29日", "")),
        ("html_page", ("捷克", "<strike>布拉格</strike>[1]", "2016年3月29日", "")),
        ("html_page", ("捷克", "<span style='text-decoration: line-through;'>布拉格</span>(旧)", "2016年3月29日", "")),
        ("mediawiki", ("<s>{{flag|捷克}}</s>", "<del>[[布拉格]]</del>", "2016年3月29日", "")),
        ("mediawiki", ("捷克", "{{s|[[布拉格]]}}", "2016年3月29日", "")),
        ("mediawiki", ("捷克", "style='text-decoration:line-through' | 布拉格", "2016年3月29日", "")),
        ("pipe_table", ("~~捷克~~", "~~布拉格~~", "2016年3月29日", "")),
    ],
)  # fmt: skip
def test_a_tie_that_is_struck_out_has_ended(tmp_path: Path, family: str, row: tuple[str, str, str, str]) -> None:
    """A partner that is struck out, in whatever way, is one of a tie that has ended, no one says when."""
    reading = read(tmp_path, family, of(family, SOUND, row))
    assert state(reading.rows) == [KEPT, ("布拉格", "2016-03-29", [("ended", None)])]
    assert not reading.errors


def test_a_row_that_is_struck_out_has_ended(tmp_path: Path) -> None:
    """A style of the row strikes out its cells, in a page and in markup; the row beneath is not struck out."""
    page = of("html_page", SOUND, SOUND).replace("<tr><td>", "<tr style='text-decoration:line-through'><td>", 1)
    (tmp_path / "page").mkdir()
    assert state(read(tmp_path / "page", "html_page", page).rows) == [(*KEPT[:2], [("ended", None)]), KEPT]
    wiki = of("mediawiki", SOUND, SOUND).replace("|-", '|- style="text-decoration: line-through"', 1)
    assert state(read(tmp_path, "mediawiki", wiki).rows) == [(*KEPT[:2], [("ended", None)]), KEPT]


def test_a_sheet_strikes_out_by_its_font(tmp_path: Path) -> None:
    """In a workbook it is the cell's font that strikes out."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, SOUND, ("捷克", "布拉格", "2016", "")):
        sheet.append(row)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path, "workbook", (tmp_path / "book.xlsx").read_bytes())
    assert state(reading.rows) == [KEPT, ("布拉格", "2016", [("ended", None)])]


def test_an_end_that_is_dated_is_the_one(tmp_path: Path) -> None:
    """Where a remark dates the end, being struck out adds nothing to it."""
    row = ("捷克", "<s>布拉格</s>", "2016年", "2019年10月终止")
    reading = read(tmp_path, "html_page", of("html_page", row))
    assert state(reading.rows) == [("布拉格", "2016", [("ended", "2019-10")])]


@pytest.mark.parametrize("family", ["html_page", "mediawiki"])
def test_words_struck_out_beside_others_are_not_said(tmp_path: Path, family: str) -> None:
    """A date or name that was put in place of one struck out is what the cell says."""
    row = ("德国", "<s>美因茨</s> 法兰克福", "<del>1985年</del>1986年", "")
    reading = read(tmp_path, family, of(family, row))
    assert state(reading.rows) == [("法兰克福", "1986", [])]


@pytest.mark.parametrize("row", [("<s>捷克</s>", "布拉格", "2016年", ""), ("捷克", "布拉格", "<s>2016年</s>", "")])
def test_a_row_struck_out_in_part_is_named(tmp_path: Path, row: tuple[str, str, str, str]) -> None:
    """Where only the country or date is struck out no one can tell what holds, so that the row is an error."""
    reading = read(tmp_path, "html_page", of("html_page", SOUND, row))
    assert state(reading.rows) == [KEPT]
    (error,) = reading.errors
    assert "struck out" in error.expected
    assert error.line == 3


def test_a_strike_over_several_cells() -> None:
    """A tag opened in one cell and closed in another strikes out those two, and is no part of a name."""
    (line,) = (
        each
        for each in reader("mediawiki").lines("{|\n|-\n| <s>捷克 || 布拉格</s> || 2016\n|}")
        if each.part is Part.ROW
    )
    assert line == Line(3, Part.ROW, line.text, ("捷克", "布拉格", "2016"), table=1, struck=("捷克", "布拉格"))


def test_markup_without_what_it_strikes_out() -> None:
    """Only what is struck out goes, a strike within a strike too."""
    assert unstruck("a<s>b<del>c</del></s>d{{strike|e}}") == "ad"
    assert shown("a {{strike|b}}", References()) == "a b"
