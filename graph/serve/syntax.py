"""The refusal of a text that is no query: an update, or one that stops being a query at some place."""

from __future__ import annotations

from ...ontology.errors import RequestRefused
from ..syntax import is_update, wrong


def unparsed(text: str, inert: str, message: str, base: str) -> RequestRefused:
    """Give the refusal of a query that the engine, saying ``message``, could not parse.

    ``inert`` is the query, place by place, without any SERVICE: parts of it can be tried on the engine.
    """
    if is_update(text):
        return RequestRefused(403, "update", "this endpoint answers queries only: it has no update operation")
    found = wrong(text, message, inert, base)
    return RequestRefused(
        400, "syntax", found.message, line=found.line, column=found.column, token=found.token, excerpt=found.excerpt
    )
