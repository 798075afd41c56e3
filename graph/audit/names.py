"""What places and twinnings are called in English and Chinese, by their IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .texts import texts

if TYPE_CHECKING:
    from pyoxigraph import Store

    Words = tuple[str, str]

_PLACES = """
SELECT ?place ?en ?zh ?other WHERE {
  ?place a schema:Place .
  OPTIONAL { ?place rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?place rdfs:label ?zh FILTER (LANG(?zh) = "zh") }
  OPTIONAL { ?place skos:altLabel|rdfs:label ?other FILTER (!BOUND(?zh) && LANGMATCHES(LANG(?other), "zh")) }
} ORDER BY ?place DESC(STR(?other))"""
_TWINNINGS = """
SELECT ?twinning ?party ?partner WHERE {
  ?twinning a yc:Twinning ; yc:partner ?party , ?partner . FILTER (?party != ?partner)
} ORDER BY ?twinning ?party"""


def names(store: Store) -> dict[str, Words]:
    """Give the English and Chinese names of every place and twinning, one standing in for the other."""
    found: dict[str, Words] = {}
    for said in texts(store, _PLACES):
        place = str(said["place"])
        zh = said["zh"] or said["other"] or said["en"] or place.rpartition("/")[2]
        found[place] = (said["en"] or zh, zh)
    for said in texts(store, _TWINNINGS):
        twinning, party, partner = (str(said[name]) for name in ("twinning", "party", "partner"))
        first, second = party.rpartition("/")[2], partner.rpartition("/")[2]
        if twinning.endswith(f"/{first}--{second}"):
            found[twinning] = (f"{found[party][0]} – {found[partner][0]}", f"{found[party][1]} – {found[partner][1]}")
    return found
