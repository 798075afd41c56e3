"""Every page of a release: how big it is, as it is and compressed, and how long it takes to make. `run.py RELEASE`."""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from pathlib import Path

from pyoxigraph import NamedNode

from youcheng.graph.pages import documents, render
from youcheng.graph.pages.facts import Facts
from youcheng.graph.pages.links import Links
from youcheng.graph.pages.reader import Reader
from youcheng.graph.store import open_release
from youcheng.mapping.iris import BASE


def main(release: Path) -> None:
    """Make every page once, after a first one that loads what all need, and print a row a kind."""
    store = open_release(release)
    facts, reader, links = Facts(store), Reader(), Links(BASE, "https://example.org/")
    said = {quad.subject.value.partition("#")[0] for quad in store if isinstance(quad.subject, NamedNode)}
    render.document("place", facts, f"{BASE}place/cn", reader, links)
    made: dict[str, list[tuple[float, int, int]]] = {}
    for iri in sorted(said):
        kind = documents.kind(facts, iri)
        if kind is None or not iri.startswith(BASE):
            continue
        began = time.perf_counter()
        page = render.document(kind, facts, iri, reader, links)
        took = (time.perf_counter() - began) * 1000
        made.setdefault(kind, []).append((took, len(page), len(gzip.compress(page, 6))))
    print(f"{'kind':12}{'pages':>7}{'median ms':>11}{'most ms':>9}{'median B':>10}{'most B':>9}{'most B gzip':>13}")
    for kind, pages in sorted(made.items()):
        took, plain, zipped = zip(*pages, strict=True)
        print(
            f"{kind:12}{len(pages):7}{statistics.median(took):11.1f}{max(took):9.1f}"
            f"{statistics.median(plain):10.0f}{max(plain):9}{max(zipped):13}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
