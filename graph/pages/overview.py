"""The pages that lead to all others: home, places by country, what a search found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...queries import queries
from .facts import Label
from .place import members
from .published import head
from .reader import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...queries import Query
    from .facts import Facts
    from .near import Found
    from .reader import Reader

_FIGURES = (
    ("twinnings", "yc:Twinning"),
    ("places", "schema:Place"),
    ("countries", "schema:Country"),
    ("lists", "yc:List"),
)
_MOST = 24


def home(facts: Facts, reader: Reader, base: str) -> dict[str, Any]:
    """Give what the home page shows."""
    figures = {key: len(facts.members(kind)) for key, kind in _FIGURES}
    figures["places"] -= figures["countries"]
    return {
        "figures": figures,
        "claims": sum(len(facts.members(kind)) for kind in ("yc:Row", "yc:Note", "yc:Caption")),
        "linked": sum(bool(facts.iris(one, "owl:sameAs")) for one in facts.members("schema:Place")),
        "lists": lists(facts, reader),
        "chinese": members(facts, f"{base}place/cn", reader)[:_MOST],
        "questions": questions(reader),
    }


def lists(facts: Facts, reader: Reader) -> list[dict[str, Any]]:
    """Give the published lists with the number of their rows."""
    found = []
    for iri in facts.members("yc:List"):
        parts = facts.subjects("dcterms:isPartOf", iri)
        rows = sum(facts.is_a(one, "yc:Row") for one in parts)
        found.append(
            {"iri": iri, "name": reader.name(facts, iri, "dcterms:title"), "rows": rows, **head(facts, iri, reader)}
        )
    return found


def questions(reader: Reader) -> list[tuple[str, list[tuple[str, Label]]]]:
    """Give the names and titles of the saved queries by their first tag."""
    found: dict[str, list[tuple[str, Label]]] = {}
    for query in queries():
        found.setdefault(query.tags[0] if query.tags else "", []).append((query.name, title(query, reader)))
    return sorted(found.items())


def title(query: Query, reader: Reader) -> Label:
    """Give the title of a saved query in the reader's language."""
    return reader.best([Label(query.summary, "en"), *reader.chinese(query.summary_zh)]) or Label(query.name)


def description(query: Query, reader: Reader) -> list[Label]:
    """Give the lines of what a saved query asks, those in the reader's language first."""
    said: list[Label] = []
    for line in query.description.splitlines():
        said += reader.chinese(line) if is_chinese(line) else [Label(line, "en")]
    return sorted(said, key=lambda label: (label.language == "en") != (reader.language == "en"))


def places(facts: Facts, reader: Reader) -> dict[str, Any]:
    """Give all places by country, the countries with most places first."""
    countries = facts.members("schema:Country")
    found = [{"iri": one, "name": reader.name(facts, one), "members": members(facts, one, reader)} for one in countries]
    return {"countries": sorted(found, key=lambda one: (-len(one["members"]), one["name"].main.text))}


def results(facts: Facts, reader: Reader, words: str, found: Iterable[Found]) -> dict[str, Any]:
    """Give what a search for words found."""
    shown = []
    for one in found:
        name = reader.name(facts, one.iri, "rdfs:label", "skos:prefLabel", "dcterms:title")
        country = facts.iris(one.iri, "schema:containedInPlace")
        by = one.label if one.label.text not in {label.text for label in name if label} else None
        where = reader.name(facts, country[0]) if country else None
        shown.append(
            {
                "iri": one.iri,
                "name": name,
                "by": by,
                "country": where,
                "ties": len(facts.subjects("yc:partner", one.iri)),
            }
        )
    return {"words": words, "found": shown}
