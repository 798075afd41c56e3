"""The columns of a list's tables, as list.yaml gives them: header, field, unit, what empty cells stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..ontology.errors import DescriptorError

if TYPE_CHECKING:
    from pathlib import Path

    from .records import Event

FIELDS = (
    "number", "party", "party_region", "partner", "partner_region", "partner_other", "country", "continent", "signed",
    "ended", "population", "area", "kind", "level", "status", "notes", "other",
)  # fmt: skip
"""What a column can be; ``other`` is kept as written and gives no value."""
TO_SAY = "???"
"""What a draft writes where only a person can tell."""
BLANKS = ("carried-down", "inferred", "empty")
"""What an empty cell stands for: the cell above, what the place named beside it tells, nothing."""
NEEDED = ("party", "partner", "country")
"""Fields that a row must state where they have a column."""
_NAMES = {"header", "position"}
_KEYS = {"header", "position", "field", "unit", "blank", "country"}
_HAS = "a column has header (or position) and field, and if need be unit, blank or country"
WITHIN = "within"
"""What a partner's column says of the country where each cell names it beside the place."""


class Column(NamedTuple):
    """What one column holds: its header as written, its field, the unit of its numbers, what empty cells stand for.

    ``country`` is ``within`` for the partner's column whose cells name the country beside the place.
    """

    header: str
    field: str
    unit: int = 1
    blank: str | None = None
    country: str | None = None


class Layout(NamedTuple):
    """The columns of one table or more, and what all rows share: a country as written, a kind of tie, a level, events.

    ``heading`` or ``line`` say which table of its header it is for; ``at`` is its own line in list.yaml.
    """

    columns: tuple[Column, ...]
    country: str | None = None
    kind: str | None = None
    level: str | None = None
    status: tuple[Event, ...] | None = None
    heading: str | None = None
    line: int | None = None
    at: int = 0

    @property
    def header(self) -> str:
        """Give the header that its tables have."""
        return f"(none, {len(self.columns)} columns)" if self.headless else " | ".join(c.header for c in self.columns)

    @property
    def headless(self) -> bool:
        """Tell whether its tables have no header, so that its columns are named by their position."""
        return not any(column.header for column in self.columns)

    @property
    def needed(self) -> frozenset[str]:
        """Give the fields that every row must state; a side may be stated by its region where that has a column."""
        fields = {column.field for column in self.columns}
        return frozenset(side for side in NEEDED if f"{side}_region" not in fields)


def read_columns(value: object, path: Path, key: str, *, country: bool) -> tuple[Column, ...]:
    """Check the columns of one table; ``country`` says that its rows have a country without a column for it.

    Raises DescriptorError with the file, the key, and what cannot be.
    """
    if not isinstance(value, list):
        raise DescriptorError(f"{path}: {key}: {value!r} is not a list of header, field and unit")
    columns = tuple(_column(entry, path, key) for entry in value)
    fields = [column.field for column in columns if column.field != "other"]
    if not {"partner", "partner_region"} & set(fields):
        raise DescriptorError(f"{path}: {key}: no column is the partner")
    if "country" not in fields and not country and not any(column.country for column in columns):
        raise DescriptorError(
            f"{path}: {key}: no column is the country (for a list of one country say country:, "
            "for sections named by country headings: [country], for cells such as 日本仙台市 country: within)"
        )
    if len(set(fields)) < len(fields):
        raise DescriptorError(f"{path}: {key}: two columns are the same field: {', '.join(fields)}")
    placed = [entry.get("position") for entry in value if "position" in entry]
    if placed and placed != [str(number) for number in range(1, len(columns) + 1)]:
        raise DescriptorError(f"{path}: {key}: position is for a table without a header, and goes from 1 on in order")
    if not placed and not any(column.header for column in columns):
        raise DescriptorError(f"{path}: {key}: no column has a header (for a table without one say position: 1, 2 …)")
    return columns


def _column(entry: object, path: Path, key: str) -> Column:
    if not isinstance(entry, dict) or "field" not in entry or len(set(entry) & _NAMES) != 1:
        raise DescriptorError(f"{path}: {key}: {entry!r} is not a column: {_HAS}")
    if unknown := sorted(set(entry) - _KEYS):
        raise DescriptorError(f"{path}: {key}: {entry!r}: unknown key(s) {', '.join(unknown)}: {_HAS}")
    if entry["field"] not in FIELDS:
        raise DescriptorError(f"{path}: {key}: field {entry['field']!r} is none of {', '.join(FIELDS)}")
    header = entry.get("header", "")
    if not isinstance(header, str):
        raise DescriptorError(f"{path}: {key}: header {header!r} is not a text")
    unit = str(entry.get("unit", "1"))
    if not re.fullmatch(r"[1-9][0-9]{0,9}", unit):
        raise DescriptorError(f"{path}: {key}: unit {entry['unit']!r} is not a whole number such as 10000")
    blank = entry.get("blank")
    if blank is not None and blank not in BLANKS:
        raise DescriptorError(f"{path}: {key}: blank {blank!r} is none of {', '.join(BLANKS)}")
    if blank == "inferred" and entry["field"] != "country":
        raise DescriptorError(f"{path}: {key}: blank: inferred is for the country, not for {entry['field']}")
    country = entry.get("country")
    if country is not None and (country != WITHIN or entry["field"] != "partner"):
        raise DescriptorError(f"{path}: {key}: country {country!r} is not {WITHIN}, in the partner's column")
    return Column(header, entry["field"], int(unit), blank, country)
