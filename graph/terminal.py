"""What a person sees: tables whose columns line up whatever the script, and progress while something takes long."""

from __future__ import annotations

import csv
import io
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def width(text: str) -> int:
    """Give the terminal columns a text takes (Unicode Standard Annex 11: wide and full-width characters take two)."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Give a table in plain text; columns numbered in ``right`` (from 0) are set flush right."""
    lines = [header, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    rule = ["─" * size for size in widths]
    return "".join(_line(line, widths, right) for line in (header, rule, *rows))


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in line) + " |\n" for line in lines
    )


def without_formulas(text: str, end: str = "\r\n") -> str:
    """Give CSV whose cells no spreadsheet takes for a formula: an apostrophe stands before such a start."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return written.getvalue()


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
        flat = " ".join(cell.split("\n"))
        space = " " * (size - width(flat))
        padded.append(space + flat if column in right else flat + space)
    return "  ".join(padded).rstrip() + "\n"
