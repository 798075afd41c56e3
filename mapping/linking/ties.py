"""The twinnings that Wikidata stated in snapshots of 2016 to 2020: which items it tied with one in China."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

TIES = Path(__file__).parents[1] / "ties.tsv"
"""The table; its head names where it comes from and under which licence."""


def tied_with(qid: str) -> frozenset[str]:
    """Give the items that Wikidata said are tied with this one, as QIDs."""
    return _ties().get(qid, frozenset())


@cache
def _ties() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    lines = [line for line in TIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        found[row["qid"]].add(row["partner"])
        found[row["partner"]].add(row["qid"])
    return {qid: frozenset(partners) for qid, partners in found.items()}
