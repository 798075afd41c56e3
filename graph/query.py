"""Questions to a release: a saved one, a file or SPARQL itself, and answers in the form asked for."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from pyoxigraph import Literal, Quad, QueryBoolean, QueryResultsFormat, QueryTriples

from ..ontology import prefixes
from ..ontology.errors import BadParameter, UnknownFormat, UnknownQuery
from ..queries import query as saved
from . import terminal
from .export import FORMATS as GRAPH_FORMATS
from .export import dump
from .store import ask, ordered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import QuerySolutions, Store

    from ..queries import Parameter
    from .store import Functions

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SERIALIZED = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


class Question(NamedTuple):
    """SPARQL to be asked, and what its parameters name: each with the name it is given."""

    text: str
    names: tuple[tuple[Parameter, str], ...] = ()


def question(name: str, values: Mapping[str, str], standard_input: TextIO | None = None) -> Question:
    """Give the SPARQL of a saved query, of a file, of ``-`` (standard input), or of the text itself.

    Raises UnknownQuery where it is none of these, BadParameter where a text has no parameters to set.
    """
    text = None
    if name == "-" and standard_input is not None:
        text = standard_input.read()
    elif name.endswith((".rq", ".sparql")) and "{" not in name:
        text = _of_file(Path(name))
    elif "{" in name or len(name.split()) != 1:
        text = name
    if text is None:
        query = saved(name)
        return Question(query.bound(values), query.names(values))
    if values:
        raise BadParameter(f"only a saved query has parameters: {', '.join(values)} cannot be set in {name!r}")
    return Question(text)


def _of_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnknownQuery(f"{path} cannot be read as a query: {error}") from error


def answer(
    store: Store,
    text: str,
    form: str | None = None,
    functions: Functions | None = None,
) -> bytes:
    """Give the answer to a query; ``form`` is a table format, or an RDF format for CONSTRUCT and DESCRIBE.

    ``functions`` are those that a query rewritten for SERVICE calls.

    Raises UnknownFormat where the kind of answer has no such form, QuerySyntaxError where the text does not parse.
    """
    found = ask(store, text, functions)
    if isinstance(found, QueryTriples):
        form = form or "ttl"
        if form not in GRAPH_FORMATS:
            raise UnknownFormat(f"a graph has no form {form!r}: it has {', '.join(GRAPH_FORMATS)}")
        return dump(ordered(Quad(*triple) for triple in found), form, {})
    form = form or "table"
    if form not in TABLE_FORMATS:
        raise UnknownFormat(f"a table has no form {form!r}: it has {', '.join(TABLE_FORMATS)}")
    if form in _SERIALIZED and not (isinstance(found, QueryBoolean) and form in {"csv", "tsv"}):
        content = found.serialize(format=_SERIALIZED[form]) or b""
        return content + b"\n" if form in {"json", "xml"} else content
    if isinstance(found, QueryBoolean):
        return f"{'true' if found else 'false'}\n".encode()
    return _readable(found, form).encode()


def _readable(found: QuerySolutions, form: str) -> str:
    header = [variable.value for variable in found.variables]
    rows = [[shown(solution[name]) for name in header] for solution in found]
    if form == "markdown":
        return terminal.markdown(header, rows)
    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
    return terminal.table(header, rows) + count


def without_formulas(text: str, end: str = "\r\n") -> str:
    """Give CSV whose cells no spreadsheet takes for a formula: an apostrophe stands before such a start."""
    before = csv.field_size_limit(sys.maxsize)  # of the process: lists are read with the usual one
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(before)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return written.getvalue()


def shown(node: object) -> str:
    """Give a term for the eye: a literal's text, an IRI shortened by the project's prefixes, nothing for unbound."""
    if node is None:
        return ""
    if isinstance(node, Literal):
        return node.value
    iri = str(getattr(node, "value", node))
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and "/" not in iri.removeprefix(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
