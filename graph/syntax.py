"""Where a text stops being a query: line, column and token.

The engine's own place is of no use: it tries a keyword by as many characters as that has, so that the furthest it got
lies some characters past the token that is wrong. But of a text cut after a token and filled up with blanks it reads
all blanks where the query could still go on, and stops among them where it could not: so the first token that is wrong
can be searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ..ontology import prefixes
from ..ontology.errors import QuerySyntaxError
from .keywords import error, prologue, without
from .terminal import width

if TYPE_CHECKING:
    from collections.abc import Callable

_FILLING = "\n" * 64
_TOKEN = re.compile(
    r'(?P<skip>\s+|#[^\n\r]*)|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>\"{}|^`\\\x00-\x20]*>|[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?'
    r"|[?$@]?\w[\w.-]*(?<!\.)(?::(?:(?!\.)[\w.%-]+(?<!\.))?)?|:(?:(?!\.)[\w.%-]+(?<!\.))?|\^\^|&&|\|\||[!<>]=|.",
    re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+)")
_EXPECTED = re.compile(r"expected (?:one of )?|, ")
_SENTENCE = re.compile(r"[A-Za-z]+(?: (?:[A-Za-z]+|\*)){2,}")
_PREFIX = re.compile(r"[^\W\d_][\w.-]*|")
_UPDATES = re.compile(r"(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE)
_LONG, _LONGEST = 100, 200


class Wrong(NamedTuple):
    """The first place at which a text can be no query: line and column from 1, token, its line, a sentence."""

    line: int
    column: int
    token: str
    excerpt: str
    message: str


def unparsed(text: str, message: str) -> QuerySyntaxError:
    """Give the error of a text that the engine, saying ``message``, could not parse, with a mark beneath the place.

    None of the text is let call out while the place is searched for.
    """
    if not any(found["skip"] is None for found in _TOKEN.finditer(text)):
        return QuerySyntaxError("the query is empty: ask by SELECT, ASK, CONSTRUCT or DESCRIBE, or by a saved name")
    if is_update(text):
        return QuerySyntaxError("an update: only questions are asked here; a release is changed by `youcheng build`")
    found = wrong(text, message, silenced(text))
    shown = text.split("\n")[found.line - 1]
    before = shown[: found.column - 1]
    if len(shown) > _LONGEST:
        return QuerySyntaxError(found.message)
    return QuerySyntaxError(f"{found.message}\n  {shown}\n  {' ' * width(before)}^")


def wrong(text: str, message: str, inert: str, base: str | None = None) -> Wrong:
    """Give where, and why, a text that the engine, saying ``message``, could not parse stops being a query.

    ``inert`` is the text, place by place, with nothing in it that calls out: parts of it are tried on the engine.
    """
    start, end = _first(inert, base)
    token = text[start:end][:_LONG]
    line, column = place(text, start)
    said = repr(token) if token else "the end of the query"
    reason = _known(text, token) or _reason(message) or _reason(error(inert[:start], base) or "")
    told = f"the query does not parse at line {line}, column {column}, at {said}{reason and ': '}{reason}"
    return Wrong(line, column, token, text.split("\n")[line - 1][:_LONGEST], told)


def silenced(text: str) -> str:
    """Give a text with GRAPH for SERVICE: of the same length and grammar, but it calls nobody.

    Where the words are not told apart as the engine does it, the letters of SERVICE are no word at all any more.
    """
    words = {"service": "GRAPH  ", "silent": "      "}
    return without(_TOKEN.sub(lambda found: words.get(found[0].lower(), found[0]), text), "service")


def is_update(text: str) -> bool:
    """Tell whether a text that is no query starts as an update does."""
    return bool(_UPDATES.match(text, len(prologue(text))))


def place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of an offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def offset(text: str, line: int, column: int) -> int:
    """Give the offset in a text of a line and column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _first(text: str, base: str | None) -> tuple[int, int]:
    """Give where the first token begins and ends that no query could have there; the end, where more is wanted."""
    tokens = [found for found in _TOKEN.finditer(text) if found["skip"] is None]
    cut: Callable[[int], bool] = lambda count: not _could_go_on(text[: tokens[count - 1].end()], base)  # noqa: E731 - a key
    first = bisect_left(range(1, len(tokens) + 1), True, key=cut)  # noqa: FBT003 - what is searched for
    end = len(text.rstrip())
    return tokens[first].span() if first < len(tokens) else (end, end)


def _could_go_on(part: str, base: str | None) -> bool:
    message = error(part + _FILLING, base)
    return message is None or _offset(part + _FILLING, message) >= len(part) + len(_FILLING)


def _offset(text: str, message: str) -> int:
    found = _PLACE.search(message)
    return offset(text, int(found[1]), int(found[2])) if found else len(text)


def _reason(message: str) -> str:
    """Give the sentence among the things that the engine expected, which says what is wrong; nothing for none."""
    return next((found for found in _EXPECTED.split(message) if _SENTENCE.fullmatch(found)), "")


def _known(text: str, token: str) -> str:
    """Give what is wrong with a token where the engine has no words for it; nothing for all others."""
    prefix, colon, _ = token.partition(":")
    if prefix == "_" and text.count(token) > 1:
        return "a blank node of one group of patterns cannot stand in another"
    if not colon or not _PREFIX.fullmatch(prefix) or prefix in prefixes():
        return ""
    declared = re.search(rf"\bPREFIX\s*{re.escape(prefix)}\s*:", prologue(text), re.IGNORECASE)
    return "" if declared else f"the prefix {prefix!r} is not declared"
