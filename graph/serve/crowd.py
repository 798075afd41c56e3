"""Who has a place: only so many connections at a time, and of one address at most half of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from . import refusals

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...ontology.errors import RequestRefused


class Crowd:
    """The connections of a server by address; those of ``trusted`` proxies stand for many and have no share."""

    def __init__(self, most: int, trusted: Collection[str]) -> None:
        self._most, self._share, self._trusted = most, max(1, most // 2), trusted
        self._held: Counter[str] = Counter()
        self.size = 0

    def enter(self, peer: str) -> None:
        """Count one more connection."""
        self.size += 1
        self._held[self._whose(peer)] += 1

    def leave(self, peer: str) -> None:
        """Count one less."""
        whose = self._whose(peer)
        self.size -= 1
        self._held[whose] -= 1
        if not self._held[whose]:
            del self._held[whose]

    def refusal(self, peer: str) -> RequestRefused | None:
        """Give why a connection that has entered has no place, None where it has one."""
        if self.size <= self._share:
            return None
        if self.size > self._most:
            return refusals.crowded(f"all {self._most:,} connections are taken")
        if self._held[self._whose(peer)] > self._share and peer not in self._trusted:
            return refusals.crowded(f"one address may have {self._share:,} connections at a time")
        return None

    @property
    def bursting(self) -> bool:
        """Tell whether there are so many that not even a refusal can be written to one more."""
        return self.size > 2 * self._most

    def _whose(self, peer: str) -> str:
        return peer if peer in self._trusted else network(peer)


def network(address: str) -> str:
    """Give what stands for one client: the address, of IPv6 its network of 64 bits."""
    if ":" not in address:
        return address
    return address[7:] if address.startswith("::ffff:") and "." in address else ":".join(address.split(":")[:4])
