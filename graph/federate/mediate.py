"""SERVICE carried out: the steps of a bind join taken one by one, locally and over the network."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

from ...ontology.errors import FederationError
from ..keywords import holds
from ..store import ask
from .inline import functions
from .service import BATCH, Ask, Fetch, Rewritten, services, steps
from .table import of_solutions

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolutions, Store

    from .client import Answer, Client
    from .deadline import Deadline
    from .table import Table


def mediate(
    text: str,
    asked: Callable[[str], Table],
    client: Client,
    deadline: Deadline,
    batch: int = BATCH,
) -> Rewritten:
    """Give a query whose every SERVICE is answered; ``asked`` answers a query without SERVICE over the local data.

    Endpoints that may not be asked are refused before anything is evaluated. Raises QuerySyntaxError, ServiceUnbound,
    and the FederationError of a service that did not answer.
    """
    if not holds(text, "service"):
        return Rewritten(text, ())
    for named in services(text):
        if named.iri and not named.silent:
            client.endpoints.check(named.iri)
    taken = steps(text, batch)
    try:
        step = next(taken)
        while True:
            try:
                reply = asked(step.query) if isinstance(step, Ask) else fetch(client, step, deadline)
            except FederationError as error:
                step = taken.throw(error)
            else:
                step = taken.send(reply)
    except StopIteration as done:
        rewritten: Rewritten = done.value
    return rewritten


def local(store: Store) -> Callable[[str], Table]:
    """Give the function that asks a store, for ``mediate``."""

    def asked(query: str) -> Table:
        return of_solutions(cast("QuerySolutions", ask(store, query, functions())))

    return asked


def fetch(client: Client, step: Fetch, deadline: Deadline) -> list[Answer[Table]]:
    """Give the answers to all queries of a step, as many at a time as the client's etiquette allows.

    Raises the FederationError of the first that fails; the others are then not asked any more.
    """
    with ThreadPoolExecutor(client.etiquette.parallel) as threads:
        asked = [threads.submit(client.select, step.endpoint, query, deadline) for query in step.queries]
        try:
            return list(map(Future.result, asked))
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
            asked.clear()  # else an error, its traceback and the one that waits for it would keep each other alive
