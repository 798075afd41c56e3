"""What a remote says with status 200 is an answer to the question, read in time, or it is a named error."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from tests.federate.faults import FaultServer, Turn
from youcheng.graph.federate.cache import Cache
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import Endpoints
from youcheng.graph.federate.etiquette import Etiquette
from youcheng.graph.federate.inline import functions
from youcheng.graph.federate.mediate import local, mediate
from youcheng.graph.store import ask
from youcheng.ontology.errors import AnswerBroken, DeadlinePassed, FederationError

if TYPE_CHECKING:
    from pathlib import Path

    from youcheng.graph.federate.table import Table

HURRIED = Etiquette(time_burst=1e6, error_burst=1e6, first_pause=0.01, longest_pause=0.05)
SERVICE = "SELECT {} {{ SERVICE <{}> {{ ?s ?p ?o }} }}"


def answering(body: object) -> FaultServer:
    """Give a server that answers every question with this."""
    return FaultServer(answer=lambda _query: body if isinstance(body, bytes) else json.dumps(body).encode())


def select(server: FaultServer, query: str, seconds: float = 10, cache: Cache | None = None) -> Table:
    """Ask the server a query."""
    with Client(HURRIED, Endpoints.of([server.url]), cache) as client:
        return client.select(server.url, query, Deadline(seconds)).content


def solutions(server: FaultServer, shown: str = "*") -> list[tuple[object, ...]]:
    """Give the rows of a query of which the server answers a part."""
    store = Store()
    with Client(HURRIED, Endpoints.of([server.url])) as client:
        text = mediate(SERVICE.format(shown, server.url), local(store), client, Deadline(10)).text
    found = ask(store, text, functions())
    assert isinstance(found, QuerySolutions)
    return [tuple(solution) for solution in found]


TRIPLE = {
    "type": "triple",
    "value": {
        "subject": {"type": "uri", "value": "x:a"},
        "predicate": {"type": "uri", "value": "x:p"},
        "object": {"type": "literal", "value": "b", "xml:lang": "en"},
    },
}
BLANK = {"type": "bnode", "value": "b0"}
ABOUT_BLANK = {"type": "triple", "value": {**TRIPLE["value"], "subject": BLANK}}  # type: ignore[dict-item]
NESTED = {"type": "triple", "value": {**TRIPLE["value"], "object": ABOUT_BLANK}}  # type: ignore[dict-item]


def of(*rows: dict[str, object], names: tuple[str, ...] = ("s", "p", "o")) -> dict[str, object]:
    """Give the JSON of an answer."""
    return {"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}


def test_a_triple_term_is_one_term() -> None:
    """A triple as a value is one solution with that triple, alone or beside others, whatever is in it."""
    plain = '<x:a> <x:p> "b"@en'
    iri = {"type": "uri", "value": "x:a"}
    with answering(of({"o": TRIPLE, "s": iri, "p": iri})) as server:
        assert [str(row[0]) for row in solutions(server, "?o")] == [plain]
    rows_of = [(BLANK, NESTED), (BLANK, BLANK), (iri, TRIPLE)]
    with answering(of(*({"s": s, "p": iri, "o": o} for s, o in rows_of))) as server:
        rows = solutions(server, "?s ?o")
    blank = rows[0][0]
    assert isinstance(blank, BlankNode)
    triple = Triple(NamedNode("x:a"), NamedNode("x:p"), Triple(blank, NamedNode("x:p"), Literal("b", language="en")))
    assert rows[:2] == [(blank, triple), (blank, blank)]
    assert [str(term) for term in rows[2]] == ["<x:a>", plain]


QUESTION = "SELECT ?s ?p ?o { ?s ?p ?o }"
OTHERS: dict[str, tuple[str, object, str]] = {
    "true for a table": (QUESTION, {"head": {}, "boolean": True}, "true or false in place of solutions"),
    "false for a table": (QUESTION, {"head": {}, "boolean": False}, "true or false in place of solutions"),
    "other variables": (QUESTION, of({}, names=("zzz",)), r"\?zzz in place of \?o \?p \?s"),
    "no variables": (QUESTION, of({}, names=()), r"no variables in place of \?o \?p \?s"),
    "fewer": (QUESTION, of({}, names=("s", "p")), r"\?p \?s in place of \?o \?p \?s"),
    "more": (QUESTION, of({}, names=("s", "p", "o", "x")), r"\?o \?p \?s \?x in place of \?o \?p \?s"),
    "one twice": (QUESTION, of({}, names=("s", "p", "o", "o")), "in place of|appears twice|declared twice"),
    "after a prologue": ("BASE <x:> PREFIX a: <x:a> select distinct $s { ?s a:p 1 }", of({}), r"in place of \?s:"),
    "a computed one": ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", of({}), r"in place of \?n"),
    "a table for true": ("ASK { ?s ?p ?o }", of({}), r"\?o \?p \?s in place of true or false"),
    "an empty table for true": ("ASK { ?s ?p ?o }", of({}, names=()), "no variables in place of true or false"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_an_answer_to_another_question(case: str) -> None:
    """A boolean for a table, or other variables than those asked for, is no answer, and is not asked for again."""
    query, body, words = OTHERS[case]
    with answering(body) as server:
        with pytest.raises(AnswerBroken, match=words):
            select(server, query)
        assert len(server.asked) <= (1 if case != "one twice" else 4)


def test_what_is_an_answer() -> None:
    """The order of the variables is the remote's; true and false answer ASK; one without variables is asked for 1."""
    with answering(of(dict.fromkeys("osp", BLANK), names=("o", "s", "p"))) as server:
        assert len(select(server, QUESTION).rows) == len(solutions(server)) == 1
    with answering({"head": {}, "boolean": True}) as server:
        assert select(server, "ASK { ?s ?p ?o }") == ((), [()])
    with answering(of({}, names=("solution",))) as server:
        plain = f"SELECT * {{ SERVICE <{server.url}> {{ <x:a> <x:b> <x:c> }} }}"
        with Client(HURRIED, Endpoints.of([server.url])) as client:
            assert mediate(plain, local(Store()), client, Deadline(5)).sources[0].rows == 1


def test_a_solution_with_less_than_its_patterns_bind() -> None:
    """A pattern binds its variables in every solution; one without them is broken, but for what is optional."""
    with answering(of({"s": BLANK, "p": BLANK, "o": BLANK}, {"s": BLANK, "p": BLANK})) as server:
        with pytest.raises(AnswerBroken, match=r"a solution without \?o, which every one must have"):
            solutions(server)
        optional = f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p 1 OPTIONAL {{ ?s ?p ?o }} }} }}"
        silent = SERVICE.format("*", server.url).replace("SERVICE", "SERVICE SILENT")
        with Client(HURRIED, Endpoints.of([server.url])) as client:
            assert mediate(optional, local(Store()), client, Deadline(5)).sources[0].rows == 2
            assert mediate(silent, local(Store()), client, Deadline(5)).sources[0].failed


def test_a_mixed_up_answer_to_two_questions() -> None:
    """A remote that gives the first question's answer to the second as well ends the query; SILENT says so."""
    same = of({"s": {"type": "uri", "value": "x:a"}, "one": BLANK}, names=("s", "one"))
    with answering(same) as server, Client(HURRIED, Endpoints.of([server.url])) as client:
        service = f"SERVICE <{server.url}>"
        query = f"SELECT * {{ {service} {{ ?s <x:p> ?one }} {service} {{ ?s <x:q> ?two }} }}"
        with pytest.raises(AnswerBroken, match=r"\?one \?s in place of \?s \?two"):
            mediate(query, local(Store()), client, Deadline(5))
        silent = query.replace("SERVICE", "SERVICE SILENT")
        sources = mediate(silent, local(Store()), client, Deadline(5)).sources
    assert [bool(source.failed) for source in sources] == [False, True]


def test_a_kept_answer_to_another_question_is_none(tmp_path: Path) -> None:
    """What an earlier release kept without looking is asked for anew; offline it is the named error."""
    with answering(of()) as server:
        select(server, QUESTION, cache=Cache(tmp_path))
        (file,) = (path for path in tmp_path.iterdir() if len(path.name) == 64)
        kept = Cache(tmp_path).get(*_key(file))
        assert kept is not None
        Cache(tmp_path).put(*_key(file), replace(kept, body=b'{"head":{},"boolean":true}'))
        endpoints = Endpoints.of([server.url])
        with Client(HURRIED, endpoints, Cache(tmp_path), offline=True) as client, pytest.raises(AnswerBroken):
            client.select(server.url, QUESTION, Deadline(5))
        assert select(server, QUESTION, cache=Cache(tmp_path)).rows == []
        assert len(server.asked) == 2


def _key(file: Path) -> tuple[str, str, str]:
    said = json.loads(file.read_bytes().partition(b"\n")[0])
    return said["endpoint"], said["question"], said["accept"]


WIDE = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[%b]}}'
LATE_HEAD = b'{"results":{"bindings":[%b]},"head":{"vars":["s","p","o"]}}'


@pytest.mark.parametrize("form", [WIDE, LATE_HEAD])
@pytest.mark.parametrize("row", [b"{}", b'{"s":{"type":"uri","value":"x:1"},"o":{"type":"literal","value":"one"}}'])
def test_reading_ends_by_the_deadline(form: bytes, row: bytes) -> None:
    """Many megabytes of rows, a few kilobytes packed: the call ends when its time is over, not when all is read."""
    packed = gzip.compress(form % b",".join([row] * (40_000_000 // (len(row) + 1))), 1)

    def zipped(turn: Turn) -> None:
        turn.reply("200 OK", packed, "Content-Encoding: gzip")

    with FaultServer(faults={"none": zipped}) as server:
        start = time.monotonic()
        with pytest.raises((DeadlinePassed, AnswerBroken), match=r"it was being read|more than 1,000,000 terms") as one:
            select(server, QUESTION, 1.0)
        assert time.monotonic() - start < 1.5
        assert isinstance(one.value, FederationError)


def test_so_many_terms_and_no_more() -> None:
    """Rows and columns are counted together: what costs memory is each place in the table."""
    names = tuple(f"n{number}" for number in range(1_000))
    query = f"SELECT {' '.join(f'?{name}' for name in names)} {{ }}"
    with answering(of(*[{}] * 1_000, names=names)) as server:
        assert len(select(server, query).rows) == 1_000
    with answering(of(*[{}] * 1_001, names=names)) as server, pytest.raises(AnswerBroken, match="1,000,000 terms"):
        select(server, query)


def test_other_json_is_bounded() -> None:
    """What is no table is read in one go, so that it may not be long, nor nested without end."""
    for body, words in ((b"[" * 100_000, "no whole JSON"), (b"[%b]" % (b" " * 5_000_000), "4,194,304")):
        with answering(body) as server, Client(replace(HURRIED, attempts=1), Endpoints.of([server.url])) as client:
            server.media = "application/json"
            with pytest.raises(AnswerBroken, match=words):
                client.json(server.url, {"query": "x"}, Deadline(10))
