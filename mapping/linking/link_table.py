"""The table of links as a file: rows are put in among those that stand there, which stay byte for byte."""

from __future__ import annotations

import fcntl
import os
import re
from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from ...ontology.errors import LinkError
from ..places import EXACT, NO_TERM, load_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence",
    "object_source_version", "comment",
)  # fmt: skip
LEXICAL, COMPOSITE = "semapv:LexicalMatching", "semapv:CompositeMatching"
"""How a link came about, if not by hand (https://mapping-commons.github.io/semantic-mapping-vocabulary/)."""


class Link(NamedTuple):
    """One row: a name as written, its place, the item or none, who decided and by what."""

    place: str
    name: str
    qid: str | None
    label: str
    justification: str
    confidence: float
    source: str
    comment: str

    def cells(self) -> dict[str, str]:
        """Give the cells by column."""
        item = NO_TERM if self.qid is None else f"wd:{self.qid}"
        values = (
            f"place:{self.place}", self.name, EXACT, item, self.label, self.justification,
            f"{self.confidence:g}", self.source, self.comment,
        )  # fmt: skip
        return {column: " ".join(value.split()) for column, value in zip(COLUMNS, values, strict=True)}


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a table of links for oneself, from reading it to writing it; who holds it already is waited for.

    The folder is locked and not the file, which every writing replaces. Raises LinkError where there is no such folder.
    """
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except (OSError, RuntimeError) as error:  # the latter for links in a circle, before Python 3.13
        raise LinkError(f"cannot open the folder of {path}: {getattr(error, 'strerror', '') or error}") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def add_links(path: Path, links: Iterable[Link]) -> None:
    """Put rows into a file, each where its place id and name have their place in the order, all at once or not at all.

    Read the file and choose the rows while it is ``held``, or another's rows are lost. Raises LinkError where the
    outcome would contradict itself, or where the file cannot be written.
    """
    lines, header, columns = _read(path)
    for link in links:
        cells = link.cells()
        lines.insert(_place(lines, header, columns, cells), _row(cells, columns, lines[header]))
    _replace(path, "".join(lines))


def settle(path: Path, link: Link) -> None:
    """Put an item into every row that says of a place that it has none, all at once; raises LinkError as add_links."""
    lines, header, columns = _read(path)
    for at in range(header + 1, len(lines)):
        said = dict(zip(columns, lines[at].rstrip("\r\n").split("\t"), strict=False))
        if said.get("subject_id") == f"place:{link.place}" and said.get("object_id") == NO_TERM:
            cells = {**said, **link.cells(), "subject_label": said["subject_label"]}
            lines[at] = _row(cells, columns, lines[header])
    _replace(path, "".join(lines))


def take_back(path: Path, before: bytes, after: bytes) -> bool:
    """Undo what one change made of a table, whatever others have added since; False where its rows are no longer there.

    Raises LinkError where other rows stand on what it made.
    """
    old, new, lines = map(_lines, (before, after, path.read_bytes()))
    known, kept = set(old), set(new)
    made = [line for line in new if line not in known]
    gone = iter([line for line in old if line not in kept])
    if not made or not set(made) <= set(lines):
        return False
    _replace(path, "".join(next(gone, "") if line in made else line for line in lines))
    return True


def _lines(content: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", content.decode("utf-8-sig"))


def _read(path: Path) -> tuple[list[str], int, list[str]]:
    """Give the lines of a file, which of them is its header row, and the columns."""
    lines = _lines(path.read_bytes())
    header = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if header is None:
        raise LinkError(f"{path}: no header row: copy the one of the project's links")
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    columns = lines[header].rstrip("\r\n").split("\t")
    if missing := [column for column in COLUMNS if column not in columns]:
        raise LinkError(f"{path}: column(s) {', '.join(missing)} missing: a link could not be kept whole")
    return lines, header, columns


def _row(cells: dict[str, str], columns: list[str], header: str) -> str:
    """Give a line with the end that the header has."""
    end = "\r\n" if header.endswith("\r\n") else "\n"
    return "\t".join(cells.get(column, "") for column in columns) + end


def _place(lines: list[str], header: int, columns: list[str], cells: dict[str, str]) -> int:
    """Give where a row goes: before the first that comes after it."""
    subject, name = columns.index("subject_id"), columns.index("subject_label")
    key = (cells["subject_id"], cells["subject_label"])
    for at in range(header + 1, len(lines)):
        other = lines[at].rstrip("\r\n").split("\t")
        if len(other) > max(subject, name) and not lines[at].startswith("#") and (other[subject], other[name]) > key:
            return at
    return len(lines)


def _replace(path: Path, text: str) -> None:
    """Put a text in the place of a file's, whole or not at all; of a link, in that of the file it leads to."""
    file = path.resolve()
    beside = file.with_name(f".{os.getpid()}.part")
    try:
        begun = BOM_UTF8 if file.read_bytes().startswith(BOM_UTF8) else b""
        beside.write_bytes(begun + text.encode())
        load_links(beside)
        beside.chmod(file.stat().st_mode)
        beside.replace(file)
    except LinkError as error:
        raise LinkError(str(error).replace(str(beside), str(path))) from error
    except OSError as error:
        raise LinkError(f"cannot write {path}: {error.strerror}; name a file of your own with --links") from error
    finally:
        with suppress(OSError):  # where nothing can be written, nothing is there, and the writing's own error is told
            beside.unlink()
