"""How well linking does on hundreds of names made from the gazetteer's own labels, and on names that are not in it.

    python bench/linking/synthetic.py [COUNT]

Three gazetteers answer the same names: the whole one; one without the items that the names were made from, where any
link is wrong; and one without those items' Chinese names, where an item can be found only by its other names. Some are
drawn from an item of which the gazetteer has nothing but names, which a well-known place bears as well (a second item
for Jakarta): links to that place count as wrong, and are counted apart too.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from made_names import SEEDS, drawn, gazetteer_unlabelled, gazetteer_without, made

from youcheng.mapping.linking.index import open_index
from youcheng.mapping.linking.scores import is_prominent
from youcheng.mapping.linking.verdicts import judge
from youcheng.mapping.spelling import latin_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made_names import Made

    from youcheng.mapping.linking.index import Entry, Index

_COUNT = 500


def main(count: int) -> None:
    """Print, for places known to have ties and for places at random, the figures and every wrong link."""
    whole = open_index()
    total: dict[str, Counter[str]] = {}
    for seed in SEEDS:
        print(f"seed {seed}, {count} names a row")
        for tied in (True, False):
            for title, counted in _asked(whole, seed, count, tied=tied):
                total.setdefault(title, Counter()).update(counted)
    print(f"seeds {', '.join(map(str, SEEDS))} together")
    for title, counted in total.items():
        print(_line(title, counted))


def _asked(whole: Index, seed: int, count: int, *, tied: bool) -> Iterator[tuple[str, Counter[str]]]:
    table = drawn(count, seed, tied=tied)
    names, qids = made(table, whole, seed), {cells["qid"] for cells in table}
    kind = "places with ties" if tied else "any places"
    with TemporaryDirectory() as folder:
        holes = open_index(gazetteer_without(Path(folder) / "without.xz", qids), Path(folder))
        bare = open_index(gazetteer_unlabelled(Path(folder) / "unlabelled.xz", qids), Path(folder))
        for title, index, asked in (
            (f"{kind}, whole gazetteer", whole, names),
            (f"{kind}, no country stated", whole, [_homeless(name) for name in names]),
            (f"{kind}, not in the gazetteer", holes, names),
            (f"{kind}, no Chinese name in the gazetteer", bare, names),
        ):
            yield title, _report(title, index, whole, asked)


def _homeless(name: Made) -> Made:
    return name._replace(sought=replace(name.sought, country=None))


def _report(title: str, index: Index, whole: Index, names: list[Made]) -> Counter[str]:
    count: Counter[str] = Counter(names=len(names))
    wrong = []
    for name in names:
        item = judge(index, name.sought).item
        outcome = "open" if item is None else "right" if item.entry.qid == name.qid else "wrong"
        count[outcome] += 1
        if item is not None and outcome == "wrong":
            better = _better_known(whole, name.qid, item.entry)
            count["better known"] += better
            written = f"{name.sought.name.main} {name.sought.name.other or ''}".strip()
            found = f"{item.entry.label} {item.entry.qid}, {item.points} points"
            wrong.append(
                f"  wrong: {written} ({name.sought.country or 'country not stated'}) is {name.qid}: linked to {found}"
                + (", the better known bearer of the name" if better else "")
            )
    print(_line(title, count))
    print("".join(f"{line}\n" for line in wrong), end="")
    return count


def _better_known(whole: Index, qid: str, linked: Entry) -> bool:
    """Tell whether a name was drawn from an item of which only names are known, and a well-known place has them too."""
    drawn_from = whole.item(qid)
    if drawn_from is None or drawn_from.described or not is_prominent(linked):
        return False
    one, other = ({latin_base(name.name) for name in whole.names(each) if not name.han} for each in (qid, linked.qid))
    return bool(one & other)


def _line(title: str, count: Counter[str]) -> str:
    known = f" ({count['better known']} of them the better known bearer)" if count["better known"] else ""
    return (
        f"{title}: {count['names']} names, {count['right']} right, {count['wrong']} wrong{known}, {count['open']} open"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT)
