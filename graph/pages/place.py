"""The page of a place or country: its ties, names, link to Wikidata, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...ontology import term
from .atlas import sketch
from .facts import Label
from .findings import findings
from .ties import state, ties

if TYPE_CHECKING:
    from .facts import Facts
    from .reader import Reader


def view(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what the page of a place shows."""
    own = ties(facts, iri, reader)
    name = reader.name(facts, iri)
    within = facts.iris(iri, "schema:containedInPlace")
    return {
        "name": name,
        "country": [(one, reader.name(facts, one)) for one in within],
        "is_country": facts.is_a(iri, "schema:Country"),
        "kind": facts.value(iri, "schema:additionalType"),
        "items": facts.iris(iri, "owl:sameAs"),
        "unlinked": term("sssom:NoTermFound") in facts.iris(iri, "skos:exactMatch"),
        "evidence": facts.labels(iri, "skos:editorialNote"),
        "sources": facts.values(iri, "dcterms:source"),
        "coordinates": coordinates(facts, iri),
        "names": names(facts, iri, name.main),
        "ties": own,
        "map": sketch(facts, iri, name.main.text, ((tie.partner, tie.name.main.text) for tie in own)),
        "became": [(one, reader.name(facts, one)) for one in facts.iris(iri, "dcterms:isReplacedBy")],
        "was": [(one, reader.name(facts, one)) for one in facts.subjects("dcterms:isReplacedBy", iri)],
        "took_over": _taken_over(facts, iri, reader),
        "members": members(facts, iri, reader),
        "findings": findings(facts, [iri], reader),
        "about": [(one, reader.name(facts, one, "dcterms:title")) for one in facts.subjects("yc:about", iri)],
    }


def names(facts: Facts, iri: str, main: Label) -> list[tuple[Label, list[str]]]:
    """Give all other names of a place, each spelling once with the languages that have it, by language."""
    found: dict[str, list[str]] = {}
    labels = {label for one in ("rdfs:label", "skos:altLabel") for label in facts.labels(iri, one)}
    for label in sorted(labels - {main}, key=lambda label: (label.language, label.text)):
        found.setdefault(label.text, []).append(label.language)
    return [(Label(text, languages[0]), languages) for text, languages in found.items()]


def coordinates(facts: Facts, iri: str) -> tuple[str, str] | None:
    """Give latitude and longitude in decimal degrees, None where they are not known."""
    north, east = facts.value(iri, "schema:latitude"), facts.value(iri, "schema:longitude")
    return (north, east) if north and east else None


def members(facts: Facts, iri: str, reader: Reader) -> list[dict[str, Any]]:
    """Give the places within a country that have ties or had, by name, with the number of their ties."""
    found = []
    for place in facts.subjects("schema:containedInPlace", iri):
        own = facts.subjects("yc:partner", place)
        over = sum(state(facts, one) == "ended" for one in own)
        found.append({"iri": place, "name": reader.name(facts, place), "ties": len(own), "ended": over})
    return sorted(found, key=lambda one: (-one["ties"], one["name"].main.text))


def _taken_over(facts: Facts, iri: str, reader: Reader) -> list[dict[str, Any]]:
    """Give the twinnings that the place took over from a former partner."""
    found = []
    for event in facts.subjects("yc:successor", iri):
        for twinning in facts.iris(event, "yc:twinning"):
            sides = facts.iris(twinning, "yc:partner")
            found.append({"iri": twinning, "sides": [(one, reader.name(facts, one)) for one in sides]})
    return found
