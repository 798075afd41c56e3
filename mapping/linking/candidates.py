"""The items of the gazetteer that a name may mean, and by which of their names each was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..spelling import han_key, is_han, latin_base, latin_key
from .classes import Ending, PlaceClass, ending, latin_ending
from .sound import likeness, spoken, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..names import PlaceName
    from .index import Entry, Index, Named

HAN_NAMED = frozenset({"cn", "hk", "jp", "kp", "kr", "mo", "tw", "vn"})
"""Countries whose own names are written, or were, in Chinese characters: their names are not transcribed by sound."""

_ALIKE = 0.8
_NEARLY = 0.85
_SHORTEST_SOUND, _SHORTEST_SHARED, _SHORTEST_SPELT = 4, 3, 3
_SAME_SYLLABLE = 0.6
_TRANSLATED = set("上下东西南北中内外大小新旧老")
"""Characters that translate a word and spell no sound: 上瓦尔登 is not 下瓦尔登."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A name to be linked, and what its list states of it: population in persons, ``level`` a ``level:`` concept.

    ``country`` is its ISO 3166-1 code in lower case, or None where that is not stated; ``not_in`` is the code of a
    country that it cannot lie in; ``tied`` holds the QIDs of the items that Wikidata ties with the other side that the
    list states.
    """

    country: str | None
    name: PlaceName
    population: int | None = None
    level: str | None = None
    not_in: str | None = None
    tied: frozenset[str] = frozenset()


class By(StrEnum):
    """How a name of an item answers to the name sought."""

    WHOLE = "the whole name"
    ADDED = "without the word that says what it is"
    DROPPED = "with a word that says what it is"
    CHANGED = "with another word that says what it is"
    LATIN = "the name in Latin letters"
    LATIN_PART = "the name in Latin letters, but for a word that says what it is"
    LATIN_NEAR = "nearly the name in Latin letters"
    NEAR = "nearly the name"
    SPELT = "another spelling of the sound in Chinese"
    SOUND = "its sound"
    SHARED = "a name it shares with another candidate"


class Match(NamedTuple):
    """One name of an item that answers; ``likeness`` is 1 but for sound and near spellings."""

    by: By
    name: Named
    likeness: float = 1.0


class Candidate(NamedTuple):
    """An item with the names it was found by."""

    entry: Entry
    matches: tuple[Match, ...]


class Parted(NamedTuple):
    """A name taken apart: its key, the word it ends in, the name of what it lies in where that is stated.

    ``han`` tells whether the key is of Chinese characters; otherwise it is of Latin letters, whatever the script was.
    """

    key: str
    said: Ending
    within: str = ""
    han: bool = True


def parted(sought: Sought) -> Parted:
    """Give the key of the name as it stands, with the qualifier as what it lies in."""
    if not is_han(sought.name.main):
        main = sought.name.main
        return Parted(latin_key(main), latin_ending(main), sought.name.qualifier or "", han=False)
    key = han_key(sought.name.main, japanese=sought.country == "jp")
    return Parted(key, ending(key, sought.country), sought.name.qualifier or "")


def candidates(index: Index, sought: Sought) -> tuple[Parted, list[Candidate]]:
    """Give the name taken apart, and every item of its country, or of no stated country, that answers to it."""
    finder = _Finder(index, sought)
    whole = parted(sought)
    found = finder.by_name(whole) + finder.by_latin()
    if not any(match.by in {By.WHOLE, By.ADDED, By.LATIN} and finder.fits(match, whole) for match in found):
        found += finder.by_spelling(whole) + finder.by_sound(whole) if whole.han else finder.by_near(whole)
    if not found and whole.han:
        found += finder.by_japanese_form()
    if sought.country not in HAN_NAMED:
        found += finder.by_shared_name(found)
    return whole, finder.grouped(found)


class _Finder:
    """Looks one name up in every way; ``home`` is the QID of its country."""

    def __init__(self, index: Index, sought: Sought) -> None:
        self.index, self.sought = index, sought
        self.home = index.country(sought.country) if sought.country else None
        self.barred = index.country(sought.not_in) if sought.not_in else None
        self._entries: dict[str, Entry | None] = {}

    def by_name(self, name: Parted) -> list[Match]:
        found = [
            Match(By.WHOLE if each.whole else By.DROPPED, each) for each in self.at(name.key) if each.han is name.han
        ]
        if name.said.base != name.key:
            found += [
                Match(By.ADDED if each.whole else By.CHANGED, each)
                for each in self.at(name.said.base)
                if each.han is name.han
            ]
        return found

    def by_near(self, name: Parted) -> list[Match]:
        """Compare the spelling with every Latin name of the country; without a country, with names of one sound."""
        base = name.said.base
        if len(base) < _SHORTEST_SOUND:
            return []
        if self.home is None:
            names = self.only_here(self.index.sounding(written(base)))
        else:
            names = self.index.sounds(self.home)
        return [Match(By.NEAR, each, ratio) for each in names if (ratio := nearness(base, each)) >= _NEARLY]

    def by_japanese_form(self) -> list[Match]:
        """Give items of other countries whose name was written with characters that only Japan uses (広州市)."""
        key = han_key(self.sought.name.main, japanese=True)
        return [Match(By.WHOLE, each) for each in self.at(key) if each.han and each.whole]

    def by_latin(self) -> list[Match]:
        other = self.sought.name.other
        if not other:
            return []
        if is_han(other):
            key = han_key(other, japanese=self.sought.country == "jp")
            return [Match(By.WHOLE, each) for each in self.at(key) if each.han and each.whole]
        key, base = latin_key(other), latin_base(other)
        found = [
            Match(By.LATIN if each.whole and each.key == key else By.LATIN_PART, each)
            for each in (*self.at(key), *(self.at(base) if base != key else ()))
            if not each.han
        ]
        near = self.only_here(self.index.sounding(written(base))) if len(base) >= _SHORTEST_SOUND else []
        return found + [
            Match(By.LATIN_NEAR, each, ratio) for each in near if (ratio := nearness(base, each)) >= _NEARLY
        ]

    def by_sound(self, name: Parted) -> list[Match]:
        """Compare with every item of the country; only names long enough to tell one from another."""
        heard = spoken(name.said.base)
        if self.home is None or self.sought.country in HAN_NAMED or len(heard) < _SHORTEST_SOUND:
            return []
        found = []
        for each in self.index.sounds(self.home):
            alike = likeness(heard, each.sound)
            if alike >= _ALIKE:
                found.append(Match(By.SOUND, each, alike))
        return found

    def by_spelling(self, name: Parted) -> list[Match]:
        """Give items whose name is another spelling of the same syllables (南安普敦, 南安普顿).

        Of first-level areas, which are few, also those that differ in one character of a syllable much the same
        (卡赫季, 卡赫蒂); among the cities of a country, names so alike are as often two places.
        """
        base = name.said.base
        if self.home is None or self.sought.country in HAN_NAMED or len(base) < _SHORTEST_SPELT:
            return []
        found = []
        for each in self.index.spelt(self.home, len(base)):
            pairs = [(one, other) for one, other in zip(base, each.key, strict=True) if one != other]
            if not pairs or _TRANSLATED & {character for pair in pairs for character in pair}:
                continue
            near = len(pairs) == 1 and _one_syllable(*pairs[0]) and self.is_such_an_area(each, name)
            if near or _one_reading(pairs):
                found.append(Match(By.SPELT, each))
        return found

    def is_such_an_area(self, named: Named, name: Parted) -> bool:
        entry = self.entry(named.qid)
        return entry is not None and bool(entry.classes & name.said.classes & PlaceClass.FIRST)

    def by_shared_name(self, found: list[Match]) -> list[Match]:
        """Give other items that share a Latin name with one found by its Chinese name: they may be the place meant.

        Of items that state no country, those with ties count even where the spelling differs (Pompei, Pompeii).
        """
        qids = {match.name.qid for match in found if match.by in {By.WHOLE, By.ADDED}}
        shared = []
        for name in (name for qid in sorted(qids) for name in self.index.names(qid) if not name.han):
            base = latin_base(name.name)
            for key in sorted({name.key, base}):
                shared += [Match(By.SHARED, each) for each in self.at(key) if each.qid not in qids]
            for each in self.index.sounding(name.sound) if len(name.sound) >= _SHORTEST_SHARED else ():
                entry = self.entry(each.qid)
                if entry and entry.tied and not entry.country and (ratio := nearness(base, each)) >= _NEARLY:
                    shared.append(Match(By.SHARED, each, ratio))
        return shared

    def fits(self, match: Match, name: Parted) -> bool:
        entry = self.entry(match.name.qid)
        return entry is not None and (not name.said.word or bool(entry.classes & name.said.classes))

    def at(self, key: str) -> list[Named]:
        return self.only_here(self.index.named(key)) if key else []

    def only_here(self, names: Iterable[Named]) -> list[Named]:
        return [name for name in names if (entry := self.entry(name.qid)) and self.may_be(entry)]

    def may_be(self, entry: Entry) -> bool:
        """Tell whether an item lies where it must, or states no country."""
        if self.sought.country is None:
            return not entry.country or entry.country != self.barred
        return entry.country in {self.home or "", ""}

    def entry(self, qid: str) -> Entry | None:
        if qid not in self._entries:
            self._entries[qid] = self.index.item(qid)
        return self._entries[qid]

    def grouped(self, found: list[Match]) -> list[Candidate]:
        matches: dict[str, list[Match]] = {}
        for match in found:
            matches.setdefault(match.name.qid, []).append(match)
        return [Candidate(entry, tuple(matches[qid])) for qid in matches if (entry := self.entry(qid))]


def _one_reading(pairs: list[tuple[str, str]]) -> bool:
    """Tell whether characters are read alike, each as the other, by the reading that each mostly has."""
    from anyascii import anyascii

    return all(anyascii(one) == anyascii(other) for one, other in pairs)


def _one_syllable(one: str, other: str) -> bool:
    """Tell whether two characters may spell one syllable: ji and di, which before i are near, but not ka and zha."""
    from anyascii import anyascii

    alike = likeness(spoken(one), spoken(other))
    return alike == 1 or (alike >= _SAME_SYLLABLE and all(anyascii(each).endswith("i") for each in (one, other)))


def nearness(base: str, name: Named) -> float:
    """Give how alike two Latin names are spelt, from 0 to 1."""
    from difflib import SequenceMatcher

    compared = SequenceMatcher(None, base, latin_base(name.name), autojunk=False)
    return compared.ratio() if min(compared.real_quick_ratio(), compared.quick_ratio()) >= _NEARLY else 0.0
