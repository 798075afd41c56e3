"""What a document says never steers a terminal; what goes to a file or a pipe is as it is."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.terminal import table, visible

if TYPE_CHECKING:
    from pathlib import Path

STEERING = "\x1b[31m", "\x1b]0;title\x07", "\u202e", "\u2066", "\x00", "\x9b2J", "\x7f", "\u200f"
TEXT = "城市,国家,结好日期,备注\n奈良市,日本,1974,x\u202ey\x1b]0;title\x07\n京都市\x1b[31m,日本,1975,\n"


def answer(path: Path) -> None:
    """Say in a drafted list.yaml what it asks for."""
    text = path.read_text(encoding="utf-8").replace("authority: ???", "authority: official")
    text = text.replace("kind: ???", "kind: sister-city")
    path.write_text(text.replace("???", "2020"), encoding="utf-8")


def on_a_terminal(words: list[str]) -> bytes:
    """Give what a command shows on a terminal."""
    leader, follower = pty.openpty()
    shown = b""
    with subprocess.Popen([sys.executable, "-m", "youcheng.graph", *words], stdout=follower, stderr=follower):
        os.close(follower)
        with contextlib.suppress(OSError):  # the terminal's end, once the command has left it
            while part := os.read(leader, 4096):
                shown += part
    os.close(leader)
    return shown


@pytest.mark.parametrize("mark", STEERING)
def test_what_steers_is_written_out(mark: str) -> None:
    """Each such character is shown as its escape, in a table too, whose columns still line up."""
    shown = visible(f"a{mark}b\n")
    assert shown.endswith("b\n")
    assert shown[:-1].isprintable()
    lines = table(["x", "y"], [[mark, "1"], ["city", "2"]]).splitlines()
    assert all(line.isprintable() for line in lines)
    assert lines[2].rindex("1") == lines[3].rindex("2")


def test_words_stay_as_they_are() -> None:
    """Lines, tabs and letters of every script are not touched, nor joiners that letters need."""
    text = "西安\t友城\n\u0645\u06cc\u200c\u062e \u05e9\u05dc\u05d5\u05dd e\u0301\r\n"
    assert visible(text) == text


@pytest.mark.parametrize("command", ["add", "rows", "json"])
def test_no_command_of_a_document_reaches_a_terminal(tmp_path: Path, command: str) -> None:
    """Adding a list and showing its rows, in any format, sends a terminal none of the document's own characters."""
    file = tmp_path / "steering.csv"
    file.write_text(TEXT, encoding="utf-8")
    lists = ["--lists", str(tmp_path / "lists")]
    shown = on_a_terminal(["lists", "add", str(file), *lists])
    if command != "add":
        path = tmp_path / "lists" / "steering" / "list.yaml"
        answer(path)
        shown = on_a_terminal(["rows", "steering", *lists, *(["-f", "json"] if command == "json" else [])])
    assert "奈良市".encode() in shown
    assert not {0x1B, 0x07, 0x00} & set(shown)
    assert "\u202e".encode() not in shown


def test_a_file_gets_what_was_written(tmp_path: Path) -> None:
    """In a pipe, CSV has the cells as they are."""
    from youcheng.graph.draft import add

    file = tmp_path / "raw.csv"
    file.write_text("城市,国家,结好日期\n奈良\u202e市,日本,1974\n京都市,日本,1975\n", encoding="utf-8")
    path = add(file, tmp_path / "lists").folder / "list.yaml"
    answer(path)
    words = [sys.executable, "-m", "youcheng.graph", "rows", "raw", "-f", "csv", "--lists", str(tmp_path / "lists")]
    run = subprocess.run(words, capture_output=True, check=True)
    assert "奈良\u202e市".encode() in run.stdout
