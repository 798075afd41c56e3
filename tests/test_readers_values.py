"""Dates in English and of eras, numbers, names with their region, what became of a tie, what headings state."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.countries import read_country
from youcheng.mapping.dates import date_or_none, read_date
from youcheng.mapping.events import ended_on, part_status, read_remark, read_status, settled
from youcheng.mapping.names import PlaceName, part_region, read_name
from youcheng.mapping.numbers import read_number
from youcheng.mapping.records import Event, Section
from youcheng.mapping.sections import combined, plain, read_section
from youcheng.ontology import term

MODERN = st.dates(dt.date(1868, 1, 25), dt.date(2100, 12, 31))
ENGLISH = [
    "{0.day} {0:%B} {0.year}",
    "{0.day:02} {0:%b} {0.year}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%b}. {0.day}, {0.year}",
    "{0:%b} {0.day} {0.year}",
    "{0.day}-{0:%b}-{0.year}",
    "{0.day}th {0:%B} {0.year}",
    "{0:%B} {0.day},{0.year}",
    "{0.day} of {0:%B}, {0.year}",
    "{0:%B} {0.day}st, {0.year}",
]
ERAS = [
    ("明治", dt.date(1868, 1, 25)),
    ("大正", dt.date(1912, 7, 30)),
    ("昭和", dt.date(1926, 12, 25)),
    ("平成", dt.date(1989, 1, 8)),
    ("令和", dt.date(2019, 5, 1)),
]


@pytest.mark.parametrize("form", ENGLISH)
@given(day=st.dates(dt.date(1000, 1, 1)))
def test_a_day_in_english(form: str, day: dt.date) -> None:
    """A whole date in English comes back, its month in full or in three letters, whatever its case."""
    for text in (form.format(day), form.format(day).upper(), f" {form.format(day)} "):
        assert str(read_date(text)) == day.isoformat()


@pytest.mark.parametrize("form", ["{0:%B} {0.year}", "{0:%b}. {0.year}", "{0:%b}-{0.year}", "{0:%B}, {0.year}"])
@given(day=st.dates(dt.date(1000, 1, 1)))
def test_a_month_in_english(form: str, day: dt.date) -> None:
    """A month and a year stay a month and a year."""
    assert str(read_date(form.format(day))) == day.isoformat()[:7]


@given(day=MODERN)
def test_a_day_of_an_era(day: dt.date) -> None:
    """A date of a Japanese era is that day, the first year 元年 or 1; its month and its year keep their precision."""
    name, first = next((name, first) for name, first in reversed(ERAS) if first <= day)
    year = day.year - first.year + 1
    for said in (str(year), *(["元"] if year == 1 else [])):
        assert str(read_date(f"{name}{said}年{day.month}月{day.day}日")) == day.isoformat()
        assert str(read_date(f"{name} {said}年{day.month}月")) == day.isoformat()[:7]
        assert str(read_date(f"{name}{said}年")) == str(day.year)


@pytest.mark.parametrize(
    "text",
    [
        "昭和65年",
        "昭和0年",
        "平成32年1月1日",
        "昭和64年2月30日",
        "平成元年1月7日",
        "令和元年4月30日",
        "昭和五年",
        "31 February 1999",
        "February 1999 3",
        "Foo 1999",
        "3 Septe 1999",
        "June 24 73",
        "24/06/1973 x",
        "1973 June",
        "May",
        "0 May 1999",
        "June 11973",
        "13月 1999",
    ],
)
def test_what_is_no_date_in_them(text: str) -> None:
    """Days before an era or after it, days that no calendar has, and other words are refused."""
    assert date_or_none(text) is None


@given(first=st.integers(0, 99_999), second=st.integers(0, 99))
def test_two_numbers_are_not_one(first: int, second: int) -> None:
    """White space within a number is refused, unless it parts thousands."""
    with pytest.raises(ValueError, match=str(first)):
        read_number(f"{first} {second}")
    assert read_number(f"{1 + first % 999} {second:03}") == (1 + first % 999) * 1000 + second


REGIONS = {
    "新潟縣三條市": ("三條市", "新潟縣"),
    "福井县三国町": ("三国町", "福井县"),
    "北海道札幌市": ("札幌市", "北海道"),
    "京都府京都市": ("京都市", "京都府"),
    "东京都港区": ("港区", "东京都"),
    "京畿道水原市": ("水原市", "京畿道"),
    "加利福尼亚州洛杉矶市": ("洛杉矶市", "加利福尼亚州"),
}
CHINESE = {
    "上海市嘉定區": ("嘉定區", "上海市"),
    "浙江省杭州市": ("杭州市", "浙江省"),
    "浙江省杭州市西湖区": ("西湖区", "浙江省杭州市"),
    "广西壮族自治区南宁市": ("南宁市", "广西壮族自治区"),
    "内蒙古自治区锡林郭勒盟": ("锡林郭勒盟", "内蒙古自治区"),
}
WHOLE = [
    "四日市市",
    "大和郡山市",
    "布鲁塞尔首都大区",
    "甲府市",
    "尾道市",
    "广州市",
    "郑州市",
    "戈尔诺-巴达赫尚自治州",
    "加利福尼亚州",
    "北海道",
    "市原市",
    "奥州市",
    "太宰府市",
    "静冈县",
    "卡赫季地区",
    "东哈萨克斯坦州",
    "新市区",
    "沙市区",
    "津市市",
    "新疆维吾尔自治区",
    "伊犁哈萨克自治州",
]


@pytest.mark.parametrize(("text", "parts"), [*REGIONS.items()])
def test_a_region_before_a_foreign_place(text: str, parts: tuple[str, str]) -> None:
    """The province, prefecture or state before a place is its qualifier."""
    name = part_region(read_name(text), chinese=False)
    assert (name.main, name.qualifier) == parts


@pytest.mark.parametrize(("text", "parts"), [*CHINESE.items()])
def test_a_region_before_a_chinese_place(text: str, parts: tuple[str, str]) -> None:
    """The province or city before a Chinese place is its qualifier."""
    name = part_region(read_name(text), chinese=True)
    assert (name.main, name.qualifier) == parts


@pytest.mark.parametrize("text", WHOLE)
def test_names_that_only_look_like_two(text: str) -> None:
    """A name that holds the sign of a province within stays whole, on either side."""
    for chinese in (True, False):
        assert part_region(read_name(text), chinese=chinese) == PlaceName(text)


@given(st.text(alphabet="奈良市省州县縣府道郡区廣東京都町村特别 ,Nara", min_size=1, max_size=12), st.booleans())
def test_parting_loses_nothing(text: str, chinese: bool) -> None:  # noqa: FBT001 - drawn
    """Region and place together are the name as it was; what has a qualifier is left alone."""
    if not text.strip():
        return
    name = read_name(text)
    parted = part_region(name, chinese=chinese)
    if parted != name:
        assert parted.qualifier
        assert sorted("".join(name.main.replace(",", "").split())) == sorted(
            "".join(f"{parted.main}{parted.qualifier}".replace(",", "").split())
        )
        assert part_region(parted, chinese=chinese) == parted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("日本国旗", "日本"),
        ("日本的旗帜", "日本"),
        ("Flag of Japan", "Japan"),
        ("Flag of the United States.svg", "United States"),
        ("JPN", "日本"),
        ("XQZ", "XQZ"),
        ("日本", "日本"),
        ("South Korea", "South Korea"),
    ],
)
def test_a_country_by_its_flag_or_its_code(text: str, name: str) -> None:
    """The word for the flag is taken off; a code of ISO 3166-1 gives the Chinese name."""
    assert read_country(text) == name


ENDED, SUSPENDED, RENEWED = (term(f"event:{name}") for name in ("ended", "suspended", "renewed"))


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("2020年1月终止", [(ENDED, "2020-01")]),
        ("已于2019年10月7日解除友好关系", [(ENDED, "2019-10-07")]),
        ("中止", [(SUSPENDED, None)]),
        ("ended in 1992", [(ENDED, "1992")]),
        ("Suspended since 2020", [(SUSPENDED, "2020")]),
        ("有效", []),
        ("Active", []),
        ("2005年续签，2020年3月1日起中止", [(RENEWED, "2005"), (SUSPENDED, "2020-03-01")]),
    ],
)
def test_a_status(text: str, events: list[tuple[str, str | None]]) -> None:
    """A status tells each event with its date."""
    assert [(event.kind, None if event.date is None else str(event.date)) for event in read_status(text)] == events


@pytest.mark.parametrize(
    "text", ["2020年暂停互访", "计划终止", "州长来访", "未终止", "终止谈判", "2023年2月30日终止", ""]
)
def test_a_remark_that_tells_no_event(text: str) -> None:
    """A remark about something else ends no tie; as a status it is refused."""
    assert read_remark(text).events == ()
    if text:
        with pytest.raises(ValueError, match=text):
            read_status(text)


def test_a_tie_that_was_resumed_is_not_ended() -> None:
    """Whether its remark says so before or after its end; an end after the resumption stays."""
    resumed = term("event:resumed")
    for text in (
        "1995年终止，2001年恢复",
        "2001年恢复(1995年终止)",
        "1995年终止, 2001年恢复友好关系",
        "1995年终止，已恢复",
    ):
        events = settled(read_remark(text).events)
        assert [event.kind for event in events] == [resumed]
        assert ended_on(events) is None
    assert str(ended_on(settled(read_remark("1995年终止，2001年恢复，2010年终止").events))) == "2010"
    assert ended_on(settled(read_remark("1995年终止，2005年续签").events)) is None


@pytest.mark.parametrize(
    "text", ["1995年终止，后又重新往来", "1995年终止，其后恢复", "ended 1995, contacts resumed later"]
)
def test_a_remark_on_an_end_that_is_not_understood_ends_nothing(text: str) -> None:
    """What came after the end is in words that are not known; the remark is named."""
    assert read_remark(text).events == ()
    assert read_remark(text).unclear


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("已终止", ENDED, None),
        ("已中止", SUSPENDED, None),
        ("已解除友城关系", ENDED, None),
        ("（暂停）", SUSPENDED, None),
        ("已终止（2020年）", ENDED, "2020"),
        ("友城关系于2022年3月1日终止", ENDED, "2022-03-01"),
        ("2019年10月解约", ENDED, "2019-10"),
        ("2020年中断", SUSPENDED, "2020"),
        ("州长来访，2020年1月解除友好关系", ENDED, "2020-01"),
        ("2020年终止，航班停飞", ENDED, "2020"),
        ("二〇二〇年三月终止", ENDED, "2020-03"),
        ("[3] 2012 年 2 月 终止", ENDED, "2012-02"),
        ("Suspended in February 2012", SUSPENDED, "2012-02"),
        ("Suspended February 21, 2012", SUSPENDED, "2012-02-21"),
        ("Agreement cancelled in January 2020", ENDED, "2020-01"),
        ("平成24年2月に解消", ENDED, "2012-02"),
        ("2018年10月2日姉妹都市解消", ENDED, "2018-10-02"),
    ],
)
def test_a_remark_that_a_tie_is_over(text: str, kind: str, date: str | None) -> None:
    """Whatever the form of its date, in the precision that is stated, or without one."""
    assert [(each.kind, each.date and str(each.date)) for each in read_remark(text).events] == [(kind, date)]
    assert read_remark(text).unclear == ()


@pytest.mark.parametrize(
    "text",
    [
        "2021年停止",
        "平成24年2月より停止",
        "已失效",
        "2020年不再续签",
        "inactive",
        "Expired 2021",
        "Suspended in 2012-2015",
        "2012年2月21日南京市宣布暂停官方交往",
        "航班2020年终止",
        "2015年开通直航，2020年终止",
        "2015年开通直航。2020年终止",
        "展览会，已取消",
        "Air route since 1998; suspended 2020",
        "2016年3月29日，终止",
        "未终止",
        "2023年2月30日终止",
    ],
)
def test_a_remark_on_an_end_that_may_be_of_something_else(text: str) -> None:
    """It ends no tie, and is named."""
    assert read_remark(text).events == ()
    assert read_remark(text).unclear


@pytest.mark.parametrize("text", ["已更名", "2016年升格为市", "Ostend, weekend visits", "原称清水市", "友好往来频繁"])
def test_a_remark_of_no_end(text: str) -> None:
    """It is no event, and not named."""
    assert read_remark(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "name", "event"),
    [
        ("图尔市（已终止）", "图尔市", (ENDED, None, None)),
        ("Nagoya (suspended 2012)[3]", "Nagoya[3]", (SUSPENDED, 2012, None)),
        ("名古屋市 (2012年2月中止)", "名古屋市", (SUSPENDED, 2012, 2)),
    ],
)
def test_a_name_with_what_became_of_its_tie(text: str, name: str, event: tuple[str, int | None, int | None]) -> None:
    """What stands in brackets of the tie is parted from the name; anything else in brackets stays."""
    own, (said,) = part_status(text)
    assert (own, said.kind, said.date and said.date.year, said.date and said.date.month) == (name, *event)
    for other in ("名古屋市（爱知县）", "（已终止）", "浦和市(今埼玉市)", "Lyon (formerly)"):
        assert part_status(other) == (other, ())


def test_the_end_is_dated_by_the_event() -> None:
    """The end of a tie is that of its event ended, not of another."""
    assert ended_on((Event(SUSPENDED, read_date("2020")),)) is None
    assert ended_on((Event(RENEWED, read_date("2005")), Event(ENDED, read_date("2020")))) == (2020, None, None)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("省級 編輯", "省級"),
        ("地级[编辑]", "地级"),
        ("一、省级友好城市（12对）", "省级友好城市"),
        ("（三）县级", "县级"),
        ("亚洲[编辑 | 编辑源代码]", "亚洲"),
        ("日本（共25个）", "日本"),
        ("友好城市", "友好城市"),
        ("2. 欧洲", "欧洲"),
        ("1", "1"),
    ],
)
def test_a_heading_without_its_links_and_numbers(heading: str, said: str) -> None:
    """Edit links, numbering and counts are no part of what a heading says."""
    assert plain(heading) == said


def test_what_headings_state() -> None:
    """Kind, level, continent and end are told by words; a country or a Chinese side only where list.yaml says so."""
    assert read_section("省級友好城市 編輯") == Section(kind=term("kind:sister-city"), level=term("level:province"))
    assert read_section("友好交流城市").kind == term("kind:friendship-city")
    assert read_section("友好城市和友好交流城市").kind is None
    assert read_section("亚洲（39对）").continent == term("continent:asia")
    assert read_section("已终止的友好城市").event == ENDED
    assert read_section("日本") == Section()
    assert read_section("日本（3个）", ("country",)).country == "日本"
    assert read_section("杭州市", ("country", "party")).party == "杭州市"
    both = combined([read_section("杭州市", ("party",)), read_section("友好交流城市")])
    assert (both.party, both.kind) == ("杭州市", term("kind:friendship-city"))
