"""Synthetic rows in the families of the published lists, seeded, one at a time, ugly cells included."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTINENTS = {
    "asia": ("jp", "kr", "kz", "np", "kh", "tr"),
    "europe": ("gb", "fr", "de", "it", "se", "pl", "gr"),
    "africa": ("ma", "ke", "eg"),
    "north-america": ("us", "ca", "mx"),
    "south-america": ("br", "ar", "ec"),
    "oceania": ("au", "nz", "fj"),
}
COUNTRIES = tuple((country, continent) for continent, codes in CONTINENTS.items() for country in codes)
LEVELS = ("province", "prefecture", "county")
KINDS = ("sister-city", "sister-city", "sister-city", "friendship-city", "friendly-co-operation")
HAN = "奈良京都爱丁堡波堪萨斯伊法罕多特蒙德拉合尔船桥庆州雅西第聂伯罗科尼亚加满巴利魁北克瓦庞贝马昆卡格宁根托撒尔"
LATIN = ("Nar", "Kyō", "Edin", "Córd", "Ume", "Île", "Łód", "Straß", "Bră", "Øst", "São", "Ngã", "İzm", "Kraguje")
ENDINGS = ("a", "burgh", "oba", "å", "ź", "burg", "ila", "vac", "ir", "-sur-Mer", " de los Ángeles", "'s-Hertogen")
UGLY = (
    *('the "old" town', "back\\slash", "tab\there", "two\nlines", "carriage\r\nreturn", '""', "\\", "\\u0041", "'s"),
    *("100%", "%(row)s", "%s", "{order}", "?row", "$row", "<b>&amp;</b>", "comma, semicolon; pipe|", "C:\\new\\table"),
    *(
        " spaces at both ends ",
        "\u00a0\u3000wide",
        "zero\u200bwidth",
        "\u2028line",
        "\ufeffmark",
        "del\x7f",
        "bell\x07",
    ),
    *("𠮷野家", "e\u0301 decomposed", "مدينة", "🏙", "nan", "NULL", "https://example.org/?a=b&c=d#e", "很长的名字" * 60),
)
UNKNOWN = ("待查", "不详", "—", "?", "N/A")


class Row(NamedTuple):
    """One row, each value in the lexical form of its XSD type; empty where it is unset or stated as unknown."""

    order: str
    line: str
    number: str
    table: str
    party: str
    party_name: str
    partner: str
    partner_name: str
    partner_other: str
    qualifier: str
    country: str
    continent: str
    date: str
    month: str
    year: str
    population: str
    area: str
    level: str
    kind: str
    name_written: str
    signed_written: str


def rows(count: int, seed: int = 20230501) -> Iterator[Row]:
    """Give that many rows; one in a hundred states the twinning of the row before it once more."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    pair = ("", "", "", "")
    for order in range(1, count + 1):
        if order == 1 or random.random() > 0.01:  # noqa: PLR2004
            pair = _pair(random, order)
        yield _row(random, order, pair)


def write(count: int, path: Path) -> None:
    """Write that many rows as CSV (RFC 4180, lines ended by a line feed)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows(count))


def _pair(random: Random, order: int) -> tuple[str, str, str, str]:
    """Give party, partner, country and continent."""
    country, continent = random.choice(COUNTRIES)
    return f"cn-city-{random.randrange(300)}", f"{country}-place-{order}", country, continent


def _row(random: Random, order: int, pair: tuple[str, str, str, str]) -> Row:
    party, partner, country, continent = pair
    main = "".join(random.choices(HAN, k=random.randint(2, 6)))
    other = random.choice(LATIN) + random.choice(ENDINGS) if random.random() < 0.75 else ""  # noqa: PLR2004
    qualifier = "".join(random.choices(HAN, k=3)) + "州" if random.random() < 0.2 else ""  # noqa: PLR2004
    if random.random() < 0.05:  # noqa: PLR2004
        main, other = main + random.choice(UGLY), random.choice(UGLY)
    date, month, year, signed_written = _signed(random)
    known = random.random() < 0.85  # noqa: PLR2004
    return Row(
        order=str(order),
        line=str(order + 2),
        number=str(order % 100 + 1) if random.random() < 0.95 else "",  # noqa: PLR2004
        table=str(order // 100 + 1),
        party=party,
        party_name=f"第{party[8:]}市",
        partner=partner,
        partner_name=f"{main}市",
        partner_other=other,
        qualifier=qualifier,
        country=country,
        continent=continent,
        date=date,
        month=month,
        year=year,
        population=str(random.randrange(2_000, 20_000_000)) if known else "",
        area=_decimal(random.randrange(100, 9_000_000)) if known else "",
        level=random.choice(LEVELS),
        kind=random.choice(KINDS),
        name_written=" ".join(filter(None, (f"{main}市", qualifier and f"({qualifier})", other))),
        signed_written=signed_written,
    )


def _signed(random: Random) -> tuple[str, str, str, str]:
    """Give date, month and year, of which one is set or none, and the cell as written, which may be empty."""
    year, month, day = random.randint(1973, 2023), random.randint(1, 12), random.randint(1, 28)
    precision = random.random()
    if precision < 0.8:  # noqa: PLR2004
        return f"{year}-{month:02}-{day:02}", "", "", f"{year}年{month}月 {day}日"
    if precision < 0.9:  # noqa: PLR2004
        return "", f"{year}-{month:02}", "", f"{year}年{month}月"
    if precision < 0.97:  # noqa: PLR2004
        return "", "", str(year), f"{year}年"
    return "", "", "", random.choice(UNKNOWN) if precision < 0.99 else ""  # noqa: PLR2004


def _decimal(hundredths: int) -> str:
    """Give a number of hundredths as a decimal without needless zeros."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".")
