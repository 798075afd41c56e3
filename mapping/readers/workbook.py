"""An XLSX workbook, each sheet one table, from the text that ``workbooks`` gives of it; a line is a row."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from ...ontology.errors import DocumentError
from . import HIDES, Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence


_HIDDEN = {
    "sheet": f"a row of a sheet that the workbook {HIDES}",
    "row": f"a row that its sheet {HIDES}",
    "columns": f"columns that their sheet {HIDES}",
}


def lines(text: str) -> list[Line]:
    """Give every row that is not blank, those that the workbook hides as passed over.

    Raises DocumentError for a text that is not of a workbook.
    """
    found: list[Line] = []
    sheets: list[str] = []
    for number, line in numbered(text):
        try:
            said = json.loads(line)
            sheet, row, cells = str(said["sheet"]), int(said["row"]), tuple(said["cells"])
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"line {number}: no row of a workbook: the document is no XLSX file") from error
        if sheet not in sheets:
            sheets.append(sheet)
        words, hidden = " | ".join(cell for cell in cells if cell), _HIDDEN.get(str(said.get("hidden", "")), "")
        if hidden:
            found.append(Line(row, Part.PASSED, words, cells, hidden, table=len(sheets), sheet=sheet))
        else:
            wrong = f"a row that can be read: {said['wrong']}" if "wrong" in said else ""
            struck = tuple(said.get("struck", ()))
            found.append(Line(row, Part.ROW, words, cells, wrong, table=len(sheets), sheet=sheet, struck=struck))
    return found


def row(cells: Sequence[str | None]) -> str:
    """Write a row with tabs, as one pastes it: a cell of several lines in quotes."""
    out = io.StringIO()
    csv.writer(out, "excel-tab", lineterminator="\n").writerow([cell or "" for cell in cells])
    return out.getvalue()[:-1]


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)
