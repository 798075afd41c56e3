"""Whether an item lies in what a list says it lies in: the gazetteer's text of a parent against the stated name."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from ..spelling import han_key, is_han, latin_base, words
from .classes import PlaceClass, ending
from .sound import likeness, spoken, written
from .subdivisions import area_keys

if TYPE_CHECKING:
    from .index import Entry, Index, Named

_SAME, _ALIKE, _ANOTHER = 12, 6, -30
_SHORTEST_SOUND, _SAME_SOUND = 4, 0.8
_EARTH = 6371.0
_NEAREST = 4
_KIND_OF_AREA = {"division", "area", "region", "principality", "principado", "de", "del", "la"}


def compared(index: Index, entry: Entry, match: Named, within: str, country: str | None) -> tuple[int, str]:
    """Give the points and words for what an item is stated to lie in; what cannot be compared weighs nothing.

    Only another area of the same kind counts against it: Leeds lies in West Yorkshire and in England.
    """
    keys = area_keys(within, country or "")
    if match.qualifier and keys & area_keys(match.qualifier, country or ""):
        return _SAME, f"in {within}"
    by_names = _by_names(index, entry, within, keys, country) if entry.parent else (0, "")
    return by_names if by_names[0] > 0 else _by_codes(index, entry, within) or by_names


def _by_codes(index: Index, entry: Entry, within: str) -> tuple[int, str] | None:
    """Compare by ISO 3166-2, which says what each subdivision lies in (Benguet in the Cordillera); None: it cannot."""
    stated = index.areas(within, index.code(entry.country) or "")
    known = entry.around or entry.near
    if not stated or not known:
        return None
    called = f"{'in' if entry.around else 'near places in'} {' '.join(sorted(known))}"
    if any(chain[0] in known for chain in stated):
        amid = any(chain[0] in entry.amid for chain in stated)
        return (_SAME if entry.around else _ALIKE if amid else 0), f"{called}, as {within} says"
    for chain in stated:
        deeper = entry.around and len(chain) > len(known) and known & set(chain)
        if deeper or not (entry.around or index.peopled(chain[0])):
            return None
    return _ANOTHER, f"{called}, not {within}"


def _by_names(index: Index, entry: Entry, within: str, keys: set[str], country: str | None) -> tuple[int, str]:
    stated = _bearers(index, keys, entry)
    known = [each for each in _bearers(index, area_keys(entry.parent, country or ""), entry) if _area(each)]
    names = [name.name for each in stated for name in index.names(each.qid) if not name.han] + [within]
    stated = [each for each in stated if _area(each)]
    if latin_base(entry.parent) in {latin_base(name) for name in names} or set(stated) & set(known):
        return _SAME, f"in {entry.parent}, as {within} says"
    if any(_kinds(one) & _kinds(other) for one in stated for other in known):
        return _ANOTHER, f"in {entry.parent}, not {within}"
    if not known and any(_holds(entry.parent, name) for name in names):
        return _ALIKE, f"in {entry.parent}, much as {within} says"
    if not stated and _sounds(within, entry.parent, country):
        return _ALIKE, f"in {entry.parent}, as {within} sounds"
    if stated and all(_away(index, entry, each) for each in stated):
        return _ANOTHER, f"in {entry.parent}, away from {within}"
    return 0, ""


def _away(index: Index, entry: Entry, area: Entry) -> bool:
    """Tell whether the middles of several other areas of the same kind are nearer than that of this one."""
    own = distance(entry, area)
    if own is None:
        return False
    others = [distance(entry, each) for each in index.items(entry.country) if _kinds(each) & _kinds(area)]
    return sum(away is not None and away < own for away in others) >= _NEAREST


def _bearers(index: Index, keys: set[str], entry: Entry) -> list[Entry]:
    """Give the items of those names in the country of an item."""
    qids = sorted({name.qid for key in keys if key for name in index.named(key)})
    found = (index.item(qid) for qid in qids)
    return [each for each in found if each and each.country == entry.country]


def _area(entry: Entry) -> bool:
    return bool(entry.classes & PlaceClass.AREA)


def _kinds(entry: Entry) -> set[str]:
    """Give the kinds of an area that say its level, such as ``first-level:U.S. state``."""
    return {kind.strip() for kind in entry.kind.split(";") if kind.startswith(("first-level", "second-level"))}


def _holds(parent: str, name: str) -> bool:
    """Tell whether one text holds all words of the other but those for a kind: Souss - Massa - Draâ, Souss-Massa."""
    one, other = (set(words(text)) - _KIND_OF_AREA for text in (parent, name))
    return bool(one and other) and (one <= other or other <= one)


def _sounds(within: str, parent: str, country: str | None) -> bool:
    """Tell whether a Chinese name that the gazetteer lacks reads like the parent (马萨诸塞州, Massachusetts)."""
    heard = spoken(ending(han_key(within), country).base) if is_han(within) else ""
    return len(heard) >= _SHORTEST_SOUND and likeness(heard, written(latin_base(parent))) >= _SAME_SOUND


def distance(one: Entry, other: Entry) -> float | None:
    """Give the distance of two items in kilometres along the great circle, or None where one states no position."""
    if not (one.latitude and one.longitude and other.latitude and other.longitude):
        return None
    north, east, north_too, east_too = (
        radians(float(degrees)) for degrees in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    within = sin((north_too - north) / 2) ** 2 + cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(within))
