"""The id of a place, minted once from its country and its English name, and never changed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ..spelling import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from .index import Entry


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
