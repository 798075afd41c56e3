"""One moment by which a whole call has to end, waits and retries included."""

from __future__ import annotations

import time

from ...ontology.errors import DeadlinePassed


class Deadline:
    """So many seconds from now; ``at`` is that moment on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left, 0 when it has passed."""
        return max(0.0, self.at - time.monotonic())

    def sooner(self, seconds: float) -> Deadline:
        """Give the deadline so many seconds from now, or this one where it comes first."""
        return Deadline(min(seconds, self.left()))

    def sleep(self, seconds: float, reason: str) -> None:
        """Wait; raises DeadlinePassed at once, without waiting, where the wait would end after the deadline."""
        if seconds > self.left():
            raise DeadlinePassed(f"{reason}: a wait of {seconds:.1f} s would pass the deadline of {self.seconds:g} s")
        time.sleep(max(0.0, seconds))
