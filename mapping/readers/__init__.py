"""Document text to classified lines with exact cells; what the words mean is not a reader's concern."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ...ontology.errors import DescriptorError, DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Part(StrEnum):
    """What a line of a document is."""

    TITLE = "title"
    HEADING = "heading"
    PROSE = "prose"
    CAPTION = "caption"
    HEADER = "header"
    ROW = "row"
    NOTE = "note"
    REFERENCE = "reference"
    PASSED = "passed over"


class Line(NamedTuple):
    """One non-blank line, numbered from 1; ``cells`` stand by column, None where the row leaves one out."""

    number: int
    part: Part
    text: str
    cells: tuple[str | None, ...] = ()
    reason: str = ""


class Reader(Protocol):
    """A module of this folder: one family of documents."""

    def lines(self, text: str) -> list[Line]:
        """Classify every non-blank line of a document, in order."""

    def header(self, cells: Sequence[str]) -> str:
        """Write a header the way documents of this family do."""

    def row(self, cells: Sequence[str | None]) -> str:
        """Write a row the way documents of this family do; None is a cell that the row leaves out."""


def readers() -> tuple[str, ...]:
    """Give the names of the readers there are."""
    return tuple(sorted(module.name for module in iter_modules([str(Path(__file__).parent)])))


def reader(name: str) -> Reader:
    """Give the reader of that name; raises DescriptorError, naming the readers there are."""
    if name not in (known := readers()):
        raise DescriptorError(f"no reader {name!r}: the readers are {', '.join(known)}")
    return cast("Reader", import_module(f".{name}", __name__))


def document_text(path: Path) -> str:
    """Give a document's text; a BOM and CRLF are read, other encodings than UTF-8 are a DocumentError."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"{path}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8: "
            "save the document as UTF-8 (Chinese pages are often in GB 18030)"
        ) from error


def numbered(text: str) -> Iterable[tuple[int, str]]:
    """Give each non-blank line with its number from 1, as an editor counts lines."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip():
            yield number, line.strip()
