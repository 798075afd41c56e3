"""A list is drafted from each ugly document: its columns with their reasons, its rows as a person reads them."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from youcheng.graph.__main__ import main
from youcheng.graph.draft import Added, add
from youcheng.mapping.descriptor import TO_SAY, load
from youcheng.mapping.drafting.draft import draft, scalar
from youcheng.mapping.reading import read_list
from youcheng.ontology import term
from youcheng.ontology.errors import DescriptorError, DocumentError, UsageError

if TYPE_CHECKING:
    from youcheng.mapping.records import Reading, Row

DOCUMENTS = Path(__file__).parent / "data" / "lists"
BENCH = Path(__file__).parents[1] / "bench" / "fuzz"


def said(row: Row) -> tuple[str, str, str | None, str | None]:
    """Give the tie that a row states: both sides as links know them, the country, the date."""
    return row.party.key, row.partner.key, row.country, None if row.signed is None else str(row.signed)


@pytest.fixture
def book() -> bytes:
    """Give the workbook that the fuzz run damages too."""
    content: bytes = runpy.run_path(str(BENCH / "books.py"))["workbook"]()
    return content


def read(made: Added) -> Reading:
    """Give the reading that a draft gives by itself."""
    assert made.reading is not None
    return made.reading


def added(tmp_path: Path, name: str) -> Added:
    """Add one of the documents to a folder of lists."""
    return add(DOCUMENTS / name, tmp_path / "lists")


def answered(path: Path, **answers: str) -> None:
    """Write into a draft what only a person can tell."""
    text = path.read_text(encoding="utf-8")
    for key, answer in answers.items():
        assert f"{key}: {TO_SAY}" in text
        text = text.replace(f"{key}: {TO_SAY}", f"{key}: {answer}")
    path.write_text(text, encoding="utf-8")


EXPECTED = {
    "zhejiang.csv": (
        "separated",
        {
            ("浙江省", "静冈县", "日本", "1982-04-20"),
            ("浙江省", "新泽西州", "美国", "1981-05-11"),
            ("杭州市", "岐阜市", "日本", "1979-02-21"),
            ("杭州市", "波士顿市", "美国", "1982-05-24"),
            ("杭州市", "三国町 (福井县)", "日本", "2002-08"),
            ("宁波市", "长冈京市", "日本", "1983-04-21"),
            ("鄞州区 (宁波市)", "大韩邱市", "韩国", "1999"),
            ("温州市", "石卷市", "日本", "1984-10-29"),
        },
    ),
    "jiangsu.txt": (
        "wiki_text",
        {
            ("江蘇省", "愛知縣", None, "1980-07-28"),
            ("江蘇省", "维多利亚州", "澳大利亚", "1979-11-18"),
            ("江蘇省", "安大略省", "加拿大", "1985-11-21"),
            ("南京市", "名古屋市", None, "1978-12-21"),
            ("南京市", "圣路易斯", "美国", "1979-11-02"),
            ("無錫市", "明石市", "日本", "1981-08-29"),
            ("常州市", "高槻市", "日本", "1987-03-19"),
            ("嘉定區 (上海市)", "三條市 (新潟縣)", "日本", "1994-04-11"),
        },
    ),
    "guangdong.html": (
        "html_page",
        {
            ("广东省", "新南威尔士州", "澳大利亚", "1979-09-01"),
            ("广东省", "兵库县", "日本", "1983-03-23"),
            ("广州市 (广东省)", "福冈市 (福冈县)", "日本", "1979-05-02"),
            ("广州市 (广东省)", "洛杉矶市 (加利福尼亚州)", "美国", "1981-12-08"),
            ("深圳市 (广东省)", "新加坡", "新加坡", "2019"),
            ("珠海市", "水原市", "韩国", "2006-03"),
        },
    ),
    "hubei.wiki": (
        "mediawiki",
        {
            ("湖北省", "俄亥俄州", "美国", "1979-10-31"),
            ("湖北省", "岩手县", "日本", "2023-05-10"),
            ("武汉市", "大分市", "日本", "1979-09-07"),
            ("武汉市", "杜伊斯堡市", "德国", "1982-10-08"),
            ("武汉市", "匹兹堡市", "美国", "1982-09-08"),
            ("黄石市", "坎塔加洛", "巴西", "2002-08"),
            ("武汉市", "斯德哥尔摩", "瑞典", "1987"),
        },
    ),
    "japan.tsv": (
        "separated",
        {
            ("天津市", "神户市 (兵库县)", "日本", "1973-06-24"),
            ("上海市", "横滨市 (神奈川县)", "日本", "1973-11-30"),
            ("嘉定区 (上海市)", "八尾市 (大阪府)", "日本", "1986-09-18"),
            ("辽宁省", "北海道", "日本", "1986-06"),
            ("大连市 (辽宁省)", "北九州市 (福冈县)", "日本", "1979-05-01"),
            ("哈尔滨市 (黑龙江省)", "新潟市 (新潟县)", "日本", "1979-12-17"),
        },
    ),
    "english.csv": (
        "separated",
        {
            ("???", "Kobe (Hyogo)", "Japan", "1973-06-24"),
            ("???", "Philadelphia", "United States", "1980-02-10"),
            ("???", "Melbourne", "Australia", "1980-05-05"),
            ("???", "Lombardy", "Italy", "1985-05"),
            ("???", "Incheon", "Korea", "1993-12"),
            ("???", "Sarajevo", "Bosnia and Herzegovina", "1981"),
        },
    ),
    "chengdu.md": (
        "pipe_table",
        {
            ("成都市", "モンペリエ Montpellier", "法国", "1981-06-22"),
            ("成都市", "リュブリャナ", "スロベニア", "1981"),
            ("成都市", "甲府市", "日本", "1984-09-27"),
        },
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_rows_are_read_as_drafted(tmp_path: Path, name: str) -> None:
    """Each document is read by the draft alone: the reader it needs, every tie with both sides, country and date."""
    reader, ties = EXPECTED[name]
    made = added(tmp_path, name)
    assert made.draft.family.reader == reader
    assert {said(row) for row in read(made).rows} == ties
    assert len(read(made).rows) == len(ties)
    assert (made.folder / made.draft.document).read_bytes() == (DOCUMENTS / name).read_bytes()


def test_every_document_is_expected() -> None:
    """No document lies in the folder without its rows being checked."""
    assert {path.name for path in DOCUMENTS.iterdir()} == set(EXPECTED)


def test_a_workbook(tmp_path: Path, book: bytes) -> None:
    """Merged cells, dates in the precision that they show, two rows of header and two sheets are read."""
    file = tmp_path / "shandong.xlsx"
    file.write_bytes(book)
    made = add(file, tmp_path / "lists")
    assert [said(row) for row in read(made).rows] == [
        ("山东省", "山口县", "日本", "1982-08-12"),
        ("济南市 (山东省)", "和歌山市", "日本", "1983-01"),
        ("青岛市 (山东省)", "长滩市", "美国", "1985-04-03"),
        ("青岛市 (山东省)", "雷根斯堡市", "德国", "2009-06"),
        ("烟台市 (山东省)", "昂热市", "法国", "2006"),
        ("威海市", "切尔滕纳姆", "英国", "1996-05-01"),
    ]
    rows = read(made).rows
    assert [(table.sheet, table.line) for table in read(made).tables] == [("山东", 4), ("友好合作", 2)]
    assert [row.line for row in rows] == [5, 6, 7, 8, 9, 3]
    assert [row.population for row in rows[:2]] == [1_415_000, 364_000]
    assert rows[1].events[0].kind == term("event:renewed")
    assert (str(rows[4].ended), rows[4].events[0].kind) == ("2021", term("event:ended"))
    assert [row.kind for row in rows] == [term("kind:sister-city")] * 5 + [term("kind:friendly-co-operation")]


def test_what_becomes_of_ties(tmp_path: Path) -> None:
    """Ended and suspended ties are told by a column, by a remark and by a heading."""
    status = {row.partner.main: row for row in read(added(tmp_path, "guangdong.html")).rows}
    assert [(event.kind, str(event.date)) for event in status["水原市"].events] == [
        (term("event:suspended"), "2020-01")
    ]
    remark = {row.partner.main: row for row in read(added(tmp_path, "zhejiang.csv")).rows}
    assert str(remark["石卷市"].ended) == "2020-03"
    heading = {row.partner.main: row for row in read(added(tmp_path, "hubei.wiki")).rows}
    assert [(event.kind, str(event.date)) for event in heading["斯德哥尔摩"].events] == [
        (term("event:ended"), "2020-02")
    ]
    assert sum(bool(row.events) for row in heading.values()) == 1


def test_kinds_and_levels_by_column_and_by_section(tmp_path: Path) -> None:
    """A column says the kind of each row; a heading that of the rows beneath it, and their level."""
    column = {row.partner.main: row.kind for row in read(added(tmp_path, "english.csv")).rows}
    assert column["Kobe"] == term("kind:sister-city")
    assert column["Lombardy"] == term("kind:friendship-city")
    assert column["Sarajevo"] == term("kind:friendly-co-operation")
    section = {row.partner.main: row for row in read(added(tmp_path, "guangdong.html")).rows}
    assert (section["水原市"].kind, section["兵库县"].kind) == (term("kind:friendship-city"), term("kind:sister-city"))
    levels = {row.partner.main: row.level for row in read(added(tmp_path, "jiangsu.txt")).rows}
    assert (levels["愛知縣"], levels["名古屋市"]) == (term("level:province"), term("level:prefecture"))


def test_a_country_that_only_a_flag_told_is_inferred(tmp_path: Path) -> None:
    """An empty country cell is read as inferred, not as the continent beside it."""
    row = read(added(tmp_path, "jiangsu.txt")).rows[0]
    assert (row.country, row.continent) == (None, term("continent:asia"))
    assert row.cells[2].reading == term("reading:inferred")


def test_references_and_notes_of_rows(tmp_path: Path) -> None:
    """Marks of a page and of its markup name the references it prints."""
    reading = read(added(tmp_path, "hubei.wiki"))
    row = next(row for row in reading.rows if row.partner.main == "岩手县")
    assert [(mark.number, mark.note) for mark in row.marks] == [(2, False), (1, True)]
    assert [(cited.number, cited.title, cited.line) for cited in reading.citations] == [
        (1, "友城名录", 5),
        (2, "湖北与岩手县缔结友好关系", 18),
    ]
    note = next(claim for claim in reading.claims if claim.kind == "Note")
    assert (str(note.date), note.rows) == ("2023-05-11", (row.order,))


def test_the_draft_asks_and_refuses_until_told(tmp_path: Path) -> None:
    """What a person must tell is asked for by key; told, the list loads and reads as it was drafted."""
    made = added(tmp_path, "zhejiang.csv")
    path = made.folder / "list.yaml"
    with pytest.raises(DescriptorError) as refused:
        load(path)
    for key in ("publisher", "authority", "licence", "words"):
        assert f"\n  {key}: " in str(refused.value)
    assert made.draft.asked == ("publisher", "authority", "licence", "words")
    answered(path, zh="浙江省外事办公室", authority="official", licence="none stated", 友好意向="kind:friendship-city")
    told = read_list(load(path))
    assert [row for row in told.rows if row.partner.main != "西宫市"] == list(read(made).rows)
    assert told.errors == ()
    assert (told.descriptor.about, str(told.descriptor.as_of)) == ("浙江省", "2022-12-31")


def test_every_guess_has_its_reason(tmp_path: Path) -> None:
    """Each key and each column stands in list.yaml with a comment."""
    for name in EXPECTED:
        text = (added(tmp_path, name).folder / "list.yaml").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith(("tables:", "  zh:", "  en:", "  友好意向")) or not line.strip():
                continue
            assert "#" in line, line
            assert line.partition("#")[2].strip()


def test_a_list_that_is_there_stays(tmp_path: Path) -> None:
    """A second document of the same id is refused, and nothing is changed."""
    first = added(tmp_path, "english.csv")
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    other = tmp_path / "english.tsv"
    other.write_bytes((DOCUMENTS / "japan.tsv").read_bytes())
    with pytest.raises(UsageError, match="is there already"):
        add(other, tmp_path / "lists")
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == before


NO_LIST = {
    "empty.csv": (b"", "no table of any family"),
    "text.txt": ("没有表的文件\n又一行\n".encode(), "no table of any family"),
    "table.csv": ("甲,乙\n1,2\n3,4\n".encode(), "no table has a header that names"),
    "list.pdf": (b"%PDF-1.7 \xff\xfe", "a PDF"),
    "list.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office file"),
    "list.zip": (b"PK\x03\x04damaged", "damaged ZIP"),
    "page.html": (b"<html><body><p>nothing</p></body></html>", "no table has a header"),
    "noise.txt": (bytes(range(128, 256)) * 3, "neither UTF-8 nor one of GB18030, BIG5HKSCS, CP932"),
}


@pytest.mark.parametrize("name", NO_LIST)
def test_what_is_no_list_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    """A document that cannot be a list leaves no folder, and says what to do."""
    content, message = NO_LIST[name]
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=message):
        add(file, tmp_path / "lists")
    assert not (tmp_path / "lists").exists()


def test_an_id_is_asked_for_where_the_file_has_none() -> None:
    """A file whose name is no id needs --id."""
    content = (DOCUMENTS / "english.csv").read_bytes()
    with pytest.raises(UsageError, match="--id"):
        draft(content, "友好城市.csv", "友好城市")


def test_traditional_and_big5(tmp_path: Path) -> None:
    """A page in Big5 is told from one in GB 18030 by its words."""
    text = "序號,國家,友好城市,締結日期\n1,日本,奈良市,1974年2月1日\n2,美國,堪薩斯市,1989年4月29日\n"
    file = tmp_path / "old.csv"
    file.write_bytes(text.encode("big5"))
    made = add(file, tmp_path / "lists")
    assert made.draft.family.encoding == "big5hkscs"
    assert [row.country for row in read(made).rows] == ["日本", "美國"]


def test_sections_named_by_country(tmp_path: Path) -> None:
    """Where headings name countries and cities, rows without such columns have them from there."""
    page = (
        "<h1>友好城市名录</h1><h2>杭州市</h2><h3>日本（1个）</h3><table><tr><th>友好城市</th>"
        "<th>结好日期</th></tr>"
        "<tr><td>岐阜市</td><td>1979.02.21</td></tr></table><h3>美国</h3><table><tr><th>友好城市</th>"
        "<th>结好日期</th></tr>"
        "<tr><td>波士顿市</td><td>1982.5.24</td></tr></table><h2>宁波市</h2><h3>日本</h3><table><tr><th>友好城市</th>"
        "<th>结好日期</th></tr><tr><td>长冈京市</td><td>1983-04-21</td></tr></table>"
    )
    file = tmp_path / "sections.html"
    file.write_text(page, encoding="utf-8")
    made = add(file, tmp_path / "lists")
    assert [said(row) for row in read(made).rows] == [
        ("杭州市", "岐阜市", "日本", "1979-02-21"),
        ("杭州市", "波士顿市", "美国", "1982-05-24"),
        ("宁波市", "长冈京市", "日本", "1983-04-21"),
    ]
    assert "headings: [country, party]" in (made.folder / "list.yaml").read_text(encoding="utf-8")


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`lists add` writes beneath ./lists and shows rows; `lists` names the draft; told, `rows` takes it in."""
    monkeypatch.chdir(tmp_path)
    assert main(["lists", "add", str(DOCUMENTS / "japan.tsv"), "--id", "japan-all"]) == 0
    shown = capsys.readouterr().out
    assert "header on line 2" in shown
    assert "神户市" in shown
    assert "Still to be said" in shown
    path = tmp_path / "lists" / "japan-all" / "list.yaml"
    assert main(["lists"]) == 1
    assert "a draft still asks" in capsys.readouterr().err
    answered(path, zh="某处", authority="encyclopedia", as_of="2020", licence="none stated")
    assert main(["lists"]) == 0
    table = capsys.readouterr().out
    assert "japan-all" in table
    assert "xian-2023-05" in table
    assert main(["rows", "japan-all", "-f", "csv"]) == 0
    assert "嘉定区 (上海市)" in capsys.readouterr().out
    assert main(["lists", "--lists", str(tmp_path / "lists")]) == 0
    assert "xian-2023-05" not in capsys.readouterr().out
    assert main(["lists", "add", "nothing.csv"]) == 2


PAGE = """<h1>陕西省友好城市</h1><h2>友好城市</h2><table>
<tr><th>城市</th><th>国家</th><th>友好城市</th><th>结好日期</th><th>状态</th></tr>
<tr><td rowspan=3>西安市</td><td></td><td>奈良市 Nara</td><td>1974年2月</td><td>有效</td></tr>
<tr><td>韩国</td><td>庆州市</td><td>1994</td><td>2020年3月终止</td></tr>
<tr><td>日本</td><td>京都市</td><td>昭和49年5月10日</td><td>中止</td></tr></table>
"""


def test_a_release_of_a_drafted_list(tmp_path: Path) -> None:
    """A drafted list is built with the others: an inferred country, an end with its date, a suspension without."""
    from youcheng.graph.build import build
    from youcheng.graph.store import open_release, select
    from youcheng.mapping.descriptor import LISTS
    from youcheng.mapping.iris import Iris

    file = tmp_path / "shaanxi.html"
    file.write_text(PAGE, encoding="utf-8")
    made = add(file, tmp_path / "lists")
    answered(made.folder / "list.yaml", zh="某处", authority="encyclopedia", as_of="2024", licence="none stated")
    text = (made.folder / "list.yaml").read_text(encoding="utf-8").replace("about: 陕西省", "about: 西安市")
    (made.folder / "list.yaml").write_text(text, encoding="utf-8")
    build(tmp_path / "dist", Iris(), lists=(LISTS, tmp_path / "lists"))
    store = open_release(tmp_path / "dist")
    asked = """SELECT ?name ?country ?reading ?what ?when ?end WHERE {
      ?row a yc:Row ; dcterms:isPartOf ?list ; yc:partnerName ?name ; yc:cell ?cell .
      ?row yc:country/dcterms:identifier ?country .
      ?list dcterms:identifier "shaanxi" . ?cell yc:column/csvw:name "country" ; yc:reading ?reading .
      ?twinning prov:wasDerivedFrom ?row ; a yc:Twinning .
      OPTIONAL {
        ?event yc:twinning ?twinning ; prov:wasDerivedFrom ?row ; dcterms:type ?what .
        OPTIONAL { ?event dcterms:date ?when }
      }
      OPTIONAL { ?row schema:endDate ?end }
      FILTER (LANG(?name) = "zh") } ORDER BY ?when"""
    found = {
        said["name"].value: tuple(
            None if said[key] is None else said[key].value.rpartition("/")[2]
            for key in ("country", "reading", "what", "when", "end")
        )
        for said in select(store, asked)
    }
    assert found == {
        "奈良市": ("JP", "inferred", None, None, None),
        "庆州市": ("KR", "stated", "ended", "2020-03", "2020-03"),
        "京都市": ("JP", "stated", "suspended", None, None),
    }
    twinned = 'ASK { ?one rdfs:label|skos:altLabel "西安市"@zh ; yc:twinnedWith/(rdfs:label|skos:altLabel) "%s"@zh }'
    assert bool(select(store, twinned % "奈良市"))
    assert not bool(select(store, twinned % "庆州市"))


def test_a_partner_that_no_header_names_is_asked_for(tmp_path: Path) -> None:
    """Where no column is known to be the partner, the draft asks which, and reads once it is told."""
    file = tmp_path / "odd.csv"
    file.write_text("国家,甲方,乙方,结好日期\n日本,壹,贰,1974年2月1日\n日本,叁,肆,1975\n", encoding="utf-8")
    made = add(file, tmp_path / "lists")
    assert made.reading is None
    assert "columns" in made.draft.asked
    path = made.folder / "list.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(f'field: "{TO_SAY}"') == 2
    with pytest.raises(DescriptorError, match="columns: the field of that column"):
        load(path)
    told = text.replace(f'甲方, field: "{TO_SAY}"', "甲方, field: other").replace(
        f'乙方, field: "{TO_SAY}"', "乙方, field: partner"
    )
    path.write_text(told, encoding="utf-8")
    answered(
        path, zh="某", authority="official", about="西安市", as_of="2020", licence="none stated", kind="sister-city"
    )
    assert [said(row)[1:] for row in read_list(load(path)).rows] == [
        ("贰", "日本", "1974-02-01"),
        ("肆", "日本", "1975"),
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_a_document_says_is_yaml(text: str) -> None:
    """Any text of a document comes back from list.yaml as it went in."""
    written = f"key: {scalar(text)}\nlist: [{scalar(text)}] # x"
    said = yaml.load(written, yaml.BaseLoader)  # noqa: S506 - as list.yaml is loaded
    assert said == {"key": text, "list": [text]}
