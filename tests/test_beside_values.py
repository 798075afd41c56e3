"""What documents hold beside plain values: raised figures, hidden rows, formulas, signs for the cell above."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.reading import read_list
from youcheng.mapping.several import names_in
from youcheng.ontology.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from youcheng.mapping.drafting.draft import Draft
    from youcheng.mapping.records import Reading

HEADER = ["中方城市", "外方城市", "国家", "结好时间", "人口(万人)"]
SOUND = ["西安市", "京都市", "日本", "1974.5.10", "146"]


def drafted(content: str | bytes, name: str, folder: Path) -> tuple[Draft, Reading]:
    """Give the draft of a document as nobody prepared it, and its rows as read by that."""
    data = content.encode() if isinstance(content, str) else content
    made = draft(data, name, "made")
    (folder / made.document).write_bytes(data)
    return made, read_list(made.descriptor(folder))


def book(rows: Sequence[Sequence[object]]) -> Workbook:
    """Give a workbook with a header and rows."""
    made = Workbook()
    for row in (HEADER, *rows):
        made.worksheets[0].append(list(row))
    return made


def saved(made: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def html(rows: Sequence[Sequence[str]]) -> str:
    """Give a page with a table."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in (HEADER, *rows)]
    return "<table>" + "".join(f"<tr>{line}</tr>\n" for line in lines) + "</table>"


def wiki(rows: Sequence[Sequence[str]]) -> str:
    """Give a table in MediaWiki's markup."""
    return "{|\n! " + " !! ".join(HEADER) + "\n" + "".join(f"|-\n| {' || '.join(row)}\n" for row in rows) + "|}\n"


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Give a workbook in which what stands in tags of raised or lowered words is a run of such words."""
    font = {"sup": InlineFont(vertAlign="superscript"), "sub": InlineFont(vertAlign="subscript")}

    def cell(text: str) -> object:
        before, _, rest = text.partition("<")
        tag, said = rest[:3], rest[4:].partition("<")[0]
        return CellRichText(before, TextBlock(font[tag], said)) if rest else text

    return saved(book([[cell(text) for text in row] for row in rows]))


RAISED = [
    ["西安市", "奈良市<sup>1</sup>", "日本<sup>2</sup>", "1974.2.1<sup>1</sup>", "35<sup>4</sup>"],
    ["西安市", "爱丁堡市<sup>a</sup>", "英国", "1985<sub>2</sub>", "45<sup>*</sup>"],
    SOUND,
]


@pytest.mark.parametrize("family", ["page.html", "page.wiki", "page.xlsx"])
def test_a_raised_figure_is_part_of_no_value(family: str, tmp_path: Path) -> None:
    """Notes of a table stand in small figures right behind the value: the day is the first, not the eleventh."""
    written: dict[str, str | bytes] = {
        "page.html": html(RAISED),
        "page.wiki": wiki(RAISED),
        "page.xlsx": workbook(RAISED),
    }
    _, reading = drafted(written[family], family, tmp_path)
    assert reading.errors == ()
    assert [(row.partner.main, str(row.signed), row.population) for row in reading.rows] == [
        ("奈良市", "1974-02-01", 350_000), ("爱丁堡市", "1985", 450_000), ("京都市", "1974-05-10", 1_460_000),
    ]  # fmt: skip
    assert reading.rows[0].cells[3].text == "1974.2.1[^1]"
    assert reading.rows[0].country == "日本"
    assert reading.rows[0].marks == ()


def test_a_power_of_a_unit_is_no_mark(tmp_path: Path) -> None:
    """The figure of km² and the letters of an ordinal belong to their words."""
    page = html([["西安市", "奈良市", "日本", "1<sup>st</sup> February 1974", "35"], SOUND]).replace(
        "人口(万人)", "面积(km<sup>2</sup>)"
    )
    made, reading = drafted(page, "page.html", tmp_path)
    assert made.tables[0].guesses[4].column.header == "面积(km2)"
    assert [str(row.signed) for row in reading.rows] == ["1974-02-01", "1974-05-10"]


def test_a_formula_without_its_value_is_an_error(tmp_path: Path) -> None:
    """Programs that write workbooks store formulas alone; the row is named, never read as if the cell were empty."""
    made = book([["西安市", "奈良市", "日本", "=DATE(1974,2,1)", 35], SOUND, ["西安市", "#REF!", "日本", "1999", 1]])
    made.worksheets[0]["B4"].data_type = "e"
    _, reading = drafted(saved(made), "a.xlsx", tmp_path)
    assert [row.partner.main for row in reading.rows] == ["京都市"]
    assert [error.line for error in reading.errors] == [2, 4]
    assert "column D is a formula, and the file does not hold its value" in reading.errors[0].expected
    assert "column B is #REF!" in reading.errors[1].expected


def test_what_a_workbook_hides_is_not_read_and_said(tmp_path: Path) -> None:
    """A sheet, a row (as by a filter) and a column that are hidden, each with what it holds."""
    made = book([["西安市", "奈良市", "日本", "1974.2.1", 35], SOUND])
    made.worksheets[0].row_dimensions[2].hidden = True
    made.worksheets[0].column_dimensions["E"].hidden = True
    other = made.create_sheet("旧")
    other.sheet_state = "hidden"
    for row in (HEADER, ["西安市", "札幌市", "日本", "1984.2.1", 1]):
        other.append(row)
    _, reading = drafted(saved(made), "a.xlsx", tmp_path)
    assert [(row.partner.main, row.population) for row in reading.rows] == [("京都市", None)]
    told = "\n".join(reading.warnings)
    assert "1 × columns that their sheet hides from who opens it (“人口(万人)”)" in told
    assert "1 × a row that its sheet hides from who opens it (“西安市 | 奈良市" in told
    assert "sheet 旧, line 1: not read, 2 × a row of a sheet that the workbook hides from who opens it" in told
    assert len([passed for passed in reading.passed if "hides" in passed.reason]) == 4


def csv(*rows: str) -> str:
    """Give a document of comma-separated values under the header."""
    return "\n".join([",".join(HEADER), *rows, ""])


DITTO = ["\u3003", "同上", "\u2033", "仝上"]


@pytest.mark.parametrize("sign", DITTO)
def test_a_ditto_mark_is_the_cell_above(sign: str, tmp_path: Path) -> None:
    """Beneath a cell that was read it says the same again, marked as carried down; it is never a name."""
    made, reading = drafted(
        csv("西安市,奈良市,日本,1974.2.1,35", f"{sign},京都市,{sign},{sign},146", f"{sign},爱丁堡市,英国,1985,{sign}"),
        "a.csv", tmp_path,
    )  # fmt: skip
    assert [each.column.field for each in made.tables[0].guesses] == [
        "party",
        "partner",
        "country",
        "signed",
        "population",
    ]
    assert reading.errors == ()
    assert [(row.party and row.party.main, row.country, str(row.signed), row.population) for row in reading.rows] == [
        ("西安市", "日本", "1974-02-01", 350_000), ("西安市", "日本", "1974-02-01", 1_460_000),
        ("西安市", "英国", "1985", 1_460_000),
    ]  # fmt: skip
    assert reading.rows[1].cells[3].text == sign
    assert reading.rows[1].cells[3].reading.endswith("carried-down")


def test_a_ditto_mark_beneath_nothing_is_an_error(tmp_path: Path) -> None:
    """What the cell above does not say, or could not be read to say, is not repeated."""
    rows = [
        "西安市,奈良市,日本,,35",
        "西安市,京都市,日本,\u3003,146",
        "西安市,札幌市,日本,1979.2.30,1",
        "西安市,仙台市,日本,同上,1",
    ]
    _, reading = drafted(csv(*rows), "a.csv", tmp_path)
    assert [(error.line, error.value) for error in reading.errors] == [(3, "\u3003"), (4, "1979.2.30"), (5, "同上")]
    assert all("a sign for the cell above" in error.expected for error in reading.errors[::2])


@pytest.mark.parametrize("sign", ["\uff0d", "无", "無", "待定", "/", "TBD"])
def test_a_mark_of_nothing_is_no_value(sign: str, tmp_path: Path) -> None:
    """It leaves a date and a number unsaid, and is the name of no place."""
    rows = [
        "西安市,奈良市,日本,1974.2.1,35",
        f"西安市,京都市,日本,{sign},{sign}",
        f"西安市,{sign},日本,1999,1",
        f"{sign},札幌市,日本,1999,1",
    ]
    _, reading = drafted(csv(*rows), "a.csv", tmp_path)
    assert [(row.partner.main, row.signed, row.population) for row in reading.rows][1:] == [("京都市", None, None)]
    assert [(error.line, error.value) for error in reading.errors] == [(4, sign), (5, sign)]


def test_a_tie_that_was_resumed_is_in_force_and_an_unclear_end_is_named(tmp_path: Path) -> None:
    """The remark of a row is read as a whole: by its first clause alone the tie would have ended in 1995."""
    rows = [
        "西安市,奈良市,日本,1974.2.1,1995年终止；2001年恢复",
        "西安市,京都市,日本,1974.5.10,1995年终止；后又往来",
        "西安市,大阪市,日本,1975,1999年终止",
    ]
    _, reading = drafted(csv(*rows).replace("人口", "备注"), "a.csv", tmp_path)
    assert [None if row.ended is None else str(row.ended) for row in reading.rows] == [None, None, "1999"]
    (warning,) = reading.warnings
    assert "line 3: the remark “1995年终止；后又往来” is not understood" in warning


SIDEWAYS = [
    ("城市", "奈良市", "京都市", "爱丁堡市"),
    ("国家", "日本", "日本", "英国"),
    ("结好时间", "1974.2.1", "1974.5.10", "1985"),
]


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_table_on_its_side_is_refused_by_name(first: int, tmp_path: Path) -> None:
    """Its headers in the first column are no partners of anybody, in whatever order they stand."""
    rows = [*SIDEWAYS[first:], *SIDEWAYS[:first]]
    page = "<table>" + "".join(f"<tr><th>{'</th><td>'.join(row)}</td></tr>" for row in rows) + "</table>"
    with pytest.raises(DocumentError, match=r"line 1: a table on its side: .*transpose"):
        drafted(page, "a.html", tmp_path)


def test_a_table_of_kinds_is_not_on_its_side(tmp_path: Path) -> None:
    """Words of the trade in the first column are no headers."""
    rows = ["友好城市,奈良市,日本,1974.2.1,35", "友好城市,京都市,日本,1974.5.10,146", "友好交流城市,大阪市,日本,1980,1"]
    _, reading = drafted(csv(*rows).replace("中方城市", "类别"), "a.csv", tmp_path)
    assert [row.partner.main for row in reading.rows] == ["奈良市", "京都市", "大阪市"]


@pytest.mark.parametrize("headers", ["签署意向日期,正式结好日期", "签署意向日期,结好日期", "签订意向书时间,签约日期"])
def test_the_day_of_a_tie_is_not_that_of_a_letter_of_intent(headers: str, tmp_path: Path) -> None:
    """Of two columns of dates the formal one is the signing; the other is kept as written."""
    rows = [
        "中方城市,外方城市,国别," + headers,
        "西安市,奈良市,日本,1973.2.1,1974.2.1",
        "西安市,京都市,日本,1973.5.10,1974.5.10",
    ]
    made, reading = drafted("\n".join(rows), "a.csv", tmp_path)
    assert [each.column.field for each in made.tables[0].guesses][3:] == ["other", "signed"]
    assert [str(row.signed) for row in reading.rows] == ["1974-02-01", "1974-05-10"]


TOGETHER = [
    "爱丁堡市/邓迪市",
    "波尔多市和里昂市",
    "罗马市,米兰市",
    "罗马市\uff0c米兰市",
    "和歌山市与奈良市",
    "慕尼黑&汉堡",
    "福冈县及长崎县",
]


@pytest.mark.parametrize("cell", TOGETHER)
def test_names_set_apart_by_other_signs_are_asked_about(cell: str, tmp_path: Path) -> None:
    """One cell with two names: the draft asks, and by its answer each is a tie of its own or they are one name."""
    made, reading = drafted(csv(f'西安市,"{cell}",日本,1974.2.1,', "西安市,京都市,日本,1974.5.10,"), "a.csv", tmp_path)
    assert "several" in made.asked
    assert [error.value for error in reading.errors] == [cell]
    said = made.descriptor(tmp_path)
    assert len(read_list(said._replace(several="yes")).rows) == 3
    assert len(read_list(said._replace(several="no")).rows) == 2


@pytest.mark.parametrize(
    "cell",
    [
        "和歌山市",
        "大和市",
        "呼和浩特",
        "Biel/Bienne",
        "爱丁堡市/Edinburgh",
        "新潟县,三条市",
        "Portland, Oregon",
        "阿尔及尔",
    ],
)
def test_one_name_is_not_parted(cell: str) -> None:
    """和 within a name, a name in two languages, a region before its city."""
    assert len(names_in(cell)) == 1


def test_several_chinese_sides_are_asked_about(tmp_path: Path) -> None:
    """西安市、咸阳市 are two ties with one partner; several on both sides are an error."""
    rows = [
        "西安市、咸阳市,奈良市,日本,1974.2.1,",
        "西安市,京都市,日本,1974.5.10,",
        "西安市/咸阳市,大阪市、堺市,日本,1975,",
    ]
    made, reading = drafted(csv(*rows), "a.csv", tmp_path)
    assert "several" in made.asked
    assert [error.line for error in reading.errors] == [2, 4, 4]
    whole = read_list(made.descriptor(tmp_path)._replace(several="yes"))
    assert [(row.party and row.party.main, row.partner.main) for row in whole.rows] == [
        ("西安市", "奈良市"), ("咸阳市", "奈良市"), ("西安市", "京都市"),
    ]  # fmt: skip
    assert [error.line for error in whole.errors] == [4]


@pytest.mark.parametrize("total", ["共3对", "合计3对", "小计：2", "总共3", "共计"])
def test_a_total_is_no_tie(total: str, tmp_path: Path) -> None:
    """It is what the list says of itself, whatever stands beside it."""
    _, reading = drafted(
        csv("西安市,奈良市,日本,1974.2.1,", "西安市,京都市,日本,1974.5.10,", f"{total},3,2,,"), "a.csv", tmp_path
    )
    assert [row.partner.main for row in reading.rows] == ["奈良市", "京都市"]
    assert reading.errors == ()


def test_an_escaped_bar_is_a_character(tmp_path: Path) -> None:
    """Markdown parts no cells by a bar behind a backslash."""
    text = "| 中方城市 | 外方城市 | 国别 | 结好时间 | 备注 |\n|---|---|---|---|---|\n"
    text += "| 西安市 | 奈良市 \\| Nara | 日本 | 1974.2.1 | a\\|b |\n| 西安市 | 京都市 | 日本 | 1974.5.10 | |\n"
    _, reading = drafted(text, "a.md", tmp_path)
    assert reading.errors == ()
    assert [cell.text for cell in reading.rows[0].cells][1::3] == ["奈良市 | Nara", "a|b"]
