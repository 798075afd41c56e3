"""A page in MediaWiki's markup: tables ({| |- ! | |}), section headings, paragraphs, references."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..grids import MOST_COLUMNS, MOST_ROWS, Span, is_own, laid_out, spanned
from ..strikes import STYLE, struck_out
from ..titles import titled
from ..wikitext import NAMESPACES, References, closed_strikes, flags_in, is_bold, shown, tangle, unstruck
from . import Line, Part, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEADING = re.compile(r"(?P<marks>={1,6})(?P<text>.*?)(?P=marks)\s*(?:<!--.*)?$")
_OPEN = re.compile(r":*\s*\{\|")
_STRAY = re.compile(r"\|-|[|!].*(?:\|\||!!).*(?:\|\||!!)")
"""A row that stands in no table: one whose opening a copy lost."""
_ATTRIBUTE = re.compile(r"(?P<name>rowspan|colspan)\s*=\s*[\"']?\s*(?P<value>\d+)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\s*(?:[\w-]+\s*=\s*(?:\"[^\"]*\"\s*|'[^']*'\s*|[^\s|\"'\[\]{}]+(?:\s+|$)))*$")
_NESTED = re.compile(r"\[\[|\]\]|\{\{|\}\}|<ref\b[^<>/]*+>|</ref>|<nowiki>|</nowiki>|-\{|\}-", re.IGNORECASE)
_OPENING = ("[[", "{{", "<ref", "<nowiki", "-{")
_MARKUP = re.compile(
    rf"\{{\{{|\}}\}}|\||__[A-Z]+__|\[\[(?:{NAMESPACES})\s*:|<references|<!--",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Row:
    number: int
    source: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    caption: bool = False
    depth: int = 0
    within: list[tuple[int, list[_Row]]] = field(default_factory=list)
    """Tables in its cells, each with the place of the cell."""
    attributes: str = ""


def lines(text: str) -> list[Line]:
    """Give the rows of every table with what their cells show, and headings, paragraphs and references, in their order.

    A table ends with ``|}``, a heading or the next ``{|``, unless both are closed then. The number of a
    row is that of its first cell's line; references are given last, each on the line that words it.
    """
    page = _Page()
    found = list(page.lines(text))
    for kind, part in (("note", Part.NOTE), ("cite", Part.REFERENCE)):
        for number, line, words in page.references.listed(kind):
            found.append(Line(line, part, f"{number}. ^ {words}"))
    return titled(found)


def row(cells: Sequence[str | None]) -> str:
    """Write a row in one line; a cell that is left out is not there, as beneath one that spans rows."""
    return "|-\n| " + " || ".join(cell.replace("\n", "<br>") for cell in cells if cell is not None)


def header(cells: Sequence[str]) -> str:
    """Write a header in one line."""
    return "|-\n! " + " !! ".join(cells)


class _Page:
    """One way through the lines of a page."""

    def __init__(self) -> None:
        self.references = References()
        self.tables = 0
        self.depth = 0

    def lines(self, text: str) -> Iterator[Line]:
        table: list[_Row] | None = None
        outer: list[list[_Row]] = []
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        left = dict(numbered(_uncommented(text)))
        said = [(number, whole, left.get(number, "")) for number, whole in numbered(text)]
        nested = _nested(line for _, _, line in said)
        for place, (number, whole, line) in enumerate(said):
            if not line:
                yield Line(number, Part.PASSED, whole, reason="a comment, which the page does not show")
                continue
            opens, ends = _OPEN.match(line), line.startswith("|}") or _HEADING.fullmatch(line)
            stray = table is None and _STRAY.match(line)
            if table and table[-1].cells and opens and place in nested:
                outer.append(table)
            elif table is not None and ends and outer:
                table = _closed(table, outer.pop(), line)
                continue
            elif table is not None and (opens or ends):
                yield from self.table(table)
                table = None
            if opens or (stray and not ends):
                table = []
            if table is not None and not opens:
                _into(table, number, line)
            elif not opens and not line.startswith("|}"):
                yield from self.outside(number, line)
        if table:
            yield from self.table(table)

    def outside(self, number: int, line: str) -> Iterator[Line]:
        self.references.line = number
        before, self.depth = self.depth, max(0, self.depth + line.count("{{") - line.count("}}"))
        if found := _HEADING.fullmatch(line):
            words = " ".join(self.words(found["text"]).split())
            self.depth = 0
            yield Line(number, Part.HEADING, words or line, depth=len(found["marks"]))
        elif reason := tangle(line):
            yield Line(number, Part.PASSED, line, reason=reason)
        elif before or _MARKUP.match(line):
            yield Line(number, Part.PASSED, line, reason="markup of the page, none of its words")
        else:
            words = " ".join(self.words(line.lstrip("*#:; ")).split())
            yield (
                Line(number, Part.PROSE, words, bold=is_bold(line))
                if words
                else Line(number, Part.PASSED, line, reason="markup without words")
            )

    def table(self, rows: list[_Row]) -> Iterator[Line]:
        """Give the rows of one table, laid out; a caption is a row of one cell."""
        self.tables += 1
        rows = [row for row in rows if row.cells]
        apart = [table for row in rows for table in self.worded(row)]
        spans = [self.spans(row) for row in rows]
        laid = laid_out(spans, rows[0].number if rows else 0)
        for row, own, cells in zip(rows, spans, laid, strict=True):
            struck = tuple(span.text for span in own if span.struck)
            flags = tuple((span.text, *span.flags) for span in own if span.flags)
            words = [cell for cell in cells if cell]
            source = "\n".join(row.source)
            if reason := next(filter(None, map(tangle, row.cells)), ""):
                reason = f"a row whose markup can be read: {reason}"
                yield Line(row.number, Part.ROW, source, cells, reason, self.tables)
            elif words:
                yield Line(row.number, Part.ROW, source, cells, table=self.tables, struck=struck, flags=flags)
            else:
                yield Line(row.number, Part.PASSED, source, reason="a row of empty cells")
        for table in apart:
            yield from self.table(table)

    def worded(self, row: _Row) -> Iterator[list[_Row]]:
        """Put the words of tables in a row's cells there; gives those that are tables of their own."""
        for place, table in row.within:
            rows = [each for each in table if each.cells and not each.caption]
            headed = bool(rows) and rows[0].source[0].startswith("!")
            if is_own([len(each.cells) for each in rows], len(row.cells), headed=headed):
                yield table
            else:
                words = (_parted(cell)[1] for each in rows for cell in each.cells)
                row.cells[place] += "".join(f"<br>{cell.strip()}" for cell in words)

    def spans(self, row: _Row) -> list[Span]:
        self.references.line = row.number
        gone = bool(STYLE.search(row.attributes))
        return [span._replace(struck=bool(span.text)) if gone else span for span in map(self.span, row.cells)]

    def span(self, cell: str) -> Span:
        """Give a cell; words struck out are left out beside others, and kept where they are all that it says."""
        attributes, content = _parted(cell)
        content = closed_strikes(content)
        said = {found["name"].casefold(): found["value"] for found in _ATTRIBUTE.finditer(attributes)}
        columns, rows = spanned(said.get("colspan"), MOST_COLUMNS), spanned(said.get("rowspan"), MOST_ROWS)
        words, rest = self.words(content), unstruck(content)
        left = words if rest == content else self.words(rest)
        gone = bool(words) and (bool(STYLE.search(attributes)) or struck_out(words, left))
        text = words if gone else left
        return Span(text, columns, rows, gone, tuple(name for name in flags_in(content) if name != text))

    def words(self, markup: str) -> str:
        """Give what markup shows; markup that is tangled as it is written."""
        return markup if tangle(markup) else shown(markup, self.references)


def _nested(lines: Iterable[str]) -> set[int]:
    """Give the places of lines that open a table within another, where both are closed before the next heading."""
    found: set[int] = set()
    open_tables: list[tuple[int, list[int]]] = []
    for place, line in enumerate(lines):
        if _HEADING.fullmatch(line):
            open_tables = []
        elif _OPEN.match(line):
            open_tables.append((place, []))
        elif line.startswith("|}") and open_tables:
            closed, within = open_tables.pop()
            found.update(within)
            if open_tables:
                open_tables[-1][1].append(closed)
    return found


def _closed(inner: list[_Row], outer: list[_Row], line: str) -> list[_Row]:
    """Give the outer table, the inner one kept with the cell in which it stands; ``line`` is that which closed it."""
    row = outer[-1]
    row.source.extend(said for each in inner for said in each.source)
    row.source.append(line)
    row.within.append((len(row.cells) - 1, inner))
    return outer


def _uncommented(text: str) -> str:
    """Give a page without its comments, which it does not show, but for their line breaks; one never closed stays."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[at:begin] + "\n" * text.count("\n", begin, end))
        at = end + 3
    return "".join([*kept, text[at:]])


def _into(table: list[_Row], number: int, line: str) -> None:
    """Put one line of a table where it belongs: a new row, new cells, or more of the cell above."""
    if line.startswith("|-"):
        table.append(_Row(number, attributes=line[2:]))
        return
    row = table[-1] if table else _Row(number)
    if not table:
        table.append(row)
    if line.startswith("|+"):
        table.append(_Row(number, [line], [line[2:]], caption=True))
        table.append(_Row(number))
        return
    unclosed = bool(row.cells) and row.depth > 0 and not _STRAY.match(line)
    if line[0] in "|!" and not unclosed:
        if not row.cells:
            row.number = number
        row.cells.extend(_split(line[1:], head=line[0] == "!"))
        row.depth = _depth(row.cells[-1])
    elif row.cells:
        row.cells[-1] += "\n" + line
        row.depth += _depth(line)
    row.source.append(line)


def _split(line: str, *, head: bool) -> list[str]:
    """Give the cells of a line, parted by || (and !! in a header) outside of links, templates and references."""
    cells, start, at = [], 0, 0
    marks = ("||", "!!") if head else ("||",)
    depth = 0
    while at < len(line):
        if found := _NESTED.match(line, at):
            depth = max(0, depth + (1 if found.group().casefold().startswith(_OPENING) else -1))
            at = found.end()
        elif depth == 0 and line.startswith(marks, at):
            cells.append(line[start:at])
            at += 2
            start = at
        else:
            at += 1
    if depth and any(mark in line[start:] for mark in marks):
        return [*cells, *re.split(r"\|\||!!" if head else r"\|\|", line[start:])]
    return [*cells, line[start:]]


def _depth(text: str) -> int:
    depth = 0
    for found in _NESTED.finditer(text):
        depth += 1 if found.group().casefold().startswith(_OPENING) else -1
    return depth


def _parted(cell: str) -> tuple[str, str]:
    """Give a cell's attributes and its content."""
    before, bar, after = cell.partition("|")
    return (before, after) if bar and _ATTRIBUTES.fullmatch(before) else ("", cell)
