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

from pyoxigraph import Store

from ..ontology import prefixes
from ..ontology.errors import QuerySyntaxError
from .terminal import width

if TYPE_CHECKING:
    from collections.abc import Callable

_FILLING = "\n" * 64
_TOKEN = re.compile(
    r'(?P<skip>\s+|#[^\n\r]*)|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>\"{}|^`\\\x00-\x20]*>|[?$@]?\w[\w.-]*(?<!\.)(?::[\w.%-]*(?<!\.))?'
    r"|:[\w.%-]*(?<!\.)|\^\^|&&|\|\||[!<>]=|.",
    re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+)")


_UPDATES = re.compile(
    r"(?:\s|#[^\n\r]*|(?:PREFIX\s+\S*\s*|BASE\s*)<[^>]*>)*"
    r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)
_LONGEST = 200


class Wrong(NamedTuple):
    """The first place at which a text can be no query: line and column from 1, the token, its line, a sentence."""

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
    found = wrong(silenced(text), message)
    shown = text.split("\n")[found.line - 1]
    before = shown[: found.column - 1]
    if len(shown) > _LONGEST:
        return QuerySyntaxError(found.message)
    return QuerySyntaxError(f"{found.message}\n  {shown}\n  {' ' * width(before)}^")


def wrong(text: str, message: str, *, sealed: bool = True) -> Wrong:
    """Give where a text that the engine, saying ``message``, could not parse stops being a query.

    ``sealed`` says that nothing is reached over the network even if a part of the text calls out; where it is, only
    the engine's own place is known.
    """
    token, offset = _first(text) if sealed else ("", _offset(text, message))
    line, column = place(text, offset)
    said = repr(token) if token else "the end of the query" if offset >= len(text) else "this place"
    told = f"the query does not parse at line {line}, column {column}, at {said}{_hint(token, message)}"
    return Wrong(line, column, token, text.split("\n")[line - 1][:_LONGEST], told)


def error(text: str) -> str | None:
    """Give what the engine says of a text that it cannot parse, None for one that it can; no data is asked."""
    try:
        Store().query(text, prefixes=prefixes())
    except SyntaxError as reason:
        return str(reason)
    except OSError:  # it parses, and would call out: the closed network said no
        return None
    return None


def silenced(text: str) -> str:
    """Give a text with GRAPH for SERVICE: of the same length and grammar, but it calls nobody."""
    words = {"service": "GRAPH  ", "silent": "      "}
    return _TOKEN.sub(lambda found: words.get(found[0].lower(), found[0]), text)


def names_dataset(text: str) -> bool:
    """Tell whether a query has a FROM of its own: as a word it can be nothing else in SPARQL."""
    return "from" in text.lower() and any(found[0].lower() == "from" for found in _TOKEN.finditer(text))


def is_update(text: str) -> bool:
    """Tell whether a text that is no query starts as an update does."""
    return bool(_UPDATES.match(text))


def place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of an offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def _first(text: str) -> tuple[str, int]:
    """Give the first token that no query could have there, with its offset; none, and the end, where more is wanted."""
    tokens = [found for found in _TOKEN.finditer(text) if found["skip"] is None]
    cut: Callable[[int], bool] = lambda count: not _could_go_on(text[: tokens[count - 1].end()])  # noqa: E731 - a key
    first = bisect_left(range(1, len(tokens) + 1), True, key=cut)  # noqa: FBT003 - what is searched for
    if first == len(tokens):
        return "", len(text.rstrip())
    return tokens[first][0][:100], tokens[first].start()


def _could_go_on(part: str) -> bool:
    message = error(part + _FILLING)
    return message is None or _offset(part + _FILLING, message) >= len(part) + len(_FILLING)


def _offset(text: str, message: str) -> int:
    found = _PLACE.search(message)
    if not found:
        return len(text)
    line, column = int(found[1]), int(found[2])
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _hint(token: str, message: str) -> str:
    if ":" in token and not token.startswith(("<", '"', "'")) and "Prefix not found" in message:
        return f": the prefix {token.partition(':')[0]!r} is not declared"
    return ""
