"""The server's handle on one worker process: sends a task, takes the answer as it comes, ends the process."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from . import frames
from .spool import Spool

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from .job import Job
    from .nursery import Nursery

_PIECE = 16 * 1024
_FILES = socket.CMSG_SPACE(16)  # room for four descriptors
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
    """What a worker says: the members of its frame, the answer's content, or the file of a big one, its release."""

    said: dict[str, Any]
    body: bytes
    file: Spool | None
    release: str


class Process:
    """One worker; ``on_told`` is called with each frame, ``on_gone`` with its last words when it ends on its own."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, release: str,
        on_told: Callable[[Process, Told], None], on_gone: Callable[[Process, str], None],
    ) -> None:  # fmt: skip
        self.release, self.state = release, State.STARTING
        self.job: Job | None = None
        self.ahead: deque[Job] = deque()
        self.began = 0.0
        self.pid = self.answered = 0
        self._looked, self._used = -1, 0.0
        self._loop, self._on_told, self._on_gone = loop, on_told, on_gone
        self._buffer, self._unsent, self._files = bytearray(), bytearray(), list[int]()
        self._writing = False
        self.unread = False  # it ended before it had read all that it was sent
        self.fetching = False
        self._handle: int | None = None
        self._channel: socket.socket
        self._errors: int

    def fork(self, nursery: Nursery, memory: int, handle: int) -> None:
        """Have the process made, which opens the release that the handle is of."""
        self._channel, theirs = socket.socketpair()
        self._errors, errors = os.pipe()
        os.set_blocking(self._errors, False)
        self._channel.settimeout(0)
        try:
            nursery.fork(theirs, errors, handle, memory)
        finally:
            theirs.close()
            os.close(errors)
        self._loop.add_reader(self._channel.fileno(), self._read)

    def ready(self, pid: int) -> None:
        """Take the process number that the worker gave; the handle cannot come to mean another process."""
        self.state, self.pid, self._handle = State.IDLE, pid, os.pidfd_open(pid)

    def send(self, task: bytes) -> None:
        """Send a task; what the channel does not take now waits its turn."""
        self._unsent += frames.given(task)
        if not self._writing:
            self._write()

    def give(self, fetched: bytes) -> None:
        """Send what the process asked to be fetched, if it is still there to take it."""
        if self.state is not State.GONE:
            self.fetching = False
            self.send(fetched)

    def yield_to_others(self) -> None:
        """Give way to every other process from now on; this cannot be taken back."""
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST_PRIORITY)

    def worked(self) -> float | None:
        """Give the seconds of processor time that went into the present query since this was first asked of it.

        None at first, and where the process is no more.
        """
        try:
            used = time.clock_gettime((~self.pid << 3) | 2)  # the clock of another process, clock_getcpuclockid(3)
        except OSError:
            return None
        if self._looked != self.answered:
            self._looked, self._used = self.answered, used
            return None
        return used - self._used

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
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
        for file in self._files:
            os.close(file)

    def _write(self) -> None:
        try:
            del self._unsent[: self._channel.send(self._unsent)]
        except BlockingIOError:
            pass
        except ConnectionError:
            self.unread = True
        if bool(self._unsent) is not self._writing:
            self._writing = not self._writing
            if self._writing:
                self._loop.add_writer(self._channel.fileno(), self._write)
            else:
                self._loop.remove_writer(self._channel.fileno())

    def _read(self) -> None:
        try:
            piece, beside, _, _ = self._channel.recvmsg(_PIECE, _FILES)
        except BlockingIOError:
            return
        except OSError as error:
            self.unread = self.unread or isinstance(error, ConnectionResetError)
            piece, beside = b"", []
        for _, _, handed in beside:
            self._files.extend(memoryview(handed).cast("i"))
        if not piece:
            words = self._last_words()
            self.end()
            self._on_gone(self, words)
            return
        self._buffer += piece
        while self.state is not State.GONE and (frame := frames.read_told(self._buffer)) is not None:
            said, body = frame
            file = Spool(self._files.pop(0)) if said.get("file") else None
            self._on_told(self, Told(said, body, file, self.release))

    def _last_words(self) -> str:
        try:
            return os.read(self._errors, _LAST_WORDS).decode(errors="replace")
        except OSError:
            return ""
