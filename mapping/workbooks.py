"""An XLSX workbook as text: one JSON object a row, with its sheet, its number and its cells as one sees them."""

from __future__ import annotations

import datetime as dt
import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape

from ..ontology.errors import DocumentError
from .grids import MOST_CELLS, MOST_WIDE, TOO_MUCH
from .marks import raised, with_powers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet.cell_range import CellRange
    from openpyxl.worksheet.worksheet import Worksheet

    from .worksheets import Cells

_RAISING = {"superscript", "subscript"}
SHEET, ROW, COLUMNS = "sheet", "row", "columns"
"""What of a workbook may be hidden."""
_LARGEST = 50_000_000
"""Bytes of XML that a workbook may unpack to; a list of twinnings is far below, a ZIP bomb above."""


def workbook_text(content: bytes, name: Path | str) -> str:
    """Give every row that is not blank; raises DocumentError where the file is damaged, or larger than a list is."""
    from openpyxl import load_workbook

    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
        size = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
        with warnings.catch_warnings(action="ignore"):
            book = (
                load_workbook(io.BytesIO(content), read_only=True, data_only=True, rich_text=True)
                if size <= _LARGEST
                else None
            )
            rows = [row for sheet in (book.worksheets if book else ()) for row in _rows(sheet)]
    except zipfile.BadZipFile as error:
        raise DocumentError(f"{name}: a damaged ZIP or XLSX file: {error}") from error
    except DocumentError as error:
        raise DocumentError(f"{name}, {error}") from error
    except Exception as error:  # the parser has no error of its own: damaged parts end in whatever they break
        raise DocumentError(f"{name}: a damaged XLSX file: {type(error).__name__}: {error}") from error
    if book is None:
        raise DocumentError(f"{name}: unpacks to {size:,} bytes, and at most {_LARGEST:,} are read: {TOO_MUCH}")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _rows(sheet: Worksheet) -> Iterator[dict[str, object]]:
    """Give the rows of a sheet, of whose cells only those that hold words are visited.

    A merged cell stands in each of its columns, and is left out in the rows beneath its first; one that is merged from
    the first column on with nothing beside it is its row's one cell. Words struck out by their font are named. What the
    workbook hides is marked as such: a row, and the columns, which their row leaves out, as a row of their own.
    """
    written, struck, parsed = _written(sheet)
    used = max((max(cells) for cells in written.values()), default=0)
    areas = sorted(parsed.merged(), key=lambda area: area.min_row, reverse=True)
    shut = sorted(column for column in parsed.hidden_columns() if any(column in own for own in written.values()))
    if shut:
        heads = [next((own[column] for _, own in sorted(written.items()) if column in own), "") for column in shut]
        yield {"sheet": sheet.title, "row": min(written), "cells": heads, "hidden": COLUMNS}
    hanging: dict[int, CellRange] = {}
    for number, own in sorted(written.items()):
        wide = 0
        while areas and areas[-1].min_row <= number:
            area = areas.pop()
            hanging.update(dict.fromkeys(range(area.min_col, min(area.max_col, used) + 1), area))
            wide = area.max_col if area.min_row == number and area.min_col == 1 < area.max_col else wide
        hanging = {column: area for column, area in hanging.items() if area.max_row >= number}
        cells: list[str | None] = [own.get(column, "") for column in range(1, used + 1)]
        for column, area in hanging.items():
            cells[column - 1] = own.get(area.min_col, "") if area.min_row == number else None
        shown = cells[:1] if wide and not any(cells[wide:]) else _without(cells, shut)
        if any(shown):
            gone = {"struck": struck[number]} if number in struck else {}
            yield {"sheet": sheet.title, "row": number, "cells": shown, **gone, **_told(sheet, parsed, number)}


def _without(cells: list[str | None], columns: Sequence[int]) -> list[str | None]:
    return [cell for column, cell in enumerate(cells, 1) if column not in columns]


def _told(sheet: Worksheet, parsed: Cells, row: int) -> dict[str, str]:
    """Give why a row is not seen, or cannot be read; nothing of most rows."""
    hidden = SHEET if sheet.sheet_state != "visible" else ROW if parsed.hides(row) else ""
    return ({"hidden": hidden} if hidden else {}) | ({"wrong": parsed.wrong[row]} if row in parsed.wrong else {})


def _written(sheet: Worksheet) -> tuple[dict[int, dict[int, str]], dict[int, list[str]], Cells]:
    """Give the words of the cells that hold any, by row and column, those struck out by row, and the sheet as parsed.

    Raises DocumentError, with the sheet and the row, where there is more than a list has.
    """
    from .worksheets import Cells

    cells, found, visited = Cells(sheet), {}, 0
    struck: dict[int, list[str]] = {}
    for number, filled in cells.rows():
        own = {cell.column: words for cell in filled if (words := _said(cell))}
        visited += len(filled)
        if visited > MOST_CELLS:
            wrong = f"more than {MOST_CELLS:,} cells up to row {number}"
            raise DocumentError(f"sheet {sheet.title}: {wrong}: {TOO_MUCH}")
        if own and max(own) > MOST_WIDE:
            wrong = f"words in column {max(own)}, where {MOST_WIDE} columns are read"
            raise DocumentError(f"sheet {sheet.title}, row {number}: {wrong}: {TOO_MUCH}")
        if own:
            found[number] = own
        if gone := [own[cell.column] for cell in filled if cell.column in own and cells.strikes(cell)]:
            struck[number] = gone
    return found, struck, cells


def _said(cell: ReadOnlyCell) -> str:
    """Give a cell as text, with its lines: dates in the precision that their format shows, numbers with its noughts."""
    value, form = cell.value, str(cell.number_format or "")
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, form.casefold())
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        whole = f"{value:.15g}"
        shown = len(form.partition(".")[2]) if form.replace("0", "").replace("#", "").replace(",", "") == "." else 0
        places = len(whole.partition(".")[2])
        return f"{value:.{shown}f}" if "e" not in whole and shown > places else whole
    return "\n".join(filter(None, (" ".join(line.split()) for line in _worded(value).splitlines())))


def _worded(value: object) -> str:
    """Give the words of a cell, with the runs of them that are raised or lowered as marks."""
    if not isinstance(value, CellRichText):
        return unescape(str(value))
    runs = (
        raised(run.text) if isinstance(run, TextBlock) and run.font.vertAlign in _RAISING else str(run) for run in value
    )
    return with_powers("".join(runs))


def _date(value: dt.datetime | dt.date, form: str) -> str:
    day = value.strftime("%Y-%m-%d").rjust(10, "0")
    known = [part for part in ("y", "m", "d") if part in form]
    return day[:4] if known == ["y"] else day[:7] if known == ["y", "m"] else day
