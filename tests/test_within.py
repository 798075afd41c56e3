"""The country that a cell names beside the place: before it, after it, or by a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.descriptor import TO_SAY, load
from youcheng.mapping.reading import read_list
from youcheng.mapping.within import parted
from youcheng.ontology.errors import DescriptorError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.mapping.records import Reading


@pytest.mark.parametrize(
    ("text", "country", "place"),
    [
        ("日本仙台市", "日本", "仙台市"),
        ("日本国仙台市", "日本", "仙台市"),
        ("日本 仙台市", "日本", "仙台市"),
        ("韩国·釜山", "韩国", "釜山"),
        ("印度尼西亚泗水市", "印度尼西亚", "泗水市"),
        ("美国密歇根州弗林特市", "美国", "密歇根州弗林特市"),
        ("墨西哥墨西哥城", "墨西哥", "墨西哥城"),
        ("新加坡", "新加坡", "新加坡"),
        ("JPN千葉縣千葉市", "日本", "千葉縣千葉市"),
        ("Japan 千葉市", "Japan", "千葉市"),
        ("Sendai, Japan", "Japan", "Sendai"),
        ("仙台市(日本)", "日本", "仙台市"),
        ("\U0001f1ef\U0001f1f5 池田市", "日本", "池田市"),
        ("\U0001f1ef\U0001f1f5池田市", "日本", "池田市"),
        ("池田市 \U0001f1ef\U0001f1f5", "日本", "池田市"),
        ("\U0001f1ef\U0001f1f5 日本池田市", "日本", "池田市"),
        ("\U0001f1ef\U0001f1f5 Ikeda, Japan", "日本", "Ikeda"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Cardiff", "英国", "Cardiff"),
    ],
)
def test_a_country_beside_a_place(text: str, country: str, place: str) -> None:
    """The longest name of a country before a place, or one that something parts from it, is its country."""
    assert parted(text) == (country, place)


@pytest.mark.parametrize(
    "text", ["马里博尔市", "马里兰州", "墨西哥城", "巴拿马城", "巴西利亚", "Macon, Georgia", "仙台市"]
)
def test_the_name_of_a_place_is_not_taken_apart(text: str) -> None:
    """A name that begins as a country's, or a state called as a country is, states no country."""
    assert parted(text) == (None, text)


def test_a_flag_says_the_country() -> None:
    """A flag's country holds whatever the name begins with, and is not said twice."""
    assert parted("马里博尔", [("马里博尔", "Flag of Slovenia")]) == ("Slovenia", "马里博尔")
    assert parted("JPN千葉市", [("JPN千葉市", "JPN")]) == ("日本", "千葉市")
    assert parted("Japan 千葉市", [("Japan 千葉市", "Japan")]) == ("Japan", "千葉市")
    assert parted("仙台市", [("仙台市", "市旗"), ("弗林特市", "美国")]) == (None, "仙台市")


WIKI = """'''长春市友好城市'''
{| class="wikitable"
! 城市 !! 结好时间
|-
| {{flagicon|日本}} [[仙台市]] || 1980年10月27日
|-
| {{flagicon|USA}} [[弗林特 (密歇根州)|弗林特市]] || 1981年9月18日
|-
| {{JPN}}[[千葉縣]][[千葉市]] || 1992年8月26日
|-
| [[File:Flag of Canada.svg|22px]] 温莎市 || 1992年8月23日
|-
| [[马里博尔]] || 1999年
|}
"""
PAGE = """<h1>长春市友好城市</h1><table><tr><th>友城</th><th>时间</th></tr>
<tr><td><img src="jp.png" alt="日本"> 仙台市</td><td>1980.10.27</td></tr>
<tr><td><img src="us.png" alt="美国"> 弗林特市</td><td>1981.9.18</td></tr>
<tr><td>日本千葉縣千葉市</td><td>1992.8.26</td></tr>
<tr><td><img src="/thumb/22px-Flag_of_Canada.svg.png" alt="">温莎市</td><td>1992.8.23</td></tr>
<tr><td><img src="si.png" alt=""> 马里博尔</td><td>1999</td></tr></table>"""


def drafted(tmp_path: Path, name: str, text: str) -> Reading:
    """Give the reading of a document once its open questions are answered."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    made = add(tmp_path / name, tmp_path / "lists")
    path = made.folder / "list.yaml"
    said = path.read_text(encoding="utf-8")
    for key, value in {"zh": "某", "authority": "official", "as_of": "2020", "licence": "none"}.items():
        said = said.replace(f"{key}: {TO_SAY}", f"{key}: {value}")
    path.write_text(said, encoding="utf-8")
    return read_list(load(path))


@pytest.mark.parametrize(("name", "text"), [("jia.wiki", WIKI), ("jia.html", PAGE)])
def test_a_list_without_a_column_of_countries(tmp_path: Path, name: str, text: str) -> None:
    """The draft finds that the cells name their countries, by flag or word; one that names none is marked inferred."""
    reading = drafted(tmp_path, name, text)
    assert reading.errors == ()
    assert [(row.country, row.partner.main, row.partner.qualifier) for row in reading.rows] == [
        ("日本", "仙台市", None), ("美国", "弗林特市", None), ("日本", "千葉市", "千葉縣"), ("Canada", "温莎市", None),
        (None, "马里博尔", None),
    ]  # fmt: skip
    assert [row.cells[0].reading.rpartition("/")[2] for row in reading.rows] == ["stated"] * 4 + ["inferred"]


def test_a_partner_in_china_is_an_error_within_too(tmp_path: Path) -> None:
    """A place of China is no partner, whichever cell says it."""
    reading = drafted(tmp_path, "jia.wiki", WIKI.replace("[[马里博尔]]", "中国苏州市"))
    assert [(error.value, "country that is not the list's own" in error.expected) for error in reading.errors] == [
        ("中国苏州市", True)
    ]


def test_only_a_partner_has_its_country_within(tmp_path: Path) -> None:
    """Another column, or another word, is refused."""
    drafted(tmp_path, "jia.wiki", WIKI)
    path = tmp_path / "lists/jia/list.yaml"
    text = path.read_text(encoding="utf-8")
    for wrong in (
        text.replace("country: within", "country: 日本"),
        text.replace("field: signed", "field: signed, country: within"),
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(DescriptorError, match="is not within, in the partner's column"):
            load(path)
