"""Whether the items that places are linked to are still there, still places, still in their country, still so named."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ...mapping.spelling import han_key, is_han, latin_base, words
from ..store import select
from .statements import qid, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from ...mapping.places import Links
    from .take_in import Snapshot

_PLACES = """SELECT ?place ?item ?country ?code ?name WHERE {
  ?place owl:sameAs ?item .
  OPTIONAL { ?place schema:containedInPlace/owl:sameAs ?country }
  OPTIONAL { ?place rdfs:label|skos:altLabel ?name }
  OPTIONAL { ?place dcterms:identifier ?code }
} ORDER BY ?place ?name"""
_FACTS = """PREFIX p: <http://www.wikidata.org/prop/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?item ?property ?value WHERE {
  GRAPH <%s> { ?item ?property ?value FILTER (STRSTARTS(STR(?item), STR(wd:Q))) }
  VALUES ?property {
    owl:sameAs rdfs:label wdt:P17 wdt:P31 wdt:P131 wdt:P571 wdt:P576 wdt:P625 wdt:P1082 wdt:P1366 p:P190
  }
} ORDER BY ?item ?property ?value"""
_CLASSES = """SELECT ?item ?class ?name WHERE {
  GRAPH <%s> { ?item <http://www.wikidata.org/prop/direct/P31> ?class OPTIONAL { ?class rdfs:label ?name } }
} ORDER BY ?item ?class"""
QUESTIONS = frozenset({"facts", "kinds", "ties-stated"})
"""Those of queries/pull whose answers are read here, all of them or not: what they say is the same to this room."""
_DIRECT = "http://www.wikidata.org/prop/direct/"
_SAME, _LABEL = "http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2000/01/rdf-schema#label"
_WORDS = """
city cities town towns township village villages municipality municipalities municipal commune communes comune
county counties district districts prefecture prefectures province provinces region state country territory area
settlement capital metropolis megacity borough council parish department oblast okrug krai raion rayon canton
governorate division subdivision unit administrative locality place ward community arrondissement voivodeship
emirate aimag sum banner island urban federal republic kingdom nation empire principality comarca concelho gmina
ville
"""
_PLACE_WORDS = frozenset(_WORDS.split())
"""Words in the English names of the classes of places; a class with none of them is not taken for one."""
_LONGEST_ENDING = 3  # as in 自治区


class Finding(NamedTuple):
    """Something wrong with a link: the place, its item, what it is (one word), and in words with the next step."""

    place: str
    qid: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place} is wd:{self.qid}: {self.message}"


class Linked(NamedTuple):
    """A place as the release has it: its id, its names, the QID of its country, the QIDs of other places' items."""

    place: str
    qid: str
    names: tuple[str, ...]
    country: str


def check_links(store: Store, snapshot: Snapshot) -> list[Finding]:
    """Give all that is wrong with the links of a release by what a snapshot says of their items, by place."""
    places = _places(store)
    owners = {place.qid: place.place for place in places}
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in select(snapshot.store, _FACTS % snapshot.graph.value):
        facts[qid(row["item"].value)][row["property"].value].append(row["value"].value)
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for row in select(snapshot.store, _CLASSES % snapshot.graph.value):
        classes[qid(row["item"].value)].append(row["name"].value if row["name"] else "")
    return [
        Finding(place.place, place.qid, kind, message)
        for place in places
        for kind, message in _wrong(place, facts[place.qid], classes[place.qid], owners)
    ]


def unreviewed(store: Store, links: Links) -> dict[str, str]:
    """Give the items whose link no person made or reviewed, by the table of links, each with the reason."""
    found = {}
    for place in _places(store):
        known = links.places.get(place.place)
        if known is None or known.qid != place.qid:
            found[place.qid] = "the table of links does not link it so: name the table it is from with --links"
        elif known.unreviewed:
            names = ", ".join(known.unreviewed)
            found[place.qid] = f"no person reviewed the link of {names}: name who did in reviewer_label"
    return found


def doubtful(found: Iterable[Finding]) -> dict[str, str]:
    """Give the items that must not be edited, with what is wrong; a changed name alone does not keep one back."""
    return {finding.qid: finding.message for finding in found if finding.kind != "label"}


def _wrong(
    place: Linked, facts: dict[str, list[str]], classes: list[str], owners: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Give what is wrong with one link."""
    if facts.get(_SAME):
        now = qid(facts[_SAME][0])
        if now in owners:
            yield "merged", f"it is one with wd:{now} now, which {owners[now]} is linked to: are they one place?"
        else:
            yield "redirected", f"it redirects to wd:{now}: link to that, if it is still the place"
        return
    if not facts:
        yield "deleted", "Wikidata says nothing of it: look for another item, or say sssom:NoTermFound"
        return
    ended, successors = facts.get(f"{_DIRECT}P576"), facts.get(f"{_DIRECT}P1366")
    if ended or successors:
        at = " or".join(dict.fromkeys(map(when, ended or ())))
        over = f"it was dissolved{at}{_by(successors)}"
        yield "dissolved", f"{over}: does the list mean the former place or its successor?"
    countries = [known for known in map(qid, facts.get(f"{_DIRECT}P17", [])) if known]
    if place.country and countries and place.country not in countries:
        yield "country", f"it lies in {', '.join(f'wd:{one}' for one in countries)}, not in wd:{place.country}"
    named = [name for name in classes if name]
    if named and not any(_PLACE_WORDS.intersection(words(name)) for name in named):
        yield "kind", f"it is {', '.join(named)}: no kind of place that is known here"
    labels = facts.get(_LABEL, [])
    if labels and not any(_same(one, other) for one in place.names for other in labels):
        yield (
            "label",
            f"it is called {', '.join(dict.fromkeys(labels))}, the place {', '.join(dict.fromkeys(place.names))}",
        )


def _by(successors: list[str] | None) -> str:
    """Give the successors in words."""
    known = [f"wd:{item}" for item in map(qid, successors or ()) if item]
    return f", replaced by {', '.join(known)}" if known else ", replaced by what is not known" if successors else ""


def _same(one: str, other: str) -> bool:
    """Tell whether two names are one, however they are spelt; in Chinese one may lack the word that says what it is."""
    if is_han(one) != is_han(other):
        return False
    if not is_han(one):
        return bool(latin_base(one)) and latin_base(one) == latin_base(other)
    short, long = sorted((han_key(one, japanese=True), han_key(other, japanese=True)), key=len)
    return short == long or (len(short) > 1 and long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING)


def _places(store: Store) -> list[Linked]:
    found: dict[str, Linked] = {}
    for row in select(store, _PLACES):
        iri = row["place"].value
        country = qid(row["country"].value) if row["country"] and not row["code"] else ""
        before = found.get(iri) or Linked(iri.rpartition("/")[2], qid(row["item"].value), (), country)
        found[iri] = before._replace(names=(*before.names, *([row["name"].value] if row["name"] else [])))
    return list(found.values())
