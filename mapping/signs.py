"""Cells that say by a sign that they repeat the cell above, or that there is nothing to say."""

from __future__ import annotations

from functools import cache

from ..ontology import concepts, term
from .languages import closed

_DITTO = {
    "\u3003", "\u2033", "\u201d", "\u201c", '"', "''", ",,", "々", "同上", "仝上", "同前", "上同", "同", "仝", "ditto",
    "do.", "idem", "as above", "same as above", "상동", "위와 같음",
}  # fmt: skip
_NOTHING = ("stated-unknown", "empty")


def is_ditto(text: str) -> bool:
    """Tell whether a cell repeats the one above it: a ditto mark, or the word for it."""
    return text.strip().casefold() in _DITTO


def of_nothing(text: str) -> str | None:
    """Give how a cell says that it has no value, as the local name of a ``reading:`` concept; None where it has one."""
    return _words().get(closed(text))


@cache
def _words() -> dict[str, str]:
    names = {term(f"reading:{name}"): name for name in _NOTHING}
    return {word: names[iri] for word, iri in concepts("reading").items() if iri in names}
