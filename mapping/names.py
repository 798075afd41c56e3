"""The name of a place as a cell writes it, taken apart: Chinese part, other part and its language, qualifier."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..ontology import concepts
from .countries import read_country
from .languages import HAN, TAGS
from .territories import territory

_LANGUAGE = "|".join(sorted((name for name in TAGS if name.isalpha()), key=len, reverse=True))
_RESIDUE = re.compile(rf"(?P<main>[{HAN}·・\-]+?)(?P<language>{_LANGUAGE})(?P<other>\S.*)")
_PARTS = re.compile(
    rf"(?P<main>[{HAN}·・\-]+(?:\s+[{HAN}·・\-]+)*)\s*"
    rf"(?:[(\uff08](?P<qualifier>[^()\uff08\uff09]+)[)\uff09])?\s*(?P<other>[^{HAN}()\uff08\uff09]*)"
)

OWN_KINDS = "自治区|自治區|自治州|省|市|州|盟|旗|地区|地區|县|縣|区|區"
"""The kinds of place in China by which names end, for a pattern."""

_GENERIC = "大区|大區|地区|地區|新区|新區|城市|城区|城區|市区|市區|首都|城镇|特区|特區"
_FOREIGN_REGION = re.compile(
    rf"(?P<region>[{HAN}]{{2,}}(?:省|州|縣|县|県|府|道|邦|广域市|廣域市|特别市|特別市)|东京都|東京都)"
    rf"(?P<main>(?!(?:{_GENERIC})$)[{HAN}]{{1,}}[市区區町村县縣郡镇鎮])"
)
_CHINESE_REGION = re.compile(
    rf"(?P<region>[{HAN}]{{2,}}(?:特别行政区|{OWN_KINDS}))"
    rf"(?P<main>(?!(?:{_GENERIC})$)[{HAN}]{{1,}}[市区區县縣旗州盟镇鎮])"
)
_COMMA_REGION = re.compile(rf"(?P<main>[^,\uff0c、{HAN}]+), *(?P<region>[^{HAN}]+)")

_LATIN_PARTS = re.compile(
    rf"(?P<main>[^()\uff08\uff09{HAN}]*[^()\uff08\uff09{HAN}\s])\s*[(\uff08]\s*(?P<added>[^()\uff08\uff09]*[^()\uff08\uff09\s])\s*"
    r"[)\uff09](?:\s*[,\uff0c]\s*(?P<after>[^()\uff08\uff09]+))?"
)
_OF_THE_TIE = re.compile(
    r"\d|^(?:formerly|former|now|since|until|ended|inactive|suspended|dormant|terminated)\b", re.IGNORECASE
)
"""What is added to a name that is no place it lies in."""

FOOTNOTE = (
    "*\uff0a\u2020\u2021\u00a7\u203b\u2605\u2606\u25b2\u25b3\u25bc\u25bd\u25a0\u25a1\u25c6\u25c7\u25cf\u25cb\u25ce"
    "\u2460-\u249b\u24d0-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf\u00b9\u00b2\u00b3\u2070-\u2079"
)
_MARKED = re.compile(rf"^[{FOOTNOTE}\s]+|(?<![{FOOTNOTE}\s])[{FOOTNOTE}\s]+$")
"""Stars, daggers, figures in circles and raised ones before or after a name: marks of notes, no part of it."""
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff]")
PARTING = "/\uff0f|\uff5c,\uff0c;\uff1b:\uff1a–— "
"""What may stand between a name and the same name in another language, for a set."""

LONGEST = 200
"""How many characters a name has at most, with the same name in another language and what is added in brackets."""


class PlaceName(NamedTuple):
    """A place's name: ``main`` is what links are kept under, ``other`` the same name in another language."""

    main: str
    other: str | None = None
    language: str | None = None
    qualifier: str | None = None

    @property
    def key(self) -> str:
        """Give the name under which links are kept: the main part, with the qualifier where there is one."""
        return f"{self.main} ({self.qualifier})" if self.qualifier else self.main


def read_name(text: str) -> PlaceName:
    """Take a name cell apart; interlanguage residue such as ``英语Narrandera`` gives other part and language.

    Marks of notes around it (*, ★, ①) and signs that nobody sees are left out. Raises ValueError where it is empty.
    """
    text = " ".join(_UNSEEN.sub("", text).split()) or " ".join(text.split())
    text = text if len(text) > LONGEST else _MARKED.sub("", text) or text
    if not text:
        raise ValueError(text)
    if len(text) > LONGEST:
        return PlaceName(text)
    if found := _RESIDUE.fullmatch(text):
        return PlaceName(found["main"], found["other"], TAGS[found["language"]])
    if found := _PARTS.fullmatch(text):
        return PlaceName(found["main"], _other(found["other"]), None, found["qualifier"])
    found = _LATIN_PARTS.fullmatch(text)
    return PlaceName(text) if found is None else _bracketed(text, found["main"], found["added"], found["after"])


def is_mark(text: str) -> bool:
    """Tell whether a text holds marks of notes, or signs that nobody sees, and nothing else."""
    return not _MARKED.sub("", _UNSEEN.sub("", text[:LONGEST]))


def _other(text: str) -> str | None:
    """Give the name in another language after one in Chinese characters, without what parts the two."""
    return _MARKED.sub("", text).lstrip(PARTING) or None


def _bracketed(text: str, main: str, added: str, after: str | None) -> PlaceName:
    """Give a name in another script than Chinese with what follows it in brackets: another script, or where it lies.

    What stands after the brackets must be a country (Portland (Oregon), USA); a country within them is left to the part
    before it: Portland, Oregon (USA).
    """
    if (after is not None and not _is_country(after)) or _OF_THE_TIE.search(added) or _names_kind(added):
        return PlaceName(text)
    if re.search(rf"[{HAN}]", added):
        return read_name(f"{added} {main}")
    if not re.search("[A-Za-z\u00c0-\u024f]", added):
        return PlaceName(main, added)
    if "," in main:
        return PlaceName(main if _is_country(added) else text)
    return PlaceName(main, qualifier=_without_country(added))


def _names_kind(text: str) -> bool:
    known = [word for scheme in ("kind", "event") for word in concepts(scheme) if word.isascii()]
    return any(word.casefold() in text.casefold() for word in known)


def _without_country(region: str) -> str:
    """Give what a place lies in without the country at its end, where there is more: Tasmania, Australia."""
    within, comma, last = region.rpartition(",")
    return within.strip() if comma and _is_country(last) else region


def _is_country(text: str) -> bool:
    return territory(read_country(text)) is not None


def part_region(name: PlaceName, *, chinese: bool) -> PlaceName:
    """Part a region written before the place (新潟縣三條市, 上海市嘉定區) or after it (Nara, Nara Prefecture).

    The region becomes the qualifier; a name without one, or with one already, is given back as it is.
    """
    if len(name.main) > LONGEST:
        return name
    pattern = _CHINESE_REGION if chinese else _FOREIGN_REGION
    found = pattern.fullmatch(name.main) or _COMMA_REGION.fullmatch(name.main)
    if name.qualifier or not found:
        return name
    return name._replace(main=found["main"].strip(), qualifier=_without_country(found["region"].strip()))


def read_names(text: str) -> tuple[PlaceName, ...]:
    """Take apart names written without a break between them, each ended by its kind of place, as in 鹽山市大和村."""
    pattern = rf"[{HAN}]+?[市町村县縣区區州省郡](?:(?:{_LANGUAGE})[^市町村]+[市町村](?:\s*\([^)]*\))?)?"
    return tuple(read_name(found) for found in re.findall(pattern, text))
