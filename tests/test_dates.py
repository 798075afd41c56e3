"""Every date of the calendar is read in every accepted form; no other date is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youcheng.mapping.dates import StatedDate, date_or_none, expected_date, read_date

WIDE = str.maketrans("0123456789-./", "".join(map(chr, [*range(0xFF10, 0xFF1A), 0xFF0D, 0xFF0E, 0xFF0F])))
FORMS = [
    "{0.year:04}年{0.month}月{0.day}日",
    "{0.year:04}年{0.month}月{0.day}号",
    "{0.year:04}年{0.month:02}月{0.day:02}日",
    " {0.year:04} 年 {0.month} 月\u3000{0.day}\u00a0日 ",
    "{0.year:04}-{0.month:02}-{0.day:02}",
    "{0.year:04}.{0.month}.{0.day}",
    "{0.year:04}/{0.month}/{0.day}",
]
MONTHS = [
    "{0.year:04}年{0.month}月",
    "{0.year:04}年{0.month:02}月",
    "{0.year:04}-{0.month:02}",
    "{0.year:04}.{0.month}",
]
YEARS = ["{0.year:04}年", "{0.year:04}"]
DATES = st.dates(min_value=dt.date(1, 1, 1))


@pytest.mark.parametrize(
    ("form", "parts", "datatype"),
    [
        *((form, 3, "date") for form in FORMS),
        *((form, 2, "gYearMonth") for form in MONTHS),
        *((form, 1, "gYear") for form in YEARS),
    ],
)
@given(day=DATES)
def test_a_date_keeps_its_precision(form: str, parts: int, datatype: str, day: dt.date) -> None:
    """A day, a month and a year come back as what they are, in ASCII and in full-width digits."""
    stated = (day.year, day.month, day.day)[:parts]
    for text in (form.format(day), form.format(day).translate(WIDE)):
        found = read_date(text)
        assert tuple(found) == (*stated, None, None)[:3]
        assert str(found) == "-".join(day.isoformat().split("-")[:parts])
        assert found.datatype == datatype


@given(year=st.integers(0, 9999), month=st.integers(0, 99), day=st.integers(0, 99))
def test_only_days_of_the_calendar_pass(year: int, month: int, day: int) -> None:
    """What the calendar does not have is refused in every form, and all else is read."""
    try:
        real = dt.date(year, month, day)
    except ValueError:
        real = None
    for text in (f"{year:04}年{month}月{day}日", f"{year:04}-{month}-{day}"):
        assert date_or_none(text) == (None if real is None else (real.year, real.month, real.day))


@pytest.mark.parametrize("month", [0, 13, 99])
@pytest.mark.parametrize("day", [None, 1])
def test_no_such_month(month: int, day: int | None) -> None:
    """A month is 1 to 12, whatever the precision."""
    for text in (f"2023年{month}月" + (f"{day}日" if day else ""), f"2023-{month:02}" + (f"-{day:02}" if day else "")):
        assert date_or_none(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "待查",
        "2023年2月30日",
        "2023年2月29日",
        "2023年2月0日",
        "2023-02-00",
        "2023-00",
        "0000",
        "0000-01-01",
        "23年2月1日",
        "12023年2月1日",
        "2023年2月1",
        "2023年2",
        "2023年1日",
        "2023-2-",
        "2023-123",
        "二〇二三年二月三十日",
        "二〇二三年二十月",
        "二十三年二月",
        "民國0年",
        "民國70年2月30日",
        "2023年2月1日[4]",
        "约2023年",
        "2023年2月1\u00b2日",
        "2023-02-01T00:00:00",
        "-2023-02-01",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Other text is refused, never half read."""
    assert date_or_none(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1982. 3. 5", "1982-03-05"),
        ("1982. 3. 5.", "1982-03-05"),
        ("二〇〇一年五月三日", "2001-05-03"),
        ("一九七四年十一月二十三日", "1974-11-23"),
        ("一九七九年十月三十日", "1979-10-30"),
        ("二零一零年", "2010"),
        ("民國70年5月20日", "1981-05-20"),
        ("中華民國 101 年 1 月", "2012-01"),
        ("民国元年", "1912"),
        ("昭和55年11月18日", "1980-11-18"),
        ("平成元年2月", "1989-02"),
        ("令和元年5月1日", "2019-05-01"),
    ],
)
def test_other_calendars_and_figures(text: str, said: str) -> None:
    """Korean points, Chinese numerals, years of the Republic of China and of Japanese eras."""
    assert str(read_date(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("79年5月1日", "which century or era the year 79"),
        ("79-3-14", "which century or era the year 79"),
        ("33000", "a spreadsheet may mean 1990-05-07"),
        ("约1981年", "corrections in list.yaml"),
        ("03/04/1979", "date_order"),
    ],
)
def test_what_to_do_about_other_text(text: str, said: str) -> None:
    """Every text that is no date is told with a next step."""
    assert date_or_none(text) is None
    assert said in expected_date(text)


@given(st.text(alphabet="0123456789年月日号-./ \u3000\uff10\uff11\uff19", max_size=14))
def test_whatever_is_read_is_a_date(text: str) -> None:
    """Nothing comes out of any text but a date of the calendar, as XSD writes it."""
    found = date_or_none(text)
    if found is not None:
        full = f"{found}-01-01"[:10] if found.month is None else f"{found}-01"[:10]
        assert dt.date.fromisoformat(full) == dt.date(found.year, found.month or 1, found.day or 1)
        assert found == read_date(str(found))


def test_no_text_is_no_date() -> None:
    """A part that a sentence does not have is no date."""
    assert date_or_none(None) is None
    assert StatedDate(1974, 2) != StatedDate(1974, 2, 1)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("一九九四年十一月十八日", "1994-11-18"),
        ("二〇〇〇年十月", "2000-10"),
        ("二零二三年二月二十八日", "2023-02-28"),
        ("一九八五年", "1985"),
    ],
)
def test_dates_in_characters(text: str, stated: str) -> None:
    """As formal tables write them, with the precision that they state."""
    assert str(read_date(text)) == stated


@pytest.mark.parametrize(
    "text", ["一九九四年十三月", "二〇二三年二月二十九日", "九四年三月", "一九九四年三四月", "一千九百年"]
)
def test_dates_in_characters_that_are_none(text: str) -> None:
    """Days that are not, years cut short, and numbers said loosely."""
    with pytest.raises(ValueError, match=r"."):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("55.6.30", (1966, 6, 30)), ("114.9.14", (2025, 9, 14)), ("114/9/14", (2025, 9, 14)),
        ("55年6月30日", (1966, 6, 30)),
        ("93-7", (2004, 7, None)), ("93年", (2004, None, None)), ("1966.6.30", (1966, 6, 30)),
        ("民國55年6月30日", (1966, 6, 30)), ("５５.6.30", (1966, 6, 30)),
    ],
)  # fmt: skip
def test_years_of_the_republic_of_china(text: str, date: tuple[int, int | None, int | None]) -> None:
    """Where the list says that its years are; a year of four figures is what it says."""
    assert tuple(read_date(text, era="roc")) == date
    if not text.startswith(("1966", "民")):
        assert date_or_none(text) is None
        assert "dates: roc" in expected_date(text, roc=True)
        assert "dates: roc" not in expected_date(text)


@pytest.mark.parametrize("text", ["55.13.30", "55.2.30", "0.6.30", "5555.6.300", "55", "55.6.30.1"])
def test_no_years_of_the_republic_of_china(text: str) -> None:
    """Days that the calendar does not have, and a number alone, are none."""
    with pytest.raises(ValueError, match=r".*"):
        read_date(text, era="roc")
