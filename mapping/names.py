"""The name of a place as a cell writes it, taken apart: Chinese part, other part and its language, qualifier."""

from __future__ import annotations

import re
from typing import NamedTuple

from .languages import TAGS

HAN = r"\u3400-\u9fff\uf900-\ufaff"
_LANGUAGE = "|".join(sorted((name for name in TAGS if name.isalpha()), key=len, reverse=True))
_RESIDUE = re.compile(rf"(?P<main>[{HAN}·・\-]+?)(?P<language>{_LANGUAGE})(?P<other>\S.*)")
_PARTS = re.compile(
    rf"(?P<main>[{HAN}·・\-]+(?:\s+[{HAN}·・\-]+)*)\s*"
    rf"(?:[(\uff08](?P<qualifier>[^()\uff08\uff09]+)[)\uff09])?\s*(?P<other>[^{HAN}()\uff08\uff09]*)"
)


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

    Raises ValueError where the cell is empty.
    """
    text = " ".join(text.split())
    if not text:
        raise ValueError(text)
    if found := _RESIDUE.fullmatch(text):
        return PlaceName(found["main"], found["other"], TAGS[found["language"]])
    if found := _PARTS.fullmatch(text):
        return PlaceName(found["main"], found["other"].strip() or None, None, found["qualifier"])
    return PlaceName(text)


def read_names(text: str) -> tuple[PlaceName, ...]:
    """Take apart names written without a break between them, each ended by its kind of place, as in 鹽山市大和村."""
    pattern = rf"[{HAN}]+?[市町村县縣区區州省郡](?:(?:{_LANGUAGE})[^市町村]+[市町村](?:\s*\([^)]*\))?)?"
    return tuple(read_name(found) for found in re.findall(pattern, text))
