"""Counters for Prometheus, in its text format (version 0.0.4)."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .service import Service

MEDIA = "text/plain; version=0.0.4"
_BOUNDS = (0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 20.0)


class Metrics:
    """What was counted since the start."""

    def __init__(self) -> None:
        self.began = time.time()
        self.requests: Counter[tuple[str, int]] = Counter()
        self.events: Counter[str] = Counter()
        self.ready: Counter[int] = Counter()
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one request that took its way through a handler."""
        self.requests[route, status] += 1
        self._buckets[bisect_left(_BOUNDS, seconds)] += 1
        self._seconds += seconds

    def count(self, event: str) -> None:
        """Count something that happened."""
        self.events[event] += 1

    def text(self, service: Service) -> bytes:
        """Give all figures in Prometheus' text format."""
        lines = ["# TYPE youcheng_requests_total counter"]
        for (route, status), count in sorted(self.requests.items()):
            lines.append(f'youcheng_requests_total{{route="{route}",status="{status}"}} {count}')
        written = self.ready
        lines += [f'youcheng_requests_total{{route="ready",status="{one}"}} {written[one]}' for one in (200, 304)]
        lines += self._histogram()
        for name, value in (
            ("ready_responses_total", self.ready.total()), ("clients_left_total", self.events["left"]),
            ("broken_transfers_total", self.events["broken"]),
            ("answers_given_up_total", service.spools.given_up),
            *((f"workers_{name}_total", count) for name, count in service.pool.counts.items()),
        ):  # fmt: skip
            lines += [f"# TYPE youcheng_{name} counter", f"youcheng_{name} {value}"]
        for name, value in (
            *((f"workers_{state}", count) for state, count in service.pool.states().items()),
            ("answers_held", len(service.spools)),
            ("answers_held_bytes", service.spools.size),
            ("answers_kept", len(service.kept) + len(service.responses)),
            ("answers_kept_bytes", service.kept.size + service.responses.size),
            ("start_time_seconds", round(self.began)),
        ):  # fmt: skip
            lines += [f"# TYPE youcheng_{name} gauge", f"youcheng_{name} {value}"]
        lines += ["# TYPE youcheng_release_info gauge", f'youcheng_release_info{{sha256="{service.release.id}"}} 1']
        return ("\n".join(lines) + "\n").encode()

    def _histogram(self) -> list[str]:
        name = "youcheng_request_seconds"
        lines, total = [f"# TYPE {name} histogram"], 0
        for bound, count in zip((*map(str, _BOUNDS), "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}"]
