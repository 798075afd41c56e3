"""CSV to N-Quads by the project's own template, row by row: rows.csv, out.nq (or out.nq.zst, compressed)."""

from __future__ import annotations

import csv
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rows import Row

from youcheng.mapping.terms import iri, text, typed
from youcheng.mapping.triples import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "https://w3id.org/youcheng/"
LIST = f"{ROOT}list/synthetic"

shared = lru_cache(maxsize=4096)(iri)
"""An IRI that many rows share is checked once."""


def record(row: Row) -> dict[str, str | None]:
    """Give the record of one row of the CSV file: N-Triples terms by field, None for an empty cell."""
    node, table = f"{LIST}#row-{row.order}", f"{LIST}#table-{row.table}"
    return {
        "row": iri(node),
        "list": f"<{LIST}>",
        "table": shared(table),
        "order": typed(row.order, "integer"),
        "line": typed(row.line, "integer"),
        "number": typed(row.number, "integer") if row.number else None,
        "party_name": text(row.party_name, "zh"),
        "partner_name": text(row.partner_name, "zh"),
        "partner_other": text(row.partner_other) if row.partner_other else None,
        "qualifier": text(row.qualifier, "zh") if row.qualifier else None,
        "country": shared(f"{ROOT}place/{row.country}"),
        "continent": shared(f"{ROOT}continent/{row.continent}"),
        "date": typed(row.date, "date") if row.date else None,
        "month": typed(row.month, "gYearMonth") if row.month else None,
        "year": typed(row.year, "gYear") if row.year else None,
        "population": typed(row.population, "integer") if row.population else None,
        "area": typed(row.area, "decimal") if row.area else None,
        "level": shared(f"{ROOT}level/{row.level}"),
        "kind": shared(f"{ROOT}kind/{row.kind}"),
        "twinning": iri(f"{ROOT}twinning/{row.party}--{row.partner}"),
        "party": shared(f"{ROOT}place/{row.party}"),
        "partner": iri(f"{ROOT}place/{row.partner}"),
        "name_cell": iri(f"{node}-cell-2"),
        "name_column": shared(f"{table}-column-2"),
        "name_written": text(row.name_written),
        "signed_cell": iri(f"{node}-cell-5"),
        "signed_column": shared(f"{table}-column-5"),
        "signed_written": text(row.signed_written) if row.signed_written else None,
    }


def quads(path: Path) -> Iterator[bytes]:
    """Give the N-Quads of each row of the file."""
    template = Template("row", Path(__file__).with_name("row.rq").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        cells = csv.reader(file)
        next(cells)
        for row in map(Row._make, cells):
            yield template.fill(record(row), f"<{LIST}>").encode()


def write(path: Path, out: BinaryIO) -> None:
    """Write the N-Quads of the file as they come."""
    for lines in quads(path):  # noqa: FURB122 - a compressing writer has no writelines
        out.write(lines)


def main(source: Path, target: Path) -> None:
    """Write plain or, where the name ends in .zst, compressed N-Quads."""
    with target.open("wb", buffering=1 << 18) as out:
        if target.suffix == ".zst":
            import zstandard

            with zstandard.ZstdCompressor(level=3).stream_writer(out) as compressed:
                write(source, compressed)
        else:
            write(source, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
