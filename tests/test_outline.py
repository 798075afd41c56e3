"""The land of the maps comes from Natural Earth's outline, by a script that anybody can run again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from youcheng.graph.pages import outline
from youcheng.graph.pages.render import STATIC

LAND = Path(__file__).parent / "data" / "land" / "land-110m.json"


def test_the_land_is_drawn_again_byte_for_byte() -> None:
    """The command gives the file that the pages use."""
    words = [sys.executable, "-m", outline.__name__, str(LAND)]
    assert subprocess.run(words, capture_output=True, check=True).stdout == (STATIC / "land.svg").read_bytes()


def test_rings() -> None:
    """Arcs are joined in their direction, beyond the 180th meridian and at both ends of the map."""
    square = [[1700, 0], [200, 0], [0, 200], [-200, 0], [0, -200]]
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": [square[:3], [[1900, 200], [-200, 0], [0, -200]]],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, 1]], [[~1, ~0]]]}]}},
    }
    first, second = outline.rings(topology)
    assert first == second[::-1] == [(170, 0), (190, 0), (190, 20), (170, 20), (170, 0)]
    assert outline.unrolled([(210, 0), (-140, 0)]) == [(210, 0), (220, 0)]
    shifted = json.loads(json.dumps(topology).replace('"translate": [0, 0]', '"translate": [-210, 0]'))
    assert outline.drawn(shifted).count("M") == 4  # from 40 W to 20 W: drawn at the right end and at the left, twice
    assert "M350 80l20 0 0-20-20 0z" in outline.drawn(shifted)


def test_what_is_too_small_is_left_out() -> None:
    """Corners nearer than the least distance go, and rings of fewer than four corners."""
    assert outline.thinned([(0, 0), (0.3, 0.3), (0.5, 0.3), (0, 0)]) == [(0, 0), (0.5, 0.3)]
