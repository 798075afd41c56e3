"""The country that a text names: by its name in some language, by a code, by the words for its flag."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .places import load_links
from .territories import name_meant, territory

if TYPE_CHECKING:
    from .places import Links

_OF_A_FLAG = (
    re.compile(r"Flag of (?:the )?(?P<name>.+?)(?:\.svg)?", re.IGNORECASE),
    re.compile(r"(?P<name>.+?)(?:的?国旗|的?國旗|的?旗帜|的?旗幟|の旗|の国旗)"),
)
_TWICE = re.compile(r"(?P<name>[^()\uff08\uff09]+?)\s*[(\uff08](?P<again>[^()\uff08\uff09]+)[)\uff09]")


def read_country(text: str) -> str:
    """Give the name of a country without the word for its flag; the Chinese one for a code or a part of one.

    Of one name written in two languages, as in 일본(Japan), it is the first.
    """
    text = " ".join(text.split())
    if (twice := _TWICE.fullmatch(text)) and territory(twice["name"]) == territory(twice["again"]) is not None:
        text = twice["name"]
    name = next((found["name"] for found in (pattern.fullmatch(text) for pattern in _OF_A_FLAG) if found), text).strip()
    return name_meant(name)


def is_country(text: str) -> bool:
    """Tell whether a text is the name of a country that the links or the CLDR know."""
    name = read_country(text)
    return territory(name) is not None or _links().country(name) is not None


def is_of(text: str, code: str) -> bool:
    """Tell whether a text is the name of the country or territory of that ISO 3166-1 code in lower case."""
    return territory(read_country(text)) == code


@cache
def _links() -> Links:
    return load_links()
