"""Twinnings as pages show them: the partners, the date and how it was chosen, what has become of the tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...ontology import term

if TYPE_CHECKING:
    from .facts import Facts
    from .reader import Name, Reader

_OVER = {term("event:ended"): "ended", term("event:suspended"): "suspended"}


class Tie(NamedTuple):
    """One twinning as seen from one of its places; ``dates`` are all that any claim states, in order."""

    iri: str
    partner: str
    name: Name
    country: Name | None
    date: str
    dates: tuple[str, ...]
    kinds: tuple[Name, ...]
    levels: tuple[Name, ...]
    lists: tuple[str, ...]
    state: str

    @property
    def disputed(self) -> bool:
        """Tell whether claims give more than one date."""
        return len(self.dates) > 1


def ties(facts: Facts, place: str, reader: Reader) -> list[Tie]:
    """Give the twinnings of a place, oldest first, those without a date last."""
    found = [
        tie(facts, twinning, other, reader)
        for twinning in facts.subjects("yc:partner", place)
        for other in facts.iris(twinning, "yc:partner")
        if other != place
    ]
    return sorted(found, key=lambda one: (not one.date, one.date, one.iri))


def tie(facts: Facts, twinning: str, partner: str, reader: Reader) -> Tie:
    """Give a twinning as seen from the other side than ``partner``."""
    claims = facts.iris(twinning, "prov:wasDerivedFrom")
    country = facts.iris(partner, "schema:containedInPlace")
    return Tie(
        twinning,
        partner,
        reader.name(facts, partner),
        reader.name(facts, country[0]) if country else None,
        facts.value(twinning, "yc:resolvedDate"),
        tuple(sorted({date for claim in claims for date in facts.values(claim, "schema:startDate")})),
        tuple(reader.name(facts, one) for one in facts.iris(twinning, "dcterms:type")),
        tuple(reader.name(facts, one) for one in facts.iris(twinning, "yc:level")),
        tuple(sorted({one.partition("#")[0] for one in claims})),
        state(facts, twinning),
    )


def state(facts: Facts, twinning: str) -> str:
    """Give ``ended``, ``suspended`` or ``succeeded`` where a list says so, nothing where none does."""
    if facts.values(twinning, "schema:endDate"):
        return "ended"
    happened = {kind for event in facts.subjects("yc:twinning", twinning) for kind in facts.iris(event, "dcterms:type")}
    for kind, said in _OVER.items():
        if kind in happened:
            return said
    return "succeeded" if term("event:succeeded") in happened else ""


def sides(facts: Facts, twinning: str) -> list[str]:
    """Give the partners in the order in which the twinning's IRI names them."""
    local = twinning.rpartition("/")[2]
    return sorted(
        facts.iris(twinning, "yc:partner"), key=lambda one: not local.startswith(one.rpartition("/")[2] + "--")
    )
