"""A file that is written whole or not at all, whatever stands at its path."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.write import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    """Give what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_failure_halfway_leaves_what_was_there(tmp_path: Path) -> None:
    """A disk that takes no more leaves the old file, or none, and nothing beside."""
    (tmp_path / "old").write_text("old", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        for name in ("old", "new"):
            with pytest.raises(OSError, match="too large"):
                write_whole(tmp_path / name, b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_text(encoding="utf-8") == "old"


def test_a_link_and_a_mode_stay(tmp_path: Path) -> None:
    """The file that a link leads to is written, with the mode it had, also where it is not there yet."""
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "file").chmod(0o640)
    for name, target in (("link", "file"), ("hanging", "made")):
        (tmp_path / name).symlink_to(target)
        write_whole(tmp_path / name, b"new")
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / target).read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["file", "hanging", "link", "made"]


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    """What is written beside has a name of its own."""
    write_whole(tmp_path / ("n" * 255), b"new")
    assert names(tmp_path) == ["n" * 255]


@pytest.mark.parametrize("redirected", [False, True])
def test_a_device_is_written_to(tmp_path: Path, *, redirected: bool) -> None:
    """Standard output by its name, be it a pipe or a file, is no place to put a file in."""
    words = "from pathlib import Path; from youcheng.graph.write import write_whole; "
    run = [sys.executable, "-c", words + "write_whole(Path('/dev/stdout'), b'said')"]
    if redirected:
        with (tmp_path / "out").open("wb") as out:
            inode = (tmp_path / "out").stat().st_ino
            subprocess.run(run, stdout=out, check=True)
        assert ((tmp_path / "out").stat().st_ino, (tmp_path / "out").read_bytes()) == (inode, b"said")
    else:
        assert subprocess.run(run, stdout=subprocess.PIPE, check=True).stdout == b"said"


@pytest.mark.parametrize("where", [".", "nowhere/file"])
def test_no_file_can_be_there(tmp_path: Path, where: str) -> None:
    """A folder and a path to nowhere are refused, and nothing is left beside."""
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / where, b"new")
    assert names(tmp_path) == []
