"""A CONSTRUCT template, compiled once to lines of N-Quads and filled record by record with plain strings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryTriples, Store

from ..ontology import prologue
from ..ontology.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES = Path(__file__).parent / "templates"

_VALUES = re.compile(r"VALUES\s*\((?P<fields>[^)]*)\)\s*\{\s*\}")
_VARIABLE = re.compile(r"[?$](\w+)")
_SLOT = "urn:youcheng:field:"


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
        slots = " ".join(f"<{_SLOT}{field}>" for field in self.fields)
        self._lines = self._compile(self.over(f"({slots})"))
        self._formats: dict[tuple[str, ...], str] = {}

    def over(self, rows: str) -> str:
        """Give the template as a complete query over rows of a VALUES clause, in SPARQL's syntax."""
        filled = _VALUES.sub(lambda found: f"VALUES ({found['fields']}) {{ {rows} }}", self.query)
        return prologue() + filled

    def fill(self, record: Mapping[str, str | None], graph: str) -> str:
        """Give the N-Quads lines of one record: N-Triples terms by field; lines with an unset (None) field are left out.

        A triple that two records share is given twice: the store keeps one. Raises KeyError for a field the record
        does not have, TemplateError for a literal where a subject or predicate must stand.
        """
        unset = tuple(field for field in self.fields if record[field] is None)
        form = self._formats.get(unset)
        if form is None:
            form = self._formats[unset] = self._form(set(unset))
        for field in self._resources:
            term = record[field]
            if term is not None and term[0] != "<":
                raise TemplateError(f"template {self.name}: {field} is {term}, where an IRI must stand")
        return form % {**record, "graph": graph}

    def _compile(self, query: str) -> list[tuple[str, frozenset[str]]]:
        try:
            constructed = Store().query(query)
        except SyntaxError as error:
            raise TemplateError(f"template {self.name}: {error}") from error
        if not isinstance(constructed, QueryTriples):
            raise TemplateError(f"template {self.name}: not a CONSTRUCT query")
        lines, resources = [], set()
        for triple in sorted(constructed, key=str):
            slots = [self._slot(term) for term in triple]
            resources.update(slot for slot in slots[:2] if slot)
            terms = (
                f"%({slot})s" if slot else str(term).replace("%", "%%")
                for slot, term in zip(slots, triple, strict=True)
            )
            lines.append((" ".join(terms) + " %(graph)s .\n", frozenset(slot for slot in slots if slot)))
        self._resources = tuple(sorted(resources))
        return lines

    def _form(self, unset: set[str]) -> str:
        return "".join(line for line, needs in self._lines if not needs & unset)

    @staticmethod
    def _slot(term: object) -> str | None:
        return term.value.removeprefix(_SLOT) if isinstance(term, NamedNode) and term.value.startswith(_SLOT) else None


@cache
def template(name: str) -> Template:
    """Give the template of that name from the templates folder."""
    return Template(name, (TEMPLATES / f"{name}.rq").read_text(encoding="utf-8"))
