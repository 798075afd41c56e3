"""The servers that the suites are run against."""

from __future__ import annotations

from tests.serve.servers import start

__all__ = ["start"]
