"""The refusals that are the server's own affair: which limit was met, and what to do."""

from __future__ import annotations

from ...ontology.errors import RequestRefused


def busy(*, long: bool) -> RequestRefused:
    """Give the refusal of a query for which there is no process."""
    what = "all places for long queries are taken" if long else "more queries wait than can be answered soon"
    return RequestRefused(503, "busy", f"{what}: ask again in a moment", retry_after=5 if long else 1)


def deadline(seconds: float) -> RequestRefused:
    """Give the refusal of a query that took too long."""
    return RequestRefused(
        504, "deadline",
        f"the query took longer than {seconds:g} s and was stopped: add LIMIT or narrower patterns, or take the dump",
        limit=seconds,
    )  # fmt: skip


def memory(mebibytes: int) -> RequestRefused:
    """Give the refusal of a query that needs too much memory."""
    return RequestRefused(
        422, "memory",
        f"the query needs more than {mebibytes} MiB: ask for less, or leave out ORDER BY, DISTINCT or GROUP BY",
        limit=mebibytes << 20,
    )  # fmt: skip


def crashed() -> RequestRefused:
    """Give the refusal of a query that brought its process down."""
    return RequestRefused(
        422,
        "complexity",
        "the query has too many parts to be planned, and brought its process down: ask in smaller parts",
    )


def store() -> RequestRefused:
    """Give the refusal of a query for which the release could not be read."""
    return RequestRefused(503, "store", "the release could not be read just now: ask again in a moment", retry_after=1)


def closing() -> RequestRefused:
    """Give the refusal of a query that the server's end has stopped."""
    return RequestRefused(503, "closing", "the server is shutting down: ask again in a moment", retry_after=5)
