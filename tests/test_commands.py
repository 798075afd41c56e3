"""The command line as a user meets it: real processes, any locale, exit statuses, help."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.__main__ import COMMANDS, main, parser
from youcheng.graph.syntax import silenced, unparsed
from youcheng.graph.terminal import table, width

if TYPE_CHECKING:
    from .conftest import Rewritten

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
    ["query", "in-force-on", "-p", "day=1999-02-30"],
    ["query", "anniversaries", "-p", "month=13"],
    ["query", "table-of-list", "-p", "list=nope"],
    ["query", "partners-of-city", "-p", "city=无此城"],
    ["lists", "--lists", "/nowhere"],
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
    assert (bad.returncode, "line 2, column 9, at '}'" in bad.stderr) == (1, True)
    assert _run(["query", "SELECT * WHERE { ?s ?p ?o }"], tmp_path / "nothing").returncode == 1
    file = tmp_path / "alone.ttl"
    file.write_text("@prefix yc: <https://w3id.org/youcheng/ontology#> . <https://e.example/t> a yc:Twinning .")
    run = _run(["validate", str(file)])
    assert run.returncode == 1
    assert "does not conform" in run.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["partners-of-city", "-p", "city=Naara"], "Nara"),
        (["partners-of-city", "-p", "city=西按市"], "西安市"),
        (["paths-between", "-p", "to=比什凯可"], "比什凯克"),
        (["partners-in-country", "-p", "country=奈良市"], "no country"),
        (["table-of-list", "-p", "list=xian"], "xian-2023-05"),
        (["partner-names-in-language", "-p", "language=jp"], "did you mean ja?"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_a_name_that_is_not_there_is_no_empty_answer(release: Path, words: list[str], hint: str) -> None:
    """A saved question about what the release does not hold names what is nearest, or all there is."""
    run = _run(["query", *words], release)
    assert (run.returncode, run.stdout) == (2, "")
    assert hint in run.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the query is empty"),
        ("# only a comment", "the query is empty"),
        ("DELETE WHERE { ?s ?p ?o }", "only questions are asked here"),
        ("CLEAR ALL", "only questions are asked here"),
        ("SELEC * WHERE { ?s ?p ?o }", "line 1, column 1, at 'SELEC'"),
        ("SELECT * WHERE { ?s ?p ?o", "at the end of the query"),
        ("SELECT ?城 WHERE { ?城 nope:x ?o }", "the prefix 'nope' is not declared"),
    ],
)
def test_what_is_no_question_is_said_in_words(release: Path, text: str, said: str) -> None:
    """The place is that of the wrong token; nothing of the engine's parser is shown."""
    run = _run(["query", text], release)
    assert run.returncode == 1
    assert said in run.stderr
    assert "expected" not in run.stderr


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (yc:nosuch(1) AS ?x) {}",
        "ASK { FILTER(yc:nosuch(1)) }",
        "DESCRIBE ?s { ?s ?p ?o FILTER(yc:nosuch(?o)) }",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { BIND(yc:nosuch(?o) AS ?x) } }",
    ],
)
def test_a_function_that_there_is_not_is_named(release: Path, text: str) -> None:
    """It is an error of one line, wherever it is called."""
    run = _run(["query", text], release)
    assert (run.returncode, run.stdout) == (1, "")
    assert "there is no function <https://w3id.org/youcheng/ontology#nosuch>: " in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_service_is_not_called_while_an_error_is_looked_for() -> None:
    """What is tried out in search of the wrong token holds no SERVICE, and every place stays where it was."""
    text = "ASK { SERVICE\n SILENT <https://service.example/service> { ?service yc:silent 'service' . ?s } }"
    shown = silenced(text)
    assert re.findall("(?i)service", shown) == ["service"]  # the variable, which can be nothing else
    assert (len(shown), shown.index("{ ?service")) == (len(text), text.index("{ ?service"))
    assert "line 2, column 79, at '}'" in str(unparsed(text, ""))


def test_a_closed_standard_output_is_said() -> None:
    """Where there is nowhere to write, a sentence says so."""
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m youcheng.graph lists >&-"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "standard output is closed" in run.stderr


def test_a_list_without_its_header_is_said_to_be_missing(
    rewritten: Rewritten, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --keep-going one misspelt header loses a whole list, and the summary says so."""
    rewritten("xian-2023-05", document=lambda text: text.replace("结好签字时间", "结好签宇时间", 1))
    rewritten("xinjiang-2023-12")
    words = ["build", "--keep-going", "--lists", str(tmp_path), "--out", str(tmp_path / "dist")]
    assert main(words) == 1
    assert "xian-2023-05: 40 of 40 rows are not published: THE WHOLE LIST IS MISSING" in capsys.readouterr().out


def test_the_turtle_of_one_list_is_validated_with_the_places_of_the_release(release: Path) -> None:
    """A list alone conforms once the release lends it the places that it speaks of, which is said."""
    run = _run(["validate", str(release / "lists" / "xian-2023-05.ttl")], release)
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "conforms: 0 violation(s), 3 warning(s)")
    assert "describes no place" in run.stderr


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
    assert "line 2, column 9" in _run(["query", "SELECT * FROM <x:y> WHERE {\n  ?s ?p }"], release).stderr


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
    """A link stays a link; a folder and a path to nowhere are misuse, and nothing is left beside."""
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
