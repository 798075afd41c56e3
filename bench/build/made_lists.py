"""Made-up lists of twinnings between places of the gazetteer, seeded: some ties in several lists, some dated otherwise.

A third are official lists of one city, a third lists of several Chinese sides, a third lists of all China; each states
a count of itself, and some of them wrongly. Every place has a link, so that the lists build as published ones do.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from youcheng.mapping.gazetteer import rows
from youcheng.mapping.places import CHINA, LINKS, load_links
from youcheng.mapping.regions import regions

if TYPE_CHECKING:
    from pathlib import Path

CONTINENTS = {"142": "亚洲", "150": "欧洲", "002": "非洲", "003": "北美洲", "005": "南美洲", "009": "大洋洲"}
SIDES = ("西安市", "乌鲁木齐市", "伊宁市", "哈密市", "克拉玛依市")
STATED_BEFORE = 0.15
"""The share of rows whose tie an earlier list states too."""
DATED_OTHERWISE = 0.3
"""The share of those that give another date."""
IN_ORDER = 0.95
"""The share of rows that stand in order of date among those of their side."""
_HAN = re.compile("[\u4e00-\u9fff]{2,8}")
_LINK = "place:{place}\t{label}\tskos:exactMatch\twd:{qid}\t{label}\tsemapv:ManualMappingCuration\t1\t\t\tmade up"
_YAML = """document: document.csv
reader: separated
title: {{ zh: 第{number}份友好城市名录 }}
publisher: {{ zh: 第{number}家 }}
authority: {authority}
about: {about}
as_of: 2024-{month:02}
licence: none
kind: sister-city
level: prefecture
columns:
  - {{ header: 序号, field: number }}
  - {{ header: 中方, field: party }}
  - {{ header: 外方, field: partner }}
  - {{ header: 国家, field: country }}
  - {{ header: 洲, field: continent }}
  - {{ header: 结好日期, field: signed }}
  - {{ header: 人口, field: population }}
  - {{ header: 面积, field: area }}
"""


class Abroad(NamedTuple):
    """A foreign place as the lists write it."""

    name: str
    country: str
    continent: str


def write_lists(folder: Path, number: int, size: int, seed: int = 1) -> Path:
    """Write so many lists of so many rows into a folder, and beside them the links of their places; gives the links."""
    chance = Random(seed)  # noqa: S311 - seeded on purpose
    sides, abroad, links = _places()
    path = folder / "links.sssom.tsv"
    path.write_text(LINKS.read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(links) + "\n", encoding="utf-8")
    stated: dict[tuple[str, Abroad], str] = {}
    for each in range(number):
        sort = each % 3
        home = sides[each % len(sides)]
        own = [home] if sort == 0 else chance.sample(sides, 10 if sort == 1 else min(40, len(sides)))
        known = [tie for tie in stated if tie[0] in own]
        ties = {tie: _date(chance, stated[tie]) for tie in chance.sample(known, min(len(known), _share(chance, size)))}
        while len(ties) < size:
            tie = (chance.choice(own), chance.choice(abroad))
            ties.setdefault(tie, stated.setdefault(tie, _day(chance)))
        into = folder / f"made-{each:03}-2024"
        into.mkdir(parents=True)
        about = (home, SIDES[each % len(SIDES)] if len(own) == 1 else home, "中国")[sort]
        (into / "list.yaml").write_text(
            _YAML.format(
                number=each, about=about, month=1 + each % 12, authority="encyclopedia" if sort else "official"
            ),
            encoding="utf-8",
        )
        (into / "document.csv").write_text(_document(chance, ties, each), encoding="utf-8")
    return path


def _document(chance: Random, ties: dict[tuple[str, Abroad], str], number: int) -> str:
    """Write a table, side by side in order of date, some rows out of it, and a count above it that may be wrong."""
    lines = [f"共有{len(ties) + number % 2}对友好城市", "序号,中方,外方,国家,洲,结好日期,人口,面积"]
    ordered = sorted(ties.items(), key=lambda tie: (tie[0][0], tie[1] if chance.random() < IN_ORDER else ""))
    for place, ((side, there), date) in enumerate(ordered, 1):
        people, area = chance.randint(10_000, 9_000_000), chance.randint(20, 6_000)
        lines.append(f"{place},{side},{there.name},{there.country},{there.continent},{date},{people},{area}")
    return "\n".join(lines) + "\n"


def _share(chance: Random, size: int) -> int:
    return sum(chance.random() < STATED_BEFORE for _ in range(size))


def _day(chance: Random) -> str:
    return f"{chance.randint(1975, 2022)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _date(chance: Random, before: str) -> str:
    return _day(chance) if chance.random() < DATED_OTHERWISE else before


def _places() -> tuple[list[str], list[Abroad], list[str]]:
    """Give Chinese sides, foreign places and new links of both, from the gazetteer's cities of linked countries."""
    known = load_links()
    taken = {place.qid for place in known.places.values()}
    countries = {place.qid: place for place in known.places.values() if place.qid and "-" not in place.id}
    sides, abroad, links = list(SIDES), [], []
    names: set[tuple[str, str]] = set()
    for row in rows():
        country, label, qid = countries.get(row["country_qid"]), row["label_zh"], row["qid"]
        if country is None or qid in taken or not row["kind"].startswith("city") or not _HAN.fullmatch(label):
            continue
        if (country.id, label) in names or known.find(country.id, label):
            continue
        names.add((country.id, label))
        taken.add(qid)
        links.append(_LINK.format(place=f"{country.id}-{qid.lower()}", label=label, qid=qid))
        if country.id == CHINA:
            sides.append(label)
        else:
            continent = next(CONTINENTS[code] for code in regions()[country.id] if code in CONTINENTS)
            abroad.append(Abroad(label, country.names[0], continent))
    return sides, abroad, links
