"""The client against a server that misbehaves: each fault is a named error or is asked again, never a short answer."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.federate.faults import FAULTS, FaultServer, right_answer
from youcheng.graph.federate.budget import Bucket, Holds, retry_after
from youcheng.graph.federate.cache import Cache
from youcheng.graph.federate.client import Client
from youcheng.graph.federate.deadline import Deadline
from youcheng.graph.federate.endpoints import QLEVER, WIKIDATA, Endpoints
from youcheng.graph.federate.etiquette import Etiquette, agent
from youcheng.graph.federate.network import is_public
from youcheng.graph.federate.table import of_json
from youcheng.ontology.errors import (
    AnswerBroken,
    DeadlinePassed,
    FederationError,
    NotCached,
    RemoteRefused,
    ServiceRefused,
    Unreachable,
)

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

HURRIED = Etiquette(time_burst=1e6, error_burst=1e6, first_pause=0.01, longest_pause=0.05, longest_answer=2**20)
ONCE = replace(HURRIED, attempts=1)
HANGS = {"silent", "half_headers", "half_body", "drip", "drip_headers"}


def client(server: FaultServer, etiquette: Etiquette = HURRIED, cache: Cache | None = None) -> Client:
    """Give a client that may ask this server."""
    return Client(etiquette, Endpoints.of([server.url]), cache)


@pytest.mark.parametrize("query", ["SELECT ?x {}", "SELECT" + " " * 5_000])
def test_an_answer_and_how_it_was_asked_for(query: str) -> None:
    """A short question is a GET, a long one a POST; both name the program, a contact, and take gzip."""
    with FaultServer() as server, client(server) as asking:
        for _ in range(4):
            assert asking.select(server.url, query, Deadline(5)).content == of_json(right_answer(query))
    assert {asked.method for asked in server.asked} == {"GET" if len(query) < 100 else "POST"}
    for asked in server.asked:
        assert asked.headers["accept-encoding"] == "gzip"
        assert asked.headers["user-agent"].startswith("youcheng/0.1.0 (https://w3id.org/youcheng/")
        assert asked.headers["accept"].startswith("application/sparql-results+json")


def test_the_contact_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs it says whom to write to; nothing in it can break the header."""
    monkeypatch.setenv("YOUCHENG_CONTACT", "me@example.org\r\nX-Evil: 1")
    assert "; me@example.orgX-Evil: 1) Python/" in agent()


NAMED: dict[str, tuple[type[FederationError], str]] = {
    "busy_seconds": (RemoteRefused, "status 429: slow down"),
    "busy_date": (RemoteRefused, "status 429: slow down"),
    "error_500": (RemoteRefused, "status 500: upstream is down"),
    "error_502": (RemoteRefused, "status 502: upstream is down"),
    "error_503": (RemoteRefused, "status 503: upstream is down"),
    "silent": (DeadlinePassed, "no whole answer in 0.5 s"),
    "half_headers": (DeadlinePassed, "no whole answer"),
    "half_body": (DeadlinePassed, "no whole answer"),
    "drip": (DeadlinePassed, "no whole answer"),
    "drip_headers": (DeadlinePassed, "no whole answer"),
    "cut": (Unreachable, "without|closed"),
    "cut_unnoticed": (AnswerBroken, "no whole SPARQL JSON"),
    "cut_by_timeout": (AnswerBroken, "java.util.concurrent.TimeoutException"),
    "cut_zipped": (AnswerBroken, "gzip that ends too early"),
    "empty": (AnswerBroken, "it is empty"),
    "policy_page": (AnswerBroken, "text/html in place of .*Please set a User-Agent"),
    "disguised_page": (AnswerBroken, "no whole SPARQL JSON"),
    "not_utf8": (AnswerBroken, "Invalid UTF-8"),
    "endless": (AnswerBroken, "longer than 1,048,576 bytes"),
    "gigabyte": (AnswerBroken, "longer than 1,048,576 bytes"),
    "bomb": (AnswerBroken, "longer than 1,048,576 bytes"),
    "wrong_encoding": (AnswerBroken, "content encoding br"),
    "redirect": (RemoteRefused, "status 302, a redirect to http://127.0.0.2:1/private"),
    "close": (Unreachable, "disconnected"),
    "reset": (Unreachable, "reset"),
    "no_http": (Unreachable, "disconnected|SSH"),
    "bad_request": (RemoteRefused, "status 400: MALFORMED QUERY: Lexical error"),
    "forbidden": (RemoteRefused, "status 403: banned for 24 hours"),
}
ASKED_ONCE = {
    "cut_by_timeout", "policy_page", "endless", "gigabyte", "bomb", "wrong_encoding", "redirect", "bad_request",
    "forbidden",
}  # fmt: skip


def test_every_fault_has_a_name() -> None:
    """No fault of the server goes without its test."""
    assert set(NAMED) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(fault: str) -> None:
    """One request that goes wrong is an error that names the endpoint and says what the remote said."""
    kind, words = NAMED[fault]
    with FaultServer(lambda _query, _time: fault) as server, client(server, ONCE) as asking:
        with pytest.raises(kind, match=words) as raised:
            asking.select(server.url, "SELECT a long enough one", Deadline(0.5 if fault in HANGS else 10))
        assert str(raised.value).startswith(server.url)
        assert len(server.asked) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_asked_again_where_that_can_help(fault: str) -> None:
    """A passing fault costs a request and no answer; where asking again would be rude or useless, it is not done."""
    etiquette = replace(HURRIED, patience=1.0) if fault in HANGS else HURRIED
    with (
        FaultServer(lambda _query, time: fault if time == 1 else "none") as server,
        client(server, etiquette) as asking,
    ):
        query = "SELECT a long enough one"
        if fault in ASKED_ONCE:
            with pytest.raises(NAMED[fault][0]):
                asking.select(server.url, query, Deadline(20))
            assert len(server.asked) == 1
        else:
            assert asking.select(server.url, query, Deadline(20)).content == of_json(right_answer(query))
            assert [asked.fault for asked in server.asked] == [fault, "none"]
            assert server.asked[1].at >= server.asked[0].away_until


def test_a_gigabyte_is_not_taken_in() -> None:
    """Of a body that is too long no more is read than may be, and what the sockets hold beside."""
    with FaultServer(lambda _query, _time: "gigabyte") as server:
        with client(server, ONCE) as asking, pytest.raises(AnswerBroken):
            asking.select(server.url, "SELECT", Deadline(10))
        assert server.asked[0].size < 32 * 2**20


def test_truncation_at_every_byte() -> None:
    """No start of an answer is taken for the answer, wherever it was cut."""
    for query in ("q", "SELECT é"):
        whole = right_answer(query)
        assert of_json(whole).rows
        for end in range(len(whole)):
            with pytest.raises(AnswerBroken):
                of_json(whole[:end])


def test_nobody_listens() -> None:
    """A port that refuses connections is named, asked again, and not forever."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
    with Client(HURRIED, Endpoints.of([url])) as asking, pytest.raises(Unreachable, match="after 4 requests"):
        asking.select(url, "SELECT", Deadline(5))


def test_a_hold_past_the_deadline_is_said_at_once(tmp_path: Path) -> None:
    """A Retry-After longer than the deadline ends the call, and the next run knows of it."""
    with FaultServer(lambda _query, _time: "busy_seconds") as server:
        cache = Cache(tmp_path)
        start = time.monotonic()
        with client(server, cache=cache) as asking, pytest.raises(RemoteRefused, match="asks to wait 1 s, past the"):
            asking.select(server.url, "SELECT", Deadline(0.5))
        with client(server, cache=cache) as asking, pytest.raises(DeadlinePassed, match="not to be asked for"):
            asking.select(server.url, "SELECT", Deadline(0.1))
        assert time.monotonic() - start < 0.9
        assert len(server.asked) == 1


def test_retry_after_in_both_forms() -> None:
    """Seconds, a date, a date long ago, and what is neither; a day at most."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert retry_after("7") == 7
    assert 98 <= (retry_after(soon) or 0) <= 100
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after("9" * 400) == 86_400
    unread = (None, "", "soon", "-1", "1.5", "Wed, 99 Oct 99999999999 07:28:00 GMT")
    assert {retry_after(value) for value in unread} == {None}


def test_holds_of_two_runs_are_both_kept(tmp_path: Path) -> None:
    """A hold that another run noted in the same file stays."""
    first, second = Holds(tmp_path / "holds.json"), Holds(tmp_path / "holds.json")
    first.put("a.example", 100)
    second.put("b.example", 100)
    third = Holds(tmp_path / "holds.json")
    assert third.left("a.example") > 90
    assert third.left("b.example") > 90
    assert not third.left("c.example")


def test_a_bucket_gives_back_at_its_rate() -> None:
    """Query time that is used up comes back a second a second."""
    bucket = Bucket(rate=10, burst=20)
    assert not bucket.missing()
    bucket.spend(25)
    assert 0.4 < bucket.missing() <= 0.5
    assert 0.5 < bucket.missing(1) <= 0.6


def test_a_bucket_is_one_with_that_of_the_next_run(tmp_path: Path) -> None:
    """What one run spent is missing in the next, and in one at the same time; a damaged file counts for nothing."""
    file = tmp_path / "cache" / "query-time.json"
    first, beside = Bucket(10, 20, file), Bucket(10, 20, file)
    first.spend(25)
    assert 0.4 < beside.missing() <= 0.5
    beside.spend(5)
    assert 0.9 < first.missing() <= 1.0
    assert 0.9 < Bucket(10, 20, file).missing() <= 1.0
    for odd in ("", "[1", "{}", '["a", 0]', "[-1e9, 0]"):
        file.write_text(odd, encoding="utf-8")
        assert not Bucket(10, 20, file).missing(), odd
    ahead = time.time() + 1_000
    file.write_text(f"[-10, {ahead}]", encoding="utf-8")
    assert 0.9 < Bucket(10, 20, file).missing() <= 1.0
    nowhere = Bucket(10, 20, file / "below-a-file.json")
    nowhere.spend(25)
    assert 0.4 < nowhere.missing() <= 0.5


def test_processes_share_a_bucket(tmp_path: Path) -> None:
    """Several processes that spend at once lose nothing of what each spends."""
    file = tmp_path / "query-time.json"
    words = "import sys; from pathlib import Path; from youcheng.graph.federate.budget import Bucket"
    spend = f"{words}; bucket = Bucket(1e-9, 1000, Path(sys.argv[1])); [bucket.spend(1) for _ in range(100)]"
    with ExitStack() as running:
        for _ in range(3):
            running.enter_context(subprocess.Popen([sys.executable, "-c", spend, str(file)]))
    assert json.loads(file.read_text(encoding="utf-8"))[0] == pytest.approx(700, abs=0.01)


def test_used_up_query_time_is_waited_for_by_the_next_run(tmp_path: Path) -> None:
    """A second client with the same cache starts with the budget that the first left."""
    stingy = replace(HURRIED, time_rate=0.5, time_burst=0.1)
    with FaultServer(delay=0.3) as server:
        with client(server, stingy, Cache(tmp_path)) as asking:
            asking.select(server.url, "first", Deadline(10))
        with (
            client(server, stingy, Cache(tmp_path)) as asking,
            pytest.raises(DeadlinePassed, match="budget of query time"),
        ):
            asking.select(server.url, "second", Deadline(0.2))
        with client(server, stingy, Cache(tmp_path)) as asking:
            asking.select(server.url, "second", Deadline(10))
        assert server.asked[1].at - server.asked[0].sent > 0.3


def test_used_up_query_time_is_waited_for() -> None:
    """With its burst spent, a client asks no faster than its budget comes back."""
    stingy = replace(HURRIED, time_rate=0.5, time_burst=0.2)
    with FaultServer(delay=0.25) as server, client(server, stingy) as asking:
        for number in range(3):
            asking.select(server.url, f"SELECT {number}", Deadline(10))
        gaps = [after.at - before.sent for before, after in zip(server.asked, server.asked[1:], strict=False)]
    assert gaps[0] >= 0.05
    assert gaps[1] >= 0.2


def test_one_at_a_time_unless_more_are_allowed() -> None:
    """However many threads ask, the server sees no more at once than allowed, and that many indeed."""
    for parallel in (1, 3):
        with (
            FaultServer(delay=0.02) as server,
            client(server, replace(HURRIED, parallel=parallel)) as asking,
            ThreadPoolExecutor(8) as threads,
        ):
            list(threads.map(lambda n, s=server, c=asking: c.select(s.url, f"{n}", Deadline(10)), range(24)))
        assert server.most_at_once == parallel


def full_backlog() -> tuple[socket.socket, list[socket.socket]]:
    """Give a port that lets no more connections in: the SYN is never answered."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(4):
        one = socket.socket()
        one.settimeout(0)
        one.connect_ex(listening.getsockname())
        waiting.append(one)
    return listening, waiting


def test_time_out_while_connecting() -> None:
    """A connection that is never accepted ends at the deadline."""
    listening, waiting = full_backlog()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    start = time.monotonic()
    with Client(HURRIED, Endpoints.of([url])) as asking, pytest.raises((DeadlinePassed, Unreachable)):
        asking.select(url, "SELECT", Deadline(1))
    assert time.monotonic() - start < 1.5
    for one in (listening, *waiting):
        one.close()


@pytest.mark.parametrize(("scheme", "query"), [("https", "SELECT"), ("http", "x" * 30_000_000)])
def test_time_out_in_tls_and_while_sending(scheme: str, query: str) -> None:
    """A peer that accepts and then neither shakes hands nor reads ends at the deadline."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/"
        with Client(ONCE, Endpoints.of([url])) as asking:
            start = time.monotonic()
            with pytest.raises((DeadlinePassed, Unreachable)):
                asking.select(url, query, Deadline(1))
            assert time.monotonic() - start < 1.5


def test_time_out_of_the_name_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that does not answer ends at the deadline; it is replaced, since loopback has none to slow down."""
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: never.wait(5))
    start = time.monotonic()
    with Client(ONCE) as asking, pytest.raises((DeadlinePassed, Unreachable), match=r"name service|no whole answer"):
        asking.select(WIKIDATA, "SELECT", Deadline(0.3))
    assert time.monotonic() - start < 0.8
    never.set()


def test_a_name_that_does_not_resolve() -> None:
    """DNS failure is named, with the host."""
    url = "http://nowhere.invalid/sparql"
    with Client(ONCE, Endpoints.of([url])) as asking, pytest.raises(Unreachable, match=r"nowhere\.invalid does not"):
        asking.select(url, "SELECT", Deadline(5))


def tls_server(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """Give the server's side of TLS with a certificate for these names."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_certificates() -> None:
    """A certificate is trusted by its issuer and its name; any other ends in a named error, asked once."""
    import ssl

    authority = trustme.CA()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with FaultServer(tls=tls_server(authority, "127.0.0.1")) as server:
        endpoints = Endpoints.of([server.url])
        with Client(HURRIED, endpoints, tls=trusting) as asking:
            assert asking.select(server.url, "q", Deadline(5)).content == of_json(right_answer("q"))
        with Client(HURRIED, endpoints) as asking, pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED") as one:
            asking.select(server.url, "q", Deadline(5))
        assert "requests" not in str(one.value)
    with FaultServer(tls=tls_server(authority, "else.example")) as server:
        endpoints = Endpoints.of([server.url])
        with Client(HURRIED, endpoints, tls=trusting) as asking, pytest.raises(Unreachable, match="address mismatch"):
            asking.select(server.url, "q", Deadline(5))
        assert not server.asked


def test_endpoints_that_may_be_asked() -> None:
    """Wikidata's and QLever's by default, others where named; what is no plain http(s) address never."""
    Endpoints().check(WIKIDATA)
    Endpoints().check(QLEVER)
    Endpoints.of(["http://127.0.0.1:1/"]).check("http://127.0.0.1:1/")
    for iri in ("http://127.0.0.1:1/", "https://query.wikidata.org/other", "https://query.wikidata.org./sparql"):
        with pytest.raises(ServiceRefused, match="--allow-service"):
            Endpoints().check(iri)
    for iri in ("file:///etc/passwd", "https://a@query.wikidata.org/sparql", "http://", "http://[::1", "http://a:99999/",
                "http://a/ b", "https://query.wikidata.org/sparql#x", "http://a\r\nb/", "ftp://a/"):  # fmt: skip
        with pytest.raises(ServiceRefused):
            Endpoints.of([iri])


def test_private_addresses() -> None:
    """What is not of the public Internet is told apart, whatever the notation it comes in."""
    from ipaddress import ip_address

    private = ("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",  # noqa: S104
               "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "fec0::1",
               "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "192.88.99.1", "4000::1")  # fmt: skip
    assert not [address for address in private if is_public(ip_address(address))]
    public = ("208.80.154.224", "2620:0:861:ed1a::1", "64:ff9b::d050:9ae0", "::ffff:208.80.154.224")
    assert all(is_public(ip_address(address)) for address in public)


def test_a_private_address_behind_an_allowed_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """An allowed endpoint whose name resolves to a private address is refused, and nothing is connected to.

    The resolver is replaced: no public name that resolves to loopback can be counted on here.
    """
    with FaultServer() as server:
        lied = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: lied)
        with Client(HURRIED) as asking, pytest.raises(ServiceRefused, match=r"resolves to 127\.0\.0\.1, which is not"):
            asking.select(WIKIDATA, "SELECT", Deadline(5))
        assert not server.asked


def test_answers_are_kept(tmp_path: Path) -> None:
    """A fresh answer costs no second request and keeps its time; offline, any age will do, and nothing is asked."""
    with FaultServer() as server:
        cache = Cache(tmp_path)
        with client(server, cache=cache) as asking:
            first = asking.select(server.url, "q", Deadline(5))
            again = asking.select(server.url, "q", Deadline(5))
        assert (first.kept, again.kept) == (False, True)
        assert again.content == first.content
        assert again.retrieved == first.retrieved
        assert len(server.asked) == 1
        with client(server, replace(HURRIED, freshness=0), cache) as asking:
            assert not asking.select(server.url, "q", Deadline(5)).kept
        offline = Client(replace(HURRIED, freshness=0), Endpoints.of([server.url]), cache, offline=True)
        assert offline.select(server.url, "q", Deadline(5)).content == first.content
        with pytest.raises(NotCached, match="ask once without --offline"):
            offline.select(server.url, "another", Deadline(5))
        for file in tmp_path.iterdir():
            file.write_bytes(file.read_bytes()[:-1])
        with pytest.raises(NotCached):
            offline.select(server.url, "q", Deadline(5))
        assert len(server.asked) == 2


def test_a_cache_that_cannot_be_written_loses_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The answers come all the same, and it is said once that they are not kept; a hold counts for this run."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    cache = Cache(tmp_path / "file")
    with FaultServer() as server, client(server, cache=cache) as asking:
        for query in ("q", "r"):
            assert asking.select(server.url, query, Deadline(5)).content == of_json(right_answer(query))
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["answers are not kept"]
    with FaultServer(lambda _query, _time: "busy_seconds") as server, client(server, cache=cache) as asking:
        with pytest.raises(RemoteRefused, match="429"):
            asking.select(server.url, "q", Deadline(0.5))
        with pytest.raises(DeadlinePassed, match="not to be asked for"):
            asking.select(server.url, "q", Deadline(0.1))


def test_a_damaged_cache_counts_for_nothing(tmp_path: Path) -> None:
    """Times that are none, without a zone, or without end stop no call, and no call is held for more than a day."""
    with FaultServer() as server:
        for odd in ('{"127.0.0.1": null}', "[1]", '{"127.0.0.1": "x"}', "\xff", '{"127.0.0.1": NaN}', "null"):
            (tmp_path / "holds.json").write_text(odd, encoding="latin-1")
            with client(server, cache=Cache(tmp_path)) as asking:
                asking.select(server.url, odd, Deadline(5))
        (tmp_path / "holds.json").write_text('{"127.0.0.1": Infinity}', encoding="utf-8")
        assert 86_000 < Holds(tmp_path / "holds.json").left("127.0.0.1") <= 86_400
        (tmp_path / "holds.json").unlink()
        for file in (path for path in tmp_path.iterdir() if len(path.name) == 64):
            file.write_bytes(file.read_bytes().replace(b"+00:00", b"", 1))
        asked = len(server.asked)
        with client(server, cache=Cache(tmp_path)) as asking:
            asking.select(server.url, "[1]", Deadline(5))
        assert len(server.asked) == asked + 1


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    """Only whole answers are kept."""
    with (
        FaultServer(lambda _query, time: "cut_unnoticed" if time == 1 else "none") as server,
        client(server, ONCE, Cache(tmp_path)) as asking,
    ):
        with pytest.raises(AnswerBroken):
            asking.select(server.url, "q", Deadline(5))
        assert not asking.select(server.url, "q", Deadline(5)).kept


def test_a_log_line_a_request(caplog: pytest.LogCaptureFixture) -> None:
    """Every request leaves one line: how, where, the how-manieth, with what outcome."""
    with FaultServer(lambda _query, time: "error_500" if time == 1 else "none") as server:
        with client(server) as asking, caplog.at_level(logging.INFO, "youcheng.graph.federate"):
            asking.select(server.url, "q", Deadline(5))
        lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert lines[0].startswith(f"GET {server.url} #1: 50")
    assert lines[1].startswith(f"GET {server.url} #2: 200, ")


def test_a_plain_json_interface() -> None:
    """The same client asks a search that answers JSON of its own, and checks it the same way."""
    with FaultServer(answer=lambda _query: b'{"search": ["Xi\'an"]}') as server, client(server, ONCE) as asking:
        server.media = "application/json; charset=utf-8"
        assert asking.json(server.url, {"query": "x"}, Deadline(5)).content == {"search": ["Xi'an"]}
        server.answer = lambda _query: b'{"search": ["Xi'
        with pytest.raises(AnswerBroken, match="no whole JSON"):
            asking.json(server.url, {"query": "x"}, Deadline(5))
        server.media = "text/plain"
        with pytest.raises(AnswerBroken, match="text/plain in place of application/json"):
            asking.json(server.url, {"query": "x"}, Deadline(5))
