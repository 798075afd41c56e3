"""Who is next: the client that has used least of late, first come first served within one client."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, Protocol, TypeVar

_HALF_LIFE = 30.0
_CLIENTS = 4096


class Waiting(Protocol):
    """What waits: it belongs to a client."""

    client: str


Item = TypeVar("Item", bound=Waiting)


class Usage:
    """The seconds of work each client has used, of which half is forgotten every 30 seconds."""

    def __init__(self) -> None:
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def charge(self, client: str, seconds: float, now: float) -> None:
        """Add work; the client not seen for longest is forgotten when there are too many."""
        self._used[client] = (self.of(client, now) + seconds, now)
        self._used.move_to_end(client)
        if len(self._used) > _CLIENTS:
            self._used.popitem(last=False)

    def of(self, client: str, now: float) -> float:
        """Give what a client has used, in seconds."""
        used, when = self._used.get(client, (0.0, now))
        return used * 0.5 ** ((now - when) / _HALF_LIFE) if used else 0.0


class FairQueue(Generic[Item]):
    """A queue with one line a client; at most ``most`` wait in all, and one client's at most half of that."""

    def __init__(self, most: int, usage: Usage) -> None:
        self._most, self._usage = most, usage
        self._lines: dict[str, deque[Item]] = {}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def put(self, item: Item) -> bool:
        """Take an item, or give False where there is no place for it."""
        line = self._lines.get(item.client, ())
        if self._length >= self._most or len(line) >= max(1, self._most // 2):
            return False
        self._lines.setdefault(item.client, deque()).append(item)
        self._length += 1
        return True

    def put_back(self, item: Item) -> None:
        """Take an item again, before all others of its client and whatever the length."""
        self._lines.setdefault(item.client, deque()).appendleft(item)
        self._length += 1

    def pop(self, now: float, barred: frozenset[str] = frozenset()) -> Item | None:
        """Give the next item of the client that has used least, those barred left out; None for none."""
        if not self._length:
            return None
        clients = [client for client in self._lines if client not in barred]
        if not clients:
            return None
        client = clients[0] if len(clients) == 1 else min(clients, key=lambda name: self._usage.of(name, now))
        item = self._lines[client].popleft()
        self._shorten(client)
        return item

    def remove(self, item: Item) -> bool:
        """Take an item out; False where it does not wait here."""
        line = self._lines.get(item.client, deque())
        if item not in line:
            return False
        line.remove(item)
        self._shorten(item.client)
        return True

    def items(self) -> list[Item]:
        """Give all that waits."""
        return [item for line in self._lines.values() for item in line]

    def _shorten(self, client: str) -> None:
        self._length -= 1
        if not self._lines[client]:
            del self._lines[client]
