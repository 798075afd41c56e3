"""What a person sees: tables that line up whatever the script, progress, and no control character of a document."""

from __future__ import annotations

import re
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, cast
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]|\r(?!\n)"
)
"""Characters that steer a terminal, or turn the direction of what follows (https://www.unicode.org/reports/tr9/)."""


def visible(text: str) -> str:
    r"""Give a text with control characters and marks of direction written out, as \x1b or \u202e; lines stay lines."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


class _Screen:
    """A stream to a terminal on which every character is seen, whoever writes it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.buffer = stream, self

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str | bytes) -> int:
        shown = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
        self._stream.write(shown if shown == "\r" else visible(shown))  # a lone return is that of ``step``
        return len(text)


@contextmanager
def guarded() -> Iterator[None]:
    """Let nothing that a document says reach a terminal as a command to it; what goes elsewhere is as it is."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        cast("TextIO", _Screen(stream)) if stream is not None and stream.isatty() else stream for stream in streams
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


def width(text: str) -> int:
    """Give the terminal columns a text takes (Unicode Standard Annex 11: wide and full-width characters take two)."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Give a table in plain text; columns numbered in ``right`` (from 0) are set flush right."""
    header, *rows = lines = [[visible(" ".join(cell.split("\n"))) for cell in line] for line in (header, *rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    rule = ["─" * size for size in widths]
    return "".join(_line(line, widths, right) for line in (header, rule, *rows))


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in line) + " |\n" for line in lines
    )


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show a step and its time on a terminal's standard error while it runs; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    start = time.perf_counter()
    print(f"  {name} …", end="\r", file=sys.stderr, flush=True)
    yield
    print(f"  {name:<24}{time.perf_counter() - start:6.2f} s", file=sys.stderr)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for column, (cell, size) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (size - width(cell))
        padded.append(space + cell if column in right else cell + space)
    return "  ".join(padded).rstrip() + "\n"
