"""What speaks for an item and against it, in points that a person can add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...ontology import term
from ..spelling import is_han, latin_base, latin_key
from .candidates import HAN_NAMED, By, candidates
from .classes import PlaceClass, ending, interchangeable
from .parents import compared, distance
from .sound import likeness, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .candidates import Candidate, Match, Parted, Sought
    from .index import Entry, Index, Named

LABEL = {
    By.WHOLE: 60, By.ADDED: 54, By.DROPPED: 44, By.CHANGED: 50, By.LATIN: 44, By.LATIN_PART: 36, By.LATIN_NEAR: 36,
    By.NEAR: 44, By.SOUND: 44, By.SHARED: 40, By.SPELT: 54,
}  # fmt: skip
SOUND_WHOLE = 56
"""For a name of six consonants or more that is heard whole: shorter ones, and near ones, were wrong too often."""

_LONG_SOUND = 6
_OTHER_NAME, _OTHER_KIND_OF_PLACE = -4, -35
_OF_SOMETHING_AROUND = -30
"""For a name in Latin letters that a map gives a city beside its own: often of the area around it (Leeds)."""

_JAPANESE = -10
"""In Japan a city, a town and a village of one name are three places: a name without the word may be any of them."""

_MAP = "ne"
"""How the gazetteer marks another name of Natural Earth's; every other mark is a language."""

_NOTHING_KNOWN = -18
"""For a settlement of which the gazetteer has a name and nothing else: often a second item of a place.

More than the list's own Latin name adds, which the two items of a place share.
"""

_MUNICIPALITY = -12
"""For a municipality found by a name that is as well that of the city at its heart."""

_CITY = "city:"
"""How the gazetteer begins the kind of what Natural Earth maps as a city, though it be a state as well (Hamburg)."""

_WELL_KNOWN = 8
"""Points of prominence of places whose Chinese names are right in the sources, but often translated (Long Beach)."""

_NEAR_ITS_SEAT = 100
"""Kilometres within which a district named after a town has that town as its seat."""

_TIE = 20
"""For an item that Wikidata ties with the very place that the list ties it with: two of one name rarely both are."""

_COMMON = -16
"""For a small place found by a name in Latin letters that others bear, where no Chinese name agrees."""

_ANOTHER_LATIN = -25
"""For an item found by a Latin name that is not its label: sources give a town its neighbour's (Kovel on Lutsk)."""

_HAMLET, _HARDLY_ANYBODY = -30, 1_000
"""For a place of fewer people than make ties."""

_LOCALITY = -12
"""In China, Japan and Korea, for a locality of the name where the list says 市."""

_TOWN = -30
"""In China, Japan and Korea, for a place found by a name without the 町, 村, 镇 or 乡 that the list writes (横滨町)."""

_TOWN_WORDS = set("町村镇乡")

_FORMER = -20
"""For a first-level area that no ISO code tells to be of the present, nor any other of its kind."""

_NOT_BY_CHINESE = {By.LATIN, By.LATIN_PART, By.LATIN_NEAR, By.SOUND}
_TOO_SHORT_TO_HEAR = 3
_LATIN = (
    (0.9, 8, "nearly the list's own"),
    (0.75, 0, ""),
    (0.5, -10, "hardly the list's own"),
    (0.0, -25, "not the list's own"),
)
_POPULATION = ((1.1, 18), (1.25, 12), (2.0, 6), (4.0, 0), (10.0, -10))
_SETTLED, _LARGE, _GREAT = 20_000, 100_000, 1_000_000
_MOST_PROMINENT = 10
PROMINENT = 3
"""Points of prominence from which a place is no small one."""

GREAT = 9
"""Points of prominence of a place with ties that has a million people or is a capital."""


class Evidence(NamedTuple):
    """One thing that speaks for or against an item, in points, and in words."""

    what: str
    points: int
    words: str


class Scored(NamedTuple):
    """An item with its evidence."""

    entry: Entry
    evidence: tuple[Evidence, ...]
    by: frozenset[By] = frozenset()

    def of(self, what: str) -> int:
        """Give the points of one kind of evidence."""
        return sum(each.points for each in self.evidence if each.what == what)

    @property
    def points(self) -> int:
        """Give the sum."""
        return sum(each.points for each in self.evidence)

    @property
    def beside(self) -> int:
        """Give the sum to set beside another item's: doubts of one item speak for no other."""
        return self.points - self.of("doubt")

    @property
    def explained(self) -> str:
        """Give the evidence in one line."""
        return "; ".join(
            f"{each.words} ({each.points:+d})" for each in self.evidence if each.points or each.what == "country"
        )


def scored(index: Index, sought: Sought) -> list[Scored]:
    """Give the items that answer to a name, the best first, each with its evidence."""
    name, found = candidates(index, sought)
    judge = _Judge(index, sought, name, found)
    every = [
        Scored(candidate.entry, tuple(judge.evidence(candidate)), frozenset(match.by for match in candidate.matches))
        for candidate in found
    ]
    return sorted(every, key=lambda each: (-each.points, int(each.entry.qid[1:])))


class _Judge:
    """Weighs the candidates of one name."""

    def __init__(self, index: Index, sought: Sought, name: Parted, found: list[Candidate]) -> None:
        self.index, self.sought, self.name = index, sought, name
        self.exact = any(match.by is By.WHOLE for each in found for match in each.matches)
        self.settled = any(
            each.entry.classes & PlaceClass.SETTLEMENT
            and any(match.by is By.WHOLE and match.name.main for match in each.matches)
            for each in found
        )
        self.home = index.country(sought.country) if sought.country else None

    def evidence(self, candidate: Candidate) -> list[Evidence]:
        entry = candidate.entry
        best = max(candidate.matches, key=self.label_points)
        found = [self.label(best), self.country(entry)]
        latin = [name for name in self.index.names(entry.qid) if not name.han]
        if best.by in {By.WHOLE, By.ADDED, By.DROPPED, By.CHANGED, By.SHARED, By.SPELT}:
            if self.latin_stated:
                found.append(self.latin([name.name for name in latin]))
            elif self.name.han:
                sound = self.sound(entry, latin)
                found += [sound] if sound.points > 0 or prominence(entry).points < _WELL_KNOWN else []
        elif best.by in {By.LATIN, By.LATIN_PART, By.LATIN_NEAR}:
            found += [
                Evidence("latin", 8 if best.by is By.LATIN_NEAR else 15, f"the list's own {self.sought.name.other}")
            ]
            found += [self.sound(entry, [best.name])] if self.name.han else []
        found += [
            self.chinese(entry, best),
            self.rarity(best),
            self.kind(entry, best),
            self.seat(entry),
            self.parent(entry, best),
            self.population(entry),
            self.tie(entry),
            prominence(entry),
            *self.doubts(entry, best),
        ]
        return [each for each in found if each.points or each.what == "country"]

    @property
    def latin_stated(self) -> bool:
        return bool(self.sought.name.other) and not is_han(self.sought.name.other or "")

    def label_points(self, match: Match) -> int:
        certain = match.by is By.SOUND and match.likeness == 1 and len(match.name.sound) >= _LONG_SOUND
        points = SOUND_WHOLE if certain else round(LABEL[match.by] * match.likeness)
        points += 0 if match.name.main else _OTHER_NAME
        if (
            match.by is By.CHANGED
            and self.name.han
            and (self.exact or not interchangeable(self.name.said.word, match.name.word, self.sought.country))
        ):
            points += _OTHER_KIND_OF_PLACE
        if not match.name.main and not self.name.han and match.name.language == _MAP:
            points += _OF_SOMETHING_AROUND
        if match.by in {By.ADDED, By.DROPPED} and self.sought.country == "jp":
            points += _JAPANESE
        return points

    def label(self, match: Match) -> Evidence:
        what = "label" if match.name.main else "other name"
        written = f"{what} {match.name.name}"
        if match.by in {By.SOUND, By.LATIN_NEAR, By.NEAR}:
            return Evidence("label", self.label_points(match), f"{written}: {match.by} ({match.likeness:.2f})")
        return Evidence("label", self.label_points(match), f"{written}: {match.by}")

    def country(self, entry: Entry) -> Evidence:
        if self.home and entry.country == self.home:
            return Evidence("country", 0, f"in {(self.sought.country or '').upper()}")
        if entry.country and not self.sought.country:
            return Evidence(
                "country", 0, f"in {(self.index.code(entry.country) or '?').upper()}, which the list does not state"
            )
        return Evidence("country", -30, "its country is not stated")

    def latin(self, names: list[str]) -> Evidence:
        other = self.sought.name.other or ""
        base = latin_base(other)
        if any(latin_key(other) == latin_key(name) for name in names):
            return Evidence("latin", 15, f"the list's own {other}")
        if any(base == latin_base(name) for name in names):
            return Evidence("latin", 8, f"the list's own {other}, but for a word that says what it is")
        if not names:
            return Evidence("latin", 0, "")
        near = max(_spelt(base, latin_base(name)) for name in names)
        for limit, points, words in _LATIN:
            if near >= limit:
                return Evidence("latin", points, f"{words} {other}")
        return Evidence("latin", 0, "")

    def sound(self, entry: Entry, names: list[Named]) -> Evidence:
        heard = spoken(self.name.said.base)
        sounds = [name.sound for name in names if name.sound]
        if self.index.code(entry.country) in HAN_NAMED - {"cn"} or not heard or not sounds:
            return Evidence("sound", 0, "")
        alike, sound = max((likeness(heard, sound), sound) for sound in sounds)
        short = len(heard) < _TOO_SHORT_TO_HEAR
        if alike < (0.6 if short else 0.45) and (not short or len(sound) > 2 * len(heard)):
            return Evidence("sound", -15, f"does not sound like it ({alike:.2f})")
        if alike >= 0.8 and not short:  # noqa: PLR2004
            return Evidence("sound", 6, f"sounds alike ({alike:.2f})")
        if alike >= 0.6 and not short:  # noqa: PLR2004
            return Evidence("sound", 3, f"sounds rather alike ({alike:.2f})")
        return Evidence("sound", 0, "")

    def chinese(self, entry: Entry, match: Match) -> Evidence:
        """Weigh the Chinese names of an item that was found by a name in other letters."""
        if match.by not in _NOT_BY_CHINESE - {By.SOUND} or not self.name.han:
            return Evidence("chinese", 0, "")
        own = [name for name in self.index.names(entry.qid) if name.han]
        if not own:
            return Evidence("chinese", 0, "")
        if self.index.code(entry.country) in HAN_NAMED:
            return Evidence("chinese", -30, f"its name in characters is {own[0].name}")
        heard = spoken(self.name.said.base)
        alike, name = max((likeness(heard, spoken(ending(name.key).base)), name.name) for name in own)
        if alike >= 0.8:  # noqa: PLR2004
            return Evidence("chinese", 6, f"{name} reads alike")
        return Evidence("chinese", -15 if alike < 0.5 else 0, f"in Chinese it is {name}")  # noqa: PLR2004

    def rarity(self, match: Match) -> Evidence:
        """Weigh that no item elsewhere bears the name: then it is hardly a namesake's."""
        if match.by in {By.WHOLE, By.ADDED, By.CHANGED}:
            keys = {self.name.key, self.name.said.base}
        elif match.by in {By.LATIN, By.LATIN_PART}:
            keys = {match.name.key}
        else:
            return Evidence("rarity", 0, "")
        bearers = {name.qid for key in keys for name in self.index.named(key)}
        areas = {(entry.country, entry.parent or qid) for qid in bearers if (entry := self.index.item(qid))}
        return Evidence("rarity", 6 if len(areas) == 1 else 0, "found nowhere else")

    def doubts(self, entry: Entry, match: Match) -> Iterator[Evidence]:
        """Give what makes it unsafe to link by itself, and yet speaks for no other item."""
        by_latin = match.by in {By.LATIN, By.LATIN_PART}
        if (by_latin or not self.name.han) and not self.rarity(match).points and not is_prominent(entry):
            yield Evidence("doubt", _COMMON, "a small place, and others bear the name")
        if by_latin and self.name.han and not match.name.main:
            yield Evidence("doubt", _ANOTHER_LATIN, f"{match.name.name} is not its label")
        if PlaceClass.FIRST in entry.classes and self.index.is_former(entry):
            yield Evidence("doubt", _FORMER, "no area of its kind has an ISO code")
        if entry.classes & PlaceClass.SETTLEMENT:
            yield from self.doubts_of_settlement(entry, match)

    def doubts_of_settlement(self, entry: Entry, match: Match) -> Iterator[Evidence]:
        chinese = self.sought.country in HAN_NAMED
        if entry.classes & PlaceClass.AREA:
            if match.by in {By.ADDED, By.LATIN_PART, By.LATIN_NEAR, By.SOUND} and not entry.kind.startswith(_CITY):
                yield Evidence("doubt", _MUNICIPALITY, "a municipality, where its city may be meant")
        elif not entry.described and not entry.tied:
            written_out = match.by is By.WHOLE and bool(self.name.said.word) and self.name.han
            if not (written_out and chinese):
                yield Evidence("doubt", _NOTHING_KNOWN, "nothing is known of it but its name")
        if chinese and match.by is By.ADDED and self.name.said.word in _TOWN_WORDS:
            yield Evidence("doubt", _TOWN, f"{self.name.said.word} and 市 of one name are two places")
        elif chinese and match.by is By.ADDED and entry.kind.startswith("local"):
            yield Evidence("doubt", _LOCALITY, f"a locality, where {self.name.said.word} is said")
        if entry.population is not None and entry.population < _HARDLY_ANYBODY:
            yield Evidence("doubt", _HAMLET, f"only {entry.population:,} people")

    def seat(self, entry: Entry) -> Evidence:
        """Weigh that a district has the Latin name of the town near by which bears its Chinese name (库尔丘姆)."""
        if (
            not self.name.said.word
            or not self.name.han
            or not entry.classes & self.name.said.classes & PlaceClass.SECOND
        ):
            return Evidence("seat", 0, "")
        bases = {latin_base(name.name) for name in self.index.names(entry.qid) if not name.han}
        for each in self.index.named(self.name.said.base):
            town = self.index.item(each.qid)
            if not town or town.country != entry.country or not town.classes & PlaceClass.SETTLEMENT:
                continue
            away = distance(entry, town)
            same = bases & {latin_base(name.name) for name in self.index.names(town.qid) if not name.han}
            if same and away is not None and away <= _NEAR_ITS_SEAT:
                return Evidence("seat", 15, f"named after {town.label} {town.qid}, {away:.0f} km from its middle")
        return Evidence("seat", 0, "")

    def kind(self, entry: Entry, match: Match) -> Evidence:
        shown = entry.kind.partition(":")[2] or entry.kind
        if entry.classes & (PlaceClass.OTHER | PlaceClass.COUNTRY):
            return Evidence("kind", -40, f"{shown}, which makes no ties")
        if not entry.classes:
            return Evidence("kind", 0, "")
        return self.named_kind(entry, match, shown) if self.name.said.word else self.unnamed_kind(entry, match, shown)

    def named_kind(self, entry: Entry, match: Match, shown: str) -> Evidence:
        word, said = self.name.said.word, self.name.said.classes
        if not said & entry.classes:
            return Evidence("kind", -40, f"{shown}, which is no {word}")
        if match.by is not By.WHOLE and entry.classes & PlaceClass.SETTLEMENT and not said & PlaceClass.SETTLEMENT:
            return Evidence("kind", 0, shown)
        return Evidence("kind", 12, f"{shown}, as {word} says")

    def unnamed_kind(self, entry: Entry, match: Match, shown: str) -> Evidence:
        if entry.classes & PlaceClass.SETTLEMENT:
            return Evidence("kind", 6, f"{shown}, as names without such a word mostly are")
        if PlaceClass.FIRST in entry.classes and self.sought.level == term("level:province"):
            return Evidence("kind", 6, f"{shown}, as the list's level says")
        if match.by is By.WHOLE and not self.name.han and PlaceClass.FIRST in entry.classes and not self.settled:
            return Evidence("kind", 3, f"{shown}, and no town bears the name")
        return Evidence("kind", -20, f"{shown}, where the name says no such thing")

    def parent(self, entry: Entry, match: Match) -> Evidence:
        within = self.name.within
        points, words = compared(self.index, entry, match.name, within, self.sought.country) if within else (0, "")
        return Evidence("parent", points, words)

    def population(self, entry: Entry) -> Evidence:
        stated, known = self.sought.population, entry.population
        if not stated or not known:
            return Evidence("population", 0, "")
        ratio = max(stated, known) / min(stated, known)
        words = f"{known:,} people against {stated:,} stated"
        for limit, points in _POPULATION:
            if ratio <= limit:
                return Evidence("population", points, words)
        return Evidence("population", -20, words)

    def tie(self, entry: Entry) -> Evidence:
        return Evidence("tie", _TIE if entry.qid in self.sought.tied else 0, "Wikidata states this tie")


def prominence(entry: Entry) -> Evidence:
    """Weigh how well known an item is."""
    people = entry.population or 0
    points = 6 if "capital" in entry.kind else 0
    points += 4 if people >= _GREAT else 3 if people >= _LARGE else 1 if people >= _SETTLED else 0
    points += 4 if entry.tied else 0
    points += 3 if entry.codes else 0
    points += 1 if "ne_places" in entry.source else 0
    why = [
        *(["a capital"] if "capital" in entry.kind else []),
        *([f"{people:,} people"] if people >= _SETTLED else []),
        *(["has ties"] if entry.tied else []),
        *([f"ISO {entry.codes[0]}"] if entry.codes else []),
    ]
    return Evidence("prominence", min(points, _MOST_PROMINENT), ", ".join(why) or "on a world map")


def is_prominent(entry: Entry) -> bool:
    """Tell whether a place is no small one; that it has ties is not enough where nothing else is known of it."""
    return prominence(entry).points >= PROMINENT and (entry.described or "capital" in entry.kind)


def _spelt(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
