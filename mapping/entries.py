"""The numbered entries of a list, notes or citations, of which several may bear one number: which one a mark means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .records import Citation, Claim


class Entries:
    """Entries by their number, each with a name of its own: its number, and its line if one above has that number."""

    def __init__(self, entries: Iterable[Citation | Claim]) -> None:
        self._lines: dict[int, list[int]] = {}
        for entry in entries:
            self._lines.setdefault(entry.number, []).append(entry.line)

    def name(self, entry: Citation | Claim) -> str:
        """Give the name of an entry: ``4``, or ``4-line-120`` for a second entry of that number."""
        return self._name(entry.number, entry.line)

    def meant(self, number: int, line: int) -> str:
        """Give the name of the entry that a mark on a line means: the next of that number beneath it, else the last."""
        lines = self._lines.get(number, [])
        return self._name(number, next((own for own in lines if own > line), lines[-1] if lines else 0))

    def _name(self, number: int, line: int) -> str:
        return str(number) if line in self._lines.get(number, [line])[:1] else f"{number}-line-{line}"
