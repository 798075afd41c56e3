"""A CONSTRUCT template, compiled once to lines of N-Quads and filled record by record with plain strings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter, not_
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
        self._take_all, self._take_resources = _taking(self.fields), _taking(self._resources)
        self._form = lru_cache(maxsize=1024)(self._new_form)  # few records differ in what they leave unset

    def over(self, rows: str) -> str:
        """Give the template as a complete query over rows of a VALUES clause, in SPARQL's syntax."""
        filled = _VALUES.sub(lambda found: f"VALUES ({found['fields']}) {{ {rows} }}", self.query)
        return prologue() + filled

    def fill(self, record: Mapping[str, str | None], graph: str) -> str:
        """Give the N-Quads lines of one record: N-Triples terms by field; lines with an unset (None) field are left out.

        A triple that two records share is given twice: the store keeps one. Raises KeyError for a field the record
        does not have, TemplateError for a literal where a subject or predicate must stand.
        """
        pieces, take = self._form(graph, tuple(map(not_, self._take_all(record))))  # no term is an empty text
        for field, term in zip(self._resources, self._take_resources(record), strict=True):
            if term is not None and term[0] != "<":
                raise TemplateError(f"template {self.name}: {field} is {term}, where an IRI must stand")
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

    def _new_form(self, graph: str, unset: tuple[bool, ...]) -> tuple[list[str], Taking]:
        """Give the lines that stand, in pieces of which every second is a field to fill, and what takes those fields."""
        missing = {field for field, is_unset in zip(self.fields, unset, strict=True) if is_unset}
        lines = (line for line in self._lines if missing.isdisjoint(_SLOT.findall(line)))
        pieces = _SLOT.split("".join(f"{line} {graph} .\n" for line in lines))
        return pieces, _taking(pieces[1::2])


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
