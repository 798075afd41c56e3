"""No tie of a document is lost without a word by a draft that is answered as it asks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from youcheng.graph.__main__ import main
from youcheng.graph.draft import add, report
from youcheng.mapping.blocks import blocks_of, repeated
from youcheng.mapping.descriptor import TO_SAY, load
from youcheng.mapping.drafting.units import Unit, unit_of
from youcheng.mapping.reading import read_list
from youcheng.ontology import term

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.graph.draft import Added
    from youcheng.mapping.records import Reading

ANSWERS = {
    "kind": "sister-city",
    "title:": "名录", "publisher:": "某市", "authority": "official", "about": "上海市", "as_of": "2024",
    "licence": "none", "country": "日本",
}  # fmt: skip


def drafted(tmp_path: Path, name: str, text: str | bytes) -> Added:
    """Add a document of these words."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return add(file, tmp_path / "lists")


def answered(made: Added, **columns: str) -> Reading:
    """Give the reading of a draft in which each question is answered: of the columns as told, of the rest somehow."""
    path = made.folder / "list.yaml"
    kept, key = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        key = line.partition(" #")[0] if not line.startswith(" ") else key
        said = line
        for header, field in columns.items():
            if f"header: {header}," in line:
                said = line.replace(f'field: "{TO_SAY}"', f"field: {field}")
        if TO_SAY in said.partition("#")[0]:
            said = said.replace(TO_SAY, ANSWERS[key.partition(": ")[0] if ": " in key else key.strip()], 1)
        kept.append(said)
    path.write_text("\n".join(kept), encoding="utf-8")
    return read_list(load(path))


def fields(made: Added) -> dict[str, str]:
    """Give the field that a draft gives each column of its first table."""
    return {each.column.header: each.column.field for each in made.draft.tables[0].guesses}


def ties(reading: Reading | None) -> list[tuple[str, str, str | None, str]]:
    """Give both sides, country and date of each row, in their order."""
    assert reading is not None
    return [(row.party.key, row.partner.key, row.country, str(row.signed)) for row in reading.rows]


SIDE_BY_SIDE = """<meta charset=utf-8><h1>长春市友好城市</h1><table>
<tr><th>国家<th>城市<th>结好 时间<th>国家<th>城市<th>结好时间</tr>
<tr><td rowspan=2>日本<td>仙台市<td>1980.10.27<td>美国<td>弗林特市<td>1981.9.18</tr>
<tr><td>千叶市<td>1986<td>韩国<td>蔚山市<td>1994.3.15</tr>
<tr><td>加拿大<td>温莎市<td>1992.8.26<td><td><td></tr></table>"""


def test_tables_side_by_side(tmp_path: Path) -> None:
    """A header that says its columns over is read as tables side by side: every tie, one table after the other."""
    made = drafted(tmp_path, "side.html", SIDE_BY_SIDE)
    expected = [
        ("长春市", "仙台市", "日本", "1980-10-27"),
        ("长春市", "千叶市", "日本", "1986"),
        ("长春市", "温莎市", "加拿大", "1992-08-26"),
        ("长春市", "弗林特市", "美国", "1981-09-18"),
        ("长春市", "蔚山市", "韩国", "1994-03-15"),
    ]
    assert ties(made.reading) == expected
    assert "for 2 tables side by side" in report(made)
    reading = answered(made)
    assert ties(reading) == expected
    assert (reading.errors, reading.warnings) == ((), ())
    assert [row.line for row in reading.rows] == [3, 4, 5, 3, 4]


SIDES = {
    "a blank column between, a shared number": (
        "序号,城市,国家,结好时间,,城市,国家,结好时间\n1,仙台市,日本,1980,,弗林特市,美国,1981\n2,温莎市,加拿大,1992,,蔚山市,韩国,1994\n",
        {("仙台市", "日本"), ("温莎市", "加拿大"), ("弗林特市", "美国"), ("蔚山市", "韩国")},
        0,
    ),
    "three, of which the last is cut off": (
        "国家,城市,日期,国家,城市,日期,国家,城市,日期\n日本,奈良市,1974,美国,弗林特市,1981,韩国,蔚山市,1994\n法国,里昂,1988,德国,汉堡\n",
        {("奈良市", "日本"), ("里昂", "法国"), ("弗林特市", "美国"), ("蔚山市", "韩国")},
        1,
    ),
    "numbered headers, a shared Chinese side": (
        "城市,友城1,国家1,日期1,友城2,国家2,日期2\n杭州市,岐阜市,日本,1979,波士顿,美国,1982\n宁波市,长冈京市,日本,1983,,,\n",
        {("岐阜市", "日本"), ("波士顿", "美国"), ("长冈京市", "日本")},
        0,
    ),
    "a title between": (
        "国家|城市|日期|国家|城市|日期\n日本|奈良市|1974|美国|弗林特市|1981\n友好交流城市\n韩国|蔚山市|1994|法国|里昂|1988\n",
        {("奈良市", "日本"), ("弗林特市", "美国"), ("蔚山市", "韩国"), ("里昂", "法国")},
        0,
    ),
}


@pytest.mark.parametrize("name", SIDES)
def test_each_tie_of_tables_side_by_side_is_read_or_named(tmp_path: Path, name: str) -> None:
    """Blank columns and shared ones are passed by; a part of a row that is cut off is an error with its line."""
    text, partners, wrong = SIDES[name]
    reading = answered(drafted(tmp_path, "side.csv" if "," in text else "side.txt", text))
    assert {(row.partner.main, row.country) for row in reading.rows} == partners
    assert len({error.line for error in reading.errors}) == wrong
    if wrong:
        assert reading.errors[0].line == 3


def test_both_sides_of_a_tie_are_no_tables_side_by_side(tmp_path: Path) -> None:
    """省份, 城市, 省份, 城市 with the Chinese side first and the partner after it is one table."""
    text = (
        "省份,城市,省份,城市\n江苏省,南京市,爱知县,名古屋市\n浙江省,杭州市,岐阜县,岐阜市\n广东省,广州市,福冈县,福冈市\n"
    )
    made = drafted(tmp_path, "both.csv", text)
    assert [found.side_by_side for found in made.draft.tables] == [1]
    assert repeated(["省份", "城市", "省份", "城市"]) is not None
    assert blocks_of(["国家", "城市", "日期"], ["国家", "城市"]) is None


UNITS = {
    "区县": ("区县,国外城市,国家,结好时间\n江津区,都城市,日本,1999\n巴南区,三条市,日本,2019-05-01\n", "party"),
    "区市县": ("区市县,友好城市,国家,结好时间\n龙泉驿区,甲府市,日本,1984\n邛崃市,蒙彼利埃,法国,1981\n", "party"),
    "區別": ("國家,城市名,締約日,區別\n美国,喜瑞都,1987,板橋區\n日本,八尾市,1990,永和區\n", "party"),
    "我市": ("我市,友好城市,国家,结好时间\n某甲市,寝屋川市,日本,1994.5.12\n某乙市,泉佐野市,日本,1994\n", "party"),
    "区": ("区,友好城市,国家,结好时间\n某甲区,寝屋川市,日本,1994.5.12\n某乙区,泉佐野市,日本,1994\n", TO_SAY),
    "单位": ("单位,友好城市,国家,结好时间\n某甲区,寝屋川市,日本,1994.5.12\n某乙县,泉佐野市,日本,1994\n", TO_SAY),
    "所辖": ("所辖,友好城市,国家,结好时间\n某甲区,寝屋川市,日本,1994.5.12\n某乙县,泉佐野市,日本,1994\n", TO_SAY),
}


@pytest.mark.parametrize("header", UNITS)
def test_a_column_of_the_chinese_sides_units(tmp_path: Path, header: str) -> None:
    """A column that names which unit of the Chinese side is twinned is the party, or is asked for; never passed by."""
    text, field = UNITS[header]
    made = drafted(tmp_path, "units.csv", text)
    assert fields(made)[header] == field
    partner = [key for key, own in fields(made).items() if own == "partner"]
    assert partner == [text.splitlines()[0].split(",")[1]]
    reading = answered(made, **{header: "party"})
    cells = [line.split(",") for line in text.splitlines()]
    place = cells[0].index(header)
    assert [row.party.main for row in reading.rows] == [line[place] for line in cells[1:]]


def test_a_column_of_places_that_is_not_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a person says other of places, dates or countries, `rows` says that they are not read."""
    monkeypatch.chdir(tmp_path)
    header = "区,友好城市,国家,结好时间,续签时间,联系人\n"
    text = header + "某甲区,寝屋川市,日本,1994.5.12,2004,王某\n某乙区,泉佐野市,日本,1994,2005,李某\n"
    made = drafted(tmp_path, "other.csv", text)
    assert made.draft.asked[-1] == "columns"
    reading = answered(made, 区="other", 续签时间="other")
    assert len(reading.warnings) == 2
    assert main(["rows", "other"]) == 0
    told = capsys.readouterr().err
    assert "column 区 is not read (field: other) although its cells look like places (某甲区, 某乙区)" in told
    assert "column 续签时间 is not read (field: other) although its cells look like dates" in told
    assert "联系人" not in told


def test_a_table_of_another_header_is_told(tmp_path: Path) -> None:
    """A table whose header list.yaml does not name, with countries in its rows, is named where the list is read."""
    page = """<meta charset=utf-8><h1>某市友好城市</h1><table><tr><th>友好城市<th>国家<th>日期</tr>
<tr><td>奈良市<td>日本<td>1974-02-01</tr></table><table><tr><th>甲<th>乙</tr><tr><td>里昂<td>法国</tr>
<tr><td>汉堡<td>德国</tr><tr><td>都灵<td>意大利</tr></table>"""
    made = drafted(tmp_path, "two.html", page)
    assert len(made.draft.passed) == 1
    (told,) = answered(made).warnings
    assert "line 2: the table of 4 row(s) from here on is not read, although its rows name countries" in told


def test_a_table_that_the_page_hides_is_told(tmp_path: Path) -> None:
    """The rows of a tab that a page hides until one clicks are no rows, and are named."""
    table = "<table><tr><th>城市<th>国家<th>日期</tr>\n<tr><td>{}<td>{}<td>1974</tr></table></div>\n"
    page = "<meta charset=utf-8><h1>杭州市友好城市</h1><div>" + table.format("奈良市", "日本")
    page += "<div style='display: none'>" + table.format("里昂", "法国")
    made = drafted(tmp_path, "tabs.html", page)
    assert [row.partner.main for row in answered(made).rows] == ["奈良市"]
    assert "line 3: the table of 2 row(s) from here on is not read" in report(made)
    assert "the page hides it" in report(made)


def test_tables_beneath_one_another_in_one(tmp_path: Path) -> None:
    """A sheet in which a second header of other words stands further down is two tables, and every row is read."""
    text = "友好城市,国家,日期,备注\n奈良市,日本,1974,\n里昂,法国,1988,\n"
    text += "友好交流城市,国别,签约时间,备注\n汉堡,德国,1986,\n都灵,意大利,1990,\n"
    reading = answered(drafted(tmp_path, "below.csv", text))
    assert [row.partner.main for row in reading.rows] == ["奈良市", "里昂", "汉堡", "都灵"]
    assert reading.errors == ()


def test_ties_in_columns_of_their_own_are_asked_for_and_told(tmp_path: Path) -> None:
    """Where columns of one row are partners of several countries, each is asked for; what is then left out is told."""
    text = "中方城市,日本友城,结好时间,韩国友城,签约时间\n"
    text += "杭州市,岐阜市,1979,丽水市,1994\n宁波市,长冈京市,1983,顺天市,1997\n"
    made = drafted(tmp_path, "wide.csv", text)
    assert list(fields(made).values()) == ["party", "partner", "signed", TO_SAY, TO_SAY]
    assert "rows of their own" in report(made)
    told = answered(made, 韩国友城="other", 签约时间="other").warnings
    assert [noun in each for noun, each in zip(("韩国友城", "签约时间"), told, strict=True)] == [True, True]


def test_places_that_are_no_side_are_not_asked_for(tmp_path: Path) -> None:
    """Where a tie was signed, a partner's capital, and a count are kept as written without a question or a warning."""
    text = "友好城市,国家,日期,签字地点,首府,友好城市数\n"
    text += "塔斯马尼亚州,澳大利亚,1981,福州,霍巴特,2\n长崎县,日本,1982,长崎,长崎,3\n"
    made = drafted(tmp_path, "places.csv", text)
    assert list(fields(made).values()) == ["partner", "country", "signed", "other", "other", "other"]
    assert answered(made).warnings == ()


def test_a_country_of_each_table_is_spoken_of(tmp_path: Path) -> None:
    """Where several tables have no column of countries, the question says how each is given its own, and that reads."""
    text = "日本友城,结好时间\n岐阜市,1979\n长冈京市,1983\n美国友城,结好时间\n波士顿,1982\n"
    made = drafted(tmp_path, "each.csv", text)
    assert (
        "or in its place, where they differ, a country: in each of the tables" in made.draft.answers["country"].reason
    )
    path = made.folder / "list.yaml"
    said = path.read_text(encoding="utf-8").splitlines()
    own = iter(("日本", "美国"))
    told = [f"  - country: {next(own)}\n    columns:" if line.startswith("  - columns") else line for line in said]
    path.write_text("\n".join(line for line in told if not line.startswith("country: ")), encoding="utf-8")
    assert [row.country for row in answered(made).rows] == ["日本", "日本", "美国"]


def test_names_of_sheets_are_section_names(tmp_path: Path) -> None:
    """The sheet says the kind of the ties on it, as a heading would; a name that a program gave says nothing."""
    book = Workbook()
    for name, partner in (("友好城市", "奈良市"), ("友好交流城市", "小浜市"), ("Sheet3", "船桥市")):
        sheet = book.create_sheet(name)
        sheet.append(["城市", "国家", "结好日期"])
        sheet.append([partner, "日本", "1974-02-01"])
        sheet.append([f"新{partner}", "日本", "1975-02-01"])
    del book["Sheet"]
    book.save(file := io.BytesIO())
    reading = drafted(tmp_path, "sheets.xlsx", file.getvalue()).reading
    assert reading is not None
    assert [row.kind for row in reading.rows[::2]] == [term("kind:sister-city"), term("kind:friendship-city"), None]


MEASURES = {
    "人口(万人)": 10_000, "인구(천명)": 1000, "인구(만 명)": 10_000, "人口（千人）": 1000, "人口/万": 10_000,
    "인구 (단위: 명)": 1,
    "Population (in thousands)": 1000, "Population, millions": 1_000_000, "人口(2010年)": 1, "常住人口（万）": 10_000,
    "Population (2020 census)": 1, "人口(億人)": 100_000_000, "Inhabitants population": 1,
    "面积(㎢)": 1, "面积(km²)": 1, "면적(㎢)": 1, "Area (sq km)": 1, "面积（万平方公里）": 10_000,
    "Area (square kilometres)": 1,
    "Area (sq mi)": None, "Area (mi²)": None, "Area sq mi": None, "面积（平方英里）": None, "面积(ha)": None,
    "面积（公顷）": None,
    "Area (acres)": None, "면적(평)": None, "人口(户)": None,
}  # fmt: skip


@pytest.mark.parametrize("header", MEASURES)
def test_units_of_headers(header: str) -> None:
    """A unit is read to what it comes to, or is one that is not known; a year or a census is none."""
    field = "area" if header.startswith(("面", "면", "Area")) else "population"
    assert unit_of(header, field).times == MEASURES[header]
    assert unit_of("人口", "population") == Unit(1, "")


def test_units_that_cannot_be_are_asked_for(tmp_path: Path) -> None:
    """Square miles, and persons too few for a place where no unit is named, are asked for, not taken as they stand."""
    header = "City,Country,Population,Area (sq mi),Date signed\n"
    text = header + "Karatsu,Japan,127,188,1982-03-05\nNara,Japan,354,106,1974-02-01\n"
    made = drafted(tmp_path, "units.csv", text)
    assert fields(made) == {
        "City": "partner", "Country": "country", "Population": TO_SAY, "Area (sq mi)": TO_SAY, "Date signed": "signed",
    }  # fmt: skip


def test_korean_lists(tmp_path: Path) -> None:
    """Both sides of a Korean table are read, with its two words for kinds of tie, and its names are Korean."""
    text = (
        "연번,자치단체명,중국 성,중국 도시,국가,구분,체결일자\n"
        "1,부산광역시,상하이시,상하이시,중국,자매도시,1993-08-24\n"
        "2,대전광역시,장쑤성,난징시,중국,우호도시,1994-11-14\n"
    )
    made = drafted(tmp_path, "korea.csv", text)
    assert fields(made) | {"국가": ""} == {
        "연번": "number", "자치단체명": "partner", "중국 성": "party_region", "중국 도시": "party", "국가": "",
        "구분": "kind", "체결일자": "signed",
    }  # fmt: skip
    assert made.reading is not None
    assert [row.kind for row in made.reading.rows] == [term("kind:sister-city"), term("kind:friendship-city")]
    assert made.draft.answers["language"].value == "ko"
    seen = drafted(
        tmp_path,
        "city.csv",
        "국가명,도시명,결연일자\n일본(Japan),가라쓰시,1982-03-05\n멕시코 (Mexico),케레타로시,2002\n",
    )
    assert [country for _, _, country, _ in ties(seen.reading)] == ["일본", "멕시코"]


def test_japanese_words(tmp_path: Path) -> None:
    """県名, 提携自治体 and 姉妹町 are read; which of two municipalities is the Chinese side is asked."""
    header = "県名,自治体,提携自治体(県),提携形態,相手国,提携年月日\n"
    text = header + "青森県,大間町,某甲鎮,姉妹町,台湾,1979年10月10日\n石川県,川北町,某乙郷,姉妹村,台湾,1980年\n"
    made = drafted(tmp_path, "japan.csv", text)
    assert list(fields(made).values()) == ["partner_region", "partner", TO_SAY, "kind", "country", "signed"]
    assert {row.kind for row in answered(made, **{"提携自治体(県)": "party"}).rows} == {term("kind:sister-city")}


def test_a_header_of_other_words(tmp_path: Path) -> None:
    """A first row whose one known word heads dates is the header; a header that is read as a row says pass_over."""
    made = drafted(tmp_path, "side.tsv", "彼处\t此处\t缔结日期\n金泽市\t苏州市\t1981.6.13\n七尾市\t大连市\t1986.4.13\n")
    assert fields(made) == {"彼处": "partner", "此处": "party", "缔结日期": "signed"}
    assert ties(made.reading)[0][:2] == ("苏州市", "金泽市")
    again = drafted(tmp_path, "again.csv", "友好城市,国家,日期\n奈良市,日本,1974\n伙伴,何处,何时\n京都市,日本,1974\n")
    assert again.reading is not None
    assert "pass_over: [3]" in str(again.reading.errors[0])


def test_the_preview_shows_no_party_that_is_not_known(tmp_path: Path) -> None:
    """Where the list's own place is asked for, the first rows do not say China."""
    made = drafted(tmp_path, "few.csv", "友好城市,国家,日期\n奈良市,日本,1974\n京都市,日本,1974\n")
    assert ties(made.reading)[0][0] == TO_SAY
    assert "中国" not in report(made)
