"""The page of a list: its tables as they were published, what it says of itself, its notes and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...ontology import term
from ...ontology.errors import UnknownPage
from .findings import findings
from .paging import page_of, part
from .rows import cells
from .ties import sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Facts
    from .reader import Reader

_SAID = ("Note", "Caption", "Remark")


def view(facts: Facts, iri: str, reader: Reader, number: int = 1) -> dict[str, Any]:
    """Give what a page of a list shows: the first what is said of the whole, each its rows, notes and sources.

    Raises UnknownPage where the list has no page of that number.
    """
    whole = facts.subjects("dcterms:isPartOf", iri)
    paged = part(whole, number)
    if not 1 <= number <= paged.last:
        raise UnknownPage(f"{iri} has {paged.last} page{'s' if paged.last > 1 else ''}, and none of number {number}")
    parts = [one for one in whole if page_of(one) == number]
    rows = sorted((row(facts, one, reader) for one in parts if facts.is_a(one, "yc:Row")), key=lambda one: one["order"])
    tables = [table(facts, one, rows) for one in whole if page_of(one) == 1 and facts.is_a(one, "csvw:Table")]
    counts = [count(facts, one, reader) for one in _of(facts, parts, "yc:Count")] if paged.first else []
    return {
        "name": reader.name(facts, iri, "dcterms:title"),
        **head(facts, iri, reader),
        "part": paged,
        "rows": rows,
        "tables": sorted((one for one in tables if one["rows"] or paged.first), key=lambda one: one["order"]),
        "counts": counts,
        "said": {kind: [claim(facts, one) for one in _of(facts, parts, f"yc:{kind}")] for kind in _SAID},
        "findings": findings(facts, [iri, *parts] if paged.first else parts, reader),
        "citations": [citation(facts, one) for one in _of(facts, parts, "yc:Citation")],
    }  # fmt: skip


def head(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give who published a list, when, under which licence, and the document that was read."""
    documents = facts.iris(iri, "dcat:distribution")
    return {
        "id": facts.value(iri, "dcterms:identifier"),
        "publishers": [(one, reader.name(facts, one, "foaf:name")) for one in facts.iris(iri, "dcterms:publisher")],
        "authority": [(one, reader.name(facts, one)) for one in facts.iris(iri, "yc:authority")],
        "about": [(one, reader.name(facts, one)) for one in facts.iris(iri, "yc:about")],
        "as_of": facts.value(iri, "dcterms:date"),
        "retrieved": facts.value(iri, "yc:retrieved"),
        "left_out": facts.number(iri, "yc:rowsLeftOut"),
        "licences": facts.iris(iri, "dcterms:license"),
        "rights": facts.labels(iri, "dcterms:rights"),
        "pages": facts.iris(iri, "dcat:landingPage"),
        "documents": [document(facts, one) for one in documents],
    }


def document(facts: Facts, iri: str) -> dict[str, Any]:
    """Give the file that a list was read from."""
    sums = facts.iris(iri, "spdx:checksum")
    return {
        "iri": iri,
        "name": facts.value(iri, "dcterms:title"),
        "size": facts.number(iri, "dcat:byteSize"),
        "sha256": [(one, facts.value(one, "spdx:checksumValue")) for one in sums],
    }


def row(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give a row: where it stands, its cells, and the twinning that it states."""
    ties = facts.subjects("prov:wasDerivedFrom", iri)
    twinnings = [one for one in ties if facts.is_a(one, "yc:Twinning")]
    return {
        "iri": iri,
        "order": facts.number(iri, "yc:order"),
        "line": facts.number(iri, "yc:line"),
        "within": facts.iris(iri, "dcterms:isPartOf"),
        "cells": cells(facts, iri),
        "twinning": [(one, [reader.name(facts, side) for side in sides(facts, one)]) for one in twinnings],
        "events": [one for one in ties if facts.is_a(one, "yc:Event")],
    }


def table(facts: Facts, iri: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Give a table: its heading and headers as written, and its rows."""
    own = facts.subjects("dcterms:isPartOf", iri)
    columns = [one for one in own if facts.is_a(one, "csvw:Column")]
    found = [(facts.number(one, "yc:order"), one, facts.value(one, "csvw:title")) for one in columns]
    return {
        "iri": iri,
        "order": facts.number(iri, "yc:order"),
        "heading": facts.value(iri, "yc:heading"),
        "sheet": facts.value(iri, "yc:sheet"),
        "columns": sorted(found),
        "rows": [one for one in rows if iri in one["within"]],
        "total": len(own) - len(columns),
    }


def count(facts: Facts, iri: str, reader: Reader) -> dict[str, Any]:
    """Give a count that a list states of itself, beside what the audit counted in its rows."""
    value = facts.value(iri, "yc:value")
    parts = [*facts.iris(iri, "yc:continent"), *facts.iris(iri, "yc:level")]
    recounts = [
        facts.number(one, "dqv:value")
        for one in facts.subjects("dqv:computedOn", iri)
        if term("measure:recount") in facts.iris(one, "dqv:isMeasurementOf")
    ]
    return claim(facts, iri) | {
        "counts": facts.value(iri, "yc:counts"),
        "of": [(one, reader.name(facts, one)) for one in parts],
        "stated": int(value) if value else None,
        "counted": recounts[0] if recounts else None,
    }


def claim(facts: Facts, iri: str) -> dict[str, Any]:
    """Give a note, caption, remark or count as written, with its line, its sources and the twinnings it speaks of."""
    told = facts.subjects("prov:wasDerivedFrom", iri)
    return {
        "iri": iri,
        "line": facts.number(iri, "yc:line"),
        "words": facts.value(iri, "yc:asWritten"),
        "number": facts.value(iri, "yc:number"),
        "dates": facts.values(iri, "schema:startDate"),
        "cites": [(one, one.rpartition("cite-")[2]) for one in facts.iris(iri, "yc:cites")],
        "twinnings": [one for one in told if facts.is_a(one, "yc:Twinning")],
        "events": [one for one in told if facts.is_a(one, "yc:Event")],
    }


def citation(facts: Facts, iri: str) -> dict[str, Any]:
    """Give a source that a list names, as written, with the pages of it that are cited."""
    return {
        "iri": iri,
        "number": facts.number(iri, "yc:number"),
        "line": facts.number(iri, "yc:line"),
        "words": facts.value(iri, "yc:asWritten"),
        "dead": facts.value(iri, "yc:deadLink") == "true",
        "pages": [(one, facts.value(one, "schema:pagination")) for one in facts.subjects("dcterms:isPartOf", iri)],
        "cited": len(facts.subjects("yc:cites", iri)),
    }


def _of(facts: Facts, parts: Iterable[str], kind: str) -> list[str]:
    found = [one for one in parts if facts.is_a(one, kind)]
    return sorted(found, key=lambda one: (facts.number(one, "yc:line"), facts.number(one, "yc:number"), len(one), one))
