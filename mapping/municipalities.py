"""The level a list means by 市级, the city's own: of a municipality directly under the central government the first.

Which cities those are ISO 3166-2 says (https://www.iso.org/iso-3166-country-codes.html), by way of pycountry.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..ontology import term
from .spelling import han_key, is_han, latin_base

if TYPE_CHECKING:
    from .names import PlaceName


def level_at(level: str | None, party: PlaceName) -> str | None:
    """Give the level that a word means of a Chinese side; only ``level:city`` hangs on whose ties they are."""
    if level != term("level:city"):
        return level
    return term("level:province" if is_municipality(party) else "level:prefecture")


def is_municipality(place: PlaceName) -> bool:
    """Tell whether a place of China is a municipality of the first level, by its name in Chinese or Latin letters."""
    name = place.main
    return not place.qualifier and (han_key(name) if is_han(name) else latin_base(name)) in _keys()


@cache
def _keys() -> frozenset[str]:
    """Give the keys of the four names, in Chinese with and without the word for their kind."""
    import gettext

    import pycountry

    chinese = gettext.translation("iso3166-2", Path(pycountry.LOCALES_DIR), languages=["zh_CN"]).gettext
    own = [each.name for each in pycountry.subdivisions if each.country_code == "CN" and each.type == "Municipality"]
    han = [han_key(chinese(name)) for name in own]
    return frozenset([*han, *(name[:-1] for name in han), *(latin_base(name.rpartition(" ")[0]) for name in own)])
