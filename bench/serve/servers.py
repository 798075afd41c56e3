"""The three servers that are compared, each on the same data, and what a process and its children take."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Server:
    """A server under test: how it is started on a port, and where it answers queries."""

    name: str
    words: Callable[[int], list[str]]
    path: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it on a free port and wait until it answers."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.words(self.port), stdout=quiet, stderr=quiet, env=os.environ | self.environment
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.ask("ASK {}", 5)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.name} did not start: {' '.join(self.words(self.port))}")

    def target(self, query: str) -> str:
        """Give the path and query string that ask a query."""
        return f"{self.path}?query={quote(query, safe='')}"

    def ask(self, query: str, wait: float) -> tuple[int, bytes]:
        """Ask a query once; raises OSError where there is no whole answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.target(query)}", headers={"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=wait) as reply:  # noqa: S310 - loopback
            return reply.status, reply.read()

    def stop(self) -> None:
        """Stop it, in the end by force."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def processes(self) -> list[Path]:
        """Give the /proc folders of it and all its children."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        mine = {self.process.pid} if self.process else set()
        while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
            mine |= more
        return [Path("/proc") / str(pid) for pid in mine]

    def memory(self) -> float:
        """Give the proportional memory (PSS) of all its processes, in MB."""
        total = 0
        for process in self.processes():
            try:
                rollup = (process / "smaps_rollup").read_text()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        return total / 1024

    def cpu(self) -> float:
        """Give the seconds of processor time that its processes now alive have used."""
        total = 0
        for process in self.processes():
            try:
                parts = (process / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += int(parts[11]) + int(parts[12])
        return total / _TICKS
