"""The gazetteer of Wikidata items that travels with the project: what it holds of the items that links name."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .spelling import simplified

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

GAZETTEER = Path(__file__).parent / "gazetteer.tsv.xz"

_LABELS = {"label_en": "en", "label_zh": "zh", "label_zh_hans": "zh-hans", "label_zht": "zh-hant"}
_CODES = {"iso3166-2"}
_NOT_LANGUAGES = {"ne", "wof"} | _CODES


class Item(NamedTuple):
    """One Wikidata item: coordinates in decimal degrees as written, names by language, the sources it is from.

    The label in ``zh`` is the simplified one where there is one.
    """

    qid: str
    kind: str
    latitude: str | None
    longitude: str | None
    labels: tuple[tuple[str, str], ...]
    other_names: tuple[tuple[str, str], ...]
    source: str


def items(qids: Collection[str], path: Path = GAZETTEER) -> dict[str, Item]:
    """Give the items of those QIDs; where one stands on two rows, the first."""
    found: dict[str, Item] = {}
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            qid = line.partition("\t")[0]
            if qid in qids and qid not in found:
                found[qid] = _item(dict(zip(columns, line.rstrip("\n").split("\t"), strict=True)))
    return found


def rows(path: Path = GAZETTEER) -> Iterator[dict[str, str]]:
    """Give every row as its cells by column."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))


def names(cells: dict[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Give the names of a row: language (``native`` for the local script), name, and whether it is a label."""
    for column, language in (_LABELS | {"label_native": "native"}).items():
        if cells[column]:
            yield language, cells[column], True
    for language, name in _read_names(cells["alt_labels"]):
        if language not in _CODES:
            yield language, name, False


def codes(cells: dict[str, str]) -> tuple[str, ...]:
    """Give the ISO 3166-2 codes of a row."""
    return tuple(name for language, name in _read_names(cells["alt_labels"]) if language in _CODES)


def _item(cells: dict[str, str]) -> Item:
    by_language, replaced = _labels(cells)
    labels = tuple(by_language.items())
    others = dict.fromkeys((*_other_names(cells["alt_labels"]), *replaced))
    other_names = tuple(pair for pair in others if pair not in labels)
    return Item(
        cells["qid"], cells["kind"], cells["lat"] or None, cells["lon"] or None, labels, other_names, cells["source"]
    )  # fmt: skip


def _labels(cells: dict[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give one label a language, and the label in ``zh`` where it is neither of those in a script.

    The plain Chinese label is in either script, as it happened to be typed: the simplified one takes its place, and it
    stands as the traditional one where that is missing and it is the same name.
    """
    labels = {language: cells[column] for column, language in _LABELS.items() if cells[column]}
    plain, hans = labels.get("zh"), labels.get("zh-hans")
    if not plain or not hans or plain == hans:
        return labels, []
    labels["zh"] = hans
    if simplified(plain) == hans:
        labels.setdefault("zh-hant", plain)
    return labels, [] if labels.get("zh-hant") == plain else [("zh", plain)]


def _other_names(written: str) -> Iterator[tuple[str, str]]:
    return (pair for pair in _read_names(written) if pair[0] not in _NOT_LANGUAGES)


def _read_names(written: str) -> Iterator[tuple[str, str]]:
    """Read ``de:Kanada|fr|it:Canada``: a name may be given for several languages at once."""
    languages: list[str] = []
    for part in written.split("|"):
        language, colon, name = part.partition(":")
        languages.append(language)
        if colon:
            yield from ((each, name) for each in languages if each)
            languages = []
