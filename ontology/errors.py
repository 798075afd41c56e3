"""The tree of errors a user can meet, rooted in the one package that all others may import.

YouchengError                 exit 1: found wrong
├── UsageError                exit 2: misused
│   ├── UnknownList           no list of that id
│   ├── UnknownQuery          no saved query of that name, no such file
│   ├── BadParameter          a parameter that the query does not have, or a value it cannot take
│   └── UnknownFormat         a format that this answer has no form in
├── UndeclaredTerm            code asks for a term that the vocabulary does not declare
├── DescriptorError           a list.yaml that says too little, or what cannot be
├── DocumentError             a document that cannot be read at all
├── CellError                 one cell that cannot be read: document, line, column, value, expectation
├── ReadingFailed             all cell errors of one document at once
├── LinkError                 links.sssom.tsv contradicts itself or its format
├── TemplateError             a template that is no CONSTRUCT over one VALUES clause, or a record it cannot take
├── QuerySyntaxError          SPARQL that does not parse: line, column
├── ShapesViolated            a graph that must not be released
└── ReleaseError              no release where one is looked for, or a place where none can be written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class YouchengError(Exception):
    """Anything that stops a command; its text names the thing, the value, the place and the next step."""

    exit_status = 1


class UsageError(YouchengError):
    """The command was called with something that does not exist or does not fit."""

    exit_status = 2


class UnknownList(UsageError):  # noqa: N818 - named for what it is
    """No list of that id."""


class UnknownQuery(UsageError):  # noqa: N818
    """No saved query of that name and no such file."""


class BadParameter(UsageError):  # noqa: N818
    """A parameter that the query does not have, or a value it cannot take."""


class UnknownFormat(UsageError):  # noqa: N818
    """A format that this answer has no form in."""


class UndeclaredTerm(YouchengError):  # noqa: N818
    """A term of the project's namespaces that the vocabulary does not declare."""


class DescriptorError(YouchengError):
    """A list.yaml that says too little, or what cannot be."""


class DocumentError(YouchengError):
    """A document that cannot be read at all."""


class CellError(YouchengError):
    """One cell that cannot be read, with where it stands (line and column from 1) and what was expected."""

    def __init__(self, document: str, line: int, column: str, value: str, expected: str) -> None:
        super().__init__(f"{document}, line {line}, column {column}: {value!r} is not {expected}")
        self.document, self.line, self.column, self.value, self.expected = (
            document, line, column, value, expected,
        )  # fmt: skip


class ReadingFailed(YouchengError):  # noqa: N818
    """All cell errors of one document at once."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        lines = "\n".join(f"  {error}" for error in errors)
        super().__init__(
            f"{len(errors)} cell(s) could not be read:\n{lines}\n"
            "Mend the descriptor or the document, or build with --keep-going to leave these rows out."
        )
        self.errors = tuple(errors)


class LinkError(YouchengError):
    """links.sssom.tsv contradicts itself or its format."""


class TemplateError(YouchengError):
    """A template that cannot be compiled, or a record that it cannot take."""


class QuerySyntaxError(YouchengError):
    """SPARQL that does not parse."""


class ShapesViolated(YouchengError):  # noqa: N818
    """A graph that the shapes keep from being released."""


class ReleaseError(YouchengError):
    """No release where one is looked for, or a place where none can be written."""
