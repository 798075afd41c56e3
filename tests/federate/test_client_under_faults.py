"""A thousand calls of which a fifth meet a fault: each is right or named as failed, in time, in turn, and polite."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.federate.faults import FAULTS, FaultServer, right_answer
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.table import of_json
from youcheng.ontology.errors import FederationError, Unreachable

CALLS, SHARE, PARALLEL, SECONDS = 1_000, 0.2, 4, 4.0
NOWHERE = "http://nowhere.invalid/sparql"
ETIQUETTE = Etiquette(
    parallel=PARALLEL, time_burst=1e6, error_burst=1e6, first_pause=0.02, longest_pause=0.1, patience=0.4,
    longest_answer=2**18,
)  # fmt: skip
RARE = {"busy_seconds", "busy_date"}  # each holds every call for a second


@dataclass
class Outcome:
    """What became of one call, and how long it took."""

    right: bool
    error: FederationError | None
    seconds: float


def fault(query: str, nth: int) -> str:
    """Choose the fault of one request, the same in every run."""
    chance = random.Random(f"{query} {nth}")
    if chance.random() >= SHARE:
        return "none"
    chosen = chance.choice(sorted(FAULTS))
    return chosen if chosen not in RARE or chance.random() < 0.3 else "error_503"


def call(asking: Client, url: str, number: int) -> Outcome:
    """Make one call; every fiftieth to a name that does not resolve."""
    start = time.monotonic()
    query, place = f"SELECT {number}", NOWHERE if number % 50 == 0 else url
    try:
        content = asking.select(place, query, Deadline(SECONDS)).content
    except FederationError as error:
        return Outcome(right=False, error=error, seconds=time.monotonic() - start)
    return Outcome(right=content == of_json(right_answer(query)), error=None, seconds=time.monotonic() - start)


def test_a_thousand_calls() -> None:
    """Right or named, no call late, never too many at once, none within a Retry-After, all in half a minute."""
    before = threading.active_count()
    with FaultServer(fault, delay=0.002) as server:
        endpoints = Endpoints.of([server.url, NOWHERE])
        with Client(ETIQUETTE, endpoints) as asking, ThreadPoolExecutor(2 * PARALLEL) as threads:
            outcomes = list(threads.map(lambda number: call(asking, server.url, number), range(CALLS)))
    assert all(outcome.right or outcome.error for outcome in outcomes)
    assert sum(outcome.right for outcome in outcomes) > 0.85 * CALLS
    assert max(outcome.seconds for outcome in outcomes) < SECONDS + 0.5
    nowhere = outcomes[::50]
    assert all(isinstance(outcome.error, Unreachable) for outcome in nowhere)
    assert {asked.fault for asked in server.asked} == {"none", *FAULTS}
    assert 0.15 < sum(asked.fault != "none" for asked in server.asked) / len(server.asked) < 0.25
    assert server.most_at_once == PARALLEL
    assert not too_soon(server)
    deadline = time.monotonic() + 5
    while threading.active_count() > before + PARALLEL + 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() <= before + PARALLEL + 1


def too_soon(server: FaultServer) -> list[tuple[float, float]]:
    """Give each request that came while the server had asked to be left alone, after the asking was out.

    What was under way when a 429 was sent may still arrive; half a second is allowed for it on a machine under load.
    That a single call keeps to the very moment is a test of its own.
    """
    holds = [(asked.sent, asked.away_until) for asked in server.asked if asked.away_until]
    return [
        (asked.at, until) for asked in server.asked for sent, until in holds if sent + 0.5 < asked.at < until
    ]  # fmt: skip
