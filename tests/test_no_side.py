"""Columns that are no side of a tie are never guessed as one; those that may be are asked for."""

from __future__ import annotations

import pytest

from youcheng.mapping.columns import TO_SAY
from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.drafting.headers import small, units, words


def fields(header: str, *cells: str) -> dict[str, str]:
    """Give the fields of a table of partners with one more column."""
    head = f"国家,友好城市,结好时间,{header}\n"
    rows = ("日本,奈良市,1974-02-01", "美国,匹兹堡市,1982-09-08", "德国,杜伊斯堡市,1982-10-08")
    text = head + "".join(f"{row},{cell}\n" for row, cell in zip(rows, cells, strict=True))
    (table,) = draft(text.encode(), "list.csv", "list").tables
    return {each.column.header: each.column.field for each in table.guesses}


SIGNED_WHERE = (
    "签字地点", "签署地点", "缔结地点", "签约地", "签约地点", "签字地", "签署地", "簽署地", "結好地", "調印地",
    "Place of Signing", "Signed at", "签 字 地 点",
)  # fmt: skip


@pytest.mark.parametrize("header", SIGNED_WHERE)
@pytest.mark.parametrize("cells", [("武汉", "北京", "武汉"), ("武汉", "", ""), ("奈良", "匹兹堡", "波恩")])
def test_the_place_of_signing_is_no_side(header: str, cells: tuple[str, ...]) -> None:
    """Whatever its places, it is neither the Chinese side nor the partner, nor carried down over empty cells."""
    assert fields(header, *cells) == {"国家": "country", "友好城市": "partner", "结好时间": "signed", header: "other"}


@pytest.mark.parametrize(
    "header", ["我方签字人", "外方签字人", "签署人", "签约代表", "Signatory", "外方市长", "Signed by"]
)
def test_who_signed_is_no_side(header: str) -> None:
    """Persons are no places, whatever side the header names."""
    assert fields(header, "王市长", "黎智", "佐藤益美")[header] == "other"


def test_the_day_of_signing_stays_a_date() -> None:
    """A header that may be of a place or a day is of what its cells are."""
    text = "Country,City,Signed in\nJapan,Oita,1979\nGermany,Duisburg,1982\n"
    (table,) = draft(text.encode(), "list.csv", "list").tables
    assert [each.column.field for each in table.guesses] == ["country", "partner", "signed"]


def test_regions_where_ties_are_made_are_not_taken_for_places_of_signing() -> None:
    """结好地区 is a side of the tie."""
    assert fields("结好地区", "大分县", "宾夕法尼亚州", "北威州")["结好地区"] in {
        "partner_region",
        "partner_other",
        TO_SAY,
    }


NO_PLACES = {
    "批准文号": ("友城字〔1986〕12号", "", "友城字〔1994〕3号"),
    "主要领域": ("经贸、文化", "教育", "农业"),
    "对口学校": ("北京大学", "河南大学", "郑州一中"),
    "特点": ("汽车之城", "古都", "港口"),
    "外方网址": ("www.pref.mie.lg.jp", "rva.gov", "city.okayama.jp"),
    "发起人": ("王大伟", "李明", "张华"),
}


def of_regions(region: str, header: str, cells: tuple[str, ...]) -> dict[str, str]:
    """Give the fields of a table whose partner stands under that header, with one more column."""
    rows = ("河南省,三重县,日本,1986-11-19", "郑州市,里士满市,美国,1994-09-15", "洛阳市,冈山市,日本,1981-04-06")
    text = f"我方城市,{region},国别,结好时间,{header}\n" + "".join(
        f"{row},{cell}\n" for row, cell in zip(rows, cells, strict=True)
    )
    (table,) = draft(text.encode(), "list.csv", "list").tables
    return {each.column.header: each.column.field for each in table.guesses}


@pytest.mark.parametrize("header", NO_PLACES)
@pytest.mark.parametrize("region", ["外方省州(市)", "外方省/州/市"])
def test_a_province_or_city_is_the_partner_and_no_other_column(region: str, header: str) -> None:
    """Where one column says province or city it is the partner; what holds no places is none."""
    found = of_regions(region, header, NO_PLACES[header])
    assert found[region] == "partner"
    assert found[header] in {"other", TO_SAY}


@pytest.mark.parametrize("header", NO_PLACES)
def test_beside_a_mere_province_no_unknown_words_are_the_partner(header: str) -> None:
    """Where a column is the province alone, one that may be the name is asked for, never taken."""
    found = of_regions("外方省州", header, NO_PLACES[header])
    assert (found["外方省州"], found[header] == "partner") == ("partner_region", False)


def test_a_name_beside_its_province_is_told_by_its_places() -> None:
    """An unknown header above places is the partner; above words that may be places it is asked for."""
    assert of_regions("外方省州", "甲", ("津市", "诺福克", "冈山市"))["甲"] == "partner"
    assert of_regions("外方省州", "甲", ("贾瓦卡", "穆尔塔", "塔里奇"))["甲"] == TO_SAY


def test_a_column_of_cities_leaves_the_province_what_it_is() -> None:
    """外方省州(市) beside 外方城市 is the province."""
    found = of_regions("外方省州(市)", "外方城市", ("津市", "诺福克", "冈山市"))
    assert (found["外方省州(市)"], found["外方城市"]) == ("partner_region", "partner")


def test_no_word_of_a_header_is_dead() -> None:
    """Each is written as headers are compared, and a unit of the party is no word of the party by itself."""
    known = words()
    assert [word for own in known.values() for word in own if small(word) != word] == []
    assert [unit for unit in units() if unit in known["party"]] == []
