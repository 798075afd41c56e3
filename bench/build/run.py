"""Times a whole release of the project's lists, split by step, each run in a process of its own with nothing warm."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

STEPS = ("importing", "reading", "mapping", "deriving", "auditing", "validating", "writing", "switching")


def main() -> None:
    """Print the median seconds of each step as a Markdown table, and what all but validating come to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes to take the median of (default: %(default)s)")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        print(json.dumps(_build()))
        return
    runs = [_process() for _ in range(arguments.runs)]
    print("| step | seconds (median) |\n|---|---:|")
    for step in STEPS:
        print(f"| {step} | {median(run[step] for run in runs):.2f} |")
    others = median(sum(run[step] for step in STEPS if step != "validating") for run in runs)
    print(f"| **all but validating** | **{others:.2f}** |")


def _process() -> dict[str, float]:
    run = subprocess.run([sys.executable, __file__, "--once"], capture_output=True, text=True, check=True)
    timed: dict[str, float] = json.loads(run.stdout)
    return timed


def _build() -> dict[str, float]:
    clock = _Clock()
    from pyoxigraph import Store

    from youcheng.graph import audit, build, derive, release, validate
    from youcheng.mapping.descriptor import LISTS
    from youcheng.mapping.iris import Iris
    from youcheng.mapping.places import load_links

    clock.ends("importing")
    iris = Iris()
    with tempfile.TemporaryDirectory() as folder:
        links = load_links()
        readings, _ = build.read_all(LISTS, links)
        clock.ends("reading")
        with release.staged(Path(folder) / "dist") as staging:
            store = Store(str(staging / "store"))
            build.load(store, readings, links, iris)
            clock.ends("mapping")
            derive.derive(store, iris)
            clock.ends("deriving")
            audit.audit(store, iris)
            clock.ends("auditing")
            report = validate.validate(store)
            clock.ends("validating")
            build.write(store, staging, readings, iris, report)
            store.flush()
            del store
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
