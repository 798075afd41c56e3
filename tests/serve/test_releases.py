"""Releases put before the running server: by link or as a folder, whole or not, and what is served then."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.test_threats import children
from youcheng.graph.build import build
from youcheng.mapping.iris import Iris

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.servers import Server

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a yc:Twinning }"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the same lists under another base, so that every answer tells which release it is of."""
    made = tmp_path_factory.mktemp("other") / "dist"
    build(made, Iris("https://example.org/yc/"))
    return made.resolve()


def put(folder: Path, path: Path) -> None:
    """Put a copy of a release at a path as a real folder, what was there moved aside."""
    beside = path.with_name(f"{path.name}-new")
    shutil.copytree(folder.resolve(), beside)
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        path.rename(path.with_name(f"{path.name}-old-{time.monotonic_ns()}"))
    beside.rename(path)


def served(server: Server) -> str:
    """Give the release that answers, told by the manifest that it was built with."""
    return str(server.get("/health").json["release"])


def until(server: Server, release: str) -> bool:
    """Wait a while for another release than this to be served."""
    for _ in range(60):
        if served(server) != release:
            return True
        time.sleep(0.1)
    return False


def not_taken(server: Server) -> list[str]:
    """Give the reasons that the log tells for releases that were not taken."""
    return [line["detail"] for line in server.lines() if line.get("event") == "release not taken"]


@pytest.fixture
def of_folder(start: Callable[..., Server], release: Path, tmp_path: Path) -> Callable[[str], tuple[Server, Path]]:
    """Start a server, with a setting, of a release that is a real folder; give it with the folder."""

    def started(setting: str) -> tuple[Server, Path]:
        path = tmp_path / "srv"
        put(release, path)
        return start(path, setting), path

    return started


def test_a_folder_put_in_place_of_another(of_folder: Callable[[str], tuple[Server, Path]], other: Path) -> None:
    """It is taken, for queries and pages alike."""
    server, path = of_folder("watch=0.1")
    first = served(server)
    put(other, path)
    assert until(server, first)
    assert server.ask("SELECT ?s { ?s a yc:Twinning } LIMIT 1").rows[0]["s"].startswith("https://example.org/yc/")
    assert server.get("/place/jp-nara.ttl").status == 200
    assert not_taken(server) == []


def test_workers_are_of_the_release_that_is_served(
    of_folder: Callable[[str], tuple[Server, Path]], other: Path
) -> None:
    """Made after the folder was moved away and another put there, before the server looks, they open the one served."""
    server, path = of_folder("watch=600")
    put(other, path)
    (nursery,) = children(server.process.pid)
    for worker in children(nursery):
        os.kill(worker, 9)
    time.sleep(1.5)
    for number in range(20):
        rows = server.ask(f"SELECT ?s {{ ?s a yc:Twinning }} LIMIT 1 # {number}").rows
        assert rows[0]["s"].startswith("https://w3id.org/youcheng/")
    assert server.get("/place/jp-nara.ttl").status == 200


def broken(folder: Path, how: str) -> None:
    """Break a release in one of the ways that a copy, a disk or a hand can."""
    manifest = folder / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    if how == "list":
        manifest.write_text("[]", encoding="utf-8")
    elif how == "text":
        manifest.write_text("{", encoding="utf-8")
    elif how == "outputs":
        manifest.write_text(json.dumps({"base": said["base"]}), encoding="utf-8")
    elif how == "base":
        manifest.write_text(json.dumps({**said, "base": 3}), encoding="utf-8")
    elif how == "outside":
        manifest.write_text(json.dumps({**said, "outputs": {"../../x": "0"}}), encoding="utf-8")
    elif how == "description":
        (folder / "dataset.ttl").write_text("nonsense", encoding="utf-8")
    elif how == "dump":
        (folder / "youcheng.nq").unlink()
    elif how == "short dump":
        (folder / "youcheng.nq").write_bytes((folder / "youcheng.nq").read_bytes()[:-100])
    elif how == "store":
        shutil.rmtree(folder / "store")


@pytest.fixture(scope="module")
def watched(
    start: Callable[..., Server], release: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, Path]:
    """Start a server that looks often for a new release behind a link; give it with the link."""
    path = tmp_path_factory.mktemp("watched") / "dist"
    path.symlink_to(release.resolve())
    return start(path, "watch=0.1"), path


@pytest.mark.parametrize(
    "how", ["list", "text", "outputs", "base", "outside", "description", "dump", "short dump", "store", "loop", "gone"]
)
def test_what_cannot_be_served_whole_is_not_taken(
    watched: tuple[Server, Path], release: Path, other: Path, tmp_path: Path, how: str
) -> None:
    """The one before goes on with all its pages, the log says why, and the next good one is taken."""
    server, path = watched
    first, reasons = served(server), len(not_taken(server))
    beside = tmp_path / "beside"
    if how == "loop":
        beside.symlink_to(path)
    elif how == "gone":
        beside.symlink_to(tmp_path / "nowhere")
    else:
        shutil.copytree(release.resolve(), tmp_path / "broken")
        broken(tmp_path / "broken", how)
        beside.symlink_to(tmp_path / "broken")
    following = other if path.resolve() == release.resolve() else release.resolve()
    beside.replace(path)
    time.sleep(0.7)
    assert len(not_taken(server)) == reasons + 1
    assert served(server) == first
    for page in ("/", "/place/jp-nara.html", "/place/jp-nara.ttl", "/youcheng.ttl", "/.well-known/void", "/sparql"):
        assert server.get(page).status == 200
    assert server.ask(f"{COUNT} # {how}").status == 200
    beside.symlink_to(following)
    beside.replace(path)
    assert until(server, first)
    assert server.get("/").status == 200


def test_a_release_that_is_removed(of_folder: Callable[[str], tuple[Server, Path]], release: Path) -> None:
    """What can be read no more is refused, for now; nothing fails without words, and the next good one is taken."""
    server, path = of_folder("watch=0.1")
    shutil.rmtree(path)
    time.sleep(0.5)
    for page in (
        "/",
        "/place/jp-nara.html",
        "/place/jp-nara.ttl",
        "/list/xian-2023-05.html",
        "/sparql?query=ASK%7B%7D",
    ):
        reply = server.get(page)
        assert reply.status == 200 or reply.json["type"] == "urn:youcheng:problem:store"
    gone = server.get("/youcheng.nq")
    assert (gone.status, gone.json["type"]) == (503, "urn:youcheng:problem:store")
    assert server.get("/youcheng.nq", Accept_Encoding="gzip").status == 503
    assert not [line for line in server.lines() if line.get("event") == "error"]
    assert len(not_taken(server)) == 1
    put(release, path)
    time.sleep(1)
    assert {server.get(page).status for page in ("/", "/place/jp-nara.html", "/youcheng.nq")} == {200}


def test_many_releases_leave_no_file_open(
    start: Callable[..., Server], release: Path, other: Path, tmp_path: Path
) -> None:
    """Each that is replaced lets go of its folder and its files."""
    path = tmp_path / "dist"
    path.symlink_to(release.resolve())
    server = start(path, "watch=0.1")
    handles = Path(f"/proc/{server.process.pid}/fd")
    counts = []
    for target in (other, release, other, release, other, release):
        before = served(server)
        beside = tmp_path / "beside"
        beside.symlink_to(target.resolve())
        beside.replace(path)
        assert until(server, before)
        server.get("/youcheng.nq", Accept_Encoding="gzip")
        server.get("/")
        counts.append(len(list(handles.iterdir())))
    assert max(counts) - counts[0] < 60


def test_dumps_are_zipped(server: Server, release: Path) -> None:
    """Where gzip is accepted they come so, under a tag of their own, and are the same bytes within."""
    plain = server.get("/youcheng.nq", Accept_Encoding="identity")
    assert plain.body == (release / "youcheng.nq").read_bytes()
    assert "content-encoding" not in plain.headers
    zipped = server.get("/youcheng.nq", Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert zipped.headers["content-type"] == plain.headers["content-type"]
    assert len(zipped.body) < len(plain.body) / 5
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert server.get("/youcheng.nq", Accept_Encoding="gzip").body == zipped.body
    again = server.get("/youcheng.nq", Accept_Encoding="gzip", If_None_Match=zipped.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    head = server.request("HEAD", "/youcheng.nq", headers={"Accept-Encoding": "gzip"})
    assert head.headers["content-length"] == str(len(zipped.body))
