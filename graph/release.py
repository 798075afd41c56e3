"""A release folder that is whole or not there: built beside, then switched by one rename of a link.

The release path is a symbolic link to a folder in ``.NAME/`` beside it. A reader that has the old folder open keeps it:
the release before the newest is left in place.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from ..ontology.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
_BUILDING, _BUILT = "building-", "release-"


@contextmanager
def staged(release: Path) -> Iterator[Path]:
    """Give an empty folder to build in, and make it the release when the block ends without an error.

    Raises ReleaseError where the path holds something that is not a release. Builds of one path wait for each other.
    """
    if not release.is_symlink() and release.exists():
        raise ReleaseError(f"{release} is not a release that youcheng made: move it away, or name another with --out")
    folder = release.parent / f".{release.name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReleaseError(f"cannot write beside {release}: {error}") from error
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(folder, keep=_current(release))
        building = Path(mkdtemp(prefix=_BUILDING, dir=folder))
        building.chmod(0o755)
        try:
            yield building
            _switch(building, release, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def _switch(building: Path, release: Path, folder: Path) -> None:
    for path in (*building.rglob("*"), building):
        with suppress(FileNotFoundError):  # a store clears files of its own away when it likes
            _sync(path)
    before = _current(release)
    built = folder / building.name.replace(_BUILDING, _BUILT, 1)
    building.rename(built)
    link = folder / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(built.relative_to(release.parent))
    link.replace(release)
    _sync(release.parent)
    _sweep(folder, keep={*before, built.name})


def _current(release: Path) -> set[str]:
    return {release.readlink().name} if release.is_symlink() else set()


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove what a killed build left, and releases older than those to keep."""
    for path in folder.iterdir():
        if path.name.startswith((_BUILDING, _BUILT)) and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
