"""The table of routes: the first pattern that fits a path names the handler."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from .messages import Request, Response

    Handler = Callable[[Request], Awaitable[Response]]

READ = ("GET", "HEAD")


class Route(NamedTuple):
    """A path, such as ``/api/{name}`` (one segment) or ``/{name:path}`` (any), what answers it, and its methods."""

    path: str
    handler: Handler
    methods: tuple[str, ...] = READ
    name: str = ""


class Routes:
    """Routes in order."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = [(route, re.compile(_pattern(route.path), re.DOTALL)) for route in routes]
        self._plain = {route.path: route for route in reversed([r for r, _ in self._routes]) if "{" not in route.path}

    def find(self, path: str) -> tuple[Route | None, dict[str, str]]:
        """Give the route of a path and what its pattern found; None for none. A plain path wins over a pattern."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain, {}
        for route, pattern in self._routes:
            found = pattern.fullmatch(path)
            if found:
                return route, found.groupdict()
        return None, {}

    def paths(self) -> Sequence[str]:
        """Give all paths of the table."""
        return [route.path for route, _ in self._routes]


def _pattern(path: str) -> str:
    parts = re.split(r"\{(\w+)(:path)?\}", path)
    pattern = re.escape(parts[0])
    for name, whole, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pattern += f"(?P<{name}>{'.+' if whole else '[^/]+'})" + re.escape(rest)
    return pattern
