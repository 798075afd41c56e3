"""Where a query holds a keyword such as SERVICE or FROM, told by the engine itself, without running any of the query.

The letters may stand in a comment, a string, an IRI or a name. To lex a query one has to parse it, for `<` opens an IRI
or compares. So the letters that could be a keyword are changed into none: if the query still parses, none of them was
one, and if it does not, the keyword is where it stops. The lengths stay, so that every place is that of the query.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, cast

from pyoxigraph import NamedNode, Store

from ..ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import QuerySolutions

SPACE = r"(?:\s++|#[^\n\r]*+)*+"
"""What may stand between two tokens, comments too; no text makes it slow."""
_PROLOGUE = re.compile(
    rf"(?:\s++|#[^\n\r]*+|PREFIX{SPACE}[^\s:<>#]*+:{SPACE}<[^>]*+>|BASE{SPACE}<[^>]*+>"
    rf"|VERSION{SPACE}(?:\"[^\"\n\r]*+\"|'[^'\n\r]*+'))*+",
    re.IGNORECASE,
)
_TERM = r"<[^>]*+>|[^\s:<>#{}()\"']*+:(?:[\w:.%-]|\\[_~.!$&'()*+,;=/?#@%-])*+(?<!\.)"
_FROM = re.compile(rf"{SPACE}FROM{SPACE}(?P<named>NAMED(?=[\s<#:]){SPACE})?(?P<term>{_TERM})", re.IGNORECASE)
_SERVICE = re.compile(
    rf"SERVICE{SPACE}(?:SILENT\b{SPACE})?(?P<term>{_TERM}|[?$]\w++)(?={SPACE}\{{)", re.IGNORECASE
)  # fmt: skip
# a variable, a language, or a run of letters: what follows a colon in it is part of a name, whatever its letters, but
# no name begins with a dot: yc:.SERVICE is the end of a triple
_NAMES = re.compile(
    r"[?$]\w++|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|(?P<free>\w[\w.-]*+)(?::(?:[\w:][\w:.-]*+)?)?|:[\w:][\w:.-]*+"
)
_SHOWN = 10


class Dataset(NamedTuple):
    """The graphs that a query's own FROM and FROM NAMED name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def holds(text: str, word: str, base: str | None = None) -> bool:
    """Tell whether a query holds a keyword; true as well where that cannot be told, since it does not parse."""
    inert = without(text, word)
    return inert != text and error(inert, base) is not None


def without(text: str, word: str) -> str:
    """Give a query without a keyword, wherever it could stand: of one without SERVICE, anything may be evaluated."""
    return masked(text, word, occurrences(text, word))


def occurrences(text: str, word: str) -> list[int]:
    """Give the offsets where a keyword could stand, by its letters and what is before them."""
    if word not in text.lower():
        return []
    letters = re.compile(word, re.IGNORECASE)
    return [
        found.start("free") + place.start()
        for found in _NAMES.finditer(text)
        if found["free"] is not None
        for place in letters.finditer(found["free"])
    ]


def masked(text: str, word: str, offsets: Sequence[int]) -> str:
    """Give a query in which nothing at these offsets is the keyword any more."""
    pieces, last = [], 0
    for offset in offsets:
        end = offset + len(word) - 1
        pieces += [text[last:end], "Q" if text[end].isupper() else "q"]
        last = end + 1
    return "".join([*pieces, text[last:]])


def own_dataset(text: str, base: str) -> Dataset | None:
    """Give the graphs that FROM and FROM NAMED of a query that parses name, None where it names none.

    Raises ValueError where they cannot be read.
    """
    offsets = occurrences(text, "from")
    if not offsets or error(masked(text, "from", offsets), base) is None:
        return None
    counts = range(1, len(offsets) + 1)
    first = bisect_left(counts, True, key=lambda count: error(masked(text, "from", offsets[:count]), base) is not None)  # noqa: FBT003 - what is searched for
    clauses, end = [], offsets[min(first, len(offsets) - 1)]
    while found := _FROM.match(text, end):
        clauses.append(found)
        end = found.end()
    read = [(bool(found["named"]), found["term"]) for found in clauses]
    graphs = _resolved(prologue(text), [term for _, term in read], base)
    pairs = [(named, graph) for (named, _), graph in zip(read, graphs, strict=True)]
    return Dataset(tuple(g for named, g in pairs if not named), tuple(g for named, g in pairs if named))


def services(text: str) -> list[str]:
    """Give what seems to be called by SERVICE, for a message: <IRI>, prefixed name, or variable."""
    return list(dict.fromkeys(found["term"] for found in _SERVICE.finditer(text)))[:_SHOWN]


def prologue(text: str) -> str:
    """Give the beginning of a text, up to the word that says what it is."""
    found = _PROLOGUE.match(text)
    return found[0] if found else ""


def error(text: str, base: str | None = None) -> str | None:
    """Give what the engine says of a text that it cannot parse, None for one that it can; no data is asked."""
    try:
        Store().query(text, base_iri=base, prefixes=prefixes())
    except SyntaxError as reason:
        return str(reason)
    except (OSError, RuntimeError):  # it parses; it would call out, or a function, that there is not
        return None
    return None


def _resolved(declared: str, terms: Sequence[str], base: str) -> list[str]:
    """Give the IRIs that terms stand for under a query's own prefixes and bases, by the engine."""
    asked = (
        f"{declared}\nSELECT ?g {{ VALUES (?n ?g) {{ {' '.join(f'({n} {term})' for n, term in enumerate(terms))} }} }}"
    )
    try:
        rows = cast("QuerySolutions", Store().query(asked, base_iri=base, prefixes=prefixes()))
        found = [row["g"] for row in rows]
    except SyntaxError as reason:
        raise ValueError(str(reason)) from reason
    return [node.value for node in found if isinstance(node, NamedNode)]
