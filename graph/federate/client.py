"""The client that asks remote endpoints: polite, patient up to a deadline, and silent about nothing."""

from __future__ import annotations

import json
import logging
import random
import ssl
import threading
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar
from urllib.parse import urlencode

from ...ontology.errors import AnswerBroken, DeadlinePassed, FederationError, NotCached
from .budget import Bucket, Holds
from .cache import Cache, Kept, now
from .endpoints import Endpoints, origin
from .etiquette import Etiquette
from .exchange import BUSY, Request, exchange, judge, marked
from .syntax import asked
from .table import JSON, Table, of_json
from .ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from types import TracebackType

    from .deadline import Deadline

log = logging.getLogger(__name__)
Content = TypeVar("Content")
_LONGEST_JSON = 4 * 2**20  # bytes of an answer that is no table: read in one go, which no deadline stops


@dataclass(frozen=True, slots=True)
class Answer(Generic[Content]):
    """What a remote answered, when it did so (UTC), and whether the answer was a kept one."""

    content: Content
    retrieved: datetime
    kept: bool


class Client:
    """Asks the endpoints that may be asked, by the rules of an etiquette; threads may share it.

    Without a cache nothing is kept; offline, only kept answers are given, whatever their age.
    """

    def __init__(
        self,
        etiquette: Etiquette | None = None,
        endpoints: Endpoints | None = None,
        cache: Cache | None = None,
        *,
        offline: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.etiquette = etiquette or Etiquette()
        self.endpoints = endpoints or Endpoints()
        self._cache, self._offline = cache, offline
        self._keeping = True  # until the cache cannot be written
        self._ways = Ways(self.endpoints, tls or ssl.create_default_context(), self.etiquette.parallel + 1)
        self._turns = threading.BoundedSemaphore(self.etiquette.parallel)
        kept = {name: cache.folder / f"{name}.json" if cache else None for name in ("query-time", "errors", "holds")}
        self._time = Bucket(self.etiquette.time_rate, self.etiquette.time_burst, kept["query-time"])
        self._errors = Bucket(self.etiquette.error_rate, self.etiquette.error_burst, kept["errors"])
        self._holds = Holds(kept["holds"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ways.close()

    def select(self, endpoint: str, query: str, deadline: Deadline) -> Answer[Table]:
        """Give the solutions of a SELECT query, or one or no empty row for ASK; raises FederationError.

        The answer is held against the question as far as the query says which variables it gives.
        """
        wanted = asked(query)
        return self.call(endpoint, {"query": query}, JSON, lambda body: of_json(body, wanted, deadline), deadline)

    def json(self, url: str, parameters: Mapping[str, str], deadline: Deadline) -> Answer[Any]:
        """Give the JSON that an HTTP interface answers, such as a search; raises FederationError."""
        return self.call(url, parameters, ("application/json",), _json, deadline)

    def call(
        self,
        endpoint: str,
        parameters: Mapping[str, str],
        accept: tuple[str, ...],
        read: Callable[[bytes], Content],
        deadline: Deadline,
    ) -> Answer[Content]:
        """Give what ``read`` makes of the body; raises FederationError, naming the endpoint and what it said.

        ``read`` raises FederationError for a body that is not whole. A fresh kept answer is given without a request.
        """
        self.endpoints.check(endpoint)
        encoded = urlencode(parameters)
        if kept := self._kept(endpoint, encoded, accept):
            with nullcontext() if self._offline else suppress(AnswerBroken):
                content = read(kept.body)
                log.info("%s kept, of %s, %d bytes", endpoint, kept.retrieved.isoformat(), len(kept.body))
                return Answer(content, kept.retrieved, kept=True)
        request = self._request(endpoint, encoded, accept)
        try:
            content, body = self._attempts(request, read, deadline)
        except FederationError as error:
            error.args = (f"{endpoint}: {error}",)
            raise
        retrieved = now()
        if self._cache and self._keeping:
            try:
                self._cache.put(endpoint, encoded, ",".join(accept), Kept(body, retrieved))
            except OSError as error:
                self._keeping = False
                log.warning("answers are not kept: %s: name another folder with --cache", error)
        return Answer(content, retrieved, kept=False)

    def _kept(self, endpoint: str, encoded: str, accept: tuple[str, ...]) -> Kept | None:
        kept = self._cache.get(endpoint, encoded, ",".join(accept)) if self._cache else None
        if self._offline and kept is None:
            raise NotCached(f"{endpoint}: offline, and no answer to this question is kept: ask once without --offline")
        if self._offline or (kept and (now() - kept.retrieved).total_seconds() < self.etiquette.freshness):
            return kept
        return None

    def _request(self, endpoint: str, encoded: str, accept: tuple[str, ...]) -> Request:
        url = f"{endpoint}{'&' if '?' in endpoint else '?'}{encoded}"
        if len(url) <= self.etiquette.longest_address:
            return Request(url, None, accept)
        return Request(endpoint, encoded.encode(), accept)

    def _attempts(
        self, request: Request, read: Callable[[bytes], Content], deadline: Deadline
    ) -> tuple[Content, bytes]:
        for attempt in range(1, self.etiquette.attempts + 1):
            try:
                return self._in_turn(request, read, deadline, attempt)
            except FederationError as error:
                if attempt > 1:
                    error.args = (f"{error} (after {attempt} requests)",)
                last = attempt == self.etiquette.attempts or not deadline.left()
                if last or not error.again or not self._paused(error, attempt, deadline):
                    raise
        raise AssertionError("an etiquette allows at least one attempt")

    def _paused(self, error: FederationError, attempt: int, deadline: Deadline) -> bool:
        """Back off with full jitter, or leave it to the hold where the remote named a time; not past the deadline."""
        if not error.hold:
            longest = min(self.etiquette.longest_pause, self.etiquette.first_pause * 2 ** (attempt - 1))
            deadline.sleep(random.uniform(0, longest), str(error))  # noqa: S311 - jitter, no secret
        elif error.hold > deadline.left():
            error.args = (f"{error}; it asks to wait {error.hold:.0f} s, past the deadline",)
            return False
        return True

    def _in_turn(
        self, request: Request, read: Callable[[bytes], Content], deadline: Deadline, attempt: int
    ) -> tuple[Content, bytes]:
        if not self._turns.acquire(timeout=deadline.left()):
            raise DeadlinePassed(f"no turn in {deadline.seconds:g} s: {self.etiquette.parallel} at a time are asked")
        try:
            self._wait(request, deadline)
            start = time.monotonic()
            try:
                return self._once(request, read, deadline, attempt)
            except FederationError as error:
                self._errors.spend(1)
                self._hold(request, error)
                raise
            finally:
                self._time.spend(time.monotonic() - start)
        finally:
            self._turns.release()

    def _wait(self, request: Request, deadline: Deadline) -> None:
        deadline.sleep(self._time.missing(), "the budget of query time is used up")
        deadline.sleep(self._errors.missing(1), "the budget of errors is used up")
        self._holds.wait(origin(request.url)[1], deadline)

    def _hold(self, request: Request, error: FederationError) -> None:
        if error.hold is None and getattr(error, "status", None) == BUSY:
            error.hold = self.etiquette.hold
        if error.hold:
            self._holds.put(origin(request.url)[1], error.hold)

    def _once(
        self, request: Request, read: Callable[[bytes], Content], deadline: Deadline, attempt: int
    ) -> tuple[Content, bytes]:
        start, outcome, size = time.monotonic(), "", 0
        try:
            limits = deadline.sooner(self.etiquette.patience)
            way, longest = self._ways.to(request.url), self.etiquette.longest_answer
            reply = exchange(way, request, self.etiquette.agent, limits, longest)
            outcome, size = str(reply.status), len(reply.body)
            judge(reply, request)
            return read(reply.body), reply.body
        except FederationError as error:
            outcome = f"{outcome} {error}".strip()
            raise
        finally:
            place, spent = request.url.partition("?")[0], time.monotonic() - start
            log.info("%s %s #%d: %s, %d bytes, %.3f s", request.method, place, attempt, outcome, size, spent)


def _json(body: bytes) -> Any:  # noqa: ANN401 - whatever the remote's JSON holds
    if len(body) > _LONGEST_JSON:
        raise AnswerBroken(f"status 200, but JSON longer than {_LONGEST_JSON:,} bytes")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise marked(AnswerBroken(f"status 200, but no whole JSON: {error}"), again=True) from error
