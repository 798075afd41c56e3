"""Documents that hold more than a list can: each is read at once, or ends in an error that names the limit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange

from youcheng.graph.draft import add
from youcheng.mapping.grids import MOST_CELLS, MOST_WIDE
from youcheng.mapping.readers import reader
from youcheng.mapping.wikitext import tangle
from youcheng.mapping.workbooks import workbook_text
from youcheng.ontology.errors import CellError, DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HEADER = ("中方城市", "外方城市", "国家", "结好时间")
ROWS = (("西安市", "奈良市", "日本", "1974-02-01"), ("", "京都市", "日本", "1975-05-10"))


def book(change: Callable[[Worksheet], None]) -> bytes:
    """Give a workbook of one small list, changed."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEADER, *ROWS):
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def merged(area: str) -> Callable[[Worksheet], None]:
    """Give what merges an area, as an office program writes it: without a cell for each that it covers."""
    return lambda sheet: sheet.merged_cells.ranges.add(CellRange(area))


def blank(sheet: Worksheet) -> None:
    """Leave a space in the last cell that a sheet can have, and a format in cells without a word."""
    sheet["A1048576"] = " "
    sheet["XFD900000"].number_format = "0.00"


@pytest.mark.parametrize("change", [blank, merged("A2:A1048576"), merged("A2:A3"), merged("E1:XFD1048576")])
def test_a_sheet_is_as_large_as_its_words(tmp_path: Path, change: Callable[[Worksheet], None]) -> None:
    """What stands empty or merged far beyond the last word neither takes time nor makes columns or rows."""
    file = tmp_path / "far.xlsx"
    file.write_bytes(book(change))
    made = add(file, tmp_path / "lists")
    assert [guess.column.header for guess in made.draft.tables[0].guesses] == [*HEADER]
    assert made.reading is not None
    assert [(row.party.main, row.partner.main) for row in made.reading.rows] == [
        ("西安市", "奈良市"),
        ("西安市", "京都市"),
    ]


def test_a_title_merged_over_the_whole_sheet(tmp_path: Path) -> None:
    """A title over all 16,384 columns is a heading, and the table has the columns that have words."""

    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "友好城市一览表"
        merged("A1:XFD1")(sheet)

    file = tmp_path / "title.xlsx"
    file.write_bytes(book(change))
    made = add(file, tmp_path / "lists")
    assert made.draft.answers["title"].value == {"zh": "友好城市一览表"}
    assert len(made.draft.tables[0].guesses) == len(HEADER)


def test_words_beyond_the_last_column() -> None:
    """A word in a column that no list has is named with its row, not dropped."""

    def change(sheet: Worksheet) -> None:
        sheet["XFD3"] = "x"

    with pytest.raises(DocumentError, match=rf"row 3: words in column 16384, where {MOST_WIDE} columns are read"):
        workbook_text(book(change), "far.xlsx")


CELLS = "".join(f"<td>{cell}</td>" for cell in HEADER)
TOO_LARGE = {
    "html_page": (f"<table><tr>{CELLS}</tr>\n<tr>" + "<td colspan=150>x" * 3 + "</table>", "line 1: a table of more"),
    "mediawiki": ("{|\n! a !! b\n|-\n| " + " || ".join(["x"] * 300) + "\n|}", "line 2: a table of more"),
    "separated": (",".join(HEADER) + "\n" + "," * 300, "line 2: a row of 301 columns, where 200"),
    "spaced": ("  ".join(HEADER) + "\n" + "x  " * 300, "line 2: a row of 300 columns, where 200"),
    "pipe_table": ("|".join(HEADER) + "\n" + "x|" * 300 + "x", "line 2: a row of 301 columns, where 200"),
}


@pytest.mark.parametrize("family", TOO_LARGE)
def test_more_columns_than_a_list_has(family: str) -> None:
    """The line and the limit are named."""
    text, message = TOO_LARGE[family]
    with pytest.raises(DocumentError, match=message):
        reader(family).lines(text)


def test_comments_of_markup_that_are_never_closed() -> None:
    """However many are opened, one way through the page finds that none ends."""
    (line,) = reader("mediawiki").lines("<!--" * 100_000)
    assert line.text == "<!--" * 100_000


def test_spans_of_more_cells_than_a_list_has() -> None:
    """Cells that span all columns and rows, over and over, come to no more cells than the limit."""
    text = "<table>" + "<tr><td colspan=199>x<td>y</tr>" * (MOST_CELLS // MOST_WIDE + 1) + "</table>"
    with pytest.raises(DocumentError, match="line 1: a table of more than 500,000 cells"):
        reader("html_page").lines(text)


@pytest.mark.parametrize(
    ("mark", "named"),
    [
        ("<ref>", "<ref"),
        ("<ref name=a>b", "<ref"),
        ("<!--", "<!--"),
        ("{{a|", "{{"),
        ("[[", "["),
        ("[http://a.example ", "["),
        ("<div>", "<div"),
    ],
)
def test_markup_that_is_never_closed(mark: str, named: str) -> None:
    """A row of such markup cannot be read and says why; those beside it are read."""
    text = (
        f"{{|\n! 外方城市 !! 国家 !! 结好时间\n|-\n| {mark * 20_000} || 日本 || 1974\n|-\n| 奈良市 || 日本 || 1974\n|}}"
    )
    lines = reader("mediawiki").lines(text)
    assert [bool(line.reason) for line in lines] == [False, True, False]
    assert "marks, and at most 1,000 are read" in lines[1].reason
    assert tangle(mark * 50) == f"more than 40 {named} stand open in one another"
    assert lines[2].cells == ("奈良市", "日本", "1974")


def test_markup_that_is_closed_is_no_tangle() -> None:
    """A cell with many references, links and breaks, one after the other, is read."""
    cell = "[[奈良市|奈良]]<ref name=a />{{small|x}}<br>[[a]]<ref>b</ref>" * 60
    assert tangle(cell) == ""


def test_comments_that_are_never_closed() -> None:
    """A page in which comments and scripts are opened over and over is read up to them, each row with its line."""
    row = "<tr><td>奈良市<td>日本<td>1974</tr>"
    text = f"<!-- <tr> -->\n<script>\n'<tr>'</script><table>\n{row}\n</table>" + "<!-- <script>" * 20_000
    assert [line.number for line in reader("html_page").lines(text) if line.cells] == [4]


def test_an_attribute_over_and_over() -> None:
    """What looks like attributes and is none stays words, and takes no longer the longer it is."""
    cell = "a=aa" * 200 + '"'
    lines = reader("mediawiki").lines(f"{{|\n| {cell} | 日本\n|-\n| x || y\n|}}")
    assert lines[0].cells == (f"{cell} | 日本",)


def test_a_message_shows_no_more_of_a_value_than_one_reads() -> None:
    """A cell of a million characters is cut in the message, and whole in the error."""
    error = CellError("x/document.csv", 4, "国家", "长" * 1_000_000, "the name of a country")
    assert len(str(error)) < 500
    assert "(1,000,000 characters)" in str(error)
    assert len(error.value) == 1_000_000


@pytest.mark.parametrize("cell", ["省" * 20_000, "市 " * 10_000, "(" * 20_000, "英语" * 10_000])
def test_a_name_longer_than_any(tmp_path: Path, cell: str) -> None:
    """A cell of thousands of characters is no name, and its row is named; the others are read."""
    file = tmp_path / "long.csv"
    rows = [",".join(row) for row in (HEADER, *ROWS, ("西安市", cell, "法国", "1976"))]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    reading = add(file, tmp_path / "lists").reading
    assert reading is not None
    assert [row.partner.main for row in reading.rows] == ["奈良市", "京都市"]
    assert [(error.line, error.column) for error in reading.errors] == [(4, "外方城市")]
