"""Countries by the words in which lists and flags name them."""

from __future__ import annotations

import csv

import pytest

from youcheng.mapping.countries import read_country
from youcheng.mapping.territories import OTHER_NAMES, is_code, territory


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the United States of America", "us"), ("The United Kingdom", "gb"), ("the United Arab Emirates", "ae"),
        ("Republic of Korea", "kr"), ("the Republic of Korea", "kr"), ("Democratic People's Republic of Korea", "kp"),
        ("Swiss Confederation", "ch"), ("the Russian Federation", "ru"), ("Islamic Republic of Iran", "ir"),
        ("Lao People's Democratic Republic", "la"), ("Hellenic Republic", "gr"), ("the Netherlands", "nl"),
        ("Republic of the Congo", "cg"), ("The Democratic Republic of the Congo", "cd"), ("Thailand", "th"),
        ("日本", "jp"), ("朝鲜", "kp"), ("英国", "gb"),
    ],
)  # fmt: skip
def test_official_names(name: str, code: str) -> None:
    """With and without their article, each of the one country whose name it is."""
    assert territory(name) == code


@pytest.mark.parametrize("name", ["Congo", "Korea", "Republic of China", "Virgin Islands", "the", ""])
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
