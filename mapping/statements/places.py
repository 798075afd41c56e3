"""The places that lists speak of as N-Quads: their names, items, coordinates, and what was taken from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ontology import term
from ..languages import language_of
from ..terms import iri, text, typed
from ..triples import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..gazetteer import Item
    from ..iris import Iris
    from ..places import Links, Place
    from ..records import Reading

    Record = dict[str, str | None]
    Filled = tuple[str, Record]


def place_quads(places: Iterable[Place], items: dict[str, Item], iris: Iris) -> Iterator[str]:
    """Give the N-Quads of places, in the graph of places."""
    graph = iri(iris.places)
    for place in places:
        for name, record in _place_records(place, items.get(place.qid or ""), iris):
            yield template(name).fill(record, graph)


def used_places(readings: Iterable[Reading], links: Links) -> list[Place]:
    """Give the places and countries that readings speak of, by id."""
    used: set[str] = {"cn"}
    for reading in readings:
        about = links.find(reading.descriptor.home, reading.descriptor.about) or links.country(reading.descriptor.about)
        used.update(() if about is None or about.country not in links.places else (about.id, about.country))
        known = {row.order: parties for row in reading.rows if (parties := links.parties(row))}
        used.update(place.id for parties in known.values() for place in (*parties, links.places[parties.party.country]))
        for claim in reading.claims:
            for order in claim.rows:
                if order in known and (succession := links.succession(claim, known[order].country)):
                    used.update(place.id for place in (succession.heir, *succession.merged))
    return [links.places[place_id] for place_id in sorted(used)]


def _place_records(place: Place, item: Item | None, iris: Iris) -> Iterator[Filled]:
    node = iri(iris.place(place.id))
    is_country = place.id == place.country
    kind = None if is_country or item is None else item.kind
    city, schema = (
        (kind or "").startswith("city"),
        "schema:Country" if is_country else "schema:AdministrativeArea",
    )
    yield (
        "place",
        {
            "place": node,
            "class": iri(term("schema:City" if city else schema)),
            "iso": text(place.id.upper()) if is_country else None,
            "item": None if place.qid is None else iri(term(f"wd:{place.qid}")),
            "no_item": iri(term("sssom:NoTermFound")) if place.qid is None else None,
            "country": None if is_country else iri(iris.place(place.country)),
            "kind": None if kind is None else text(kind),
            "latitude": None if item is None or item.latitude is None else typed(item.latitude, "decimal"),
            "longitude": None if item is None or item.longitude is None else typed(item.longitude, "decimal"),
            "source": None if item is None else text(item.source),
        },
    )
    labels = () if item is None else item.labels
    chinese = any(language == "zh" for language, _ in labels)
    yield from (_label(node, label=text(name, language)) for language, name in labels)
    for name, evidence in zip(place.names, place.evidence, strict=True):
        other, chinese = chinese, True
        written = text(name, language_of(name, "zh"))
        yield _label(node, **{"other" if other else "label": written}, evidence=text(evidence, "en"))
    if item is not None:
        yield from (_label(node, other=text(name, language)) for language, name in item.other_names)


def _label(place: str, **fields: str) -> Filled:
    return "label", {"place": place, "label": None, "other": None, "evidence": None} | fields
