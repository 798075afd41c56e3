"""An answer of the endpoint made ready for a page: a table, yes or no, or the triples as text."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .facts import Label
from .meanings import short

MOST_ROWS = 500

_LOOKS = dict.fromkeys(("integer", "decimal", "double", "float"), "n") | dict.fromkeys(("date", "gYearMonth"), "date")


class Cell(NamedTuple):
    """One value of a table: an IRI with what to call it, or words; ``look`` is ``n`` for numbers, or ``date``."""

    iri: str
    label: Label
    look: str = ""


class Answer(NamedTuple):
    """What a query gave; ``total`` counts the rows of which at most MOST_ROWS are here."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    triples: str = ""
    too_big: int = 0


def table(content: bytes) -> Answer:
    """Give SPARQL results in JSON as an answer."""
    said = json.loads(content)
    if "boolean" in said:
        return Answer(truth=bool(said["boolean"]))
    columns = said["head"]["vars"]
    bindings = said["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name)) for name in columns) for row in bindings[:MOST_ROWS])
    return Answer(tuple(columns), rows, len(bindings))


def _cell(node: dict[str, Any] | None) -> Cell:
    if node is None:
        return Cell("", Label(""))
    text = node["value"] if isinstance(node["value"], str) else json.dumps(node["value"], ensure_ascii=False)
    if node["type"] == "uri":
        return Cell(text, Label(short(text)))
    return Cell("", Label(text, node.get("xml:lang", "")), _LOOKS.get(node.get("datatype", "").rpartition("#")[2], ""))
