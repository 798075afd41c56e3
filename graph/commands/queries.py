"""``youcheng queries``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import DONE

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SUMMARY = "the saved questions with their parameters"
EXAMPLE = "youcheng queries"


def arguments(parser: ArgumentParser) -> None:
    """Declare what can be said: nothing."""


def run(_: Namespace) -> int:
    """Print one line a question."""
    from ...queries import queries
    from ..terminal import table

    rows = [
        [query.name, query.summary, " ".join(f"{name}={default}" for name, _, default in query.parameters)]
        for query in queries()
    ]
    print(table(["query", "question", "parameters"], rows), end="")
    return DONE
