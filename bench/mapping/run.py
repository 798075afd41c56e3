"""Rows to N-Quads by youcheng and by other tools, each in a process of its own, as one Markdown table."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING

import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
HEADER = ("rows", "tool", "seconds", "CPU s", "triples/s", "peak MB", "× seconds", "× CPU s", "same triples")


@dataclass(frozen=True)
class Tool:
    """A script that takes rows.csv, the file to write and further arguments; the most rows it is given."""

    script: str
    suffix: str = ".nq"
    arguments: tuple[str, ...] = ()
    most: int = 1_000_000


TOOLS = {
    "youcheng": Tool("with_youcheng.py"),
    "youcheng-zstd": Tool("with_youcheng.py", ".nq.zst"),
    "morph-kgc-1": Tool("with_morph_kgc.py", arguments=("1",)),
    "morph-kgc": Tool("with_morph_kgc.py"),
    "maplib": Tool("with_maplib.py", ".nt"),
    "rdflib": Tool("with_rdflib.py", most=100_000),
}


@dataclass(frozen=True)
class Run:
    """What one process took: seconds on the clock and of the processors, peak memory in MB; or why it failed."""

    seconds: float
    cpu: float
    peak: float
    failure: str = ""

    @classmethod
    def of(cls, runs: list[Run]) -> Run:
        """Give the least time and the highest peak of several runs."""
        if not runs:
            return cls(1, 1, 0, "not run")
        seconds, cpu, peak = (
            min(run.seconds for run in runs),
            min(run.cpu for run in runs),
            max(run.peak for run in runs),
        )
        return cls(seconds, cpu, peak, runs[-1].failure)


def measure(command: list[str], limit: float) -> Run:
    """Run a command to its end, or until so many seconds have passed.

    The peak is that of its largest process (ru_maxrss). This process stays small, because a child begins with the
    peak of its parent.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    timer = Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    failure = (said.strip() or f"exit status {process.returncode}").splitlines()[-1] if process.returncode else ""
    if seconds >= limit:
        failure = f"stopped after {limit:.0f} s"
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6, failure)


class Bench:
    """One size: its rows on disk, the runs of each tool, and whether each gave the triples of youcheng."""

    def __init__(self, count: int, folder: Path, options: argparse.Namespace) -> None:
        self.count, self.folder, self.options = count, folder, options
        self.runs: dict[str, list[Run]] = {}
        self.same: dict[str, str] = {}
        self.triples = 0
        rows.write(count, folder / "rows.csv")

    def turns(self) -> None:
        """Run each tool in turn, as often as asked: what else the machine does then falls on all of them."""
        for _ in range(self.options.repeat):
            for name in self.options.tools:
                runs = self.runs.setdefault(name, [])
                if self.count <= TOOLS[name].most and not any(run.failure for run in runs):
                    runs.append(self.turn(name))
                    print(f"{self.count:,} rows, {name}: {runs[-1]}", file=sys.stderr)

    def turn(self, name: str) -> Run:
        """Run one tool once; what it wrote is compared the first time, then deleted."""
        tool, source = TOOLS[name], self.folder / "rows.csv"
        target = self.folder / f"{name}{tool.suffix}"
        python = self.options.morph_kgc_python if name.startswith("morph") else sys.executable
        run = measure(
            [python, str(FOLDER / tool.script), str(source), str(target), *tool.arguments], self.options.limit
        )
        if not run.failure and name not in self.same:
            self.same[name] = self.compare(target)
        if name != "youcheng":
            target.unlink(missing_ok=True)
        return run

    def compare(self, target: Path) -> str:
        """Give whether a file holds the triples of youcheng, and count these; differences go to standard error."""
        reference = self.folder / "youcheng.nq"
        if self.count > self.options.check:
            self.triples = self.triples or _line_count(reference)
            return "not compared"
        command = [sys.executable, str(FOLDER / "check.py"), str(reference), str(target), "5"]
        checked = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        self.triples = int(checked.stdout or 0)
        return "no" if checked.returncode else "yes"

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Give the lines of the table: the least time and the highest peak of the runs of each tool."""
        first = Run.of(self.runs["youcheng"])
        for name, runs in self.runs.items():
            run = Run.of(runs)
            figures = (
                f"{run.seconds:.2f}",
                f"{run.cpu:.2f}",
                f"{self.triples / run.seconds:,.0f}",
                f"{run.peak:.0f}",
                f"{run.seconds / first.seconds:.1f}",
                f"{run.cpu / first.cpu:.1f}",
                self.same.get(name, ""),
            )
            yield f"{self.count:,}", name, *((run.failure, *[""] * 6) if run.failure else figures)


def _line_count(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def arguments() -> argparse.Namespace:
    """Give the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument(
        "--tools", nargs="+", choices=TOOLS, default=list(TOOLS), help="youcheng always runs, and first"
    )
    parser.add_argument("--check", type=int, default=100_000, help="the most rows at which the triples are compared")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each tool, of which the least time counts")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is stopped")
    parser.add_argument("--folder", type=Path, help="where rows and triples are written; 7 GB at a million rows")
    parser.add_argument("--morph-kgc-python", default=sys.executable, help="an interpreter that has Morph-KGC")
    options = parser.parse_args()
    options.tools = ["youcheng", *(name for name in options.tools if name != "youcheng")]
    return options


def main() -> None:
    """Print the table."""
    options = arguments()
    lines: list[tuple[str, ...]] = []
    for count in options.rows:
        with TemporaryDirectory(dir=options.folder) as folder:
            bench = Bench(count, Path(folder), options)
            bench.turns()
            lines += bench.lines()
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}\n")
    for line in (HEADER, ("--:", ":--", "--:", "--:", "--:", "--:", "--:", "--:", ":--"), *lines):
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    main()
