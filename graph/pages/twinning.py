"""The page of a twinning: what each list says of it, line by line, where they differ, and the date that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .findings import findings
from .rows import written
from .ties import sides, state

if TYPE_CHECKING:
    from .facts import Facts, Label
    from .reader import Reader

_KINDS = ("yc:Row", "yc:Note", "yc:Caption", "yc:Count", "yc:Remark")


def view(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give what the page of a twinning shows."""
    claims = [claim(facts, one, reader) for one in facts.iris(iri, "prov:wasDerivedFrom")]
    claims.sort(key=lambda one: (one["list"], one["line"], one["iri"]))
    rules = facts.iris(iri, "yc:resolvedBy")
    both = [
        {"iri": one, "name": reader.name(facts, one), "country": _country(facts, one, reader)}
        for one in sides(facts, iri)
    ]
    return {
        "sides": both,
        "date": facts.value(iri, "yc:resolvedDate"),
        "rules": [(one, reader.name(facts, one), reader.best(facts.labels(one, "skos:definition"))) for one in rules],
        "ends": facts.values(iri, "schema:endDate"),
        "state": state(facts, iri),
        "kinds": [(one, reader.name(facts, one)) for one in facts.iris(iri, "dcterms:type")],
        "levels": [(one, reader.name(facts, one)) for one in facts.iris(iri, "yc:level")],
        "claims": claims,
        "dates": by_date(claims),
        "events": [event(facts, one, reader) for one in facts.subjects("yc:twinning", iri)],
        "findings": findings(facts, [iri], reader),
        "lists": sorted({one["list"] for one in claims}),
    }


def claim(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give one claim: the list and line it stands on, its words, and what was read from them."""
    of_list = iri.partition("#")[0]
    kinds = [kind for kind in _KINDS if facts.is_a(iri, kind)]
    return {
        "iri": iri,
        "list": of_list,
        "title": reader.name(facts, of_list, "dcterms:title"),
        "as_of": facts.value(of_list, "dcterms:date"),
        "publishers": [reader.name(facts, one, "foaf:name") for one in facts.iris(of_list, "dcterms:publisher")],
        "authority": [reader.name(facts, one) for one in facts.iris(of_list, "yc:authority")],
        "kind": kinds[0].removeprefix("yc:").lower() if kinds else "",
        "line": facts.number(iri, "yc:line"),
        "sheet": facts.value(iri, "yc:sheet"),
        "dates": facts.values(iri, "schema:startDate"),
        "ends": facts.values(iri, "schema:endDate"),
        "names": _names(facts, iri),
        "words": written(facts, iri),
        "cites": [(one, one.rpartition("cite-")[2]) for one in facts.iris(iri, "yc:cites")],
        "notes": [(one, one.rpartition("note-")[2]) for one in facts.iris(iri, "yc:note")],
        "population": facts.value(iri, "yc:population"),
        "area": facts.value(iri, "yc:area"),
    }


def by_date(claims: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Give each start date that is stated, with the claims that state it."""
    dates = sorted({date for one in claims for date in one["dates"]})
    return [(date, [one for one in claims if date in one["dates"]]) for date in dates]


def event(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give something that happened to a twinning, and the claim that says so."""
    heirs = facts.iris(iri, "yc:successor")
    return {
        "iri": iri,
        "kinds": [(one, reader.name(facts, one)) for one in facts.iris(iri, "dcterms:type")],
        "dates": facts.values(iri, "dcterms:date"),
        "heirs": [(one, reader.name(facts, one)) for one in heirs],
        "claims": facts.iris(iri, "prov:wasDerivedFrom"),
    }


def _names(facts: Facts, row: str) -> list[Label]:
    return [label for one in ("yc:partyName", "yc:partnerName") for label in facts.labels(row, one)]


def _country(facts: Facts, place: str, reader: Reader) -> tuple[str, Any] | None:
    within = facts.iris(place, "schema:containedInPlace")
    return (within[0], reader.name(facts, within[0])) if within else None
