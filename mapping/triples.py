"""A CONSTRUCT template, compiled once to lines of N-Quads and filled record by record with plain strings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryTriples, Store

from ..ontology import prologue
from ..ontology.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Taking = Callable[[Mapping[str, str | None]], tuple[Any, ...]]

TEMPLATES = Path(__file__).parent / "templates"

_VALUES = re.compile(r"VALUES\s*\((?P<fields>[^)]*)\)\s*\{\s*\}")
_VARIABLE = re.compile(r"[?$](\w+)")
_SLOT = re.compile(r"<urn:youcheng:field:(\w+)>")


class Template:
    """A CONSTRUCT query over one empty VALUES clause, whose variables are the fields of the records it takes.

    The engine itself compiles it: asked once with a placeholder for each field, it gives the triples to fill.
    """

    def __init__(self, name: str, query: str) -> None:
        self.name, self.query = name, query
        clauses = list(_VALUES.finditer(query))
        if len(clauses) != 1:
            raise TemplateError(f"template {name}: {len(clauses)} empty VALUES clauses, where there must be one")
        self.fields = tuple(_VARIABLE.findall(clauses[0]["fields"]))
        used = set(_VARIABLE.findall(query.replace(clauses[0].group(), "")))
        if stray := used ^ set(self.fields):
            raise TemplateError(f"template {name}: {', '.join(sorted(stray))} in only one of CONSTRUCT and VALUES")
        slots = " ".join(f"<urn:youcheng:field:{field}>" for field in self.fields)
        self._lines = self._compile(self.over(f"({slots})"))
        self._resources = tuple(sorted({field for line in self._lines for field in _resources(line)}))
        self._take = _taking(self.fields)
        self._form = lru_cache(maxsize=1024)(self._new_form)  # few records differ in what they leave unset

    def over(self, rows: str) -> str:
        """Give the template as a complete query over rows of a VALUES clause, in SPARQL's syntax."""
        filled = _VALUES.sub(lambda found: f"VALUES ({found['fields']}) {{ {rows} }}", self.query)
        return prologue() + filled

    def fill(self, record: Mapping[str, str | None], graph: str) -> str:
        """Give the N-Quads of one record: N-Triples terms by field; lines with an unset (None) field are left out.

        A triple that two records share is given twice: the store keeps one. Raises KeyError for a field the record
        does not have, TemplateError for a literal where a subject or predicate must stand.
        """
        pieces, take, wrong = self._form(graph, tuple([term and term[0] for term in self._take(record)]))
        if wrong is not None:
            raise TemplateError(f"template {self.name}: {wrong} is {record[wrong]}, where an IRI must stand")
        filled = pieces.copy()
        filled[1::2] = take(record)
        return "".join(filled)

    def _compile(self, query: str) -> list[str]:
        try:
            constructed = Store().query(query)
        except SyntaxError as error:
            raise TemplateError(f"template {self.name}: {error}") from error
        if not isinstance(constructed, QueryTriples):
            raise TemplateError(f"template {self.name}: not a CONSTRUCT query")
        return sorted(map(str, constructed))

    def _new_form(self, graph: str, kinds: tuple[str | None, ...]) -> tuple[list[str], Taking, str | None]:
        """Give the lines that stand, in pieces of which every second is a field, and what takes these fields.

        ``kinds`` are the first characters of the terms of a record, which tell IRIs from literals; None where unset.
        Last comes a field that is no IRI where one must stand, or None.
        """
        kind = dict(zip(self.fields, kinds, strict=True))
        wrong = next((field for field in self._resources if kind[field] not in {"<", None}), None)
        lines = (line for line in self._lines if all(kind[field] for field in _SLOT.findall(line)))
        pieces = _SLOT.split("".join(f"{line} {graph} .\n" for line in lines))
        return pieces, _taking(pieces[1::2]), wrong


def _resources(line: str) -> list[str]:
    """Give the fields that are the subject or the predicate of a line."""
    return _SLOT.findall(" ".join(line.split(" ", 2)[:2]))


def _taking(fields: Sequence[str]) -> Taking:
    """Give what takes these fields out of a record, as a tuple, however few they are."""
    return itemgetter(*fields) if len(fields) > 1 else lambda record: tuple(record[field] for field in fields)


@cache
def template(name: str) -> Template:
    """Give the template of that name from the templates folder."""
    return Template(name, (TEMPLATES / f"{name}.rq").read_text(encoding="utf-8"))
