"""Which rows of a document's tables are header, heading, prose or data, by the headers that list.yaml names."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import normalize

from .blocks import blocks_of, one_by_one
from .dates import date_or_none, year_last
from .readers import Part
from .sections import INNERMOST, is_of_intent, may_head, read_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .blocks import Blocks
    from .columns import Layout
    from .descriptor import Descriptor
    from .readers import Line

NOT_NAMED = "a table whose header list.yaml does not name"
ABOVE = "a row above the header that list.yaml names"
"""Why rows of tables are passed over."""

_HOW_MANY = r"(?:\d{1,6}|[一二三四五六七八九十百]{1,5})(?:对|對|个|個|座|家|国)?"
_TOTAL = re.compile(
    rf"(?:合计|合計|总计|總計|共计|共計|小计|小計|总数|總數|totals?|sum)[::]?(?:{_HOW_MANY})?|(?:总|總|一|合)?共有?{_HOW_MANY}",
    re.IGNORECASE,
)
_ALIKE = 0.5


def arranged(lines: Iterable[Line], descriptor: Descriptor) -> list[Line]:
    """Give all lines, each row of a table that the reader left open as the part that it is.

    A row beneath tables that stand side by side is given once for each of them, with that table's own cells.
    """
    found: list[Line] = []
    for table, group in groupby(lines, key=lambda line: line.table):
        own = [_passed_over(line) if line.number in descriptor.pass_over else line for line in group]
        found.extend(_table(own, descriptor) if table else _headed(own, descriptor))
    return [*one_by_one(found, lambda line: _side_by_side(line, descriptor.layouts))]


def layout_of(cells: Sequence[str | None], layouts: Sequence[Layout]) -> int | None:
    """Give which layout (from 0) has this header; spaces and the width of characters do not matter.

    A cell that one of the row above spans is taken to have the header that list.yaml gives it.
    """
    header = [None if cell is None else folded(cell) for cell in cells]
    if sum(map(bool, header)) < min(2, len(header)):
        return None
    for number, layout in enumerate(layouts):
        columns = _headers(layout)
        if len(header) == len(columns) and all(said in {None, own} for said, own in zip(header, columns, strict=True)):
            return number
    return next((number for number, layout in enumerate(layouts) if blocks_of(header, _headers(layout))), None)


_NOTE = re.compile(
    r"\s*(?:注|备注|備註|说明|說明|附注|注释|(?:资料|資料|数据|數據)?(?:来源|來源)|(?:制|填|统计|統計)表?(?:人|单位|單位|日期|时间)"
    r"|审核人?|(?:资料|信息)?更新(?:时间|日期))\s*[:\uff1a]"
)
"""What a row begins with whose only words are about the table, whatever column they stand in."""
_WIDE = 3


def _headers(layout: Layout) -> list[str]:
    return [] if layout.headless else [folded(column.header) for column in layout.columns]


def _side_by_side(line: Line, layouts: Sequence[Layout]) -> tuple[Blocks, Sequence[str]] | None:
    """Give how tables stand side by side beneath a header, with the header of each; None where one table does."""
    number = layout_of(line.cells, layouts)
    if number is None or len(layouts[number].columns) == len(line.cells):
        return None
    found = blocks_of([None if cell is None else folded(cell) for cell in line.cells], _headers(layouts[number]))
    return None if found is None else (found, [column.header for column in layouts[number].columns])


def headless_layout(cells: Sequence[str | None], layouts: Sequence[Layout]) -> int | None:
    """Give which layout (from 0) without a header a row is of, by its width."""
    return next((n for n, one in enumerate(layouts) if one.headless and len(one.columns) == len(cells)), None)


def folded(header: str) -> str:
    """Give a header without spaces and in the width that NFKC gives it."""
    return "".join(normalize("NFKC", header).split())


def _passed_over(line: Line) -> Line:
    return line._replace(part=Part.PASSED, reason="passed over by list.yaml")


def _headed(lines: list[Line], descriptor: Descriptor) -> Iterator[Line]:
    """Give the lines with what the reader took for a header as a row, where list.yaml says that there is none."""
    for line in lines:
        row = line.part is Part.HEADER and headless_layout(line.cells, descriptor.layouts) is not None
        yield line._replace(part=Part.ROW) if row else line


def _table(lines: list[Line], descriptor: Descriptor) -> Iterator[Line]:
    layouts = descriptor.layouts
    header = next((n for n, line in enumerate(lines) if layout_of(line.cells, layouts) is not None), None)
    if header is None:
        header = next((n for n, line in enumerate(lines) if _alike(line, layouts)), None)
    fewest = min(len(layout.columns) for layout in layouts) // 2
    headless = header is None and _headless(lines, layouts)
    for number, line in enumerate(lines):
        above_all = header is None or number < header
        if headless and line.part is Part.ROW:
            yield _row(line, above=False)
        elif line.part is not Part.ROW or line.reason or (above_all and _like_data(line, fewest)):
            yield line
        elif header is None:
            yield line._replace(part=Part.PASSED, reason=NOT_NAMED)
        elif number == header or layout_of(line.cells, layouts) is not None:
            yield line._replace(part=Part.HEADER)
        else:
            yield _row(line, above=number < header)


def _headless(lines: list[Line], layouts: Sequence[Layout]) -> bool:
    """Tell whether rows are of a layout without a header: half by their width, and with dates in their place."""
    rows = [line for line in lines if line.part is Part.ROW and len(line.cells) > 1]
    for layout in (layout for layout in layouts if layout.headless):
        own = [line for line in rows if len(line.cells) == len(layout.columns)]
        dates = [place for place, column in enumerate(layout.columns) if column.field == "signed"]
        dated = [line for line in own if any(dated_in(line.cells[place]) for place in dates)]
        if len(own) >= _ALIKE * len(rows) > 0 and (dated or not dates):
            return True
    return False


def dated_in(cell: str | None) -> bool:
    """Tell whether a cell is a date, in whatever order of day and month."""
    return date_or_none(cell) is not None or year_last(cell or "") is not None


def _row(line: Line, *, above: bool) -> Line:
    """Give a row above or beneath the header as a row, or as the heading or paragraph that spans it."""
    said = [cell for cell in line.cells if cell]
    if is_total(line):
        return line._replace(part=Part.PROSE)
    alone = len(said) == 1 and not line.reason
    first = alone and line.cells[0] == said[0]
    beneath = alone and (any(read_section(said[0])) or is_of_intent(said[0]) or _NOTE.match(said[0]))
    if (first and (above or len(line.cells) == 1)) or (beneath and (first or len(line.cells) >= _WIDE)):
        part = Part.HEADING if may_head(said[0]) else Part.PROSE
        return line._replace(part=part, text=" ".join(said[0].split()), depth=INNERMOST)
    if above:
        return line._replace(part=Part.PASSED, reason=ABOVE)
    return line


def is_total(line: Line) -> bool:
    """Tell whether a row gives totals: what a list says of itself, not a tie."""
    return bool(_TOTAL.fullmatch(folded(next((cell for cell in line.cells if cell), ""))))


def _like_data(line: Line, fewest: int) -> bool:
    """Tell whether a row without a header may be one of the list all the same: wide enough, with a date for a cell."""
    return len(line.cells) >= max(fewest, 3) and any(map(dated_in, line.cells))


def _alike(line: Line, layouts: Sequence[Layout]) -> bool:
    """Tell whether at least half of a layout's headers stand in this row: a header that has changed since."""
    said = {folded(cell or "") for cell in line.cells} - {""}
    wanted = [{folded(column.header) for column in layout.columns} - {""} for layout in layouts]
    return any(len(said & headers) >= max(2, _ALIKE * len(headers)) for headers in wanted)
