"""What the server and a worker say to each other: frames over a stream socket, written and read here.

A frame to a worker is a length and a task, or what it asked to be fetched. A frame from it is two lengths, what is said
of the answer, and the answer; one too big for that comes as an open file beside the frame. The worker trusts the server
and is told in Python's own notation. The server does not trust a process that works on strangers' queries: it reads
numbers in their places, or JSON where there is no answer.
"""

from __future__ import annotations

import json
import marshal
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

    from .evaluate import Task

_LENGTH = struct.Struct("!I")
_LENGTHS = struct.Struct("!II")
_ANSWER = struct.Struct("!BB?QQd32s")  # kind, encoding, whether as a file, rows, bytes, seconds, entity tag
_KINDS, _ENCODINGS = ("solutions", "boolean", "graph"), ("identity", "gzip")
_PIECE = 64 * 1024


def task(said: Task) -> bytes:
    """Give a task as it is sent."""
    return marshal.dumps(dict(said))


def read_task(content: bytes) -> Task:
    """Give a task from what the server sent."""
    said: Task = marshal.loads(content)  # noqa: S302 - only the server writes to a worker's channel
    return said


def given(content: bytes) -> bytes:
    """Give the frame of a task, or of what a worker asked to be fetched."""
    return _LENGTH.pack(len(content)) + content


def told(said: dict[str, Any], body: bytes) -> bytes:
    """Give the frame of what a worker says."""
    if "kind" in said:
        meta = _ANSWER.pack(
            _KINDS.index(said["kind"]), _ENCODINGS.index(said["encoding"]), said["file"],
            said["rows"], said["size"], said["seconds"], said["etag"].encode(),
        )  # fmt: skip
    else:
        meta = json.dumps(said).encode()
    return _LENGTHS.pack(len(meta), len(body)) + meta + body


def read_told(buffer: bytearray) -> tuple[dict[str, Any], bytes] | None:
    """Take the first frame of a worker out of a buffer: what is said, and the answer; None where it is not whole."""
    if len(buffer) < _LENGTHS.size:
        return None
    meta, body = _LENGTHS.unpack_from(buffer)
    start = _LENGTHS.size + meta
    if len(buffer) < start + body:
        return None
    said = _said(bytes(buffer[_LENGTHS.size : start]))
    content = bytes(buffer[start : start + body])
    del buffer[: start + body]
    return said, content


def _said(meta: bytes) -> dict[str, Any]:
    if len(meta) != _ANSWER.size or meta.startswith(b"{"):
        said: dict[str, Any] = json.loads(meta)
        return said
    kind, encoding, file, rows, size, seconds, etag = _ANSWER.unpack(meta)
    return {
        "kind": _KINDS[kind], "encoding": _ENCODINGS[encoding], "file": file,
        "rows": rows, "size": size, "seconds": seconds, "etag": etag.decode("ascii"),
    }  # fmt: skip


class Inbox:
    """A worker's end of the channel: what comes in is read as much at a time as there is."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel, self._buffer = channel, bytearray()

    def next(self) -> bytes:
        """Give what the next frame holds, nothing where the channel was closed."""
        if not self._filled(_LENGTH.size):
            return b""
        (length,) = _LENGTH.unpack_from(self._buffer)
        whole = _LENGTH.size + length
        if not self._filled(whole):
            return b""
        content = bytes(self._buffer[_LENGTH.size : whole])
        del self._buffer[:whole]
        return content

    def _filled(self, size: int) -> bool:
        while len(self._buffer) < size:
            piece = self._channel.recv(_PIECE)
            if not piece:
                return False
            self._buffer += piece
        return True
