"""The country that a cell names together with the place in it: by a flag, before the name, or after it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from . import gazetteer
from .countries import flagged, is_country, read_country
from .languages import HAN
from .names import LONGEST
from .spelling import han_key
from .territories import territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONLY_A_KIND = re.compile("(?:[市城州省府港县縣郡区區都]|首都|城市|特[别別]市|共和[国國]|群[岛島]|[湾灣])")
"""What is left of the name of a place that holds a country's, as 墨西哥城, which is then no country before a place."""
_KIND = re.compile("[市州省府县縣郡区區]$")
_BRACKETED = re.compile(r"(?P<place>[^()\uff08\uff09]+?)\s*[(\uff08](?P<country>[^()\uff08\uff09]+)[)\uff09]")
_LAST = re.compile(rf"(?P<place>[^{HAN}]+),\s*(?P<country>[^,{HAN}]+)")
_CODED = re.compile(rf"(?P<code>[A-Z]{{3}})(?P<place>[{HAN}].+)")
_APART = re.compile(r"[\s·:\uff1a,\uff0c/\-—]+")
_STATES = {"georgia"}
"""Names of countries that are more often those of states after a city: *Macon, Georgia*."""


def parted(text: str, flags: Iterable[tuple[str, ...]] = ()) -> tuple[str | None, str]:
    """Give the country that a cell names, None where it names none, and the rest of its words, the place.

    ``flags`` are the words of cells, each with what the flags in it may be called.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return None, text
    for words, *names in flags:
        if " ".join(words.split()) == text and (named := next(filter(is_country, names), None)):
            return read_country(named), _without(text, named)
    return next(_stated(text), (None, text))


def _without(text: str, flag: str) -> str:
    """Give the words beside a flag without those of the flag itself, which templates show too."""
    country = territory(read_country(flag))
    own = next((name for name in (flag, read_country(flag)) if text.startswith(name)), "")
    rest = _APART.sub("", text[len(own) :], count=1) if own and _APART.match(text[len(own) :]) else text[len(own) :]
    named, place = next(_stated(text), (None, text))
    if named and territory(named) == country:
        return place
    return rest if rest and own and not _ONLY_A_KIND.fullmatch(rest) else text


def _stated(text: str) -> Iterator[tuple[str | None, str]]:
    """Give the country and the place, first by what parts them, then by the longest name of a country before it."""
    if named := flagged(text):
        country, rest = named
        own, place = next(_stated(rest), (None, rest))
        yield country, (place if own and territory(read_country(own)) == territory(country) else rest) or country
    if is_country(text):
        yield text, text
    if (found := _BRACKETED.fullmatch(text)) and is_country(found["country"].strip()):
        yield found["country"].strip(), found["place"]
    if (found := _LAST.fullmatch(text)) and found["country"].casefold() not in _STATES and is_country(found["country"]):
        yield found["country"], found["place"]
    for found in reversed([*_APART.finditer(text)]):
        if is_country(text[: found.start()]) and text[found.end() :]:
            yield text[: found.start()], text[found.end() :]
    if (code := _CODED.match(text)) and is_country(code["code"]):
        yield read_country(code["code"]), code["place"]
    yield from _unparted(text)


def _unparted(text: str) -> Iterator[tuple[str, str]]:
    """Give the country and the place where nothing parts them, as in 日本仙台市; never of a place's own name."""
    for end in range(min(len(text) - 2, 12), 1, -1):
        rest = text[end:].strip()
        if not _ONLY_A_KIND.fullmatch(rest) and re.match(f"[{HAN}]", rest) and is_country(text[:end]):
            if not _is_place(text):
                yield text[:end], rest if text[end - 1] in "国國" else rest.removeprefix("国").removeprefix("國")
            return


def _is_place(text: str) -> bool:
    """Tell whether a text is as a whole the name of a place, as 马里博尔 (not in Mali) and 巴西利亚."""
    return _KIND.sub("", han_key(text)) in _known()


@cache
def _known() -> frozenset[str]:
    """Give the Chinese names of places that begin as those of countries do."""
    begin = {han_key(name)[:2] for name in _countries()}
    found: set[str] = set()
    for cells in gazetteer.rows():
        if cells["kind"] == "country":
            continue
        for language, name, _ in gazetteer.names(cells):
            if language.startswith("zh") and (key := han_key(name))[:2] in begin:
                found.add(_KIND.sub("", key))
    return frozenset(found)


def _countries() -> Iterator[str]:
    for cells in gazetteer.rows():
        if cells["kind"] == "country":
            yield from (name for language, name, _ in gazetteer.names(cells) if language.startswith("zh"))
