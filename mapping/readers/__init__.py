"""Document text to classified lines with exact cells; what the words mean is not a reader's concern."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ...ontology.errors import DescriptorError, DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


HIDES = "hides from who opens it"
"""How the reason ends for which a reader passes over what a document has and does not show."""


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
    """One non-blank line, numbered from 1; ``cells`` stand by column, None where the row leaves one out.

    A reader that knows tables but not which of their rows is the header gives each row the number of its ``table`` in
    the document; one cell alone is one that spans the whole row. ``depth`` is that of a heading, 1 the outermost.
    ``struck`` are the words of the cells that are struck out whole, ``flags`` those of the cells in which a flag stands
    beside words, each with what the flag may be called. ``bold`` is a paragraph of which all words are.
    """

    number: int
    part: Part
    text: str
    cells: tuple[str | None, ...] = ()
    reason: str = ""
    table: int = 0
    depth: int = 1
    sheet: str | None = None
    struck: tuple[str, ...] = ()
    flags: tuple[tuple[str, ...], ...] = ()
    bold: bool = False


LOOSE = "words outside cells, headings and paragraphs"
"""Why a reader passes over words that a page has in no element made for them."""
HIDDEN = "a row of a table that the page hides"
"""Why a reader passes over a row that its document has and does not show."""


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
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")))


def reader(name: str) -> Reader:
    """Give the reader of that name; raises DescriptorError, naming the readers there are."""
    if name not in (known := readers()):
        raise DescriptorError(f"no reader {name!r}: the readers are {', '.join(known)}")
    return cast("Reader", import_module(f".{name}", __name__))


def document_text(path: Path, encoding: str = "utf-8") -> str:
    """Give a document's text, that of a workbook as one JSON object a row.

    A BOM and CRLF are read; bytes that are not of the encoding are a DocumentError, as is a workbook that is damaged.
    """
    content = path.read_bytes()
    if content.startswith(WORKBOOK):
        from ..workbooks import workbook_text

        return workbook_text(content, path)
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        wrong = f"{path}, line {line}: byte 0x{content[start]:02x} is not {encoding.upper()}"
        advice = "save the document as UTF-8 (Chinese pages are often in GB 18030), or name its encoding in list.yaml"
        raise DocumentError(f"{wrong}: {advice}") from error


WORKBOOK = b"PK\x03\x04"
"""How an XLSX file, which is a ZIP archive, begins."""


def numbered(text: str) -> Iterable[tuple[int, str]]:
    """Give each non-blank line with its number from 1, as an editor counts lines."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip():
            yield number, line.strip()
