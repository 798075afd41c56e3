"""The log: one line of JSON a request and an event, which nothing that a client sends can break or forge."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii
from typing import Any

_SOON = 0.2
_ENOUGH = 500


class Log:
    """Writes lines to a file descriptor, several at a time."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = sys.stdout.fileno() if descriptor is None else descriptor
        self._lines: list[str] = []
        self._writing: asyncio.TimerHandle | None = None

    def request(self, **said: Any) -> None:  # noqa: ANN401 - any JSON value
        """Log one request."""
        self.line(_object({"at": _now(), **said}))

    def ready(self, client: str, url: bytes, size: int, *, modified: bool) -> None:
        """Log a request that was answered from what is kept; written by hand, for it is the most frequent."""
        path, _, query = url[:700].decode("latin-1").partition("?")
        whose, path, query = (encode_basestring_ascii(said) for said in (client, path, query))
        self.line(
            f'{{"at": "{_now()}", "client": {whose}, "method": "GET", "path": {path}, '
            f'"status": {200 if modified else 304}, "query": {query}, "bytes": {size}, "cache": "ready"}}'
        )

    def event(self, event: str, **said: Any) -> None:  # noqa: ANN401 - any JSON value
        """Log something that an operator wants to know, at once."""
        self.line(json.dumps({"at": _now(), "event": event, **said}))
        self.flush()

    def line(self, line: str) -> None:
        """Take a line of JSON, to be written soon."""
        self._lines.append(line)
        if len(self._lines) >= _ENOUGH:
            self.flush()
        elif self._writing is None:
            self._writing = asyncio.get_running_loop().call_later(_SOON, self.flush)

    def flush(self) -> None:
        """Write what was taken."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        rest = ("\n".join(self._lines) + "\n").encode() if self._lines else b""
        self._lines.clear()
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]


class Events(logging.Handler):
    """Passes what libraries log on to the log, as JSON like all else."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record; an exception is named, with where it was raised."""
        said: dict[str, str] = {"detail": record.getMessage(), "logger": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            said["exception"] = logging.Formatter().formatException(record.exc_info)
        self._log.event(record.levelname.lower(), **said)


def _object(said: dict[str, Any]) -> str:
    """Give what ``json.dumps`` gives, in half the time where values are plain: there is a line a request."""
    return "{" + ", ".join([f'"{name}": {_written(value)}' for name, value in said.items()]) + "}"


def _written(value: object) -> str:
    if type(value) is str:
        return encode_basestring_ascii(value)
    return repr(value) if type(value) in {int, float} else json.dumps(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
