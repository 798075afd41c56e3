"""Tables that stand side by side under one header, which says the same columns over again for each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .readers import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .readers import Line

_NUMBER = re.compile(r"[(\uff08]?\d{1,2}[)\uff09]?$")
_FEWEST = 2
"""Columns that a table side by side with another has at least, and tables that stand so."""


class Blocks(NamedTuple):
    """Where the cells of each table stand in a row (from 0): those that all share come first in each."""

    shared: int
    places: tuple[tuple[int, ...], ...]

    def parted(self, line: Line, width: int) -> list[Line | None]:
        """Give a row's part in each table, None where it says nothing there; a row too long for them stays whole."""
        parts: list[Line | None] = []
        for own in self.places:
            cells = tuple(line.cells[place] for place in own if place < len(line.cells))
            parts.append(line._replace(cells=cells) if any(cells[self.shared :]) else None)
        return parts if any(parts) and len(line.cells) <= width and not line.reason else [line]


def blocks_of(header: Sequence[str | None], columns: Sequence[str]) -> Blocks | None:
    """Give where a header says these columns several times over, the first of them perhaps once for all; else None.

    Columns without a header may stand between, and headers may end in a number (友城1, 友城2); a cell that
    the row above spans, None, may be any.
    """
    for shared in range(max(len(columns) - _FEWEST + 1, 0)):
        if all(map(_same, header[:shared], columns[:shared])):
            own = columns[shared:]
            places, at = [], shared
            while at < len(header):
                said = header[at : at + len(own)]
                if len(said) == len(own) and all(map(_same, said, own)):
                    places.append((*range(shared), *range(at, at + len(own))))
                    at += len(own)
                elif header[at] == "":
                    at += 1
                else:
                    break
            if at >= len(header) and len(places) >= _FEWEST:
                return Blocks(shared, tuple(places))
    return None


def repeated(header: Sequence[str]) -> Blocks | None:
    """Give the tables that stand side by side under a header, by nothing but its words; None where it is of one."""
    for shared in range(len(header) - 2 * _FEWEST + 1):
        for width in range(_FEWEST, (len(header) - shared) // _FEWEST + 1):
            own = header[shared : shared + width]
            said = [_bare(header) for header in own if header]
            if len(said) < _FEWEST or len(set(said)) < len(said):
                continue
            found = blocks_of(header, header[: shared + width])
            if found and found.shared <= shared:
                return found
    return None


def one_by_one(lines: Iterable[Line], named: Callable[[Line], tuple[Blocks, Sequence[str]] | None]) -> Iterator[Line]:
    """Give the rows of tables side by side one table after the other, as far as nothing stands between the rows.

    ``named`` tells for a header how the tables stand beneath it, and what each has for a header.
    """
    above: tuple[Blocks, Line] | None = None
    kept: list[Line] = []
    for line in lines:
        if above and line.part is Part.ROW and line.table == above[1].table:
            kept.append(line)
            continue
        if above:
            yield from by_table(kept, above[0], len(above[1].cells))
        kept = []
        if line.part in {Part.HEADER, Part.ROW}:
            found = named(line) if line.part is Part.HEADER else None
            above = (found[0], line) if found else None
            yield line._replace(cells=tuple(found[1])) if found else line
        else:
            yield line
    if above:
        yield from by_table(kept, above[0], len(above[1].cells))


def by_table(rows: Iterable[Line], blocks: Blocks, width: int) -> Iterator[Line]:
    """Give the parts of rows, all of the first table before those of the next."""
    parts = [blocks.parted(row, width) for row in rows]
    for turn in range(len(blocks.places)):
        yield from (each for own in parts if turn < len(own) and (each := own[turn]))


def _same(said: str | None, own: str) -> bool:
    return said is None or _bare(said) == _bare(own)


def _bare(header: str) -> str:
    """Give a header without the number that tells it from its like, as in 友城1 and 友城2."""
    return _NUMBER.sub("", header) or header
