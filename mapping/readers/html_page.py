"""An HTML page as a browser saves it: its tables, headings and paragraphs; navigation and the rest are passed over."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from ..grids import MOST_COLUMNS, MOST_ROWS, Span, is_own, laid_out, spanned
from ..html_tree import holds_rows, is_bold, line_of, stands_bold, tree_of
from ..marks import BREAK, RAISING, raised, seen, spaced, with_powers
from ..sections import may_head
from ..strikes import STYLE, TAGS, struck_out
from ..titles import titled
from . import HIDDEN, LOOSE, Line, Part

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lxml import html

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "select",
    "button",
    "textarea",
    "svg",
    "math",
    "iframe",
    "rt",
    "rp",
}
_UNSEEN_CLASSES = {
    "mw-editsection",
    "mw-cite-backlink",
    "sortkey",
    "noprint",
    "navbox",
    "mw-jump-link",
    "metadata",
    "sr-only",
    "visually-hidden",
    "screen-reader-text",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AROUND = {"nav", "header", "footer", "aside", "form"}
_AROUND_WORDS = re.compile(r"nav|menu|foot|sidebar|breadcrumb|copyright|toc|banner|share|catlinks", re.IGNORECASE)
_PATH = 300
_FLAG_FILE = re.compile(r"Flag[_ ]of[_ ][^/\\?#]+?(?=\.(?:svg|png|gif|jpe?g|webp))", re.IGNORECASE)
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_PARAGRAPHS = {"p", "figcaption", "blockquote", "dd", "dt", "pre"}
_INLINE = {
    "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q",
    "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "data",
    "del",
}  # fmt: skip
_NOTES = {"注释", "註釋", "注釋", "备注", "備註", "notes", "脚注"}


def lines(text: str) -> list[Line]:
    """Give the rows of every table, and headings, paragraphs and references, in their order.

    A row's number is the line on which its tag opens; a cell without words is what the alternative texts of its
    pictures say.
    """
    tree = tree_of(text)
    return [] if tree is None else titled([*_Page(tree.root).lines(), *tree.swallowed])


def row(cells: Sequence[str | None]) -> str:
    """Write a row; a cell that is left out is not there, as beneath one that spans rows."""
    return "<tr>" + "".join(f"<td>{_broken(cell)}</td>" for cell in cells if cell is not None) + "</tr>"


def header(cells: Sequence[str]) -> str:
    """Write a header."""
    return "<tr>" + "".join(f"<th>{_broken(cell)}</th>" for cell in cells) + "</tr>"


def _broken(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")


class _Page:
    """One way through a page in the order of its elements."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.tables = 0
        self.heading = ""
        self.titled = root.find(".//h1") is not None
        self.around: set[html.HtmlElement] = set()
        self.numbered: Counter[html.HtmlElement | None] = Counter()

    def lines(self) -> Iterator[Line]:
        walked = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walked:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                yield from self.behind(element)
                continue
            if tag == "title" and not self.titled:
                yield from self.said(element, Part.TITLE)
            if _unseen(element) and tag != "head":
                yield from self.hidden(element)
                walked.skip_subtree()
            elif tag == "table" and (rows := _rows_of(element)):
                yield from self.nested(element, rows)
                walked.skip_subtree()
            elif tag == "tr" and element.find(".//table") is None:
                yield from self.table([element])
                walked.skip_subtree()
            elif tag in _HEADINGS or tag in _PARAGRAPHS or (tag == "li" and "references" in _parent_class(element)):
                yield from self.worded(element, tag)
                if not holds_rows(element):
                    walked.skip_subtree()
            elif _parts(element) and tag not in {"html", "head", "title"}:
                self.around.add(element)
                yield from _loose(element)

    def nested(self, table: html.HtmlElement, rows: list[html.HtmlElement]) -> Iterator[Line]:
        """Give a table's rows, and after them those of the tables in its cells that are no words of a cell."""
        apart = _apart(table)
        yield from self.table(rows, apart)
        for each in (inner for inner in table.iterdescendants("table") if inner in apart):
            inner = _Page(each)
            inner.tables, inner.titled, inner.heading = self.tables, self.titled, self.heading
            yield from inner.lines()
            self.tables = inner.tables

    def table(self, rows: list[html.HtmlElement], apart: Container[html.HtmlElement] = ()) -> Iterator[Line]:
        """Give a table's rows, its caption as a row that is one cell; a row beside one that holds a table is alone.

        A cell spans no further than the last row of its own part of the table.
        """
        self.tables += 1
        rows = [each for each in rows if not _unseen(each)]
        spans = [
            [_span(each)] if each.tag == "caption" else [_span(cell, apart) for cell in each.iterchildren("td", "th")]
            for each in rows
        ]
        left = Counter(each.getparent() for each in rows)
        for each, own in zip(rows, spans, strict=True):
            own[:] = [span._replace(rows=min(span.rows or MOST_ROWS, left[each.getparent()])) for span in own]
            left[each.getparent()] -= 1
        begun = line_of(rows[0]) if rows else 0
        for element, own, cells in zip(rows, spans, laid_out(spans, begun), strict=True):
            struck = tuple(span.text for span in own if span.struck)
            flags = tuple((span.text, *span.flags) for span in own if span.flags)
            words = [cell for cell in cells if cell]
            part = Part.ROW if words else Part.PASSED
            reason = "" if words else "a row of empty cells"
            number = line_of(element)
            said = spaced(" | ".join(words))
            yield Line(
                number, part, said, cells if words else (), reason, table=self.tables, struck=struck, flags=flags
            )

    def hidden(self, element: html.HtmlElement) -> Iterator[Line]:
        """Give the rows of what the page hides until one clicks, as passed over; navigation is no such thing."""
        if element.get("hidden") is None and not _HIDDEN.search(element.get("style") or ""):
            return
        if set((element.get("class") or "").split()) & _UNSEEN_CLASSES or _around(element):
            return
        for row in element.iter("tr"):
            cells = tuple(spaced(_words(cell)) for cell in row.iterchildren("td", "th"))
            if any(cells):
                yield Line(line_of(row), Part.PASSED, " | ".join(cells), cells, HIDDEN)

    def worded(self, element: html.HtmlElement, tag: str) -> Iterator[Line]:
        if tag in _HEADINGS:
            yield from self.headed(element, _HEADINGS[tag])
        else:
            yield from self.reference(element) if tag == "li" else self.paragraph(element)

    def headed(self, element: html.HtmlElement, depth: int) -> Iterator[Line]:
        part = Part.TITLE if depth == 1 and self.titled and self.heading == "" else Part.HEADING
        for line in self.said(element, part, depth):
            self.heading = line.text
            yield line

    def reference(self, element: html.HtmlElement) -> Iterator[Line]:
        around = element.getparent()
        self.numbered[around] += 1
        part = Part.NOTE if self.heading.split("[")[0].strip().casefold() in _NOTES else Part.REFERENCE
        for line in self.said(element, part):
            yield line._replace(text=f"{self.numbered[around]}. ^ {line.text}")

    def paragraph(self, element: html.HtmlElement) -> Iterator[Line]:
        if _around(element):
            for line in self.said(element, Part.PASSED):
                yield line._replace(reason="navigation, not the page's own text")
            return
        own = [line for each in [None, *element.iterchildren("br")] for line in _loose(element, each)]
        if len(own) > 1 and any(line.bold and may_head(line.text) for line in own):
            yield from (line._replace(part=Part.PROSE, reason="") for line in own)
        else:
            bold = is_bold(element)
            yield from (line._replace(bold=bold) for line in self.said(element, Part.PROSE))

    def behind(self, element: html.HtmlElement) -> Iterator[Line]:
        """Give the words that stand behind an element in one that is gone through, outside of paragraphs and so on."""
        around = element.getparent()
        if around is not None and around in self.around and _parts(element):
            yield from _loose(around, element)

    def said(self, element: html.HtmlElement, part: Part, depth: int = 1) -> Iterator[Line]:
        words = _words(element) if not holds_rows(element) else _own_words(element)
        if said := spaced(words):
            yield Line(line_of(element), part, said, depth=depth)


def _parts(element: html.HtmlElement) -> bool:
    """Tell whether an element parts the words before it from those behind it, as a block does and a line break."""
    return element.tag == "br" or element.tag not in _INLINE or holds_rows(element)


def _loose(around: html.HtmlElement, before: html.HtmlElement | None = None) -> Iterator[Line]:
    """Give the words of an element, up to what parts them, that stand behind one in it, or at its begin."""
    begun = around.iterchildren() if before is None else before.itersiblings()
    own = [*takewhile(lambda each: not _parts(each), begun)]
    words = [(around.text if before is None else before.tail) or ""]
    for each in own:
        words += ["" if _unseen(each) else _words(each), each.tail or ""]
    if said := spaced(with_powers("".join(words))):
        apart = any(map(spaced, words[::2]))
        bold = stands_bold(around) if apart else all(map(is_bold, filter(_words, own)))
        reason = LOOSE if bold or apart or any(each.tag != "a" for each in own) else "links outside paragraphs"
        yield Line(
            line_of((own or [around if before is None else before])[0]), Part.PASSED, said, reason=reason, bold=bold
        )


def _rows_of(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Give the caption and rows of a table that holds data, none of one that lays out others.

    A table with tables in it holds data if most of its rows are of several cells, more of them than any within has.
    """
    if table.find(".//table") is None:
        return [*table.iter("caption", "tr")]
    within: Counter[html.HtmlElement] = Counter()
    rows = []
    for row in table.iter("caption", "tr"):
        holding = next(row.iterancestors("table"))
        within[holding] += row.tag == "tr"
        if holding is table:
            rows.append(row)
    sound = sum(_width(row) > 1 for row in rows)
    most = max(number for each, number in within.items() if each is not table) if len(within) > 1 else 0
    return rows if most < sound > len(rows) / 2 else []


def _width(row: html.HtmlElement) -> int:
    return sum(1 for _ in row.iterchildren("td", "th"))


def _apart(table: html.HtmlElement) -> set[html.HtmlElement]:
    """Give the tables within a table that are tables of their own: not words of a cell, or in no cell."""
    found: set[html.HtmlElement] = set()
    for inner in table.iterdescendants("table"):
        around = [*inner.iterancestors("td", "th", "table")]
        if not found.isdisjoint(around):
            continue
        rows = [each for each in inner.iter("tr") if next(each.iterancestors("table")) is inner]
        row = None if around[0].tag == "table" else next(around[0].iterancestors("tr"), None)
        headed = bool(rows) and rows[0].find("th") is not None
        if row is None or is_own([_width(each) for each in rows], _width(row), headed=headed):
            found.add(inner)
    return found


def _span(cell: html.HtmlElement, apart: Container[html.HtmlElement] = ()) -> Span:
    """Give a cell; words that are struck out are left out beside others, and kept where they are all it says."""
    said = seen(_words(cell, apart))
    left = seen(_words(cell, apart, struck=False))
    pictures = [(spaced(image.get("alt") or ""), _file(image)) for image in cell.iter("img")]
    pictured = " ".join(filter(None, (alt or file for alt, file in pictures)))
    flags = tuple(dict.fromkeys(name for picture in pictures for name in picture if name)) if said else ()
    gone = bool(said) and (any(map(_strikes, [cell, *cell.iterancestors()])) or struck_out(said, left))
    columns, rows = spanned(cell.get("colspan"), MOST_COLUMNS), spanned(cell.get("rowspan"), MOST_ROWS)
    return Span((said if gone else left) or pictured, columns, rows, gone, flags)


def _file(image: html.HtmlElement) -> str:
    """Give the name of the file of a picture of a flag, as *Flag of Japan*; nothing for any other picture."""
    found = _FLAG_FILE.search(unquote((image.get("src") or image.get("data-src") or "")[-_PATH:]))
    return found.group().replace("_", " ") if found else ""


def _strikes(element: html.HtmlElement) -> bool:
    """Tell whether an element strikes out its words."""
    return element.tag in TAGS or bool(STYLE.search(element.get("style") or ""))


def _words(element: html.HtmlElement, apart: Container[html.HtmlElement] = (), *, struck: bool = True) -> str:
    """Give the words of an element that a reader of the page sees, with its line breaks, without tables set apart.

    Words that are struck out are left out too unless ``struck``.
    """
    words: list[str] = []
    begun: list[int] = []
    walked = etree.iterwalk(element, events=("start", "end"))
    for event, each in walked:
        unread = _unseen(each) or each in apart or (not struck and _strikes(each))
        if each is not element and event == "start" and unread:
            walked.skip_subtree()
        elif event == "start":
            words.append(BREAK if each.tag not in _INLINE or each.tag == "br" else "")
            begun.extend([len(words)] if each.tag in RAISING else [])
            words.append(each.text or "")
        if event == "end" and each.tag in RAISING and begun and not unread:
            place = begun.pop()
            words[place:] = [raised("".join(words[place:]))]
        if event == "end" and each is not element:
            words.append(each.tail or "")
    return with_powers("".join(words))


def _own_words(element: html.HtmlElement) -> str:
    """Give the words of an element that stand in no other block within it."""
    words = [element.text or ""]
    for child in element:
        if child.tag in _INLINE and not _unseen(child) and not holds_rows(child):
            words.append(_words(child))
        words.append(child.tail or "")
    return "".join(words)


def _unseen(element: html.HtmlElement) -> bool:
    classes = set((element.get("class") or "").split())
    style = element.get("style") or ""
    return (
        not isinstance(element.tag, str)
        or element.tag in _UNSEEN
        or (bool(classes & _UNSEEN_CLASSES) and (element.tag == "table" or not holds_rows(element)))
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(style))
    )


def _around(element: html.HtmlElement) -> bool:
    """Tell whether an element stands in what surrounds a page's own text."""
    return any(
        each.tag in _AROUND or _AROUND_WORDS.search(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in element.iterancestors()
    )


def _parent_class(element: html.HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else (parent.get("class") or "")
