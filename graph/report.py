"""What a validation found: each result with the words of its shape and where it stands, and the report as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from ..mapping.iris import BASE
from ..ontology import prefixes, term
from .export import dump, minted, minted_prefixes, shortening
from .store import ordered

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPE = "https://w3id.org/youcheng/shape/"
"""The namespace of the shapes."""


class Message(NamedTuple):
    """What a shape demands, in both languages."""

    en: str
    zh: str


class Cell(NamedTuple):
    """A cell as written under its header, None where the row leaves it out; words outside a table have no header."""

    header: str | None
    written: str | None

    def __str__(self) -> str:
        written = "(left out)" if self.written is None else f'"{self.written}"'
        return written if self.header is None else f"{self.header} {written}"


class Result(NamedTuple):
    """One finding as SHACL says it, and where it stands; a blank node is given as the words "blank node"."""

    severity: str
    shape: str
    component: str
    message: Message
    focus: NamedNode | Literal
    path: NamedNode | None
    value: NamedNode | Literal | None
    list: str | None = None
    sheet: str | None = None
    line: int | None = None
    cells: tuple[Cell, ...] = ()
    base: str = BASE

    def order(self) -> tuple[object, ...]:
        """Give what results are sorted by: violations first, then list, line and shape."""
        stands = (self.list or "", self.sheet or "", self.line or 0)
        return (self.severity != "Violation", *stands, self.shape, str(self), self.component)

    def __str__(self) -> str:
        sheet, line = self.sheet and f"sheet {self.sheet}", self.line and f"line {self.line}"
        where = ", ".join(str(part) for part in (self.list, sheet, line, *self.cells) if part is not None)
        value = "" if self.value in {None, self.focus} else f", value {self._short(self.value)}"
        return f"{self.severity}: {where and f'{where}: '}{self.message.en} ({self._short(self.focus)}{value})"

    def _short(self, node: object) -> str:
        """Give an IRI by the prefix that the dumps have for it, such as ``xian-2023-05:row-12``."""
        if not isinstance(node, NamedNode):
            return str(node)
        names = {self.list: NamedNode(f"{self.base}list/{self.list}")} if self.list else {}
        short = shortening(prefixes() | minted_prefixes(names) | minted(self.base))(node.value)
        return short if short != node.value else str(node)


class Report(NamedTuple):
    """All findings: violations first, then in the order of the lists and their lines."""

    results: tuple[Result, ...]
    base: str = BASE

    @property
    def conforms(self) -> bool:
        """Tell whether the graph may be released: a warning does not keep it back."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """Give the findings that stop a release."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Give the findings that are published with a release."""
        return tuple(result for result in self.results if result.severity == "Warning")

    def turtle(self) -> bytes:
        """Give a sh:ValidationReport without blank nodes: a path of more than one step is left to the source shape.

        Its sh:conforms is SHACL's own, true only where nothing at all was found (https://www.w3.org/TR/shacl/#conforms).
        """
        report = NamedNode(f"{self.base}validation")
        said = [Quad(report, _named("rdf:type"), _named("sh:ValidationReport"))]
        said.append(Quad(report, _named("sh:conforms"), Literal(not self.results)))
        for number, result in enumerate(self.results, 1):
            node = NamedNode(f"{report.value}#result-{number}")
            said.append(Quad(report, _named("sh:result"), node))
            said += [Quad(node, _named(predicate), thing) for predicate, thing in _statements(result)]
        return dump(ordered(said), "ttl", {"shape": SHAPE, "result": f"{report.value}#result-"})


def _statements(result: Result) -> Iterator[tuple[str, NamedNode | Literal]]:
    yield "rdf:type", _named("sh:ValidationResult")
    yield "sh:resultSeverity", _named(f"sh:{result.severity}")
    yield "sh:sourceShape", NamedNode(result.shape)
    yield "sh:sourceConstraintComponent", NamedNode(result.component)
    yield "sh:focusNode", result.focus
    for predicate, thing in (("sh:resultPath", result.path), ("sh:value", result.value)):
        if thing is not None:
            yield predicate, thing
    yield from (("sh:resultMessage", Literal(words, language=tag)) for tag, words in result.message._asdict().items())
    for predicate, said in (("dc:source", result.list), ("yc:sheet", result.sheet), ("yc:line", result.line)):
        if said is not None:
            yield predicate, Literal(said)
    yield from (("yc:asWritten", Literal(cell.written)) for cell in result.cells if cell.written is not None)


def _named(name: str) -> NamedNode:
    return NamedNode(term(name))
