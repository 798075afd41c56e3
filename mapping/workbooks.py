"""An XLSX workbook as text: one JSON object a row, with its sheet, its number and its cells as one sees them."""

from __future__ import annotations

import datetime as dt
import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING

from ..ontology.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_COLUMNS, _MOST_MERGED = 200, 100_000
_LARGEST = 300_000_000
"""Bytes that a workbook may unpack to; a list of twinnings is far below, a ZIP bomb above."""


def workbook_text(content: bytes, name: Path | str) -> str:
    """Give every row that is not blank; raises DocumentError where the file is damaged or unpacks to too much."""
    from openpyxl import load_workbook

    try:
        size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(content), data_only=True) if size <= _LARGEST else None
        rows = [row for sheet in (book.worksheets if book else ()) for row in _rows(sheet)]
    except zipfile.BadZipFile as error:
        raise DocumentError(f"{name}: a damaged ZIP or XLSX file: {error}") from error
    except Exception as error:  # the parser has no error of its own: damaged parts end in whatever they break
        raise DocumentError(f"{name}: a damaged XLSX file: {type(error).__name__}: {error}") from error
    if book is None:
        raise DocumentError(f"{name}: unpacks to {size:,} bytes, more than a list is")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _rows(sheet: Worksheet) -> Iterator[dict[str, object]]:
    """Give the rows of a sheet.

    A merged cell stands in each of its columns, and is left out in the rows beneath its first; one that is merged from
    the first column on with nothing beside it is its row's one cell.
    """
    merged = _merged(sheet)
    wide = {area.min_row: area.max_col for area in sheet.merged_cells.ranges if area.min_col == 1 < area.max_col}
    written = [
        [merged.get((row, column), _said(cell)) for column, cell in enumerate(cells, 1)]
        for row, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1)
    ]
    used = max((n + 1 for row in written for n, text in enumerate(row) if text), default=0)
    for number, row in enumerate(written, 1):
        cells = row[:used]
        if any(cells):
            alone = number in wide and not any(cells[wide[number] :])
            yield {"sheet": sheet.title, "row": number, "cells": cells[:1] if alone else cells}


def _merged(sheet: Worksheet) -> dict[tuple[int, int], str | None]:
    """Give the cells of every merged area: its words in the first row, none (left out) in those beneath."""
    found: dict[tuple[int, int], str | None] = {}
    for area in sheet.merged_cells.ranges:
        rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
        if len(rows) * len(columns) <= _MOST_MERGED:
            said = _said(sheet.cell(area.min_row, area.min_col))
            found |= {(row, column): said if row == area.min_row else None for row in rows for column in columns}
    return found


def _said(cell: Cell | MergedCell) -> str:
    """Give a cell as text: dates in the precision that their format shows, numbers with the noughts that it shows."""
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
    return " ".join(str(value).split())


def _date(value: dt.datetime | dt.date, form: str) -> str:
    day = value.strftime("%Y-%m-%d").rjust(10, "0")
    known = [part for part in ("y", "m", "d") if part in form]
    return day[:4] if known == ["y"] else day[:7] if known == ["y", "m"] else day
