"""A page of HTML as a browser builds it, with the lines of its source on which its rows open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from .readers import Line, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE_PARTS = {"table", "thead", "tbody", "tfoot", "tr"}
"""The elements of a table that hold others, and no words."""
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Ends of the page, after which a browser goes on reading and the parser does not."""
_NO_MARKUP = re.compile(r"<(?:!--|(?P<tag>script|style|textarea|template|xmp)\b)", re.IGNORECASE)
_ROW = re.compile(r"<tr(?=[\s>/])", re.IGNORECASE)
_IMPLIED = "data-implied"
_BOLD = {"b", "strong", "big", "dt", "legend", "summary"}
_BOLD_STYLE = re.compile(r"font(?:-weight)?\s*:[^;]*\b(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_BESIDE = {"script", "style", "sup", "sub"}
"""Elements whose words make no words before them less bold."""


class Tree(NamedTuple):
    """The elements of a page beneath its root, the line of each row, and a row for each that the page has lost."""

    root: html.HtmlElement
    rows: dict[html.HtmlElement, int]
    swallowed: tuple[Line, ...]


def tree_of(text: str) -> Tree | None:
    """Give a page as a browser builds it; None where there is nothing in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    root = _parsed(text)
    if root is None:
        return None
    opened, rows = _opened(text), [*root.iter("tr")]
    _complete(root)
    return Tree(root, _lines_of(rows, opened), tuple(_swallowed(len(rows), opened)))


def line_of(element: html.HtmlElement) -> int:
    """Give the line on which the parser saw an element open."""
    return int(element.sourceline or 1)


def is_bold(element: html.HtmlElement) -> bool:
    """Tell whether an element has words and all of them are bold, in it or in what is around it alone."""
    within = sum(_bolder(each) for each in element.iterancestors() if each.find(".//tr") is None)
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


def _bolder(element: html.HtmlElement) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style") or ""))


def _parsed(text: str) -> html.HtmlElement | None:
    content = _END.sub("", text.replace("\x00", "")).encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _complete(root: html.HtmlElement) -> None:
    """Put cells that stand in no row into one, as a browser does where the tag of a row is lost."""
    for cell in [*root.iter("td", "th")]:
        around, before = cell.getparent(), cell.getprevious()
        if around is None or around.tag == "tr":
            continue
        if before is not None and before.get(_IMPLIED) is not None:
            before.append(cell)
        elif around.tag in TABLE_PARTS:
            row = html.Element("tr", {_IMPLIED: ""})
            row.sourceline = cell.sourceline
            around.replace(cell, row)
            row.append(cell)


def _opened(text: str) -> list[int]:
    """Give the line on which each tag of a row opens in the source, scripts and comments apart."""
    source = _without_scripts(text)
    lines, number, at = [], 1, 0
    for found in _ROW.finditer(source):
        number, at = number + source.count("\n", at, found.start()), found.start()
        lines.append(number)
    return lines


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


def _lines_of(rows: list[html.HtmlElement], opened: list[int]) -> dict[html.HtmlElement, int]:
    """Give the line of each row: the parser's own, which counts no further than 65535, or that of the source."""
    known = opened if len(opened) == len(rows) else [line_of(row) for row in rows]
    return dict(zip(rows, known, strict=True))


def _swallowed(parsed: int, opened: list[int]) -> Iterator[Line]:
    """Give a row that cannot be read where the source opens more rows than a browser finds, as after a lost quote."""
    if len(opened) > parsed:
        missing = len(opened) - parsed
        reason = f"a row that a browser shows: {missing} more are opened than it finds, for a quote or tag not closed"
        yield Line(opened[0], Part.ROW, f"{len(opened)} rows opened from this line on", reason=reason)
