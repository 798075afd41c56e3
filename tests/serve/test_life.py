"""The server over time: new releases, clients that leave, too many queries, settings, and its end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from youcheng.graph.serve.settings import Settings, allows, settings
from youcheng.ontology.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.servers import Reply, Server

CHEAP = "SELECT * { ?s a yc:Twinning } LIMIT 3"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # "


def release_of(folder: Path, release: Path, name: str) -> Path:
    """Copy a release, marked by a triple of its own in its description and manifest."""
    made = folder / name
    shutil.copytree(release.resolve(), made)
    (made / "manifest.json").write_text((made / "manifest.json").read_text() + f"\n{' ' * len(name)}", encoding="utf-8")
    return made


def switch(link: Path, target: Path) -> None:
    """Switch a link as a build does, by one rename."""
    beside = link.with_name("beside")
    beside.symlink_to(target)
    beside.replace(link)


def test_a_new_release_is_taken_under_load(start: Callable[..., Server], release: Path, tmp_path: Path) -> None:
    """While clients ask without pause, three releases follow each other; every answer is whole and right."""
    link = tmp_path / "dist"
    made = [release_of(tmp_path, release, name) for name in ("a", "bb", "ccc")]
    switch(link, made[0])
    server = start(link, "watch=0.1")
    expected = server.ask(CHEAP).body
    bad: list[Reply | str] = []
    done = threading.Event()

    def load(number: int) -> None:
        count = 0
        while not done.is_set():
            count += 1
            try:
                reply = server.ask(f"{CHEAP} #{number} {count}")
            except OSError as error:
                bad.append(repr(error))
            else:
                if reply.status != 200 or reply.body != expected:
                    bad.append(reply)

    threads = [threading.Thread(target=load, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    seen = {server.get("/health").json["release"]}
    for target in (made[1], made[2], made[0]):
        switch(link, target)
        time.sleep(0.7)
        seen.add(server.get("/health").json["release"])
    done.set()
    for thread in threads:
        thread.join()
    assert bad == []
    assert len(seen) == 3


def test_a_release_that_cannot_be_opened_is_not_taken(
    start: Callable[..., Server], release: Path, tmp_path: Path
) -> None:
    """The one before goes on, and the log says why."""
    link, broken = tmp_path / "dist", release_of(tmp_path, release, "broken")
    (broken / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    switch(link, release.resolve())
    server = start(link, "watch=0.1")
    switch(link, broken)
    time.sleep(1)
    assert server.ask(CHEAP).status == 200
    assert [line for line in server.lines() if line.get("event") == "release not taken"]


def test_a_client_that_leaves_stops_its_query(start: Callable[..., Server], release: Path) -> None:
    """The process that worked for it is ended long before the deadline."""
    server = start(release, "metrics=true")
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET /sparql?{urlencode({'query': LONG})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
        assert server.get("/health").json["workers"]["long"] == 1
    time.sleep(0.5)
    assert server.get("/health").json["workers"]["long"] == 0
    assert b"youcheng_clients_left_total 1" in server.get("/metrics").body


def test_too_many_long_queries(small: Server) -> None:
    """Those for which there is no place get 503 and are told when to come again; short ones are served throughout."""
    replies: list[Reply] = []
    threads = [
        threading.Thread(target=lambda n=number: replies.append(small.ask(LONG + str(n)))) for number in range(12)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    assert small.ask(f"{CHEAP} # new").status == 200
    for thread in threads:
        thread.join()
    refused = [reply for reply in replies if reply.status == 503]
    assert {reply.status for reply in replies} == {503, 504}
    assert all(int(reply.headers["retry-after"]) > 0 for reply in refused)


def test_one_question_of_many_is_evaluated_once(start: Callable[..., Server], release: Path) -> None:
    """Twenty clients that ask the same at the same time wait for one evaluation."""
    server = start(release)
    query = "SELECT (COUNT(*) AS ?n) { ?a a yc:Row . ?d ?e ?f . FILTER(STRLEN(STR(?f)) > 1) } # once"
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(server.ask(query))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({reply.body for reply in replies}) == 1
    times = {line["seconds"] for line in server.lines() if line.get("cache") == "miss"}
    assert len(times) == 1


def test_work_is_finished_before_the_end(start: Callable[..., Server], release: Path) -> None:
    """A query under way when the server is told to stop gets its answer."""
    server = start(release, "deadline=3")
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(server.ask(LONG)))
    thread.start()
    time.sleep(0.7)
    status = server.stop()
    thread.join()
    assert [reply.status for reply in replies] == [504]
    assert status == 0
    assert server.lines()[-1]["event"] == "stopped"


def test_metrics_are_not_public_unless_switched_on(server: Server, start: Callable[..., Server], release: Path) -> None:
    """They answer on a port of their own, and there nothing else does."""
    assert server.get("/metrics").status == 404
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    other = start(release, f"metrics_port={port}")
    assert other.get("/metrics").status == 404
    public, other.port = other.port, port
    try:
        text = other.get("/metrics").body.decode()
        assert other.get("/sparql").status == 404
    finally:
        other.port = public
    assert 'youcheng_requests_total{route="sparql"' not in text
    assert "youcheng_workers_idle 2" in text


def test_the_log_tells_each_request(server: Server) -> None:
    """One line a request, with whose it was, what it asked, how it ended and how long it took."""
    server.ask(CHEAP + " # logged")
    (line,) = [line for line in server.lines() if "logged" in line.get("query", "")]
    assert (line["client"], line["method"], line["path"], line["status"]) == ("127.0.0.1", "GET", "/sparql", 200)
    assert (line["rows"], line["cache"]) == (3, "miss")
    assert line["ms"] > 0


def test_settings_from_file_environment_and_flags(tmp_path: Path) -> None:
    """Flags win over the environment, and that over the file; each value knows where it is from."""
    file = tmp_path / "serve.toml"
    file.write_text(
        'port = 1\ndeadline = 2\nservices = ["https://example.org/sparql"]\nmetrics = true\n', encoding="utf-8"
    )
    chosen, origins = settings(
        file, {"YOUCHENG_DEADLINE": "3", "YOUCHENG_ROWS": "4", "YOUCHENG_SUITES": "x"}, {"rows": "5"}
    )
    assert (chosen.port, chosen.deadline, chosen.rows, chosen.metrics) == (1, 3.0, 5, True)
    assert chosen.services == ("https://example.org/sparql",)
    assert (origins["port"], origins["deadline"], origins["rows"], origins["host"]) == (
        str(file), "environment", "flag", "default",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["nosuch = 1", 'port = "many"', "deadline = 0", "port = ", 'url = "example.org"', "services = 3"]
)
def test_settings_that_do_not_fit(tmp_path: Path, text: str) -> None:
    """The message names the file and the setting."""
    file = tmp_path / "serve.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=r"serve\.toml"):
        settings(file, {})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--port", "99999"], "port = 99999 is not 0 to 65535"),
        (["--set", "port=-1"], "port = -1 is not 0 to 65535"),
        (["--set", "metrics_port=99999"], "metrics_port = 99999 is not 0 to 65535"),
        (["--set", "patience=inf"], "patience = inf is not 0.1 to 3600"),
        (["--set", "deadline=nan"], "deadline = nan is not 0.01 to 86400"),
        (["--workers", "-1"], "workers = -1 is not 0 to 256"),
        (["--memory", "60"], "memory = 60 is not 256 to 1048576"),
        (["--cache", "-5"], "cache = -5 is not 0 to 65536"),
        (["--set", "services=notaniri"], "'notaniri' is not of IRIs of endpoints"),
        (["--set", "proxies=localhost"], "'localhost' is not of IP addresses"),
        (["--set", "held=10"], "held = 10 is not at least answer = 128"),
        (["--url", "http://"], "url = 'http://' is not http:// or https:// and a host"),
        (["--url", "http://x/?q/"], "without ? and #"),
        (["--host", "a b"], "host = 'a b' is not"),
        (["--set", "rows=many"], "rows = 'many' is not of its type; allowed: 1 to 1000000000"),
    ],
)
def test_a_setting_that_cannot_be(release: Path, given: list[str], named: str) -> None:
    """The server does not start, and says which setting, which value, and what is allowed."""
    words = [sys.executable, "-m", "youcheng.graph", "serve", "--release", str(release), *given]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_show_config_can_be_read_back(tmp_path: Path) -> None:
    """What it prints is a file that sets the same."""
    words = [sys.executable, "-m", "youcheng.graph", "serve", "--show-config", "--set", "rows=7", "--port", "81"]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    file = tmp_path / "serve.toml"
    file.write_text(printed, encoding="utf-8")
    assert settings(file, {})[0] == settings(None, {}, {"rows": "7", "port": "81"})[0]
    assert settings(None, {})[0] == Settings()


def test_every_setting_is_documented() -> None:
    """The table of docs/serving.md holds each with its meaning."""
    text = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
    for known in fields(Settings):
        assert f"| `{known.name}` |" in text
        assert f" | {allows(known.name)} | " in text or not allows(known.name)
        assert known.metadata["meaning"] in text


def test_a_start_that_fails_says_why(server: Server, release: Path, tmp_path: Path) -> None:
    """No release, a port that is taken: status and message."""
    words = [sys.executable, "-m", "youcheng.graph", "serve"]
    none = subprocess.run([*words, "--release", str(tmp_path / "no")], capture_output=True, text=True, check=False)
    assert none.returncode == 1
    assert "youcheng build" in none.stderr
    words += ["--release", str(release), "--port", str(server.port)]
    taken = subprocess.run(words, capture_output=True, text=True, check=False)
    assert taken.returncode == 2
    assert "--port" in taken.stderr
