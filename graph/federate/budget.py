"""What may be asked when: query time and errors as token buckets, and the holds that a remote puts on us."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from .deadline import Deadline


_DAY = 86_400.0


class Bucket:
    """Tokens that come back at a rate, up to a burst; it may be overdrawn, since a cost is known only afterwards."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst, self._level = rate, burst, burst
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def missing(self, tokens: float = 0.0) -> float:
        """Give the seconds until there are so many tokens again, 0 where there are."""
        with self._lock:
            self._refill()
            return max(0.0, (tokens - self._level) / self._rate)

    def spend(self, tokens: float) -> None:
        """Take tokens out."""
        with self._lock:
            self._refill()
            self._level -= tokens

    def _refill(self) -> None:
        now = time.monotonic()
        self._level = min(self._burst, self._level + (now - self._seen) * self._rate)
        self._seen = now


class Holds:
    """Until when each host asked us to stay away; kept in a file, so that the next run stays away as well."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()
        if file is not None:
            self._until = _read(file)

    def put(self, host: str, seconds: float) -> None:
        """Note that a host must not be asked for so many seconds."""
        with self._lock:
            self._until[host] = max(self._until.get(host, 0.0), time.time() + seconds)
            if self._file is not None:
                self._until = {**_read(self._file), **self._until}
                self._file.parent.mkdir(parents=True, exist_ok=True)
                beside = self._file.with_suffix(".part")
                beside.write_text(json.dumps(self._until), encoding="utf-8")
                beside.replace(self._file)

    def left(self, host: str) -> float:
        """Give the seconds for which a host must still not be asked."""
        with self._lock:
            return max(0.0, self._until.get(host, 0.0) - time.time())

    def wait(self, host: str, deadline: Deadline) -> None:
        """Wait until a host may be asked; raises DeadlinePassed where that is too late."""
        while left := self.left(host):
            deadline.sleep(left, f"{host} asked not to be asked for {left:.1f} s more")


def retry_after(value: str | None) -> float | None:
    """Give the seconds of a Retry-After header in either form, a day at most, None where it cannot be read.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return min(_DAY, float(value))
    try:
        moment = parsedate_to_datetime(value)
        return min(_DAY, max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - time.time()))
    except (ValueError, OverflowError):
        return None


def _read(file: Path) -> dict[str, float]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return {str(host): float(until) for host, until in held.items() if float(until) > time.time()}
    except (OSError, ValueError, AttributeError):
        return {}
