"""Names made from the gazetteer's own labels, as lists write them, and gazetteers without them."""

from __future__ import annotations

import lzma
import random
from typing import TYPE_CHECKING, NamedTuple

from opencc import OpenCC

from youcheng.mapping.gazetteer import GAZETTEER, codes, names, rows
from youcheng.mapping.linking.candidates import Sought
from youcheng.mapping.linking.classes import PlaceClass, classes_of, ending
from youcheng.mapping.names import PlaceName
from youcheng.mapping.spelling import is_han, simplified, without_qualifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from youcheng.mapping.linking.index import Index

SEEDS = (401, 402, 403)
"""None of the seeds that the points were settled with: 7, 11 to 13, 101, 201 to 203, 301 to 303, 20261121."""
_TIES = PlaceClass.FIRST | PlaceClass.SECOND | PlaceClass.SETTLEMENT
_CHINA = "Q148"


class Made(NamedTuple):
    """A name as a list may write it, and the item it was made from."""

    sought: Sought
    qid: str


def drawn(count: int, seed: int, *, tied: bool) -> list[dict[str, str]]:
    """Draw rows of places that can make ties and have a Chinese label; ``tied``: only of those known to have ties."""
    fit = [
        cells
        for cells in rows()
        if cells["label_zh"]
        and is_han(cells["label_zh"])
        and cells["country_qid"]
        and classes_of(cells["kind"]) & _TIES
        and PlaceClass.OTHER not in classes_of(cells["kind"])
        and _plausible(cells)
        and (not tied or "L3viathan" in cells["source"])
    ]
    return random.Random(seed).sample(fit, min(count, len(fit)))  # noqa: S311 - a drawn sample, no secret


def _plausible(cells: dict[str, str]) -> bool:
    """Leave out rows whose label contradicts their kind (a city labelled 州), and first-level areas of the past."""
    classes = classes_of(cells["kind"])
    said = ending(simplified(cells["label_zh"])).classes
    present = bool(codes(cells)) or PlaceClass.FIRST not in classes
    return present and bool(not said or said & classes)


def made(table: list[dict[str, str]], index: Index, seed: int) -> list[Made]:
    """Write each row's name as a list may: either script, with or without 市, Latin and population for some."""
    draw = random.Random(seed)  # noqa: S311 - as above
    scripts = {"t": OpenCC("s2t").convert, "s": OpenCC("t2s").convert}
    found = []
    for cells in table:
        code = index.code(cells["country_qid"])
        if code is None:
            continue
        label = without_qualifier(cells["label_zh_hans"] or cells["label_zh"])[0]
        settled = classes_of(cells["kind"]) == PlaceClass.SETTLEMENT
        if settled and not ending(label, code).word and draw.random() < 0.5:  # noqa: PLR2004 - as often as not
            label += "市"
        elif settled and label.endswith("市") and len(label) > 2 and draw.random() < 0.3:  # noqa: PLR2004
            label = label[:-1]
        written = scripts[draw.choice("ts")](label)
        latin = cells["label_en"] if draw.random() < 0.3 else None  # noqa: PLR2004
        people = int(float(cells["population"])) if cells["population"] and draw.random() < 0.3 else None  # noqa: PLR2004
        if people:
            people = round(people * draw.uniform(0.8, 1.25))
        name = PlaceName(written, latin)
        found.append(Made(Sought(code, name, population=people), cells["qid"]))
    return found


def gazetteer_without(path: Path, qids: set[str]) -> Path:
    """Write the gazetteer with those items left out."""
    return _written(path, lambda cells: cells if cells["qid"] not in qids else None)


def gazetteer_unlabelled(path: Path, qids: set[str]) -> Path:
    """Write the gazetteer with the Chinese names of those items left out."""

    def bare(cells: dict[str, str]) -> dict[str, str]:
        if cells["qid"] not in qids:
            return cells
        latin = [f"{language}:{name}" for language, name, main in names(cells) if not main and not is_han(name)]
        return cells | {"label_zh": "", "label_zh_hans": "", "label_zht": "", "alt_labels": "|".join(latin)}

    return _written(path, bare)


def _written(path: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> Path:
    table = list(rows(GAZETTEER))
    with lzma.open(path, "wt", encoding="utf-8", newline="\n", preset=0) as out:
        out.write("\t".join(table[0]) + "\n")
        for cells in table:
            kept = change(cells)
            if kept is not None:
                out.write("\t".join(kept.values()) + "\n")
    return path
