"""The entries of list.yaml under tables: which columns a table has, and what all its rows share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ontology import concepts
from ..ontology.errors import DescriptorError
from .arrangement import folded
from .columns import Layout, read_columns
from .events import read_status
from .sections import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from .records import Event, Table

_KEYS = ("columns", "country", "kind", "level", "status", "heading", "line")
_DIGITS = 18
_APART = "say by heading: (the words of the one above it) or line: (that of its header) which table each is for"


def read_tables(value: object, path: Path, lines: Mapping[str, int], *, country: bool) -> tuple[Layout, ...]:
    """Check the entries; ``lines`` are those of list.yaml by their numbers, ``country`` is that of ``read_columns``.

    Raises DescriptorError, with the line, for what cannot be, and for an entry that no table could ever have.
    """
    if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
        raise DescriptorError(f"{path}: tables: {value!r} is not a list of tables, each with its columns")
    found: list[Layout] = []
    for number, entry in enumerate(value, 1):
        at = lines[str(number)]
        layout = _Entry(entry, f"{path}, line {at}: tables, number {number}").layout(path, number, country=country)
        for n, other in enumerate(found, 1):
            if _same(other, layout) and (_folded(other.heading), other.line) == (_folded(layout.heading), layout.line):
                wrong = f"tables, number {number}: the header of number {n}, so it would never be used: {_APART}"
                raise DescriptorError(f"{path}, line {at}: {wrong}")
        found.append(layout._replace(at=at))
    return tuple(found)


class _Entry:
    """One entry, its keys checked as they are asked for."""

    def __init__(self, said: dict[str, Any], name: str) -> None:
        self.said, self.name = said, name
        if unknown := sorted(set(said) - set(_KEYS)):
            raise DescriptorError(f"{name}: unknown key(s) {', '.join(unknown)}; an entry has {', '.join(_KEYS)}")

    def layout(self, path: Path, number: int, *, country: bool) -> Layout:
        named = self.text("country")
        key = f"tables, number {number}"
        return Layout(
            read_columns(self.said.get("columns"), path, key, country=country or named is not None),
            named,
            self.concept("kind"),
            self.concept("level"),
            self.status(),
            self.text("heading"),
            self.line(),
        )

    def text(self, key: str) -> str | None:
        value = self.said.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise DescriptorError(f"{self.name}: {key}: {value!r} is not a text")
        return value

    def concept(self, scheme: str) -> str | None:
        known = {iri.rpartition("/")[2]: iri for iri in concepts(scheme).values()}
        value = self.text(scheme)
        if value is not None and value not in known:
            raise DescriptorError(f"{self.name}: {scheme}: {value!r} is none of {', '.join(sorted(known))}")
        return value and known[value]

    def status(self) -> tuple[Event, ...] | None:
        value = self.text("status")
        try:
            return None if value is None else read_status(value)
        except ValueError as error:
            raise DescriptorError(
                f"{self.name}: status: {value!r} is not 有效, 已终止, 2020年1月终止 or the like"
            ) from error

    def line(self) -> int | None:
        value = self.text("line")
        if value is not None and not (value.isascii() and value.isdecimal()):
            raise DescriptorError(f"{self.name}: line: {value!r} is not the number of a line of the document")
        return None if value is None else int(value[:_DIGITS])


def chosen(layout: int, layouts: Sequence[Layout], lines: tuple[int, ...], headings: Sequence[str]) -> int | None:
    """Give which of the layouts with the header of one is a table's; ``lines`` are those of its header and heading.

    One that names its line comes before one that names a heading above it, and that before one that names neither.
    """
    above = {_folded(said) for heading in headings for said in (heading, plain(heading))}
    fitting = [
        (each.line is not None, each.heading is not None, -number)
        for number, each in enumerate(layouts)
        if _same(each, layouts[layout])
        and (each.line is None or each.line in lines)
        and (each.heading is None or _folded(each.heading) in above)
    ]
    return -max(fitting)[2] if fitting else None


def never_used(
    layouts: Sequence[Layout], used: Collection[int], tables: Sequence[Table], path: Path
) -> Iterator[tuple[str, bool]]:
    """Name the entries that no table has, and tell of each whether it says its table."""
    for number, each in enumerate(layouts):
        if number in used or not each.at:
            continue
        alike = [table for table in tables if _same(layouts[table.layout], each)]
        stand = "; ".join(f"line {table.line} beneath {table.heading or 'no heading'}" for table in alike)
        what = f"heading: {each.heading}" if each.heading else f"line: {each.line}" if each.line else each.header
        told = f"the tables with its header begin on {stand}" if alike else "no table has its header"
        said = f"{path}, line {each.at}: tables, number {number + 1} ({what}) is of no table of the document: {told}"
        yield said, bool(each.heading or each.line)


def _same(one: Layout, other: Layout) -> bool:
    """Tell whether two layouts have one header."""
    return [folded(column.header) for column in one.columns] == [folded(column.header) for column in other.columns]


def _folded(heading: str | None) -> str:
    return folded(heading or "").casefold()
