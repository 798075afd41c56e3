"""Tables whose cells are parted by ``|``, ASCII or full-width, with prose around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...ontology.errors import DocumentError
from ..grids import MOST_WIDE, TOO_MUCH
from ..strikes import struck_out
from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIPES = "|\uff5c"
_STRUCK = re.compile(r"~~(?P<words>\S[^~]*)~~")
"""Words struck out, as Markdown writes it."""
_PIPE = re.compile(rf"(?<!\\)[{_PIPES}]")
"""A pipe that parts cells; one behind a backslash is a character of its cell, as in Markdown."""
_ESCAPED = re.compile(rf"\\(?=[{_PIPES}])")
_RULE = re.compile(rf"[{_PIPES}\s:-]+")


def lines(text: str) -> list[Line]:
    """Classify every non-blank line: the first with pipes is the header, all later ones with pipes are rows.

    Raises DocumentError, with the line, where a row has more columns than a list.
    """
    found: list[Line] = []
    part, edges, width = Part.HEADER, (True, True), 0
    for number, line in numbered(text):
        if not _PIPE.search(line):
            found.append(Line(number, Part.PROSE, line))
        elif _RULE.fullmatch(line):
            found.append(Line(number, Part.PASSED, line, reason="rule between header and rows"))
        else:
            cells = _cells(line, edges, width)
            if len(cells) > MOST_WIDE:
                wide = f"a row of {len(cells):,} columns, where {MOST_WIDE} are read"
                raise DocumentError(f"line {number}: {wide}: {TOO_MUCH}")
            struck = {
                said: _STRUCK.sub(r"\g<words>", said) for said in cells if struck_out(said, _STRUCK.sub("", said))
            }
            shown = tuple(struck.get(said) or _STRUCK.sub("", said).strip() for said in cells)
            found.append(Line(number, part, line, shown, struck=tuple(struck.values())))
            if part is Part.HEADER:
                part, edges, width = Part.ROW, (line[0] in _PIPES, line[-1] in _PIPES), len(cells)
    return found


def row(cells: Sequence[str | None]) -> str:
    """Write cells parted and closed by pipes."""
    return " | ".join(cell or "" for cell in cells) + " |"


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)


def _cells(line: str, edges: tuple[bool, bool], width: int) -> tuple[str, ...]:
    """Give the cells; a pipe that opens or closes the line as the header's do, or is one too many, parts none."""
    cells = [_ESCAPED.sub("", cell).strip() for cell in _PIPE.split(line)]
    opened, closed = edges
    if not cells[-1] and (closed or len(cells) > width):
        cells.pop()
    if not cells[0] and (opened or len(cells) > width):
        cells.pop(0)
    return tuple(cells)
