"""The servers that these tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serve.servers import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.serve.servers import Server

__all__ = ["start"]


@pytest.fixture(scope="session")
def server(start: Callable[..., Server], release: Path) -> Server:
    """Start a server of the project's own release, as it is set unless told otherwise."""
    return start(release)


@pytest.fixture(scope="session")
def small(start: Callable[..., Server], release: Path) -> Server:
    """Start a server with limits so low that every one of them can be met in a test."""
    return start(
        release, "deadline=1.5", "memory=320", "rows=5000", "answer=1", "body=64", "nesting=20", "patience=1.5",
        "long_workers=2", "workers=2", "wait=4",
    )  # fmt: skip
