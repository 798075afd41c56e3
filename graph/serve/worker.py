"""The process that evaluates: opens the release's store, shuts itself in, and answers one task after another."""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...ontology.errors import RequestRefused
from ..store import open_release
from . import federation, frames, refusals, sandbox
from .evaluate import evaluate

if TYPE_CHECKING:
    from pyoxigraph import Store

    from .evaluate import Task

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GARBAGE = 20_000  # new objects before a collection: a small query leaves no cycles


def run(channel: socket.socket, release: int, memory: int) -> None:
    """Open the release that a handle is of, say so, and answer tasks until the channel closes."""
    sandbox.confine(memory)
    try:
        store = open_release(Path(f"/proc/self/fd/{release}"))
        graphs = [graph.value for graph in store.named_graphs() if hasattr(graph, "value")]
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to be told
        _send(channel, {"failed": f"{type(error).__name__}: {error}"}, b"")
        return
    sealed = sandbox.close_network()
    _send(channel, {"ready": os.getpid(), "sealed": sealed, "graphs": sorted(graphs)}, b"")
    inbox = frames.Inbox(channel)
    gc.freeze()  # what is there now stays: no collection has to look at it
    gc.set_threshold(_GARBAGE)
    while task := inbox.next():
        _answer(channel, inbox, store, frames.read_task(task), sealed=sealed)


def _answer(channel: socket.socket, inbox: frames.Inbox, store: Store, task: Task, *, sealed: bool) -> None:
    began = time.perf_counter()
    try:
        kind, sink = evaluate(store, task, partial(_fetched, channel, inbox), sealed=sealed)
        body = sink.finish()
        said: dict[str, Any] = {
            "kind": kind, "rows": sink.rows, "size": sink.size, "etag": sink.digest[:32], "encoding": sink.encoding,
            "file": sink.file is not None,
        }  # fmt: skip
        file = sink.file
    except RequestRefused as refusal:
        said, body, file = _refused(refusal), b"", None
    except MemoryError:
        said, body, file = {"problem": "memory"}, b"", None
    except OSError as error:
        kind = "space" if error.errno in _FULL else "store"
        said, body, file = {"problem": kind, "detail": f"{type(error).__name__}: {error}"}, b"", None
    except (RuntimeError, ValueError) as error:
        said, body, file = _refused(refusals.evaluation(error)), b"", None
    said["seconds"] = round(time.perf_counter() - began, 6)
    _send(channel, said, body, () if file is None else (file.fileno(),))
    if file is not None:
        file.close()


def _refused(refusal: RequestRefused) -> dict[str, Any]:
    return {"status": refusal.status, "problem": refusal.kind, "detail": refusal.detail, "members": refusal.members}


def _fetched(channel: socket.socket, inbox: frames.Inbox, endpoint: str, queries: tuple[str, ...]) -> Any:  # noqa: ANN401 - answers or an error
    """Have the server ask a remote endpoint."""
    _send(channel, {"fetch": {"endpoint": endpoint, "queries": queries}}, b"")
    return federation.read(inbox.next())


def _send(channel: socket.socket, said: dict[str, Any], body: bytes, files: tuple[int, ...] = ()) -> None:
    frame = frames.told(said, body)
    sent = socket.send_fds(channel, [frame], files) if files else 0
    channel.sendall(memoryview(frame)[sent:])


def start(channel: socket.socket, errors: int, release: int, memory: int) -> None:
    """Be a worker until the channel closes, then end the process; called in a fresh fork, never returns."""
    os.dup2(errors, sys.stderr.fileno())
    os.close(errors)
    status = 1
    try:
        run(channel, release, memory)
        status = 0
    except (BrokenPipeError, ConnectionResetError):
        status = 0
    finally:
        os._exit(status)
