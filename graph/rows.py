"""The rows of a list: as read from its document, or its own table again, from the graph alone."""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby
from typing import TYPE_CHECKING

from ..mapping.readers import reader
from ..ontology.errors import UnknownList
from . import terminal
from .store import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import QuerySolution, Store

    from ..mapping.records import Reading, Row

FORMATS = ("table", "csv", "json")

_LIST = """SELECT ?list ?family WHERE {
  ?list a yc:List ; dcterms:identifier "%s" ; dcat:distribution/dcterms:format ?family
}"""
_HEADERS = """SELECT ?table ?heading ?header WHERE {
  ?node a csvw:Table ; dcterms:isPartOf <%s> ; yc:order ?table .
  ?column a csvw:Column ; dcterms:isPartOf ?node ; yc:order ?order ; csvw:title ?header .
  OPTIONAL { ?node yc:heading ?heading }
} ORDER BY ?table ?order"""
_CELLS = """SELECT ?table ?row ?cell ?written WHERE {
  ?node a csvw:Table ; dcterms:isPartOf <%s> ; yc:order ?table .
  ?rowNode a yc:Row ; dcterms:isPartOf ?node ; yc:order ?row ; yc:cell ?cell .
  ?cell yc:column/yc:order ?order .
  OPTIONAL { ?cell yc:asWritten ?written }
} ORDER BY ?table ?row ?order"""


def as_read(reading: Reading, form: str) -> str:
    """Give the rows with what each cell was read as: population in persons, area in km², dates as XSD writes them."""
    header = (
        "order", "line", "party", "partner", "other name", "qualifier", "country", "continent", "signed",
        "population", "area", "level", "kind", "ended", "events", "cites",
    )  # fmt: skip
    rows = [dict(zip(header, _cells(row), strict=True)) for row in reading.rows]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    used = [name for name in header if any(row[name] for row in rows)]
    lines = [[row[name] for name in used] for row in rows]
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([used, *lines])
        return out.getvalue()
    return terminal.table(
        used, lines, [used.index(name) for name in ("order", "line", "population", "area") if name in used]
    )


def as_published(store: Store, list_id: str) -> str:
    """Give the tables of a list cell for cell as its document has them; raises UnknownList where it is not released."""
    found = list(select(store, _LIST % list_id)) if list_id.replace("-", "").isalnum() else []
    if not found:
        raise UnknownList(f"no list {list_id!r} in the release: `youcheng lists` names the lists")
    node, family = found[0]["list"].value, reader(found[0]["family"].value)
    rows = {number: list(group) for number, group in groupby(select(store, _CELLS % node), key=_integer("table"))}
    tables = []
    for number, group in groupby(select(store, _HEADERS % node), key=_integer("table")):
        columns = list(group)
        lines = [columns[0]["heading"].value] if columns[0]["heading"] else []
        lines.append(family.header([column["header"].value for column in columns]))
        lines.extend(family.row(cells) for cells in _written(rows.get(number, [])))
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _written(cells: list[QuerySolution]) -> Iterator[list[str | None]]:
    """Give the cells of each row of the document, once where several ties stand in it."""
    seen = set()
    for _, group in groupby(cells, key=_integer("row")):
        row = list(group)
        if row[0]["cell"].value not in seen:
            yield [None if cell["written"] is None else cell["written"].value for cell in row]
        seen.add(row[0]["cell"].value)


def _integer(name: str) -> Callable[[QuerySolution], int]:
    return lambda solution: int(solution[name].value)


def _cells(row: Row) -> tuple[str, ...]:
    said = (
        row.order, row.line, row.party.key, row.partner.main, row.partner.other, row.partner.qualifier, row.country,
        _local(row.continent), row.signed, row.population, row.area, _local(row.level), _local(row.kind),
        row.ended, "; ".join(f"{_local(event.kind)} {event.date or ''}".strip() for event in row.events),
        " ".join(map(str, row.marks)),
    )  # fmt: skip
    return tuple("" if value is None else str(value) for value in said)


def _local(concept: str | None) -> str | None:
    return None if concept is None else concept.rpartition("/")[2]
