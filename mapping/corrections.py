"""Cells that list.yaml reads otherwise than they are written, each with the reason; the document stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..ontology.errors import DescriptorError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .columns import Column, Layout
    from .readers import Line

_KEYS = {"line", "column", "read", "because"}
_EXAMPLE = "{ line: 12, column: 结好日期, read: 1979-05-01, because: the city's yearbook of 1980 }"


class Correction(NamedTuple):
    """A cell by its line and its column's header (or position), what it is read as, and why."""

    line: int
    column: str
    read: str
    because: str
    sheet: str | None = None

    def is_of(self, line: Line, column: Column, number: int) -> bool:
        """Tell whether it is of the cell of a line in a column, the number of which counts from 1."""
        own = self.sheet is None or self.sheet == line.sheet
        return own and self.line == line.number and self.column in {column.header, str(number)}

    def __str__(self) -> str:
        """Give its place in words."""
        sheet = f"sheet {self.sheet}, " if self.sheet else ""
        return f"{sheet}line {self.line}, column {self.column}"


def read_corrections(value: object, path: Path) -> tuple[Correction, ...]:
    """Check what list.yaml says under corrections; raises DescriptorError with what cannot be."""
    if not isinstance(value, list):
        raise DescriptorError(f"{path}: corrections: {value!r} is not a list of entries such as {_EXAMPLE}")
    found = tuple(_correction(entry, path) for entry in value)
    places = [str(each) for each in found]
    if twice := sorted({place for place in places if places.count(place) > 1}):
        raise DescriptorError(f"{path}: corrections: {', '.join(twice)} is said twice")
    return found


def _correction(entry: object, path: Path) -> Correction:
    said = entry if isinstance(entry, dict) else {}
    texts = {key: str(text).strip() for key, text in said.items() if isinstance(text, str) and text.strip()}
    if set(texts) != set(said) or set(said) - {"sheet"} != _KEYS or not texts["line"].isdecimal():
        raise DescriptorError(f"{path}: corrections: {entry!r} is no entry such as {_EXAMPLE} (a workbook: and sheet)")
    line = int(texts["line"][:18])
    return Correction(line, texts["column"], texts["read"], texts["because"], texts.get("sheet"))


def check_places(
    corrections: Iterable[Correction], rows: Iterable[Line], layouts: Iterable[Layout], path: Path
) -> None:
    """Raise DescriptorError for a correction whose place is no cell of any row."""
    headers = {
        name for layout in layouts for n, column in enumerate(layout.columns, 1) for name in (column.header, str(n))
    }
    places = {(each.sheet, each.number) for each in rows}
    sheetless = {number for _, number in places}
    for each in corrections:
        stands = each.line in sheetless if each.sheet is None else (each.sheet, each.line) in places
        if not stands or each.column not in headers:
            wrong = f"no column is {each.column!r}" if stands else "no row of the document begins there"
            raise DescriptorError(f"{path}: corrections: {each}: {wrong}")
