"""The regions of the world by UN M49: which continents a country belongs to, by the United Nations' standard."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

REGIONS = Path(__file__).with_name("regions.tsv")
"""The table; its head names where it comes from and under which licence."""


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Give the M49 codes of the regions of each country, by its ISO 3166-1 alpha-2 code in lower case."""
    lines = [line for line in REGIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["country"]: tuple(row["regions"].split()) for row in csv.DictReader(lines, delimiter="\t")}
