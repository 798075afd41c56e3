"""Solutions as SPARQL text, so that an engine takes them as if they stood in the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..store import Functions
    from .table import Table, Term

BLANK = "urn:youcheng:blank"
_HERE = NamedNode(BLANK)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BY_VALUE = frozenset(
    f"{_XSD}{name}"
    for name in (
        "boolean", "decimal", "integer", "float", "double", "long", "int", "short", "byte", "nonNegativeInteger",
        "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort",
        "unsignedByte", "dateTime", "dateTimeStamp", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay",
        "gDay", "duration", "yearMonthDuration", "dayTimeDuration",
    )
)  # fmt: skip


def functions() -> Functions:
    """Give the function that a rewritten query needs: a term with a blank node in it, which no SPARQL text can name."""
    return {NamedNode(BLANK): _blank}


def values(names: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    """Give a VALUES block of terms without blank nodes; an unbound variable is UNDEF."""
    header = " ".join(f"?{name}" for name in names)
    if len(names) == 1:
        return f"VALUES {header} {{ {' '.join(_written(row[0]) for row in rows)} }}"
    lines = "\n".join(f"({' '.join(map(_written, row))})" for row in rows)
    return f"VALUES ({header}) {{\n{lines}\n}}"


def block(table: Table) -> str:
    """Give a part of a group whose solutions are those of the table, blank nodes among them."""
    blank = {column for column in range(len(table.variables)) if any(has_blank(row[column]) for row in table.rows)}
    if not blank:
        return values(table.variables, table.rows)
    mark = "_" * (1 + max(len(name) for name in table.variables))
    names = [mark + name if column in blank else name for column, name in enumerate(table.variables)]
    labels = [f"{mark}label{column}" for column in sorted(blank)]
    rows = [
        [*(None if has_blank(term) else term for term in row), *(_label(row[at]) for at in sorted(blank))]
        for row in table.rows
    ]
    bound = " ".join(
        f"BIND(COALESCE(?{mark}{table.variables[at]}, <{BLANK}>(?{mark}label{at})) AS ?{table.variables[at]})"
        for at in sorted(blank)
    )
    shown = " ".join(f"?{name}" for name in table.variables)
    return f"{{ SELECT {shown} WHERE {{ {values([*names, *labels], rows)} {bound} }} }}"


def kept_as_written(term: Term) -> bool:
    """Tell whether the local engine gives a term just as it was written: of numbers and times it keeps the value only.

    An engine that compares literals letter by letter finds 1.50 neither by 1.5 nor, as an xsd:int, by an xsd:integer.
    """
    return not (isinstance(term, Literal) and term.datatype.value in _BY_VALUE)


def has_blank(term: object) -> bool:
    """Tell whether a term is a blank node, or a triple term with one in it."""
    if isinstance(term, Triple):
        return has_blank(term.subject) or has_blank(term.object)
    return isinstance(term, BlankNode)


def _written(term: Term | None) -> str:
    """Give a term as SPARQL 1.2 writes it; a triple term inside another is written so by its own ``str``."""
    if isinstance(term, Triple):
        return f"<<( {term} )>>"
    return "UNDEF" if term is None else str(term)


def _label(term: Term | None) -> Literal | None:
    """Give the name by which ``_blank`` knows a term again: a label, or a line of N-Triples."""
    if isinstance(term, Triple) and has_blank(term):
        line = serialize([Triple(_HERE, _HERE, term)], format=RdfFormat.N_TRIPLES) or b""
        return Literal(line.decode())
    return Literal(term.value) if isinstance(term, BlankNode) else None


def _blank(label: object) -> BlankNode | Triple | None:
    if not isinstance(label, Literal):
        return None
    if label.value.startswith("<"):
        (quad,) = parse(label.value, format=RdfFormat.N_TRIPLES)
        return quad.object if isinstance(quad.object, Triple) else None
    return BlankNode(label.value)
