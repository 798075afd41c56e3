"""Tables in plain text: columns of blanks, as of a PDF, and a cell a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.readers import Line, Part, reader
from youcheng.mapping.readers.spaced import rows_in
from youcheng.ontology.errors import DocumentError

PDF = """\
                      青岛市国际友好城市一览表
                       (截至2023年12月31日)

序号   洲别     国家       城市                结好时间        备注
 1     亚洲     日本       下关市              1979.10.03      续签
 2     北美洲   美国       长滩市              1985.04.06
 3              墨西哥     阿卡普尔科市        1985.08.20
                                                     — 1 —
\f序号   洲别     国家       城市                结好时间        备注
 4     欧洲     荷兰       维尔森市            1998.09.16
"""
COPIED = """\
青岛市友好城市
序号 国家 城市 结好时间
1 日本 下关市 1979年10月3日
2 美国 长滩市 1985年4月6日
3 英国 南安普顿市 1998年
"""
TIES = ("Fukuoka", "Japan", "1979.05.02"), ("Manila", "Philippines", "1982.11.05"), ("Bari", "Italy", "1986.11.12")
STACKED = "Friendship Cities\n\nNO.\n\nCity\n\nCountry\n\nDate\n" + "".join(
    f"\n{number}\n\n{city}\n\n{country}\n\n{date}\n" for number, (city, country, date) in enumerate(TIES, 1)
)


def found(family: str, text: str) -> list[Line]:
    """Give the rows that a reader finds."""
    return [line for line in reader(family).lines(text) if line.part is Part.ROW and len(line.cells) > 1]


def test_a_table_of_a_pdf() -> None:
    """Cells that are left out stand empty; the header of a second page and the number of a page are no rows."""
    assert [(line.number, line.cells, line.reason) for line in found("spaced", PDF)] == [
        (4, ("序号", "洲别", "国家", "城市", "结好时间", "备注"), ""),
        (5, ("1", "亚洲", "日本", "下关市", "1979.10.03", "续签"), ""),
        (6, ("2", "北美洲", "美国", "长滩市", "1985.04.06", ""), ""),
        (7, ("3", "", "墨西哥", "阿卡普尔科市", "1985.08.20", ""), ""),
        (10, ("4", "欧洲", "荷兰", "维尔森市", "1998.09.16", ""), ""),
    ]
    passed = [(line.number, line.reason) for line in reader("spaced").lines(PDF) if line.part is Part.PASSED]
    assert passed == [(8, "the number of a page"), (9, "the header again")]


@pytest.mark.parametrize(
    "wrapped",
    [
        " 3              墨西哥     阿卡普尔科          1985.08.20\n                           市\n",
        " 3              墨西哥     阿卡普尔科\n                           市                  1985.08.20\n",
        " 3     北美洲  墨西哥     阿卡普尔科          1985.\n                           市                  08.20\n",
    ],
)
def test_a_cell_that_is_wrapped_is_named(wrapped: str) -> None:
    """Of a cell on two lines no half is taken for the whole: what may be half a row is an error."""
    lines = PDF.splitlines(keepends=True)
    rows = found("spaced", PDF.replace(lines[6], wrapped))
    halves = [line for line in rows if {"阿卡普尔科", "市"} & set(line.cells)]
    assert len(halves) == 2
    assert all(line.reason for line in halves)


def test_a_cell_wrapped_in_the_first_column_is_named() -> None:
    """Without numbers a word beneath a row may be more of its first cell; with blank lines around it is a heading."""
    text = (
        "城市          国家      时间\n阿卡普尔科    墨西哥    1985年\n市\n下关市        日本      1979年\n"
        "\n欧洲\n\n维尔森市      荷兰      1998年\n"
    )
    rows = found("spaced", text)
    assert [(line.number, bool(line.reason)) for line in rows] == [
        (1, False), (2, True), (3, True), (4, True), (8, False),
    ]  # fmt: skip
    assert [line.cells for line in reader("spaced").lines(text) if line.number == 6] == [("欧洲",)]


def test_where_blanks_do_not_tell_the_row_is_named() -> None:
    """Columns that reach into one another tell nothing of a cell that is left out."""
    text = (
        "国家  城市  时间  备注\n日本  下关市  1979年  甲\n委内瑞拉玻利瓦尔共和国  某  1980年  乙\n"
        "法国  里昂  丙\n美国  长滩  1985年  丁\n"
    )
    rows = found("spaced", text)
    assert [bool(line.reason) for line in rows] == [False, False, False, True, False]
    assert "blanks do not tell" in rows[3].reason


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u3000\u3000", "\u00a0\u00a0"])
def test_a_table_copied_from_a_page(blank: str) -> None:
    """Single blanks, full-width ones and others part the cells; a title is no row."""
    rows = found("spaced", COPIED.replace(" ", blank))
    assert [line.cells for line in rows][1:] == [
        ("1", "日本", "下关市", "1979年10月3日"), ("2", "美国", "长滩市", "1985年4月6日"),
        ("3", "英国", "南安普顿市", "1998年"),
    ]  # fmt: skip


def test_a_row_of_another_width_is_named() -> None:
    """A name with a blank in it is not taken for two cells."""
    rows = found("spaced", COPIED + "4 美国 圣 迭戈 1985年\n5 法国 1990年\n")
    assert [line.reason != "" for line in rows] == [False] * 4 + [True, True]


def test_words_in_latin_letters_are_not_parted_by_single_blanks() -> None:
    """Where names hold blanks, as in English, single ones tell nothing: the message says what to do."""
    text = "Item Nation City Date\n" + "".join(f"{n} United States Juneau 198{n}\n" for n in range(1, 6))
    assert rows_in(text) == 0
    with pytest.raises(DocumentError, match="save the page as HTML, or the table as CSV or XLSX"):
        draft(text.encode(), "x.txt", "jia")


def test_the_advice_for_a_pdf_leads_somewhere() -> None:
    """What the message names is read: the text with its layout."""
    with pytest.raises(DocumentError, match="pdftotext -layout"):
        draft(b"%PDF-1.7", "x.pdf", "jia")
    made = draft(PDF.encode(), "x.txt", "jia")
    assert made.family.reader == "spaced"
    assert [each.column.field for each in made.tables[0].guesses] == [
        "number", "continent", "country", "partner", "signed", "notes",
    ]  # fmt: skip


def test_a_cell_a_line() -> None:
    """Rows begin with their numbers; as many lines before the first are the header."""
    rows = found("stacked", STACKED)
    assert [(line.number, line.cells) for line in rows] == [
        (3, ("NO.", "City", "Country", "Date")), (11, ("1", "Fukuoka", "Japan", "1979.05.02")),
        (19, ("2", "Manila", "Philippines", "1982.11.05")), (27, ("3", "Bari", "Italy", "1986.11.12")),
    ]  # fmt: skip
    assert draft(STACKED.encode(), "x.txt", "jia").family.reader == "stacked"


def test_a_row_of_more_lines_is_named() -> None:
    """A row that has a line more than most is an error; what stands after the last is no part of it."""
    text = STACKED.replace("Manila", "Manila\n(capital)") + "\n4\n\nLyon\n\nFrance\n\n1988\n\n来源:外办\n"
    rows = found("stacked", text)
    assert [bool(line.reason) for line in rows] == [False, False, True, False, False]
    assert rows[-1].cells == ("4", "Lyon", "France", "1988")


def test_words_before_the_first_row_are_no_header() -> None:
    """Lines that say dates or sentences are not read as one."""
    text = STACKED.replace("NO.\n\nCity\n\nCountry\n\nDate", "发布时间:2012年9月24日\n城市\n国家\n时间")
    assert found("stacked", text)[0].cells[0] == "1"


@given(st.lists(st.lists(st.text("甲乙丙丁戊 \u3000\n1", max_size=6), max_size=5), max_size=6))
def test_every_line_is_accounted_for(grid: list[list[str]]) -> None:
    """Whatever a text is, each line that is not blank is a row, or passed over with a reason."""
    text = "\n".join("  ".join(row) for row in grid)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert [line.number for line in reader("spaced").lines(text)] == lines
