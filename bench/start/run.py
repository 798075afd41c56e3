"""Times the start of each command against bare Python: whole processes in turn, so that a slow moment meets both.

The bytecode is there before, as an installation has it, whatever the environment says of writing it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BARE = [sys.executable, "-c", "pass"]
WITHOUT_GRAPH = (["--help"], ["queries"], ["lists"], ["rows", "xian-2023-05"])
WITH_GRAPH = (
    ["query", "partners-of-city"],
    ["query", "SELECT (COUNT(*) AS ?n) WHERE { ?row a yc:Row }"],
    ["rows", "xian-2023-05", "--as-published"],
    ["export", "-f", "nt", "--list", "xian-2023-05"],
)


def main() -> None:
    """Print the ratio of each command's time to bare Python's as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="pairs to take the median of (default: %(default)s)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "dist"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        youcheng = [str(Path(sys.executable).with_name("youcheng"))]
        subprocess.run([*youcheng, "build", "--out", str(release)], check=True, capture_output=True)
        print("| command | times bare Python (median) | aim |\n|---|---:|---:|")
        for words, aim, more in (
            *((words, 5, []) for words in WITHOUT_GRAPH),
            *((words, 25, ["--release", str(release)]) for words in WITH_GRAPH),
        ):
            subprocess.run([*youcheng, *words, *more], check=True, capture_output=True)
            ratio = median(_seconds([*youcheng, *words, *more]) / _seconds(BARE) for _ in range(runs))
            print(f"| `youcheng {' '.join(words)}` | {ratio:.1f} | {aim} |")


def _seconds(words: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
