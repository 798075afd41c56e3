"""A page of HTML as a browser builds it, with the lines of its source on which its elements open."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

from .marks import RAISING
from .readers import Line, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = "data-line"
"""The attribute that holds where an element opens in the source: its line, and after a point its tag's number."""
_HOLDS = "data-holds-rows"
_NO_MARKUP = re.compile(r"<(?:!--|(?P<tag>script|style|textarea|template|xmp)\b)", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-z][^\s/>]*+)", re.IGNORECASE)
_REST = re.compile(r"""(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+""")
"""What a tag holds after its name; a ``<`` within it begins no other."""
_ROW = re.compile(r"<tr(?=[\s>/])", re.IGNORECASE)
_TABLE = re.compile(r"<table[\s/>]", re.IGNORECASE)
_FORMATTING = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
_MOST_ALIKE = 3
_SHOWN = 100
_SWALLOWED = "a row that a browser shows: a quote, comment or tag before it is not closed; close it in a copy"
_BOLD = {"b", "strong", "big", "dt", "legend", "summary"}
_BOLD_STYLE = re.compile(r"font(?:-weight)?\s*:[^;]*\b(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_BESIDE = {"script", "style"} | RAISING
"""Elements whose words make no words before them less bold."""


class Tree(NamedTuple):
    """The elements of a page beneath its root, and a row that cannot be read for each that the page has lost."""

    root: html.HtmlElement
    swallowed: tuple[Line, ...]


def tree_of(text: str) -> Tree | None:
    """Give a page as a browser builds it (https://html.spec.whatwg.org/multipage/parsing.html); None for an empty one.

    Rows without any table are read as those of one; what a browser moves out of a table, to stand before it, is where
    it stands in the source.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    source = _without_scripts(text)
    marked = _marked(source if _TABLE.search(source) else f"<table>{source}")
    built = LexborHTMLParser(marked.encode("utf-8", "replace").decode()).html or ""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(built, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for table in [*root.iter("table")]:
        _put_back(table)
    for row in root.iter("tr"):
        for around in takewhile(lambda each: not holds_rows(each), row.iterancestors()):
            around.set(_HOLDS, "")
    lost = Counter(_opened(source)) - Counter(line_of(row) for row in root.iter("tr") if row.get(_LINE))
    said = text.split("\n")
    rows = (
        Line(line, Part.ROW, said[line - 1].strip()[:_SHOWN], reason=_SWALLOWED) for line in sorted(lost.elements())
    )
    return Tree(root, tuple(rows))


def line_of(element: html.HtmlElement) -> int:
    """Give the line on which an element opens; that of the first within where the source has no tag of its own."""
    return _opens(element)[0]


def holds_rows(element: html.HtmlElement) -> bool:
    """Tell whether a row of a table stands within an element."""
    return element.get(_HOLDS) is not None


def is_bold(element: html.HtmlElement) -> bool:
    """Tell whether an element has words and all of them are bold, in it or in what is around it alone."""
    within = int(stands_bold(element.getparent()))
    said = False
    walked = etree.iterwalk(element, events=("start", "end"))
    for event, each in walked:
        if event == "start" and each.tag in _BESIDE:
            walked.skip_subtree()
            continue
        if event == "start":
            within += _bolder(each)
        elif each.tag not in _BESIDE:
            within -= _bolder(each)
        words = each.text if event == "start" else "" if each is element else each.tail
        if words and words.strip():
            if not within:
                return False
            said = True
    return said


def stands_bold(element: html.HtmlElement | None) -> bool:
    """Tell whether an element, or one around it, makes its own words bold, and not a table with them."""
    around = [] if element is None else [element, *element.iterancestors()]
    return any(_bolder(each) and not holds_rows(each) for each in around)


def _bolder(element: html.HtmlElement) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style") or ""))


def _opens(element: html.HtmlElement) -> tuple[int, int]:
    """Give the line on which an element opens, and the number of its tag."""
    own = next((each.get(_LINE) for each in element.iter() if each.get(_LINE)), None)
    around = next((each.get(_LINE) for each in element.iterancestors() if each.get(_LINE)), "1.0")
    line, _, number = (own or around).partition(".")
    return int(line), int(number)


def _opened(source: str) -> Iterator[int]:
    """Give the line of each tag of a row, those that others swallow included."""
    line, at = 1, 0
    for found in _ROW.finditer(source):
        line, at = line + source.count("\n", at, found.start()), found.start()
        yield line


def _marked(source: str) -> str:
    """Give the source with the place of each tag as its first attribute.

    A browser opens elements such as *b* again in each block until they are closed, but no more than three that are
    alike; so those beyond three that stay open are left alike.
    """
    parts: list[str] = []
    line, at, until = 1, 0, 0
    left: Counter[str] = Counter()
    for number, found in enumerate(_TAG.finditer(source)):
        if found.start() < until:
            continue
        until = _end(source, found.end())
        name = found["name"].casefold()
        left[name] += -1 if found["end"] else 1
        if found["end"] or (name in _FORMATTING and left[name] > _MOST_ALIKE):
            continue
        line += source.count("\n", at, found.start())
        parts += [source[at : found.end()], f" {_LINE}={line}.{number} "]
        at = found.end()
    return "".join([*parts, source[at:]])


def _end(source: str, name: int) -> int:
    """Give where a tag ends whose name ends here."""
    rest = _REST.match(source, name)
    return rest.end() if rest else name


def _put_back(table: html.HtmlElement) -> None:
    """Put what a browser moves out of a table between its rows again, each as a row of one cell, or behind them."""
    begun, moved = _opens(table), []
    while (before := table.getprevious()) is not None and before.tag != "table" and _opens(before) > begun:
        moved.append(before)
        before.drop_tree()
        before.tail = None
    rows = [(_opens(row), row) for row in table.iterfind("./*/tr")] if moved else []
    for each in moved:
        if not each.text_content().strip():
            continue
        beneath = next((row for opens, row in rows if opens > _opens(each)), None)
        if beneath is None:
            table.addnext(each)
        else:
            row = html.Element("tr")
            row.append(html.Element("td"))
            row[0].append(each)
            beneath.addprevious(row)
            rows.insert(0, (_opens(row), row))


def _without_scripts(text: str) -> str:
    """Give the source with comments, scripts and the like as their line breaks; what is never closed stays."""
    kept, at = [], 0
    unclosed: set[str] = set()
    for found in _NO_MARKUP.finditer(text):
        tag = (found["tag"] or "").casefold()
        if found.start() < at or tag in unclosed:
            continue
        end = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE).search(text, found.end())
        if end is None:
            unclosed.add(tag)
        else:
            kept.append(text[at : found.start()] + "\n" * text.count("\n", found.start(), end.end()))
            at = end.end()
    return "".join([*kept, text[at:]])
