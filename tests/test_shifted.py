"""Rows that a copy has left without some of their cells, and columns of the wrong side: read rightly or named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.graph.draft import Added, add
from youcheng.mapping.alignment import aligned
from youcheng.mapping.columns import TO_SAY, Column, Layout
from youcheng.mapping.descriptor import load
from youcheng.mapping.readers import Line, Part
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from pathlib import Path

TIES = [
    ("四川省", "华盛顿州", "美国", "北美洲", "1982年10月2日", "[1]"),
    ("四川省", "山梨县", "日本", "亚洲", "1985年6月18日", ""),
    ("四川省", "南荷兰省", "荷兰", "欧洲", "1988", ""),
    ("成都市", "蒙彼利埃市", "法国", "欧洲", "1981年6月22日", "注"),
    ("成都市", "新加坡", "新加坡", "亚洲", "2013年3月", ""),
]
HEADER = ("四川省管辖区", "友好管辖区", "国家", "大洲", "结好日期", "备注")


def added(folder: Path, lines: list[str], name: str = "copied.txt") -> Added:
    """Add a document of these lines."""
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return add(file, folder / "lists", "copied")


def said(made: Added) -> list[tuple[str, ...]]:
    """Give the rows as read, side by side."""
    assert made.reading is not None
    return [(row.party.key, row.partner.main, row.country or "", str(row.signed)) for row in made.reading.rows]


EXPECTED = [(party, partner, country, date) for (party, partner, country, _, _, _), date in zip(
    TIES, ("1982-10-02", "1985-06-18", "1988", "1981-06-22", "2013-03"), strict=True)]  # fmt: skip


@pytest.mark.parametrize("stripped", [True, False])
def test_rows_beneath_a_merged_first_cell(tmp_path: Path, *, stripped: bool) -> None:
    """A browser copies a merged cell once: rows beneath it lack it in front, and, stripped, their empty last cell."""
    lines = ["\t".join(HEADER)]
    for n, tie in enumerate(TIES):
        cells = tie[1:] if n and TIES[n - 1][0] == tie[0] else tie
        lines.append("\t".join(cells).rstrip("\t") if stripped else "\t".join(cells))
    made = added(tmp_path, lines)
    assert said(made) == EXPECTED
    fields = [guess.column.field for guess in made.draft.tables[0].guesses]
    assert fields == ["party", "partner", "country", "continent", "signed", "notes"]
    assert "words" not in made.draft.asked
    assert made.reading is not None
    assert made.reading.errors == ()


def test_rows_beneath_a_country_merged_in_the_middle(tmp_path: Path) -> None:
    """Where rows lack the country that the row above spans, they have it from there, not the next cell as country."""
    lines = [
        "序号|国家|友好城市|结好日期",
        "1|日本|岐阜市|1979-02-21",
        "2|福井市|1989-11-23",
        "3|美国|波士顿市|1982-05-24",
    ]
    made = added(tmp_path, lines)
    assert [each[1:] for each in said(made)] == [
        ("岐阜市", "日本", "1979-02-21"),
        ("福井市", "日本", "1989-11-23"),
        ("波士顿市", "美国", "1982-05-24"),
    ]


def test_a_row_that_fits_in_no_way_is_named(tmp_path: Path) -> None:
    """A row in which a cell is missing that no merged cell explains is an error, and gives the next row no side."""
    whole = ["\t".join(HEADER), *("\t".join(tie) for tie in TIES[:2])]
    made = added(
        tmp_path, [*whole, "山梨县\t日本\t亚洲\t1985年\t", "四川省\t南荷兰省\t欧洲\t1988\t", "\t".join(TIES[3])]
    )
    assert [each[1] for each in said(made)] == ["华盛顿州", "山梨县", "山梨县", "蒙彼利埃市"]
    assert made.reading is not None
    assert [(error.line, error.column) for error in made.reading.errors] == [(5, "(all)")]
    assert "those left out fit in no place" in str(made.reading.errors[0])


COLUMNS = (
    Column("甲", "party", blank="carried-down"),
    Column("乙", "partner"),
    Column("丙", "country", blank="carried-down"),
    Column("丁", "signed"),
    Column("戊", "notes", blank="empty"),
)


@given(st.sampled_from([t for t in TIES if t[1] != t[2]]), st.sets(st.sampled_from([0, 2, 4])))
def test_what_a_row_leaves_out_is_told_by_what_it_has(tie: tuple[str, ...], gone: set[int]) -> None:
    """Whatever merged and last columns a row lacks, it is read as it was or named, never with a cell moved."""
    party, partner, country, _, signed, notes = tie
    whole = (party, partner, country, signed, notes or "x")
    cells = tuple(cell for n, cell in enumerate(whole) if n not in gone)
    line = aligned(Line(1, Part.ROW, " ".join(cells), cells), Layout(COLUMNS), {}, {})
    if line.reason or len(line.cells) != len(COLUMNS):
        return
    assert all(cell in (None, "", own) for cell, own in zip(line.cells, whole, strict=True))


def test_the_chinese_sides_own_country(tmp_path: Path) -> None:
    """A column that says China in every row is not the partner's country, nor one of Asia its continent."""
    rows = ["U.S. Community,State,Sister City,Country,Region,Year", "Portland,Oregon,Suzhou,China,Asia,1988",
            "Seattle,Washington,Chongqing,China,Asia,1983"]  # fmt: skip
    made = added(tmp_path, rows, "us.csv")
    fields = [guess.column.field for guess in made.draft.tables[0].guesses]
    assert (fields[3], fields[4]) == ("other", "other")
    assert "country" in made.draft.asked
    assert made.reading is not None
    assert [row.country for row in made.reading.rows] == [None, None]


def test_two_columns_of_countries(tmp_path: Path) -> None:
    """Each side has a column of its country: the one that says China is the Chinese side's."""
    rows = ["国家,城市,国家,友好城市,结好日期", "中国,成都市,法国,蒙彼利埃市,1981", "中国,成都市,日本,甲府市,1984"]
    made = added(tmp_path, rows, "both.csv")
    assert said(made) == [("成都市", "蒙彼利埃市", "法国", "1981"), ("成都市", "甲府市", "日本", "1984")]


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (["Country,City,Date", "Japan,Karatsu,1982", "China,Hangzhou,1994", "Mexico,Querétaro,2002"], 1),
        (["国家,城市,国家,友好城市,日期", "蒙古,成都市,法国,蒙彼利埃市,1981", "蒙古,成都市,日本,甲府市,1984"], 2),
    ],
)
def test_whose_country_it_is_is_asked(tmp_path: Path, rows: list[str], asked: int) -> None:
    """Where some cells are China, or two columns are countries, the draft asks, and asks no other country."""
    made = added(tmp_path, rows, "unclear.csv")
    assert "columns" in made.draft.asked
    assert "country" not in made.draft.asked
    fields = [guess.column.field for guess in made.draft.tables[0].guesses]
    assert fields.count(TO_SAY) == asked


def test_a_partner_in_china_is_an_error(tmp_path: Path) -> None:
    """A row whose country is China is named, and a list of partners all in China is refused."""
    made = added(
        tmp_path, [",".join(HEADER), *(",".join(tie) for tie in TIES), "成都市,拉萨市,中国,亚洲,1999,"], "cn.csv"
    )
    folder = made.folder
    text = (folder / "list.yaml").read_text(encoding="utf-8").replace(f'"{TO_SAY}"', "country")
    for key, value in {
        "zh": "某",
        "authority": "official",
        "licence": "none",
        "kind": "sister-city",
        "about": "四川省",
        "as_of": "2020",
    }.items():
        text = text.replace(f"{key}: {TO_SAY}", f"{key}: {value}")
    (folder / "list.yaml").write_text(text, encoding="utf-8")
    errors = read_list(load(folder / "list.yaml")).errors
    assert [(error.line, error.column, error.value) for error in errors] == [(7, "国家", "中国")]
    (folder / "list.yaml").write_text(f"{text}country: 中国\n", encoding="utf-8")
    with pytest.raises(DescriptorError, match="is the Chinese side's"):
        load(folder / "list.yaml")
