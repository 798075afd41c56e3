"""What the lists know and Wikidata does not, as edits that a person can review and run; nothing is sent from here.

V1 and CSV as https://www.wikidata.org/wiki/Help:QuickStatements has them; a further reference repeats the whole line,
and a date that a statement lacks is given by naming the statement again.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from ...ontology import term
from ..store import select
from .compare import Where
from .statements import alike, qid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pyoxigraph import Store

    from .compare import Case, Comparison, Side

_SOURCES = """SELECT DISTINCT ?claim ?list ?url ?title ?publisher ?retrieved WHERE {
  ?claim dcterms:isPartOf ?list . ?list a yc:List
  OPTIONAL { ?list dcat:landingPage ?url } OPTIONAL { ?list yc:retrieved ?retrieved }
  OPTIONAL { ?list dcterms:title ?title FILTER (LANG(?title) = "zh") }
  OPTIONAL {
    ?list yc:authority authority:official ; yc:about ?place ; dcterms:publisher/foaf:name ?name .
    ?place rdfs:label|skos:altLabel ?name ; owl:sameAs ?publisher
  }
} ORDER BY ?claim ?list ?url"""
_PRECISION = {1: 9, 2: 10, 3: 11}
_SOURCE = ("S854", "S1476", "S123", "S813")  # address, title, publisher, retrieved: one line is one reference
_CSV = ("qid", "P190", "qal580", "qal582", "S1476", "s854", "s123", "s813")
_OPENREFINE = (
    "item", "item label", "partner", "partner label", "start time", "end time", "reference URL", "reference title (zh)",
    "publisher", "retrieved", "statement exists",
)  # fmt: skip


class Reference(NamedTuple):
    """A list as a source, as far as known: its address, title in Chinese, publisher's QID, the day it was read."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    retrieved: str | None = None


class Edit(NamedTuple):
    """A statement to make on one item, or a date to add to one that is there (``exists``), with its references."""

    item: Side
    partner: Side
    start: str | None
    end: str | None
    references: tuple[Reference, ...]
    exists: bool


class LeftOut(NamedTuple):
    """A twinning of the lists that is not given to Wikidata, and why."""

    case: Case
    why: str


class Edits(NamedTuple):
    """What to give to Wikidata, and what is left out with the reason."""

    edits: tuple[Edit, ...]
    left_out: tuple[LeftOut, ...]


def edits(store: Store, comparison: Comparison, doubtful: dict[str, str]) -> Edits:
    """Give the edits that a comparison calls for, in both directions.

    ``doubtful`` are QIDs that are no longer sure to be the place, each with the reason: they are not edited.
    """
    sources = _sources(store, doubtful)
    made: list[Edit] = []
    left: list[LeftOut] = []
    for case in comparison.cases:
        if why := _unsure(case, doubtful):
            left.append(LeftOut(case, why))
        elif case.twinning:
            references = dict.fromkeys(source for claim in case.claims for source in sources.get(claim.iri, ()))
            for one, other in ((case.one, case.other), (case.other, case.one)):
                edit = _edit(case, one, other, tuple(references))
                made += [edit] if edit else []
    return Edits(tuple(made), tuple(left))


def _unsure(case: Case, doubtful: dict[str, str]) -> str:
    """Say why a twinning of the lists cannot be given, or nothing."""
    return next(_doubts(case, doubtful), "") if case.twinning else ""


def _doubts(case: Case, doubtful: dict[str, str]) -> Iterator[str]:
    if case.where is Where.UNLINKED:
        unlinked = " and ".join(side.zh or side.en for side in (case.one, case.other) if not side.qid)
        yield f"{unlinked}: no link to an item was reviewed"
    yield from (f"{side}: {doubtful[side.qid]}" for side in (case.one, case.other) if side.qid in doubtful)
    if other := sorted(kind.rpartition("/")[2] for kind in case.kinds - {term("kind:sister-city")}):
        yield f"a list calls it {', '.join(other)}, and P190 is for twinnings"
    if case.over and not case.end:
        yield "a list says that it ended or was taken over, but not when: Wikidata would read it as in force"
    if any(statement.deprecated for statement in case.statements):
        yield "Wikidata has deprecated it"


def _edit(case: Case, one: Side, other: Side, references: tuple[Reference, ...]) -> Edit | None:
    """Give what one direction lacks; nothing where the statement is there and the lists have no date that it lacks."""
    here = [statement for statement in case.statements if statement.one == one.qid]
    start = next(iter(case.starts)) if len(case.starts) == 1 and not _disputed(case) else None
    if not here:
        return Edit(one, other, start, case.end, references, exists=False)
    if len(here) > 1:  # which of them a date belongs to cannot be said
        return None
    (statement,) = here
    start = None if statement.started else start
    end = None if statement.ended else case.end
    return Edit(one, other, start, end, references, exists=True) if start or end else None


def _disputed(case: Case) -> bool:
    """Tell whether claims state start dates that contradict each other."""
    stated = [claim.start for claim in case.claims if claim.start]
    return any(not alike(one, other) for one in stated for other in stated)


def _sources(store: Store, doubtful: Container[str]) -> dict[str, list[Reference]]:
    """Give the lists that state each claim; the publisher where it is the place that its official list is about."""
    found: dict[str, list[Reference]] = {}
    for row in select(store, _SOURCES):
        url, title, retrieved = (row[name].value if row[name] else None for name in ("url", "title", "retrieved"))
        publisher = qid(row["publisher"].value) if row["publisher"] else None
        reference = Reference(url, title, None if publisher in doubtful else publisher, retrieved)
        if reference != Reference():
            found.setdefault(row["claim"].value, []).append(reference)
    return found


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
            edit.start or "", edit.end or "", *(said or "" for said in reference), "yes" if edit.exists else "no",
        ]
        for edit, reference in _lines(edits)
    )  # fmt: skip
    return _table(_OPENREFINE, rows)


def _lines(edits: Sequence[Edit]) -> Iterator[tuple[Edit, Reference]]:
    """Give each edit once for each of its references, or once with an empty one."""
    for edit in edits:
        for reference in edit.references or (Reference(),):
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
    said = (
        f'"{reference.url}"' if reference.url else "", f'zh:"{title}"' if title else "", reference.publisher or "",
        _time(reference.retrieved),
    )  # fmt: skip
    return dict(zip(_SOURCE, said, strict=True))


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
