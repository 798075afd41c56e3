"""One name however it is spelt: keys under which traditional and simplified, accented and plain spellings meet."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from .languages import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_HAN = re.compile(rf"[^{HAN}{KANA}0-9A-Za-z]")
_NOT_LATIN = re.compile(r"[^0-9a-z]+")
_QUALIFIED = re.compile(r"(?P<name>[^(]*[^(\s])\s*\((?P<qualifier>[^()]+)\)\s*")
_HAN = re.compile(rf"[{HAN}]")
_KIND_WORDS = {
    "city", "town", "municipality", "municipal", "metropolitan", "metropolis", "province", "region", "oblast",
    "krai", "district", "county", "prefecture", "state", "governorate", "department", "territory", "autonomous",
    "republic", "shire", "council", "rural", "urban", "raion", "rayon", "voivodeship", "canton", "parish",
    "commune", "borough", "community", "capital", "federal", "of", "the", "audany", "oblysy", "oblasty",
    "aimag", "sum", "viloyati", "tumani", "ili",
}  # fmt: skip
_ADJECTIVE = re.compile(r"(?<=.{4})(?:sk(?:iy|y|ij|ii|aya|oye)|sky)$")
"""The ending by which Russian makes the name of a district or region from that of its town (Zaysanskiy)."""


def is_han(text: str) -> bool:
    """Tell whether a text holds Chinese characters."""
    return bool(_HAN.search(text))


def simplified(text: str, *, japanese: bool = False) -> str:
    """Give a text in simplified characters; ``japanese`` also takes the forms that only Japan uses (塩 for 鹽)."""
    return _converter("t2s")(_converter("jp2t")(text) if japanese else text)


def han_key(text: str, *, japanese: bool = False) -> str:
    """Give the key of a Chinese or Japanese name: simplified, without dots, hyphens and spaces."""
    return _NOT_HAN.sub("", simplified(normalize("NFKC", text), japanese=japanese))


def words(text: str) -> tuple[str, ...]:
    """Give the words of a name in any script as lower-case ASCII."""
    from anyascii import anyascii

    plain = anyascii(text).lower().replace("'", "").replace("`", "")
    return tuple(word for word in _NOT_LATIN.split(plain) if word)


def latin_key(text: str) -> str:
    """Give the key of a name in another script than Chinese: its letters and digits as lower-case ASCII."""
    return "".join(words(text))


def latin_base(text: str) -> str:
    """Give the key of a name without the words that say what kind of place it is, as in Kakheti Region."""
    every = words(text)
    own = [word for word in every if word not in _KIND_WORDS] or every
    return "".join(_ADJECTIVE.sub("", word) for word in own)


def without_qualifier(text: str) -> tuple[str, str]:
    """Give a label and what stands in parentheses after it, as in 托伦特 (巴伦西亚省); or the label and nothing."""
    found = _QUALIFIED.fullmatch(normalize("NFKC", text))
    return (found["name"], found["qualifier"]) if found else (text, "")


@cache
def _converter(config: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert
