"""Columns that got no field: what is asked of those in which ties may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..unread import is_of_no_side, look_like
from .headers import fields_of, is_of_intent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SIDES = {"party", "partner"}
_SHOWN = 3


def asked(header: str, cells: Sequence[str], chosen: Collection[str]) -> str:
    """Give the question for a column that no field was left for; ``chosen`` are those of the other columns.

    One of dates, countries or places is asked for whatever its header, one of a side of the tie by its header too,
    if not all its cells are numbers (友好城市数).
    """
    if is_of_no_side(header) or is_of_intent(header):
        return ""
    noun = look_like(cells)
    shown = f" ({', '.join([*dict.fromkeys(' '.join(cell.split()) for cell in cells)][:_SHOWN])})" if cells else ""
    if noun == "dates":
        ask = "write signed for the one on which the tie was signed, ended if it ended then, other for any other"
        return f"its cells are dates{shown}, and another column is that of signing: {ask}" if "signed" in chosen else ""
    if noun == "countries":
        return f"its cells are countries{shown}: write country if they are the partner's, other if not"
    if noun == "places" or (_SIDES & set(fields_of(header)) and any(not cell.isdecimal() for cell in cells)):
        free = [side for side in ("party", "party_region", "partner_region", "partner_other") if side not in chosen]
        told = {
            "party": "party for the Chinese side",
            "party_region": "party_region for its province",
            "partner_region": "partner_region for the partner's",
            "partner_other": "partner_other for the partner's name in another language",
        }
        ways = ", ".join([*(told[side] for side in free), "other if it is no side of the tie"])
        if "partner" in fields_of(header):
            ways += "; if it is the partner of other ties, add a copy in which those have rows of their own"
        why = "its cells look like places" if noun == "places" else "its header names a side of the tie"
        return f"{why}{shown}, and another column is the partner: write {ways}"
    return ""
