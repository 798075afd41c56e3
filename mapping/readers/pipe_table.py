"""Tables whose cells are parted by ``|``, ASCII or full-width, with prose around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...ontology.errors import DocumentError
from ..grids import MOST_WIDE, TOO_MUCH
from ..sections import INNERMOST
from ..strikes import struck_out
from ..titles import titled
from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIPES = "|\uff5c"
_STRUCK = re.compile(r"~~(?P<words>\S[^~]*)~~")
"""Words struck out, as Markdown writes it."""
_PIPE = re.compile(rf"(?<!\\)[{_PIPES}]")
"""A pipe that parts cells; one behind a backslash is a character of its cell, as in Markdown."""
_ESCAPED = re.compile(rf"\\(?=[{_PIPES}])")
_HEADING = re.compile(r"(?P<marks>#{1,6})\s*(?P<text>(?=.*\w)[^#\s\d].*?)\s*#*")
_BOLD = re.compile(r"(?:\*\*(?P<text>[^*]+)\*\*|__(?P<other>[^_]+)__)(?P<colon>[:\uff1a]?)")
_RULE = re.compile(rf"[{_PIPES}\s:-]+")


def lines(text: str) -> list[Line]:
    """Classify every non-blank line: the first with pipes is the header, later ones with pipes are rows.

    But for those that say a header again, or stand beneath a line without pipes and above a rule: they are headers too.
    Raises DocumentError, with the line, where a row has more columns than a list.
    """
    found: list[Line] = []
    headers: set[tuple[str, ...]] = set()
    edges, width, apart = (True, True), 0, False
    entries = [*numbered(text)]
    for place, (number, line) in enumerate(entries):
        if not _PIPE.search(line):
            found.append(_worded(number, line, first=not found))
            apart = True
        elif _RULE.fullmatch(line):
            found.append(Line(number, Part.PASSED, line, reason="rule between header and rows"))
        else:
            ruled = apart and place + 1 < len(entries) and _is_rule(entries[place + 1][1])
            cells = _cells(line, (True, True) if ruled else edges, 0 if ruled else width)
            if len(cells) > MOST_WIDE:
                wide = f"a row of {len(cells):,} columns, where {MOST_WIDE} are read"
                raise DocumentError(f"line {number}: {wide}: {TOO_MUCH}")
            struck = {
                said: _STRUCK.sub(r"\g<words>", said) for said in cells if struck_out(said, _STRUCK.sub("", said))
            }
            shown = tuple(struck.get(said) or _STRUCK.sub("", said).strip() for said in cells)
            header = not headers or ruled or shown in headers
            part = Part.HEADER if header else Part.ROW
            found.append(Line(number, part, line, shown, struck=tuple(struck.values())))
            apart = False
            if header:
                headers.add(shown)
                edges, width = (line[0] in _PIPES, line[-1] in _PIPES), len(cells)
    return titled(found)


def _is_rule(line: str) -> bool:
    return bool(_RULE.fullmatch(line)) and "-" in line


def _worded(number: int, line: str, *, first: bool) -> Line:
    """Give a line without pipes: a heading of Markdown, the first of all the title, or a paragraph, perhaps bold."""
    if heading := _HEADING.fullmatch(line):
        depth = len(heading["marks"])
        part = Part.TITLE if first and depth == 1 else Part.HEADING
        return Line(number, part, heading["text"], depth=INNERMOST + depth)
    bold = _BOLD.fullmatch(line)
    return Line(number, Part.PROSE, (bold["text"] or bold["other"]) + bold["colon"] if bold else line, bold=bool(bold))


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
