"""What may be asked when: query time and errors as token buckets, and the holds that a remote puts on us."""

from __future__ import annotations

import fcntl
import json
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ..write import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .deadline import Deadline


_DAY = 86_400.0


class Bucket:
    """Tokens that come back at a rate, up to a burst; it may be overdrawn, since a cost is known only afterwards.

    With a file it is one with the buckets of all processes that name it, and of the next run; a file that cannot be
    read or written counts for nothing. A clock that was set back gives nothing back.
    """

    def __init__(self, rate: float, burst: float, file: Path | None = None) -> None:
        self._rate, self._burst, self._file = rate, burst, file
        self._level, self._seen = burst, time.time()
        self._lock = threading.Lock()

    def missing(self, tokens: float = 0.0) -> float:
        """Give the seconds until there are so many tokens again, 0 where there are."""
        with self._lock:
            self._refill()
            return max(0.0, (tokens - self._level) / self._rate)

    def spend(self, tokens: float) -> None:
        """Take tokens out."""
        with self._lock, _alone(self._file):
            self._refill()
            self._level -= tokens
            if self._file is not None:
                with suppress(OSError):
                    _write(self._file, [self._level, self._seen])

    def _refill(self) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError, TypeError):
                level, seen = json.loads(self._file.read_text(encoding="utf-8"))
                self._level, self._seen = float(level), float(seen)
        now = time.time()
        self._level = min(self._burst, self._level + max(0.0, now - self._seen) * self._rate)
        self._seen = now


class Holds:
    """Until when each host asked us to stay away, a day at most; kept in a file, so that the next run stays away too.

    A file that cannot be read or written counts for nothing.
    """

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
                with suppress(OSError):
                    _write(self._file, self._until)

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


@contextmanager
def _alone(file: Path | None) -> Iterator[None]:
    """Keep other processes from the file meanwhile, where it can be locked."""
    with ExitStack() as stack:
        if file is not None:
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context(file.with_suffix(".lock").open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps(content).encode())


def _read(file: Path) -> dict[str, float]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        now = time.time()
        return {str(host): min(now + _DAY, float(until)) for host, until in held.items() if float(until) > now}
    except (OSError, ValueError, AttributeError, TypeError, OverflowError):
        return {}
