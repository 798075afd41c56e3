"""`lists add` when something goes wrong on the way: nothing half made is left, and the message says what to do."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.draft import add
from youcheng.mapping.drafting.draft import Draft

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "中方城市,外方城市,国家,结好时间\n西安市,奈良市,日本,1974-02-01\n西安市,京都市,日本,1975-05-10\n"


@pytest.mark.parametrize("most", [10, 400])
def test_a_disk_that_is_full(tmp_path: Path, most: int) -> None:
    """Where the document, or the draft after it, does not fit, no folder is left and the next try succeeds."""
    file = tmp_path / "full.csv"
    file.write_text(TABLE, encoding="utf-8")
    command = [sys.executable, "-m", "youcheng.graph", "lists", "add", str(file), "--lists", str(tmp_path / "lists")]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert ended.returncode == 2
    assert f"{tmp_path / 'lists' / 'full'}" in ended.stderr
    assert "no list was added; make room there, or name another folder with --lists" in ended.stderr
    assert not (tmp_path / "lists" / "full").exists()
    assert add(file, tmp_path / "lists").reading is not None


def test_an_interruption(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who stops it while the draft is written finds no half of a list."""

    def interrupted(_: Draft) -> str:
        raise KeyboardInterrupt

    file = tmp_path / "stopped.csv"
    file.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(Draft, "yaml", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(file, tmp_path / "lists")
    assert not (tmp_path / "lists" / "stopped").exists()


def test_a_column_without_a_header(tmp_path: Path) -> None:
    """A first column of numbers whose header is empty is drafted and read as it was drafted."""
    from youcheng.mapping.descriptor import load
    from youcheng.mapping.reading import read_list

    file = tmp_path / "numbers.csv"
    file.write_text(",城市,国家,结好时间\n1,横滨市,日本,1973.11.30\n2,米兰市,意大利,1979.06.25\n", encoding="utf-8")
    made = add(file, tmp_path / "lists")
    text = (made.folder / "list.yaml").read_text(encoding="utf-8")
    assert '{ header: "", field: number }' in text
    told = {
        "zh": "上海市",
        "authority": "official",
        "about": "上海市",
        "as_of": "2012",
        "licence": "none stated",
        "kind": "sister-city",
    }
    for key, value in told.items():
        text = text.replace(f"{key}: ???", f"{key}: {value}")
    (made.folder / "list.yaml").write_text(text, encoding="utf-8")
    reading = read_list(load(made.folder / "list.yaml"))
    assert [(row.number, row.partner.main) for row in reading.rows] == [(1, "横滨市"), (2, "米兰市")]
    assert reading.errors == ()
