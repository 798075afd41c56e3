"""The pages of a long list: which of them shows a row, a note or a source, told by its number alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

ROWS = 250  # on one page, and as many notes, captions and sources
_NUMBERED = re.compile(r"(?:row|note|caption|remark|cite)-([0-9]{1,9})(?:-.*)?")


class Part(NamedTuple):
    """One page of a list out of ``last``, and where on the others things stand: (fragment, page) for all of them."""

    number: int
    last: int
    elsewhere: tuple[tuple[str, int], ...] = ()

    @property
    def first(self) -> bool:
        """Tell whether this is the page that shows what is said of the list as a whole."""
        return self.number == 1

    def span(self, number: int) -> tuple[int, int]:
        """Give the numbers of the first and the last row that a page can hold."""
        return (number - 1) * ROWS + 1, number * ROWS


def page_of(iri: str) -> int:
    """Give the number of the page that shows an IRI: rows (and their cells), notes and sources by their numbers."""
    found = _NUMBERED.fullmatch(iri.rpartition("#")[2])
    return max(0, int(found[1]) - 1) // ROWS + 1 if found else 1


def part(iris: Iterable[str], number: int) -> Part:
    """Give a page of what has these IRIs; what stands on others is told on the first, to which their IRIs lead."""
    pages = {iri.rpartition("#")[2]: page_of(iri) for iri in iris}
    elsewhere = tuple((one, page) for one, page in pages.items() if page != number) if number == 1 else ()
    return Part(number, max(pages.values(), default=1), elsewhere)
