"""A release is whole or not there, the same bytes for the same inputs, and never lost to a build that fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from youcheng.graph.release import staged
from youcheng.graph.store import open_release
from youcheng.ontology.errors import ReleaseError

BASES = ("https://one.example/", "https://two.example/")


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Hash seed, locale, time zone and folder do not reach the files; the manifest names every one of them."""
    manifests = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Shanghai", "C.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir()
        run = _build(folder, env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale})
        assert run.wait(timeout=120) == 0
        manifests.append((folder / "dist" / "manifest.json").read_bytes())
        _assert_whole(folder / "dist")
    assert manifests[0] == manifests[1]


def test_inputs_of_the_manifest_are_the_lists_as_published(release: Path) -> None:
    """The hashes of the inputs are those of the files in the project."""
    inputs = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    mapping = Path(__file__).parent.parent / "mapping"
    for name, digest in inputs.items():
        (path,) = {*mapping.parent.glob(name), *mapping.glob(f"lists/{name}")}
        assert sha256(path.read_bytes()).hexdigest() == digest
    assert {"xian-2023-05/document.txt", "xinjiang-2023-12/document.txt"} <= set(inputs)


@pytest.mark.parametrize("awaited", ["building-*", "building-*/store", "building-*/manifest.json", "release-*"])
def test_a_killed_build_leaves_the_old_or_the_new_release_whole(tmp_path: Path, awaited: str) -> None:
    """Killed at once when something awaited is there, a build leaves a release that opens and fits its manifest."""
    assert _build(tmp_path, BASES[0]).wait(timeout=120) == 0
    known = set((tmp_path / ".dist").glob("*"))
    run = _build(tmp_path, BASES[1])
    while run.poll() is None and not set((tmp_path / ".dist").glob(awaited)) - known:
        time.sleep(0.001)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(timeout=60)
    assert _assert_whole(tmp_path / "dist") in BASES
    assert _build(tmp_path, BASES[1]).wait(timeout=120) == 0, "the next build works"
    assert _assert_whole(tmp_path / "dist") == BASES[1]
    assert not list((tmp_path / ".dist").glob("building-*")), "what the killed build left is gone"


def test_a_reader_keeps_the_release_it_opened(tmp_path: Path) -> None:
    """A store opened before a new release answers from the old one after it."""
    assert _build(tmp_path, BASES[0]).wait(timeout=120) == 0
    reader = open_release(tmp_path / "dist")
    before = len(reader)
    assert _build(tmp_path, BASES[1]).wait(timeout=120) == 0
    assert sum(1 for _ in reader) == before
    assert any(BASES[1] in str(quad.subject) for quad in open_release(tmp_path / "dist"))


def test_a_folder_that_is_no_release_is_not_touched(tmp_path: Path) -> None:
    """A folder of the user's own at the place of the release is an error, and stays as it is."""
    mine = tmp_path / "dist"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ReleaseError, match="not a release"), staged(mine):
        pass
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_an_error_while_building_leaves_the_release_before(tmp_path: Path) -> None:
    """What was built by a block that ends in an error is thrown away."""
    with staged(tmp_path / "dist") as folder:
        (folder / "file").write_text("old", encoding="utf-8")
    with pytest.raises(FileNotFoundError), staged(tmp_path / "dist") as folder:
        (folder / "no such folder" / "file").write_text("new", encoding="utf-8")
    assert (tmp_path / "dist" / "file").read_text(encoding="utf-8") == "old"
    assert len(list((tmp_path / ".dist").glob("*-*"))) == 1


def test_only_the_release_before_the_newest_is_kept(tmp_path: Path) -> None:
    """Older releases are removed, so that disks do not fill."""
    for number in range(4):
        with staged(tmp_path / "dist") as folder:
            (folder / "file").write_text(str(number), encoding="utf-8")
    kept = {path.read_text(encoding="utf-8") for path in (tmp_path / ".dist").glob("release-*/file")}
    assert kept == {"2", "3"}


def _build(folder: Path, base: str | None = None, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "youcheng.graph", "build", *(["--base", base] if base else [])]
    return subprocess.Popen(
        words,
        cwd=folder,
        env=os.environ | (env or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _assert_whole(release: Path) -> str:
    """Check every file against the manifest and read the whole store; give the base the release was built with."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["outputs"].items():
        assert sha256((release / name).read_bytes()).hexdigest() == digest, name
    lines = (release / "youcheng.nq").read_text(encoding="utf-8").splitlines()
    assert {f"{quad} ." for quad in open_release(release)} == set(lines)
    base = manifest["base"]
    assert isinstance(base, str)
    return base
