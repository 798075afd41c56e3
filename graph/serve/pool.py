"""The worker processes and what they are given: short queries first, long ones apart, none for ever.

A query starts as a short one. If it outlasts the slice it becomes a long one: its process gives way to all others, a
new process takes its place, and only so many may be long at a time. Where there is no place for another long query, it
is stopped and waits. A query that was long before is long from the start.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ...ontology.errors import ReleaseError, RequestRefused
from . import refusals
from .fairness import FairQueue, Usage
from .federation import Mediator
from .job import Job
from .nursery import Nursery
from .process import Process, State, Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from .evaluate import Task
    from .settings import Settings

_TICK = 0.02
_REMEMBERED = 1024
_ANSWERS_A_PROCESS = 50_000
_WAITING = 10
_AHEAD = 4  # queries that a process is sent beside the one it is at, when many wait
_START = 30.0
_AGAIN = 5.0
_SOON = 0.5
_LOSSES = 3


class Pool:
    """The processes of one release at a time; ``notice`` is told of events that an operator wants to know."""

    def __init__(self, settings: Settings, notice: Callable[..., None]) -> None:
        self._settings, self._notice = settings, notice
        self._loop = asyncio.get_running_loop()
        self._target = settings.workers or max(2, os.cpu_count() or 1)
        self._usage = Usage()
        self._short: FairQueue[Job] = FairQueue(settings.queue, self._usage)
        self._long: FairQueue[Job] = FairQueue(max(4, 2 * settings.long_workers), self._usage)
        self._known_long: OrderedDict[int, None] = OrderedDict()
        self._processes: dict[Process, None] = {}
        self._release = self._opening = ""
        self._handles: dict[str, int] = {}
        self._unstarted = 0
        self._opened: asyncio.Future[list[str]] | None = None
        self._ticking: asyncio.TimerHandle | None = None
        self._nursery = Nursery()
        self._mediator = Mediator(settings.services)
        self._threads = ThreadPoolExecutor(settings.long_workers, "mediator")
        self._closed = False
        self.counts = {"started": 0, "ended_by_limit": 0, "crashed": 0, "refused": 0, "long": 0}

    async def open(self, release: str, handle: int) -> list[str]:
        """Serve this release from now on, and give the graphs it holds; the one before serves until this one is open.

        ``handle`` is one on its folder. Raises ReleaseError where no process can open it; the one before then stays.
        """
        self._handles[release], self._unstarted = handle, 0
        self._opening, self._opened = release, self._loop.create_future()
        self._fill()
        try:
            graphs = await asyncio.wait_for(self._opened, _START)
        except TimeoutError as error:
            raise ReleaseError(f"the release cannot be served: it did not open within {_START:g} s") from error
        else:
            self._release = release
        finally:
            self._opening = self._release
            self._handles = {self._release: self._handles[self._release]} if self._release else {}
            for process in [p for p in self._processes if p.release != self._release and p.job is None]:
                self._drop(process)
        self._dispatch()
        return graphs

    def submit(self, client: str, task: Task) -> Job:
        """Take a query; its future gives what a worker told, or raises RequestRefused."""
        job = Job(client, task, self._loop.create_future())
        job.long = job.key in self._known_long
        if not (self._long if job.long else self._short).put(job):
            self._refuse(job, refusals.busy(long=job.long))
        else:
            self._dispatch()
        return job

    def cancel(self, job: Job) -> None:
        """Stop a query that nobody waits for any more."""
        if not job.future.done():
            job.future.cancel()
        if not self._short.remove(job) and not self._long.remove(job) and job.process is not None and job.long:
            self._kill(job.process)  # a short one is let finish: that costs less than a new process

    def close(self) -> None:
        """End all processes."""
        self._closed = True
        for process in list(self._processes):
            for job in (process.job, *process.ahead):
                if job is not None:
                    self._refuse(job, refusals.closing())
            process.end()
        self._processes.clear()
        if self._ticking is not None:
            self._ticking.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._nursery.close()

    def states(self) -> dict[str, int]:
        """Give how many processes stand where, and how many queries wait."""
        found = dict.fromkeys((state.value for state in State if state is not State.GONE), 0)
        for process in self._processes:
            found[process.state.value] += 1
        return {**found, "waiting_short": len(self._short), "waiting_long": len(self._long)}

    def _fill(self) -> None:
        """Have as many processes for short queries as there should be."""
        if self._closed:
            return
        if not self._nursery.alive:
            self._notice("nursery", detail="the process that forks workers ended; it is started again")
            self._nursery.close()
            self._nursery = Nursery()
        for release in {self._release, self._opening} - {""}:
            there = sum(p.release == release and p.state is not State.LONG for p in self._processes)
            for _ in range(there, self._target):
                process = Process(self._loop, release, self._told, self._gone)
                try:
                    process.fork(self._nursery, self._settings.memory, self._handles[release])
                except OSError:  # the nursery has just ended
                    self._loop.call_later(_SOON, self._fill)
                    return
                self._processes[process] = None
                self.counts["started"] += 1

    def _dispatch(self) -> None:
        now = time.monotonic()
        for process in list(self._processes):
            if not len(self._short) and not len(self._long):
                break
            if process.state is State.IDLE and process.release == self._release:
                job = self._next_long(now) or self._short.pop(now)
                if job is not None:
                    self._give(process, job, now)
                    self._give_more(process, now)
        if self._ticking is None and not self._closed:
            self._ticking = self._loop.call_later(_TICK, self._tick)

    def _next_long(self, now: float) -> Job | None:
        if not len(self._long) or self._places() <= 0:
            return None
        return self._long.pop(now, frozenset(client for client in self._long_clients() if self._has_its_share(client)))

    def _places(self) -> int:
        return self._settings.long_workers - sum(p.state is State.LONG for p in self._processes)

    def _long_clients(self) -> list[str]:
        return [p.job.client for p in self._processes if p.state is State.LONG and p.job is not None]

    def _has_its_share(self, client: str) -> bool:
        return self._long_clients().count(client) >= max(1, self._settings.long_workers - 1)

    def _give(self, process: Process, job: Job, now: float) -> None:
        process.job, process.began, process.state, job.process = job, now, State.SHORT, process
        process.send(job.task)
        if job.long:
            self._promote(process)

    def _give_more(self, process: Process, now: float) -> None:
        """Send a process what it can go on with without a pause; it may come back if the query before it is long."""
        suspect = process.job is not None and process.job.losses
        if process.state is not State.SHORT or self._settings.services or suspect:  # what is fetched comes as tasks do
            return
        for _ in range(min(_AHEAD, len(self._short) // self._target)):
            job = self._short.pop(now)
            if job is not None:
                job.process = process
                process.ahead.append(job)
                process.send(job.task)

    def _take_back(self, process: Process) -> None:
        """Let others have what a process was sent and will not come to."""
        for job in reversed(process.ahead):
            job.process = None
            self._short.put_back(job)
        process.ahead.clear()

    def _promote(self, process: Process) -> None:
        """Make a process one for a long query, and have another in its place."""
        process.state = State.LONG
        self.counts["long"] += 1
        self._take_back(process)
        process.yield_to_others()
        self._fill()

    def _tick(self) -> None:
        self._ticking = None
        now = time.monotonic()
        for process in [p for p in self._processes if p.job is not None]:
            self._check(process, now)
        for queue in (self._short, self._long):
            for job in queue.items():
                if now - job.arrived > self._settings.wait * (2 if job.long else 1) and queue.remove(job):
                    self._refuse(job, refusals.busy(long=job.long))
        if len(self._short) or len(self._long) or any(p.job for p in self._processes):
            self._dispatch()

    def _check(self, process: Process, now: float) -> None:
        job, elapsed = process.job, now - process.began
        if job is None:
            return
        if elapsed > self._settings.deadline:
            self.counts["ended_by_limit"] += 1
            self._kill(process)
            self._refuse(job, refusals.deadline(self._settings.deadline))
        elif process.state is State.SHORT and self._stands_still(process, elapsed):
            self._notice("worker stands still", detail="it has not worked for a query it was given; it is replaced")
            self._kill(process)
            self._again(job)
        elif process.state is State.SHORT and self._outlasts(process, elapsed):
            self._remember(job.key)
            if job.future.done():  # its client left
                self._kill(process)
            elif self._places() > 0 and not self._has_its_share(job.client):
                job.long = True
                self._promote(process)
            else:
                self._kill(process)
                job.process, job.long, job.arrived = None, True, now
                if not self._long.put(job):
                    self._refuse(job, refusals.busy(long=True))

    def _stands_still(self, process: Process, elapsed: float) -> bool:
        """Tell whether a process that was given a query, and waits for nothing, has got no processor since."""
        job = process.job
        patient = elapsed <= max(1.0, _WAITING * self._settings.slice)
        if patient or process.fetching or job is None or job.losses >= _LOSSES:
            return False
        return process.worked() == 0.0

    def _outlasts(self, process: Process, elapsed: float) -> bool:
        """Tell whether a query has worked for longer than the slice, or waited for something far longer.

        On a busy machine time passes without work; that does not make a query a long one.
        """
        return (process.worked() or 0.0) > self._settings.slice or elapsed > _WAITING * self._settings.slice

    def _remember(self, key: int) -> None:
        self._known_long[key] = None
        if len(self._known_long) > _REMEMBERED:
            self._known_long.popitem(last=False)

    def _told(self, process: Process, told: Told) -> None:
        if process.state is State.STARTING:
            self._started(process, told.said)
            return
        if "fetch" in told.said:
            self._fetch(process, told.said["fetch"])
            return
        job, now = process.job, time.monotonic()
        if job is not None:
            self._usage.charge(job.client, now - process.began, now)
            if now - process.began < self._settings.slice:
                self._known_long.pop(job.key, None)
        process.job, process.began = process.ahead.popleft() if process.ahead else None, now
        process.answered += 1
        worn = process.answered >= _ANSWERS_A_PROCESS or process.release != self._release
        if process.state is State.LONG or (worn and process.job is None):
            self._drop(process)
        elif process.job is None:
            process.state = State.IDLE
        if job is not None:
            self._conclude(job, told)
        self._dispatch()

    def _fetch(self, process: Process, asked: dict[str, Any]) -> None:
        """Have the mediator ask a remote endpoint for a process that waits for it, within the query's time."""
        process.fetching = True
        left = self._settings.deadline - (time.monotonic() - process.began)
        fetching = self._loop.run_in_executor(self._threads, self._mediator.fetched, asked, max(left, 0.01))
        fetching.add_done_callback(lambda done: process.give(done.result()))

    def _conclude(self, job: Job, told: Told) -> None:
        if job.future.done():
            if told.file is not None:
                told.file.close()
            return
        said = told.said
        if "problem" not in said:
            job.future.set_result(told)
        elif said["problem"] == "memory":
            self._refuse(job, refusals.memory(self._settings.memory))
        elif said["problem"] == "store":
            self._retry(job, said["detail"])
        elif said["problem"] == "space":
            self._notice("space", detail=said["detail"])
            self._refuse(job, refusals.space())
        else:
            members: dict[str, Any] = said["members"]
            job.future.set_exception(RequestRefused(said["status"], said["problem"], said["detail"], **members))

    def _started(self, process: Process, said: dict[str, Any]) -> None:
        opened = self._opened
        if "failed" in said:
            self._drop(process, refill=False)
            if opened is not None and not opened.done() and process.release == self._opening:
                opened.set_exception(ReleaseError(f"the release cannot be served: {said['failed']}"))
            elif process.release == self._release:
                self._notice("worker not started", detail=said["failed"])
                self._loop.call_later(_AGAIN, self._fill)
            return
        process.ready(said["ready"])
        if not said["sealed"]:
            self._notice(
                "unsealed", detail="this kernel cannot keep the workers from the network; SERVICE is still refused"
            )
        if opened is not None and not opened.done() and process.release == self._opening:
            opened.set_result(said["graphs"])
        self._dispatch()

    def _gone(self, process: Process, words: str) -> None:
        """Act on the end of a process that nobody asked for."""
        job, started, alone = process.job, process.pid != 0, not process.ahead
        self._take_back(process)
        self._processes.pop(process, None)
        if job is not None:
            self._usage.charge(job.client, time.monotonic() - process.began, time.monotonic())
            if "memory allocation" in words or "MemoryError" in words:
                self._refuse(job, refusals.memory(self._settings.memory))
            else:
                job.deaths += alone and not process.unread  # else it may not have come to this query at all
                self._again(job)
        self.counts["ended_by_limit" if job else "crashed"] += 1
        self._notice("worker ended", detail=words.partition("\n")[0][:200], busy=job is not None)
        if not started:
            self._not_started(process, words)
        self._loop.call_later(0 if started else _SOON, self._fill)  # one that dies at once is not made in a circle

    def _again(self, job: Job) -> None:
        """Give a query whose process ended to another one, unless it has brought down two."""
        job.losses += 1
        if job.deaths > 1 or job.losses > _LOSSES:
            self._refuse(job, refusals.crashed())
        elif not job.future.done():
            job.process, job.arrived = None, time.monotonic()
            (self._long if job.long else self._short).put_back(job)
            self._loop.call_soon(self._dispatch)

    def _not_started(self, process: Process, words: str) -> None:
        """Give a release up whose processes end before they have opened it."""
        opened, self._unstarted = self._opened, self._unstarted + 1
        if opened is not None and not opened.done() and process.release == self._opening and self._unstarted > _LOSSES:
            said = words.strip().rpartition("\n")[2][:200] or "they ended without a word"
            limit = f"memory = {self._settings.memory}"
            reason = f"its processes end while they open it ({said}); {limit} MiB may be too little"
            opened.set_exception(ReleaseError(f"the release cannot be served: {reason}"))

    def _retry(self, job: Job, detail: str) -> None:
        """Give a query that the store could not be read for to another process, once."""
        self._notice("store", detail=detail)
        if job.retried or not self._short.put(job):
            self._refuse(job, refusals.store())
            return
        job.retried, job.process = True, None

    def _refuse(self, job: Job, refusal: RequestRefused) -> None:
        self.counts["refused"] += 1
        if not job.future.done():
            job.future.set_exception(refusal)

    def _kill(self, process: Process) -> None:
        if process.job is not None:
            self._usage.charge(process.job.client, time.monotonic() - process.began, time.monotonic())
            process.job = None
        self._take_back(process)
        self._drop(process)

    def _drop(self, process: Process, *, refill: bool = True) -> None:
        process.end()
        self._processes.pop(process, None)
        if refill:
            self._fill()
