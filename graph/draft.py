"""A new list from a document: draft it, copy the document byte for byte, try a reading, say what is still asked."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..mapping.contradictions import against
from ..mapping.dates import date_or_none
from ..mapping.drafting.draft import draft
from ..mapping.reading import read_list
from ..ontology.errors import UsageError
from .rows import as_read
from .terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..mapping.drafting.draft import Draft
    from ..mapping.records import Reading

_FIRST, _ERRORS = 5, 5


@dataclass(frozen=True, slots=True)
class Added:
    """A list that was added: its folder, the draft, and the reading that the draft gives, if its partners are known."""

    folder: Path
    draft: Draft
    reading: Reading | None


def add(file: Path, lists: Path, list_id: str | None = None) -> Added:
    """Add a document as a list of a folder.

    Raises UsageError where the file is not there, a list of that id is, or nothing can be written; DocumentError where
    no table is found. There is then no new folder.
    """
    if file.exists() and not file.is_file():
        raise UsageError(f"{file} is no file: name a document, such as a page that you saved")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from error
    made = draft(content, file.name, list_id or file.stem)
    folder = lists / made.id
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise UsageError(
            f"{folder} is there already: name another with --id, or take that folder away first"
        ) from error
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}: name a folder you can write to with --lists") from error
    try:
        (folder / made.document).write_bytes(content)
        reading = read_list(made.descriptor(folder)) if made.readable else None
        (folder / "list.yaml").write_text(made.yaml(), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        wrong = f"{error.filename or folder}: {error.strerror or error}"
        raise UsageError(f"{wrong}: no list was added; make room there, or name another folder with --lists") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Added(folder, made, reading)


def report(added: Added) -> str:
    """Give for a person what was guessed, the first rows as read, and what is still asked."""
    made, reading = added.draft, added.reading
    parts = [f"{added.folder / 'list.yaml'}: read as {made.family.reader} ({made.family.why_reader})\n"]
    if made.family.encoding != "utf-8":
        parts.append(f"Encoding {made.family.encoding.upper()}: {made.family.why_encoding}\n")
    for found in made.tables:
        begin = (
            f"header on line {found.begin.number}"
            if found.headers
            else f"without a header, from line {found.begin.number}"
        )
        begin += f", for {found.side_by_side} tables side by side" if found.side_by_side > 1 else ""
        parts.append(f"Table with {len(found.rows)} row(s), {begin}:\n")
        parts.extend(
            f"  {each.column.header or f'(column {number})'} → {each.column.field}: {each.reason}\n"
            for number, each in enumerate(found.guesses, 1)
        )
    parts.extend(f"Passed over: {each}\n" for each in made.passed)
    parts.extend(
        [*_tried(reading), *_late(reading, made)]
        if reading
        else ["\nNo row can be read before a column is named the partner.\n"]
    )
    if made.asked:
        parts.append(f"\nStill to be said in {added.folder / 'list.yaml'}: {', '.join(made.asked)}.\n")
    parts.append(f"Then: youcheng rows {made.id}; youcheng build\n")
    return visible("".join(parts))


def _late(reading: Reading, made: Draft) -> Iterator[str]:
    """Give the first rows that contradict the list's date (today's where the draft does not tell it) or themselves."""
    as_of = date_or_none(str(made.answers["as_of"].value)) or date_or_none(datetime.now(UTC).date().isoformat())
    dated = reading._replace(descriptor=reading.descriptor._replace(as_of=as_of)) if as_of else reading
    late = against(dated)
    yield from (f"\nWarning: not published as it is: {error}\n" for error in late[:_ERRORS])
    yield f"\nWarning: {len(late) - _ERRORS} more such date(s)\n" if len(late) > _ERRORS else ""


def _tried(reading: Reading) -> Iterator[str]:
    """Give the first rows as read, and the first cells that could not be."""
    if reading.rows:
        first = as_read(reading._replace(rows=reading.rows[:_FIRST]), "table")
        yield f"\nThe first of {len(reading.rows)} row(s) as read:\n{first}"
    else:
        yield "\nNo row could be read as guessed: look at the columns in list.yaml, and at what is named below.\n"
    yield from (f"\nWarning: {each}\n" for each in reading.warnings)
    if reading.errors:
        yield f"\n{len(reading.errors)} cell(s) cannot be read as guessed, among them:\n"
        yield from (f"  {error}\n" for error in reading.errors[:_ERRORS])
