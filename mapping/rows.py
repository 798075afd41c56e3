"""One row of a table: its cells as written, and what each says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category, normalize

from ..ontology import term
from ..ontology.errors import CellError
from .columns import WITHIN
from .countries import former, in_column, is_of
from .dates import MINGUO, date_or_none, expected_date, read_date
from .events import EXPECTED as EXPECTED_STATUS
from .events import ended_on, is_of_an_end, own_words, part_status, read_remark, read_status, settled
from .marks import read_marks, without_marks
from .municipalities import level_at
from .names import LONGEST, is_mark, part_region, read_name
from .numbers import EXPECTED_NUMBER, EXPECTED_WHOLE, read_number, read_whole
from .records import Cell, Event, Row
from .several import EXPECTED as EXPECTED_ONE
from .several import SIDES, names_in
from .signs import is_ditto, of_nothing
from .within import parted
from .words import meant, other_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .dates import StatedDate
    from .descriptor import Column, Descriptor, Layout
    from .names import PlaceName
    from .readers import Line
    from .records import Table

    Words = tuple[tuple[str, str], ...]

_EXPECTED = {
    "number": "a whole number",
    "party": "the name of a Chinese place, stated here or in a row above",
    "party_region": "the name of a Chinese place, stated here or in a row above",
    "partner": "the name of a place",
    "partner_region": "the name of a place",
    "partner_other": "the name of a place",
    "country": "the name of a country that is not the list's own (a column of its own side's country has field: other)",
    "continent": "a continent that ontology/kinds.ttl names",
    "population": EXPECTED_WHOLE,
    "area": EXPECTED_NUMBER,
    "kind": "a kind of tie that ontology/kinds.ttl names (or list.yaml, under words)",
    "level": "a level that ontology/kinds.ttl names (or list.yaml, under words)",
    "status": EXPECTED_STATUS,
}
_ENDED = term("event:ended")
_ABOVE = "a cell that is stated here or in a row above"
_ADDED = re.compile(r"[(\uff08](?P<added>[^()\uff08\uff09]*)[)\uff09]\s*$")
_AFTER = re.compile(r"(?<=[^\s,;\uff0c\uff1b、])[\s,;\uff0c\uff1b、]++(?P<added>[^\W\d].*)$")
"""Words after a date, as in 2009-10-28 续签2014-10-28."""
_SIGNED = re.compile(
    r"(?<=[\d年月日号號])\s*(?:正式)?(?:缔结|締結|缔约|締約|结好|結好|结为|結為|签署|簽署|签字|簽字|签订|簽訂|签约|簽約|建立|结成|結成)"
    r"(?:友好(?:城市|关系|關係)*)?\s*$"
)
_SAYS_MORE = re.compile(
    r"\d|[一二三四五六七八九十〇零]{2,}年|[约約拟擬未待续續终終止消]|意向|草签|草簽|计划|計劃|备忘|備忘|预|預|另|一说"
)
"""What keeps words in brackets after a date from being a mere remark: figures, doubt, an intention, an event."""
_TODAY = "corrections in list.yaml in which country the place lies now"
_STRUCK = "a cell that is not struck out (where the partner's name is struck out too, the tie is read as ended)"
_SCHEMES = {"kind", "level", "continent", "status"}
_IN_FORCE = {"party", "party_region", "country", "signed"}
"""Fields whose cells cannot be struck out while their tie stands."""
PARTNER = ("partner", "partner_region")
"""Fields whose cells may say in brackets what became of the tie."""
_TEXTS = {"notes", "other"}
"""Fields whose reference marks are part of what they say."""


class Unreadable(NamedTuple):
    """A row that was not read: an error for each cell at fault."""

    line: Line
    errors: tuple[CellError, ...]


class _Read(NamedTuple):
    """The cells of a row, and its values by field."""

    cells: list[Cell]
    values: dict[str, Any]


def read_row(
    line: Line, order: int, table: Table, descriptor: Descriptor, above: Mapping[str, Any]
) -> tuple[Row | Unreadable, Mapping[str, Any]]:
    """Read one row; ``above`` are the values by field of the row before it, carried down where one is left out.

    Gives the row, or why it is unreadable, and the values that it leaves to the next row.
    """
    name, layout = descriptor.name(line), descriptor.layouts[table.layout]
    if len(line.cells) != len(layout.columns) or line.reason:
        return _misfit(line, name, layout, above)
    cells: list[Cell] = []
    values: dict[str, Any] = {}
    errors: list[CellError] = []
    ended, own = _is_struck(line, layout), own_words(descriptor.words)
    for number, (column, text) in enumerate(zip(layout.columns, line.cells, strict=True), 1):
        mended = next((each for each in descriptor.corrections if each.is_of(line, column, number)), None)
        said = mended.read if mended else text
        if text and text in line.struck and not (ended or mended) and column.field in _IN_FORCE:
            errors.append(CellError(name, line.number, column.header or str(number), text, _STRUCK))
            continue
        said, events = _with_status(column, said, own)
        try:
            value, reading = _within(column, said, _flags(line, own), values, descriptor.home) or _value(
                column, said, above, descriptor, needed=column.field in layout.needed
            )
        except ValueError:
            field = "country" if column.country and len(names_in(said or "")) == 1 else column.field
            header, expected = column.header or str(number), _expected(field, said or "", column, descriptor)
            errors.append(CellError(name, line.number, header, said or "", expected))
        else:
            cells.append(Cell(number, text, term(f"reading:{'corrected' if mended else reading}"), mended))
            values[column.field] = value
            if column.field in PARTNER:
                values[f"{column.field}_events"] = (
                    above.get(f"{column.field}_events", ()) if reading == "carried-down" else events
                )
    if (heading := table.section.country) and not values.get("country") and is_of(heading, descriptor.home):
        errors.append(CellError(name, line.number, "(heading)", heading, _EXPECTED["country"]))
    errors.extend(
        CellError(name, line.number, header or "(no header)", "", _EXPECTED[side])
        for side, header in _unnamed(values, layout)
        if not errors
    )
    if errors:
        return Unreadable(line, tuple(errors)), {"party": above["party"], **values} if "party" in above else values
    row = _row(line, order, table, descriptor, _Read(cells, values))
    if ended and not any(event.kind == _ENDED for event in row.events):
        row = row._replace(events=(*row.events, Event(_ENDED)))
    return row, values


def _misfit(line: Line, name: str, layout: Layout, above: Mapping[str, Any]) -> tuple[Unreadable, Mapping[str, Any]]:
    """Give a row whose cells are not those of its header as unreadable, and the Chinese side it leaves to the next."""
    wide = f"a row of {len(layout.columns)} cells, as its header has; it has {len(line.cells)}"
    unreadable = Unreadable(line, (CellError(name, line.number, "(all)", line.text, line.reason or wide),))
    if len(line.cells) < len(layout.columns) and any(column.blank == "carried-down" for column in layout.columns):
        return unreadable, {}  # its first cell need not be that of the first column
    fields = {column.field: text for column, text in zip(layout.columns, line.cells, strict=False)}
    stated = fields.get("party")
    return unreadable, {"party": read_name(stated)} if stated else {k: above[k] for k in ("party",) if k in above}


def _with_status(column: Column, text: str | None, own: Words) -> tuple[str | None, tuple[Event, ...]]:
    """Give the cell of a partner without what is said in brackets of the tie, and the events of that."""
    return part_status(text, own) if text and column.field in PARTNER else (text, ())


def _flags(line: Line, own: Words) -> tuple[tuple[str, ...], ...]:
    return tuple((part_status(words, own)[0], *names) for words, *names in line.flags)


def _within(
    column: Column, text: str | None, flags: tuple[tuple[str, ...], ...], values: dict[str, Any], home: str
) -> tuple[PlaceName, str] | None:
    """Give the partner of a cell that names its country too, which becomes that of the row; None for any other cell.

    Where the cell names no country, that is inferred from the place that the name is linked to.
    """
    if column.country != WITHIN or not (said := without_marks(text or "")) or len(names_in(said)) > 1:
        return None
    country, place = parted(said, [(without_marks(words), *names) for words, *names in flags])
    values["country"] = None if country is None else _abroad(country, home)
    return _name(place), "inferred" if country is None else "stated"


def _is_struck(line: Line, layout: Layout) -> bool:
    """Tell whether the partner's name is struck out, so that the tie is no longer in force."""
    sides = {column.field: cell for column, cell in zip(layout.columns, line.cells, strict=True) if cell}
    partner = sides.get("partner") or sides.get("partner_region")
    return any(partner == said or partner in names_in(said) for said in line.struck) if partner else False


def _row(line: Line, order: int, table: Table, descriptor: Descriptor, read: _Read) -> Row:
    cells, values = read
    layout, section = descriptor.layouts[table.layout], table.section
    signed, added = values.get("signed") or (None, ())
    said = [event for field in PARTNER for event in values.get(f"{field}_events", ())]
    remark = read_remark(values.get("notes") or "", own_words(descriptor.words))
    events = (*(values.get("status") or ()), *added, *said, *remark.events)
    if not events:
        headed = (Event(section.event),) if section.event else ()
        events = headed if layout.status is None else layout.status
    if values.get("ended") and not any(event.kind == _ENDED for event in events):
        events = (*events, Event(_ENDED, values["ended"]))
    events = settled(events)
    ended = ended_on(events) and (values.get("ended") or ended_on(events))
    own = layout.country if layout.heading or layout.line else None
    party = _side(values, "party") or read_name(section.party or descriptor.about)
    return Row(
        line=line.number,
        order=order,
        first=order,
        table=table.number,
        cells=tuple(cells),
        party=party,
        partner=_partner(values),
        country=values.get("country") or own or section.country or layout.country or descriptor.country,
        number=values.get("number"),
        continent=values.get("continent") or section.continent,
        signed=signed,
        population=values.get("population"),
        area=values.get("area"),
        level=level_at(values.get("level") or layout.level or descriptor.level or section.level, party),
        kind=values.get("kind") or layout.kind or section.kind or descriptor.kind,
        marks=tuple(mark for cell in cells for mark in read_marks(cell.text or "")),
        ended=ended,
        events=events,
        home=descriptor.home,
    )


def _value(
    column: Column, text: str | None, above: Mapping[str, Any], descriptor: Descriptor, *, needed: bool
) -> tuple[Any, str]:
    """Give what a cell says and how it says it (the local name of a ``reading:`` concept)."""
    said = (text or "") if column.field in _TEXTS else without_marks(text or "")
    if text is None or (not said and column.blank == "carried-down"):
        if column.field not in above or (needed and above[column.field] is None):
            raise ValueError(text)
        return above[column.field], "carried-down"
    if not said and column.blank == "inferred":
        return None, "inferred"
    if is_ditto(said) and column.field not in _TEXTS:
        if above.get(column.field) is None:
            raise ValueError(text)
        return above[column.field], "carried-down"
    own = column.field in _SCHEMES and other_scheme(said, descriptor.words)
    nothing = None if own else of_nothing(said) if said else "empty"
    if nothing and needed and column.blank != "empty":
        raise ValueError(text)
    if nothing:
        return None, nothing
    if column.field in SIDES and not descriptor.several and len(names_in(text)) > 1:
        raise ValueError(text)
    flat = said if column.field in {"status", *_TEXTS} else " ".join(said.split())
    return _read(column, flat, descriptor), "stated"


def _expected(field: str, text: str, column: Column, descriptor: Descriptor) -> str:
    """Give what is expected in place of a cell that cannot be read."""
    if is_ditto(text):
        return f"{_EXPECTED.get(field, 'a value')}; a sign for the cell above stands beneath one that was read"
    if field in {"signed", "ended"}:
        return expected_date(text, roc=descriptor.home == "tw" or MINGUO.search(column.header) is not None)
    if field in SIDES and len(names_in(text)) > 1:
        return EXPECTED_ONE
    if field in _SCHEMES and (other := other_scheme(text, descriptor.words)):
        scheme = other.partition(":")[0]
        right = "status" if scheme == "event" else scheme
        mend = f"if the column says that, give it field: {right} in list.yaml, else mend the word there"
        return f"{_EXPECTED[field]}; by words it is {other}: {mend}"
    if field == "country" and (code := former(text)):
        return f"a country of today: that state is no more (ISO 3166-3 {code}): say under {_TODAY}"
    return _EXPECTED.get(field, _ABOVE)


def _read(column: Column, text: str, descriptor: Descriptor) -> Any:  # noqa: ANN401, PLR0911 - the type is the field's
    words = descriptor.words
    match column.field:
        case "signed":
            return _signed(text, descriptor)
        case "ended":
            return read_date(text, descriptor.date_order, descriptor.dates)
        case "population":
            return read_whole(text, column.unit)
        case "area":
            return read_number(text, column.unit)
        case "number":
            return read_whole(text)
        case "party" | "partner" | "party_region" | "partner_region" | "partner_other":
            return _name(text)
        case "country":
            return _abroad(text, descriptor.home)
        case "kind" | "level" | "continent":
            return _concept(column.field, text, words)
        case "status":
            return read_status(text, own_words(words))
        case _:
            return text


def _name(text: str) -> PlaceName:
    if len(text) > LONGEST or is_mark(text) or any(category(letter) == "Cc" for letter in text):
        raise ValueError(text)
    return read_name(text)


def _abroad(text: str, home: str) -> str:
    """Read the country of a partner; raises ValueError for that of the list's own side."""
    country = in_column(text)
    if is_of(country, home) or former(text):
        raise ValueError(text)
    return country


def _signed(text: str, descriptor: Descriptor) -> tuple[StatedDate, tuple[Event, ...]]:
    """Read a date, and what is added to it if that says what became of the tie: 1985年(2005年续签).

    Words in brackets without a figure, such as where it was signed, and 缔结 and the like change nothing of the date.
    """
    order, era, own = descriptor.date_order, descriptor.dates, own_words(descriptor.words)
    said = _SIGNED.sub("", text)
    added = _ADDED.search(said) or _AFTER.search(said)
    if added is None or date_or_none(said):
        return read_date(said, order, era), ()
    date = read_date(_SIGNED.sub("", said[: added.start()]), order, era)
    more = _SAYS_MORE.search(added["added"]) or is_of_an_end(added["added"], own)
    if "(" in normalize("NFKC", added.group()) and not more:
        return date, ()
    return date, read_status(added["added"], own)


def _concept(scheme: str, text: str, words: Mapping[str, str]) -> str:
    """Give the concept of a scheme that a cell names; raises ValueError for other words."""
    if (iri := meant(scheme, text, words)) is None:
        raise ValueError(text)
    return iri


def _unnamed(values: Mapping[str, Any], layout: Layout) -> Iterator[tuple[str, str]]:
    """Give each side of the tie that has a column and no name in this row, with the header of that column."""
    for side in ("party", "partner"):
        own = [column for column in layout.columns if column.field in {side, f"{side}_region"}]
        if own and not any(values.get(column.field) for column in own):
            yield side, own[0].header


def _partner(values: Mapping[str, Any]) -> PlaceName:
    name, other = _side(values, "partner"), values.get("partner_other")
    if name is None:
        raise ValueError(values)
    return name if other is None or name.other else name._replace(other=other.main)


def _side(values: Mapping[str, Any], side: str) -> PlaceName | None:
    """Give a side's name with the region before it or in a column of its own; the region where it is alone."""
    name, region = values.get(side), values.get(f"{side}_region")
    if name is None:
        return region
    parted = name if name.qualifier else part_region(name, chinese=side == "party")
    if region is None or parted.qualifier or region.main == name.main:
        return parted
    return parted._replace(qualifier=region.main)
