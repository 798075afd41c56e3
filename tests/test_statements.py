"""The N-Quads of both lists and of their places are the golden ones, and well formed in every respect."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from youcheng.mapping.gazetteer import items
from youcheng.mapping.iris import BASE, Iris, iris
from youcheng.mapping.reading import read_list
from youcheng.mapping.statements.lists import list_quads
from youcheng.mapping.statements.places import place_quads, used_places
from youcheng.ontology import IRI, prefixes, term, terms
from youcheng.ontology.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

    from .conftest import Rewritten

GOLDEN = Path(__file__).parent / "golden"
PARTS = ["xian-2023-05", "xinjiang-2023-12", "places"]
OTHER = "https://example.org/you/"

# What another process writes of all lists and places, with the hashing of its own start.
BUILD = """
import sys
from youcheng.mapping.descriptor import descriptors
from youcheng.mapping.gazetteer import items
from youcheng.mapping.iris import Iris
from youcheng.mapping.places import load_links
from youcheng.mapping.reading import read_list
from youcheng.mapping.statements.lists import list_quads
from youcheng.mapping.statements.places import place_quads, used_places

links, readings = load_links(), [read_list(descriptor) for descriptor in descriptors()]
places = used_places(readings, links)
known = items({place.qid for place in places if place.qid})
for reading in readings:
    sys.stdout.writelines(list_quads(reading, links, Iris()))
sys.stdout.writelines(place_quads(places, known, Iris()))
"""


def quads_of(part: str, readings: Iterable[Reading], links: Links, mint: Iris) -> str:
    """Give the N-Quads of a list or of the places, sorted, each line once."""
    if part == "places":
        places = used_places(readings, links)
        found = place_quads(places, items({place.qid for place in places if place.qid}), mint)
    else:
        found = list_quads(next(reading for reading in readings if reading.descriptor.id == part), links, mint)
    return "".join(sorted(set("".join(found).splitlines(keepends=True))))


@pytest.fixture(scope="module")
def written(readings: tuple[Reading, Reading], links: Links) -> dict[str, str]:
    """Give the sorted N-Quads of each list and of the places."""
    return {part: quads_of(part, readings, links, Iris()) for part in PARTS}


def parsed(text: str) -> list[Quad]:
    """Parse N-Quads strictly."""
    return list(parse(text.encode(), RdfFormat.N_QUADS))


def named(quads: Iterable[Quad]) -> Iterator[str]:
    """Give every IRI of some quads, datatypes too."""
    for quad in quads:
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(node, NamedNode):
                yield node.value
            elif isinstance(node, Literal):
                yield node.datatype.value


@pytest.mark.parametrize("part", PARTS)
def test_golden(written: dict[str, str], part: str, *, refresh_golden: bool) -> None:
    """The sorted N-Quads are those of tests/golden/; `pytest --refresh-golden` writes them anew."""
    path = GOLDEN / f"{part}.nq"
    if refresh_golden:
        path.write_text(written[part], encoding="utf-8", newline="\n")
    golden = path.read_bytes().decode()
    changed = difflib.unified_diff(golden.splitlines(), written[part].splitlines(), "golden", "now", n=0, lineterm="")
    assert list(changed) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_line_is_one_quad_of_its_graph(written: dict[str, str], part: str) -> None:
    """Each line parses to one quad, in the one named graph of its list or of the places."""
    quads = parsed(written[part])
    assert len(quads) == written[part].count("\n") > 2000
    graph = Iris().places if part == "places" else Iris().list(part)
    assert {quad.graph_name for quad in quads} == {NamedNode(graph)}


@pytest.mark.parametrize("part", PARTS)
def test_no_blank_nodes_and_ascii_iris(written: dict[str, str], part: str) -> None:
    """Nothing is a blank node, every IRI is ASCII, and Chinese stays in the literals."""
    quads = parsed(written[part])
    assert not any(isinstance(node, BlankNode) for quad in quads for node in quad)
    assert all(value.isascii() for value in named(quads))
    assert any(not quad.object.value.isascii() for quad in quads if isinstance(quad.object, Literal))


@pytest.mark.parametrize("part", PARTS)
def test_every_own_term_is_declared(written: dict[str, str], part: str) -> None:
    """Every IRI in the namespaces of the vocabulary is one that the vocabulary declares."""
    own = tuple(namespace for namespace in prefixes().values() if namespace.startswith(IRI.removesuffix("ontology")))
    used = {value for value in named(parsed(written[part])) if value.startswith(own)}
    assert used <= terms()
    assert part == "places" or len(used) > 30


def test_every_twinning_has_the_chinese_side_first(written: dict[str, str]) -> None:
    """A twinning's IRI is that of its two places, the Chinese one first, the other of another country."""
    partners: dict[str, set[str]] = {}
    for quad in parsed(written[PARTS[0]] + written[PARTS[1]]):
        if quad.predicate.value == term("yc:partner"):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode)
            partners.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert len(partners) == 92
    for twinning, places in partners.items():
        first, second = twinning.removeprefix(f"{BASE}twinning/").split("--")
        assert re.fullmatch(r"cn-[a-z0-9-]+", first)
        assert re.fullmatch(r"(?!cn)[a-z]{2}(-[a-z0-9]+)*", second)
        assert places == {f"{BASE}place/{first}", f"{BASE}place/{second}"}
        assert Iris().twinning(second, first) == Iris().twinning(first, second) == twinning


def test_every_place_named_is_described(written: dict[str, str]) -> None:
    """Each place that a list names has a label in the graph of places."""
    spoken = {
        value for part in PARTS[:2] for value in named(parsed(written[part])) if value.startswith(f"{BASE}place/")
    }
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    labelled = {
        quad.subject.value
        for quad in parsed(written["places"])
        if isinstance(quad.subject, NamedNode) and quad.predicate.value == label
    }
    assert spoken <= labelled
    assert len(spoken) > 130


def test_the_same_bytes_whatever_the_hashing(written: dict[str, str]) -> None:
    """Two runs under different hash seeds write the same bytes in the same order, and those of this process."""
    runs = {
        subprocess.run(
            [sys.executable, "-c", BUILD],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    (only,) = runs
    assert set(only.decode().splitlines()) == set("".join(written.values()).splitlines())


@pytest.mark.parametrize("part", PARTS)
def test_another_base_moves_what_is_minted(
    written: dict[str, str], readings: tuple[Reading, Reading], links: Links, part: str
) -> None:
    """Under another base every minted IRI moves, and no term of any vocabulary, nor any literal."""
    vocabulary = tuple({iri.rpartition("#")[0] or iri.rpartition("/")[0] for iri in terms()} - {BASE.rstrip("/")})

    def moved(value: str) -> str:
        minted = value.startswith(BASE) and not value.startswith(vocabulary)
        return OTHER + value.removeprefix(BASE) if minted else value

    def moved_line(line: str) -> str:
        literal = re.search(r' (".*")(\S*) <\S+> \.$', line)
        head, said, tail = (line[: literal.start(1)], literal[1], line[literal.end(1) :]) if literal else (line, "", "")
        return "".join(
            re.sub(r"<([^>]+)>", lambda iri: f"<{moved(iri[1])}>", end) if end != said else said
            for end in (head, said, tail)
        )

    expected = sorted(moved_line(line) for line in written[part].splitlines())
    assert sorted(quads_of(part, readings, links, iris(OTHER)).splitlines()) == expected
    assert expected != written[part].splitlines()


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example.org/",
        "ftp://example.org/",
        "https://example.org",
        "https://例.org/",
        "https://ex ample/",
        "https://e/<>/",
    ],
)
def test_what_is_no_base(base: str) -> None:
    """A base must be an ASCII http(s) IRI that ends in a slash."""
    with pytest.raises(UsageError, match=re.escape(f"base {base!r} is not an ASCII http(s) IRI that ends in a slash")):
        iris(base)


# --- what the two documents do not hold, but another may --------------------------------------------------------


def subjects(quads: str, predicate: str) -> dict[str, str]:
    """Give the object of a predicate by subject, as N-Quads writes both."""
    found = re.findall(rf"^(\S+) <{re.escape(term(predicate))}> (.+) \S+ \.$", quads, flags=re.MULTILINE)
    return dict(found)


def test_pages_that_are_a_range(rewritten: Rewritten, links: Links) -> None:
    """A page mark with a dash that is not ASCII is a node of its own, whose IRI is ASCII."""
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace("[10]:126", "[10]:44–62")))
    quads = "".join(list_quads(reading, links, Iris()))
    node = "<https://w3id.org/youcheng/list/xinjiang-2023-12#cite-10-page-44%E2%80%9362>"
    assert subjects(quads, "schema:pagination")[node] == '"44–62"'
    assert parsed(quads)


@pytest.mark.parametrize("area", ["0.0000001", "0.00000012345", "12345678901234567890.5", "40000"])
def test_an_area_is_a_decimal_without_exponent(rewritten: Rewritten, links: Links, area: str) -> None:
    """Figures very small or large are written as xsd:decimal writes them."""
    reading = read_list(rewritten("xian-2023-05", lambda text: text.replace("276.84", area)))
    quads = "".join(list_quads(reading, links, Iris()))
    said = subjects(quads, "yc:area")["<https://w3id.org/youcheng/list/xian-2023-05#row-1>"]
    lexical = said.split('"')[1]
    assert re.fullmatch(r"\d+(\.\d+)?", lexical)
    assert Decimal(lexical) == Decimal(area)


def test_a_successor_that_is_not_known_is_not_guessed(rewritten: Rewritten, links: Links) -> None:
    """Where the links do not know the heir, no other place of the note takes its part."""
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace("由甲州市承繼", "由乙州市承繼")))
    quads = "".join(list_quads(reading, links, Iris()))
    assert subjects(quads, "yc:successor") == {}
    assert subjects(quads, "dcterms:isReplacedBy") == {}
    assert "place/jp-koshu" not in "".join(place.id for place in used_places([reading], links))


def test_the_successor(written: dict[str, str]) -> None:
    """The second note makes one event, and replaces the partner and both places merged with it."""
    quads = written["xinjiang-2023-12"]
    event = "<https://w3id.org/youcheng/list/xinjiang-2023-12#note-2-succession>"
    assert subjects(quads, "yc:successor") == {event: "<https://w3id.org/youcheng/place/jp-koshu>"}
    replaced = subjects(quads, "dcterms:isReplacedBy")
    assert set(replaced.values()) == {"<https://w3id.org/youcheng/place/jp-koshu>"}
    assert len(replaced) == 3


def test_rows_of_unknown_places_are_left_out(rewritten: Rewritten, links: Links) -> None:
    """A row whose partner the links do not know gives nothing, and the other rows give all they gave."""
    reading = read_list(rewritten("xian-2023-05", lambda text: text.replace("奈良市", "奈良縣")))
    quads = "".join(list_quads(reading, links, Iris()))
    rows = set(re.findall(r"#row-(\d+)>", quads))
    assert rows == {str(number) for number in range(2, 41)}
    assert "jp-nara" not in quads
