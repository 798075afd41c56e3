"""A file written whole or not at all: beside its place first, and then renamed."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

_DEVICES = Path("/dev")


def write_whole(path: Path, content: bytes) -> None:
    """Put a content at a path; where that fails, which raises OSError, what was there is there and nothing beside it.

    A link stays a link to the file that is written, which keeps its mode. What is no plain file, as /dev/stdout, is
    written to as it stands.
    """
    if (path.exists() and not path.is_file()) or _DEVICES in path.absolute().parents:
        path.write_bytes(content)
        return
    path = path.resolve()
    beside = path.with_name(f".{os.getpid()}.{threading.get_ident()}.part")  # of a length that every name may have
    try:
        beside.write_bytes(content)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        with suppress(OSError):  # where nothing can be written, nothing is there, and the writing's own error is told
            beside.unlink()
