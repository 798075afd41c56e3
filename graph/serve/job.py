"""A query on its way to a worker, and through more than one where those end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from . import frames

if TYPE_CHECKING:
    import asyncio

    from .evaluate import Task
    from .process import Process, Told


class Job:
    """A query on its way: whose it is, what is to be done, and the future that becomes the answer or its refusal."""

    __slots__ = ("arrived", "client", "deaths", "future", "key", "long", "losses", "process", "retried", "task")

    def __init__(self, client: str, task: Task, future: asyncio.Future[Told]) -> None:
        self.client, self.future = client, future
        self.task = frames.task(task)
        self.key = hash((task["query"], tuple(task["default"] or ()), tuple(task["named"] or ())))
        self.arrived = time.monotonic()
        self.process: Process | None = None
        self.long = self.retried = False
        self.deaths = self.losses = 0  # processes that ended at it, and those that ended while they had it
