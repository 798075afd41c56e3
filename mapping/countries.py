"""The country that a text names: by its name in some language, by a code, by the words for its flag."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .languages import closed
from .places import load_links
from .territories import country_key, country_name, is_code, name_meant, territory

if TYPE_CHECKING:
    from .places import Links

_OF_A_FLAG = (
    re.compile(r"Flag of (?:the )?(?P<name>.+?)(?:\.svg)?", re.IGNORECASE),
    re.compile(r"(?P<name>.+?)(?:的?国旗|的?國旗|的?旗帜|的?旗幟|の旗|の国旗)"),
)
_LONGEST, _WORDS = 200, 8
_TWICE = re.compile(r"(?P<name>[^()\uff08\uff09]+?)\s*[(\uff08](?P<again>[^()\uff08\uff09]+)[)\uff09]")
_FLAG = re.compile(
    "(?P<pair>[\U0001f1e6-\U0001f1ff]{2})|\U0001f3f4(?P<tags>[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6})\U000e007f"
)
"""A flag in Unicode: the two letters of an ISO 3166-1 code as regional indicators, or a code of ISO 3166-2 in tags."""
_FIRST_INDICATOR, _FIRST_TAG = 0x1F1E6 - ord("a"), 0xE0000
SHORT = {
    "日": "日本", "美": "美国", "英": "英国", "法": "法国", "德": "德国", "俄": "俄罗斯", "韩": "韩国", "韓": "韩国",
    "朝": "朝鲜", "意": "意大利", "加": "加拿大", "澳": "澳大利亚", "泰": "泰国", "越": "越南",
}  # fmt: skip
"""What a country is called in one character; in a column of countries alone."""
_FORMER = {
    "苏联": "SUHH", "前苏联": "SUHH", "sovietunion": "SUHH", "ussr": "SUHH", "ソ連": "SUHH", "소련": "SUHH",
    "南斯拉夫": "YUCS", "前南斯拉夫": "YUCS", "yugoslavia": "YUCS", "ユーゴスラビア": "YUCS", "유고슬라비아": "YUCS",
    "捷克斯洛伐克": "CSHH", "前捷克斯洛伐克": "CSHH", "czechoslovakia": "CSHH", "チェコスロバキア": "CSHH",
    "체코슬로바키아": "CSHH", "塞尔维亚和黑山": "CSXX", "塞黑": "CSXX", "serbiaandmontenegro": "CSXX",
}  # fmt: skip
"""States that are no more and have several successors, by ``country_key``, with their code in ISO 3166-3."""


def flagged(text: str) -> tuple[str, str] | None:
    """Give the country whose flag in Unicode a text has, one alone, and the rest of its words; None for any other."""
    found = [*_FLAG.finditer(text)]
    if len(found) != 1:
        return None
    pair, tags = found[0]["pair"], found[0]["tags"]
    code = "".join(chr(ord(each) - (_FIRST_INDICATOR if pair else _FIRST_TAG)) for each in pair or tags[:2])
    if not is_code(code):
        return None
    rest = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    return country_name(code), " ".join(rest.replace("\ufe0f", "").split())


def former(text: str) -> str | None:
    """Give the code in ISO 3166-3 of a state that is no more and has several successors."""
    return _FORMER.get(country_key(" ".join(text.split()))) if len(text) <= _LONGEST else None


def in_column(text: str) -> str:
    """Give the name of a country as a cell of a column of countries has it, where 日 is 日本."""
    said = closed(" ".join(text.split()))
    return SHORT.get(said) or read_country(said)


def is_in_column(text: str) -> bool:
    """Tell whether a cell can be one of a column of countries, among them states that are no more."""
    return is_country(in_column(text)) or former(text) is not None


def read_country(text: str) -> str:
    """Give the name of a country without its flag or the word for it; the Chinese one for a code or a part of one.

    Of one name written in two languages, as in 일본(Japan) or 日本 Japan, it is the first.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return text
    if named := flagged(text):
        country, rest = named
        return country if not rest or territory(read_country(rest)) == territory(country) else text
    words = text.split(" ")
    for n in range(1, min(len(words), _WORDS)):
        one, other = " ".join(words[:n]).rstrip(" /"), " ".join(words[n:]).lstrip(" /")
        if territory(one) == territory(other) is not None:
            return name_meant(one)
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
