"""What the heading of a section states for the rows beneath it: kind, level, continent, country, Chinese side, end."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from ..ontology import concepts, term
from .languages import HAN
from .records import Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

INNERMOST = 90
"""The depth of a heading that is a row of a table: beneath every heading of the page."""

NAMED = ("country", "party")
"""What a heading states as a name, only where list.yaml says that it does."""

_EDIT = re.compile(
    r"(?<!\s)\s*+(?:[\[\uff3b(]\s*+)?(?:编辑|編輯|编辑源代码|編輯原始碼|編集|edit|edit source)"
    r"(?:\s*+\|\s*+(?:编辑源代码|編輯原始碼|ソースを編集|edit source))?\s*+[\]\uff3d)]?\s*+$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[、.\uff0e章节節]|第[一二三四五六七八九十\d]+部分|[(\uff08][一二三四五六七八九十\d]+[)\uff09]、?"
    r"|\d+(?:\.\d+)*[.\uff0e、]?\s|\d{1,2}[.\uff0e、](?!\d))\s*"
)
_COLON = re.compile(r"[:\uff1a]$")
_COUNT = re.compile(
    r"(?<!\s)\s*+[(\uff08\[][^()\uff08\uff09\[\]]{0,4}\d+\s*(?:[个個对對座组組件市]|pairs?|cities)?[^()\uff08\uff09\d]{0,4}[)\uff09\]]\s*$"
)
"""Patterns that may begin with white space begin where it does, or a run of it takes time by its square."""
_CHINESE_SIDE = re.compile(rf"[{HAN}]+(?:省|市|自治区|自治區|区|區|县|縣|州|盟|旗|地区|地區)")
_STOPPED = ("event:ended", "event:suspended")
SENTENCE = re.compile(r"[,\uff0c。;\uff1b:\uff1a]|\[\d+\]")
"""What stands in sentences, and in no heading."""
_NO_HEADING = re.compile(
    r"[(\uff08]?(?:[续續接].{0,2}表|.{0,2}[注註]|.{0,2}(?:备注|備註|说明|說明|来源|來源|单位|單位)|notes?|sources?)[)\uff09]?",
    re.IGNORECASE,
)
_INTENT = re.compile(
    "[拟擬](?:建立|[结結缔締])|意向|洽[谈談]|(?:计划|計劃|准备|準備)(?:建立|[结結]好)|候[选選]|待(?:[结結]好|[签簽])"
)
_LONGEST = 40


def plain(heading: str) -> str:
    """Give a heading without edit links, numbering, and a colon and a count at its end."""
    bare = _COLON.sub("", _EDIT.sub("", heading).strip()).strip()
    return _COUNT.sub("", _NUMBERING.sub("", bare)).strip() or heading.strip()


def may_head(text: str) -> bool:
    """Tell whether words may be a heading: they are short, and neither a sentence nor what is said beside a table."""
    words = _COLON.sub("", text.strip())
    return 0 < len(words) <= _LONGEST and not SENTENCE.search(words) and not _NO_HEADING.fullmatch(words)


def is_of_intent(heading: str) -> bool:
    """Tell whether a heading is of ties that are meant, not signed: 拟结好城市, 意向友城."""
    return len(heading) <= _LONGEST and _INTENT.search(heading) is not None


def read_section(heading: str, named: Collection[str] = ()) -> Section:
    """Read one heading; ``named`` says whether it may state a country or a Chinese side by its name."""
    words = plain(heading)
    kind, event = _one(words, concepts("kind")), _one(words, _stopped())
    continent = concepts("continent").get(words)
    section = Section(kind, level_of(words), continent, event=event)
    if not named or any(section):
        return section
    if "party" in named and (_CHINESE_SIDE.fullmatch(words) or "country" not in named):
        return section._replace(party=words)
    return section._replace(country=words) if "country" in named else section


def combined(sections: Iterable[Section]) -> Section:
    """Give what headings state together, the later (inner) before the earlier."""
    whole = Section()
    for section in sections:
        whole = Section(*(own or outer for own, outer in zip(section, whole, strict=True)))
    return whole


def level_of(heading: str | None) -> str | None:
    """Give the level that a section heading opens with, as in 地级友好城市."""
    words = plain(heading) if heading else ""
    return next((iri for word, iri in concepts("level").items() if words.startswith(word)), None)


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Give the known words that a text holds, the longest where they overlap; English ones whatever their case."""
    folded, found = normalize("NFKC", text).casefold(), []
    for word in sorted(words, key=len, reverse=True):
        if (known := word.casefold()) in folded:
            found.append(word)
            folded = folded.replace(known, "\n")
    return found


def _one(text: str, words: dict[str, str]) -> str | None:
    """Give the one concept that a text names; None where it names none or several."""
    named = {words[word] for word in words_in(text, words)}
    return named.pop() if len(named) == 1 else None


@cache
def _stopped() -> dict[str, str]:
    stopped = {term(name) for name in _STOPPED}
    return {word: iri for word, iri in concepts("event").items() if iri in stopped}
