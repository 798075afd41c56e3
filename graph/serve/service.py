"""What all handlers stand on: the release, its processes, the answers kept, and how a query becomes a response."""

from __future__ import annotations

import asyncio
import gc
import os
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ...ontology.errors import ReleaseError, RequestRefused
from . import releases
from .answers import Kept
from .formats import offered
from .guard import may_call_out, unknown_graph
from .messages import ClientLeft, Response
from .negotiation import choose_encoding
from .opened import Opened
from .pool import Pool
from .spool import Spools

if TYPE_CHECKING:
    from collections.abc import Hashable

    from .evaluate import Task
    from .formats import Choice
    from .job import Job
    from .log import Log
    from .messages import Request
    from .metrics import Metrics
    from .process import Told
    from .releases import Release
    from .settings import Settings

_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid)\b", re.IGNORECASE)
_LOOK_AFTER = 0.05


class Question(NamedTuple):
    """A query and the dataset that the protocol names for it; None for both means all graphs."""

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    safe_csv: bool = False


class _Flight:
    """A query under way since a time of the loop, the requests for it, and how many still wait."""

    __slots__ = ("job", "requests", "since", "waiting")

    def __init__(self, job: Job, since: float) -> None:
        self.job, self.since = job, since
        self.requests: list[Request] = []
        self.waiting = 0


class Service:
    """One served release path; ``open`` before the first question, ``close`` after the last."""

    def __init__(self, settings: Settings, base: str, log: Log, metrics: Metrics) -> None:
        self.settings, self.base, self.log, self.metrics = settings, base, log, metrics
        self.kept: Kept[Told] = Kept(settings.cache << 19)  # half the memory for answers
        self.responses: Kept[object] = Kept(settings.cache << 19)  # and half for whole responses, ready to send
        self.spools = Spools(settings.held << 20)
        self.pool = Pool(settings, log.event)
        self.release: Release
        self.opened: Opened
        self._stamp: releases.Stamp | None = None
        self._key = ""
        self.draining = False
        self._flights: dict[Hashable, _Flight] = {}
        self._looking: asyncio.TimerHandle | None = None
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the release and watch for another; raises ReleaseError where there is none."""
        await self._take()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """End the processes."""
        self.draining = True
        if self._watching is not None:
            self._watching.cancel()
        self.pool.close()

    async def answer(self, request: Request, question: Question, choice: Choice) -> Response:
        """Give the response to a query; raises RequestRefused, or ClientLeft where nobody is there to take it."""
        for graph in (*(question.default or ()), *(question.named or ())):
            if graph not in self.release.graphs:
                raise unknown_graph(graph)
        encoding = choose_encoding(request.header("accept-encoding"))
        if encoding is None:
            raise RequestRefused(
                406, "not-acceptable", "answers are sent plain or gzipped", available=["identity", "gzip"]
            )
        forms = choice.forms()
        key = (self.release.id, question, tuple(forms.values()), encoding)
        told = self.kept.get(key)
        if told is not None:
            return self._response(told, choice, "hit")
        try:
            told = await self._fly(request, key, self._task(question, forms, gzip=encoding == "gzip"))
        except RequestRefused as refusal:
            raise self._completed(refusal) from None
        federated = self.settings.services and may_call_out(question.query)
        lasting = not federated and not _VOLATILE.search(question.query)
        if told.file is None and lasting and told.release == self._key:
            self.kept.put(key, told, len(told.body) + 4 * len(question.query))
        return self._response(told, choice, "miss" if lasting else "never")

    def _task(self, question: Question, forms: dict[str, str | None], *, gzip: bool) -> Task:
        limits = self.settings
        return {
            "query": question.query,
            "base": f"{self.base}sparql",
            "default": None if question.default is None else list(question.default),
            "named": None if question.named is None else list(question.named),
            "forms": forms,
            "gzip": gzip,
            "safe_csv": question.safe_csv,
            "rows": limits.rows,
            "bytes": limits.answer << 20,
            "nesting": limits.nesting,
            "federated": bool(limits.services),
        }

    async def _fly(self, request: Request, key: Hashable, task: Task) -> Told:
        """Give what a worker told; the same query asked for by several at once is evaluated once."""
        flight = self._flights.get(key)
        if flight is None or flight.job.future.done():  # the one before was stopped, for all had left
            loop = asyncio.get_running_loop()
            flight = self._flights[key] = _Flight(self.pool.submit(request.client, task), loop.time())
            flight.job.future.add_done_callback(partial(self._landed, key, flight))
            if self._looking is None:
                self._looking = loop.call_later(_LOOK_AFTER, self._look)
        flight.waiting += 1
        flight.requests.append(request)
        try:
            return await asyncio.shield(flight.job.future) if flight.waiting > 1 else await flight.job.future
        except asyncio.CancelledError:
            raise ClientLeft from None
        finally:
            for watcher in request.watchers:
                watcher.cancel()

    def _landed(self, key: Hashable, flight: _Flight, done: asyncio.Future[Told]) -> None:
        """End a flight; a file that it brought is for all who asked."""
        if self._flights.get(key) is flight:
            del self._flights[key]
        told = None if done.cancelled() or done.exception() is not None else done.result()
        if told is not None and told.file is not None:
            told.file.takers = len(flight.requests)
            self.spools.hold(told.file, flight.requests[0].client, told.said["size"])

    def _look(self) -> None:
        """From now on, look whether the clients are still there whose queries take longer than most."""
        loop = asyncio.get_running_loop()
        for flight in [one for one in self._flights.values() if loop.time() - one.since >= _LOOK_AFTER]:
            for request in flight.requests:
                if not request.watchers:
                    request.watchers.append(asyncio.ensure_future(self._until_left(request, flight)))
        self._looking = loop.call_later(_LOOK_AFTER, self._look) if self._flights else None

    async def _until_left(self, request: Request, flight: _Flight) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        flight.waiting -= 1
        if flight.waiting == 0:
            self.metrics.count("left")
            self.pool.cancel(flight.job)

    def _response(self, told: Told, choice: Choice, cache: str) -> Response:
        said = told.said
        response = Response(
            media=str(getattr(choice, said["kind"])), body=told.body, file=told.file, size=said["size"],
            encoding=said["encoding"], etag=said["etag"], keep=cache == "hit",
        )  # fmt: skip
        if cache == "never":
            response.headers.append(("cache-control", "no-store"))
        response.log = {"cache": cache, "rows": said["rows"], "seconds": said["seconds"], "kind": said["kind"]}
        return response

    def _completed(self, refusal: RequestRefused) -> RequestRefused:
        """Say what is on offer where a worker found that no form of its kind of answer is acceptable."""
        kind = str(refusal.members.get("answer"))
        if refusal.kind == "inexpressible":
            refusal.members["available"] = offered({kind: None})
        elif refusal.kind == "not-acceptable" and "answer" in refusal.members:
            media = offered({kind: None})
            refusal.members["available"] = media
            refusal.detail = f"this answer ({kind}) is to be had as {', '.join(media)}"
        return refusal

    async def _take(self) -> None:
        """Serve the release that the path leads to now, once it is open for queries and for pages; else raise."""
        stamp = releases.stamp(self.settings.release)
        release = await asyncio.to_thread(releases.read, self.settings.release)
        if release.key == self._key:  # only its times have changed
            os.close(release.handle)
            self._stamp = stamp
            return
        opened = await asyncio.to_thread(Opened, release)
        graphs = await self.pool.open(release.key, release.handle)
        self.release, self.opened = replace(release, graphs=tuple(graphs)), opened
        self._stamp, self._key = stamp, release.key
        self.kept.clear()
        self.responses.clear()
        gc.unfreeze()  # what the release before was read with stands in cycles
        gc.collect()
        gc.freeze()
        self.log.event("release", id=release.id, folder=str(release.folder), graphs=len(graphs))

    async def _watch(self) -> None:
        """Take a new release when there is one; one that cannot be opened is reported once, until it changes."""
        failed: releases.Stamp | None = self._stamp
        while True:
            await asyncio.sleep(self.settings.watch)
            stamp = releases.stamp(self.settings.release)
            if stamp in {self._stamp, failed}:
                failed = stamp
                continue
            failed = stamp
            try:
                await self._take()
            except ReleaseError as error:
                self.log.event("release not taken", detail=str(error))
            except Exception as error:  # noqa: BLE001 - the watch goes on whatever is put there
                self.log.event("release not taken", detail=repr(error))
