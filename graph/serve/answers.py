"""Whole answers kept within a stated memory, the one not asked for longest forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Answer = TypeVar("Answer")

_ENTRY = 512  # bytes that an entry takes beside its content, rounded up


class Kept(Generic[Answer]):
    """Answers by what was asked, at most ``most`` bytes of them; one bigger than an eighth of that is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Answer | None:
        """Give what was kept for this, or None."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, answer: Answer, size: int) -> None:
        """Keep an answer; ``size`` is that of its content and of its key in bytes."""
        size += _ENTRY
        if size > self._most // 8 or key in self._kept:
            return
        self._kept[key] = (answer, size)
        self.size += size
        while self.size > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self.size -= gone

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self.size = 0
