"""How well linking does on hundreds of names made from the gazetteer's own labels, and on names that are not in it.

    python bench/linking/synthetic.py [COUNT]

Three gazetteers answer the same names: the whole one; one without the items that the names were made from, where any
link is wrong; and one without those items' Chinese names, where an item can be found only by its other names.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from made_names import SEED, drawn, gazetteer_unlabelled, gazetteer_without, made

from youcheng.mapping.linking.index import open_index
from youcheng.mapping.linking.verdicts import judge

if TYPE_CHECKING:
    from made_names import Made

    from youcheng.mapping.linking.index import Index

_COUNT = 500


def main(count: int) -> None:
    """Print, for places known to have ties and for places at random, the figures and every wrong link."""
    whole = open_index()
    print(f"seed {SEED}, {count} names a row")
    with TemporaryDirectory() as folder:
        for tied in (True, False):
            table = drawn(count, tied=tied)
            names, qids = made(table, whole), {cells["qid"] for cells in table}
            kind = "places with ties" if tied else "any places"
            _report(f"{kind}, whole gazetteer", whole, names)
            _report(f"{kind}, no country stated", whole, [_homeless(name) for name in names])
            holes = open_index(gazetteer_without(Path(folder) / f"without-{tied}.xz", qids), Path(folder))
            _report(f"{kind}, not in the gazetteer", holes, names)
            bare = open_index(gazetteer_unlabelled(Path(folder) / f"unlabelled-{tied}.xz", qids), Path(folder))
            _report(f"{kind}, no Chinese name in the gazetteer", bare, names)


def _homeless(name: Made) -> Made:
    return name._replace(sought=replace(name.sought, country=None))


def _report(title: str, index: Index, names: list[Made]) -> None:
    count: Counter[str] = Counter()
    wrong = []
    for name in names:
        item = judge(index, name.sought).item
        outcome = "open" if item is None else "right" if item.entry.qid == name.qid else "wrong"
        count[outcome] += 1
        if item is not None and outcome == "wrong":
            written = f"{name.sought.name.main} ({name.sought.country or 'country not stated'})"
            found = f"{item.entry.label} {item.entry.qid}, {item.points} points"
            wrong.append(f"  wrong: {written} is {name.qid}: linked to {found}")
    print(f"{title}: {len(names)} names, {count['right']} right, {count['wrong']} wrong, {count['open']} open")
    print("".join(f"{line}\n" for line in wrong), end="")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT)
