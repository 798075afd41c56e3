"""The land of the maps, drawn from Natural Earth's outline: ``python -m youcheng.graph.pages.outline FILE > land.svg``.

FILE is a TopoJSON file with one object, ``land``: ``land-110m.json`` of the npm package world-atlas 2.0.2.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

_TURN = 360.0
_WEST, _NORTH = -30.0, 80.0  # the left and the upper edge, as in atlas.py
_SOUTH = -60.0  # what lies wholly beyond is left out
_LEAST = 0.7  # degrees, east and north together, from one corner to the next
_CORNERS = 4  # what has fewer is left out
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 140"><!-- Natural Earth 1:110m land, public domain; '
    'x is degrees east of 30 W, y degrees south of 80 N --><path id="land" d="'
)


def drawn(topology: dict[str, Any]) -> str:
    """Give the outline as SVG; land that lies on the map's edge is drawn at both ends."""
    paths = []
    for ring in rings(topology):
        if max(north for _, north in ring) < _SOUTH:
            continue
        corners = thinned(unrolled([(east - _WEST, _NORTH - north) for east, north in ring]))
        if len(corners) < _CORNERS:
            continue
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        if left < 0:
            paths.append(path([(x + _TURN, y) for x, y in corners]))
        if right >= 0:
            paths.append(path(corners))
    return f'{_HEAD}{"".join(paths)}"/></svg>\n'


def rings(topology: dict[str, Any]) -> list[list[Point]]:
    """Give the rings of all polygons, as degrees to the east and to the north."""
    (across, up), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for east, north in arc:  # each from the one before
            x, y = x + east, y + north
            points.append((x * across + left, y * up + bottom))
        arcs.append(points)
    polygons = [one for geometry in topology["objects"]["land"]["geometries"] for one in geometry["arcs"]]
    return [_joined(arcs, ring) for polygon in polygons for ring in polygon]


def _joined(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    """Give the points of a ring; a negative number is an arc taken backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def unrolled(points: list[Point]) -> list[Point]:
    """Give a ring whose points go on beyond the 180th meridian, rather than round the world."""
    found: list[Point] = []
    for x, y in points:
        found.append((x - _TURN * round((x - found[-1][0]) / _TURN) if found else x, y))
    return found


def thinned(points: list[Point]) -> list[Point]:
    """Give the corners of a ring that are far enough from the one before; the last, which is the first, is left out."""
    kept: list[Point] = []
    for x, y in points[:-1]:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _LEAST:
            kept.append((x, y))
    return kept


def path(corners: list[Point]) -> str:
    """Give a ring as SVG draws it, to a tenth of a degree, each corner from the one before."""
    rounded = [(round(x, 1), round(y, 1)) for x, y in corners]
    moves = [f"{_short(x - a)} {_short(y - b)}" for (a, b), (x, y) in pairwise(rounded)]
    return f"M{_short(rounded[0][0])} {_short(rounded[0][1])}l{' '.join(moves).replace(' -', '-')}z"


def _short(number: float) -> str:
    """Give a number to one place without a zero that says nothing."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("0.", ".") if text.startswith(("0.", "-0.")) else text


if __name__ == "__main__":
    sys.stdout.write(drawn(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
