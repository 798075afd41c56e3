"""A list.yaml drafted from a document that nobody prepared: every guess with its reason, every open question asked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...ontology import term
from ...ontology.errors import DocumentError, UsageError
from ..dates import StatedDate
from ..descriptor import TO_SAY, Descriptor
from ..readers import reader
from .answers import Answer, answers
from .family import HEADERS, SUFFIXES, WHAT_NEXT, Family, family
from .tables import Found, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN = re.compile(r"[\w\u3400-\u9fff](?:[\w\u3400-\u9fff ()\uff08\uff09/、.+-]*[\w\u3400-\u9fff()\uff08\uff09.])?")
_RESERVED = {"no", "yes", "on", "off", "true", "false", "null", "n", "y"}
_HEAD = """\
# A draft: each value is a guess, with its reason. Look at each; in place of {to_say} write what only you can tell.
# Then `youcheng rows {id}` shows the rows as read, and `youcheng build` takes them in (docs/adding-a-list.md).
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be told of a document: its family, its tables, and each other key of list.yaml with value and reason."""

    id: str
    family: Family
    tables: tuple[Found, ...]
    answers: Mapping[str, Answer]
    passed: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """Give the file name that the copy of the document has."""
        return "document" + SUFFIXES[self.family.reader]

    @property
    def asked(self) -> tuple[str, ...]:
        """Give the keys that only a person can fill."""
        fields = {each.column.field for found in self.tables for each in found.guesses}
        keys = tuple(key for key, answer in self.answers.items() if answer.asked)
        keys = keys if self.family.sure else ("encoding", *keys)
        return (*keys, "columns") if TO_SAY in fields else keys

    @property
    def readable(self) -> bool:
        """Tell whether a table can be read before anything more is said."""
        return any(found.readable for found in self.tables)

    def descriptor(self, folder: Path) -> Descriptor:
        """Give the draft's readable tables as a descriptor of its folder, with stand-ins for what is asked."""
        told = {key: answer.value for key, answer in self.answers.items() if not answer.asked}
        layouts = tuple(found.layout for found in self.tables if found.readable)
        kind, title = told.get("kind"), told.get("title")
        words = self.answers["words"].value if "words" in self.answers else {}
        headings, language = told.get("headings", ()), told.get("language", "zh")
        return Descriptor(
            id=self.id,
            folder=folder,
            document=self.document,
            reader=self.family.reader,
            title=title if isinstance(title, dict) else {"zh": TO_SAY},
            publisher={"zh": TO_SAY},
            authority=term("authority:official"),
            about=str(told.get("about", TO_SAY)),
            as_of=StatedDate(1),
            licence=TO_SAY,
            columns=layouts[0].columns,
            kind=term(f"kind:{kind}") if kind else None,
            country=str(told["country"]) if "country" in told else None,
            encoding=self.family.encoding,
            language=str(language),
            headings=tuple(headings) if isinstance(headings, list) else (),
            words={word: term(name) for word, name in words.items() if name != TO_SAY}
            if isinstance(words, dict)
            else {},
            tables=layouts,
            date_order=str(told.get("date_order", "")),
        )

    def yaml(self) -> str:
        """Give the text of list.yaml."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield _HEAD.format(to_say=TO_SAY, id=self.id).rstrip()
        yield f"document: {self.document} # the document as it came, byte for byte"
        yield f"reader: {self.family.reader} # {_comment(self.family.why_reader)}"
        if self.family.encoding != "utf-8":
            encoding = self.family.encoding if self.family.sure else TO_SAY
            yield f"encoding: {encoding} # {self.family.why_encoding}"
        for key, answer in self.answers.items():
            yield from _answer(key, answer)
        yield from (f"# passed over: {_comment(each)}" for each in self.passed)
        if len(self.tables) == 1:
            yield f"columns: # {_where(self.tables[0])}"
            yield from _columns(self.tables[0], "  ")
            return
        yield "tables:"
        for found in self.tables:
            yield f"  - columns: # {_where(found)}"
            yield from _columns(found, "      ")


def draft(content: bytes, name: str, list_id: str) -> Draft:
    """Draft a list from a document's bytes.

    Raises DocumentError where no table is found, with what was seen; UsageError for an id that cannot be.
    """
    if not _ID.fullmatch(list_id):
        wanted = "small ASCII letters, digits and hyphens: name one with --id, such as --id jiangsu-2024"
        raise UsageError(f"{list_id!r} cannot be the id of a list, which is of {wanted}")
    known = family(content, name)
    try:
        lines = reader(known.reader).lines(known.text)
    except DocumentError as error:
        raise DocumentError(f"{name}, {error}") from error
    found, passed = tables(lines)
    if not found:
        seen = "".join(f"\n  {each}" for each in passed) or " (there is no table at all)"
        doubt = (
            "" if known.sure else f"\n  read as {known.encoding}, {known.why_encoding}: save it as UTF-8 and add that"
        )
        told = "no table has a header that names a partner, a country or a date"
        raise DocumentError(f"{name}: {told}:{seen}{doubt}\n  {HEADERS if passed else WHAT_NEXT}")
    return Draft(list_id, known, tuple(found), answers(lines, known, found, name), tuple(passed))


def _answer(key: str, answer: Answer) -> Iterator[str]:
    comment = _comment(answer.reason)
    if answer.value is None:
        yield f"# {key}: {comment}"
    elif isinstance(answer.value, dict):
        yield f"{key}: # {comment}"
        yield from (f"  {scalar(name)}: {scalar(value)}" for name, value in answer.value.items())
    elif isinstance(answer.value, list):
        yield f"{key}: [{', '.join(map(scalar, answer.value))}] # {comment}"
    else:
        yield f"{key}: {scalar(answer.value)} # {comment}"


def _columns(found: Found, indent: str) -> Iterator[str]:
    for number, (column, reason, _) in enumerate(found.guesses, 1):
        name = f"position: {number}" if found.layout.headless else f"header: {scalar(column.header)}"
        unit = f", unit: {column.unit}" if column.unit != 1 else ""
        blank = f", blank: {column.blank}" if column.blank else ""
        field = f'"{TO_SAY}"' if column.field == TO_SAY else column.field
        country = f", country: {column.country}" if column.country else ""
        entry = f"{{ {name}, field: {field}{unit}{blank}{country} }}"
        yield f"{indent}- {entry} # {_comment(reason)}"


def _where(found: Found) -> str:
    if not found.headers:
        return f"no header: the columns by their position; {len(found.rows)} row(s) from line {found.begin.number}"
    sheets = [f"sheet {line.sheet}, " if line.sheet else "" for line in found.headers]
    lines = "; ".join(f"{sheet}line {line.number}" for sheet, line in zip(sheets, found.headers, strict=True))
    if found.side_by_side > 1:
        lines += f", which says these columns {found.side_by_side} times over, for tables side by side"
    return _comment(f"header on {lines}; {len(found.rows)} row(s)")


def scalar(value: str) -> str:
    """Give a text as YAML writes it, bare where nothing in it could be taken for syntax."""
    bare = value == TO_SAY or (_PLAIN.fullmatch(value) and value.casefold() not in _RESERVED)
    if bare:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in quoted)


def _comment(text: str) -> str:
    """Give words as a comment of YAML may hold them: on one line, all of them to be seen."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
