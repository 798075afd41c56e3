"""A heading that is the name of a place is taken for the Chinese side or named, never left unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.reading import read_list
from youcheng.mapping.sides import side_named

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Listed

DOCUMENT = """\
城市,国家,日期
市级
图卢兹市,法国,1982
江津区
都城市,日本,1999
宫崎市,日本,1998
友好交流城市
大分市,日本,2000
"""
TABLE = """
<table><tr><th>国家</th><th>城市</th><th>结好时间</th></tr>
<tr><td>{}</td><td>{}</td><td>1999</td></tr></table>
"""


def test_rows_beneath_a_district_are_not_the_citys(listed: Listed) -> None:
    """The heading is named with what to say, its rows are in no tie, and the next heading ends it."""
    reading = read_list(listed(DOCUMENT, about="重庆市"))
    (error,) = reading.errors
    assert (error.line, error.column, error.value) == (4, "(heading)", "江津区")
    assert "headings: [party] in list.yaml, else pass_over: [4]" in error.expected
    assert [row.partner.main for row in reading.rows] == ["图卢兹市", "大分市"]
    assert reading.lost == 2


@pytest.mark.parametrize("more", ["headings: [party]\n", "pass_over: [4]\n"])
def test_what_the_error_says_mends_it(listed: Listed, more: str) -> None:
    """With either, all rows are read: as the district's, or as the city's."""
    reading = read_list(listed(DOCUMENT, more, about="重庆市"))
    assert not reading.errors
    assert len(reading.rows) == 4
    assert reading.rows[1].party.main == ("江津区" if "party" in more else "重庆市")


def test_a_draft_shows_the_district(tmp_path: Path) -> None:
    """A page with a table beneath a district is drafted with that error."""
    city, district = TABLE.format("法国", "图卢兹市"), TABLE.format("日本", "都城市")
    page = f"<h1>重庆市友好城市</h1><h2>市级</h2>{city}<h2>江津区</h2>{district}"
    made = draft(page.encode(), "chongqing.html", "chongqing")
    folder = tmp_path / made.id
    folder.mkdir()
    (folder / made.document).write_text(page, encoding="utf-8")
    reading = read_list(made.descriptor(folder))
    assert ["江津区" in error.value for error in reading.errors] == [True]


@pytest.mark.parametrize("heading", ["江津区", "鄂托克旗", "三、锦江区", "嘉善县", "巴音郭楞蒙古自治州", "杭州市"])
def test_names_of_places(heading: str) -> None:
    """What ends as the name of a place of China and is known nowhere else may be a side, known or not."""
    assert side_named(["市级", heading], "重庆市")
    assert side_named([heading, "亚洲"], "重庆市")
    assert side_named([heading], heading.removeprefix("三、")) is None


@pytest.mark.parametrize(
    "heading",
    [
        "各区县",
        "我市",
        "国外城市",
        "友好城市",
        "地级市",
        "亚洲地区",
        "市级",
        "静冈县",
        "汉堡市",
        "港区",
        "1974年",
        "日本",
        "其他城市",
    ],
)
def test_names_of_no_chinese_place(heading: str) -> None:
    """Kinds of place, continents, kinds of tie and places that are known abroad are no Chinese side."""
    assert side_named([heading], "重庆市") is None
