"""Text whose columns are set apart by blanks, as copied from a page or as ``pdftotext -layout`` writes a table.

Runs of blanks or full-width ones part the cells; where a text has none of these, single blanks do, if its rows
are of one width and in characters that are written without blanks. What cannot be told apart is a row with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from ...ontology.errors import DocumentError
from ..grids import MOST_WIDE, TOO_MUCH
from . import Line, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

_RUN = re.compile(r"(?:[ \u00a0]{2,}|\u3000)[ \u00a0\u3000]*")
_BLANK = re.compile("[ \u00a0]+")
_PAGE = re.compile(
    r"[\W_]*(?:第?\s*\d{1,4}\s*[页頁]?)?[\W_]*(?:[共/]\s*\d{1,4}\s*[页頁]?)?[\W_]*|page \d+.*", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_EASTERN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_TOLD = re.compile("[:\uff1a。]")
_FEWEST, _ROWS, _MOST, _SURE, _LONGEST = 3, 3, 0.8, 0.6, 40
_FRAGMENT = "a row on one line: this may be more of the row above or beneath it; put each row on one line in a copy"


class _Piece(NamedTuple):
    """Words of a line, and the columns of a terminal on which they begin and end."""

    text: str
    begin: int
    end: int


def lines(text: str) -> list[Line]:
    """Give every line as a row of the one table; one piece alone is a title, heading or sentence.

    A row that leaves cells out is laid out by where its pieces stand beneath those of whole rows, if that is clear.
    """
    own = _entries(text)
    mark = _mark([line for _, line in own])
    pieces = [(number, line, _pieces(line, mark)) for number, line in own]
    for number, _, said in pieces:
        if len(said) > MOST_WIDE:
            wide = f"a row of {len(said):,} columns, where {MOST_WIDE} are read"
            raise DocumentError(f"line {number}: {wide}: {TOO_MUCH}")
    width = _width([each for _, _, each in pieces], mark)
    whole = [each for _, _, each in pieces if len(each) == width]
    table = _Table(width, _extents(whole) if mark is _RUN else [], whole, {number for number, _ in own})
    found = [table.line(number, line, each) for number, line, each in pieces]
    fragments = {line.number for line in found if line.reason == _FRAGMENT}
    beside = {near for number in fragments for near in (number - 1, number + 1)}
    return [
        line._replace(reason=line.reason or _FRAGMENT)
        if line.number in beside and len(line.cells) > 1 and line.part is Part.ROW and [*line.cells] != table.first
        else line
        for line in found
    ]


def row(cells: Sequence[str | None]) -> str:
    """Write a row with full-width blanks."""
    return "\u3000\u3000".join(cell or "—" for cell in cells)


def header(cells: Sequence[str]) -> str:
    """Write a header as rows are written."""
    return row(cells)


def rows_in(text: str) -> int:
    """Count the rows that blanks part into as many columns, three at least; 0 where too few lines are such."""
    own = [line for _, line in _entries(text)]
    mark = _mark(own)
    pieces = [said for line in own if len(said := _pieces(line, mark)) <= MOST_WIDE]
    width = _width(pieces, mark)
    wide = [each for each in pieces if len(each) >= _FEWEST]
    if mark is _RUN:
        return len(wide) if width and _dated(wide) else 0
    whole = [each for each in pieces if len(each) == width]
    if len(whole) < _ROWS or not _dated(whole):
        return 0
    words = [
        piece.text for each in whole for piece in each if not _YEAR.search(piece.text) and not piece.text.isdecimal()
    ]
    eastern = sum(bool(_EASTERN.search(word)) for word in words)
    return len(whole) if eastern >= _MOST * len(words) and len(whole) >= _MOST * len(wide) else 0


def _entries(text: str) -> list[tuple[int, str]]:
    """Give each line that is not blank, with the blanks before it."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")
    return [(number, line.rstrip()) for number, line in enumerate(source, 1) if line.strip()]


def _mark(own: Sequence[str]) -> re.Pattern[str]:
    """Give what parts the cells: runs of blanks where several lines have at least two, else single ones."""
    runs = sum(len(_RUN.findall(line.strip())) >= _FEWEST - 1 for line in own)
    return _RUN if runs >= _ROWS else _BLANK


def _pieces(line: str, mark: re.Pattern[str]) -> list[_Piece]:
    found, at, begin = [], 0, 0
    for parting in [*mark.finditer(line), None]:
        end = parting.start() if parting else len(line)
        wide = _columns(line[at:end])
        if words := line[at:end].strip():
            found.append(_Piece(words, begin, begin + wide))
        at, begin = (parting.end(), begin + wide + _columns(parting.group())) if parting else (end, begin)
    return found


def _columns(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _width(pieces: Sequence[list[_Piece]], mark: re.Pattern[str]) -> int:
    """Give how many columns the table has: as many as its header, if its rows stand beneath that, else as most rows."""
    wide = [each for each in pieces if len(each) >= _FEWEST]
    most = max(counted := Counter(map(len, wide)), key=lambda width: (counted[width], width), default=0)
    header = next((each for each in wide if not any(_YEAR.search(piece.text) for piece in each)), [])
    if mark is _BLANK or len(header) <= most:
        return most
    extents = _extents([header])
    beneath = sum(all(len(_beneath(piece, extents)) == 1 for piece in each) for each in wide)
    return len(header) if beneath >= _SURE * len(wide) else most


def _dated(own: Sequence[list[_Piece]]) -> bool:
    """Tell whether most rows have a year."""
    return sum(any(_YEAR.search(piece.text) for piece in each) for each in own) >= _SURE * len(own) > 0


def _extents(whole: Sequence[list[_Piece]]) -> list[tuple[int, int]]:
    """Give from where to where each column reaches; none where columns reach into one another."""
    columns = [*zip(*whole, strict=True)]
    found = [(min(piece.begin for piece in own), max(piece.end for piece in own)) for own in columns]
    apart = all(before[1] <= after[0] for before, after in pairwise(found))
    return found if apart else []


class _Table:
    """The table of a text: how many columns it has, where they stand (if that is clear), and its whole rows."""

    def __init__(
        self, width: int, extents: list[tuple[int, int]], whole: Sequence[list[_Piece]], worded: set[int]
    ) -> None:
        self.width, self.extents, self.worded = width, extents, worded
        self.first = [piece.text for piece in whole[0]] if whole else []
        self.numbered = sum(row[0].text.isdecimal() for row in whole) >= _SURE * len(whole)
        self.begun = self.dated = False

    def line(self, number: int, line: str, pieces: list[_Piece]) -> Line:
        said, words = tuple(piece.text for piece in pieces), line.strip()
        if len(words) <= _LONGEST and _PAGE.fullmatch(words):
            return Line(number, Part.PASSED, words, reason="the number of a page")
        if len(said) == self.width:
            again = self.begun and [*said] == self.first and not _YEAR.search(words)
            self.begun, self.dated = True, bool(_YEAR.search(words))
            return Line(number, Part.PASSED, words, reason="the header again") if again else _row(number, words, said)
        if not self.begun or self.is_sentence(number, pieces, words):
            return _row(number, words, (words,))
        placed, above = self.placed(pieces), self.dated
        self.dated = bool(_YEAR.search(words))
        if placed and (len(said) == 1 or (not placed[0] and (self.numbered or not (self.dated and above)))):
            return _row(number, words, placed, _FRAGMENT)
        unclear = f"a row of {self.width} cells, as most rows have; it has {len(said)}, and blanks do not tell which"
        return _row(number, words, placed) if placed else _row(number, words, said, unclear)

    def is_sentence(self, number: int, pieces: list[_Piece], words: str) -> bool:
        """Tell whether a line beneath the header is no row, but a heading or a sentence.

        One piece in the first column may be more of the cell above, unless rows are numbered or blank lines are around.
        """
        if len(pieces) == 1:
            apart = self.numbered or not {number - 1, number + 1} & self.worded
            first = not self.extents or (pieces[0].begin < self.extents[0][1] and apart)
            return first or len(_beneath(pieces[0], self.extents)) > 1
        told = _TOLD.search(words) or abs(len(pieces) - self.width) > 1
        return not self.extents and bool(told) and not _YEAR.search(words)

    def placed(self, pieces: Sequence[_Piece]) -> tuple[str, ...]:
        """Give the cells of a row by the columns beneath which they stand; none where that is not clear."""
        places = [_beneath(piece, self.extents) for piece in pieces]
        own = [place for found in places for place in found]
        if not self.extents or any(len(found) != 1 for found in places) or len(set(own)) < len(own):
            return ()
        cells = dict(zip(own, (piece.text for piece in pieces), strict=True))
        return tuple(cells.get(place, "") for place in range(len(self.extents)))


def _row(number: int, words: str, cells: tuple[str, ...], reason: str = "") -> Line:
    return Line(number, Part.ROW, words, cells, reason, table=1)


def _beneath(piece: _Piece, extents: Sequence[tuple[int, int]]) -> list[int]:
    return [place for place, (begin, end) in enumerate(extents) if piece.begin < end and begin < piece.end]
