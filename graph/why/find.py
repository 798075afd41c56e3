"""A tie or a place found by its id, its IRI, or any name it goes by."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from ...mapping.spelling import han_key, is_han, latin_key
from ...ontology.errors import AmbiguousName, UnknownPlace
from ..audit.names import names
from ..audit.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Store

    from ..audit.names import Words

_TIES = "SELECT ?tie ?place { ?tie a yc:Twinning ; yc:partner ?place } ORDER BY ?tie ?place"
_NAMES = """
SELECT ?place ?name ?country (LANG(?name) AS ?language) WHERE {
  ?place a schema:Place ; rdfs:label|skos:altLabel ?name .
  OPTIONAL { ?place schema:containedInPlace ?country }
} ORDER BY ?place ?name"""
_LEFT_OUT = "SELECT ?id ?rows { ?list a yc:List ; dcterms:identifier ?id ; yc:rowsLeftOut ?rows } ORDER BY ?id"
_PAIR = re.compile(r"\s*(?:--|—+|–|&)\s*")


class Found(NamedTuple):
    """What was asked for: the IRI of a place, none for a tie, and the IRIs of the ties to tell of."""

    place: str | None
    ties: tuple[str, ...]


class _Known:
    """The ties and places of a release, under all that they go by."""

    def __init__(self, store: Store) -> None:
        self.ties: dict[str, set[str]] = {}
        for said in texts(store, _TIES):
            self.ties.setdefault(str(said["tie"]), set()).add(str(said["place"]))
        self.country: dict[str, str] = {}
        self.names: dict[str, dict[str, set[str]]] = {"exact": {}, "key": {}, "foreign": {}}
        self.written: dict[str, str] = {}
        for said in texts(store, _NAMES):
            place, name, language = str(said["place"]), str(said["name"]), str(said["language"] or "")
            self.country[place] = str(said["country"] or place)
            near = language.partition("-")[0] in {"zh", "en", ""}
            self.names["exact" if near else "foreign"].setdefault(_plain(name), set()).add(place)
            if near:
                self.names["key"].setdefault(_key(name), set()).add(place)
                self.written.setdefault(_plain(name), name)
        self.words = names(store)
        rows = ", ".join(f"{said['rows']} of {said['id']}" for said in texts(store, _LEFT_OUT))
        self.left_out = f"; rows that the release has not may name it ({rows})" if rows else ""

    def places(self, given: str) -> set[str]:
        """Give the places of an id or a name: in Chinese or English, else in another spelling or language."""
        by_id = {place for place in self.country if place == given or place.endswith(f"/place/{given}")}
        keys = (("exact", _plain(given)), ("key", _key(given)), ("foreign", _plain(given)))
        return by_id or next((found for by, key in keys if (found := self.names[by].get(key))), set())

    def one(self, given: str) -> str:
        """Give the one place of an id or a name; raises UnknownPlace for none, AmbiguousName, with all, for several."""
        found = self.places(given)
        if not found:
            like = get_close_matches(_plain(given), list(self.written), n=3, cutoff=0.6)
            hint = f"did you mean {', '.join(self.written[name] for name in like)}?" if like else _ASK
            raise UnknownPlace(f"no place or tie {given!r} in the release: {hint}{self.left_out}")
        if len(found) > 1:
            raise AmbiguousName(_several(given, found, self.words, self.country))
        return found.pop()


_ASK = "`youcheng query find-partners -p text=…` looks for parts of a name"


def find(store: Store, given: str) -> Found:
    """Give the tie or place of an id, an IRI, a name, or two names with ``--`` between them.

    A country stands for all its places. Raises UnknownPlace for what the release does not know, AmbiguousName with the
    candidates where a name is that of several places.
    """
    known, asked = _Known(store), given.strip()
    ties = [tie for tie in known.ties if tie == asked or tie.endswith(f"/twinning/{asked}")]
    if ties:
        return Found(None, tuple(ties))
    pair = _PAIR.split(asked)
    if len(pair) == 2 and all(pair) and not known.places(asked):  # noqa: PLR2004 - a tie is of two
        wanted = {known.one(name) for name in pair}
        ties = [tie for tie, partners in known.ties.items() if partners == wanted]
        if not ties:
            named = " and ".join(known.words[place][0] for place in sorted(wanted))
            told = f"`youcheng why {pair[0]}` tells of those of one{known.left_out}"
            raise UnknownPlace(f"no tie between {named} in the release: {told}")
        return Found(None, tuple(ties))
    place = known.one(asked)
    return Found(
        place, tuple(tie for tie, partners in known.ties.items() if place in {*partners, *_within(partners, known)})
    )


def _within(partners: Iterable[str], known: _Known) -> set[str]:
    return {known.country[place] for place in partners if place in known.country}


def _several(given: str, found: Iterable[str], words: Mapping[str, Words], country: Mapping[str, str]) -> str:
    lines = [
        f"  {place.rpartition('/')[2]}  {words[place][1]} {words[place][0]}, {words[country[place]][0]}"
        for place in sorted(found)
    ]
    return f"{given!r} is a name of {len(lines)} places; ask for one by its id:\n" + "\n".join(lines)


def _plain(name: str) -> str:
    return name.strip().casefold().replace("\u2019", "'")


def _key(name: str) -> str:
    return han_key(name) if is_han(name) else latin_key(name)
