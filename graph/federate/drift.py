"""A comparison with Wikidata for people and programs: counts first, then each case with its sources."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from ...ontology import term, values
from ..export import dump
from ..store import ordered
from ..terminal import markdown
from .compare import Dates, Where
from .statements import ENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from .compare import Case, Comparison, Side
    from .statements import Statement

    Table = tuple[str, list[str], list[list[str]]]

ONE_WAY = "one-direction"
_LEAD = (
    "What the lists state, against the twinnings (P190) that Wikidata states on either of two items. Each date names "
    "its list and line, or its item and reference; dates agree as far as both are known; deprecated statements do "
    "not count. 名录所述友好城市与维基数据逐对比较。"
)
_MARKUP = re.compile(r"([\\`*_\[\]<>#])")
_QID = re.compile(r"\b(Q[1-9][0-9]*)\b")
_CASE = ["place", "partner", "dates", "in the lists", "in Wikidata", "notes"]
_COLUMNS = (
    "case", "dates", "directions", "place", "place_item", "partner", "partner_item", "list_start", "list_end", "claims",
    "wikidata_start", "wikidata_end", "statements", "references", "notes",
)  # fmt: skip


def as_markdown(comparison: Comparison) -> str:
    """Give the report as Markdown."""
    parts = [f"# {_title(comparison)}\n\n{_LEAD}\n"]
    for name, header, rows in _tables(comparison):
        parts += [f"## {name}\n", markdown(header, [[_MARKUP.sub(r"\\\1", cell) for cell in row] for row in rows])]
    return "\n".join(parts)


def as_html(comparison: Comparison) -> str:
    """Give the report as one page of HTML that needs nothing else; every word of it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    page = environment.get_template("drift.html")
    return page.render(title=_title(comparison), lead=_LEAD, tables=list(_tables(comparison)), linked=_linked)


def as_csv(comparison: Comparison) -> str:
    """Give one row a case; several values of a cell are parted by `` | ``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for case in comparison.cases:
        standing = case.standing
        ways = sorted({statement.one for statement in standing})
        sides = [*_side(case.one), *_side(case.other)]
        writer.writerow([
            case.where, case.dates or "", " ".join(ways), *sides,
            " | ".join(sorted(case.starts)), case.end or "", " | ".join(claim.iri for claim in case.claims),
            " | ".join(start for one in standing for start in one.starts),
            " | ".join(end for one in standing for end in one.ends),
            " | ".join(one.node for one in case.statements), " | ".join(_urls(case)), " | ".join(case.notes),
        ])  # fmt: skip
    return text.getvalue()


def as_turtle(comparison: Comparison, base: str) -> bytes:
    """Give one quality annotation a case (https://www.w3.org/TR/vocab-dqv/), derived from what both sides state."""
    root = f"{base}wikidata/{comparison.date}/drift"
    quads = [Quad(*triple) for case in comparison.cases for triple in _annotation(case, root, base, comparison.date)]
    return dump(ordered(quads), "ttl", {"case": f"{root}#", "wds": f"{ENTITY}statement/"})


def counts(comparison: Comparison) -> Iterator[tuple[str, int]]:
    """Give how many cases there are of each kind, by the name of its ``drift:`` concept."""
    for where in Where:
        yield where.value, len(comparison.of(where))
    dates = Counter(case.dates for case in comparison.cases)
    for kind in Dates:
        yield kind.value, dates[kind]
    yield ONE_WAY, sum(case.one_way for case in comparison.cases)


@cache
def label(concept: str) -> str:
    """Give what a ``drift:`` concept is called, in English and Chinese."""
    iri, wanted = term(f"drift:{concept}"), term("skos:prefLabel")
    return " · ".join(said for subject, predicate, said in values("kinds") if (subject, predicate) == (iri, wanted))


def _title(comparison: Comparison) -> str:
    return f"The lists against Wikidata of {comparison.date}"


def _tables(comparison: Comparison) -> Iterator[Table]:
    yield "Counts", ["pairs of places", "number"], [[label(name), str(count)] for name, count in counts(comparison)]
    header = ["place", *(label(where) for where in Where), label(ONE_WAY)]
    yield "By place", header, [_of_place(side, comparison) for side in comparison.covered]
    for where in Where:
        if cases := comparison.of(where):
            yield f"{label(where)} ({len(cases)})", _CASE, [_row(case) for case in cases]


def _of_place(side: Side, comparison: Comparison) -> list[str]:
    cases = [case for case in comparison.cases if side in (case.one, case.other)]
    found = Counter(case.where for case in cases)
    return [str(side), *(str(found[where]) for where in Where), str(sum(case.one_way for case in cases))]


def _row(case: Case) -> list[str]:
    said = [_said(statement) for statement in case.standing]
    notes = [*case.notes, *([label(ONE_WAY)] if case.one_way else [])]
    return [
        str(case.one), str(case.other), label(case.dates) if case.dates else "",
        "; ".join(map(str, case.claims)), "; ".join(said), "; ".join(notes),
    ]  # fmt: skip


def _said(statement: Statement) -> str:
    """Give a statement in words: the item it is on, its dates, its references."""
    start = " or ".join(statement.starts) or ("start not known to the year" if statement.vague else "no start")
    end = f", ended {' or '.join(statement.ends) or '(date not known)'}" if statement.ended else ""
    source = " and ".join([*map(_readable, statement.urls), *statement.titles]) or "no address in a reference"
    return f"{start}{end} (on {statement.one}, {source})"


def _readable(url: str) -> str:
    """Give an address as a browser shows it: Chinese as Chinese, unless something in it could mislead."""
    plain = unquote(url)
    return plain if plain.isprintable() and " " not in plain else url


def _side(side: Side) -> tuple[str, str]:
    return " ".join(filter(None, (side.zh, side.en))), side.qid or ""


def _urls(case: Case) -> list[str]:
    return list(dict.fromkeys(url for statement in case.standing for url in statement.urls))


def _linked(cell: str) -> Iterator[tuple[str, str]]:
    """Give the parts of a cell: QIDs, and the words between them."""
    for part in _QID.split(cell):
        yield (part, "") if _QID.fullmatch(part) else ("", part)


def _annotation(case: Case, root: str, base: str, date: str) -> Iterator[Triple]:
    from pyoxigraph import Triple

    ends = "--".join(side.qid or str(side.place).rpartition("/")[2] for side in (case.one, case.other))
    node = NamedNode(f"{root}#{case.twinning.rpartition('/')[2] if case.twinning else ends}")
    kinds = [case.where, *([case.dates] if case.dates else []), *([ONE_WAY] if case.one_way else [])]
    targets = [case.twinning] if case.twinning else []
    targets += [side.place or f"{ENTITY}{side.qid}" for side in (case.one, case.other)]
    sources = [*(claim.iri for claim in case.claims), *(statement.node for statement in case.statements)]
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", _node("dqv:QualityAnnotation")),
        *(("dcterms:type", _node(f"drift:{kind}")) for kind in kinds),
        *(("oa:hasTarget", NamedNode(target)) for target in targets),
        *(("prov:wasDerivedFrom", NamedNode(source)) for source in [*sources, f"{base}wikidata/{date}"]),
        *(("dcterms:description", Literal(note, language="en")) for note in case.notes),
    ]
    for predicate, thing in said:
        yield Triple(node, _node(predicate), thing)


def _node(name: str) -> NamedNode:
    return NamedNode(term(name))
