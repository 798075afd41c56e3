"""The ISO 3166-2 subdivisions of countries: what they are called at home and in Chinese, and what each lies in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..gazetteer import codes, names
from ..spelling import han_key, is_han, latin_base, latin_key, words
from .classes import ending

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEARLY, _SHORTEST = 0.9, 4
_MISSPELLING = "ne_places"
"""The source whose parents are names of first-level areas in spellings of its own."""

_CHINESE = ("zh_CN", "zh_TW")


class Subdivisions:
    """The subdivisions of the world: by code (``GB-LDS``) the one that each lies in (``GB-ENG``), and all their names.

    Names are ISO's own, their Chinese translations, and those of the gazetteer's items that bear a code.
    """

    def __init__(self, table: Iterable[dict[str, str]]) -> None:
        self._around: dict[str, str | None] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for code, around, called in _published():
            self._around[code] = around
            self._names[code].update(called)
        for cells in table:
            for code in self._around.keys() & set(codes(cells)):
                self._names[code].update(name for _, name, _ in names(cells))
        self._by_key: dict[str, set[str]] = defaultdict(set)
        self._bases: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, code in self.named():
            self._by_key[key].add(code)
        self._words: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        for code, called in self._names.items():
            latin = [name for name in called if not is_han(name)]
            self._bases[code[:2]].update((latin_base(name), code) for name in latin)
            self._words[code[:2]] += [(frozenset(words(name)), code) for name in latin]

    def named(self) -> Iterator[tuple[str, str]]:
        """Give every key with every code that it is a name of."""
        for code, called in self._names.items():
            for key in sorted({key for name in called for key in area_keys(name, code[:2].lower())}):
                yield key, code

    def chains(self) -> Iterator[tuple[str, list[str]]]:
        """Give each code with itself and all that it lies in, the smallest first."""
        return ((code, self._chain(code)) for code in self._around)

    def around(self, cells: dict[str, str], country: str) -> list[str]:
        """Give the codes of all that an item of the gazetteer is known to lie in, by its own code and its parent."""
        known = {each for code in codes(cells) if code in self._around for each in self._chain(code)}
        return sorted(known.union(self._meant(cells, country.upper()) if cells["parent"] else ()))

    def _chain(self, code: str) -> list[str]:
        around = self._around[code]
        return [code, *self._chain(around)] if around else [code]

    def _meant(self, cells: dict[str, str], country: str) -> set[str]:
        """Give what a row's parent lies in, itself among it, in another spelling as well (Moskovsskaya).

        Where several subdivisions bear the name, it is what they all lie in.
        """
        parent = cells["parent"]
        keys = area_keys(parent, country.lower())
        found = {code for key in keys for code in self._by_key.get(key, ()) if code.startswith(f"{country}-")}
        if not found and _MISSPELLING in cells["source"]:
            found = self._misspelt(parent, country)
        return set.intersection(*(set(self._chain(code)) for code in found)) if found else set()

    def _misspelt(self, name: str, country: str) -> set[str]:
        """Give the subdivisions whose name holds all words of this one (Xinjiang Uygur), or else is nearly this one."""
        said, base = set(words(name)), latin_base(name)
        found = {code for own, code in self._words[country] if said and said <= own}
        if found or len(base) < _SHORTEST:
            return found
        return {code for own, code in self._bases[country] if _alike(base, own)}


def area_keys(name: str, country: str) -> set[str]:
    """Give the keys of an area's name, whole and without the word that says what it is; ``country`` in lower case."""
    if not is_han(name):
        return {latin_key(name), latin_base(name)}
    key = han_key(name, japanese=country == "jp")
    return {key, ending(key, country).base}


def _published() -> Iterator[tuple[str, str | None, set[str]]]:
    import gettext

    import pycountry

    chinese = [gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [language]).gettext for language in _CHINESE]
    for each in pycountry.subdivisions:
        translated = {name for to in chinese if is_han(name := to(each.name))}
        yield each.code, each.parent_code, {each.name.removesuffix("†").strip(), *translated}


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.real_quick_ratio() >= _NEARLY and compared.quick_ratio() >= _NEARLY and compared.ratio() >= _NEARLY
