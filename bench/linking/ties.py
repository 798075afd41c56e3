"""What it is worth that Wikidata states a tie: names of its partners of Chinese places, judged without and with it.

python bench/linking/ties.py
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from made_names import made

from youcheng.mapping.gazetteer import rows
from youcheng.mapping.linking.index import open_index
from youcheng.mapping.linking.ties import tied_with
from youcheng.mapping.linking.verdicts import judge
from youcheng.mapping.spelling import is_han

_SEED = 190


def main() -> None:
    """Print how many names are linked, right and wrong, without and with the ties of their Chinese sides."""
    index = open_index()
    homes = {index.country(code) for code in ("cn", "tw", "hk", "mo")}
    table = [
        cells
        for cells in rows()
        if cells["country_qid"] not in homes and is_han(cells["label_zh"]) and tied_with(cells["qid"])
    ]
    outcome: dict[str, Counter[str]] = {"without": Counter(), "with": Counter()}
    for name in made(table, index, _SEED):
        for party in sorted(tied_with(name.qid)):
            for title, tied in (("without", frozenset[str]()), ("with", tied_with(party))):
                item = judge(index, replace(name.sought, tied=tied)).item
                outcome[title]["open" if item is None else "right" if item.entry.qid == name.qid else "wrong"] += 1
                if title == "with" and item is not None and item.entry.qid != name.qid:
                    print(f"  wrong: {name.sought.name.main} is {name.qid}: {item.entry.qid}, {item.explained}")
    for title, counted in outcome.items():
        print(f"{title} the tie: {dict(sorted(counted.items()))}")


if __name__ == "__main__":
    main()
