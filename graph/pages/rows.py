"""The words of a list as it was published: claims as written, and tables cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...ontology import term

if TYPE_CHECKING:
    from .facts import Facts

_PLAIN = {term("reading:stated"), term("reading:stated-unknown")}
_LEFT_OUT = {term("reading:carried-down"), term("reading:inferred")}


def written(facts: Facts, claim: str) -> str:
    """Give the words of a claim as the document has them; of a row the cells that are there, a bar between them."""
    said = facts.values(claim, "yc:asWritten")
    if said:
        return said[0]
    return " | ".join(cell["text"] for cell in cells(facts, claim) if cell["text"] or cell["reading"] not in _LEFT_OUT)


def cells(facts: Facts, row: str) -> list[dict[str, Any]]:
    """Give the cells of a row by their columns; ``reading`` says how one that states nothing got its value."""
    found = []
    for cell in facts.iris(row, "yc:cell"):
        readings = facts.iris(cell, "yc:reading")
        found.append({
            "iri": cell,
            "order": next((facts.number(one, "yc:order") for one in facts.iris(cell, "yc:column")), 0),
            "text": facts.value(cell, "yc:asWritten"),
            "reading": next((one for one in readings if one not in _PLAIN), ""),
        })  # fmt: skip
    return sorted(found, key=lambda cell: cell["order"])
