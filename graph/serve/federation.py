"""SERVICE: what the evaluating process asks of the server, and how the server asks the remote for it.

The process that holds the data opens no network. It takes the query apart and asks its own store; what has to be
fetched it asks of the server, whose one client keeps the allowlist, the etiquette and the query's deadline.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, cast

from ...ontology.errors import (
    DeadlinePassed,
    FederationError,
    QuerySyntaxError,
    RequestRefused,
    ServiceRefused,
    ServiceUnbound,
)
from ..federate.client import Client
from ..federate.deadline import Deadline
from ..federate.endpoints import Endpoints
from ..federate.mediate import fetch
from ..federate.service import Ask, Fetch, Rewritten, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..federate.table import Table

    Remote = Callable[[str, tuple[str, ...]], Any]


def rewritten(text: str, asked: Callable[[str], Table], remote: Remote) -> Rewritten:
    """Give a query whose every SERVICE is answered; raises RequestRefused.

    ``asked`` answers a query over the local data, ``remote`` queries to an endpoint: with their answers, or the error.
    """
    taken = steps(text)
    try:
        step = next(taken)
        while True:
            reply = asked(step.query) if isinstance(step, Ask) else remote(step.endpoint, step.queries)
            step = taken.throw(reply) if isinstance(reply, FederationError) else taken.send(reply)
    except StopIteration as done:
        return cast("Rewritten", done.value)
    except QuerySyntaxError as error:
        raise RequestRefused(400, "syntax", str(error)) from error
    except FederationError as error:
        raise _refusal(error) from error


class Mediator:
    """The server's side: one client for all queries, allowed to ask the endpoints that the settings name."""

    def __init__(self, services: Iterable[str]) -> None:
        self._client = Client(endpoints=Endpoints(allowed=frozenset(), named=frozenset(services)))

    def fetched(self, asked: dict[str, Any], seconds: float) -> bytes:
        """Give what a process asked for, pickled for it: answers, or the error; blocks for at most so many seconds."""
        step = Fetch(str(asked["endpoint"]), tuple(asked["queries"]))
        try:
            return pickle.dumps(fetch(self._client, step, Deadline(seconds)))
        except FederationError as error:
            return pickle.dumps(error)


def read(pickled: bytes) -> Any:  # noqa: ANN401 - answers or an error
    """Give what the server fetched; only the server writes to this channel."""
    return pickle.loads(pickled)  # noqa: S301 - as said


def _refusal(error: FederationError) -> RequestRefused:
    if isinstance(error, ServiceRefused):
        return RequestRefused(403, "service", str(error))
    if isinstance(error, ServiceUnbound):
        return RequestRefused(400, "service", str(error))
    if isinstance(error, DeadlinePassed):
        return RequestRefused(504, "deadline", str(error))
    return RequestRefused(502, "remote", str(error))
