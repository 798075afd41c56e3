"""What the machine may decide by itself from the scored items of a name, and when it asks a person instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..spelling import latin_base
from .candidates import By, parted
from .classes import PlaceClass
from .scores import GREAT, PROMINENT, SOUND_WHOLE, Scored, is_prominent, scored
from .sound import written as spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .candidates import Sought
    from .index import Entry, Index

THRESHOLD = 70
"""Points from which the machine links by itself."""

MARGIN = 12
"""Points by which the first must be before the second; twice as many where the list states no country."""


RECURRENT = 0.1
"""Share of names that recur in a country (one in ten) from which a small place is not told by its name alone."""

_TIES = PlaceClass.SETTLEMENT | PlaceClass.AREA
_JAPANESE_TOWNS = {"町", "村"}
"""Words of towns and villages of Japan, whose names recur there, more often than the gazetteer has them (池田町)."""


class Verdict(NamedTuple):
    """The item that the machine links a name to, or none; why, in one line; all that answered, the best first.

    ``elsewhere`` is an item of another country that bears the name, where none of the stated one answers.
    """

    item: Scored | None
    reason: str
    ranked: tuple[Scored, ...]
    elsewhere: Entry | None = None


def judge(index: Index, sought: Sought) -> Verdict:
    """Decide one name."""
    ranked = tuple(scored(index, sought))
    if not ranked:
        return _unanswered(index, sought)
    first, others = ranked[0], ranked[1:]
    margin = MARGIN if sought.country else 2 * MARGIN
    rivalries = (_rivalry(first, other, margin) for other in others)
    doubt = next((doubt for doubt in (*_weaknesses(index, sought, first), *rivalries) if doubt), "")
    if doubt:
        return Verdict(None, f"needs a person: {doubt}", ranked)
    return Verdict(first, first.explained, ranked)


def _unanswered(index: Index, sought: Sought) -> Verdict:
    """Say that nothing answers, and which item of another country does: the list or the gazetteer may be of old."""
    bearers = (index.item(name.qid) for name in index.named(parted(sought).key) if name.whole and name.main)
    found = next((entry for entry in bearers if entry and entry.country and entry.classes & _TIES), None)
    if found is None or sought.country is None:
        return Verdict(None, "nothing in the gazetteer answers to it", ())
    there = (index.code(found.country) or "?").upper()
    reason = f"nothing in {sought.country.upper()} answers to it, but {found.label} {found.qid} in {there} does"
    return Verdict(None, reason, (), found)


def _weaknesses(index: Index, sought: Sought, first: Scored) -> Iterator[str]:
    """Say what keeps an item from being linked whoever else answers, the weightiest first."""
    entry, other = first.entry, sought.name.other
    if not entry.country:
        yield f"{shown(first)} states no country"
    if first.points < THRESHOLD:
        yield f"{shown(first)} has {first.points} points, fewer than {THRESHOLD}"
    if first.by <= {By.SOUND} and first.of("label") < SOUND_WHOLE and not (first.of("seat") or first.of("tie")):
        yield f"{shown(first)} is found by nothing but a likeness of sound"
    if first.of("latin") < 0:
        yield f"{shown(first)} has no name like the list's own {other}"
    if first.of("chinese") < 0 and not first.of("tie"):
        yield f"{shown(first)} bears the list's own {other}, but is called otherwise in Chinese"
    if first.of("population") < 0 and not is_prominent(entry):
        yield f"{shown(first)} has {entry.population:,} people, and the list states {sought.population:,}"
    within = parted(sought).within
    if first.of("parent") < 0:
        yield f"{shown(first)} does not lie in {within}, as the list says"
    if within and not (first.of("parent") or _backed(first)) and index.areas(within, sought.country or ""):
        yield f"nothing tells whether {shown(first)} lies in {within}, as the list says"
    if not _backed(first):
        yield from _smallness(index, sought, first)


def _backed(first: Scored) -> bool:
    """Tell whether more than a name and a kind speaks for an item."""
    return any(first.of(what) > 0 for what in ("parent", "population", "tie")) or is_prominent(first.entry)


def _smallness(index: Index, sought: Sought, first: Scored) -> Iterator[str]:
    """Say why a small place is not told by its name, if it is not."""
    if sought.country == "jp" and sought.name.main[-1] in _JAPANESE_TOWNS:
        yield f"several towns of Japan bear the name of {shown(first)}, or did; its prefecture or population would tell"
    if PlaceClass.SETTLEMENT & first.entry.classes and index.recurrence(first.entry.country) > RECURRENT:
        yield f"{shown(first)} is a small place in a country of many namesakes; parent or population would tell"
    if not sought.country and not (first.entry.tied and first.of("rarity") > 0):
        yield f"{shown(first)} is a small place, and the list states no country"


def _rivalry(first: Scored, other: Scored, margin: int) -> str:
    """Say why another item keeps the first from being linked, if it does."""
    if first.beside - other.beside < (margin // 2 if _overshadowed(first, other) else margin):
        return f"{shown(first)} with {first.points} points, {shown(other)} with {other.beside}"
    if other.of("tie") > first.of("tie"):
        return f"Wikidata states this tie of {shown(other)}, not of {shown(first)}"
    may_be_meant = other.by & {By.LATIN, By.LATIN_PART, By.LATIN_NEAR, By.SHARED}
    if not other.entry.country and other.entry.tied and not first.entry.tied and may_be_meant:
        return f"{shown(other)} has ties and may be meant, but states no country"
    if By.SHARED in other.by and other.of("kind") > 0 and other.of("prominence") > first.of("prominence"):
        return f"{shown(other)} bears the same name as {shown(first)} and is better known"
    if first.of("prominence") < PROMINENT and not first.of("parent") and _elsewhere(first, other):
        return f"the name recurs: {shown(other)} lies elsewhere than {shown(first)} in {first.entry.parent}"
    return ""


def _overshadowed(first: Scored, other: Scored) -> bool:
    """Tell whether a large place with ties stands beside one of which nothing but its name is known."""
    bare = not other.entry.described and not other.entry.tied and bool(other.entry.country)
    return first.entry.tied and first.of("prominence") >= GREAT and first.entry.described and bare


def _elsewhere(first: Scored, other: Scored) -> bool:
    """Tell whether another bearer of the name lies elsewhere: then a small place of the name may be one of several."""
    if not other.by & {By.WHOLE, By.ADDED, By.DROPPED, By.CHANGED} or not first.entry.parent or not other.entry.country:
        return False
    parent, beside = first.entry.parent, other.entry.parent
    if _one_area(parent, other.entry.label):
        return False
    if PlaceClass.FIRST in other.entry.classes:
        return True
    return bool(beside) and not _one_area(beside, parent) and not _one_area(beside, first.entry.label)


def _one_area(one: str, other: str) -> bool:
    """Tell whether two sources name one area: Balochistan and Baluchistan, Xinjiang and Xinjiang Uygur."""
    sounds = sorted((spell(latin_base(one)), spell(latin_base(other))), key=len)
    return bool(sounds[0]) and sounds[1].startswith(sounds[0])


def shown(item: Scored) -> str:
    """Give an item for a person: its label and QID."""
    return f"{item.entry.label} {item.entry.qid}"
