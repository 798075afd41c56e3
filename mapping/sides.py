"""Headings that are the name of a place and nothing else, whose own the ties beneath may be."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from . import gazetteer
from .languages import HAN
from .names import read_name
from .places import CHINA, load_links
from .sections import plain, read_section

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIDE = re.compile(rf"[{HAN}]{{1,10}}(?:省|市|自治区|自治區|自治州|区|區|县|縣|盟|旗)")
_NO_SIDE = re.compile(
    r".*(?:[大地社特景片赛专辖轄][区區]|[地州县縣区區]级市|[下列辖轄]市|城市|都市|其他|其它|[亚亞欧歐非美洋洲]洲?[区區])|.*各.*"
    r"|[全本我该該外中]?[省市区區县縣旗州盟]{1,4}"
)
"""What ends as such names do and is none: 各区县, 我市, 国外城市, 亚洲地区."""


def side_named(headings: Iterable[str], about: str) -> str | None:
    """Give the innermost of some headings that is the name of another Chinese place than the list's; None for none.

    So may be the name of a place that nothing knows; that of a place that is known abroad alone is none.
    """
    own = {read_name(about).main, about}
    named = None
    for heading in headings:
        words = plain(heading)
        if _SIDE.fullmatch(words) and not _NO_SIDE.fullmatch(words) and not any(read_section(words)):
            named = None if any(words in each for each in own) else words
    if named is None or named in (abroad := _abroad()) or named.rstrip("市") in abroad:
        return None
    return named


@cache
def _abroad() -> frozenset[str]:
    """Give the names, in full, of places that the links and the gazetteer know abroad and not in China."""
    links = load_links()
    china = links.places[CHINA].qid
    here: set[str] = set()
    there: set[str] = set()
    for place in links.places.values():
        (here if place.country == CHINA else there).update(place.names)
    for cells in gazetteer.rows():
        (here if cells["country_qid"] == china else there).update(name for _, name, _ in gazetteer.names(cells))
    return frozenset(there - here)
