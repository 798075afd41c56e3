"""市级, the city's own level, hangs on whose ties they are: of a municipality it is the first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.build import build
from youcheng.graph.link import propose
from youcheng.graph.store import open_release, select
from youcheng.mapping.iris import Iris
from youcheng.mapping.linking.link_table import add_links
from youcheng.mapping.municipalities import is_municipality
from youcheng.mapping.names import read_name
from youcheng.mapping.places import LINKS, load_links
from youcheng.mapping.reading import read_list
from youcheng.ontology import term
from youcheng.queries import query

if TYPE_CHECKING:
    from youcheng.mapping.linking.index import Index

    from .conftest import Listed

PAGE = """\
<html><head><meta charset="utf-8"></head><body><h1>{about}国际友好城市</h1>
<p>{about}建立友好城市2对，市级友好城市有1对。</p>
<h2>市级友好城市</h2>
<table><tr><th>城市</th><th>国家</th><th>日期</th></tr><tr><td>图卢兹市</td><td>法国</td><td>1982-12-15</td></tr></table>
<h2>区县级友好城市</h2>
<table><tr><th>城市</th><th>国家</th><th>日期</th></tr><tr><td>都城市</td><td>日本</td><td>1999</td></tr></table>
</body></html>
"""


@pytest.mark.parametrize(
    ("about", "own"),
    [
        ("上海市", "province"), ("上海", "province"), ("重庆市", "province"), ("重慶市", "province"),
        ("北京市", "province"), ("天津", "province"), ("西安市", "prefecture"), ("义乌市", "prefecture"),
    ],
)  # fmt: skip
def test_the_heading_of_a_citys_own_ties(listed: Listed, about: str, own: str) -> None:
    """Rows under 市级友好城市 and the count of them are at the level of the city itself; those of districts are not."""
    said = listed("城市,国家,日期\n", about=about)
    (said.folder / "page.html").write_text(PAGE.format(about=about), encoding="utf-8")
    reading = read_list(said._replace(document="page.html", reader="html_page", kind=term("kind:sister-city")))
    assert [row.level for row in reading.rows] == [term(f"level:{own}"), term("level:county")]
    assert [claim.level for claim in reading.claims if claim.kind == "Count"] == [None, term(f"level:{own}")]


def test_a_column_with_both_sides(listed: Listed) -> None:
    """Each row has the level of its own Chinese side; 地级 and a level that list.yaml names mean what they say."""
    document = "本市,城市,国家,级别\n上海市,大阪市,日本,市级\n西安市,奈良市,日本,市级\n上海市,横滨市,日本,地级\n"
    levels = [row.level for row in read_list(listed(document)).rows]
    assert levels == [term("level:province"), term("level:prefecture"), term("level:prefecture")]
    levels = [row.level for row in read_list(listed("城市,国家\n大阪市,日本\n", "level: city\n", about="上海市")).rows]
    assert levels == [term("level:province")]


def test_names_of_municipalities() -> None:
    """The names of ISO 3166-2 in both scripts and in Latin letters; a district of one, and a namesake, are none."""
    for name in ("上海市", "重慶市", "Beijing", "Tianjin City", "Chongqing Municipality"):
        assert is_municipality(read_name(name)), name
    for name in ("上海市 (浦东新区)", "嘉定区", "广州市", "上海路", "Guangzhou", "中国"):
        assert not is_municipality(read_name(name)), name


@pytest.mark.parametrize(("about", "found"), [("上海市", 0), ("西安市", 1), ("江苏省", 1)])
def test_cities_and_provinces_match_a_municipality(
    listed: Listed, index: Index, tmp_path: Path, about: str, found: int
) -> None:
    """Neither audit nor saved question accuses 上海 of 奈良市 and 江布尔州; 西安 of the latter."""
    said = "province" if about.endswith("省") else "city"
    reading = read_list(listed("城市,国家\n奈良市,日本\n江布尔州,哈萨克斯坦\n", f"level: {said}\n", about=about))
    table = Path(shutil.copy(LINKS, tmp_path / "links.sssom.tsv"))
    add_links(table, [each.link for each in propose(index, load_links(table), [reading]) if each.link])
    build(tmp_path / "dist", Iris(), lists=tmp_path / "lists", links=table)
    store = open_release(tmp_path / "dist")
    findings = list(select(store, "SELECT DISTINCT ?f { ?f a yc:Finding ; dcterms:type finding:levels-differ }"))
    answers = list(select(store, query("levels-that-differ").text))
    assert (len(findings), len(answers)) == (found, found)
