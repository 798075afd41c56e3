"""Where the table of links is no plain file, has no room, or no header: what stood there stays, and is told."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.linking.link_table import Link, add_links, held
from youcheng.mapping.places import LINKS, load_links
from youcheng.ontology.errors import LinkError

if TYPE_CHECKING:
    from youcheng.mapping.linking.index import Index

NEW = Link("zz-nowhere", "", None, "", "semapv:ManualMappingCuration", 0.99, "", "")
LINK = [sys.executable, "-m", "youcheng.graph", "link"]


def environment(index: Index) -> dict[str, str]:
    """Give the environment in which the index of this run is found."""
    named = index.path.parent / "youcheng"
    if not named.exists():
        named.symlink_to(index.path.parent, target_is_directory=True)
    return os.environ | {"XDG_CACHE_HOME": str(index.path.parent)}


def test_a_link_to_a_table_stays_a_link(tmp_path: Path) -> None:
    """The rows go into the file that it leads to, beside which nothing is left."""
    (tmp_path / "real").mkdir()
    shutil.copy(LINKS, tmp_path / "real" / "table.tsv")
    (tmp_path / "links.sssom.tsv").symlink_to("real/table.tsv")
    with held(tmp_path / "links.sssom.tsv"):
        add_links(tmp_path / "links.sssom.tsv", [NEW._replace(place="jp-nowhere", name="无处")])
    assert (tmp_path / "links.sssom.tsv").is_symlink()
    assert load_links(tmp_path / "real" / "table.tsv").find("jp", "无处") is not None
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["table.tsv"]


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    """A link that leads to itself is no table."""
    (tmp_path / "links.sssom.tsv").symlink_to("links.sssom.tsv")
    with pytest.raises(LinkError, match=r"links\.sssom\.tsv"), held(tmp_path / "links.sssom.tsv"):
        add_links(tmp_path / "links.sssom.tsv", [NEW])


def test_a_file_system_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message is the one of the writing, with the table and the next step."""
    shutil.copy(LINKS, tmp_path / "links.sssom.tsv")
    mounted = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path}"
    if subprocess.run(["unshare", "-m", "sh", "-c", mounted], capture_output=True, check=False).returncode:
        pytest.skip("nobody here may mount a read-only file system")
    program = (
        "import sys; from pathlib import Path; from youcheng.mapping.linking.link_table import Link, add_links\n"
        "add_links(Path(sys.argv[1]), [Link('jp-nowhere', '无处', None, '', 'x', 1, '', '')])"
    )
    writing = f'{mounted} && exec {sys.executable} -c "$1" {tmp_path}/links.sssom.tsv'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", writing, "sh", program], capture_output=True, encoding="utf-8", check=False
    )
    said = done.stderr.strip().splitlines()[-1]
    assert f"cannot write {tmp_path}/links.sssom.tsv: Read-only file system; name a file of your own" in said


@pytest.mark.parametrize("kind", ["device", "fifo"])
def test_what_is_no_file_is_never_read(tmp_path: Path, index: Index, kind: str) -> None:
    """A device without an end and a pipe that nobody writes to are refused by their names, wherever one is named."""
    odd = Path("/dev/zero")
    if kind == "fifo":
        os.mkfifo(odd := tmp_path / "pipe")
    lists = tmp_path / "lists" / "x"
    lists.mkdir(parents=True)
    (lists / "list.yaml").symlink_to(odd)
    youcheng = [sys.executable, "-m", "youcheng.graph"]
    for words in (
        ["link", "--links", str(odd)],
        ["lists", "add", str(odd), "--lists", str(tmp_path)],
        ["link", "--review", "--candidates", str(odd)],
        ["rows", "x", "--lists", str(lists.parent)],
        ["build", "--links", str(odd)],
    ):
        done = subprocess.run(
            [*youcheng, *words], capture_output=True, encoding="utf-8", env=environment(index), timeout=60, check=False
        )
        assert done.returncode in {1, 2}, words
        assert str(lists / "list.yaml" if words[0] == "rows" else odd) in done.stderr
        assert "Traceback" not in done.stderr


def test_no_table_is_left_where_there_is_no_room_for_it(tmp_path: Path, index: Index) -> None:
    """A disk that takes no more leaves no table, so that the next `link`, with room, begins it."""
    table = tmp_path / "links.sssom.tsv"

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    words = [*LINK, "--links", str(table)]
    done = subprocess.run(
        words,
        capture_output=True,
        encoding="utf-8",
        env=environment(index),
        preexec_fn=full,
        check=False,
    )
    assert f"cannot write {table}: File too large; name another file with --links" in done.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("content", ["", "\n\n", "# a comment\n"])
def test_an_empty_table_is_named_with_the_next_step(tmp_path: Path, content: str) -> None:
    """One that an older run left on a full disk is no riddle of columns."""
    table = tmp_path / "links.sssom.tsv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(LinkError, match="empty, without a header row: take it away, and `youcheng link` begins it"):
        load_links(table)


def test_a_cell_of_any_length(tmp_path: Path) -> None:
    """A long comment is read, and kept when a row is put in."""
    table = tmp_path / "links.sssom.tsv"
    long = "证" * 200_000
    row = (
        f"place:jp-nowhere\t无处\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t0.9\t\t\t{long}\n"
    )
    table.write_text(LINKS.read_text(encoding="utf-8") + row, encoding="utf-8")
    add_links(table, [NEW._replace(place="jp-elsewhere", name="别处")])
    place = load_links(table).find("jp", "无处")
    assert place is not None
    assert place.evidence == (long,)


def test_bytes_that_are_no_utf_8_are_asked_for_again(tmp_path: Path, index: Index) -> None:
    """A key of another encoding ends no review."""
    table = tmp_path / "links.sssom.tsv"
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if "place:kz-" not in line), encoding="utf-8")
    near, far = pty.openpty()
    words = [*LINK, "--links", str(table), "--review"]
    shown = b""
    with subprocess.Popen(
        words, stdin=far, stdout=far, stderr=far, env=environment(index) | {"TERM": "dumb"}
    ) as process:
        os.close(far)
        for typed in (b"\xff\xfe\n", b"q\n"):
            begun = len(shown)
            while not re.search(rb"> $", shown[begun:]):
                assert select.select([near], [], [], 60)[0], shown
                shown += os.read(near, 65536)
            os.write(near, typed)
        while not shown.endswith(b"still open.\r\n"):
            assert select.select([near], [], [], 60)[0], shown
            shown += os.read(near, 65536)
        assert process.wait(30) == 1
    os.close(near)
    assert b"not in UTF-8, so nothing was read: type it again" in shown
    assert b"Traceback" not in shown
