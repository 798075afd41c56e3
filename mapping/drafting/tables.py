"""The tables of a document that nobody prepared: which row is the header, which columns and rows there are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..arrangement import dated_in, folded, is_total
from ..blocks import by_table, repeated
from ..chinese import is_chinese_place
from ..columns import TO_SAY, WITHIN, Layout
from ..countries import is_country
from ..marks import without_marks
from ..readers import Part
from ..sections import read_section
from ..within import parted
from .gaps import gaps_of
from .guesses import Guess, guess
from .headers import fields_of, plain, side_of
from .sideways import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..readers import Line

_HEADER_ROWS, _HEADER_FIELDS, _SAMPLE = 12, 2, 400
_SHORT, _SHOWN = 0.6, 60
_SENTENCE = re.compile("[。;\uff1b]")
_TELLING = {"partner", "partner_region", "country", "signed", "party"}


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of one header: the lines it stands on, the columns as guessed, all their rows.

    Where a header says its columns over for tables ``side_by_side``, columns and rows are those of each such table.
    """

    headers: tuple[Line, ...]
    guesses: tuple[Guess, ...]
    rows: tuple[Line, ...]
    side_by_side: int = 1

    @property
    def begin(self) -> Line:
        """Give the line on which the first table begins: its header, or its first row where it has none."""
        return self.headers[0] if self.headers else self.rows[0]

    @property
    def layout(self) -> Layout:
        """Give the columns as list.yaml would."""
        return Layout(tuple(each.column for each in self.guesses))

    @property
    def readable(self) -> bool:
        """Tell whether a column is known to be the partner, without which no row can be read."""
        return any(each.column.field in {"partner", "partner_region"} for each in self.guesses)

    @property
    def partnered(self) -> bool:
        """Tell whether a column is the partner, or may be and is asked for."""
        return self.readable or any(each.column.field == TO_SAY for each in self.guesses)

    def cells(self, field: str) -> list[str]:
        """Give the cells of the column of that field that are not empty."""
        places = [n for n, each in enumerate(self.guesses) if each.column.field == field]
        whole = [row.cells for row in self.rows if len(row.cells) == len(self.guesses)]
        return [cell for n in places for cells in whole if (cell := cells[n])]


@dataclass(slots=True)
class _Same:
    """Tables of one header, before their columns are guessed."""

    said: list[str]
    spans: list[str]
    headers: list[Line]
    rows: list[Line]
    side_by_side: int = 1


def tables(lines: Sequence[Line]) -> tuple[list[Found], list[str]]:
    """Give the tables whose header is known, by header, and a sentence on each other."""
    same: dict[tuple[str, ...], _Same] = {}
    passed = []
    for rows in _grouped(lines):
        if sideways := refusal(rows):
            passed.append(sideways)
            continue
        header = _header(rows)
        if header is None and (own := _headless(rows)):
            none = [""] * len(own[0].cells)
            same.setdefault(tuple(none), _Same(none, none, [], [])).rows.extend(own)
        elif header is None:
            shown = " | ".join(cell or "" for cell in rows[0].cells)
            words = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
            passed.append(f"line {rows[0].number}, {len(rows)} row(s), no header that is known: {words}")
        else:
            _collect(rows, header, same)
    same = {key: _parted(each) for key, each in same.items()}
    empty = [each for each in same.values() if not each.rows]
    passed += [f"line {each.headers[0].number}: a header with no row beneath it" for each in empty]
    found = [_asking(_with_country(_found(each))) for each in same.values() if each.rows]
    passed += [f"line {each.begin.number}: no column can be the partner" for each in found if not each.partnered]
    return [each for each in found if each.partnered], passed


def _grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Give the rows that belong together: by the reader's own number of the table, or all beneath one header."""
    groups: dict[tuple[int, int], list[Line]] = {}
    beneath = 0
    for line in lines:
        beneath += line.part is Part.HEADER
        if line.cells and line.part in {Part.HEADER, Part.ROW}:
            groups.setdefault((line.table, 0 if line.table else beneath), []).append(line)
    return [part for rows in groups.values() for part in _by_header(rows)]


def _by_header(rows: Sequence[Line]) -> list[list[Line]]:
    """Give the tables that stand in one beneath one another, each from its header, of which several rows may be one."""
    heads = [n for n, row in enumerate(rows) if len(row.cells) > 1 and _named(row.cells) >= _HEADER_FIELDS]
    begins = [n for n in heads[1:] if n - 1 not in heads]
    return [[*rows[begin:end]] for begin, end in zip([0, *begins], [*begins, len(rows)], strict=True)]


def _header(rows: Sequence[Line]) -> int | None:
    """Give which row is the header: of the first rows, the last of those in which the most fields are named."""
    wide = [n for n, row in enumerate(rows) if len(row.cells) > 1][:_HEADER_ROWS]
    named = [(_named(_whole(rows, n)), n) for n in wide]
    best, n = max(named, default=(0, 0))
    known = best >= _HEADER_FIELDS or (best and _above_dates(rows, n))
    return n if known and n + 1 < len(rows) else None


def _above_dates(rows: Sequence[Line], n: int) -> bool:
    """Tell whether a row of unknown words is a header all the same: one heads dates, none is a place of China."""
    cells, beneath = rows[n].cells, [row.cells for row in rows[n + 1 :] if len(row.cells) == len(rows[n].cells)]
    if any(cell and is_chinese_place(cell) and not fields_of(cell) for cell in cells):
        return False
    return any(
        fields_of(cell or "").get("signed") == plain(cell or "")
        and sum(dated_in(own[place]) for own in beneath) >= _SHORT * len(beneath) > 0
        for place, cell in enumerate(cells)
    )


def _headless(rows: Sequence[Line]) -> list[Line]:
    """Give the rows of a table without a header: two at least of the commonest width, with a column of dates."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    own = [row for row in rows if len(row.cells) == width and not is_total(row)]
    dated = max(sum(dated_in(row.cells[place]) for row in own) for place in range(width))
    return own if len(own) > 1 < width and dated >= _SHORT * len(own) else []


def _whole(rows: Sequence[Line], n: int) -> tuple[str | None, ...]:
    """Give a row's cells, those that one of the row above spans from there."""
    above = rows[n - 1].cells if n else ()
    return tuple(
        above[place] if cell is None and place < len(above) else cell for place, cell in enumerate(rows[n].cells)
    )


def _named(row: Sequence[str | None]) -> int:
    """Count the cells of a row that name a field; a row that holds a value is no header."""
    cells = [cell for cell in row if cell]
    if any(_SENTENCE.search(cell) or len(cell) > _SHOWN for cell in cells):
        return 0
    if any(dated_in(cell) or (is_country(cell) and not fields_of(cell)) for cell in cells):
        return 0
    named = [fields for cell in cells if (fields := fields_of(cell))]
    return len(named) if any(_TELLING & set(fields) for fields in named) else 0


def _collect(rows: Sequence[Line], header: int, same: dict[tuple[str, ...], _Same]) -> None:
    said = _whole(rows, header)
    key = tuple(folded(cell or "") for cell in said)
    above = rows[header - 1].cells if header and len(rows[header - 1].cells) == len(said) else ()
    repeated = Counter(above)
    spans = [
        (above[n] or "") if above and above[n] != cell and repeated[above[n]] > 1 else "" for n, cell in enumerate(said)
    ]
    own = same.setdefault(key, _Same([" ".join((cell or "").split()) for cell in said], spans, [], []))
    own.headers.append(rows[header])
    for row in rows[header + 1 :]:
        if len(row.cells) == len(key) and all(c is None or folded(c) == k for c, k in zip(row.cells, key, strict=True)):
            own.headers.append(row)
        elif _SHORT * len(said) <= len(row.cells) <= len(said) and not _is_heading(row) and not is_total(row):
            own.rows.append(row)


def _parted(same: _Same) -> _Same:
    """Give tables that stand side by side under one header as such; not the two sides of a tie, which look like it."""
    blocks = repeated([folded(header) for header in same.said])
    if blocks is None or any(map(side_of, same.spans)):
        return same
    whole = [row.cells for row in same.rows[:_SAMPLE] if len(row.cells) == len(same.said)]
    for alike in zip(*(own[blocks.shared :] for own in blocks.places), strict=True):
        cells = [[said for own in whole if (said := own[place])] for place in alike]
        ours = [sum(map(is_chinese_place, own)) >= _SHORT * len(own) for own in cells if own]
        if any(ours) and not all(ours):
            return same
    own = blocks.places[0]
    rows = [*by_table(same.rows, blocks, len(same.said))]
    said, spans = [same.said[place] for place in own], [same.spans[place] for place in own]
    return _Same(said, spans, same.headers, rows, len(blocks.places))


def _found(same: _Same) -> Found:
    """Give the columns as guessed, with what rows that have fewer cells leave out, as beneath a merged cell."""
    width = len(same.said)
    sample = [row.cells for row in same.rows[:_SAMPLE]]
    padded = [(*cells, *[""] * (width - len(cells))) for cells in sample]
    if all(len(cells) == width for cells in sample):
        guesses = guess(same.said, same.spans, padded)
        return Found(tuple(same.headers), tuple(guesses), tuple(same.rows), same.side_by_side)
    whole = [cells for cells in sample if len(cells) == width]
    columns = [each.column for each in guess(same.said, same.spans, whole or padded)]
    left_out = gaps_of([cells for cells in sample if len(cells) < width], columns, whole)
    filled = [gap.filled(cells) for cells, gap in left_out.items() if gap] + whole
    guesses = guess(same.said, same.spans, filled or padded)
    for place, (column, reason, share) in enumerate(guesses):
        if spanned := sum(gap.place <= place < gap.place + gap.spanned for gap in left_out.values() if gap):
            merged = f"{spanned} row(s) leave it out, as beneath a merged cell: it is that of the row above"
            guesses[place] = Guess(column._replace(blank="carried-down"), f"{reason}; {merged}", share)
        elif ended := sum(gap.last >= width - place for gap in left_out.values() if gap):
            ends = f"{ended} row(s) end before the last column: those cells are empty"
            guesses[place] = Guess(column._replace(blank="empty"), f"{reason}; {ends}", share)
    known = {cells: gap.filled(cells) for cells, gap in left_out.items() if gap}
    rows = (row._replace(cells=known.get(row.cells, row.cells)) for row in same.rows)
    return Found(tuple(same.headers), tuple(guesses), tuple(rows), same.side_by_side)


def _with_country(found: Found) -> Found:
    """Give a table without a column of countries, most of whose partners are named with their country, as such."""
    fields = [each.column.field for each in found.guesses]
    if "country" in fields or TO_SAY in fields or "partner" not in fields:
        return found
    place = fields.index("partner")
    own = [(cell, row.flags) for row in found.rows if len(row.cells) > place and (cell := row.cells[place])]
    named = [cell for cell, flags in own if parted(without_marks(cell), flags)[0]]
    if len(named) < _SHORT * len(own) or not any(parted(cell)[1] != cell or flags for cell, flags in own):
        return found
    guess = found.guesses[place]
    why = f"{guess.reason}; {len(named)} of {len(own)} cells name its country too; where none is named it is inferred"
    guesses = list(found.guesses)
    guesses[place] = Guess(guess.column._replace(country=WITHIN), why, guess.borne_out)
    return replace(found, guesses=tuple(guesses))


def _asking(found: Found) -> Found:
    """Give a table that has no partner with the question which of the columns that nothing is known of it is."""
    if found.readable:
        return found
    ask = "no header says which column is the partner: write partner for the one that is, other for the rest"
    guesses = [
        Guess(each.column._replace(field=TO_SAY), ask)
        if each.column.field == "other" and (each.column.header or found.layout.headless)
        else each
        for each in found.guesses
    ]
    return replace(found, guesses=tuple(guesses))


def _is_heading(row: Line) -> bool:
    cells = [cell for cell in row.cells if cell]
    return len(cells) == 1 and row.cells[0] == cells[0] and any(read_section(cells[0]))
