"""The tree of errors a user can meet, rooted in the one package that all others may import.

YouchengError                 exit 1: found wrong
├── UsageError                exit 2: misused
│   ├── UnknownList           no list of that id
│   ├── UnknownQuery          no saved query of that name, no such file
│   ├── UnknownPlace          no place and no tie of that name or id
│   ├── AmbiguousName         a name of several places, with their ids
│   ├── BadParameter          a parameter that the query does not have, or a value it cannot take
│   ├── UnknownFormat         a format that this answer has no form in
│   ├── UnknownPage           a list that has no page of that number
│   └── SettingError          a setting of the server that does not exist or does not fit
├── UndeclaredTerm            code asks for a term that the vocabulary does not declare
├── DescriptorError           a list.yaml that says too little, or what cannot be
├── DocumentError             a document that cannot be read at all
├── CellError                 one cell that cannot be read: document, line, column, value, expectation
│   └── UnlinkedName          a name that has no link yet
├── ReadingFailed             all cell errors of one document at once
├── LinkError                 links.sssom.tsv contradicts itself or its format
├── GazetteerError            the index of the gazetteer cannot be made
├── BadReconciliation         a request to the reconciliation service that it cannot answer: HTTP status
├── TemplateError             a template that is no CONSTRUCT over one VALUES clause, or a record it cannot take
├── QuerySyntaxError          SPARQL that does not parse: line, column
├── EvaluationError           SPARQL that parses, but that the engine cannot carry out
├── FederationError           a question to a remote endpoint that was not answered
│   ├── ServiceRefused        an endpoint that may not be asked: not allowed, a private address, no http(s)
│   ├── ServiceUnbound        SERVICE ?variable whose variable has no IRI
│   ├── NotCached             offline, and no answer kept
│   ├── DeadlinePassed        no answer before the deadline
│   ├── Unreachable           DNS, connection, TLS, or a connection closed too early
│   ├── RemoteRefused         the remote answered, but with another status than 200
│   └── AnswerBroken          status 200, but not a whole answer in the form asked for
├── RequestRefused            a request that the server does not answer: status, which rule or limit, what to do
├── ShapesViolated            a graph that must not be released
└── ReleaseError              no release where one is looked for, or a place where none can be written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_LONGEST = 300
"""How many characters of a value a message shows."""


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


class UnknownPlace(UsageError):  # noqa: N818
    """No place and no tie of that name or id."""


class AmbiguousName(UsageError):  # noqa: N818
    """A name of several places."""


class BadParameter(UsageError):  # noqa: N818
    """A parameter that the query does not have, or a value it cannot take; ``members`` tell which."""

    def __init__(self, message: str, **members: object) -> None:
        super().__init__(message)
        self.members = members


class UnknownFormat(UsageError):  # noqa: N818
    """A format that this answer has no form in."""


class UnknownPage(UsageError):  # noqa: N818
    """A list that has no page of that number."""


class SettingError(UsageError):
    """A setting of the server that does not exist or does not fit."""


class UndeclaredTerm(YouchengError):  # noqa: N818
    """A term of the project's namespaces that the vocabulary does not declare."""


class DescriptorError(YouchengError):
    """A list.yaml that says too little, or what cannot be."""


class DocumentError(YouchengError):
    """A document that cannot be read at all."""


class CellError(YouchengError):
    """One cell that cannot be read, with where it stands (line and column from 1) and what was expected."""

    def __init__(self, document: str, line: int, column: str, value: str, expected: str) -> None:
        shown = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}… ({len(value):,} characters)"
        super().__init__(f"{document}, line {line}, column {column}: {shown!r} is not {expected}")
        self.document, self.line, self.column, self.value, self.expected = (
            document, line, column, value, expected,
        )  # fmt: skip


class UnlinkedName(CellError):  # noqa: N818
    """A name that no row of links.sssom.tsv links, nor says to have no item."""


def next_steps(errors: Sequence[CellError]) -> str:
    """Say once, for however many cells, what to do about them."""
    open_names = len({(error.value, error.expected) for error in errors if isinstance(error, UnlinkedName)})
    steps = []
    if open_names:
        steps.append(
            f"{open_names} name(s) without a link: `youcheng link` links what is sure, and `youcheng link --review`"
            " puts the rest to you, one by one; there `n` says that no item is known."
        )
    if not all(isinstance(error, UnlinkedName) for error in errors):
        steps.append(
            "What cannot be read: mend the descriptor, a cell by its corrections; the document stays as published."
        )
    return "\n".join(steps)


class ReadingFailed(YouchengError):  # noqa: N818
    """All cell errors of one document at once."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        lines = "\n".join(f"  {error}" for error in errors)
        super().__init__(
            f"{len(errors)} cell(s) could not be read, have no link or contradict their list:\n{lines}\n"
            f"{next_steps(errors)}\nOr build with --keep-going to leave these rows out."
        )
        self.errors = tuple(errors)


class LinkError(YouchengError):
    """links.sssom.tsv contradicts itself or its format."""


class GazetteerError(YouchengError):
    """The index of the gazetteer cannot be made."""


class BadReconciliation(YouchengError):  # noqa: N818
    """A request to the reconciliation service that it cannot answer; ``status`` is the HTTP status that says so."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class TemplateError(YouchengError):
    """A template that cannot be compiled, or a record that it cannot take."""


class QuerySyntaxError(YouchengError):
    """SPARQL that does not parse."""


class EvaluationError(YouchengError):
    """SPARQL that parses, but that the engine cannot carry out, such as one that calls a function that there is not."""


class FederationError(YouchengError):
    """A question to a remote endpoint that was not answered.

    ``again`` says whether it may help to ask once more, ``hold`` for how many seconds the remote wants no request.
    """

    again = False
    hold: float | None = None


class ServiceRefused(FederationError):  # noqa: N818
    """An endpoint that may not be asked."""


class ServiceUnbound(FederationError):  # noqa: N818
    """A variable stands for the service, and a solution has no IRI for it."""


class NotCached(FederationError):  # noqa: N818
    """Offline, and no answer to this question is kept."""


class DeadlinePassed(FederationError):  # noqa: N818
    """No answer before the deadline."""


class Unreachable(FederationError):  # noqa: N818
    """No connection to the remote, or one that ended too early."""


class RemoteRefused(FederationError):  # noqa: N818
    """The remote answered with another status than 200."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class AnswerBroken(FederationError):  # noqa: N818
    """Status 200 without a whole answer in the form asked for."""


class RequestRefused(YouchengError):  # noqa: N818
    """A request that the server does not answer: the HTTP status, the kind of problem, more members to tell it by."""

    def __init__(self, status: int, kind: str, detail: str, **members: object) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.members = status, kind, detail, members


class ShapesViolated(YouchengError):  # noqa: N818
    """A graph that the shapes keep from being released."""


class ReleaseError(YouchengError):
    """No release where one is looked for, or a place where none can be written."""
