"""``youcheng query`` with SERVICE: the release here, Wikidata's shape on a server, the command as a user runs it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.federate.remote import counting

if TYPE_CHECKING:
    from pathlib import Path

PARTNERS = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?item ?there ?population WHERE {{
  ?tie yc:partner <https://w3id.org/youcheng/place/cn-xian> , ?partner .
  ?partner owl:sameAs ?item
  SERVICE {silent} <{endpoint}> {{ ?item rdfs:label ?there FILTER(LANG(?there) = "en")
                                   OPTIONAL {{ ?item wdt:P1082 ?population }} }}
}}"""


def youcheng(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "youcheng.graph", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_federated_question(release: Path, wikidata_oxigraph: str, tmp_path: Path) -> None:
    """Partners of Xi'an with what the remote knows: asked once, then answered from the kept answer, then offline."""
    with counting(wikidata_oxigraph) as (endpoint, seen):
        query = PARTNERS.format(endpoint=endpoint, silent="")
        words = ("query", query, "--release", release, "--allow-service", endpoint, "--cache", tmp_path, "-f", "csv")
        first, again, offline = youcheng(*words, "-v"), youcheng(*words), youcheng(*words, "--offline")
    assert [run.returncode for run in (first, again, offline)] == [0, 0, 0], first.stderr
    assert len(seen) == 1
    assert sorted(first.stdout) == sorted(again.stdout) == sorted(offline.stdout)
    rows = list(csv.DictReader(io.StringIO(first.stdout)))
    assert {row["item"] for row in rows if row["there"] == "Nara"} == {"http://www.wikidata.org/entity/Q169134"}
    assert len(rows) > 20
    assert f"GET {endpoint} #1: 200, " in first.stderr
    assert offline.stderr.startswith(f"{endpoint}: ")
    assert " solutions of 1 request, retrieved 20" in first.stderr
    assert " solutions of 1 kept answer, retrieved 20" in offline.stderr


def test_an_endpoint_that_nobody_named(release: Path, wikidata_oxigraph: str) -> None:
    """It is refused, and the message says how to name it."""
    run = youcheng("query", PARTNERS.format(endpoint=wikidata_oxigraph, silent=""), "--release", release)
    assert run.returncode == 1
    assert run.stdout == ""
    assert f"--allow-service {wikidata_oxigraph}" in run.stderr


def test_a_silent_failure_is_told(release: Path, tmp_path: Path) -> None:
    """SERVICE SILENT answers without the remote's part, and standard error says so."""
    words = ("--allow-service", "http://127.0.0.1:1/", "--cache", tmp_path, "--timeout", "1", "-f", "csv")
    query = PARTNERS.format(endpoint="http://127.0.0.1:1/", silent="SILENT")
    run = youcheng("query", query, "--release", release, *words)
    assert run.returncode == 0
    assert run.stderr.startswith("SERVICE SILENT gave nothing: http://127.0.0.1:1/: ")
    assert all(row["there"] == "" for row in csv.DictReader(io.StringIO(run.stdout)))


def test_the_word_in_a_comment(release: Path) -> None:
    """What the engine answers beyond SPARQL 1.1 it answers also where a comment speaks of a service."""
    query = "SELECT ?y { VALUES ?x { 1 } LATERAL { BIND(?x + 1 AS ?y) } } # no SERVICE"
    run = youcheng("query", query, "--release", release, "-f", "csv")
    assert (run.returncode, run.stdout.split()) == (0, ["y", "2"]), run.stderr


@pytest.mark.parametrize("given", ["nan", "0", "-1", "inf", "soon"])
def test_a_time_that_is_none(given: str) -> None:
    """A deadline is a number of seconds, more than none."""
    run = youcheng("query", "ASK { }", f"--timeout={given}")
    assert run.returncode == 2
    assert f"invalid seconds value: '{given}'" in run.stderr


def test_a_cache_that_is_no_folder(release: Path, wikidata_oxigraph: str, tmp_path: Path) -> None:
    """The answer comes, and standard error says that it is not kept."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    query = PARTNERS.format(endpoint=wikidata_oxigraph, silent="")
    words = ("--allow-service", wikidata_oxigraph, "--cache", tmp_path / "file", "-f", "csv")
    run = youcheng("query", query, "--release", release, *words)
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) > 20
    assert "answers are not kept: " in run.stderr
