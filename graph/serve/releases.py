"""The release that is served: held by a handle on its folder, whatever stands at its path by now, and checked whole."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, parse

from ...ontology.errors import ReleaseError
from ..release import MANIFEST
from ..store import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

DESCRIPTION = "dataset.ttl"
Stamp = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its folder, a handle on it, the SHA-256 of its manifest, its base, description, files, graphs."""

    folder: Path
    handle: int
    id: str
    base: str
    description: bytes
    files: Mapping[str, str]
    graphs: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        """Give a path to the folder that stays its own though it be moved, or another put in its place."""
        return Path(f"/proc/self/fd/{self.handle}")

    @property
    def key(self) -> str:
        """Give what tells this folder with this content from every other."""
        found = os.fstat(self.handle)
        return f"{self.id}-{found.st_dev}-{found.st_ino}"


def stamp(path: Path) -> Stamp | None:
    """Give what changes when another release is put at a path, by any way; None where there is none."""
    try:
        found = [(path / name).stat() for name in (".", MANIFEST, FOLDER)]
    except OSError:
        return None
    return tuple((one.st_dev, one.st_ino, one.st_mtime_ns) for one in found)


def read(path: Path) -> Release:
    """Read the release that a path leads to now; raises ReleaseError where there is none that can be served whole."""
    try:
        handle = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        (path / MANIFEST).stat()
    except OSError as error:
        raise ReleaseError(
            f"no release in {path}: run `youcheng build` first, or name another with --release"
        ) from error
    try:
        return _read(handle)
    except (OSError, ValueError, TypeError, KeyError, SyntaxError) as error:
        os.close(handle)
        why = f"{MANIFEST} has no {error}" if isinstance(error, KeyError) else str(error)
        raise ReleaseError(f"the release in {path} cannot be served: {why}; build it again") from error


def _read(handle: int) -> Release:
    root = Path(f"/proc/self/fd/{handle}")
    folder = root.readlink()
    with (root / MANIFEST).open("rb") as manifest:
        identity = file_digest(manifest, "sha256").hexdigest()
    said: Any = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise TypeError(f"{MANIFEST} is no JSON object")
    base, files = said["base"], said["outputs"]
    if not isinstance(base, str) or not isinstance(files, dict):
        raise TypeError(f"{MANIFEST} does not give base and outputs as youcheng build writes them")
    for name, digest in files.items():
        _check(root, str(name), str(digest))
    description = (root / DESCRIPTION).read_bytes()
    for _ in parse(description, format=RdfFormat.TURTLE):
        pass
    return Release(folder, handle, identity, base, description, files)


def _check(root: Path, name: str, digest: str) -> None:
    """Raise ValueError or OSError where a file that the manifest names is not there, or is another."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise ValueError(f"{MANIFEST} names {name!r}, which is not in the release")
    try:
        with (root / name).open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ValueError(f"{name}, which {MANIFEST} names, cannot be read: {error.strerror}") from error
    if found != digest:
        raise ValueError(f"{name} is not the file that {MANIFEST} names: its SHA-256 is {found}")
