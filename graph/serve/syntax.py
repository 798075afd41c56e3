"""Where a text stops being a query: line, column and token.

The engine's own place is of no use: it tries a keyword by as many characters as that has, so that the furthest it got
lies some characters past the token that is wrong. But of a text cut after a token and filled up with blanks it reads
all blanks where the query could still go on, and stops among them where it could not: so the first token that is wrong
can be searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ...ontology import prefixes
from ...ontology.errors import RequestRefused
from .guard import is_update, place

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


def unparsed(text: str, message: str, *, sealed: bool) -> RequestRefused:
    """Give the refusal of a text that the engine, saying ``message``, could not parse.

    ``sealed`` says that nothing is reached over the network even if a part of the text calls out.
    """
    if is_update(text):
        return RequestRefused(403, "update", "this endpoint answers queries only: it has no update operation")
    token, offset = _wrong(text) if sealed else ("", _offset(text, message))
    line, column = place(text, offset)
    excerpt = text.split("\n")[line - 1][:200]
    said = repr(token) if token else "the end of the query" if offset >= len(text) else "this place"
    return RequestRefused(
        400, "syntax", f"the query does not parse at line {line}, column {column}, at {said}{_hint(token, message)}",
        line=line, column=column, token=token, excerpt=excerpt,
    )  # fmt: skip


def error(text: str) -> str | None:
    """Give what the engine says of a text that it cannot parse, None for one that it can; no data is asked."""
    try:
        Store().query(text, prefixes=prefixes())
    except SyntaxError as reason:
        return str(reason)
    except OSError:  # it parses, and would call out: the closed network said no
        return None
    return None


def _wrong(text: str) -> tuple[str, int]:
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
