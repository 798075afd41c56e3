"""Links checked against what is changed in Wikidata: each change by its name, and nothing where nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.federate import wikidata
from tests.federate.remote import counting
from tests.federate.test_compare import NARA, XIAN, qid
from youcheng.graph.__main__ import main
from youcheng.graph.federate.check_links import check_links

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

    from youcheng.graph.federate.take_in import Snapshot

ITEM = NamedNode(wikidata.WD + NARA)
SAME = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
CLASS = NamedNode("http://class.example/1")


def found(store: Store, snapshot: Snapshot) -> dict[str, str]:
    """Give the kinds of what is wrong, with the words."""
    return {f"{finding.place} {finding.kind}": finding.message for finding in check_links(store, snapshot)}


def forget(snapshot: Snapshot, predicate: NamedNode | None = None) -> None:
    """Take out what a snapshot says of Nara."""
    for quad in list(snapshot.store.quads_for_pattern(ITEM, predicate, None, snapshot.graph)):
        snapshot.store.remove(quad)


def say(snapshot: Snapshot, predicate: NamedNode, node: NamedNode | Literal, subject: NamedNode = ITEM) -> None:
    """Put a statement into a snapshot."""
    snapshot.store.add(Quad(subject, predicate, node, snapshot.graph))


def test_nothing_is_wrong_at_first(store: Store, snapshot: Snapshot) -> None:
    """The reviewed links hold against the items' own data."""
    assert found(store, snapshot) == {}


def test_gone(store: Store, snapshot: Snapshot) -> None:
    """An item of which nothing is said was deleted; one that only points elsewhere redirects, or was merged."""
    forget(snapshot)
    assert list(found(store, snapshot)) == ["jp-nara deleted"]
    say(snapshot, SAME, NamedNode(f"{wikidata.WD}Q60"))
    assert list(found(store, snapshot)) == ["jp-nara redirected"]
    forget(snapshot)
    say(snapshot, SAME, NamedNode(wikidata.WD + XIAN))
    said = found(store, snapshot)
    assert list(said) == ["jp-nara merged"]
    assert "cn-xian" in said["jp-nara merged"]


def test_dissolved(store: Store, snapshot: Snapshot) -> None:
    """An end, a successor, or both, are named."""
    say(snapshot, wikidata.direct("P576"), Literal("2005-11-01T00:00:00Z", datatype=wikidata.DATE_TIME))
    assert "in 2005-11-01:" in found(store, snapshot)["jp-nara dissolved"]
    say(snapshot, wikidata.direct("P1366"), NamedNode(f"{wikidata.WD}Q60"))
    assert "in 2005-11-01, replaced by wd:Q60:" in found(store, snapshot)["jp-nara dissolved"]


def test_another_country(store: Store, snapshot: Snapshot) -> None:
    """A country beside the right one does no harm; without the right one the link is wrong."""
    say(snapshot, wikidata.direct("P17"), NamedNode(wikidata.WD + qid("fr")))
    assert found(store, snapshot) == {}
    snapshot.store.remove(Quad(ITEM, wikidata.direct("P17"), NamedNode(wikidata.WD + qid("jp")), snapshot.graph))
    assert list(found(store, snapshot)) == ["jp-nara country"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("city of Japan", False),
        ("core cities of Japan", False),
        ("prefecture-level city", False),
        ("Wikimedia disambiguation page", True),
        ("human", True),
        ("archaeological site", True),
    ],
)
def test_another_kind(store: Store, snapshot: Snapshot, name: str, *, wrong: bool) -> None:
    """A class whose name has no word for a place is another kind, unless a second class has one."""
    say(snapshot, wikidata.direct("P31"), CLASS)
    say(snapshot, wikidata.LABEL, Literal(name, language="en"), CLASS)
    assert list(found(store, snapshot)) == (["jp-nara kind"] if wrong else [])
    second = NamedNode("http://class.example/2")
    say(snapshot, wikidata.direct("P31"), second)
    say(snapshot, wikidata.LABEL, Literal("capital of region", language="en"), second)
    assert found(store, snapshot) == {}


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [
        ({"en": "Nara"}, False),
        ({"en": "Nara City"}, False),
        ({"zh": "奈良"}, False),
        ({"zh": "奈良市", "en": "Something else"}, False),
        ({"en": "Ikoma", "zh": "生驹市"}, True),
        ({}, False),
    ],
)
def test_another_name(store: Store, snapshot: Snapshot, labels: dict[str, str], *, wrong: bool) -> None:
    """A label in either language that is still one of the place's names is enough."""
    forget(snapshot, wikidata.LABEL)
    for language, label in labels.items():
        say(snapshot, wikidata.LABEL, Literal(label, language=language))
    assert list(found(store, snapshot)) == (["jp-nara label"] if wrong else [])


def test_the_command(
    release: Path, pulled: Path, wikidata_oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing wrong is 0, something wrong is 1, by a pulled file or by asking three requests a question."""
    words = ["wikidata", "check-links", "--release", str(release)]
    assert main([*words, "--wikidata", str(pulled)]) == 0
    from_file = capsys.readouterr().out
    assert "0 found wrong" in from_file
    with counting(wikidata_oxigraph) as (endpoint, seen):
        asking = ["--endpoint", endpoint, "--allow-service", endpoint, "--cache", str(tmp_path / "cache")]
        assert main([*words, *asking]) == 0
    assert 6 < len(seen) <= 9
    assert capsys.readouterr().out == from_file
    damaged = tmp_path / pulled.name
    lines = pulled.read_text(encoding="utf-8")
    damaged.write_text(f"{lines}<{ITEM.value}> <{SAME.value}> <{wikidata.WD}Q60> .\n", encoding="utf-8")
    assert main([*words, "--wikidata", str(damaged)]) == 1
    assert f"redirected: jp-nara is wd:{NARA}" in capsys.readouterr().out
