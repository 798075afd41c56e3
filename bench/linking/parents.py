"""How well a stated parent is judged: true ones, ones of other places, and what is told by neighbours alone.

python bench/linking/parents.py [COUNT]
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from made_names import drawn, made

from youcheng.mapping.gazetteer import codes, rows
from youcheng.mapping.linking.classes import PlaceClass, classes_of
from youcheng.mapping.linking.index import open_index
from youcheng.mapping.linking.neighbours import Located, Neighbours
from youcheng.mapping.linking.subdivisions import Subdivisions
from youcheng.mapping.linking.verdicts import judge

if TYPE_CHECKING:
    from youcheng.mapping.linking.index import Index

_COUNT, _SEED, _CHOICE = 2000, 404, 3


def main(count: int) -> None:
    """Print how names with ties fare with the area that they lie in, and with another of their country."""
    index = open_index()
    areas: dict[str, list[dict[str, str]]] = defaultdict(list)
    for cells in rows():
        if codes(cells) and cells["label_zh"] and PlaceClass.FIRST in classes_of(cells["kind"]):
            areas[cells["country_qid"]].append(cells)
    outcome: dict[str, Counter[str]] = {"its own area": Counter(), "another area": Counter()}
    draw = random.Random(_SEED)  # noqa: S311 - a drawn sample, no secret
    for cells in drawn(count, _SEED, tied=True):
        of_country, entry = areas[cells["country_qid"]], index.item(cells["qid"])
        if entry is None or PlaceClass.FIRST in entry.classes or not cells["parent"] or len(of_country) <= _CHOICE:
            continue
        own = [area for area in of_country if entry.around & set(codes(area))]
        others = [area for area in of_country if area not in own]
        for title, choice in (("its own area", own), ("another area", others)):
            for name in made([cells], index, _SEED) if choice and own else ():
                stated = name.sought.name._replace(other=None, qualifier=draw.choice(choice)["label_zh"])
                item = judge(index, replace(name.sought, name=stated, population=None)).item
                outcome[title]["open" if item is None else "linked"] += 1
                outcome[title]["linked to another item"] += item is not None and item.entry.qid != cells["qid"]
    for title, counted in outcome.items():
        print(f"{title} stated: {dict(counted)}")
    print(f"by neighbours alone: {dict(_by_neighbours(index))}")


def _by_neighbours(index: Index) -> Counter[str]:
    """Judge every place whose area a source tells as if none did."""
    table = list(rows())
    subdivisions, places = Subdivisions(table), []
    for cells in table:
        code = index.code(cells["country_qid"]) or ""
        if cells["lat"] and cells["lon"]:
            places.append(Located(code, float(cells["lat"]), float(cells["lon"]), subdivisions.around(cells, code)))
    neighbours, bearers = Neighbours(places), Counter(code for place in places for code in place.around)
    counted: Counter[str] = Counter()
    for place in places:
        if place.around and any(bearers[code] > 1 for code in place.around):
            counted["near" if set(place.around) & set(neighbours.around(place)[0]) else "taken to lie elsewhere"] += 1
    return counted


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT)
