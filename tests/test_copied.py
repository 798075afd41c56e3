"""Tables as people copy and save them: what is lost on the way is made good where it can be told, and else named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.__main__ import main
from youcheng.graph.build import build
from youcheng.graph.draft import Added, add
from youcheng.mapping.iris import Iris
from youcheng.mapping.readers import reader
from youcheng.mapping.reading import read_list
from youcheng.ontology import term
from youcheng.ontology.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Row

TOLD = {"zh": "某", "authority": "encyclopedia", "about": "西安市", "as_of": "2020", "licence": "none stated"}


def added(folder: Path, text: str, name: str) -> Added:
    """Add a document of that text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return add(file, folder / "lists", "copied")


def rows(made: Added) -> tuple[Row, ...]:
    """Give the rows that the draft reads."""
    assert made.reading is not None
    return made.reading.rows


WIKI = """湖北省友好城市列表

湖北省及其下辖各市,经批准,可以与国外城市结好[1]。
截至2021年6月,湖北省已与三十个国家,七十个城市结好,其中省级十对。

省级

湖北省管辖区 友好管辖区 国家或地区 大洲 结好日期 来源及备注
湖北省 俄亥俄州 GAP美国 北美洲 1979年10月31日
上奥地利州 GAPALONE欧洲 1994年6月
岩手县 GAP日本 亚洲 2016年5月 [2]
"""


@pytest.mark.parametrize(
    ("gap", "alone"),
    [("\u00a0\u00a0", " "), (" ", " "), ("\u00a0", " "), ("  ", " "), ("\u00a0 ", " ")],
    ids=["no-break", "space", "one no-break", "spaces", "mixed"],
)
def test_the_gap_of_a_flag_in_any_blanks(tmp_path: Path, gap: str, alone: str) -> None:
    """A copied list is wiki text whatever its commas, and whatever blanks the copy made of the flags' gaps."""
    made = added(tmp_path, WIKI.replace("GAP", gap).replace("ALONE", alone), "hubei.txt")
    assert made.draft.family.reader == "wiki_text"
    assert [(row.party.main, row.partner.main, row.country, str(row.signed)) for row in rows(made)] == [
        ("湖北省", "俄亥俄州", "美国", "1979-10-31"),
        ("湖北省", "上奥地利州", None, "1994-06"),
        ("湖北省", "岩手县", "日本", "2016-05"),
    ]


PROSE = "西安市自古以来,就与各国往来。\n截至2020年,已有友好城市,友好国家,各若干。\n又及,如上,友好城市日期,另行公布。\n"


def test_prose_is_no_table_of_commas(tmp_path: Path) -> None:
    """Sentences with commas make neither a header nor rows, and the message says that no table was found."""
    with pytest.raises(DocumentError, match="no table has a header that names a partner"):
        added(tmp_path, PROSE, "prose.txt")
    assert not (tmp_path / "lists").exists()


def test_a_table_with_tabs_under_prose_with_commas(tmp_path: Path) -> None:
    """Of two marks, the one that parts alike lines is the delimiter, wherever the table begins."""
    table = "友好城市\t国家\t结好日期\n奈良市\t日本\t1974年2月1日\n京都市\t日本\t1974年5月10日\n"
    made = added(tmp_path, "西安,\n" * 3 + PROSE + table, "tabs.txt")
    assert [row.partner.main for row in rows(made)] == ["奈良市", "京都市"]


def test_no_row_is_told_and_found_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft that reads none of its rows says so, and the command ends with 1."""
    file = tmp_path / "none.csv"
    file.write_text("友好城市,国家,结好日期\n奈良市,日本,大约在冬季\n京都市,日本,不知何时\n", encoding="utf-8")
    assert main(["lists", "add", str(file), "--lists", str(tmp_path / "lists")]) == 1
    shown = capsys.readouterr().out
    assert "No row could be read as guessed" in shown
    assert "'大约在冬季' is not a date" in shown


BULLETS = {
    "enwiki.wiki": "==A==\n'''[[Anqing]]'''\n" + "*{{flagicon|USA}} [[Calabasas|Calabasas]], United States\n" * 3,
    "numbers.txt": "友好城市:\n1. 日本奈良市\n2. 英国爱丁堡市\n3. 法国波城\n",
    "dots.txt": "友好城市\n• 日本,奈良\n• 日本,京都\n• 法国,波城\n",
}


@pytest.mark.parametrize("name", BULLETS)
def test_bullets_are_no_table(tmp_path: Path, name: str) -> None:
    """A list in words is named as what it is, with what to do."""
    with pytest.raises(
        DocumentError, match=r"a list in words and no table \(3 lines .*put each tie in a row of a table"
    ):
        added(tmp_path, BULLETS[name], name)


def test_words_set_apart_by_spaces(tmp_path: Path) -> None:
    """Known words of the schemes are known with spaces, also wide ones, between their characters."""
    header = "序号,城 市,国 家,所属洲,性 质,结好时间"
    text = f"{header}\n1,横滨市,日 本,亚 洲,友 好 城 市,1973\n2,米兰市,意大利,欧\u3000洲,友好城市,不 详\n"
    made = added(tmp_path, text, "spaced.csv")
    assert "words" not in made.draft.asked
    assert [(row.continent, row.kind) for row in rows(made)] == [
        (term("continent:asia"), term("kind:sister-city")),
        (term("continent:europe"), term("kind:sister-city")),
    ]


MARKED = """西安市友好城市列表

城市 | 国家 | 结好日期
---|---|---
奈良市 | 日本 | 1974年2月1日[2]
京都市 | 日本 | 1974年5月10日[註 1]
"""


def test_marks_without_their_references(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Marks of references that were not copied stay in the words, with a warning, and the list is released."""
    made = added(tmp_path, MARKED, "marked.md")
    assert [row.marks for row in rows(made)] == [(), ()]
    assert rows(made)[0].cells[2].text == "1974年2月1日[2]"
    assert made.reading is not None
    assert "2 mark(s) of references that the document does not list (2, note 1)" in made.reading.warnings[0]
    path = made.folder / "list.yaml"
    text = path.read_text(encoding="utf-8")
    for key, value in TOLD.items():
        text = text.replace(f"{key}: ???", f"{key}: {value}")
    path.write_text(text, encoding="utf-8")
    assert main(["rows", "copied", "--lists", str(tmp_path / "lists")]) == 0
    assert "warning: copied/document.txt, line 5: 2 mark(s)" in capsys.readouterr().err
    built = build(tmp_path / "dist", Iris(), lists=[tmp_path / "lists"])
    assert built.report.conforms
    assert built.readings[0].warnings == made.reading.warnings


def test_marks_with_their_references(tmp_path: Path) -> None:
    """Of marks whose entries the page has, all are kept, with no warning."""
    text = MARKED.replace("[2]", "[1]").replace("[註 1]", "[1]") + "\n1. ^ 西安市外办. 2020-01-01.\n"
    page = "<h1>西安市友好城市列表</h1><table>" + "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(' | '))}</tr>\n"
        for line in text.splitlines()
        if " | " in line
    )
    made = added(tmp_path, f"{page}</table><ol class=references><li>西安市外办. 2020-01-01.</li></ol>", "cited.html")
    assert [[mark.number for mark in row.marks] for row in rows(made)] == [[1], [1]]
    assert made.reading is not None
    assert made.reading.warnings == ()


ROW = "<tr><td>{}</td><td>{}</td><td>日本</td><td>1974</td></tr>\n"


def test_a_table_within_a_cell() -> None:
    """The words of a small table in a cell are that cell's; the rows around it stay one table."""
    inner = "奈良市<table><tr><td>Nara</td></tr></table>"
    text = "<table>" + "".join(ROW.format("西安市", name) for name in (inner, "京都市", "船桥市")) + "</table>"
    lines = reader("html_page").lines(text)
    assert [line.cells[1] for line in lines] == ["奈良市\nNara", "京都市", "船桥市"]
    assert {line.table for line in lines} == {1}


def test_a_table_that_lays_out_others() -> None:
    """In a page laid out by a table, the tables within it are read, each as its own."""
    within = (
        "<table>"
        + "".join(ROW.format("西安市", name) for name in ("奈良市", "京都市", "船桥市", "小浜市"))
        + "</table>"
    )
    text = (
        f"<table><tr><td>首页</td><td>友城</td></tr><tr><td>左</td><td>右</td></tr><tr><td>{within}</td></tr></table>"
    )
    lines = [line for line in reader("html_page").lines(text) if len(line.cells) == 4]
    assert [line.cells[1] for line in lines] == ["奈良市", "京都市", "船桥市", "小浜市"]


def test_a_quote_that_takes_in_the_header(tmp_path: Path) -> None:
    """Rows and a header within a quote that is closed too late are named, not passed over with the title."""
    sound = "友好城市一览表,,\n友好城市,国家,结好日期\n奈良市,日本,1974\n京都市,日本,1975\n小浜市,日本,1976\n"
    made = added(tmp_path, sound, "sound.csv")
    damaged = sound.replace("一览表,,", '一览表,",').replace("奈良市,日本,1974", '奈良市,日本,1974"')
    (made.folder / made.draft.document).write_text(damaged, encoding="utf-8")
    reading = read_list(made.draft.descriptor(made.folder))
    assert [error.line for error in reading.errors] == [1]
    assert "the quote that opens here may have taken in the next row" in str(reading.errors[0])
