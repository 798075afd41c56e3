"""One command: youcheng serve, the oxigraph server and rdflib-endpoint side by side, cheap queries and killers.

    python bench/serve/run.py --seconds 60        # or --short

Needs wrk, oxigraph and rdflib-endpoint on PATH (or named by --oxigraph and --rdflib-endpoint).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from servers import Server

from youcheng.graph.build import build
from youcheng.mapping.iris import Iris
from youcheng.ontology import prefixes
from youcheng.queries import query

FOLDER = Path(__file__).parent
CONNECTIONS = 64
CHEAP = {
    "lookup": "SELECT * WHERE { <https://w3id.org/youcheng/place/jp-nara> ?p ?o }",
    "join": "SELECT ?t ?label WHERE { ?t a yc:Twinning ; yc:partner <https://w3id.org/youcheng/place/cn-xian> , ?p . "
            "?p rdfs:label ?label FILTER(LANG(?label) = 'en') }",
    "saved": query("partners-of-city").bound({}),
}  # fmt: skip
ALL = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
KILLERS = {
    "product": f"SELECT (COUNT(*) AS ?n) {ALL}",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:x>|^!<urn:x>)* ?c }",
    "sort": f"SELECT * {ALL} ORDER BY ?i ?f ?c",
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '("
    + "(a|b|ab)*c|" * 40
    + "d)') }",
    "nesting": "SELECT * " + "{" * 3000 + "?s ?p ?o" + "}" * 3000,
}


def main() -> None:
    """Run all and print Markdown."""
    given = arguments()
    seconds = 4 if given.short else given.seconds
    with TemporaryDirectory() as scratch:
        release = Path(scratch) / "dist"
        build(release, Iris())
        servers = contenders(given, release, Path(scratch))
        machine = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before"
        print(f"{seconds} s a figure, {CONNECTIONS} connections, {machine}\n")
        speed(servers, seconds)
        survival(servers, seconds)


def contenders(given: argparse.Namespace, release: Path, scratch: Path) -> list[Server]:
    """Give the servers, with the same data loaded."""
    dump, loaded = release / "youcheng.nq", scratch / "oxigraph"
    subprocess.run([given.oxigraph, "load", "--location", loaded, "--file", dump], check=True, capture_output=True)
    triples = scratch / "union.nt"  # rdflib-endpoint answers from a default graph only
    triples.write_text(
        "".join(sorted({re.sub(r" <[^>]*> \.$", " .", line) + "\n" for line in dump.read_text().splitlines()}))
    )
    python = [sys.executable, "-m", "youcheng.graph", "serve", "--release", str(release)]
    oxigraph = [given.oxigraph, "serve-read-only", "--location", str(loaded), "--union-default-graph"]
    rdflib = [given.rdflib_endpoint, "serve", "--host", "127.0.0.1", str(triples)]
    return [
        Server("youcheng serve", lambda port: [*python, "--port", str(port)], "/sparql"),
        Server("oxigraph server", lambda port: [*oxigraph, "--bind", f"127.0.0.1:{port}"], "/query"),
        Server("rdflib-endpoint", lambda port: [*rdflib, "--port", str(port)], "/"),
    ]


def speed(servers: list[Server], seconds: float) -> None:
    """Print requests a second and processor time, for each query, repeated and new; servers take turns."""
    print("| query | | " + " | ".join(f"{s.name}: requests/s (p99 ms, µs each)" for s in servers) + " | × oxigraph |")
    print("|---|---" + "|---" * (len(servers) + 1) + "|")
    for server in servers:
        server.start()
    for name, text in CHEAP.items():
        for kind, new in (("new", True), ("repeated", False)):
            rates, cells = [], []
            for server in servers:
                before = server.cpu()
                found = load(server, prologue(text), seconds, new=new)
                work = (server.cpu() - before) / max(found["requests"], 1) * 1e6
                rates.append(found["requests"] / found["seconds"])
                bad = f", {found['status'] + found['socket']} failed" if found["status"] + found["socket"] else ""
                cells.append(f"{rates[-1]:,.0f} ({found['p99']:.0f}, {work:,.0f}{bad})")
            print(f"| {name} | {kind} | {' | '.join(cells)} | {rates[0] / rates[1]:.2f} |", flush=True)
    for server in servers:
        server.stop()


def survival(servers: list[Server], seconds: float) -> None:
    """Print what becomes of a cheap query, never asked before, while killers come in without pause."""
    print(f"\nA lookup, new each time, while {len(KILLERS)} clients ask one killer each, again and again:\n")
    print(
        "| server | requests/s | p50 ms | p99 ms | errors | wrong or short | memory MB: before, most, after | killers |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for server in servers:
        server.start()
        _, body = server.ask(prologue(CHEAP["lookup"]), 10)
        before, most = server.memory(), [0.0]
        stopping, outcomes = threading.Event(), dict[str, int]()
        threads = [threading.Thread(target=kill, args=(server, text, stopping, outcomes)) for text in KILLERS.values()]
        threads.append(threading.Thread(target=watch, args=(server, stopping, most)))
        for thread in threads:
            thread.daemon = True
            thread.start()
        time.sleep(1)
        found = load(server, prologue(CHEAP["lookup"]), seconds, new=True, length=len(body))
        stopping.set()
        time.sleep(1)
        after = server.memory()
        told = ", ".join(f"{count} × {name}" for name, count in sorted(outcomes.items())) or "none answered"
        errors = found["status"] + found["socket"]
        memory = f"{before:.0f}, {most[0]:.0f}, {after:.0f}"
        figures = f"{found['requests'] / found['seconds']:,.0f} | {found['p50']:.0f} | {found['p99']:.0f}"
        print(f"| {server.name} | {figures} | {errors} | {found['wrong']} | {memory} | {told} |", flush=True)
        server.stop()


def kill(server: Server, query: str, stopping: threading.Event, outcomes: dict[str, int]) -> None:
    """Ask a killer query again and again, and count how each ends."""
    while not stopping.is_set():
        try:
            status, body = server.ask(query, 25)
            json.loads(body)
            told = str(status)
        except OSError as error:
            told = str(getattr(error, "code", type(error).__name__))
        except ValueError:
            told = "200 with broken JSON"
        except Exception as error:  # noqa: BLE001 - http.client's own
            told = type(error).__name__
        outcomes[told] = outcomes.get(told, 0) + 1
        stopping.wait(0.05)


def watch(server: Server, stopping: threading.Event, most: list[float]) -> None:
    """Note the most memory that was used."""
    while not stopping.is_set():
        most[0] = max(most[0], server.memory())
        stopping.wait(0.5)


def load(server: Server, query: str, seconds: float, *, new: bool, length: int | None = None) -> dict[str, float]:
    """Load a server with one query, and give wrk's figures."""
    told = {"BENCH_PATH": server.target(query), "BENCH_NEW": str(int(new))}
    if length is not None:
        told["BENCH_LENGTH"] = str(length)
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(FOLDER / "load.lua"),
             f"http://127.0.0.1:{server.port}"]  # fmt: skip
    done = subprocess.run(words, env=os.environ | told, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def prologue(text: str) -> str:
    """Give a query with the prefixes declared that it uses."""
    used = {prefix: namespace for prefix, namespace in prefixes().items() if re.search(rf"(?<![\w:]){prefix}:", text)}
    return "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in used.items()) + text


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for each figure (default: %(default)s)")
    parser.add_argument("--short", action="store_true", help="4 s for each figure")
    parser.add_argument("--oxigraph", default="oxigraph", metavar="PROGRAM")
    parser.add_argument("--rdflib-endpoint", default="rdflib-endpoint", metavar="PROGRAM")
    return parser.parse_args()


if __name__ == "__main__":
    main()
