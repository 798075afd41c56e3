"""A list's own words for kinds of tie, levels, continents and what became of a tie, as list.yaml says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ontology import term, words_of
from ..ontology.errors import DescriptorError, UndeclaredTerm
from .events import own_words
from .languages import closed
from .numbers import without_spaces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from .readers import Line

_OF_A_COLUMN = ("kind", "level", "continent")
_EVENTS = "event:ended, event:suspended, event:renewed, event:resumed or event:signed (the tie stands)"


def read_words(value: object, path: Path, lines: Mapping[str, int], fields: Collection[str]) -> dict[str, str]:
    """Check what list.yaml says under words; ``lines`` are those of the words in it, ``fields`` those of its columns.

    Raises DescriptorError, with the line, for a word that is of nothing, or of something that no column says.
    """
    if not isinstance(value, dict) or not all(isinstance(name, str) and name.strip() for name in value.values()):
        raise DescriptorError(f"{path}: words: {value!r} is not a mapping such as 友好意向: kind:friendship-city")
    found = {}
    for word, name in value.items():
        at, scheme = f"{path}, line {lines[word]}: words: {word}", name.partition(":")[0]
        try:
            found[word] = term(name)
        except UndeclaredTerm as error:
            raise DescriptorError(f"{at}: {error}") from error
        if scheme in _OF_A_COLUMN and scheme not in fields:
            step = f"give the column that says it field: {scheme}, or take the word away"
            raise DescriptorError(f"{at}: {name} is for a column with field: {scheme}, and there is none: {step}")
        if scheme not in _OF_A_COLUMN and not own_words({word: found[word]}):
            raise DescriptorError(f"{at}: {name} is none of kind:…, level:…, continent:…, {_EVENTS}")
    return found


def meant(scheme: str, text: str, words: Mapping[str, str]) -> str | None:
    """Give the concept of a scheme that a cell names, by the list's own words first; None where it names none."""
    own = {_folded(word): iri for word, iri in words.items() if iri.startswith(_namespace(scheme))}
    return own.get(_folded(text)) or words_of(scheme).get(_folded(text))


def _namespace(scheme: str) -> str:
    """Give what the IRIs of a scheme's concepts begin with."""
    return next(iter(words_of(scheme).values())).rpartition("/")[0] + "/"


def other_scheme(text: str, words: Mapping[str, str]) -> str | None:
    """Give the prefixed name of what the list's own words say that a cell is, whatever its column holds."""
    iri = next((iri for word, iri in words.items() if _folded(word) == _folded(text)), None)
    return None if iri is None else ":".join(iri.split("/")[-2:])


def unused(words: Mapping[str, str], rows: Iterable[Line], mended: Iterable[str]) -> Iterator[str]:
    """Give the words that no cell holds."""
    said = "\n".join([*(cell for line in rows for cell in line.cells if cell), *mended]) if words else ""
    plain = "\n".join(without_spaces(line) for line in said.split("\n")).casefold()
    yield from (word for word in words if without_spaces(word).casefold() not in plain)


def _folded(text: str) -> str:
    return closed(" ".join(text.split())).casefold()
