"""Things by their names: what a reader may have meant by an address that does not exist, and what a name finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from rapidfuzz import fuzz, process

from ...mapping.spelling import is_han, latin_key, simplified
from ...ontology import term
from .facts import Label
from .links import VOCABULARY

if TYPE_CHECKING:
    from .facts import Facts

_BETWEEN_SIDES = "--"
_ITEM = re.compile("Q[1-9][0-9]*", re.IGNORECASE)
_BREAKS = re.compile(r"[\s\u00b7\u2027\u30fb\u2022-]+")  # spaces, hyphens and the dots of foreign names in Chinese
_LONGEST = 100
_ALIKE = 60


class Found(NamedTuple):
    """A thing found, with the name that it was found by."""

    iri: str
    label: Label


class Names:
    """The names and paths of all places, twinnings, lists and concepts of a store."""

    def __init__(self, facts: Facts, base: str) -> None:
        self._facts = facts
        self._named: list[Found] = []
        for kind in ("schema:Place", "yc:List", "skos:Concept"):
            for iri in facts.members(kind):
                for name in ("rdfs:label", "skos:altLabel", "skos:prefLabel", "dcterms:title"):
                    self._named += [Found(iri, label) for label in facts.labels(iri, name)]
        self._folded = [folded(found.label.text) for found in self._named]
        ways = ("schema:Place", "yc:List", "yc:Twinning", "skos:Concept", "skos:ConceptScheme")
        things = [iri for kind in ways for iri in facts.members(kind)]
        self._paths = {iri: iri.removeprefix(base).removeprefix(VOCABULARY) for iri in things}

    def near(self, path: str, most: int = 5) -> list[str]:
        """Give the IRIs that one may have meant by a path that is not there.

        First those called as it ends, or of that Wikidata item; then those whose path goes on from it, or is like it,
        also with the sides of a twinning in the other order.
        """
        kind, slash, local = path[:_LONGEST].rpartition("/")
        among = {iri: one for iri, one in self._paths.items() if one.startswith(kind + slash)} if kind else self._paths
        choices = {iri: one.rpartition("/")[2] for iri, one in (among or self._paths).items()}
        called = [found.iri for found in self._said_so(local) if found.iri in choices]
        begun = [iri for iri, one in choices.items() if one.startswith(f"{local}-")]
        alike: list[tuple[str, float, str]] = []
        for one in {local, _BETWEEN_SIDES.join(reversed(local.split(_BETWEEN_SIDES)))}:
            alike += process.extract(one, choices, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE)
        alike.sort(key=lambda found: (-found[1], found[2]))
        return list(dict.fromkeys([*called, *begun, *(iri for _, _, iri in alike)]))[:most]

    def called(self, words: str, most: int = 50) -> list[Found]:
        """Give the things with a name of these words, those called so first, each once; else those with one like it.

        A name is found in any spelling: traditional or simplified, with accents or without, Cyrillic or Latin.
        """
        found = self._said_so(words)
        if not found and (sought := folded(words[:_LONGEST])):
            alike = process.extract(sought, self._folded, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE + 15)
            found = _each_once([self._named[n] for _, _, n in alike])
        return found[:most]

    def _said_so(self, words: str) -> list[Found]:
        """Give the things whose name holds these words, or that are the Wikidata item of that number."""
        if _ITEM.fullmatch(words.strip()):
            item = words.strip().upper()
            return [Found(iri, Label(item)) for iri in self._facts.subjects("owl:sameAs", term("wd:") + item)]
        sought = folded(words[:_LONGEST])
        inside = [n for n, name in enumerate(self._folded) if sought and sought in name]
        first = sorted((n for n in inside if self._folded[n].startswith(sought)), key=lambda n: len(self._folded[n]))
        return _each_once([self._named[n] for n in (*first, *inside)])


def folded(text: str) -> str:
    """Give the key under which all spellings of a name meet."""
    plain = normalize("NFKC", text)
    if is_han(plain):
        return _BREAKS.sub("", simplified(plain, japanese=True)).casefold()
    return latin_key(plain)


def _each_once(found: list[Found]) -> list[Found]:
    once: dict[str, Found] = {}
    for one in found:
        once.setdefault(one.iri, one)
    return list(once.values())
