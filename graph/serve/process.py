"""The server's handle on one worker process: sends a task, takes the answer as it comes, ends the process."""

from __future__ import annotations

import json
import os
import signal
import socket
from enum import Enum
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from .worker import ANSWER, TASK

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from .nursery import Nursery
    from .pool import Job

_PIECE = 16 * 1024
_LAST_WORDS = 4096
_LOWEST_PRIORITY = 19


class State(Enum):
    """Where a worker stands: opening the release, free, at a short query, at a long one, gone."""

    STARTING = "starting"
    IDLE = "idle"
    SHORT = "short"
    LONG = "long"
    GONE = "gone"


class Told(NamedTuple):
    """What a worker says: the members of its frame, the answer's content, the file that holds a big one, its release."""

    said: dict[str, Any]
    body: bytes
    file: IO[bytes] | None
    release: str = ""


class Process:
    """One worker; ``on_told`` is called with each frame, ``on_gone`` with its last words when it ends on its own."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, release: str,
        on_told: Callable[[Process, Told], None], on_gone: Callable[[Process, str], None],
    ) -> None:  # fmt: skip
        self.release, self.state, self.job = release, State.STARTING, None
        self.job: Job | None
        self.began = 0.0
        self.answered = 0
        self._loop, self._on_told, self._on_gone = loop, on_told, on_gone
        self._buffer, self._files = bytearray(), list[int]()
        self._handle: int | None = None
        self._channel: socket.socket
        self._errors: int

    def fork(self, nursery: Nursery, memory: int) -> None:
        """Have the process made."""
        self._channel, theirs = socket.socketpair()
        self._errors, errors = os.pipe()
        os.set_blocking(self._errors, False)
        self._channel.setblocking(False)
        try:
            nursery.fork(theirs, errors, self.release, memory)
        finally:
            theirs.close()
            os.close(errors)
        self._loop.add_reader(self._channel.fileno(), self._read)

    def ready(self, pid: int) -> None:
        """Take the process number that the worker gave; the handle cannot come to mean another process."""
        self.state, self._handle = State.IDLE, os.pidfd_open(pid)

    def send(self, task: bytes) -> None:
        """Send a task, which a free worker reads at once; one that is too big for the channel waits its turn."""
        frame = TASK.pack(len(task)) + task
        sent = self._channel.send(frame)
        if sent < len(frame):
            self._loop.add_writer(self._channel.fileno(), self._write, memoryview(frame)[sent:])

    def yield_to_others(self, pid: int) -> None:
        """Give way to every other process from now on; this cannot be taken back."""
        os.setpriority(os.PRIO_PROCESS, pid, _LOWEST_PRIORITY)

    def end(self) -> None:
        """End the process at once, whatever it does."""
        if self.state is State.GONE:
            return
        self.state = State.GONE
        self._loop.remove_reader(self._channel.fileno())
        self._loop.remove_writer(self._channel.fileno())
        self._channel.close()
        os.close(self._errors)
        if self._handle is not None:
            try:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            except ProcessLookupError:
                pass
            os.close(self._handle)
        for file in self._files:
            os.close(file)

    def _write(self, rest: memoryview) -> None:
        self._loop.remove_writer(self._channel.fileno())
        try:
            sent = self._channel.send(rest)
        except (BlockingIOError, BrokenPipeError):
            sent = 0
        if sent < len(rest):
            self._loop.add_writer(self._channel.fileno(), self._write, rest[sent:])

    def _read(self) -> None:
        try:
            piece, files, _, _ = socket.recv_fds(self._channel, _PIECE, 4)
        except BlockingIOError:
            return
        except OSError:
            piece, files = b"", []
        self._files.extend(files)
        if not piece:
            words = self._last_words()
            self.end()
            self._on_gone(self, words)
            return
        self._buffer += piece
        while self.state is not State.GONE and (told := self._frame()) is not None:
            self._on_told(self, told)

    def _frame(self) -> Told | None:
        if len(self._buffer) < ANSWER.size:
            return None
        meta, body = ANSWER.unpack_from(self._buffer)
        whole = ANSWER.size + meta + body
        if len(self._buffer) < whole:
            return None
        said = json.loads(self._buffer[ANSWER.size : ANSWER.size + meta])
        content = bytes(self._buffer[ANSWER.size + meta : whole])
        del self._buffer[:whole]
        return Told(said, content, os.fdopen(self._files.pop(0), "rb") if said.get("file") else None)

    def _last_words(self) -> str:
        try:
            return os.read(self._errors, _LAST_WORDS).decode(errors="replace")
        except OSError:
            return ""
