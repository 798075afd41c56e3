"""Ugly documents that cannot be read by themselves: the draft asks, and what list.yaml answers is what is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from youcheng.graph.draft import add
from youcheng.mapping.descriptor import TO_SAY, load
from youcheng.mapping.iris import Iris
from youcheng.mapping.reading import read_list
from youcheng.mapping.several import names_in
from youcheng.mapping.statements.lists import list_quads
from youcheng.ontology import term
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.graph.draft import Added
    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

TOLD = {"authority": "official", "about": "西安市", "as_of": "2020", "licence": "none stated", "zh": "某处"}

US_CSV = """"Sister Cities of X'ian, printed 3/4/2021",,,
,,,
No.,Partner City,Country,Date Signed
1,Nara,Japan,02/01/1974
2,"Kansas City",United States,04/29/1989
3, Gyeongju,Korea,11-18-1994
4,Dnipro,Ukraine,5/6/2000
"""
UNTOLD_CSV = US_CSV.replace("04/29/1989", "04/09/1989").replace("11-18-1994", "11-08-1994")

HEADLESS_HTML = """<html><head><title>友好城市一览</title></head><body>
<div id="nav"><table><tr><td>首页</td><td>新闻</td><td>友城</td><td>联系</td></tr>
<tr><td>机构</td><td>职能</td><td>党建</td><td>公告</td></tr></table></div>
<h1>西安市友好城市一览</h1>
<table border=1>
<tr><td>1</td><td>奈良市</td><td>日本</td><td>1974年2月1日</td></tr>
<tr><td>2</td><td>爱丁堡市</td><td>英国</td><td>1985.4.16</td></tr>
<tr><td colspan=4>九十年代</td></tr>
<tr><td>3</td><td>庆州市</td><td>韩国</td><td>1994年11月18日</td></tr>
<tr><td>4</td><td>波城</td><td>法国</td><td>1986-09</td></tr>
<tr><td>合计</td><td></td><td></td><td>4对</td></tr>
</table></body></html>
"""
HEADLESS_PIPES = """西安市友好城市
1 | 奈良市 | 日本 | 1974年2月1日 |
2 | 爱丁堡市 | 英国 | 1985.4.16 |
3 | 庆州市 | 韩国 | 1994年11月18日 |
4 | 波城 | 法国 | 1986-09 |
"""

SEVERAL_HTML = """<h1>西安市友好城市</h1><table>
<tr><th>国家</th><th>友好<br>城市</th><th>结好时间</th><th>备注</th></tr>
<tr><td>日本</td><td>奈良市<br>京都市</td><td>1974年2月1日<br>1974.5.10</td><td>同行</td></tr>
<tr><td>英国</td><td>爱丁堡市<br>Edinburgh</td><td>1985.4.16</td><td></td></tr>
<tr><td>德国<br>法国</td><td><p>多特蒙德市</p><p>波城</p></td><td>1986</td><td></td></tr>
<tr><td>韩国</td><td>庆州市、晋州市；小仓郡</td><td>1994年11月18日</td><td></td></tr>
</table>
"""
SEVERAL_WIKI = """== 友好城市 ==
{| class="wikitable"
! 国家 !! 友好城市 !! 结好时间
|-
| 日本 || 奈良市<br />京都市 || 1974年2月1日<br>1974.5.10
|-
| 英国
|
* 爱丁堡市
* 邓迪市
| 1985.4.16
|}
"""


def drafted(tmp_path: Path, name: str, text: str, **more: str) -> Added:
    """Add a document and answer what only a person can tell."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    made = add(file, tmp_path / "lists")
    path = made.folder / "list.yaml"
    said = path.read_text(encoding="utf-8")
    for key, answer in (TOLD | more).items():
        said = said.replace(f"{key}: {TO_SAY}", f"{key}: {answer}")
    path.write_text(said, encoding="utf-8")
    return made


def told(made: Added) -> Reading:
    """Read the list as list.yaml now says."""
    return read_list(load(made.folder / "list.yaml"))


def ties(reading: Reading) -> list[tuple[str, str | None, str]]:
    """Give what each row says: partner, country, date."""
    return [(row.partner.main, row.country, str(row.signed)) for row in reading.rows]


def test_a_day_past_the_twelfth_tells_the_order(tmp_path: Path) -> None:
    """One date that can be read in one way only tells how the others are to be read, and stands as the reason."""
    made = drafted(tmp_path, "american.csv", US_CSV)
    text = (made.folder / "list.yaml").read_text(encoding="utf-8")
    assert "date_order: mdy # 04/29/1989 can be read in no other way" in text
    assert [date for _, _, date in ties(told(made))] == ["1974-02-01", "1989-04-29", "1994-11-18", "2000-05-06"]
    assert len(told(made).rows) == len(re.findall(r"^\d", US_CSV, re.MULTILINE))


@pytest.mark.parametrize(("order", "days"), [("dmy", "01-02"), ("mdy", "02-01")])
def test_an_order_that_nothing_tells_is_asked_for(tmp_path: Path, order: str, days: str) -> None:
    """Where no date tells the order, list.yaml asks; answered, every date is read so."""
    made = drafted(tmp_path, "unsure.csv", UNTOLD_CSV)
    path = made.folder / "list.yaml"
    with pytest.raises(DescriptorError, match="date_order: dmy if the day comes first"):
        load(path)
    assert made.reading is not None
    assert len(made.reading.errors) == 4
    assert "date_order: dmy or mdy" in str(made.reading.errors[0])
    path.write_text(path.read_text("utf-8").replace(f"date_order: {TO_SAY}", f"date_order: {order}"), "utf-8")
    assert ties(told(made))[0][2] == f"1974-{days}"
    assert len(told(made).rows) == 4


def test_a_date_against_the_order_is_an_error(tmp_path: Path) -> None:
    """Said to have the day first, 04/29/1989 is no date."""
    made = drafted(tmp_path, "american.csv", US_CSV)
    path = made.folder / "list.yaml"
    path.write_text(path.read_text("utf-8").replace("date_order: mdy", "date_order: dmy"), "utf-8")
    reading = told(made)
    assert [error.value for error in reading.errors] == ["04/29/1989", "11-18-1994"]
    assert (len(reading.rows), reading.lost) == (2, 2)


@pytest.mark.parametrize(
    ("name", "text", "first"), [("bare.html", HEADLESS_HTML, 6), ("bare.txt", HEADLESS_PIPES, 2)], ids=["html", "pipes"]
)
def test_a_table_without_a_header(tmp_path: Path, name: str, text: str, first: int) -> None:
    """Its columns are named by their position; the rows are those that state a year, no menu and no total."""
    made = drafted(tmp_path, name, text)
    said = (made.folder / "list.yaml").read_text(encoding="utf-8")
    assert f"columns: # no header: the columns by their position; 4 row(s) from line {first}" in said
    assert "{ position: 2, field: partner }" in said
    assert ties(told(made)) == [
        ("奈良市", "日本", "1974-02-01"),
        ("爱丁堡市", "英国", "1985-04-16"),
        ("庆州市", "韩国", "1994-11-18"),
        ("波城", "法国", "1986-09"),
    ]
    assert len(told(made).rows) == len(re.findall(r"^.*(?:19|20)\d\d.*$", text, re.MULTILINE))


def test_a_cell_without_a_header_is_named_by_its_position(tmp_path: Path) -> None:
    """An error in a column that has no header says which column it is."""
    made = drafted(tmp_path, "bare.txt", HEADLESS_PIPES.replace("1985.4.16", "1985.4.36"))
    assert "line 3, column 4: '1985.4.36'" in str(told(made).errors[0])


def test_columns_by_position_go_from_1_on(tmp_path: Path) -> None:
    """A position left out, or beside headers, is refused."""
    made = drafted(tmp_path, "bare.txt", HEADLESS_PIPES)
    path = made.folder / "list.yaml"
    text = path.read_text(encoding="utf-8")
    for becomes, error in (("position: 7,", "from 1 on in order"), ("header: 甲,", "from 1 on in order")):
        path.write_text(text.replace("position: 3,", becomes), encoding="utf-8")
        with pytest.raises(DescriptorError, match=error):
            load(path)


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        (
            "several.html",
            SEVERAL_HTML,
            [
                ("奈良市", "日本", "1974-02-01"),
                ("京都市", "日本", "1974-05-10"),
                ("爱丁堡市", "英国", "1985-04-16"),
                ("多特蒙德市", "德国", "1986"),
                ("波城", "法国", "1986"),
                ("庆州市", "韩国", "1994-11-18"),
                ("晋州市", "韩国", "1994-11-18"),
                ("小仓郡", "韩国", "1994-11-18"),
            ],
        ),
        (
            "several.wiki",
            SEVERAL_WIKI,
            [
                ("奈良市", "日本", "1974-02-01"),
                ("京都市", "日本", "1974-05-10"),
                ("爱丁堡市", "英国", "1985-04-16"),
                ("邓迪市", "英国", "1985-04-16"),
            ],
        ),
    ],
)
def test_several_ties_in_one_cell(
    tmp_path: Path, name: str, text: str, rows: list[tuple[str, str | None, str]]
) -> None:
    """Names in one cell are an error until list.yaml says what they are; then each is a row with its own date."""
    made = drafted(tmp_path, name, text)
    path = made.folder / "list.yaml"
    assert made.reading is not None
    asked = [error for error in made.reading.errors if "several: yes" in str(error)]
    assert len(asked) + len(made.reading.rows) == text.count("<tr><td>") + text.count("|-")
    with pytest.raises(DescriptorError, match="several: yes if each name"):
        load(path)
    path.write_text(path.read_text("utf-8").replace(f"several: {TO_SAY}", "several: yes"), "utf-8")
    assert ties(told(made)) == rows
    assert told(made).errors == ()
    assert [row.order for row in told(made).rows] == list(range(1, len(rows) + 1))


def test_several_names_with_other_many_dates(tmp_path: Path) -> None:
    """Three names with two dates are a named error, whatever list.yaml says."""
    text = SEVERAL_HTML.replace("1994年11月18日", "1994年11月18日、1995")
    made = drafted(tmp_path, "several.html", text, several="yes")
    assert ["a row of 3 ties with one date or 3; it has 2" in str(error) for error in told(made).errors] == [True]
    assert len(told(made).rows) == 5


def test_one_name_in_several_parts(tmp_path: Path) -> None:
    """Said to be one name, they are read as one."""
    made = drafted(tmp_path, "several.html", SEVERAL_HTML, several="no")
    assert [row.partner.key for row in told(made).rows] == ["爱丁堡市", "多特蒙德市 波城", "庆州市、晋州市；小仓郡"]
    assert [error.value for error in told(made).errors] == ["1974年2月1日\n1974.5.10"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("奈良市", ["奈良市"]),
        ("奈良市\nNara", ["奈良市 Nara"]),
        ("奈良市\n(奈良县)", ["奈良市 (奈良县)"]),
        ("奈良市[1]、\n京都市[2]", ["奈良市[1]", "京都市[2]"]),
        ("奈良市\n[1]\n京都市", ["奈良市 [1]", "京都市"]),
        ("Nara; Kyoto", ["Nara", "Kyoto"]),
        ("奈良市Nara；京都市Kyoto", ["奈良市Nara", "京都市Kyoto"]),
        ("モンペリエ\nMontpellier", ["モンペリエ Montpellier"]),
        ("", []),
    ],
)
def test_names_in_a_cell(cell: str, names: list[str]) -> None:
    """A name in Latin letters or in brackets beneath one in characters is the same name."""
    assert names_in(cell) == names


ARTICLE = """<html><body><h1>西安市友好城市</h1>
<p>西安是丝绸之路的起点,历史悠久。</p><p>市政府设有外事办公室。</p>
<p>全市已与33个国家的40个城市建立了友好关系。</p>
<h2>历史</h2><p>第一段历史。</p><p>第二段历史。</p><p>第三段历史。</p><p>第四段历史。</p>
<h2>名录</h2><p>下表按时间排列。</p>
<table><tr><th>友好城市</th><th>国家</th><th>结好日期</th></tr>
<tr><td>奈良市</td><td>日本</td><td>1974年2月1日</td></tr></table>
<p>注:以签字日期为准。</p>
<h2>旅游</h2><p>游客须知。</p><p>门票价格。</p><p>交通。</p></body></html>
"""


def test_only_words_near_the_table_are_the_lists_own(tmp_path: Path) -> None:
    """Of an article around a table, the paragraphs beside it and those that state a count are kept, no others."""
    made = drafted(tmp_path, "article.html", ARTICLE)
    reading = told(made)
    remarks = [claim.text for claim in reading.claims if claim.kind == "Remark"]
    assert remarks == ["全市已与33个国家的40个城市建立了友好关系。", "下表按时间排列。", "注:以签字日期为准。"]
    assert [claim.value for claim in reading.claims if claim.kind == "Count"] == [33, 40]
    away = [passed.text for passed in reading.passed if "away from its tables" in passed.reason]
    assert len(remarks) + len(away) == ARTICLE.count("<p>")


TWICE = """<h1>西安市友好城市</h1>
<h2>亚洲</h2><table><tr><th>友好城市</th><th>国家</th><th>结好日期</th></tr>
<tr><td>奈良市</td><td>日本</td><td>1974年2月1日<sup>[1]</sup></td></tr></table>
<h2>参考</h2><ol class="references"><li>奈良市史. 1980.</li></ol>
<h2>欧洲</h2><table><tr><th>友好城市</th><th>国家</th><th>结好日期</th></tr>
<tr><td>爱丁堡市</td><td>英国</td><td>1985<sup>[1]</sup></td></tr></table>
<h2>参考</h2><ol class="references"><li>爱丁堡市史. 1990.</li><li>另一书. 1991.</li></ol>
"""


def test_two_entries_of_one_number_stay_two(tmp_path: Path, links: Links) -> None:
    """Two lists of references that both begin at 1: each row cites the one beneath it, and no two meet on one IRI."""
    made = drafted(tmp_path, "twice.html", TWICE)
    quads = list(parse("".join(list_quads(told(made), links, Iris())).encode(), RdfFormat.N_QUADS))
    lines: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == term("yc:line") and "#cite-" in str(quad.subject):
            lines.setdefault(str(quad.subject).rpartition("#")[2], set()).add(str(getattr(quad.object, "value", "")))
    assert lines == {"cite-1>": {"4"}, "cite-1-line-7>": {"7"}, "cite-2>": {"7"}}
    cited = {
        str(quad.subject).rpartition("#")[2]: str(quad.object).rpartition("#")[2]
        for quad in quads
        if quad.predicate.value == term("yc:cites")
    }
    assert cited == {"row-1>": "cite-1>", "row-2>": "cite-1-line-7>"}
