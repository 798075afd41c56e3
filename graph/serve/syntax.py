"""The refusal of a text that is no query: an update, or one that stops being a query at some place."""

from __future__ import annotations

from ...ontology.errors import RequestRefused
from ..syntax import error, is_update, wrong

__all__ = ["error", "unparsed"]


def unparsed(text: str, message: str, *, sealed: bool) -> RequestRefused:
    """Give the refusal of a text that the engine, saying ``message``, could not parse.

    ``sealed`` says that nothing is reached over the network even if a part of the text calls out.
    """
    if is_update(text):
        return RequestRefused(403, "update", "this endpoint answers queries only: it has no update operation")
    found = wrong(text, message, sealed=sealed)
    return RequestRefused(
        400, "syntax", found.message, line=found.line, column=found.column, token=found.token, excerpt=found.excerpt
    )
