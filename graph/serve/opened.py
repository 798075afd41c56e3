"""A release as pages and downloads read it: opened wholly, or not at all."""

from __future__ import annotations

import asyncio
import os
import weakref
import zlib
from functools import cached_property, partial
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from ...ontology.errors import ReleaseError
from ..check import known
from ..pages.facts import Facts
from ..pages.near import Names
from ..store import open_release
from . import refusals
from .spool import Spool

if TYPE_CHECKING:
    from .releases import Release

_PIECE = 1 << 20
_GZIP_WINDOW = 31


class Opened:
    """An open release: only the pages' own lookups ever run on its store, never what a client sends.

    Its handle is closed once nobody reads its store any more. Raises ReleaseError where the store cannot be opened.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        try:
            self._store = open_release(release.root)
        except (OSError, ReleaseError) as error:
            os.close(release.handle)
            raise ReleaseError(f"the store in {release.folder} cannot be opened: {error}; build it again") from error
        self.facts = Facts(self._store)
        weakref.finalize(self.facts, os.close, release.handle)
        self._known: dict[str, dict[str, str]] = {}
        self._zipping: dict[str, asyncio.Task[IO[bytes]]] = {}

    @cached_property
    def names(self) -> Names:
        """Give the index of names, made when first asked for."""
        return Names(self.facts, self.release.base)

    def known(self, kind: str) -> dict[str, str]:
        """Give the names of a kind that a parameter can take, looked up when first asked for."""
        if kind not in self._known:
            self._known[kind] = known(self._store, kind)
        return self._known[kind]

    def file(self, name: str) -> tuple[Spool, int]:
        """Give a file of the release and its size; raises RequestRefused where it is there no more."""
        try:
            descriptor = os.open(self.release.root / name, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise refusals.store() from error
        return Spool(descriptor), os.fstat(descriptor).st_size

    async def zipped(self, name: str) -> tuple[Spool, int]:
        """Give a file of the release zipped, and the size of that; it is zipped once, beside the loop, and kept."""
        if name not in self._zipping:
            self._zipping[name] = asyncio.create_task(asyncio.to_thread(partial(_zip, self.release, name)))
        try:
            file = await asyncio.shield(self._zipping[name])
        except OSError as error:
            self._zipping.pop(name, None)
            raise refusals.store() from error
        return Spool(os.dup(file.fileno())), os.fstat(file.fileno()).st_size


def _zip(release: Release, name: str) -> IO[bytes]:
    made = TemporaryFile(prefix="youcheng-zipped-")  # noqa: SIM115 - kept as long as the release is served
    zipping = zlib.compressobj(6, zlib.DEFLATED, _GZIP_WINDOW)
    with (release.root / name).open("rb") as plain:
        while piece := plain.read(_PIECE):
            made.write(zipping.compress(piece))
    made.write(zipping.flush())
    made.flush()
    return made
