"""ISO 3166-1 codes of countries by their names in Chinese, English, Japanese and Korean.

The names are those of the CLDR (https://cldr.unicode.org/) and the official ones of ISO 3166-1 in English and Chinese,
by pycountry.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from .languages import HANGUL, KANA_BLOCKS
from .spelling import han_key, is_han, latin_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCALES = ("zh", "zh_Hant", "zh_Hant_HK", "en", "ja", "ko")
_EASTERN = re.compile(f"[{KANA_BLOCKS}{HANGUL}]")
"""Kana and Hangul."""
_NOT_ISO = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_STATE = re.compile("(?:人民|民主|联邦|伊斯兰)*共和国$|王国$|联邦$")

OTHER_NAMES = Path(__file__).parent / "country-codes.tsv"
_CODE = re.compile("[A-Z]{2,3}")
_ARTICLE = re.compile(r"^\s*the\s+", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"(?:the )?(?:(?:people.s|democratic|federal|federative|islamic|socialist|bolivarian|plurinational|oriental) )*"
    r"(?:republic|kingdom|federation|principality|sultanate|grand duchy) of (?:the )?(?P<name>.+)",
    re.IGNORECASE,
)
_CALLED = {
    "us": "us", "usa": "us", "uk": "gb", "prc": "cn", "uae": "ae", "dprk": "kp", "rok": "kr",
    "hongkong": "hk", "macau": "mo", "macao": "mo", "中国香港": "hk", "中国澳门": "mo", "中国台湾": "tw",
}  # fmt: skip
"""What else countries and territories are called, by ``country_key``."""
_LONGEST = 200
"""How many characters the name of a country has at most."""
_OF_ANOTHER = {"republicofchina", "中华民国"}
"""Official names that are not those of the country whose usual name they hold."""


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_ISO:
                found.setdefault(country_key(name), code.lower())
    for code, name in _iso_names():
        if country_key(name) not in _OF_ANOTHER:
            found.setdefault(country_key(name), code)
    return _CALLED | found


def _iso_names() -> Iterator[tuple[str, str]]:
    """Give the names of ISO 3166-1 in English, as one says them, and Chinese; none that begins another's (Congo)."""
    import gettext

    import pycountry

    known = list(pycountry.countries)
    chinese = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [each]).gettext for each in ("zh_CN", "zh_TW")]
    heads = {each.name.partition(",")[0] for each in known if "," in each.name}
    for each in known:
        for name in (each.name, getattr(each, "official_name", ""), getattr(each, "common_name", "")):
            head, comma, rest = name.partition(", ")
            usual = _ARTICLE.sub("", f"{rest} {head}" if comma else name)
            if usual and usual not in heads:
                yield from ((each.alpha_2.lower(), own) for own in (usual, *(to(name) for to in chinese)))


@cache
def _other_names() -> dict[str, str]:
    """Give the codes of countries by the names of country-codes.tsv."""
    with OTHER_NAMES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {_code_or_key(row["name"]): row["country"] for row in rows}


def _code_or_key(name: str) -> str:
    return name if _CODE.fullmatch(name) else country_key(name)


def name_meant(written: str) -> str:
    """Give the usual Chinese name of the country that a code or a part of one stands for; other words as they are.

    Codes are those of ISO 3166-1 with three letters, else of the IOC and FIFA; the parts are the United Kingdom's.
    """
    code = _alpha_3().get(written) or _other_names().get(_code_or_key(written))
    return country_name(code) if code else written


def country_name(code: str) -> str:
    """Give the usual Chinese name of an ISO 3166-1 code in lower case."""
    from babel import Locale

    return str(Locale.parse("zh").territories.get(code.upper(), code))


@cache
def _alpha_3() -> dict[str, str]:
    import pycountry

    return {each.alpha_3: each.alpha_2.lower() for each in pycountry.countries}


@cache
def is_code(code: str) -> bool:
    """Tell whether it is the ISO 3166-1 code, in lower case, of a country or territory (``xk`` is Kosovo's in use)."""
    from babel import Locale

    return code.islower() and code.upper() in Locale("en").territories.keys() - _NOT_ISO


def country_key(name: str) -> str:
    """Give the key under which names of countries are compared."""
    if _EASTERN.search(name):
        return "".join(normalize("NFKC", name).split())
    return han_key(name) if is_han(name) else latin_key(name)


def territory(name: str) -> str | None:
    """Give the code, in lower case, of a country or territory by its usual name in one of these languages.

    ``共和国`` and the like may be left on: 捷克共和国 is 捷克, Republic of the Philippines Philippines, unless a name
    of its own says otherwise. What several countries are called (Congo) has no code.
    """
    if len(name) > _LONGEST:
        return None
    name = _ARTICLE.sub("", name)
    key, official = country_key(name), _OFFICIAL.fullmatch(" ".join(name.split()))
    usual = country_key(official["name"]) if official and key.removeprefix("the") not in _OF_ANOTHER else ""
    return _codes().get(key) or _codes().get(_STATE.sub("", key)) or _codes().get(usual)


def named_in(text: str) -> set[str]:
    """Give the codes of the countries and territories whose Chinese names stand anywhere in a simplified text."""
    return {code for name, code in _codes().items() if name in text and is_han(name)}
