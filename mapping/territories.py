"""ISO 3166-1 codes of countries by their names in Chinese, English, Japanese and Korean (https://cldr.unicode.org/)."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from .spelling import han_key, is_han, latin_key

_LOCALES = ("zh", "zh_Hant", "zh_Hant_HK", "en", "ja", "ko")
_EASTERN = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
"""Kana and Hangul."""
_NOT_ISO = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_STATE = re.compile("(?:人民|民主|联邦|伊斯兰)*共和国$|王国$|联邦$")

_OFFICIAL = re.compile(
    r"(?:the )?(?:(?:people.s|democratic|federal|federative|islamic|socialist|bolivarian|plurinational|oriental) )*"
    r"(?:republic|kingdom|federation|principality|sultanate|grand duchy) of (?:the )?(?P<name>.+)",
    re.IGNORECASE,
)
_OF_ANOTHER = {"republicofchina"}
"""Official names that are not those of the country whose usual name they hold."""


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_ISO:
                found.setdefault(country_key(name), code.lower())
    return found


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
    of its own says otherwise. What several countries are called (Congo, Republic of Korea) has no code.
    """
    key, official = country_key(name), _OFFICIAL.fullmatch(" ".join(name.split()))
    usual = country_key(official["name"]) if official and key.removeprefix("the") not in _OF_ANOTHER else ""
    return _codes().get(key) or _codes().get(_STATE.sub("", key)) or _codes().get(usual)


def named_in(text: str) -> set[str]:
    """Give the codes of the countries and territories whose Chinese names stand anywhere in a simplified text."""
    return {code for name, code in _codes().items() if name in text and is_han(name)}
