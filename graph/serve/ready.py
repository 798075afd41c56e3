"""Whole responses ready to be written, and what makes two requests ask for the same one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..pages.reader import language
from .formats import variant
from .negotiation import ORDINARY, choose_encoding, languages

if TYPE_CHECKING:
    from collections.abc import Iterable


_BODY = {b"content-length", b"transfer-encoding", b"expect", b"upgrade"}


class Ready(NamedTuple):
    """A whole response, ready to be written: its head without date, its body, its entity tag."""

    head: bytes
    body: bytes
    etag: bytes
    not_modified: bytes


class Heard(NamedTuple):
    """What the headers of a request say that bears on whether a kept response fits: read in one pass."""

    hosts: int
    accept: bytes | None
    encoding: bytes | None
    tongue: bytes | None
    none_match: bytes | None
    plain: bool  # no body, no other protocol


def heard(headers: Iterable[tuple[bytes, bytes]]) -> Heard:
    """Read the headers of a request."""
    hosts, plain = 0, True
    accept = encoding = tongue = none_match = None
    for name, value in headers:
        if name == b"host":
            hosts += 1
        elif name == b"accept":
            accept = value if accept is None else accept + b"," + value
        elif name == b"accept-encoding":
            encoding = value if encoding is None else encoding + b"," + value
        elif name == b"accept-language":
            tongue = value if tongue is None else tongue + b"," + value
        elif name == b"if-none-match":
            none_match = value
        elif name in _BODY:
            plain = False
    return Heard(hosts, accept, encoding, tongue, none_match, plain)


def key(url: bytes, said: Heard) -> tuple[bytes, str] | None:
    """Give the address and what the headers choose, whatever their words; None where they are too long to be kept."""
    _, accept, encoding, tongue, _, _ = said
    if len(accept or b"") + len(encoding or b"") + len(tongue or b"") > ORDINARY:
        return None
    return url, _choice(accept, encoding, tongue)


@lru_cache(maxsize=1024)
def _choice(accept: bytes | None, encoding: bytes | None, tongue: bytes | None) -> str:
    """Give all that is chosen, as one text: that keeps its hash, which tuples compute each time."""
    read = [None if value is None else value.decode("latin-1") for value in (accept, encoding, tongue)]
    return repr((variant(read[0]), choose_encoding(read[1]), language(languages(read[2]))))
