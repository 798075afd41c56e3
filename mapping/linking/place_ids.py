"""The id of a place, minted once from its country and its English name, and never changed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ..spelling import han_key, is_han, latin_base, simplified, words
from .classes import ending

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ..names import PlaceName
    from .index import Entry, Index

_OWN_READING = frozenset({"jp", "kr", "kp", "vn"})
"""Countries whose names in Chinese characters are read otherwise than in Chinese."""

_SEVERAL_READINGS = frozenset("长重乐朝会行单尉莘涡厦蚌铅六番浚曾")
"""Characters whose reading in names of places is often another than their usual one, as in 长宁 and 厦门."""


def name_of_item(index: Index, item: Entry) -> str:
    """Give the name of an item to mint from: its label, or where that is in Chinese another name, or else its QID."""
    if not is_han(item.label):
        return item.label
    return next((name.name for name in index.names(item.qid) if not name.han), item.qid)


def name_without_item(index: Index, country: str, name: PlaceName) -> str:
    """Give the name to mint from where no item is known: the list's Latin name, or a reading of the Chinese one.

    Where the place may be read otherwise, the gazetteer's Latin name of places written so in that country stands for
    it, and where there is none, or there are several, the characters by their numbers in Unicode.
    """
    main, other = name.main, name.other
    if other and not is_han(other):
        return other
    key = han_key(main, japanese=country == "jp")
    if not is_han(main) or not (country in _OWN_READING or _SEVERAL_READINGS & set(simplified(main))):
        return main
    said = ending(key, country)
    for spelt, word in ((key, ""), (said.base, said.word if country == "cn" else "")):
        read = set(_labels(index, country, spelt))
        if len(read) == 1:
            return f"{read.pop()} {word}"
    return " ".join(["han", *(f"{ord(character):x}" for character in key)])


def _labels(index: Index, country: str, key: str) -> Iterator[str]:
    """Give the Latin names, without the words that say what they are, of a country's items of a Chinese name."""
    home = index.country(country)
    for named in index.named(key) if key else ():
        item = index.item(named.qid)
        if item and named.han and item.country == home and not is_han(item.label):
            yield latin_base(item.label)


def mint(country: str, name: str, taken: Container[str], item: Entry | None = None) -> str:
    """Give a new id such as ``jp-nara``: the country's ISO code and the words of a name in ASCII.

    Where that id is taken, the name of what the place lies in is added, then its QID, then a number.
    """
    return next(each for each in _spelt(country, name, item) if each not in taken)


def _spelt(country: str, name: str, item: Entry | None) -> Iterator[str]:
    slug = "-".join((country, *words(name)))
    yield slug
    if item and item.parent:
        yield "-".join((slug, *words(item.parent)))
    if item:
        yield f"{slug}-{item.qid.lower()}"
    yield from (f"{slug}-{number}" for number in count(2))
