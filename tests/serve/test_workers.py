"""Attacks on the running server's processes: killed, stopped, starved of room; and queries that bring them down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.servers import launch
from tests.serve.test_threats import children

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.servers import Reply, Server

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # "


@pytest.fixture(scope="module")
def own(start: Callable[..., Server], release: Path) -> Server:
    """Start a server with processes that nobody else uses."""
    return start(release, "deadline=4", "workers=3")


def workers(server: Server) -> list[int]:
    """Give the processes of its workers."""
    return [worker for nursery in children(server.process.pid) for worker in children(nursery)]


def state(process: int) -> str:
    """Give what a process is at, such as R, S or T."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.01, 0.2])
def test_idle_workers_killed(own: Server, delay: float) -> None:
    """No query is blamed for the death of a process that had not begun it; it is answered by another."""
    for worker in workers(own):
        os.kill(worker, signal.SIGKILL)
    time.sleep(delay)
    replies: list[Reply] = []
    threads = [
        threading.Thread(target=lambda n=n: replies.append(own.ask(f'SELECT ("{delay} {n}" AS ?x) {{}}')))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.status for reply in replies] == [200] * 8


def test_a_busy_worker_killed_once(own: Server) -> None:
    """Its query is tried once more, and ends as it would have: at the deadline."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(own.ask(f"{LONG} once")))
    thread.start()
    time.sleep(1)
    (busy,) = [worker for worker in workers(own) if state(worker) == "R"]
    os.kill(busy, signal.SIGKILL)
    thread.join()
    assert (replies[0].status, replies[0].json["type"]) == (504, "urn:youcheng:problem:deadline")


def test_a_query_that_loses_two_workers(own: Server) -> None:
    """Is refused; it is not given a third."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(own.ask(f"{LONG} twice")))
    thread.start()
    killed: set[int] = set()
    while thread.is_alive() and len(killed) < 3:
        for worker in set(workers(own)) - killed:
            if state(worker) == "R":
                time.sleep(0.4)
                if state(worker) == "R":
                    os.kill(worker, signal.SIGKILL)
                    killed.add(worker)
        time.sleep(0.05)
    thread.join()
    assert (replies[0].status, replies[0].json["type"]) == (422, "urn:youcheng:problem:complexity")
    assert len(killed) == 2
    assert own.ask("SELECT (1 AS ?after) {}").status == 200


def test_a_query_that_brings_its_process_down(own: Server) -> None:
    """Others that wait meanwhile are answered; it is refused."""
    deep = "SELECT * { ?s " + "/".join(["<a:b>"] * 20_000) + " ?o }"
    replies: list[Reply] = []

    def others() -> None:
        replies.extend(own.ask(f"SELECT ({time.monotonic()} AS ?x) {{}}") for _ in range(20))

    threads = [threading.Thread(target=others) for _ in range(4)]
    for thread in threads:
        thread.start()
    reply = own.request("POST", "/sparql", deep.encode(), {"Content-Type": "application/sparql-query"})
    for thread in threads:
        thread.join()
    assert reply.status in {200, 422, 504}
    assert {one.status for one in replies} == {200}


def test_stopped_workers(own: Server) -> None:
    """A process that stands still is replaced, and its query answered by another, long before the deadline."""
    stopped = workers(own)
    for worker in stopped:
        os.kill(worker, signal.SIGSTOP)
    began = time.monotonic()
    try:
        reply = own.ask("SELECT (2 AS ?stopped) {}")
    finally:
        for worker in stopped:
            if state(worker):
                os.kill(worker, signal.SIGCONT)
    assert reply.status == 200
    assert time.monotonic() - began < 3.9


def test_the_nursery_killed_under_load(own: Server) -> None:
    """All processes end with it; who asks meanwhile waits for new ones, and nobody is blamed."""
    replies: list[Reply] = []
    done = threading.Event()

    def load(number: int) -> None:
        count = 0
        while not done.is_set():
            count += 1
            replies.append(own.ask(f"SELECT ({number} AS ?n) ({count} AS ?c) {{}}"))

    threads = [threading.Thread(target=load, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    (nursery,) = children(own.process.pid)
    os.kill(nursery, signal.SIGKILL)
    time.sleep(3)
    done.set()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} <= {200, 503}
    assert own.ask("SELECT (3 AS ?after) {}").status == 200
    assert not [line for line in own.lines() if "exception" in line]


def test_a_function_that_there_is_not(own: Server) -> None:
    """It is told so, and not to ask again in a moment."""
    reply = own.ask("SELECT (<http://x/f>(1) AS ?x) {}")
    assert (reply.status, reply.json["type"]) == (422, "urn:youcheng:problem:evaluation")
    assert "http://x/f" in reply.json["detail"]
    assert "retry-after" not in reply.headers


def test_no_room_for_an_answer(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk refuses the big answers, in words, and no small one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        monkeypatch.setenv("TMPDIR", str(folder))
        server = launch(release, tmp_path / "log")
        try:
            reply = server.ask("SELECT * { ?s ?p ?o }")
            assert (reply.status, reply.json["type"]) == (507, "urn:youcheng:problem:space")
            assert "retry-after" not in reply.headers
            assert server.ask("SELECT * { ?s ?p ?o } LIMIT 10").status == 200
            assert [line for line in server.lines() if line.get("event") == "space"]
        finally:
            server.stop()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_too_little_memory_to_open_the_release(release: Path) -> None:
    """The server says so, and ends."""
    words = [sys.executable, "-m", "youcheng.graph", "serve", "--release", str(release), "--port", "0"]
    done = subprocess.run([*words, "--memory", "256"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "memory = 256" in done.stderr
    assert "Traceback" not in done.stderr
