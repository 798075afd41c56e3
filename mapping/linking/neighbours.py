"""The subdivisions that a place may lie in, where no source says: those that the places nearest to it lie in."""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from math import cos, radians
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

_NEAREST = 5


class Located(NamedTuple):
    """A place of a country at a position in degrees, with the codes of what it is known to lie in."""

    country: str
    latitude: float
    longitude: float
    around: Collection[str]


class Neighbours:
    """Places that are known to lie somewhere, by country."""

    def __init__(self, places: Collection[Located]) -> None:
        self._known: dict[str, list[Located]] = defaultdict(list)
        for place in places:
            if place.around:
                self._known[place.country].append(place)

    def around(self, place: Located) -> tuple[list[str], list[str]]:
        """Give the codes of all that its five nearest places lie in, and those that they share."""
        known = (each for each in self._known[place.country] if each is not place)
        nearest = nsmallest(_NEAREST, known, key=lambda each: _apart(place, each))
        near = [set(each.around) for each in nearest]
        return sorted(set().union(*near)), sorted(set.intersection(*near)) if len(near) == _NEAREST else []


def _apart(one: Located, other: Located) -> float:
    """Give the square of how far two places are apart, in degrees of latitude, good enough to tell which is nearer."""
    east = abs(one.longitude - other.longitude)
    east = min(east, 360 - east) * cos(radians((one.latitude + other.latitude) / 2))
    north: float = one.latitude - other.latitude
    return north * north + east * east
