"""Titles of sections that are no headings in markup: what is beneath is of the kind, level and end that they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.descriptor import load
from youcheng.mapping.readers import Part, reader
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading

DESCRIPTOR = """\
document: document.txt
reader: {reader}
title: {{ zh: 名录 }}
publisher: {{ zh: 外办 }}
authority: official
about: 武汉市
as_of: 2023
licence: none
kind: friendly-co-operation
columns:
  - {{ header: 国家, field: country }}
  - {{ header: 城市, field: partner }}
  - {{ header: 时间, field: signed }}
"""
TABLES = {
    "html_page": "<table><tr><th>国家</th><th>城市</th><th>时间</th></tr>\n"
    "<tr><td>日本</td><td>{}</td><td>1979</td></tr></table>\n",
    "mediawiki": '{{| class="wikitable"\n! 国家 !! 城市 !! 时间\n|-\n| 日本 || {} || 1979\n|}}\n',
    "pipe_table": "| 国家 | 城市 | 时间 |\n|---|---|---|\n| 日本 | {} | 1979 |\n\n",
}
NAMES = ("大分市", "奈良市", "京都市", "岐阜市")


def read(folder: Path, family: str, document: str) -> Reading:
    """Give the reading of a document."""
    (folder / "jia").mkdir()
    (folder / "jia" / "document.txt").write_text(document, encoding="utf-8")
    (folder / "jia" / "list.yaml").write_text(DESCRIPTOR.format(reader=family), encoding="utf-8")
    return read_list(load(folder / "jia" / "list.yaml"))


def said(reading: Reading) -> list[str]:
    """Give for each row the ends of the concepts that the headings above state: kind, level, continent, event."""
    assert not reading.errors
    sections = (reading.table_of(row).section for row in reading.rows)
    return [
        " ".join(iri.rsplit("/", 1)[-1] for iri in (each.kind, each.level, each.continent, each.event) if iri)
        for each in sections
    ]


def of(family: str, *titles: str) -> str:
    """Give a document with each title above a table of one row."""
    parts = zip(titles, NAMES, strict=False)
    return "".join(f"{title}\n" + TABLES[family].format(name) for title, name in parts)


THREE = ["sister-city", "friendship-city", "sister-city ended"]
MADE = {
    "ordinals": ("<p>一、国际友好城市</p>", "<p><b>二、国际友好交流城市</b></p>", "<p>三、已终止的友好城市</p>"),
    "strong": (
        "<p><strong>国际友好城市</strong></p>",
        "<p style='x'><strong>友好交流城市</strong></p>",
        "<div><b>已终止的友好城市</b></div>",
    ),
    "break": ("<b>国际友好城市</b><br>", "<b>友好交流城市</b><br>", "<b>已终止的友好城市</b><br>"),
    "words": (
        "<div class=t>国际友好城市一览表</div>",
        "<div class=t>友好交流城市</div>",
        "<div>已终止的友好城市</div>",
    ),
    "style": (
        '<p><span style="font-weight:bold">友好城市：</span></p>',
        '<p style="font-weight: 700">友好交流城市：</p>',
        "<dl><dt>已终止的友好城市</dt></dl>",
    ),
    "wrapped": (
        "<strong><p>友好城市</p></strong>",
        "<center><font size=5><b>友好交流城市</b></font></center>",
        "<p><b>已终止的友好城市<sup>1</sup></b></p>",
    ),
    "counted": (
        "<p>一、友好城市（11个）</p>",
        "<p><b>友好交流城市（共2个，截至2023年）</b></p>",
        "<p><b>三、已终止的友好城市</b></p>",
    ),
    "introduced": (
        "<p><b>一、友好城市</b></p><p>截至2022年，有以下城市。</p>",
        "<p><b>二、友好交流城市</b></p><p>如下：</p>",
        "<p><b>三、已终止的友好城市</b><br>下列城市，不再往来。</p>",
    ),
}


@pytest.mark.parametrize("form", MADE.values(), ids=MADE)
def test_page_whose_titles_are_paragraphs(tmp_path: Path, form: tuple[str, ...]) -> None:
    """What heads a table of a page without being an h1 to h6 says the kind and the end of what is beneath."""
    document = "<html><body><h1>武汉市友好城市</h1>" + of("html_page", *form) + "</body></html>"
    assert said(read(tmp_path, "html_page", document)) == THREE


def test_title_stands_beneath_headings_of_markup(tmp_path: Path) -> None:
    """A bold title takes what the heading above it says, unless it says otherwise, until the next heading."""
    titles = ("<h2>省级友好城市</h2>", "<p><b>市级友好城市</b></p>", "<h2>友好交流城市</h2>", "<p><b>亚洲</b></p>")
    levels = ["sister-city province", "sister-city city", "friendship-city", "friendship-city asia"]
    assert said(read(tmp_path, "html_page", of("html_page", *titles))) == levels


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ["<p>一、已终止的友好城市</p><p>（一）亚洲</p>", "<p>（二）欧洲</p>", "<p>二、友好交流城市</p>"],
            ["sister-city asia ended", "sister-city europe ended", "friendship-city"],
        ),
        (
            [
                "<p>一、已终止的友好城市</p><p><b>亚洲</b></p>",
                "<p><b>欧洲</b></p>",
                "<p>二、友好城市</p><p><b>亚洲</b></p>",
            ],
            ["sister-city asia ended", "sister-city europe ended", "sister-city asia"],
        ),
        (
            ["<p>一、已终止的友好城市</p>", "<p><b>友好交流城市</b></p>", "<div>友好城市</div>"],
            ["sister-city ended", "friendship-city", "sister-city"],
        ),
        (["<p>一、已终止的友好城市</p>", "<p>二、其他</p><p>另有下列城市。</p>"], ["sister-city ended", ""]),
    ],
)
def test_titles_among_themselves(tmp_path: Path, titles: list[str], expected: list[str]) -> None:
    """Ordinals order titles; one that has a table of its own is no section of another made in another way."""
    assert said(read(tmp_path, "html_page", of("html_page", *titles))) == expected


@pytest.mark.parametrize(
    "words",
    [
        "<p>武汉市已与11个城市建立友好交流城市关系</p>",
        "<p><b>截至2023年，武汉市有友好交流城市2个。</b></p>",
        "<p>一、友好交流城市是指两地之间的长期往来，不同于友好城市。</p>",
        "<p><b>注：</b></p>",
        "<p>(续表)</p>",
        "<p><b>全市共有友好交流城市12个</b></p>",
        "<ul><li><a>友好城市</a></li><li><a>友好交流城市</a></li></ul>",
        "<ul><li>友好交流城市</li><li>民间友好</li></ul>",
        "<div>首页 > 外事 > 友好交流城市</div>",
        "<p>友好交流城市在本市的对外交往中起到了十分重要的作用请各单位认真落实</p>",
    ],
)
def test_prose_above_a_table_heads_nothing(tmp_path: Path, words: str) -> None:
    """Sentences, counts, notes, paths and the tabs of a page are no titles: the section above goes on."""
    document = of("html_page", "<h2>亚洲友好城市</h2>", words)
    assert said(read(tmp_path, "html_page", document)) == ["sister-city", "sister-city"]
    parts = [line.part for line in reader("html_page").lines(words + TABLES["html_page"])]
    assert Part.HEADING not in parts


def test_counts_in_bold_are_still_counts(tmp_path: Path) -> None:
    """A bold line with a number of ties is what the list says of itself."""
    reading = read(tmp_path, "html_page", of("html_page", "<p><b>武汉市共有国际友好城市12个</b></p>"))
    assert [(each.kind, each.value) for each in reading.claims if each.kind == "Count"] == [("Count", 12)]


def test_words_between_blocks_stand_where_they_stand() -> None:
    """Words of a page in no element of their own are given in their order, not all at its begin."""
    page = "<body>甲<table><tr><td>1</td><td>2</td></tr></table>乙<p>丙</p>丁<br>戊</body>"
    assert [line.text for line in reader("html_page").lines(page)] == ["甲", "1 | 2", "乙", "丙", "丁", "戊"]


WIKI = {
    "bold": ("'''友好城市'''", "'''友好交流城市：'''<br />", ";已终止的友好城市"),
    "big": ("<big>国际友好城市</big>", "<big>'''友好交流城市'''</big>", "<b>已终止的友好城市</b>"),
    "around": (
        "<center>'''友好城市'''</center>",
        "'''友好交流城市'''<ref>外办</ref>",
        '<span style="font-weight:bold">已终止的友好城市</span>',
    ),
    "ordinals": (
        "一、友好城市",
        "'''二、友好交流城市（2个）'''\n\n截至2023年，有下列城市。",
        "三、已终止的友好城市",
    ),
}


@pytest.mark.parametrize("form", WIKI.values(), ids=WIKI)
def test_wiki_page_whose_titles_are_bold_lines(tmp_path: Path, form: tuple[str, ...]) -> None:
    """What heads a table of a wiki page without being a section says the kind and the end of what is beneath."""
    assert said(read(tmp_path, "mediawiki", of("mediawiki", *form))) == THREE


@pytest.mark.parametrize(
    "words",
    [
        "* '''友好交流城市'''很多",
        "'''友好交流城市'''不同于'''友好城市'''。",
        "'''截至2023年，共有友好交流城市2个。'''",
        "----",
    ],
)
def test_prose_of_a_wiki_page_heads_nothing(tmp_path: Path, words: str) -> None:
    """Bold words in a sentence are no title, and a section of the page ends the titles above it."""
    document = of("mediawiki", "== 友好城市 ==\n'''亚洲'''", words, "== 友好交流城市 ==")
    assert said(read(tmp_path, "mediawiki", document)) == ["sister-city asia", "sister-city asia", "friendship-city"]


HEAD = "| 国家 | 城市 | 时间 |\n|---|---|---|\n"
PIPES = {
    "Markdown": ("## 国际友好城市", "## 友好交流城市", "### 三、已终止的友好城市"),
    "bold": ("# 武汉市\n\n**友好城市**", "**友好交流城市：**", "__已终止的友好城市__"),
    "ordinals": ("一、友好城市", "**二、友好交流城市**", "三、已终止的友好城市\n\n下列城市，不再往来。"),
    "words": ("国际友好城市", "友好交流城市（1个）", "已终止的友好城市"),
}


@pytest.mark.parametrize("form", PIPES.values(), ids=PIPES)
@pytest.mark.parametrize("again", [HEAD, HEAD.split("|-", maxsplit=1)[0], ""])
def test_titles_between_tables_with_pipes(tmp_path: Path, form: tuple[str, ...], again: str) -> None:
    """A heading of Markdown, a bold line and one with an ordinal head rows, beneath a header of their own or not."""
    headers = (HEAD, again, again)
    own = zip(form, headers, NAMES, strict=False)
    document = "".join(f"{title}\n\n{header}| 日本 | {name} | 1979 |\n\n" for title, header, name in own)
    reading = read(tmp_path, "pipe_table", document)
    assert said(reading) == THREE
    assert len(reading.tables) == len({row.table for row in reading.rows})


def test_table_of_other_columns_beneath_a_heading(tmp_path: Path) -> None:
    """A table beneath a heading of Markdown has its own header, which is named where list.yaml does not have it."""
    other = "## 交流\n\n| 友城 | 国别 |\n|---|---|\n| 里尔市 | 法国 |\n"
    reading = read(tmp_path, "pipe_table", of("pipe_table", "## 友好城市") + other)
    assert [(error.line, error.column) for error in reading.errors] == [(8, "(header)")]
    assert [row.line for row in reading.rows] == [4]


def test_titles_between_tables_of_a_cell_a_line() -> None:
    """An ordinal above the header of rows that are a cell a line heads them."""
    cells = "国家\n城市\n时间\n" + "".join(f"{n}\n日本\n奈良市\n1979\n" for n in (1, 2, 3))
    lines = reader("stacked").lines(f"一、友好城市\n序号\n{cells}二、友好交流城市\n序号\n{cells}")
    assert [line.text for line in lines if line.part is Part.HEADING] == ["一、友好城市", "二、友好交流城市"]
