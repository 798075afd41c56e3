"""What the audit of a release found about the things that a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Facts
    from .reader import Reader


def findings(facts: Facts, targets: Iterable[str], reader: Reader) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Give the findings about any of these, by kind (its IRI and name), in the order in which kinds are ranked."""
    known = {
        found
        for target in targets
        for name in ("oa:hasTarget", "prov:wasDerivedFrom")
        for found in facts.subjects(name, target)
        if facts.is_a(found, "yc:Finding")
    }
    by_kind: dict[str, list[str]] = {}
    for one in sorted(known, key=lambda one: (len(one), one)):
        by_kind.setdefault(facts.value(one, "dcterms:type"), []).append(one)
    ranked = sorted(by_kind.items(), key=lambda pair: (facts.value(pair[0], "skos:notation") or "9", pair[0]))
    return [((kind, reader.name(facts, kind)), [finding(facts, one, reader) for one in held]) for kind, held in ranked]


def finding(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give a finding: what it says, what it is about, and the claims it rests on."""
    about, claims = facts.iris(iri, "oa:hasTarget"), set(facts.iris(iri, "prov:wasDerivedFrom"))
    return {
        "iri": iri,
        "words": reader.best(facts.labels(iri, "dcterms:description")),
        "about": about,
        "claims": sorted(claims - set(about), key=lambda one: (len(one), one)),
    }
