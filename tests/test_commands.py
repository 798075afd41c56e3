"""The command line as a user meets it: real processes, any locale, exit statuses, help."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from youcheng.graph.__main__ import COMMANDS, main, parser
from youcheng.graph.terminal import table, width

WORKING = {
    "lists": ["lists"],
    "rows": ["rows", "xian-2023-05"],
    "queries": ["queries"],
    "query": ["query", "SELECT (COUNT(*) AS ?n) WHERE { ?row a yc:Row }"],
    "export": ["export", "-f", "nt", "--list", "xian-2023-05"],
    "validate": ["validate"],
}
MISUSED = [
    [],
    ["nonsense"],
    ["rows", "beijing"],
    ["rows"],
    ["query", "no-such-question"],
    ["query", "no-such-file.rq"],
    ["query", "SELECT * WHERE { ?s ?p ?o } LIMIT 1", "-p", "city=西安市"],
    ["query", "SELECT * WHERE { ?s ?p ?o } LIMIT 1", "-f", "ttl"],
    ["query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", "-f", "csv"],
    ["query", "x", "-p", "no-equals-sign"],
    ["export", "-f", "docx"],
    ["export", "--list", "beijing"],
    ["build", "--base", "not an IRI"],
    ["validate", "no-such-file.ttl"],
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_parses(command: str) -> None:
    """Each command's help ends with an example of itself, whose words the parser takes."""
    said = _run([command, "--help"])
    assert said.returncode == 0
    example = said.stdout.rpartition("example: youcheng ")[2].split("&&")[0].split()
    assert example[0] == command
    parser().parse_args(example)


@pytest.mark.parametrize("words", WORKING.values(), ids=WORKING)
def test_done_is_0_in_any_locale(release: Path, words: list[str]) -> None:
    """Output is the same UTF-8 whatever the locale says, and standard error is silent in a pipe."""
    runs = [
        _run(words, release, LC_ALL=locale, PYTHONIOENCODING=coding, PYTHONUTF8="0")
        for locale, coding in (("C", "ascii"), ("C.UTF-8", "utf-8"))
    ]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout != ""
    assert [run.stderr for run in runs] == ["", ""]


@pytest.mark.parametrize("words", MISUSED, ids=" ".join)
def test_misused_is_2_with_one_message(release: Path, words: list[str]) -> None:
    """Misuse ends with status 2 and a message, never a traceback."""
    run = _run(words, release)
    assert run.returncode == 2
    assert run.stderr
    assert "Traceback" not in run.stderr


def test_found_wrong_is_1(release: Path, tmp_path: Path) -> None:
    """A query that does not parse, a release that is not there and a graph that does not conform are found wrong."""
    bad = _run(["query", "SELECT * WHERE {\n  ?s ?p }"], release)
    assert (bad.returncode, "2:" in bad.stderr) == (1, True)
    assert _run(["query", "SELECT * WHERE { ?s ?p ?o }"], tmp_path / "nothing").returncode == 1
    file = tmp_path / "alone.ttl"
    file.write_text("@prefix yc: <https://w3id.org/youcheng/ontology#> . <https://e.example/t> a yc:Twinning .")
    run = _run(["validate", str(file)])
    assert run.returncode == 1
    assert "does not conform" in run.stdout


def test_a_question_from_a_file_and_from_standard_input(release: Path, tmp_path: Path) -> None:
    """A file, standard input and the text itself give the same answer."""
    text = "SELECT ?line WHERE { ?row yc:partnerName '奈良市'@zh ; yc:line ?line }"
    file = tmp_path / "question.rq"
    file.write_text(text, encoding="utf-8")
    answers = {
        _run(["query", "-f", "json", text], release).stdout,
        _run(["query", "-f", "json", str(file)], release).stdout,
        _run(["query", "-f", "json", "-"], release, given=text).stdout,
    }
    assert len(answers) == 1
    assert json.loads(answers.pop())["results"]["bindings"][0]["line"]["value"] == "3"


def test_a_question_of_the_graphs_it_names(release: Path) -> None:
    """FROM narrows a question to the graphs named; the word in a text or a comment does not."""
    base = "https://w3id.org/youcheng/list/"
    count = "SELECT (COUNT(*) AS ?n) {}WHERE {{ ?row a yc:Row FILTER ('from' != 'x') }} # from"
    for dataset, rows in (
        ("", 92),
        (f"FROM <{base}xian-2023-05> ", 40),
        (f"FROM <{base}xian-2023-05> FROM <{base}xinjiang-2023-12> ", 92),
        (f"FROM NAMED <{base}xian-2023-05> ", 0),
    ):
        assert _run(["query", "-f", "csv", count.format(dataset)], release).stdout.split() == ["n", str(rows)]
    assert "2:" in _run(["query", "SELECT * FROM <x:y> WHERE {\n  ?s ?p }"], release).stderr


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_every_form_of_a_table(release: Path, form: str) -> None:
    """Each form holds the value asked for; ASK has a form in each."""
    assert "40" in _run(["query", "-f", form, "SELECT (40 AS ?n) WHERE {}"], release).stdout
    assert "true" in _run(["query", "-f", form, "ASK {}"], release).stdout


def test_an_export_to_a_file_is_whole_or_not_there(release: Path, tmp_path: Path) -> None:
    """The file holds what standard output would; nothing is left beside it."""
    file = tmp_path / "all.nt"
    assert _run(["export", "-f", "nt", "-o", str(file)], release).returncode == 0
    assert file.read_text(encoding="utf-8") == _run(["export", "-f", "nt"], release).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["all.nt"]


def test_an_export_leaves_what_is_no_plain_file(release: Path, tmp_path: Path) -> None:
    """A link stays a link to the file it names; a folder and a path to nowhere are misuse, and nothing is left beside."""
    (tmp_path / "file.nt").write_text("old", encoding="utf-8")
    (tmp_path / "link.nt").symlink_to("file.nt")
    assert _run(["export", "-f", "nt", "-o", str(tmp_path / "link.nt")], release).returncode == 0
    assert (tmp_path / "link.nt").is_symlink()
    assert len((tmp_path / "file.nt").read_text(encoding="utf-8")) > 1000
    for wrong in (tmp_path, tmp_path / "nowhere" / "file.nt"):
        run = _run(["export", "-o", str(wrong)], release)
        assert (run.returncode, "cannot write" in run.stderr) == (2, True)
    assert {path.name for path in tmp_path.iterdir()} == {"file.nt", "link.nt"}


def test_the_merged_dump_of_the_release_conforms(release: Path) -> None:
    """The whole graph in one, as Turtle has it, is validated like the release it is from."""
    run = _run(["validate", str(release / "youcheng.ttl")])
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "conforms: 0 violation(s), 3 warning(s)")


def test_a_reader_that_leaves_early_is_no_error(release: Path) -> None:
    """`youcheng export | head -1` ends quietly."""
    words = f"{sys.executable} -m youcheng.graph export --release {release} | head -1"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", words], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_progress_only_on_a_terminal(tmp_path: Path) -> None:
    """Standard error shows the steps of a build where it is a terminal."""
    leader, follower = pty.openpty()
    words = [sys.executable, "-m", "youcheng.graph", "build", "--out", str(tmp_path / "dist")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=follower):
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal's end, once the build has left it
            while part := os.read(leader, 1024):
                shown += part
    os.close(leader)
    assert all(step in shown for step in (b"reading", b"mapping", b"deriving", b"validating", b"writing"))


@pytest.mark.parametrize("words", [["--help"], ["queries"], ["lists"], ["rows", "xian-2023-05"]])
def test_what_needs_no_graph_imports_no_engine_of_it(words: list[str]) -> None:
    """Neither rdflib nor pyshacl is imported by the commands that do without a graph."""
    code = (
        "import contextlib, io, sys\n"
        "from youcheng.graph.__main__ import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main({words!r})\n"
        "print(sorted({'rdflib', 'pyshacl', 'SPARQLWrapper'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_columns_line_up_whatever_the_script() -> None:
    """Wide characters take two columns, combining marks none."""
    assert [width(text) for text in ("abc", "西安", "Сум", "é", "e\u0301", "\uff21")] == [3, 4, 3, 1, 1, 2]
    lines = table(["名", "n"], [["西安市", "1"], ["Nara", "22"]], right=(1,)).splitlines()
    assert {width(line) for line in lines} == {10}


def test_main_gives_the_status(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The entry point gives the status rather than ending the process."""
    assert main(["export", "--release", str(release), "--list", "beijing"]) == 2
    assert "beijing" in capsys.readouterr().err


def _run(
    words: list[str], release: Path | None = None, given: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    reads = words[:1] and words[0] in {"rows", "query", "export", "validate"} and release is not None
    where = ["--release", str(release)] if reads else []
    return subprocess.run(
        [sys.executable, "-m", "youcheng.graph", *words, *where],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | env,
        check=False,
    )
