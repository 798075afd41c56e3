"""Countries by the words in which lists and flags name them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.countries import flagged, former, in_column, is_country, is_in_column, read_country
from youcheng.mapping.territories import OTHER_NAMES, is_code, territory

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the United States of America", "us"), ("The United Kingdom", "gb"), ("the United Arab Emirates", "ae"),
        ("Republic of Korea", "kr"), ("the Republic of Korea", "kr"), ("Democratic People's Republic of Korea", "kp"),
        ("Swiss Confederation", "ch"), ("the Russian Federation", "ru"), ("Islamic Republic of Iran", "ir"),
        ("Lao People's Democratic Republic", "la"), ("Hellenic Republic", "gr"), ("the Netherlands", "nl"),
        ("Republic of the Congo", "cg"), ("The Democratic Republic of the Congo", "cd"), ("Thailand", "th"),
        ("日本", "jp"), ("朝鲜", "kp"), ("英国", "gb"), ("大韓民國", "kr"), ("俄罗斯联邦", "ru"), ("刚果共和国", "cg"),
    ],
)  # fmt: skip
def test_official_names(name: str, code: str) -> None:
    """With and without their article, each of the one country whose name it is."""
    assert territory(name) == code


@pytest.mark.parametrize(
    "name", ["Congo", "Korea", "Republic of China", "中華民國", "刚果", "Virgin Islands", "the", ""]
)
def test_names_of_several_countries_or_none(name: str) -> None:
    """Nothing is guessed."""
    assert territory(name) is None


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("PHI", "菲律宾"), ("GER", "德国"), ("SUI", "瑞士"), ("UAE", "阿拉伯联合酋长国"),
        ("NED", "荷兰"),  # codespell:ignore
        ("JPN", "日本"),
        ("VIE", "越南"),  # codespell:ignore
        ("POR", "葡萄牙"), ("CRO", "克罗地亚"), ("RSA", "南非"), ("UK", "英国"), ("SCO", "英国"),
        ("苏格兰", "英国"), ("蘇格蘭", "英国"), ("北爱尔兰", "英国"), ("Wales", "英国"),
        ("Flag of Scotland.svg", "英国"),
        ("XYZ", "XYZ"), ("法国", "法国"), ("BRN", "文莱"),
    ],
)  # fmt: skip
def test_codes_and_parts(written: str, country: str) -> None:
    """A code of ISO 3166-1, else of the IOC or FIFA, and a part of the United Kingdom mean their country."""
    assert read_country(written) == country


def test_the_table_is_sound() -> None:
    """Every row has a country that is one and a source; no code is one of ISO 3166-1, no name is said twice."""
    import pycountry

    with OTHER_NAMES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"))
    assert len({row["name"] for row in rows}) == len(rows) > 90
    assert all(is_code(row["country"]) and row["source"].startswith(("IOC", "FIFA", "ISO 3166-")) for row in rows)
    assert not {row["name"] for row in rows} & {each.alpha_3 for each in pycountry.countries}


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("\U0001f1ef\U0001f1f5", "日本"), ("\U0001f1ef\U0001f1f5 日本", "日本"),
        ("日本\nJapan", "日本"), ("日本 Japan", "日本"),
        ("美国 / United States", "美国"), ("United States 美国", "United States"), ("中国香港", "中国香港"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "英国"),
        ("日 本", "日本"), ("美\u3000国", "美国"),
        ("扎伊尔", "刚果（金）"), ("西德", "德国"), ("联邦德国", "德国"), ("东德", "德国"), ("马其顿", "北马其顿"),
        ("日", "日本"), ("美", "美国"), ("韓", "韩国"), ("朝", "朝鲜"),
        ("日本 France", "日本 France"), ("\U0001f1ff\U0001f1ff", "\U0001f1ff\U0001f1ff"),
        ("\U0001f1ef\U0001f1f5 法国", "\U0001f1ef\U0001f1f5 法国"),
    ],
)  # fmt: skip
def test_cells_of_a_column_of_countries(written: str, country: str) -> None:
    """Flags in Unicode, two languages, one character, names of before; what contradicts itself stays as it is."""
    assert in_column(written) == country


@pytest.mark.parametrize(("name", "code"), [("中国香港", "hk"), ("中国台湾", "tw"), ("中國澳門", "mo")])
def test_territories_after_china(name: str, code: str) -> None:
    """They are the territory's own names."""
    assert territory(name) == code


@pytest.mark.parametrize(
    "name", ["苏联", "蘇聯", "前苏联", "南斯拉夫", "捷克斯洛伐克", "USSR", "Soviet Union", "Yugoslavia"]
)
def test_states_with_several_successors(name: str) -> None:
    """They are no country that a partner lies in, and stand in a column of countries."""
    assert former(name)
    assert is_in_column(name)
    assert not is_country(name)


@pytest.mark.parametrize("text", ["日", "美", "加"])
def test_one_character_is_a_country_in_a_column_alone(text: str) -> None:
    """A header 日 is a day, not Japan."""
    assert not is_country(text)


def test_two_flags_name_no_country() -> None:
    """Nor does a text without one."""
    assert flagged("\U0001f1ef\U0001f1f5\U0001f1eb\U0001f1f7 里昂") is None
    assert flagged("里昂") is None


def test_states_of_before_in_a_list(tmp_path: Path) -> None:
    """A row under such a state is an error that says which country to name and where."""
    text = "国家,友好城市,结好时间\n苏联,伏尔加格勒,1990\n日,奈良市,1974\n\U0001f1fa\U0001f1f8,匹兹堡市,1982\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    reading = add(tmp_path / "x.csv", tmp_path / "lists").reading
    assert reading is not None
    assert [row.country for row in reading.rows] == ["日本", "美国"]
    (error,) = reading.errors
    assert (error.line, error.column, error.value) == (2, "国家", "苏联")
    assert "no more (ISO 3166-3 SUHH)" in error.expected
    assert "corrections in list.yaml" in error.expected
