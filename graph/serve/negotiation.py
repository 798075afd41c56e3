"""Content negotiation as RFC 9110 section 12 defines it: which of the things on offer a client would rather have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Rest = ParamSpec("Rest")
Given = TypeVar("Given")

ORDINARY = 512
_MOST = 64


class Range(NamedTuple):
    """One element of an Accept header: type and subtype or ``*``, and how much it is wanted, from 0 to 1."""

    type: str
    subtype: str
    quality: float


def remembered(
    read: Callable[Concatenate[str | None, Rest], Given],
) -> Callable[Concatenate[str | None, Rest], Given]:
    """Give a reader of headers that remembers what it read, but of no header longer than any honest client's."""
    known = lru_cache(maxsize=512)(read)

    def either(header: str | None, /, *rest: Rest.args, **named: Rest.kwargs) -> Given:
        if header is not None and len(header) > ORDINARY:
            return read(header, *rest, **named)
        return known(header, *rest, **named)  # type: ignore[arg-type]

    return either


@remembered
def choose(header: str | None, offers: tuple[str, ...]) -> str | None:
    """Give the media type on offer that the Accept header likes best, the earlier among equals; None for none.

    Several headers come joined by commas. What cannot be read of them is passed over; nothing left is as ``*/*``.
    """
    wanted = _ranges(header)
    if not wanted:
        return offers[0] if offers else None
    best, most = None, 0.0
    for offer in offers:
        quality = _quality(offer, wanted)
        if quality > most:
            best, most = offer, quality
    return best


@remembered
def choose_encoding(header: str | None) -> str | None:
    """Give ``gzip`` or ``identity``, whichever Accept-Encoding likes better, gzip among equals; None for neither."""
    if header is None:
        return "identity"
    wanted = dict(_weighted(header))
    star = wanted.get("*")
    gzip = wanted.get("gzip", wanted.get("x-gzip", star or 0.0))
    identity = wanted.get("identity", 0.0 if star == 0.0 else None)
    if gzip > 0 and (identity is None or gzip >= identity):
        return "gzip"
    return None if identity == 0.0 else "identity"


@remembered
def languages(header: str | None) -> tuple[str, ...]:
    """Give the language ranges of an Accept-Language header in lower case, best first, those refused left out."""
    wanted = _weighted(header or "")
    return tuple(name for name, quality in sorted(wanted, key=lambda pair: -pair[1]) if quality > 0)


def _quality(offer: str, wanted: list[Range]) -> float:
    """Give the weight that the most specific range that fits gives an offer."""
    kind, _, subtype = offer.partition("/")
    specific, quality = -1, 0.0
    for range_ in wanted:
        if range_.type not in {kind, "*"} or range_.subtype not in {subtype, "*"}:
            continue
        rank = (range_.type != "*") + (range_.subtype != "*")
        if rank > specific or (rank == specific and range_.quality > quality):
            specific, quality = rank, range_.quality
    return quality


def _ranges(header: str | None) -> list[Range]:
    found = []
    for name, quality in _weighted(header or ""):
        kind, slash, subtype = name.partition("/")
        if name == "*":  # sent by some old clients for */*
            found.append(Range("*", "*", quality))
        elif slash and kind and subtype and (kind != "*" or subtype == "*"):
            found.append(Range(kind, subtype, quality))
    return found


def _weighted(header: str) -> list[tuple[str, float]]:
    """Give the elements of a header with their ``q``; other parameters say nothing that is on offer here."""
    found = []
    for element in header.split(",")[:_MOST]:
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        weights = [part[2:].strip() for part in parameters if part.startswith("q=")]
        quality = _weight(weights[0]) if weights else 1.0
        if name and quality is not None:
            found.append((name, quality))
    return found


def _weight(text: str) -> float | None:
    whole, _, part = text.partition(".")
    if whole not in {"0", "1"} or (part and not (part.isascii() and part.isdigit())):
        return None
    return min(float(text), 1.0)
