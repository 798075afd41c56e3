"""Tables whose cells are parted by ``|``, ASCII or full-width, with prose around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIPE = re.compile(r"[|\uff5c]")
_RULE = re.compile(r"[|\uff5c\s:-]+")


def lines(text: str) -> list[Line]:
    """Classify every non-blank line: the first with pipes is the header, all later ones with pipes are rows."""
    found: list[Line] = []
    part, width = Part.HEADER, 0
    for number, line in numbered(text):
        if not _PIPE.search(line):
            found.append(Line(number, Part.PROSE, line))
        elif _RULE.fullmatch(line):
            found.append(Line(number, Part.PASSED, line, reason="rule between header and rows"))
        else:
            cells = _cells(line, width)
            found.append(Line(number, part, line, cells))
            part, width = Part.ROW, width or len(cells)
    return found


def row(cells: Sequence[str | None]) -> str:
    """Write cells parted and closed by pipes."""
    return " | ".join(cell or "" for cell in cells) + " |"


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)


def _cells(line: str, width: int) -> tuple[str, ...]:
    """Give the cells; a pipe that opens or closes a line parts no cell where the line has more than the header."""
    cells = [cell.strip() for cell in _PIPE.split(line)]
    if len(cells) > max(width, 1) and not cells[-1]:
        cells.pop()
    if len(cells) > max(width, 1) and not cells[0]:
        cells.pop(0)
    return tuple(cells)
