"""Columns and tables of a document that list.yaml has nobody read, although their cells look like places or dates."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from . import gazetteer
from .arrangement import ABOVE, NOT_NAMED, dated_in
from .countries import is_country, is_of
from .languages import closed
from .marks import without_marks
from .names import LONGEST, read_name
from .places import CHINA, load_links
from .readers import HIDDEN
from .sections import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .descriptor import Descriptor
    from .readers import Line
    from .records import Row, Table

_MOSTLY, _SHOWN, _WORDY = 0.6, 3, 40
_ENDS_AS_PLACE = re.compile(
    "(?:[\u3400-\u9fff](?:省|自治区|自治區|州|市|区|區|县|縣|県|郡|府|都|道|盟|旗|镇|鎮|乡|鄉|町|村|邦)"
    r"|[\uac00-\ud7a3](?:특별시|광역시|시|도|군|구|현|성|주)|\b(?:City|County|Province|Prefecture|District|Oblast|State)|市\))$"
)


_NO_SIDE = re.compile(
    r"(?:签字|簽字|签署|簽署|签约|簽約|签订|簽訂|缔结|締結|缔约|締約|结好|結好|調印|서명|체결)(?:地(?![区區域方])|지(?!역))"
    r"|地点|地點|首府|首都|州府|省会|省會|場所|장소|place of|venue|signed (?:in|at)|capital"
    r"|(?:签字|簽字|签署|簽署|签约|簽約|签订|簽訂)(?:人|者|代表)|联系人|聯絡人|負責人|负责人|发起人|發起人|署名者|서명자"
    r"|市长|市長|mayor|signator(?:y|ies)|signed by|contact"
    r"|网址|網址|网站|網站|website|\burl\b|e-?mail|邮箱|郵箱|电话|電話|传真|傳真",
    re.IGNORECASE,
)
"""What heads no side of a tie: where it was signed and by whom, the capital of a partner, its addresses."""


def is_of_no_side(header: str) -> bool:
    """Tell whether a header says that its cells are no side of a tie, though they may be places."""
    return bool(_NO_SIDE.search(closed(" ".join(header.split()))))


def look_like(cells: Iterable[str | None]) -> str:
    """Say what most of some cells look like, places, countries or dates; nothing where they look like none of them."""
    said = [" ".join(text.split()) for cell in cells if cell and (text := without_marks(cell))]
    for noun, test in (("dates", dated_in), ("countries", _abroad), ("places", is_place)):
        if said and sum(map(test, said)) >= _MOSTLY * len(said):
            return noun
    return ""


def is_place(text: str) -> bool:
    """Tell whether a text ends as names of places do, or is one that the links or the gazetteer know."""
    if len(text) > _WORDY or is_of(text, CHINA):
        return False
    name = read_name(text).main
    first = name.partition(",")[0].strip()
    return bool(_ENDS_AS_PLACE.search(name)) or is_country(text) or first in _known()


def warnings(
    descriptor: Descriptor, lines: Sequence[Line], tables: Sequence[Table], rows: Sequence[Row]
) -> Iterator[str]:
    """Give a sentence on each column that is ``other`` and each table that is passed over, which may hold ties.

    So on headings that are dates, above rows that have none.
    """
    name = descriptor.name()
    layout_of = {table.number: table.layout for table in tables}
    for n, layout in enumerate(descriptor.layouts):
        for place, column in enumerate(layout.columns):
            if column.field != "other" or is_of_no_side(column.header):
                continue
            cells = [row.cells[place].text for row in rows if layout_of[row.table] == n and place < len(row.cells)]
            if noun := look_like(cells):
                shown = ", ".join([*dict.fromkeys(" ".join(cell.split()) for cell in cells if cell)][:_SHOWN])
                header = column.header or f"number {place + 1}"
                told = f"column {header} is not read (field: other) although its cells look like {noun} ({shown})"
                yield f"{name}: {told}: if they are of ties, give it a field"
    yield from _undated(tables, name)
    passed = (line for line in lines if line.reason in {NOT_NAMED, ABOVE, HIDDEN})
    for _, own in groupby(passed, key=lambda line: (line.sheet, line.table, line.reason)):
        yield from _table([*own], name)


def _undated(tables: Sequence[Table], name: str) -> Iterator[str]:
    """Say which headings are dates of which nothing is made: their rows have no column for one."""
    dates = [table for table in tables if "signed" not in table.fields and dated_in(plain(table.heading or ""))]
    if dates:
        shown = ", ".join(plain(table.heading or "") for table in dates[:_SHOWN]) + " …" * (len(dates) > _SHOWN)
        told = f"{len(dates)} heading(s) are dates ({shown}), and date no row: a heading states none"
        yield f"{name}, line {dates[0].heading_line}: {told}: if they are of the ties, add a column of dates in a copy"


def _table(rows: list[Line], name: str) -> Iterator[str]:
    wide = [row for row in rows if len(row.cells) > 1]
    named = [row for row in wide if any(_abroad(cell) for cell in row.cells if cell)]
    if len(named) >= _MOSTLY * (len(wide) - 1) > 0:  # one may be the header
        where = f", sheet {rows[0].sheet}" if rows[0].sheet else ""
        told = f"the table of {len(rows)} row(s) from here on is not read, although its rows name countries"
        step = "name its header under tables"
        if rows[0].reason == HIDDEN:
            told, step = f"{told}: the page hides it", "show it in the browser, save the page again, and add that"
        yield f"{name}{where}, line {rows[0].number}: {told}: if it holds ties, {step}"


def _abroad(text: str) -> bool:
    return len(text) <= LONGEST and is_country(text) and not is_of(text, CHINA)


@cache
def _known() -> frozenset[str]:
    names = {name for place in load_links().places.values() for name in place.names}
    names.update(name for cells in gazetteer.rows() for _, name, _ in gazetteer.names(cells))
    return frozenset(name for name in names if len(name) > 1)
