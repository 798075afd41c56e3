"""What a small query never asked before costs the process that evaluates it, and how much of that is the engine.

python bench/serve/worker.py RELEASE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat
from run import CHEAP, prologue

from youcheng.graph.serve import frames
from youcheng.graph.serve.evaluate import evaluate
from youcheng.graph.store import open_release
from youcheng.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from youcheng.graph.serve.evaluate import Task

TIMES = 5000
ROUNDS = 5


def main(release: Path) -> None:
    """Print the processor's time of each part, the least of several rounds."""
    store, text = open_release(release), prologue(CHEAP["lookup"])

    def task(number: int) -> Task:
        return {
            "query": f"{text}#{number}", "base": "http://127.0.0.1/sparql", "default": None, "named": None,
            "forms": {"solutions": "json", "boolean": "json", "graph": None}, "gzip": False, "safe_csv": False,
            "rows": 1 << 20, "bytes": 1 << 27, "nesting": 64, "federated": False,
        }  # fmt: skip

    def engine(number: int) -> None:
        store.query(f"{text}#{number}", use_default_graph_as_union=True).serialize(format=QueryResultsFormat.JSON)

    def parsing(number: int) -> None:
        store.query(f"{text}#{number}", use_default_graph_as_union=True)

    def declaring(number: int) -> None:
        store.query(f"{text}#{number}", use_default_graph_as_union=True, prefixes=prefixes())

    def whole(number: int) -> None:
        kind, sink = evaluate(store, frames.read_task(frames.task(task(number))), lambda *_: None, sealed=True)
        body = sink.finish()
        frames.told(
            {"kind": kind, "encoding": sink.encoding, "file": False, "rows": sink.rows, "size": sink.size,
             "seconds": 0.0, "etag": sink.digest[:32]}, body,
        )  # fmt: skip

    for name, part in (
        ("the engine parses", parsing),
        ("with all prefixes declared", declaring),
        ("the engine parses and answers", engine),
        ("all that a worker does", whole),
    ):
        print(f"{name:30}{least(part):5.0f} µs")


def least(part: Callable[[int], None]) -> float:
    """Give the least mean time of the processor, in microseconds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for number in range(TIMES):
            part(number)
        found.append((time.process_time() - began) / TIMES * 1e6)
    return min(found)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
