"""The IRIs that a build mints, all ASCII, all beneath one base."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..ontology.errors import UsageError
from .places import HOMES

_BASE = re.compile(r"https?://[!-;=@-\[\]_a-z~]+/")
BASE = "https://w3id.org/youcheng/"


class Iris(NamedTuple):
    """Mints IRIs beneath a base that ends in a slash."""

    base: str = BASE

    def place(self, place_id: str) -> str:
        """Give a place or country, such as ``…/place/jp-nara``."""
        return f"{self.base}place/{place_id}"

    def twinning(self, one: str, other: str) -> str:
        """Give the twinning of two place ids, the Chinese side first, so that all lists meet on one node.

        Of two ids neither of which is in China, one in Hong Kong, Macao or Taiwan comes first.
        """
        ranks = {code: rank for rank, code in enumerate(HOMES)}
        first, second = sorted((one, other), key=lambda place_id: (ranks.get(place_id[:2], len(ranks)), place_id))
        return f"{self.base}twinning/{first}--{second}"

    def list(self, list_id: str, fragment: str = "") -> str:
        """Give a list, which is also its named graph, or something in it, such as ``…#row-12``."""
        return f"{self.base}list/{list_id}" + (f"#{fragment}" if fragment else "")

    @property
    def places(self) -> str:
        """Give the named graph of places."""
        return f"{self.base}places"

    def derived(self, rule: str) -> str:
        """Give the named graph of what one derive query gives."""
        return f"{self.base}derived/{rule}"


def iris(base: str) -> Iris:
    """Give the mint of a base IRI; raises UsageError unless it is http(s), ASCII and ends in a slash."""
    if not _BASE.fullmatch(base):
        raise UsageError(f"base {base!r} is not an ASCII http(s) IRI that ends in a slash, such as {BASE}")
    return Iris(base)
