"""What a paragraph states of its list's ties in numbers, and what of it is not understood."""

from __future__ import annotations

from typing import NamedTuple


class Stated(NamedTuple):
    """A number that a clause states: its words from the first that counts, what is counted, how many, of which part."""

    text: str
    what: str
    value: int
    continent: str | None = None
    level: str | None = None


class Counts(NamedTuple):
    """What a paragraph states of its list's ties, and its sentences with a number that is not understood."""

    stated: tuple[Stated, ...] = ()
    unread: tuple[str, ...] = ()
