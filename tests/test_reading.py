"""Both documents are read to the last line, bad cells are named one by one, and no document is read in part unsaid."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest

from youcheng.mapping.descriptor import LISTS, descriptor
from youcheng.mapping.names import PlaceName
from youcheng.mapping.reading import read_list
from youcheng.mapping.records import Mark
from youcheng.ontology import term
from youcheng.ontology.errors import DocumentError, YouchengError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from youcheng.mapping.records import Reading, Row

    from .conftest import Rewritten

XIAN, XINJIANG = "xian-2023-05", "xinjiang-2023-12"
GAP = "\u00a0\u00a0"
UNREAD = "could not be read, see the errors"
WIDE = {code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), ord("|"))}


def document(list_id: str) -> list[str]:
    """Give the lines of a document as it was published."""
    return (LISTS / list_id / "document.txt").read_text(encoding="utf-8").split("\n")


def lines_of(text: str) -> dict[int, str]:
    """Give the non-blank lines of a text, as an editor numbers them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {number: line.strip() for number, line in enumerate(plain, 1) if line.strip()}


def accounts(reading: Reading) -> list[set[int]]:
    """Give the lines that each kind of record, and the account of what was passed over, stands on."""
    return [
        {reading.title_line} - {None},  # type: ignore[list-item]
        {table.line for table in reading.tables},
        {table.heading_line for table in reading.tables} - {None},  # type: ignore[list-item]
        {row.line for row in reading.rows},
        {claim.line for claim in reading.claims},
        {citation.line for citation in reading.citations},
        {passed.line for passed in reading.passed},
    ]


def assert_all_accounted_for(reading: Reading, text: str) -> None:
    """Every non-blank line is in a record or passed over with a reason: never both, never neither."""
    seen = Counter(line for lines in accounts(reading) for line in lines)
    assert set(seen) == set(lines_of(text))
    assert set(seen.values()) <= {1}
    assert len({row.line for row in reading.rows}) == len(reading.rows)
    assert len({citation.line for citation in reading.citations}) == len(reading.citations)
    assert {passed.line: passed.text for passed in reading.passed} == {
        passed.line: lines_of(text)[passed.line] for passed in reading.passed
    }
    assert len({passed.line for passed in reading.passed}) == len(reading.passed)
    assert all(passed.reason for passed in reading.passed)


def values(row: Row) -> tuple[object, ...]:
    """Give all that a row says, without its words as written."""
    return (
        row.line, row.order, row.table, row.party, row.partner, row.country, row.number, row.continent, row.signed,
        row.population, row.area, row.level, row.kind, row.marks, tuple(cell.reading for cell in row.cells),
    )  # fmt: skip


def test_xian_to_the_last_line(xian: Reading) -> None:
    """Forty rows under one header, nothing passed over, no error."""
    assert_all_accounted_for(xian, "\n".join(document(XIAN)))
    assert (xian.errors, xian.passed, xian.title_line) == ((), (), None)
    assert [row.number for row in xian.rows] == [row.order for row in xian.rows] == list(range(1, 41))
    assert [row.line for row in xian.rows] == list(range(3, 43))
    assert {row.party for row in xian.rows} == {PlaceName("西安市")}
    assert {row.level for row in xian.rows} == {term("level:prefecture")}
    assert {row.kind for row in xian.rows} == {term("kind:sister-city")}
    (table,) = xian.tables
    assert (table.line, table.heading) == (2, None)
    assert table.columns[1] == "城 市"


def test_xinjiang_to_the_last_line(xinjiang: Reading) -> None:
    """Fifty-two rows in three tables under their headings; what is passed over is named."""
    assert_all_accounted_for(xinjiang, "\n".join(document(XINJIANG)))
    assert (xinjiang.errors, xinjiang.title_line) == ((), 1)
    assert [(table.line, table.heading, table.heading_line) for table in xinjiang.tables] == [
        (19, "自治区级友好地区", 15),
        (36, "地级友好城市", 31),
        (70, "县级友好城市", 67),
    ]
    assert Counter((row.table, row.level) for row in xinjiang.rows) == {
        (1, term("level:province")): 10,
        (2, term("level:prefecture")): 29,
        (3, term("level:county")): 13,
    }
    assert [row.order for row in xinjiang.rows] == list(range(1, 53))
    assert [row.line for row in xinjiang.rows] == [*range(20, 30), *range(37, 66), *range(71, 84)]
    assert [(passed.line, passed.text) for passed in xinjiang.passed] == [
        (3, "維基媒體列表條目"),
        (11, "新疆维吾尔自治区的友好地区和城市"),
        (85, "参见"),
        (87, "注释"),
        (93, "参考文献"),
        (123, "外部链接"),
    ]


def test_a_plain_split_of_xian_gives_the_same(xian: Reading) -> None:
    """Names, countries, dates and figures are those that a plain split at the pipes gives."""
    for row, line in zip(xian.rows, document(XIAN)[2:], strict=False):
        number, partner, country, continent, signed, population, area, _ = map(str.strip, line.split("|"))
        assert row.number == int(number)
        assert partner.split()[0] == row.partner.main
        assert partner.split()[-1] in str(row.partner.other)
        assert row.country == country
        assert row.continent == {
            "亚洲": term("continent:asia"), "欧洲": term("continent:europe"), "非洲": term("continent:africa"),
            "北美": term("continent:north-america"), "南美": term("continent:south-america"),
            "大洋洲": term("continent:oceania"),
        }[continent]  # fmt: skip
        year, _, rest = signed.replace(" ", "").partition("年")
        month, _, day = rest.removesuffix("日").partition("月")
        assert row.signed == (int(year), int(month), int(day))
        assert row.population == Decimal(population) * 10_000
        assert isinstance(row.population, int)
        assert row.area == (None if area == "待查" else Decimal(area))


@pytest.mark.parametrize(
    ("order", "field", "value"),
    [
        (1, "population", 354_500),
        (8, "population", 13_095_200),
        (18, "population", 25_300),
        (1, "area", Decimal("276.84")),
        (5, "partner", PlaceName("堪萨斯市", "Kansas city", None, "密苏里州")),
        (16, "signed", (2001, 5, 11)),
        (20, "signed", (2010, 9, 8)),
        (22, "signed", (2013, 11, 25)),
    ],
)
def test_values_of_xian(xian: Reading, order: int, field: str, value: object) -> None:
    """Populations are whole persons without noise; dates with stray spaces are read."""
    assert getattr(xian.rows[order - 1], field) == value


def test_stated_as_unknown_is_not_left_empty(xian: Reading) -> None:
    """Row 24 says 待查 for its area: it says so, and is the only cell of the list that does."""
    said = {
        (row.order, cell.column)
        for row in xian.rows
        for cell in row.cells
        if cell.reading == term("reading:stated-unknown")
    }
    assert said == {(24, 7)}
    assert xian.rows[23].area is None
    assert xian.rows[23].cells[6].text == "待查"
    others = {cell.reading for row in xian.rows for cell in row.cells} - {term("reading:stated-unknown")}
    assert others == {term("reading:stated")}


def test_the_chinese_side_is_carried_down(xinjiang: Reading) -> None:
    """Where nothing but the partner stands before the flag, the party is that of the nearest row above stating one."""
    above, carried = "", 0
    for row in xinjiang.rows:
        names = document(XINJIANG)[row.line - 1].partition(GAP)[0].strip()
        if names.startswith(row.partner.main):
            carried += 1
            assert (row.cells[0].text, row.cells[0].reading) == (None, term("reading:carried-down"))
        else:
            above = names.split()[0]
            assert (row.cells[0].text, row.cells[0].reading) == (above, term("reading:stated"))
        assert row.party.main == above
    assert carried == 52 - 18


@pytest.mark.parametrize(
    ("main", "other", "language"),
    [
        ("纳兰德拉", "Narrandera", "en"),
        ("勝沼町", "勝沼町", "ja"),
        ("萨格赛苏木", "Сагсай сум", "mn"),
        ("罕萨县", "Hunza District", "en"),
        ("东贵林伯里", "East Gwillimbury", "en"),
    ],
)
def test_interlanguage_residue_is_kept_in_both_parts(xinjiang: Reading, main: str, other: str, language: str) -> None:
    """The five names with residue keep both parts and the language; no other row has a second part."""
    assert PlaceName(main, other, language) in {row.partner for row in xinjiang.rows}
    assert sum(row.partner.other is not None for row in xinjiang.rows) == 5


def test_marks_of_rows(xinjiang: Reading) -> None:
    """Every row names its sources; one names a page, three a note."""
    marked = {row.line: row.marks for row in xinjiang.rows}
    assert marked[37] == (Mark(10, "126"),)
    assert marked[25] == (Mark(7), Mark(1, note=True))
    assert marked[51] == (Mark(4), Mark(2, note=True))
    assert marked[72] == (Mark(4), Mark(3, note=True))
    cited = {citation.number for citation in xinjiang.citations}
    for line, marks in marked.items():
        assert {mark.number for mark in marks if not mark.note} <= cited
        assert len(marks) == 1 + (line in {25, 51, 72})
        assert all((mark.page is None) == (line != 37) for mark in marks)


def with_bom(text: str) -> bytes:
    """Write a text as some editors do, with a byte order mark."""
    return text.encode("utf-8-sig")


def with_crlf(text: str) -> bytes:
    """Write a text with CRLF."""
    return text.replace("\n", "\r\n").encode()


def with_cr(text: str) -> bytes:
    """Write a text with lone CR."""
    return text.replace("\n", "\r").encode()


def in_full_width(text: str) -> str:
    """Write the digits and pipes of a text in full width."""
    return text.translate(WIDE)


def pipes_before_and_after(text: str) -> str:
    """Open each line of a table with a pipe too, and rule the header off."""
    lines = [f"| {line}" if "|" in line else line for line in text.split("\n")]
    return "\n".join([*lines[:2], "|---|:-:|", *lines[2:]])


@pytest.mark.parametrize("write", [with_bom, with_crlf, with_cr, in_full_width], ids=lambda write: write.__name__)
@pytest.mark.parametrize("list_id", [XIAN, XINJIANG])
def test_other_spellings_of_the_same_document(
    rewritten: Rewritten, readings: tuple[Reading, Reading], list_id: str, write: Callable[[str], str | bytes]
) -> None:
    """BOM, CRLF, full-width digits and pipes are read with identical values."""
    plain = next(reading for reading in readings if reading.descriptor.id == list_id)
    other = read_list(rewritten(list_id, write))
    assert other.errors == ()
    assert [values(row) for row in other.rows] == [values(row) for row in plain.rows]
    assert [(claim.line, claim.value, claim.date, claim.rows, claim.marks) for claim in other.claims] == [
        (claim.line, claim.value, claim.date, claim.rows, claim.marks) for claim in plain.claims
    ]
    assert [(said.number, said.issued, said.retrieved, said.archived) for said in other.citations] == [
        (said.number, said.issued, said.retrieved, said.archived) for said in plain.citations
    ]
    assert accounts(other) == accounts(plain)


def test_opening_pipes_and_a_rule(rewritten: Rewritten, xian: Reading) -> None:
    """A table written as Markdown is the same table; its rule is passed over, and said to be."""
    other = read_list(rewritten(XIAN, pipes_before_and_after))
    assert other.errors == ()
    assert [(row.partner, row.signed, row.population, row.area) for row in other.rows] == [
        (row.partner, row.signed, row.population, row.area) for row in xian.rows
    ]
    assert [(passed.line, passed.text) for passed in other.passed] == [(3, "|---|:-:|")]


def test_gb18030_is_refused_with_its_line(rewritten: Rewritten) -> None:
    """A document in GB 18030 is refused, with file, line and what to do."""
    gb18030 = rewritten(XIAN, lambda text: ("a\n" + text).encode("gb18030"))
    with pytest.raises(
        DocumentError, match=r"document\.txt, line 2: byte 0x.. is not UTF-8: save the document as UTF-8"
    ):
        read_list(gb18030)


class Bad(NamedTuple):
    """A change of one list, and the error that it must give: line, column, value, and words of what was expected."""

    list_id: str
    was: str
    becomes: str
    line: int
    column: str
    value: str
    expected: str


ROW_1 = "1 | 奈良市 Nara | 日本 | 亚洲 | 1974年2月1日 | 35.45 | 276.84 |"
HEADER = "序号 | 城 市 | 国家 | 洲 | 结好签字时间 | 人口(万) | 面积(平方公里) |"
LAST = f"塔什库尔干县 罕萨县英语Hunza District {GAP}巴基斯坦 亚洲 2023年6月23日 [27]"
BAD = {
    "unreadable date": Bad(XIAN, "1974年2月1日", "七四年春", 3, "结好签字时间", "七四年春", "a date such as"),
    "no such day": Bad(XIAN, "1974年2月1日", "2023年2月30日", 3, "结好签字时间", "2023年2月30日", "a date such as"),
    "day nought": Bad(XIAN, "1974年2月1日", "1974年2月0日", 3, "结好签字时间", "1974年2月0日", "a date such as"),
    "no number": Bad(XIAN, "276.84", "约276", 3, "面积(平方公里)", "约276", "a number such as"),
    "footnote figure": Bad(XIAN, "276.84", "276.84\u00b9", 3, "面积(平方公里)", "276.84\u00b9", "a number such as"),
    "part of a person": Bad(XIAN, "35.45", "35.45678", 3, "人口(万)", "35.45678", "whole persons"),
    "number that is none": Bad(XIAN, "1 | 奈", "一 | 奈", 3, "序号", "一", "a whole number"),
    "row short of cells": Bad(XIAN, ROW_1, ROW_1[:-9], 3, "(all)", ROW_1[:-9].strip(), "it has 6"),
    "row with too many": Bad(XIAN, ROW_1, ROW_1 + " 7 |", 3, "(all)", ROW_1 + " 7 |", "it has 8"),
    "unknown continent": Bad(XIAN, "亚洲 | 1974年2月", "中洲 | 1974年2月", 3, "洲", "中洲", "a continent that"),
    "empty partner": Bad(XIAN, "1 | 奈良市 Nara |", "1 |  |", 3, "城 市", "", "the name of a place"),
    "partner unknown": Bad(XIAN, "奈良市 Nara", "待查", 3, "城 市", "待查", "the name of a place"),
    "empty country": Bad(XIAN, "Nara | 日本", "Nara | ", 3, "国家", "", "the name of a country"),
    "last row": Bad(XIAN, "2023年5月17日", "2023年5月32日", 42, "结好签字时间", "2023年5月32日", "a date such as"),
    "wiki text, no such day": Bad(XINJIANG, "6月23日 [27]", "6月31日 [27]", 83, "结好日期", "2023年6月31日", "a date"),
    "wiki text, continent": Bad(XINJIANG, "亚洲 2023年6月", "中洲 2023年6月", 83, "大洲", "中洲", "a continent that"),
    "party left out of a first row": Bad(
        XINJIANG, "石河子市 东贵林伯里", "东贵林伯里", 71, "新疆维吾尔自治区管辖区", "", "stated here or in a row above"
    ),
    "names too many": Bad(XINJIANG, "塔什库尔干县 罕萨县", "塔什库尔干县 又 罕萨县", 83, "(all)", "又", "6 cells"),
    "flag lost": Bad(XINJIANG, LAST, LAST.replace(GAP, ""), 83, "(all)", "塔什库尔干县 罕萨县", "6 cells"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
def test_one_bad_cell_is_one_error(rewritten: Rewritten, readings: tuple[Reading, Reading], bad: Bad) -> None:
    """A bad cell is named with document, line, column, value and expectation; every other row is read as before."""
    plain = next(reading for reading in readings if reading.descriptor.id == bad.list_id)
    changed: list[str] = []

    def change(text: str) -> str:
        assert text.count(bad.was) == 1
        changed.append(text.replace(bad.was, bad.becomes))
        return changed[0]

    reading = read_list(rewritten(bad.list_id, change))
    (error,) = reading.errors
    assert (error.document, error.line, error.column) == (f"{bad.list_id}/document.txt", bad.line, bad.column)
    assert bad.value in error.value if bad.column == "(all)" else bad.value == error.value
    assert bad.expected in error.expected
    assert str(error) == (
        f"{bad.list_id}/document.txt, line {bad.line}, column {bad.column}: {error.value!r} is not {error.expected}"
    )
    assert [values(row) for row in reading.rows] == [values(row) for row in plain.rows if row.line != bad.line]
    assert [(passed.line, passed.reason) for passed in reading.passed if passed.reason == UNREAD] == [
        (bad.line, UNREAD)
    ]
    assert_all_accounted_for(reading, changed[0])


@pytest.mark.parametrize(
    ("was", "becomes", "column", "value"),
    [
        ("国家 |", "国 |", "3", "国"),
        ("| 洲 |", "|", "(header)", HEADER.replace("| 洲 |", "|")),
        ("公里) |", "公里) | 备注 |", "(header)", f"{HEADER} 备注 |"),
    ],
)
def test_a_changed_header_is_one_error(rewritten: Rewritten, was: str, becomes: str, column: str, value: str) -> None:
    """A header that is not the descriptor's is one error; no row beneath it is read by guess."""
    reading = read_list(rewritten(XIAN, lambda text: text.replace(was, becomes, 1)))
    (error,) = reading.errors
    assert (error.line, error.column, error.value) == (2, column, value)
    assert "list.yaml" in error.expected
    assert (reading.tables, reading.rows) == ((), ())
    assert [passed.line for passed in reading.passed] == list(range(2, 43))


def test_a_changed_header_leaves_the_other_tables(rewritten: Rewritten) -> None:
    """A bad header costs its own table only."""
    lines = document(XINJIANG)
    lines[35] = lines[35].replace("国家或地区", "国家")
    reading = read_list(rewritten(XINJIANG, lambda _: "\n".join(lines)))
    assert [(error.line, error.column, error.value) for error in reading.errors] == [(36, "3", "国家")]
    assert [row.line for row in reading.rows] == [*range(20, 30), *range(71, 84)]
    assert {row.level for row in reading.rows} == {term("level:province"), term("level:county")}
    assert_all_accounted_for(reading, "\n".join(lines))


@pytest.mark.parametrize(
    "spacing", ["序 号|城市|国家|洲|结好签字时间|人口\uff08万\uff09|面积\uff08平方公里\uff09|", HEADER]
)
def test_spaces_and_width_in_a_header_do_not_matter(rewritten: Rewritten, spacing: str) -> None:
    """A header is the descriptor's whatever its spaces and the width of its brackets."""
    reading = read_list(rewritten(XIAN, lambda text: text.replace(HEADER, spacing)))
    assert (reading.errors, len(reading.rows)) == ((), 40)


def test_many_bad_cells_are_reported_at_once(rewritten: Rewritten) -> None:
    """Every bad cell of a document is reported in one go, two of one row too, and the good rows are read."""
    changes = {"35.45": "x", "276.84": "y", "146.3": "z", "英国 | 欧洲": "英国 | 欧", "2023年5月17日": "昨天"}

    def change(text: str) -> str:
        for was, becomes in changes.items():
            text = text.replace(was, becomes)
        return text

    reading = read_list(rewritten(XIAN, change))
    assert [(error.line, error.column, error.value) for error in reading.errors] == [
        (3, "人口(万)", "x"),
        (3, "面积(平方公里)", "y"),
        (4, "人口(万)", "z"),
        (5, "洲", "欧"),
        (42, "结好签字时间", "昨天"),
    ]
    assert [row.number for row in reading.rows] == list(range(4, 40))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("2005年6月24日", "2005年6月31日"),
        ("塔吉克斯坦 亚洲 2005年6月24日 [4]", ""),
        (f"{GAP}塔吉克斯坦 亚洲 2005", "塔吉克斯坦 亚洲 2005"),
    ],
    ids=["a bad date", "no cells", "no flag"],
)
def test_a_bad_row_still_names_the_party_of_the_rows_below(
    rewritten: Rewritten, xinjiang: Reading, was: str, becomes: str
) -> None:
    """The rows beneath an unreadable row belong to the party it states, not to the one above it."""
    reading = read_list(rewritten(XINJIANG, lambda text: text.replace(was, becomes)))
    assert {error.line for error in reading.errors} == {55}
    assert [values(row) for row in reading.rows] == [values(row) for row in xinjiang.rows if row.line != 55]


def test_rows_without_a_header_are_an_error(rewritten: Rewritten) -> None:
    """Rows whose header is gone are not read under the header, nor with the level, of another section."""
    lines = document(XINJIANG)
    del lines[68:70]
    reading = read_list(rewritten(XINJIANG, lambda _: "\n".join(lines)))
    (error,) = reading.errors
    assert (error.line, error.column) == (69, "(all)")
    assert "a row beneath the header" in error.expected
    assert [row.line for row in reading.rows] == [*range(20, 30), *range(37, 66)]
    assert_all_accounted_for(reading, "\n".join(lines))


def test_a_blank_line_does_not_end_a_table(rewritten: Rewritten, xinjiang: Reading) -> None:
    """Rows beneath a stray blank line are still of the table above, the Chinese side carried down."""
    lines = document(XINJIANG)
    lines.insert(58, "")
    reading = read_list(rewritten(XINJIANG, lambda _: "\n".join(lines)))
    assert reading.errors == ()
    assert [(row.party, row.partner, row.level) for row in reading.rows] == [
        (row.party, row.partner, row.level) for row in xinjiang.rows
    ]


def test_a_table_that_lost_its_flags_is_an_error(rewritten: Rewritten) -> None:
    """Where a copy lost the gaps that tell a row, the header is reported; its rows do not vanish as prose."""
    lines = document(XINJIANG)
    lines[70:83] = [line.replace(GAP, " ") for line in lines[70:83]]
    reading = read_list(rewritten(XINJIANG, lambda _: "\n".join(lines)))
    assert [(error.line, error.column) for error in reading.errors] == [(70, "(header)")]
    assert len(reading.rows) == 39
    assert_all_accounted_for(reading, "\n".join(lines))


@pytest.mark.parametrize("content", ["", "\n \n", "没有表的文件", "title\n\nprose, only.\n"])
@pytest.mark.parametrize("list_id", [XIAN, XINJIANG])
def test_a_document_without_a_table_is_refused(rewritten: Rewritten, list_id: str, content: str) -> None:
    """An empty document, or another page altogether, is no list with no rows."""
    with pytest.raises(DocumentError, match=r"document\.txt: no line is the header .* list\.yaml"):
        read_list(rewritten(list_id, lambda _: content))


# --- mutations -----------------------------------------------------------------------------------------------

SPARE = "|\uff5c\u00a0 \n\r[]()^.:,;0123456789\uff10年月日市於與由承繼註名\u200b\u2028\x00\ufeff\u00b2\U0001f600é"


UNITS = [("character", "utf-8"), ("character", "utf-8"), ("line", "utf-8"), ("line", "utf-8"), ("byte", "latin-1")]


def mutated(source: bytes, dice: random.Random) -> bytes:
    """Delete, double, swap or replace one to three characters, lines or bytes of a document."""
    content = source
    for _ in range(dice.randint(1, 3)):
        unit, encoding = dice.choice(UNITS)
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        parts = text.split("\n") if unit == "line" else list(text)
        one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
        match dice.choice(["delete", "double", "swap", "replace"]):
            case "delete":
                del parts[one]
            case "double":
                parts.insert(one, parts[one])
            case "swap":
                parts[one], parts[other] = parts[other], parts[one]
            case "replace":
                spare = {"line": "", "character": dice.choice(SPARE), "byte": chr(dice.randrange(256))}
                parts[one] = spare[unit]
        content = ("\n" if unit == "line" else "").join(parts).encode(encoding)
    return content


def data_lines(list_id: str, text: str) -> set[int]:
    """Give the lines of rows by a plain look: with pipes and other than the first, or from a block's first flag on.

    A caption that stands among the rows is none.
    """
    lines = lines_of(text)
    if list_id == XIAN:
        piped = [
            number
            for number, line in lines.items()
            if set(line) & set("|\uff5c") and set(line) - set("|\uff5c :-\u00a0")
        ]
        return {number for number in piped[1:] if lines[number] != lines[piped[0]]}
    found: set[int] = set()
    captions: set[int] = set()
    for number, line in lines.items():
        if GAP in line or number - 1 in found | captions:
            among = captions if GAP not in line and line[:2] in {"位于", "位於"} and "締" in line else found
            among.add(number)
    return found


@pytest.mark.parametrize("list_id", [XIAN, XINJIANG])
def test_mutated_documents(tmp_path: Path, list_id: str) -> None:
    """A thousand mutations of each document end in a reading that accounts for every line, or in a named error."""
    described = descriptor(list_id)
    source = described.path.read_bytes()
    (tmp_path / list_id).mkdir()
    (tmp_path / list_id / "list.yaml").write_bytes((described.folder / "list.yaml").read_bytes())
    path = tmp_path / list_id / "document.txt"
    path.write_bytes(source)
    copy, dice, outcomes = descriptor(list_id, tmp_path), random.Random(20231201), Counter[str]()
    for _ in range(1000):
        content = mutated(source, dice)
        path.write_bytes(content)
        try:
            reading = read_list(copy)
        except YouchengError as error:
            outcomes[f"{type(error).__name__} in {str(error).partition('document.txt')[0]}"] += 1
            continue
        text = content.decode("utf-8-sig")
        assert_all_accounted_for(reading, text)
        read = {row.line for row in reading.rows}
        unread = {passed.line for passed in reading.passed if passed.reason == UNREAD}
        at_fault = {error.line for error in reading.errors}
        expected = data_lines(list_id, text)
        assert read <= expected
        assert expected <= read | unread
        assert at_fault <= unread
        assert bool(unread) == bool(at_fault)
        outcomes["unread rows" if reading.errors else "all read"] += 1
    assert set(outcomes) == {f"DocumentError in {path.parent}/", "unread rows", "all read"}
    assert min(outcomes.values()) > 5
