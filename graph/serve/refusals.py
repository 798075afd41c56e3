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


def evaluation(reason: Exception) -> RequestRefused:
    """Give the refusal of a query that parses, but that the engine cannot carry out."""
    return RequestRefused(422, "evaluation", f"the engine cannot carry this query out: {reason}")


def space() -> RequestRefused:
    """Give the refusal of a query whose answer there is no room for."""
    return RequestRefused(507, "space", "the server has no room on its disk to hold this answer: ask for less")


def closing() -> RequestRefused:
    """Give the refusal of a query that the server's end has stopped."""
    return RequestRefused(503, "closing", "the server is shutting down: ask again in a moment", retry_after=5)


def crowded(what: str) -> RequestRefused:
    """Give the refusal of a connection for which there is no place."""
    return RequestRefused(503, "busy", f"{what}: ask again in a moment", retry_after=1)


def head_too_large(most: int) -> RequestRefused:
    """Give the refusal of a request whose head, or the trailers after its body, do not end."""
    return RequestRefused(431, "head", f"the head of the request is longer than {most:,} bytes", limit=most)


def address_too_long(most: int) -> RequestRefused:
    """Give the refusal of an address that no query should be put in."""
    detail = f"the address is longer than {most:,} bytes: send the query by POST to /sparql"
    return RequestRefused(414, "address", detail, limit=most)


def unreadable(reason: str) -> RequestRefused:
    """Give the refusal of what is no HTTP request."""
    return RequestRefused(400, "request", reason)


def unknown_method() -> RequestRefused:
    """Give the refusal of a method that no resource here has."""
    return RequestRefused(501, "method", "this method is not known here: GET, HEAD, POST and OPTIONS are")
