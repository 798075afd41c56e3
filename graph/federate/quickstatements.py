"""Edits in the forms that tools take, for a person to review and run; nothing is sent from here.

V1 and CSV as https://www.wikidata.org/wiki/Help:QuickStatements has them; a further reference repeats the whole line,
and a date that a statement lacks is given by naming the statement again.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .edits import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .edits import Edit

_PRECISION = {1: 9, 2: 10, 3: 11}
_SOURCE = ("S854", "S4656", "S1476", "S123", "S813")  # address, title, publisher, retrieved: one line is one reference
_CSV = ("qid", "P190", "qal580", "qal582", "S1476", "s854", "s4656", "s123", "s813")
_OPENREFINE = (
    "item", "item label", "partner", "partner label", "start time", "end time", "reference URL", "Wikimedia import URL",
    "reference title (zh)", "publisher", "retrieved", "statement exists",
)  # fmt: skip


def version_1(edits: Sequence[Edit]) -> str:
    """Give the commands of QuickStatements V1, parted by tabs."""
    return "".join("\t".join(_command(edit, reference)) + "\n" for edit, reference in _lines(edits))


def as_csv(edits: Sequence[Edit]) -> str:
    """Give the CSV of QuickStatements: texts stand in quotation marks of their own."""
    rows = []
    for edit, reference in _lines(edits):
        said = _source(reference)
        sources = [said[name.upper()] for name in _CSV[4:]]
        rows.append([str(edit.item.qid), str(edit.partner.qid), _time(edit.start), _time(edit.end), *sources])
    return _table(_CSV, iter(rows))


def openrefine(edits: Sequence[Edit]) -> str:
    """Give a table to open in OpenRefine: QIDs and dates plain, labels beside them, one row a reference."""
    rows = (
        [
            str(edit.item.qid), edit.item.en or edit.item.zh, str(edit.partner.qid), edit.partner.en or edit.partner.zh,
            edit.start or "", edit.end or "", *_addresses(reference), reference.title or "", reference.publisher or "",
            reference.retrieved or "", "yes" if edit.exists else "no",
        ]
        for edit, reference in _lines(edits)
    )  # fmt: skip
    return _table(_OPENREFINE, rows)


def _lines(edits: Sequence[Edit]) -> Iterator[tuple[Edit, Reference]]:
    """Give each edit once for each of its references that is not there yet, or once with an empty one."""
    for edit in edits:
        for reference in [said for said in edit.references if not said.there] or (Reference(),):
            yield edit, reference


def _command(edit: Edit, reference: Reference) -> Iterator[str]:
    yield from (str(edit.item.qid), "P190", str(edit.partner.qid))
    for name, date in (("P580", edit.start), ("P582", edit.end)):
        if date:
            yield from (name, _time(date))
    yield from (word for name, said in _source(reference).items() if said for word in (name, said))


def _source(reference: Reference) -> dict[str, str]:
    """Give what a reference says, by property; a title with a quotation mark cannot be written and is left out."""
    title = reference.title if reference.title and not set(reference.title) & set('"\t\n') else None
    quoted = (f'"{url}"' if url else "" for url in _addresses(reference))
    said = (*quoted, f'zh:"{title}"' if title else "", reference.publisher or "", _time(reference.retrieved))
    return dict(zip(_SOURCE, said, strict=True))


def _addresses(reference: Reference) -> tuple[str, str]:
    """Give what P854 and P4656 say: one of them is empty."""
    url = reference.url or ""
    return ("", url) if reference.wikimedia else (url, "")


def _time(date: str | None) -> str:
    """Give a date as Wikibase writes it: 1974-02 is ``+1974-02-00T00:00:00Z/10``."""
    if not date:
        return ""
    parts = date.split("-")
    year, month, day = [*parts, "00", "00"][:3]
    return f"+{year}-{month}-{day}T00:00:00Z/{_PRECISION[len(parts)]}"


def _table(header: Sequence[str], rows: Iterator[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
