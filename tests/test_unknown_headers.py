"""Headers that are not understood say what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = """<html><body><table><tr><th>Deutsche Kommune</th><th>Chinesische Kommune</th><th>Seit</th></tr>
<tr><td>Duisburg</td><td>Wuhan</td><td>29. Mai 1986</td></tr></table></body></html>"""
TWO_ROWS = """<h1>武汉市国际友好城市</h1><table>
<tr><td rowspan=2>国家</td><td colspan=2>友好城市</td><td rowspan=2>结好时间</td></tr>
<tr><td>中文</td><td>英文</td></tr>
<tr><td>日本</td><td>大分市</td><td>Oita</td><td>1979</td></tr>
<tr><td>德国</td><td>杜伊斯堡市</td><td>Duisburg</td><td>某年</td></tr>
<tr><td>法国</td><td>波尔多市</td><td>Bordeaux</td><td>1998</td></tr>
</table>"""


def test_table_in_another_language_is_told_its_headers() -> None:
    """A page whose table is read and has no known header is not to be saved as the page that it is."""
    with pytest.raises(DocumentError, match=r"Deutsche Kommune.*\n.*write in a copy over its columns") as told:
        draft(GERMAN.encode(), "german.html", "german")
    assert "save the page as HTML" not in str(told.value)


def test_second_row_of_a_header_is_named_as_such(tmp_path: Path) -> None:
    """Words beneath a header in plain cells are an error that names pass_over; a row without its date is none such."""
    made = draft(TWO_ROWS.encode(), "wuhan.html", "wuhan")
    (tmp_path / "wuhan").mkdir()
    (tmp_path / "wuhan" / made.document).write_text(TWO_ROWS, encoding="utf-8")
    reading = read_list(made.descriptor(tmp_path / "wuhan"))
    hinted = {error.line: "say pass_over: [3] in list.yaml" in error.expected for error in reading.errors}
    assert hinted == {3: True, 5: False}


@pytest.mark.parametrize("dates", ["", "<td>1974</td>"])
def test_years_in_headings_are_named(tmp_path: Path, dates: str) -> None:
    """Headings that are years date no row: where no column does, that is said with what to do."""
    head = f"<th>友好城市</th><th>国家</th>{dates and '<th>结好时间</th>'}"
    rows = [
        f"<h3>{year}年</h3>\n<table><tr>{head}</tr>\n<tr><td>{{}}</td><td>日本</td>{dates}</tr></table>"
        for year in (1974, 1986)
    ]
    page = "<h1>西安市友好城市</h1>\n" + "\n".join(rows).format("奈良市", "京都市")
    made = draft(page.encode(), "years.html", "years")
    (tmp_path / "years").mkdir()
    (tmp_path / "years" / made.document).write_text(page, encoding="utf-8")
    told = [each for each in read_list(made.descriptor(tmp_path / "years")).warnings if "heading(s) are dates" in each]
    assert len(told) == (not dates)
    assert all("line 2: 2 heading(s) are dates (1974年, 1986年)" in each for each in told)
