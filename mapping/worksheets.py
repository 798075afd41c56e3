"""The cells of a worksheet that hold something; of a million empty ones, as office files have, none is visited."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from .grids import MOST_WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.cell_range import CellRange


_BLANK_CELLS = re.compile(rb'<c(?= [^<>]*\br="[A-Z]+[0-9]+")[^<>]*/>')
_TRUE = {"1", "true"}
_UNSTORED = "and the file does not hold its value: open it in a spreadsheet program, save it as XLSX, and add that"
_ERROR = "an error of its spreadsheet: mend it there, save the workbook, and add that"
_BLANK_ROWS = re.compile(rb'<row(?= [^<>]*\br="[0-9]+")[^<>]*(?:/>|>\s*</row>)')


class Cells(WorkSheetParser):
    """One way through a worksheet; the merged areas are known after it."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - the stubs leave out all that is asked of it here
        self.sheet, book = sheet, sheet.parent
        self._striking = {place for place, font in enumerate(book._fonts) if font.strike}  # noqa: SLF001 - as below
        self.wrong: dict[int, str] = {}
        super().__init__(
            io.BytesIO(),
            sheet._shared_strings,  # noqa: SLF001 - the public ways visit each cell up to the last, a million rows
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as above
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as above
            rich_text=True,
        )

    def rows(self) -> Iterator[tuple[int, list[ReadOnlyCell]]]:
        """Give each row that holds something, with its number and its cells."""
        with self.sheet._get_source() as source:  # noqa: SLF001 - as above
            self.source = io.BytesIO(_BLANK_ROWS.sub(b"", _BLANK_CELLS.sub(b"", source.read())))
        for number, cells in self.parse():
            if filled := [ReadOnlyCell(self.sheet, **cell) for cell in cells if cell["value"] is not None]:
                yield number, filled

    def strikes(self, cell: ReadOnlyCell) -> bool:
        """Tell whether a cell is in a font that strikes its words out."""
        return bool(self._striking) and cell.style_array.fontId in self._striking

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an element of whatever parser is there
        """Give a cell as it is parsed; one of a formula whose value is not stored, or is an error, is remembered."""
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is not None and cell["value"] is None and cell["data_type"] != "s":
            cell["value"] = f"={formula.text or ''}"
            self.wrong[cell["row"]] = f"column {get_column_letter(cell['column'])} is a formula, {_UNSTORED}"
        elif cell["data_type"] == "e" and cell["value"] is not None:
            self.wrong[cell["row"]] = f"column {get_column_letter(cell['column'])} is {cell['value']}, {_ERROR}"
        return cell

    def hidden_columns(self) -> frozenset[int]:
        """Give the columns that the sheet hides."""
        spans = (range(int(said["min"]), int(said["max"]) + 1) for said in self._sized(self.column_dimensions))
        return frozenset(column for span in spans for column in span[:MOST_WIDE])

    def hides(self, row: int) -> bool:
        """Tell whether the sheet hides a row, as a filter does with what it leaves out."""
        return str((self.row_dimensions.get(str(row)) or {}).get("hidden", "")) in _TRUE

    @staticmethod
    def _sized(dimensions: dict[str, Any]) -> list[dict[str, Any]]:
        return [said for said in dimensions.values() if str(said.get("hidden", "")) in _TRUE]

    def merged(self) -> Sequence[CellRange]:
        """Give the merged areas."""
        return self.merged_cells.mergeCell if self.merged_cells else ()
