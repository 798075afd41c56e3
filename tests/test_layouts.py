"""Tables of one header, told apart by list.yaml: by the heading above them, or by their line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from youcheng.mapping.records import Reading

    Read = Callable[[str], Reading]

YAML = """document: document.html
reader: html_page
title:
  zh: 乌鲁木齐市友好城市
publisher:
  zh: 乌鲁木齐市
authority: official
about: 乌鲁木齐市
as_of: 2023-11
licence: none stated by the publisher; only facts are taken from it
kind: sister-city
tables:
"""
COLUMNS = (
    "columns: [{ header: 城市, field: partner }, { header: 国家, field: country }, { header: 日期, field: signed }]"
)
HEADER = "<tr><th>城市</th><th>国家</th><th>日期</th></tr>"
PAGE = f"""<html><body>
<h2>一、友好城市（1对）</h2>
<table>
{HEADER}
<tr><td>奈良市</td><td>日本</td><td>1974</td></tr>
</table>
<h2>名称未载</h2>
<table>
{HEADER}
<tr><td>白沙瓦</td><td>巴基斯坦</td><td>1985</td></tr>
</table>
<h2>已终止</h2>
<table>
{HEADER}
<tr><td>奥勒姆</td><td>美国</td><td>2000</td></tr>
</table>
</body></html>
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a function that reads a page of three tables of one header by the entries for them."""

    def made(entries: str) -> Reading:
        folder = tmp_path / "urumqi-2023"
        folder.mkdir(exist_ok=True)
        (folder / "list.yaml").write_text(YAML + entries, encoding="utf-8")
        (folder / "document.html").write_text(PAGE, encoding="utf-8")
        return read_list(descriptor("urumqi-2023", tmp_path))

    return made


def said(reading: Reading) -> list[tuple[str, str, list[str]]]:
    """Give kind, level and events of each row."""
    assert not reading.errors
    return [
        (str(row.kind).rpartition("/")[2], str(row.level).rpartition("/")[2], [str(each.date) for each in row.events])
        for row in reading.rows
    ]


def test_one_entry_is_for_all_tables_of_its_header(read: Read) -> None:
    """What headings say holds beneath them."""
    assert said(read(f"  - {COLUMNS}\n")) == [
        ("sister-city", "None", []), ("sister-city", "None", []), ("sister-city", "None", ["None"])
    ]  # fmt: skip


@pytest.mark.parametrize("which", ["heading: 名称未载", "heading: ' 名称 未载 '", "line: 9", "line: 7"])
def test_a_misread_heading_is_mended(read: Read, which: str) -> None:
    """By the heading above the table or by its line; each other table keeps the entry that names none."""
    entries = f"  - {COLUMNS}\n  - {COLUMNS}\n    {which}\n    kind: friendship-city\n    level: county\n"
    entries += f"  - {COLUMNS}\n    line: 14\n    status: 有效\n"
    made = read(entries)
    assert made.warnings == ()
    assert said(made) == [
        ("sister-city", "None", []), ("friendship-city", "county", []), ("sister-city", "None", [])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (f"  - {COLUMNS}\n  - {COLUMNS}\n    kind: grassroots\n", r"line 14: tables, number 2: the header of number 1"),
        (f"  - {COLUMNS}\n    line: 9\n  - {COLUMNS}\n    line: 9\n", r"line 15: tables, number 2: .* by heading:"),
        (f"  - {COLUMNS}\n  - {COLUMNS}\n    line: 99\n", r"line 14: tables, number 2 \(line: 99\) is of no table"),
        (f"  - {COLUMNS}\n  - {COLUMNS}\n    heading: 无\n", r"with its header begin on line 4 beneath 一、友好城市"),
        (f"  - {COLUMNS}\n    lines: 9\n", r"line 13: tables, number 1: unknown key\(s\) lines; an entry has columns"),
        (f"  - {COLUMNS}\n    status: 未定\n", r"line 13: .* status: '未定' is not 有效"),
        (f"  - {COLUMNS}\n    level: top\n", r"line 13: .* level: 'top' is none of city, county"),
        (f"  - {COLUMNS}\n    line: two\n", r"line 13: .* line: 'two' is not the number of a line"),
    ],
)
def test_an_entry_that_is_of_no_table_is_refused(read: Read, entries: str, expected: str) -> None:
    """With its line in list.yaml, and what there is."""
    with pytest.raises(DescriptorError, match=expected):
        read(entries)


def test_an_entry_may_say_what_became_of_its_ties(read: Read) -> None:
    """In place of what the heading says; an entry for the others that no table is left for is named."""
    entries = "".join(f"  - {COLUMNS}\n    line: {line}\n    status: 2020年{line}月终止\n" for line in (4, 9))
    made = read(f"  - {COLUMNS}\n{entries}  - {COLUMNS}\n    heading: 已终止\n    status: 2019年中止\n")
    assert [each for _, _, each in said(made)] == [["2020-04"], ["2020-09"], ["2019"]]
    (warning,) = made.warnings
    assert "line 13: tables, number 1" in warning


def test_a_table_that_no_entry_is_for_is_an_error(read: Read) -> None:
    """It is named by its line, and none of its rows is read."""
    made = read(f"  - {COLUMNS}\n    line: 4\n  - {COLUMNS}\n    heading: 已终止\n")
    (error,) = made.errors
    assert (error.line, len(made.rows), made.lost) == (9, 2, 1)
    assert "add one with line: 9" in str(error)


def test_an_entry_whose_header_no_table_has_is_named(read: Read) -> None:
    """Others are read."""
    (warning,) = read(f"  - {COLUMNS}\n  - {COLUMNS.replace('城市', '友城')}\n").warnings
    assert (
        "line 14: tables, number 2 (友城 | 国家 | 日期) is of no table of the document: no table has its header"
        in warning
    )
