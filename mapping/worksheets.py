"""The cells of a worksheet that hold something; of a million empty ones, as office files have, none is visited."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.cell_range import CellRange


_BLANK_CELLS = re.compile(rb'<c(?= [^<>]*\br="[A-Z]+[0-9]+")[^<>]*/>')
_BLANK_ROWS = re.compile(rb'<row(?= [^<>]*\br="[0-9]+")[^<>]*(?:/>|>\s*</row>)')


class Cells(WorkSheetParser):
    """One way through a worksheet; the merged areas are known after it."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - the stubs leave out all that is asked of it here
        self.sheet, book = sheet, sheet.parent
        self._striking = {place for place, font in enumerate(book._fonts) if font.strike}  # noqa: SLF001 - as below
        super().__init__(
            io.BytesIO(),
            sheet._shared_strings,  # noqa: SLF001 - the public ways visit each cell up to the last, a million rows
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as above
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as above
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

    def merged(self) -> Sequence[CellRange]:
        """Give the merged areas."""
        return self.merged_cells.mergeCell if self.merged_cells else ()
