"""What each column of an unknown table is, guessed from its header and its cells, each guess with its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...ontology import concepts, term
from ..arrangement import dated_in
from ..chinese import is_chinese_place, names_both_sides
from ..columns import TO_SAY, Column
from ..countries import is_country, is_in_column, is_of
from ..events import read_status
from ..languages import closed
from ..marks import without_marks
from ..numbers import read_number
from ..places import CHINA
from ..signs import is_ditto, of_nothing
from ..unread import is_of_no_side, is_place
from .headers import MANY_SENSES, fields_of, is_bare_side, is_of_intent, names_city, plain, side_of, small
from .units import unit_of
from .unplaced import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .units import Unit

_EXACT, _HELD, _CONTENT, _ALONE = 4.0, 2.0, 4.0, 1.0
_SURE, _LONG, _FEW, _DIGITS = 0.6, 60, 3000, 10
_SIDES = {"party", "partner", "party_region", "partner_region"}
_REMARK = re.compile(r"https?://|\[\d+\]|\[[註注]")
_CUT_OFF = re.compile(r"\d{4}\.1")


class Guess(NamedTuple):
    """A column as guessed, why, and the share of its cells that bear it out (None where cells cannot tell)."""

    column: Column
    reason: str
    borne_out: float | None = None


class _Column(NamedTuple):
    """A column before it is guessed: its header, its cells, and by field the share of them that are such values.

    ``span`` is the header above the header; ``other`` tells whether another column is by its header the partner.
    """

    header: str
    cells: list[str | None]
    shares: dict[str, float]
    span: str = ""
    other: bool = False


def guess(headers: Sequence[str], spans: Sequence[str], rows: Sequence[Sequence[str | None]]) -> list[Guess]:
    """Guess every column; ``spans`` are the headers above the headers, where there are two rows of them."""
    cells = [[row[n] for row in rows] for n in range(len(headers))]
    seen = [_seen(own) for own in cells]
    named = [
        "partner" in fields_of(header)
        and side_of(span + header) != "party"
        and not is_of_no_side(header)
        and not (is_bare_side(header) and shares.get("place", 0) < _SURE)
        for header, span, shares in zip(headers, spans, seen, strict=True)
    ]
    columns = [
        _Column(header, own, shares, span, other=any(named[:n] + named[n + 1 :]))
        for n, (header, own, span, shares) in enumerate(zip(headers, cells, spans, seen, strict=True))
    ]
    scores = [_scores(each) for each in columns]
    for own, header in zip(scores, headers, strict=True):
        _drop(own, header)
    alike = [own for own in scores if own == {"partner": _ALONE}]
    chosen = _assigned([{} if own in alike and len(alike) > 1 else own for own in scores])
    regions = {side: f"{side}_region" in chosen for side in ("party", "partner")}
    guesses = [
        _guess(column, field, regions) if field else _unplaced(column, chosen)
        for column, field in zip(columns, chosen, strict=True)
    ]
    abroad = [n for n, own in enumerate(scores) if own.get("country", 0) >= _EXACT and "country" in columns[n].shares]
    ours = any(column.shares.get("china") == 1 for column in columns)
    guesses = [_of_both(each, column) for each, column in zip(guesses, columns, strict=True)]
    return [
        _of_its_side(each, column, rival=len(abroad) > 1 and n in abroad, ours=ours)
        for n, (each, column) in enumerate(zip(guesses, columns, strict=True))
    ]


def _drop(scores: dict[str, float], header: str) -> None:
    """Drop what a column cannot be by its header: the day of an intention, a side where it was signed or by whom."""
    if is_of_intent(header):
        scores.pop("signed", None)
    if is_of_no_side(header):
        for field in {*_SIDES, "country"} - ({"country"} & fields_of(header).keys()):
            scores.pop(field, None)


def _of_both(guess: Guess, column: _Column) -> Guess:
    """Give a column whose cells name both sides of the tie as one that only a copy can part."""
    filled = [cell for cell in map(without_marks, filter(None, column.cells)) if cell]
    both = [cell for cell in filled if names_both_sides(cell)]
    if guess.column.field not in {*_SIDES, "other", TO_SAY} or len(both) < max(1, _SURE * len(filled)):
        return guess
    told = f"{len(both)} of {len(filled)} cells name both sides of the tie ({both[0]})"
    ask = "part it into a column for each side in a copy, and add that; other if another column is the partner"
    return Guess(guess.column._replace(field=TO_SAY, blank=None), f"{told}: {ask}")


def _of_its_side(guess: Guess, column: _Column, *, rival: bool, ours: bool) -> Guess:
    """Give a column of countries as the partner's, the Chinese side's own, or one that is asked for.

    Where a column is the Chinese side's own country (``ours``), one that says Asia in every cell is its continent.
    """
    filled = [cell for cell in column.cells if cell]
    own = sum(map(is_china, filled))
    if own and own == len(filled):
        return Guess(Column(column.header, "other"), "every cell is China: the Chinese side's country, no partner's")
    if ours and guess.column.field == "continent" and all(_is_asia(without_marks(cell)) for cell in filled):
        return Guess(Column(column.header, "other"), "every cell is Asia, where the Chinese side is; no partner's")
    if guess.column.field != "country" and not rival:
        return guess
    if rival:
        ask = "two columns are countries: write country for the one that is the partner's, other for the other"
    else:
        ask = f"{own} of {len(filled)} cells are China: write country if it is the partner's, other if it is not"
    return Guess(guess.column._replace(field=TO_SAY), ask) if rival or own else guess


def _assigned(scores: list[dict[str, float]]) -> list[str]:
    """Give each column a field, no field twice, the highest score first, the left column before the right."""
    chosen = [""] * len(scores)
    ranked = sorted((-score, n, field) for n, own in enumerate(scores) for field, score in own.items())
    for _, n, field in ranked:
        if not chosen[n] and field not in chosen:
            chosen[n] = field
    return chosen


def _unplaced(column: _Column, chosen: Sequence[str]) -> Guess:
    """Give a column that got no field: asked for where its header or its cells say that ties may stand in it."""
    ask = asked(column.header, [cell for cell in column.cells if cell], chosen)
    if not ask and "partner_region" in chosen and "partner" not in chosen and column.shares.get("foreign", 0) >= _SURE:
        ask = "a column is the partner's province, none its name: write partner if it is this one, other if it is not"
        ask = "" if is_of_no_side(column.header) or fields_of(column.header) else ask
    none = "the header says that it is no side of a tie" if is_of_no_side(column.header) else "nothing known of it"
    return Guess(Column(column.header, TO_SAY if ask else "other"), ask or f"{none}; kept as written, gives no value")


def _scores(column: _Column) -> dict[str, float]:
    header, span, seen = column.header, column.span, column.shares
    scores: dict[str, float] = {}
    said = fields_of(span + header) if span else {}
    own = fields_of(header)
    for field, word in (own | said).items():
        exact = plain(word) in {plain(header), plain(span + header)}
        scores[field] = _EXACT if exact else _HELD
    for field, share in seen.items():
        if share >= _SURE:
            scores[field] = scores.get(field, 0) + _CONTENT * share
    return _sided(scores, column)


def _sided(scores: dict[str, float], column: _Column) -> dict[str, float]:
    """Weigh the two sides of a tie by whose places a column holds, and drop what its cells speak against."""
    seen, header = column.shares, column.header
    chinese, foreign = seen.get("chinese", 0), seen.get("foreign", 0)
    for field in ("chinese", "foreign", "china", "place"):
        scores.pop(field, None)
    _by_header(scores, column)
    side = side_of(column.span or header) or side_of(header)
    ours, theirs = side == "party", side == "partner"
    if column.other and not chinese and small(header) in MANY_SENSES:
        scores.pop("party", None)  # a unit of either side: it is asked for
    for field, share in (
        ("party", chinese),
        ("partner", foreign),
        ("party_region", chinese),
        ("partner_region", foreign),
    ):
        if field in scores:
            wrong = theirs if field.startswith("party") else ours
            scores[field] = 0.1 if wrong else scores[field] + 2 * share
    if chinese >= _SURE and not theirs:
        scores = _of_china(scores, chinese)
    if foreign >= _SURE and "party" in scores and not ours and not (column.other and scores["party"] >= _EXACT):
        scores["partner"] = scores.get("partner", 0) + scores.pop("party") + 2 * foreign
    if not scores and max(chinese, foreign) >= _SURE and seen.get("place", 0) >= _SURE:
        scores["party" if chinese > foreign else "partner"] = _ALONE
    if seen.get("china") == 1:
        scores.pop("country", None)
    if seen.get("signed", 0) < _SURE and seen.get("country", 0) >= _SURE:
        scores.pop("signed", None)
    return scores


def _by_header(scores: dict[str, float], column: _Column) -> None:
    """Make a province or city the partner where no other column is, and drop a side that 外方 or 我方 alone says."""
    if "partner_region" in scores and not column.other and names_city(column.header):
        scores["partner"] = max(scores.get("partner", 0), scores.pop("partner_region"))
    if is_bare_side(column.header) and max(column.shares.get(each, 0) for each in ("chinese", "place")) < _SURE:
        for field in _SIDES:
            scores.pop(field, None)


def _of_china(scores: dict[str, float], share: float) -> dict[str, float]:
    """Give the scores of a column of Chinese places: what would be the partner's is the Chinese side's."""
    kept = {field: score for field, score in scores.items() if not field.startswith("partner")}
    if "partner" in scores:
        kept["party"] = scores.get("party", 0) + scores["partner"] + 2 * share
    elif "partner_region" in scores and "party" not in scores:
        kept.setdefault("party_region", scores["partner_region"])
    return kept


def _seen(cells: Sequence[str | None]) -> dict[str, float]:
    """Give by field the share of the cells, empty ones apart, that are such values."""
    texts = [" ".join(text.split()) for cell in cells if cell and (text := without_marks(cell)) and not _unknown(text)]
    marked = [cell for cell in cells if cell and _REMARK.search(cell)]
    if not texts:
        return {"notes": 1.0} if marked else {}
    shares = {field: sum(map(test, texts)) / len(texts) for field, test in _TESTS.items()}
    if all(text.isdecimal() and len(text) < _DIGITS for text in texts) and [int(text) for text in texts] == list(
        range(1, len(texts) + 1)
    ):
        shares["number"] = 1.0
        shares["signed"] = 0.0
    if any(map(_REMARK.search, texts)):
        shares["notes"] = sum(1 for text in texts if _REMARK.search(text)) / len(texts)
    return {field: share for field, share in shares.items() if share}


def _guess(column: _Column, field: str, regions: dict[str, bool]) -> Guess:
    header, cells, seen = column.header, column.cells, column.shares
    filled = [cell for cell in cells if cell]
    reasons = [f"the header says so ({word})" for known, word in fields_of(header).items() if known == field]
    if field == "partner" and not reasons and names_city(header):
        reasons = [f"the header says province or city, and no other is the partner ({header})"]
    unit, blank = 1, None
    if field in {"population", "area"}:
        if not all(_is_number(cell) for cell in filled):
            return Guess(Column(header, "other"), f"looks like {field}, but not every cell is a number")
        stated = unit_of(column.span + header, field)
        if ask := _unit_asked(field, stated, filled):
            return Guess(Column(header, TO_SAY), ask)
        unit = stated.times or 1
        reasons.append(f"in units of {unit:,} ({stated.word})" if unit > 1 else "in units of 1")
    share = seen.get({"party": "chinese", "partner": "foreign"}.get(field, field))
    if share is not None and field in _NOUNS:
        told = [cell for cell in filled if not _unknown(without_marks(cell))]
        reasons.append(f"{round(share * len(told))} of {len(told)} cells are {_NOUNS[field]}")
    elif field in _TESTS and filled and field not in _SIDES:
        reasons.append(f"but no cell is {_NOUNS.get(field, 'such')}: look at it again")
    if field == "signed" and (cut := sum(bool(_CUT_OFF.fullmatch(cell)) for cell in filled)):
        reasons.append(f"{cut} cell(s) such as 1979.1 may be October, its nought lost in a sheet: look at them")
    if field and field not in {"notes", "status", "number"} and len(filled) < len(cells):
        blank, why = _blank(field, cells, regions)
        reasons.extend([why] if why else [])
    if not field:
        return Guess(Column(header, "other"), "nothing known of it; kept as written, gives no value")
    return Guess(Column(header, field, unit, blank), "; ".join(reasons) or "by its cells alone", share)


def _unit_asked(field: str, unit: Unit, cells: Sequence[str]) -> str:
    """Give the question in what unit numbers are, where the header names one not known or they cannot be of persons."""
    one = "persons" if field == "population" else "km²"
    ask = f"write {field}, with unit: 10000 if one is 10,000 {one}, or other if it is no whole number of {one}"
    if unit.times is None:
        return f"looks like {field} in a unit that is not known ({unit.word}): {ask}"
    numbers = sorted(read_number(said) for cell in cells if not _unknown(said := without_marks(cell)))
    if field == "population" and not unit.word and numbers and numbers[len(numbers) // 2] < _FEW:
        return f"no unit is named, and numbers such as {numbers[len(numbers) // 2]} are few persons for a place: {ask}"
    return ""


def _blank(field: str, cells: Sequence[str | None], regions: dict[str, bool]) -> tuple[str | None, str]:
    """Give what empty cells of a column that needs a value stand for, and why; nothing where that is not sure."""
    empty = sum(1 for cell in cells if cell == "")
    if field == "country" and empty:
        return (
            "inferred",
            f"{empty} empty cell(s): the country is inferred from the place that the partner is linked to",
        )
    if regions.get(field) and empty:
        return None, f"{empty} empty cell(s): there the tie is the region's own"
    if field == "party" and empty and cells[0]:
        return "carried-down", f"{empty} empty cell(s) beneath a stated one: taken to repeat the cell above"
    return None, ""


def _is_number(text: str) -> bool:
    try:
        read_number(without_marks(text))
    except ValueError:
        return _unknown(without_marks(text))
    return True


def _is_status(text: str) -> bool:
    try:
        read_status(text)
    except ValueError:
        return False
    return True


def _unknown(text: str) -> bool:
    return of_nothing(text) is not None or is_ditto(text)


def _named(scheme: str) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        return closed(text).casefold() in {word.casefold() for word in concepts(scheme)}

    return test


def is_word(scheme: str, text: str) -> bool:
    """Tell whether a cell says a word of a scheme, or that it is not known."""
    return _named(scheme)(without_marks(text)) or _unknown(without_marks(text))


def is_china(text: str) -> bool:
    """Tell whether a text is the name of China itself."""
    return is_of(without_marks(text), CHINA)


def _is_asia(text: str) -> bool:
    return concepts("continent").get(text.capitalize()) == term("continent:asia")


def is_foreign_place(text: str) -> bool:
    """Tell whether a text may be the name of a place, of none in China."""
    if is_chinese_place(text) or is_country(text) or _is_number(text) or _REMARK.search(text) or len(text) > _LONG:
        return False
    return not dated_in(text) and not any(_named(scheme)(text) for scheme in ("continent", "kind", "level"))


_TESTS: dict[str, Callable[[str], bool]] = {
    "country": is_in_column,
    "china": is_china,
    "continent": _named("continent"),
    "signed": lambda text: dated_in(re.sub(r"[(\uff08].*", "", text)),
    "kind": _named("kind"),
    "level": _named("level"),
    "status": _is_status,
    "chinese": is_chinese_place,
    "foreign": is_foreign_place,
    "place": is_place,
}
_NOUNS = {
    "country": "countries", "continent": "continents", "signed": "dates", "kind": "kinds of tie", "level": "levels",
    "status": "statuses", "party": "places in China", "partner": "no places in China", "number": "numbers from 1 on",
    "notes": "references or remarks", "ended": "dates",
}  # fmt: skip
