"""Debian's Chromium over a real server; where there is none these tests skip and say so."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.serve.servers import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.serve.servers import Server

__all__ = ["start"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once a module; while it runs no test can run an event loop of its own."""
    found = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on PATH: install Debian's package `chromium` to run the browser tests")
    from playwright.sync_api import sync_playwright

    alone = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has no sandbox for root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=alone)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(start: Callable[..., Server], release: Path) -> Server:
    """Start a server of the project's own release."""
    return start(release)
