"""Reference marks in a text, such as ``[4]``, ``[10]:126`` and ``[註 2]``."""

from __future__ import annotations

import re

from .numbers import NARROW
from .records import Mark

_MARK = re.compile(r"\[(?:[註注]\s*(?P<note>\d{1,9})|(?P<number>\d{1,9}))\](?::(?P<page>[\dA-Za-z–-]+))?")


def read_marks(text: str) -> tuple[Mark, ...]:
    """Give the marks of a text in order."""
    return tuple(
        Mark(int(found["note"]), note=True) if found["note"] else Mark(int(found["number"]), found["page"])
        for found in _MARK.finditer(text.translate(NARROW))
    )


def without_marks(text: str) -> str:
    """Give a text without its marks."""
    for found in reversed([*_MARK.finditer(text.translate(NARROW))]):
        text = text[: found.start()] + text[found.end() :]
    return text.strip()
