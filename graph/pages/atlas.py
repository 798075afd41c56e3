"""A small map: places by their coordinates, joined by lines, on the outline of the world's land."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Facts

_TURN = 360.0


class Spot(NamedTuple):
    """A place on the map, in degrees to the east of 30° W and to the south of 80° N; ``path`` is the line to it."""

    iri: str
    name: str
    x: float
    y: float
    path: str = ""


class Sketch(NamedTuple):
    """A place in the middle and its partners; ``unplaced`` counts those without coordinates."""

    here: Spot
    partners: tuple[Spot, ...]
    unplaced: int


def sketch(facts: Facts, place: str, name: str, partners: Iterable[tuple[str, str]]) -> Sketch | None:
    """Give the map of a place and its partners (IRI and name each), None where there is nothing to join."""
    here = _spot(facts, place, name)
    if here is None:
        return None
    named = list(dict.fromkeys(partners))
    found = [spot for iri, called in named if (spot := _spot(facts, iri, called))]
    joined = tuple(spot._replace(path=_line(here, spot)) for spot in found)
    return Sketch(here, joined, len(named) - len(found)) if joined else None


def _spot(facts: Facts, iri: str, name: str) -> Spot | None:
    north, east = facts.value(iri, "schema:latitude"), facts.value(iri, "schema:longitude")
    if not (north and east):
        return None
    return Spot(iri, name, round((float(east) + 30) % _TURN, 1), round(80 - float(north), 1))


def _line(one: Spot, other: Spot) -> str:
    """Give a line between two spots, bent towards the north as far as they are apart."""
    bend = min(one.y, other.y) - abs(one.x - other.x) / 6
    return f"M{one.x:g} {one.y:g}Q{(one.x + other.x) / 2:.1f} {max(bend, -4):.1f} {other.x:g} {other.y:g}"
