"""Answers too big for memory, on their way to clients: files closed when nobody takes them any more, bounded in sum."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Spool:
    """A file read by several at once; it is closed when the last of its ``takers`` is done, or when it is given up."""

    def __init__(self, descriptor: int, takers: int = 1) -> None:
        self._descriptor, self.takers = descriptor, takers
        self.closed = False
        self.on_close: Callable[[], None] | None = None

    def read(self, size: int, place: int) -> bytes:
        """Give what stands at a place; nothing past the end, and nothing once it is closed."""
        return b"" if self.closed else os.pread(self._descriptor, size, place)

    def done(self) -> None:
        """Say that one taker is done."""
        self.takers -= 1
        if self.takers <= 0:
            self.close()

    def close(self) -> None:
        """Give the file up; a transfer under way breaks."""
        if self.closed:
            return
        self.closed = True
        os.close(self._descriptor)
        if self.on_close is not None:
            self.on_close()


class Spools:
    """The answers held in files: at most ``most`` bytes of them; past that, who holds most loses the oldest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Spool, tuple[str, int]] = {}
        self.size = self.given_up = 0

    def __len__(self) -> int:
        return len(self._held)

    def hold(self, spool: Spool, client: str, size: int) -> None:
        """Take one more into account, which a client asked for; others may be given up for it."""
        self._held[spool] = (client, size)
        self.size += size
        spool.on_close = lambda: self._closed(spool)
        while self.size > self._most and len(self._held) > 1:
            self.given_up += 1
            self._worst(spool).close()

    def _worst(self, newest: Spool) -> Spool:
        """Give the oldest of the client that holds most, but never the one just taken."""
        sums: Counter[str] = Counter()
        for client, size in self._held.values():
            sums[client] += size
        worst = max(sums, key=lambda client: sums[client])
        held = [spool for spool, (client, _) in self._held.items() if spool is not newest and client == worst]
        return held[0] if held else next(iter(self._held))

    def _closed(self, spool: Spool) -> None:
        _, size = self._held.pop(spool)
        self.size -= size
