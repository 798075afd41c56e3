"""What a reading of a damaged document must hold: no data line lost, no value that its own cell does not bear out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import normalize

from youcheng.mapping.arrangement import arranged
from youcheng.mapping.readers import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youcheng.mapping.descriptor import Descriptor
    from youcheng.mapping.records import Reading, Row

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff]")
"""Signs within words that nobody sees: no part of what a cell says."""
_MARK = re.compile(r"\[(?:[註注]\s*)?\d+\](?::[\dA-Za-z–-]+)?")
_RAISED = re.compile(r"([^<>|\s]*\d)(?:</t></r>)?<su[pb]\b[^<>]*>(\d{1,4})</su[pb]>")
_RUN = re.compile(r'<r><rPr><vertAlign val="su[a-z]+"/></rPr><t>(\d{1,4})</t></r>')
UNREAD = "could not be read, see the errors"


def data_lines(text: str, known: frozenset[str]) -> list[int]:
    """Count, without any reader, the lines of a text that are data lines of the sound document, by number."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [number for number, line in enumerate(plain, 1) if line.strip() in known]


def lost(reading: Reading, numbers: list[int]) -> Iterator[str]:
    """Say which data lines are in no row and no error, and whether rows and errors are all the rows of the reader."""
    whole = arranged(reading.descriptor.lines(), reading.descriptor)
    lines = [line for line in whole if line.part is Part.ROW]
    unread = [passed.line for passed in reading.passed if passed.reason == UNREAD]
    said = [line for line in whole if line.part is Part.ROW or (line.part is Part.HEADER and line.number in unread)]
    covered = {line.number + more for line in said for more in range(line.text.count("\n") + 2)}
    yield from (f"data line {number} is in no row and no error" for number in numbers if number not in covered)
    if Counter(line.number for line in lines) - Counter([*(row.line for row in reading.rows), *unread]):
        yield f"{len(lines)} rows in the document, {len(reading.rows)} read, {len(unread)} refused"


def wrong(reading: Reading) -> Iterator[str]:
    """Give every value that cannot be what the cells of its own row, or those it is carried down from, say."""
    for row in reading.rows:
        table = next(table for table in reading.tables if table.number == row.table)
        columns = reading.descriptor.layouts[table.layout].columns
        if [cell.column for cell in row.cells] != list(range(1, len(columns) + 1)):
            yield f"row {row.order}: {len(row.cells)} cells under {len(columns)} columns"
        for cell, column in zip(row.cells, columns, strict=True):
            if cell.text and not cell.reading.endswith(("carried-down", "stated-unknown", "empty")):
                text = normalize("NFKC", _UNSEEN.sub("", _MARK.sub("", cell.text)))
                if not _borne_out(row, column.field, text, column.unit):
                    said = f"{cell.text!r} was read as {_value(row, column.field)!r}"
                    yield f"row {row.order}, line {row.line}, {column.field}: {said}"


def fused(reading: Reading, content: bytes, text: str) -> Iterator[str]:
    """Give the cells in which a figure that the document raises or lowers has run into what stands before it.

    Told from the source alone: the cell is ``1974.2.1<sup>1</sup>``, no cell says 1974.2.11.
    """
    source = _shared_strings(content) if content.startswith(b"PK") else text
    found = {before + figure for before, figure in _RAISED.findall(source)}
    wrong = {words for words in found if words not in source}
    for row in reading.rows:
        for cell in row.cells:
            for words in wrong:
                if words in (cell.text or ""):
                    yield f"row {row.order}, line {row.line}: {words!r} holds a figure that is raised behind it"


def _shared_strings(content: bytes) -> str:
    """Give the texts of a workbook with its raised runs as a page would write them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            source = archive.read("xl/sharedStrings.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        return ""
    return _RUN.sub(r"<sup>\1</sup>", source)


def _value(row: Row, field: str) -> object:
    return getattr(
        row, {"party_region": "party", "partner_region": "partner", "partner_other": "partner"}.get(field, field), None
    )


def _borne_out(row: Row, field: str, text: str, unit: int) -> bool:
    digits = [int(found) for found in re.findall(r"\d+", text)]
    match field:
        case "signed":
            said = row.signed
            words = "".join(text.split())
            digits = [int(found) for found in re.findall(r"\d+", words)] + digits
            eras = [base for name, base in _ERAS.items() if name in words]
            era = eras[0] + (digits[0] if digits and "元" not in words else 1) if eras else None
            wanted = [] if said is None else [part for part in (said.month, said.day) if part]
            return (
                said is not None
                and (said.year in digits or said.year == era)
                and (set(wanted) <= set(digits) or bool(re.search("[A-Za-z]{3}", text)))
            )
        case "number":
            return [row.number] == digits
        case "population" | "area":
            value = row.population if field == "population" else row.area
            return value == Decimal(re.sub(r"[^\d.]", "", text)) * unit
        case "partner" | "party":
            name = getattr(row, field)
            spaceless = "".join(text.split())
            return all("".join(normalize("NFKC", part).split()) in spaceless for part in (name.main,))
        case "country":
            return row.country is not None
        case _:
            return True


def data_of(reading: Reading, text: str) -> frozenset[str]:
    """Give the words of the lines on which the rows of the sound document stand, those with a word of their own."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = {plain[row.line - 1].strip() for row in reading.rows if row.line <= len(plain)}
    return frozenset(line for line in lines if re.search(r"\d{4}", line))


def described(descriptor: Descriptor) -> str:
    """Name a document of the corpus."""
    return f"{descriptor.id} ({descriptor.reader})"
