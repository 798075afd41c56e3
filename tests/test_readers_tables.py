"""Readers of tables: rows with their exact places, spans as a browser lays them out, nothing swallowed unsaid."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.grids import Span, laid_out, spanned
from youcheng.mapping.readers import Line, Part, reader
from youcheng.mapping.wikitext import References, shown
from youcheng.ontology.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(lambda text: " ".join(text.split()))


def rows(name: str, text: str) -> list[tuple[int, tuple[str | None, ...]]]:
    """Give line and cells of each row that a reader finds."""
    return [(line.number, line.cells) for line in reader(name).lines(text) if line.part is Part.ROW]


@given(st.lists(st.lists(CELL, min_size=2, max_size=5).filter(any), min_size=2, max_size=5))
def test_comma_separated_cells_come_back(grid: list[list[str]]) -> None:
    """Whatever is in a cell, quotes, commas and all, comes back with the line of its row."""
    family = reader("separated")
    text = "\n".join(family.row(row) for row in grid)
    if all("\t" not in cell and ";" not in cell for row in grid for cell in row):
        assert rows("separated", text) == [(number, tuple(row)) for number, row in enumerate(grid, 1)]


HTML_CELL = CELL.map(lambda text: "".join(text.replace("\u200b", "").replace("\ufeff", "").replace("\x00", "").split()))


@given(st.lists(st.lists(HTML_CELL, min_size=2, max_size=4).filter(any), min_size=1, max_size=5))
def test_cells_of_a_page_come_back(grid: list[list[str]]) -> None:
    """Whatever is in a cell comes back, escaped or not, with the line on which its row opens."""
    family = reader("html_page")
    text = "<table>\n" + "\n".join(family.row(row) for row in grid) + "\n</table>"
    assert [number for number, _ in rows("html_page", text)] == list(range(2, 2 + len(grid)))
    assert [list(cells) for _, cells in rows("html_page", text)] == grid


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_spans_are_laid_out_as_a_browser_does(shape: list[list[tuple[int, int]]]) -> None:
    """A cell stands in each column that it spans, and is left out in each row beneath that it spans."""
    grid = [[Span(f"{r}.{c}", *span) for c, span in enumerate(row)] for r, row in enumerate(shape)]
    laid = laid_out(grid, 1)
    assert len(laid) == len(grid)
    for row, cells in zip(grid, laid, strict=True):
        said = [cell for cell in cells if cell is not None]
        assert [*dict.fromkeys(said)] == [span.text for span in row]
        if len(cells) > 1:
            assert len(said) == sum(max(span.columns, 1) for span in row)


def test_spans_of_rows_and_columns() -> None:
    """A merged Chinese side is left out beneath its first row; a merged country and city is both."""
    text = (
        "<table><tr><td rowspan=2>杭州市<td colspan=2>新加坡<td>1999</tr>\n"
        "<tr><td>日本<td>岐阜市<td>1979\n<tr><td colspan=4>注：以上</table>"
    )
    assert [cells for _, cells in rows("html_page", text)] == [
        ("杭州市", "新加坡", "新加坡", "1999"), (None, "日本", "岐阜市", "1979"), ("注：以上",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "span"), [("3", 3), ("0", 0), ("", 1), ("-2", 1), ("x", 1), ("9" * 30, 1000), ("３", 1), (None, 1)]
)
def test_a_span_that_cannot_be_is_one(value: str | None, span: int) -> None:
    """Spans are read as HTML reads them, however large they claim to be."""
    assert spanned(value, 1000) == span


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<img alt='日本国旗'>", "日本国旗"),
        ("<img alt='日本国旗'> 日本", "日本"),
        ("奈良市<br>Nara", "奈良市\nNara"),
        ("1979年<span style='display:none'>sort</span>3月<sup class=reference><a>[4]</a></sup>", "1979年3月[4]"),
        ("<span class=sortkey>x</span>京都<script>1</script>", "京都"),
        ("<!-- 旧 -->西安&nbsp;市&amp;", "西安 市&"),
        ("<ruby>仙台市<rp>(</rp><rt>せんだいし</rt><rp>)</rp></ruby>", "仙台市"),
        ("2012年<span style='visibility:hidden'>0</span>4月", "2012年4月"),
        ("<a>横滨市<span class='sr-only'>(新窗口)</span></a>", "横滨市"),
    ],
)
def test_words_of_a_cell_are_those_one_sees(cell: str, said: str) -> None:
    """A flag alone is its alternative text; hidden keys, scripts and comments are not there."""
    ((_, cells),) = rows("html_page", f"<table><tr><td>{cell}</td><td>x</td></tr></table>")
    assert cells == (said, "x")


def test_a_page_goes_on_after_its_end() -> None:
    """Rows after a stray </html> are still rows, as in a browser."""
    text = "<table><tr><td>1<td>a</tr></body></html>\n<tr><td>2<td>b</tr></table>"
    assert rows("html_page", text) == [(1, ("1", "a")), (2, ("2", "b"))]


def test_a_row_that_a_lost_quote_swallows_is_said() -> None:
    """Where an attribute swallows rows, that is a row that cannot be read."""
    found = reader("html_page").lines('<table><tr><td rowspan="2>a</td></tr>\n<tr><td id="b">1</td></tr></table>')
    assert any("not closed" in line.reason for line in found if line.part is Part.ROW)


_DETAIL = [["人口", "40万"], ["面积", "268.5平方公里"]]
_LIST = [["友城", "国家", "日期"], ["京都市", "日本", "1974.5.10"], ["爱丁堡市", "英国", "1985.4.16"]]


def _html(rows: list[list[str]]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>" for cells in rows) + "</table>"
    )


def _wiki(rows: list[list[str]]) -> str:
    return "\n{|\n" + "\n".join("|-\n| " + "\n| ".join(cells) for cells in rows) + "\n|}\n"


def _rows(reader_name: str, text: str) -> dict[int, list[tuple[str | None, ...]]]:
    found: dict[int, list[tuple[str | None, ...]]] = {}
    for line in reader(reader_name).lines(text):
        if line.part is Part.ROW:
            found.setdefault(line.table, []).append(line.cells)
    return found


@pytest.mark.parametrize(("name", "write"), [("html_page", _html), ("mediawiki", _wiki)])
def test_a_table_in_a_cell_breaks_no_row(name: str, write: Callable[[list[list[str]]], str]) -> None:
    """Its words are the cell's, of several columns as of one, in one row as in all; the rows beside it stay whole."""
    inner = write(_DETAIL)
    outer = [
        ["友城", "国家", "日期", "备注"],
        ["奈良市", "日本", "1974.2.1", "见" + inner],
        ["京都市", "日本", "1974.5.10", ""],
    ]
    words = "见\n人口\n40万\n面积\n268.5平方公里"
    told = ("奈良市", "日本", "1974.2.1", words)
    assert _rows(name, write(outer)) == {1: [tuple(outer[0]), told, tuple(outer[2])]}
    everywhere = [outer[0], *(["奈良市", "日本", "1974.2.1", "见" + inner] for _ in range(4))]
    assert _rows(name, write(everywhere)) == {1: [tuple(outer[0]), *[told] * 4]}


@pytest.mark.parametrize(("name", "write"), [("html_page", _html), ("mediawiki", _wiki)])
def test_a_list_in_a_cell_is_a_table_of_its_own(name: str, write: Callable[[list[list[str]]], str]) -> None:
    """Where it is laid out in another table, by continents or beneath a menu, each of its rows is one."""
    listed = write(_LIST)
    by_continent = [["洲", "友城"], ["亚洲", listed], ["欧洲", listed], ["非洲", ""], ["美洲", ""]]
    found = _rows(name, write(by_continent))
    assert [rows for rows in found.values() if rows[0] == tuple(_LIST[0])] == [[tuple(row) for row in _LIST]] * 2
    beneath = [["首页", "新闻"], ["机构", "公告"], ["政策", "服务"], ["互动", "数据"], [listed]]
    found = _rows(name, write(beneath))
    assert [rows for rows in found.values() if rows[0] == tuple(_LIST[0])] == [[tuple(row) for row in _LIST]]


def test_a_table_that_is_never_closed_takes_none_in() -> None:
    """In markup the next opening ends it; only two that are both closed stand in one another."""
    lost = _wiki(_LIST).replace("\n|}\n", "") + _wiki(_LIST)
    assert list(_rows("mediawiki", lost).values()) == [[tuple(row) for row in _LIST]] * 2


def test_a_nested_table_is_read_in_its_layout() -> None:
    """A table for layout does not hide the table within."""
    inner = "<table><tr><td>1</td><td>a</td></tr></table>"
    text = f"<table><tr><td>菜单</td><td>新闻</td></tr><tr><td>{inner}</td></tr></table>"
    assert [cells for _, cells in rows("html_page", text)] == [("菜单", "新闻"), ("1", "a")]


def test_a_page_whose_table_is_never_closed_loses_no_line() -> None:
    """A heading, a table and words that then stand between its rows are read where they stand."""
    first = "<table>\n<tr><td>1</td><td>a</td></tr>\n<tr><td>2</td><td>b</td></tr>\n"
    second = "<h2>交流</h2>\n<table><caption>一对</caption>\n<tr><td>3</td><td>c</td></tr></table>\nafter</table>"
    found = [(line.number, line.cells or line.text) for line in reader("html_page").lines(first + second)]
    assert found == [(2, ("1", "a")), (3, ("2", "b")), (4, "交流"), (5, ("一对",)), (6, ("3", "c")), (5, "after")]


def test_a_cell_spans_no_further_than_its_part_of_the_table() -> None:
    """As in a browser: a cell of one tbody does not reach into the next, whatever its rowspan, 0 included."""
    for span in ("4", "0"):
        body = f'<tbody><tr><td rowspan="{span}">日本</td><td>a</td></tr>\n<tr><td>b</td></tr></tbody>'
        text = f"<table>{body}\n<tbody><tr><td>英国</td><td>c</td></tr></tbody></table>"
        assert rows("html_page", text) == [(1, ("日本", "a")), (2, (None, "b")), (3, ("英国", "c"))]


@pytest.mark.parametrize(
    "broken",
    [
        "<tr><strong><td>2</td><td>b</td></strong></tr>",
        "<tr><center><td>2</td><td>b</td></center></tr>",
        "<div><td>2</td><td>b</td></div>",
        "<tr><td><li>2<td>b</tr>",
        "<td>2<td>b",
    ],
)
def test_cells_within_other_elements_are_cells_of_the_row(broken: str) -> None:
    """Whatever stands between a row and its cells, a browser takes it out."""
    text = f"<table><tr><td>1</td><td>a</td></tr>\n{broken}\n<tr><td>3</td><td>c</td></tr></table>"
    assert rows("html_page", text) == [(1, ("1", "a")), (2, ("2", "b")), (3, ("3", "c"))]


def test_cells_whose_row_lost_its_tag_are_a_row() -> None:
    """As a browser shows them, on the line of the first of them."""
    text = "<table><tr><td>1</td><td>a</td></tr>\n<td>2</td><td>b</td></tr>\n<tr><td>3</td><td>c</td></tr></table>"
    assert rows("html_page", text) == [(1, ("1", "a")), (2, ("2", "b")), (3, ("3", "c"))]


def test_a_table_in_a_cell_of_no_row_is_read() -> None:
    """A page so broken that a cell stands in a table and in no row of it."""
    inner = "<table><tr><td>2</td><td>b</td></tr></table>"
    text = f"<table><tr><td>1</td><td>a</td></tr>\n<div><td>{inner}</td></div></table>"
    assert rows("html_page", text) == [(1, ("1", "a")), (2, ("2", "b"))]


def test_quotes_that_do_not_pair_are_named() -> None:
    """A quote that is never closed is refused with its line; one that takes in a row makes that row an error."""
    with pytest.raises(DocumentError, match="line 2"):
        reader("separated").lines('a,b\n1,"2\n3,4\n')
    line = reader("separated").lines('a,b\n"1,2\n3",4\n')[1]
    assert line.reason.startswith("a row whose quotes pair")


def test_a_cell_of_two_lines_is_one_cell() -> None:
    """A line break within quotes is no new row, and the next row keeps its own line."""
    assert rows("separated", 'a,b\n"1\nx",2\n3,4\n') == [(1, ("a", "b")), (2, ("1\nx", "2")), (4, ("3", "4"))]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("[[奈良市|奈良]]", "奈良"),
        ("{{flag|日本}}", "日本"),
        ("{{flagicon|JPN}}", "JPN"),
        ("{{flagicon|JPN}} 日本", "日本"),
        ("{{JPN}}", "JPN"),
        ("-{zh-hans:悉尼;zh-hant:雪梨}-", "悉尼"),
        ("-{雪梨}-", "雪梨"),
        ("{{dts|1979|3|14}}", "1979-3-14"),
        ("{{lang|ja|下関市}}", "下関市"),
        ("{{dts|1987|April|7}}", "1987-4-7"),
        ("{{dts|format=dmy|April 7, 1987}}", "April 7, 1987"),
        ("{{date table sorting|1984-09-27}}", "1984-09-27"),
        ("{{Start date|1993|8|24|df=y}}", "1993-8-24"),
        ("2012年{{0}}4月{{0}}6日", "2012年4月6日"),
        ("{{tsl|en|San Francisco||旧金山}}", "旧金山"),
        ("{{tsl|en|San Francisco|旧金山市}}", "旧金山市"),
        ("{{tsl|en|San Francisco||}}", "San Francisco"),
        ("{{link-en|弗林特|Flint, Michigan|}}", "弗林特"),
        ("{{link-en|弗林特|Flint, Michigan|弗林特市}}", "弗林特市"),
        ("{{le||Durban}}", "Durban"),
        ("{{ilh|弗林特|lang=英语|lang-code=en|Flint|d=弗林特市}}", "弗林特市"),
        ("{{ill|en|弗林特|Flint}}", "弗林特"),
        ("{{ill|奈良市|ja|Nara}}", "奈良市"),
        ("{{ITA-link}}", "ITA"),
        ("<ruby>仙台市<rt>せんだいし</rt></ruby>", "仙台市"),
        ("{{formatnum:12345}}", "12345"),
        ("1979年{{r|js}}", "1979年[1]"),
        ("'''西安'''<br/>''Xi'an''", "西安\nXi'an"),
        ("1979年<ref name=a>x</ref>", "1979年[1]"),
        ("[http://example.org 名录]", "名录"),
        ("[[File:Flag.svg|20px]] 日本", "日本"),
        ("{{不认识的模板|甲}}", "{{不认识的模板|甲}}"),
        ("&nbsp;京都&#160;", "京都"),
    ],
)
def test_markup_of_a_wiki(markup: str, said: str) -> None:
    """Templates, links, variants and references are what a page shows of them; what is not known stays as written."""
    assert shown(markup, References()) == said


def test_rows_of_a_wiki_table_that_lost_its_opening() -> None:
    """Rows after a lost {| are still rows; a heading ends a table that lost its |}."""
    text = "! a !! b !! c\n|-\n| 1 || 2 || 3\n== 节 ==\n{|\n|-\n| 4 || 5 || 6\n|}\n"
    assert [cells for _, cells in rows("mediawiki", text)] == [("a", "b", "c"), ("1", "2", "3"), ("4", "5", "6")]


def test_pipes_within_links_and_templates_part_no_cells() -> None:
    """Cells part at || outside of links and templates; attributes are no words."""
    text = "{|\n|-\n| style='x' rowspan=2 | [[a|b]] || {{flag|c}} || {{x||y}}\n|-\n| d || e\n|}"
    assert [cells for _, cells in rows("mediawiki", text)] == [("b", "c", "{{x||y}}"), (None, "d", "e")]


def test_comments_are_no_cells() -> None:
    """What a page does not show parts no cells and makes no rows, whatever it holds; the lines stay counted."""
    text = "{|\n|-\n| a || b <!-- x || y -->\n<!--\n|-\n| c || d\n-->\n|-\n| e || f\n|}"
    assert rows("mediawiki", text) == [(3, ("a", "b")), (9, ("e", "f"))]
    passed = [line.number for line in reader("mediawiki").lines(text) if line.part is Part.PASSED]
    assert passed == [4, 5, 6, 7]


def test_a_workbook_is_its_rows() -> None:
    """Sheet and row come back from the text of a workbook; another text is none."""
    text = json.dumps({"sheet": "甲", "row": 7, "cells": ["1", None, ""]}, ensure_ascii=False)
    assert reader("workbook").lines(text) == [Line(7, Part.ROW, "1", ("1", None, ""), table=1, sheet="甲")]
    with pytest.raises(DocumentError, match="line 1"):
        reader("workbook").lines("甲,乙")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.text("|-{}!=[]<>trd/\"' \n=甲1", max_size=80)
)
@pytest.mark.parametrize("name", ["html_page", "mediawiki", "separated"])
def test_any_text_is_lines_or_refused(name: str, text: str) -> None:
    """Whatever the text, a reader gives lines with words, each where a line is, or refuses it with the line."""
    try:
        found = reader(name).lines(text)
    except DocumentError:
        return
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= line.number <= last and line.text.strip() for line in found)


def test_damaged_documents_end_in_rows_or_named_errors() -> None:
    """A slice of the fuzz run: no traceback, no hang, no data line lost, no value that its cell does not bear out."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "fuzz" / "run.py"), "--mutations", "1500", "--seed", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "0 of them wrong" in run.stdout


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["html_page", "mediawiki", "separated"])
def test_lines_are_numbered_as_an_editor_does(name: str, ending: str) -> None:
    """The place of a row is its line whatever ends a line, far down a long page too."""
    documents = {
        "html_page": ["<table>", "<tr><td>1<td>2</tr>", *[""] * 70_000, "<tr>", "<td>3<td>4</table>"],
        "mediawiki": ["{|", "| 1 || 2 || 3", *[""] * 70_000, "|-", "| 4 || 5 || 6"],
        "separated": ["", "1,2", *[""] * 70_000, "", "3,4"],
    }
    last = {"html_page": 70_003}.get(name, 70_004)
    assert [number for number, _ in rows(name, ending.join(documents[name]))] == [2, last]
