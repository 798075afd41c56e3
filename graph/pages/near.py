"""Things by their names: what a reader may have meant by an address that does not exist, and what a name finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from .links import VOCABULARY

if TYPE_CHECKING:
    from .facts import Facts, Label

_LONGEST = 100
_ALIKE = 60


class Found(NamedTuple):
    """A thing found, with the name that it was found by."""

    iri: str
    label: Label


class Names:
    """The names and paths of all places, twinnings, lists and concepts of a store."""

    def __init__(self, facts: Facts, base: str) -> None:
        self._named: list[Found] = []
        for kind in ("schema:Place", "yc:List", "skos:Concept"):
            for iri in facts.members(kind):
                for name in ("rdfs:label", "skos:altLabel", "skos:prefLabel", "dcterms:title"):
                    self._named += [Found(iri, label) for label in facts.labels(iri, name)]
        self._folded = [found.label.text.casefold() for found in self._named]
        ways = ("schema:Place", "yc:List", "yc:Twinning", "skos:Concept", "skos:ConceptScheme")
        things = [iri for kind in ways for iri in facts.members(kind)]
        self._paths = {iri: iri.removeprefix(base).removeprefix(VOCABULARY) for iri in things}

    def near(self, path: str, most: int = 5) -> list[str]:
        """Give the IRIs whose paths are most like one that is not there."""
        kind, slash, local = path[:_LONGEST].rpartition("/")
        among = {iri: one for iri, one in self._paths.items() if one.startswith(kind + slash)} if kind else self._paths
        choices = {iri: one.rpartition("/")[2] for iri, one in (among or self._paths).items()}
        found = process.extract(local, choices, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE)
        return [iri for _, _, iri in found]

    def called(self, words: str, most: int = 50) -> list[Found]:
        """Give the things with a name like these words, those called so first, each once."""
        sought = words.strip()[:_LONGEST].casefold()
        if not sought:
            return []
        exact = [n for n, name in enumerate(self._folded) if name.startswith(sought)]
        exact.sort(key=lambda n: (self._folded[n] != sought, len(self._folded[n])))
        inside = [n for n, name in enumerate(self._folded) if sought in name]
        alike = process.extract(sought, self._folded, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE + 15)
        found = {self._named[n].iri: self._named[n] for n in reversed([*exact, *inside, *(n for _, _, n in alike)])}
        return list(reversed(found.values()))[:most]
