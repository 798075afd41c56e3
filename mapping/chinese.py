"""Places in China: whether a text names one, and whether it names one together with a place that is none."""

from __future__ import annotations

import re
from functools import cache

from . import gazetteer
from .names import LONGEST, OWN_KINDS, part_region, read_name
from .places import CHINA, load_links

_PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|"
    "云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|內蒙古|遼寧|黑龍江|江蘇|山東|廣東|廣西|重慶|貴州|雲南|陝西|甘肅|寧夏|澳門"
)
_KIND_OF_PLACE = re.compile(f"(?:{OWN_KINDS}|新区)$")
_BETWEEN = re.compile(r"\s*(?:[—–―~\uff5e\u301c\-\uff0d/\uff0f&\uff06、\n]|[与與和及])+\s*")
"""What may stand between the two sides of a tie that one cell names."""
_NO_NAME = re.compile(r"[\d,\uff0c。;\uff1b:\uff1a]|.{25}")


def is_chinese_place(text: str) -> bool:
    """Tell whether a text names a place in China, with or without its province and its kind of place."""
    if len(text) > LONGEST:
        return False
    name = part_region(read_name(text), chinese=True)
    known = _chinese_places()
    return (
        any(
            part in known or _KIND_OF_PLACE.sub("", part) in known for part in (name.main, name.qualifier or "") if part
        )
        or re.match(_PROVINCES, text) is not None
    )


def names_both_sides(text: str) -> bool:
    """Tell whether a text names the two sides of a tie, one place in China and one that is none: 西安市与奈良市."""
    if len(text) > LONGEST:
        return False
    for found in _BETWEEN.finditer(text):
        sides = text[: found.start()].strip(), text[found.end() :].strip()
        named = all(len(side) > 1 and not _NO_NAME.search(side) for side in sides)
        if named and sum(map(_is_own, sides)) == 1:
            return True
    return False


def _is_own(text: str) -> bool:
    """Tell whether a side is a place in China with its kind, as lists of both sides write it."""
    return bool(_KIND_OF_PLACE.search(text)) and is_chinese_place(text)


@cache
def _chinese_places() -> frozenset[str]:
    """Give the names, without their kind of place, that the links and the gazetteer know in China."""
    links = load_links()
    china = links.places[CHINA].qid
    said = {name for place in links.places.values() if place.country == CHINA for name in place.names}
    for cells in gazetteer.rows():
        if cells["country_qid"] == china and cells["qid"] != china:
            said.update(name for _, name, _ in gazetteer.names(cells))
    return frozenset({_KIND_OF_PLACE.sub("", name) for name in said if len(name) > 1} | {*_PROVINCES.split("|")} - {""})
