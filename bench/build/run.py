"""Times a whole release, of the project's lists or of made-up ones, by step, each run a process with nothing warm."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = ("importing", "reading", "mapping", "deriving", "auditing", "validating", "writing", "switching")


def main() -> None:
    """Print the median seconds of each step as a Markdown table, and what all but validating come to.

    Of made-up lists: the seconds of the first number of them, and how many times as many each other number takes.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes to take the median of (default: %(default)s)")
    parser.add_argument("--lists", type=int, nargs="+", default=[], help="numbers of made-up lists, not the project's")
    parser.add_argument("--rows", type=int, default=100, help="rows of each made-up list (default: %(default)s)")
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once is not None:
        print(json.dumps(_build(arguments.once, arguments.rows)))
        return
    first, *more = ([_process(n, arguments.rows) for _ in range(arguments.runs)] for n in arguments.lists or [0])
    print("| step | seconds (median) |" + "".join(f" {n} lists |" for n in arguments.lists[1:]))
    print("|---|---:|" + "---:|" * len(more))
    others = [step for step in STEPS if step != "validating"]
    for name, steps in (*((step, [step]) for step in STEPS), ("**all but validating**", others), ("**all**", STEPS)):
        seconds = _median(first, steps)
        print(f"| {name} | {seconds:.2f} |" + "".join(f" {_median(runs, steps) / seconds:.1f} |" for runs in more))


def _median(runs: list[dict[str, float]], steps: Sequence[str]) -> float:
    return median(sum(run[step] for step in steps) for run in runs)


def _process(lists: int, rows: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--once", str(lists), "--rows", str(rows)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    timed: dict[str, float] = json.loads(run.stdout)
    return timed


def _build(number: int, size: int) -> dict[str, float]:
    """Give the seconds of each step for the project's lists, or for so many made-up ones."""
    with tempfile.TemporaryDirectory() as folder:
        if number:
            import made_lists

            made_links = made_lists.write_lists(Path(folder), number, size)
        clock = _Clock()
        from pyoxigraph import Store

        from youcheng.graph import audit, build, derive, release, validate
        from youcheng.mapping.descriptor import LISTS, descriptors
        from youcheng.mapping.iris import Iris
        from youcheng.mapping.places import load_links

        clock.ends("importing")
        iris = Iris()
        links = load_links(made_links) if number else load_links()
        readings, _ = build.read_all(descriptors(Path(folder) if number else LISTS), links)
        clock.ends("reading")
        with release.staged(Path(folder) / "dist") as staging:
            store = Store()
            build.load(store, readings, links, iris)
            clock.ends("mapping")
            derive.derive(store, iris)
            clock.ends("deriving")
            audit.audit(store, iris)
            clock.ends("auditing")
            report = validate.validate(store)
            clock.ends("validating")
            build.write(store, staging, readings, iris, report)
            clock.ends("writing")
        clock.ends("switching")
    return clock.seconds


class _Clock:
    """Keeps the seconds between one end of a step and the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = time.perf_counter()

    def ends(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step], self.last = now - self.last, now


if __name__ == "__main__":
    main()
